import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from nuantong.access.models import Grant
from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.outcomes import actions
from nuantong.outcomes.models import Panel, PanelForm, PanelResult
from nuantong.outcomes.queries.panels import signed_sentences
from nuantong.people.models import GrantedChild
from tests.conftest import TODAY, make_user
from tests.unit.outcomes.conftest import PROJECT


@pytest.fixture
def panel(project, children, experts, reader):
    cases = {f"c{n:02}": child.pk for n, child in enumerate(children[:12])}
    return actions.draw_panel(
        key=uuid.UUID(int=1), project=PROJECT.key, title=PROJECT.title, cases=cases, size=4, users=experts,
        by=reader(Role.CITY_OFFICER), seed=7,
    )  # fmt: skip


def judge(file, expert, overall="better", mark=4, key=None):
    return actions.judge_file(
        file=file,
        key=key or uuid.uuid4(),
        overall=overall,
        marks={"mood": mark},
        words="",
        by=reader_of(expert, TODAY),
    )


def judge_all(panel, experts):
    for file in panel.files.all():
        for expert in experts:
            judge(file, expert, mark=3 + file.number % 3)


def sign(panel, expert, name=None):
    by = reader_of(expert, TODAY)
    return actions.sign_result(panel=panel, name=name or expert.name, opinion="总体好转。", by=by)


def test_a_draw_is_kept_with_its_seed_and_the_same_form_draws_once(
    panel, children, experts, reader
):
    again = actions.draw_panel(
        key=panel.key,
        project="other",
        title="",
        cases={},
        size=9,
        users=[],
        by=reader(Role.CITY_OFFICER),
    )
    assert (
        again == panel and panel.files.count() == 4 and panel.seed == 7 and panel.drawn_from == 12
    )
    assert set(panel.files.values_list("child", flat=True)) <= {child.pk for child in children}


@pytest.mark.parametrize("case", ["one expert", "no expert", "too many", "not the city"])
def test_what_is_no_draw_is_refused_with_a_word(project, children, experts, reader, cast, case):
    users = {"one expert": experts[:1], "no expert": [*experts, cast.staff[Role.CARER]]}.get(
        case, experts
    )
    by = reader(Role.DISTRICT_OFFICER if case == "not the city" else Role.CITY_OFFICER)
    with pytest.raises(Refusal):
        actions.draw_panel(
            key=uuid.uuid4(), project="p", title="t", cases={"a": children[0].pk, "b": children[1].pk},
            size=3 if case == "too many" else 2, users=users, by=by,
        )  # fmt: skip
    assert not Panel.objects.exists()


def test_a_childs_own_counsellor_is_no_expert_for_her(project, children, experts, reader):
    grant = Grant.objects.create(user=experts[1], role=Role.COUNSELLOR, valid_from=TODAY)
    GrantedChild.objects.create(grant=grant, child=children[5])
    with pytest.raises(Refusal, match="简教授本来就能看到"):
        actions.draw_panel(
            key=uuid.uuid4(), project="p", title="t", cases={"a": children[0].pk, "b": children[5].pk},
            size=2, users=experts, by=reader(Role.CITY_OFFICER),
        )  # fmt: skip


def test_a_file_shows_no_name_place_day_or_counsellor(panel, children, experts, client_of, client):
    client.force_login(experts[0], backend="nuantong.accounts.backends.StaffNumberOrPhone")
    for number in range(1, 5):
        text = client.get(
            reverse("outcomes:file", kwargs={"key": panel.key, "number": number})
        ).content.decode()
        assert "<svg" in text and "年龄段" in text
        telling = {word for c in children for word in (c.name, c.number)} | {"麻柳嘴", "巴南"}
        main = text.split("<main")[1].split("</main>")[0]
        assert not any(word in main for word in telling)
    other = make_user("E9", "别的专家", Role.EXPERT, "500000")
    client.force_login(other, backend="nuantong.accounts.backends.StaffNumberOrPhone")
    assert client.get(reverse("outcomes:panel", kwargs={"key": panel.key})).status_code == 404


def test_a_form_sent_twice_is_one_and_sent_anew_the_last_counts(panel, experts):
    file, key = panel.files.first(), uuid.uuid4()
    assert judge(file, experts[0], key=key) == judge(file, experts[0], "worse", key=key)
    judge(file, experts[0], "same")
    assert [form.overall for form in actions.forms_of(panel)] == ["same"]
    assert PanelForm.objects.count() == 2


