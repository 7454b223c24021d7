import csv
import io
import zipfile

import pytest
from django.urls import reverse
from docx import Document

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.small_numbers import HIDDEN
from nuantong.counselling.effect.wording import NOT_CAUSE
from tests.unit.outcomes.conftest import PROJECT

PAGE = reverse("outcomes:project")


def names(children):
    return {child.name for child in children}


def page_of(client, figure=""):
    return client.get(PAGE, {"project": PROJECT.key, "open": figure}).content.decode()


def test_a_leader_reads_figures_without_names_and_without_small_numbers(
    project, children, client_of
):
    client = client_of(Role.LEADER)
    for figure in ("", "started", "left_0", "phq-a-improved"):
        text = page_of(client, figure)
        assert (
            NOT_CAUSE in text
            and HIDDEN in text
            and "12人" not in text.split("开始的人后来怎样")[1].split("</table>")[0]
        )
        assert not any(name in text for name in names(children))
        assert "&amp;open=" not in text and "&open=" not in text


def test_a_figure_opens_to_the_cases_of_whoever_answers_for_them(project, children, client_of):
    client = client_of(Role.DISTRICT_OFFICER)
    assert "open=started" in page_of(client)
    text = page_of(client, "started")
    assert names(children[:12]) <= {name for name in names(children) if name in text}
    assert not any(name in text for name in names(children[12:]))
    assert "其中没有您可以查看的个案" in page_of(client, "left_0")


@pytest.mark.parametrize("role", [Role.CARER, Role.TOWNSHIP_CHAIR, Role.EXPERT, Role.COUNSELLOR])
def test_outcomes_are_not_for(project, client_of, role):
    client = client_of(role)
    for name in ("projects", "project", "report", "panels"):
        assert client.get(reverse(f"outcomes:{name}")).status_code == 403
    assert client.post(reverse("outcomes:export")).status_code == 403


def test_the_word_paper_names_no_child_and_its_making_is_on_the_log(project, children, client_of):
    answer = client_of(Role.CITY_OFFICER).get(reverse("outcomes:report"), {"project": PROJECT.key})
    word = Document(io.BytesIO(answer.content))
    text = "\n".join(p.text for p in word.paragraphs)
    assert (
        "2018年个案辅导项目成效评估报告" in text
        and NOT_CAUSE in text
        and "项目经费三十万元。" in text
    )
    assert not any(name in text for name in names(children))
    assert Event.objects.filter(action="导出成效评估报告").count() == 1


def test_rows_leave_without_names_by_the_city_alone_and_onto_the_log(project, children, client_of):
    url = f"{reverse('outcomes:export')}?project={PROJECT.key}"
    assert client_of(Role.DISTRICT_OFFICER).post(url).status_code == 403
    assert client_of(Role.CITY_OFFICER).get(url).status_code == 405
    answer = client_of(Role.CITY_OFFICER).post(url)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        table = archive.read("data.csv").decode("utf-8-sig")
        assert "编号" in archive.read("dictionary.csv").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len({row["number"] for row in rows}) == 14
    assert "永川区" not in table and not any(name in table for name in names(children))
    assert Event.objects.get(action="导出去标识研究数据").changes == {"rows": 14}


def test_a_childs_curve_is_for_her_counsellor_and_the_look_is_on_the_log(
    project, children, client_of, counsels
):
    counsels(children[0])
    url = reverse("outcomes:case", kwargs={"case": "c00"})
    for role in (Role.DISTRICT_OFFICER, Role.CITY_OFFICER, Role.LEADER, Role.CARER):
        assert client_of(role).get(url).status_code == 403
    text = client_of(Role.COUNSELLOR).get(url).content.decode()
    assert "从16分下降到5分" in text and "<svg" in text and "测量误差范围" in text
    assert Event.objects.filter(action="查看测评曲线", child_number=children[0].number).exists()
    other = reverse("outcomes:case", kwargs={"case": "c01"})
    assert client_of(Role.COUNSELLOR).get(other).status_code == 404


def test_an_unknown_project_or_figure_breaks_nothing(project, client_of):
    client = client_of(Role.CITY_OFFICER)
    assert client.get(PAGE, {"project": "none"}).status_code == 404
    assert client.get(PAGE, {"project": PROJECT.key, "open": "no\x00such"}).status_code == 200


def test_without_any_project_the_list_says_so(client_of):
    client = client_of(Role.LEADER)
    assert "还没有辅导项目" in client.get(reverse("outcomes:projects")).content.decode()
    assert client.get(PAGE).status_code == 404
