"""The log is read by the audit administrator alone, without names and values of children."""

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.audit.actions import record
from nuantong.audit.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def events(cast, reader):
    by = reader(Role.TOWNSHIP_CHAIR)
    record(action="修改儿童信息", by=by, child_number="T0000001", object_type="child",
           changes={"name": ["刘哲", "刘喆"], "id_number": None})  # fmt: skip
    record(action="查看档案", by=reader(Role.VILLAGE_CHAIR), child_number="T0000002", reason="走访")


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_reads_it(events, client_of, role) -> None:
    status = client_of(role).get(reverse("access:log")).status_code
    assert status == (200 if role is Role.AUDIT_ADMIN else 403)


def test_it_names_the_fields_and_not_what_stands_in_them(events, client_of) -> None:
    page = client_of(Role.AUDIT_ADMIN).get(reverse("access:log")).content.decode()
    assert "姓名、身份证号" in page and "刘" not in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"child": "t0000002"}, ["查看档案"]),
        ({"who": "村"}, ["查看档案"]),
        ({"act": "修改"}, ["修改儿童信息"]),
        ({"reason": "走访"}, ["查看档案"]),
        ({"role": "township_chair"}, ["修改儿童信息"]),
        ({"since": "2018-08-25"}, []),
        ({"until": "2018-08-24"}, ["查看档案", "修改儿童信息"]),
        ({"since": "nonsense"}, ["查看档案", "修改儿童信息"]),
    ],
)
def test_it_is_narrowed(events, client_of, query, found) -> None:
    page = client_of(Role.AUDIT_ADMIN).get(reverse("access:log"), query)
    assert [event.action for event in page.context["listing"].rows] == found


def test_taking_it_away_is_itself_on_the_log(events, client_of) -> None:
    answer = client_of(Role.AUDIT_ADMIN).get(reverse("access:log"), {"export": "xlsx"})
    assert answer.status_code == 200
    assert Event.objects.latest("pk").action == "导出查阅记录"


def test_reasons_are_opened_only_of_what_can_be_read_while_one_waits(
    events, client_of, monkeypatch
) -> None:
    monkeypatch.setattr("nuantong.access.log.MOST_REASONS", 1)
    auditor, url = client_of(Role.AUDIT_ADMIN), reverse("access:log")
    page = auditor.get(url, {"reason": "走访", "role": ""}, follow=True)
    assert "请先用日期" in page.content.decode() and page.redirect_chain == [(f"{url}?role=", 302)]
    page = auditor.get(url, {"reason": "走访", "role": "village_chair"})
    assert [event.action for event in page.context["listing"].rows] == ["查看档案"]