def test_only_her_own_panel_and_only_known_marks(panel, experts, cast):
    file = panel.files.first()
    with pytest.raises(Refusal, match="不是交给您"):
        judge(file, cast.staff[Role.EXPERT])
    with pytest.raises(Refusal, match="1到5"):
        judge(file, experts[0], mark=9)
    with pytest.raises(Refusal, match="总评"):
        judge(file, experts[0], overall="great")


def test_the_head_signs_when_all_have_judged_and_nothing_changes_after(panel, experts):
    judge(panel.files.first(), experts[0])
    with pytest.raises(Refusal, match="还有7份"):
        sign(panel, experts[0])
    judge_all(panel, experts)
    with pytest.raises(Refusal, match="组长"):
        sign(panel, experts[1])
    with pytest.raises(Refusal, match="自己的姓名"):
        sign(panel, experts[0], "别人")
    signed = sign(panel, experts[0])
    assert signed.content["counts"]["better"] == 4 and len(signed.digest) == 64
    with pytest.raises(Refusal, match="已经签署"):
        sign(panel, experts[0])
    with pytest.raises(Refusal, match="已经签署"):
        judge(panel.files.first(), experts[1], "worse")
    said = signed_sentences(PROJECT.key)
    assert (
        said[0].startswith("2名专家各自评阅同样的4份")
        and said[-1].endswith("段教授签署。")
        and "总体好转。" in said
    )


def test_the_database_refuses_what_the_code_forgot(panel, experts, children):
    judge_all(panel, experts)
    signed = sign(panel, experts[0])
    file, expert = panel.files.first(), panel.experts.first()
    late = PanelForm(
        key=uuid.uuid4(), file=file, expert=expert, overall="worse", at=signed.signed_at
    )
    attacks = [
        late.save,
        lambda: PanelResult.objects.filter(pk=signed.pk).update(opinion="改"),
        lambda: PanelForm.objects.all().delete(),
        lambda: Panel.objects.filter(pk=panel.pk).update(seed=8),
        lambda: panel.files.filter(pk=file.pk).update(number=9),
        lambda: panel.experts.all().delete(),
        lambda: Panel.objects.create(key=uuid.uuid4(), project="p", title="", seed=1, size=3, drawn_from=2,
                                     drawn_at=signed.signed_at, drawn_by="人"),
    ]  # fmt: skip
    for attack in attacks:
        with pytest.raises(IntegrityError), transaction.atomic():
            attack()


def test_an_expert_of_another_panel_cannot_be_written_onto_a_form(panel, experts, reader, children):
    other = actions.draw_panel(
        key=uuid.uuid4(), project="p", title="t", cases={"a": children[0].pk, "b": children[1].pk}, size=2,
        users=experts, by=reader(Role.CITY_OFFICER),
    )  # fmt: skip
    form = PanelForm(key=uuid.uuid4(), file=panel.files.first(), expert=other.experts.first(), overall="same",
                     at=panel.drawn_at)  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        form.save()
    assert connection.in_atomic_block


def test_the_way_through_the_pages(project, children, experts, client_of, client):
    city = client_of(Role.CITY_OFFICER)
    url = f"{reverse('outcomes:panels')}?project={PROJECT.key}"
    assert "12个有前后测评的个案" in city.get(url).content.decode()
    sent = {
        "key": uuid.uuid4(),
        "size": 2,
        "head": experts[1].pk,
        "others": [e.pk for e in experts],
    }
    page = city.post(url, sent)
    panel = Panel.objects.get()
    assert page.url == reverse("outcomes:panel", kwargs={"key": panel.key})
    assert [one.user.name for one in panel.experts.all()] == ["简教授", "段教授"]
    for expert in experts:
        client.force_login(expert, backend="nuantong.accounts.backends.StaffNumberOrPhone")
        assert PROJECT.title in client.get(reverse("outcomes:mine")).content.decode()
        for number in (1, 2):
            at = reverse("outcomes:file", kwargs={"key": panel.key, "number": number})
            assert (
                client.post(at, {"key": uuid.uuid4(), "overall": "better", "mood": "5"}).status_code
                == 302
            )
    client.force_login(experts[1], backend="nuantong.accounts.backends.StaffNumberOrPhone")
    assert client.post(page.url, {"name": "简教授", "opinion": "好。"}).status_code == 302
    assert "已签署的结果" in city.get(page.url).content.decode()
