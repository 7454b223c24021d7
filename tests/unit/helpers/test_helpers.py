"""Helpers: registered, checked, asked, heard; nobody alone with a child unchecked."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.helpers import actions, vetting
from nuantong.helpers.actions import Offer
from nuantong.helpers.models import Helper, HelperPledge, PastTeacher, Service
from nuantong.helpers.queries import candidates, circle_of
from nuantong.people.actions import meet_need, raise_need, update_child
from nuantong.people.models import Need
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
SPRING = dt.date(2018, 3, 1)


@pytest.fixture
def township(reader: Any) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def helper(cast: Any) -> Callable[..., Helper]:
    """helper(): a teacher of the village who tutors with somebody at hand."""

    def build(**values: Any) -> Helper:
        code = values.pop("code", VILLAGE)
        said = {
            "key": uuid.uuid4(), "kind": "teacher", "name": "方老师", "pinyin": "fls fanglaoshi",
            "phone": "13900000031", "place": place(code), "offers": ["study"],
            "closeness": "group", "since": SPRING, "pledged_on": SPRING, **values,
        }  # fmt: skip
        return Helper.objects.create(**said)

    return build


@pytest.fixture
def need(cast: Any, township: Reader) -> Need:
    return raise_need(child=cast.children.own, kind="study", by=township)


def ask(need: Need, helper: Helper, by: Reader, **values: Any) -> Service:
    said = {"closeness": "group", "start": TODAY, "until": None, "key": uuid.uuid4(), **values}
    return actions.ask(need=need, helper=helper, by=by, **said)


def accepted(need: Need, helper: Helper, by: Reader, **values: Any) -> Service:
    service = ask(need, helper, by, **values)
    return actions.answer(service=service, accepts=True, words="", version=1, by=by)


def kinds(by: Reader) -> list[str]:
    rows = Task.objects.open().visible_to(by).filter(kind__startswith="helpers.")
    return sorted(task.kind for task in rows)


def test_a_need_finds_a_helper_and_is_met_by_what_was_given(need, helper, township) -> None:
    assert kinds(township) == ["helpers.find"]
    service = ask(need, helper(), township)
    assert kinds(township) == ["helpers.answer"]
    service = actions.answer(service=service, accepts=True, words="", version=1, by=township)
    assert kinds(township) == [] and service.state == "accepted"
    actions.finish(service=service, given="辅导了十次数学", met=True, version=2, by=township)
    need.refresh_from_db()
    assert need.met_on == TODAY and "辅导了十次数学" in need.met_how
    assert kinds(township) == []


def test_who_declines_says_why_and_the_township_looks_again(need, helper, township) -> None:
    service = ask(need, helper(), township)
    with pytest.raises(Refusal, match="原因"):
        actions.answer(service=service, accepts=False, words="", version=1, by=township)
    actions.answer(service=service, accepts=False, words="出差", version=1, by=township)
    assert kinds(township) == ["helpers.find"]
    with pytest.raises(Refusal, match="不能帮"):
        actions.answer(service=service, accepts=True, words="", version=2, by=township)


def test_a_need_met_otherwise_ends_what_was_done_for_it(need, helper, township) -> None:
    service = accepted(need, helper(), township)
    meet_need(need=need, how="搬到城里了", by=township)
    service.refresh_from_db()
    assert service.state == "ended" and "搬到城里" in str(service.given)


def test_the_same_asking_twice_is_one_and_one_need_has_one_helper(need, helper, township) -> None:
    one, key = helper(), uuid.uuid4()
    assert ask(need, one, township, key=key) == ask(need, one, township, key=key)
    with pytest.raises(Refusal, match="已经邀请了人"):
        ask(need, helper(name="另一位"), township)


@pytest.mark.parametrize(
    ("values", "closeness", "why"),
    [
        ({}, "alone", "背景查询"),
        ({"pledged_on": None}, "group", "承诺书"),
        ({"status": "left"}, "group", "已退出"),
    ],
)
def test_nobody_comes_closer_than_she_was_vetted_for(
    need, helper, township, values, closeness, why
) -> None:
    service = ask(need, helper(**values), township, closeness=closeness)
    with pytest.raises(Refusal, match=why):
        actions.answer(service=service, accepts=True, words="", version=1, by=township)
    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(state="accepted")


@pytest.mark.parametrize(
    ("on", "result", "holds"),
    [(SPRING, "clear", True), (dt.date(2017, 8, 24), "clear", False), (SPRING, "adverse", False)],
)
def test_alone_with_a_child_needs_a_check_in_date(
    need, helper, township, on, result, holds
) -> None:
    one = helper()
    vetting.check_helper(helper=one, on=on, organ="巴南区公安局", result=result, by=township)
    service = ask(need, one, township, closeness="alone")
    if holds:
        assert actions.answer(service=service, accepts=True, words="", version=1, by=township).pk
        return
    with pytest.raises(Refusal, match="第六十二条"):
        actions.answer(service=service, accepts=True, words="", version=1, by=township)


def test_goods_need_nothing_and_places_are_counted(need, helper, township, make) -> None:
    one = helper(pledged_on=None, closeness="goods")
    accepted(need, one, township, closeness="goods")
    other = raise_need(child=make.child("小北", VILLAGE), kind="study", by=township)
    service = ask(other, one, township, closeness="goods")
    with pytest.raises(Refusal, match="帮满"):
        actions.answer(service=service, accepts=True, words="", version=1, by=township)


def test_the_nearest_come_first_and_the_unfit_are_not_there(need, helper, township) -> None:
    helper(name="全区的", code=VILLAGE[:6])
    helper(name="本镇的", code=VILLAGE[:9])
    helper(name="本村的")
    helper(name="邻区的", code=NEIGHBOUR)
    helper(name="不教书的", offers=["legal"])
    helper(name="期满的", until=TODAY)
    helper(name="走了的", status="left")
    assert [line.helper.name for line in candidates(need, township)] == [
        "本村的",
        "本镇的",
        "全区的",
    ]


def test_walls_between_places(need, helper, township, reader, cast) -> None:
    theirs = helper(code=NEIGHBOUR)
    with pytest.raises(Refusal):
        ask(need, theirs, township)
    above = helper(code=VILLAGE[:6])
    offer = Offer(
        kind="teacher", name="x", phone="13900000031", place_id=above.place_id, since=SPRING,
        offers=["study"],
    )  # fmt: skip
    with pytest.raises(Refusal, match="上一级"):
        vetting.check_helper(helper=above, on=SPRING, organ="公安局", result="clear", by=township)
    with pytest.raises(Refusal):
        actions.register_helper(offer=offer, key=uuid.uuid4(), by=township)
    for role in (Role.CARER, Role.VILLAGE_CHAIR, Role.COUNSELLOR, Role.LEADER):
        with pytest.raises(Refusal):
            ask(need, above, reader(role))


def test_a_helper_is_registered_once_and_kept_by_version(township) -> None:
    offer = Offer(
        kind="company", name="渝江食品公司", contact="刘经理", phone="139-0000-0032",
        place_id=place(VILLAGE).pk, since=SPRING, offers=["living"], closeness="goods",
    )  # fmt: skip
    key = uuid.uuid4()
    one = actions.register_helper(offer=offer, key=key, by=township)
    assert actions.register_helper(offer=offer, key=key, by=township) == one
    actions.update_helper(helper=one, offer=offer, version=1, by=township)
    with pytest.raises(StaleVersion):
        actions.update_helper(helper=one, offer=offer, version=1, by=township)


ATTACKS = [
    ({"offers": []}, "says_who"), ({"capacity": 0}, "capacity"), ({"until": SPRING}, "ends_after"),
    ({"kind": "unit"}, "contact"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "name"), ATTACKS)
def test_the_database_refuses_a_helper_who_says_too_little(helper, changes, name) -> None:
    one = helper()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Helper.objects.filter(pk=one.pk).update(**changes)


SERVICE_ATTACKS = [
    ({"state": "declined"}, "declined_with_a_reason"), ({"state": "ended"}, "what_was_given"),
    ({"until": TODAY}, "ends_after"), ({"closeness": "goods"}, "forward"),
    ({"answered_on": TODAY}, "unanswered"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "name"), SERVICE_ATTACKS)
def test_the_database_refuses_a_step_that_leaves_something_out(
    need, helper, township, changes, name
) -> None:
    service = ask(need, helper(), township)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(**changes)


def test_a_teacher_who_changes_is_remembered_with_her_phone(cast, township) -> None:
    child = cast.children.own
    first = {"teacher": "罗静", "teacher_phone": "13900000041", "school": "中心小学"}
    update_child(child=child, version=1, changes=first, by=township)
    update_child(child=child, version=2, changes={"teacher": "龚丽"}, by=township)
    [past] = PastTeacher.objects.all()
    assert (past.name, past.school, past.phone) == ("罗静", "中心小学", "13900000041")


def test_the_circle_shows_who_is_around_a_child(need, helper, township, cast, client_of) -> None:
    accepted(need, helper(), township, until=dt.date(2018, 12, 31))
    circle = circle_of(cast.children.own, township)
    assert [(m.role, m.name) for m in circle.members] == [("教师", "方老师")]
    page = client_of(Role.TOWNSHIP_CHAIR).get(
        reverse("helpers:circle", args=[cast.children.own.number])
    )
    assert "方老师" in page.content.decode()


def test_the_need_page_leads_from_asking_to_the_end(need, helper, client_of, cast) -> None:
    one, client = helper(), client_of(Role.TOWNSHIP_CHAIR)
    url = reverse("helpers:need", args=[cast.children.own.number, need.pk])
    assert "同村（社区）" in client.get(url).content.decode()
    client.post(url, {"do": "ask", "helper": one.pk, "closeness": "group", "start": TODAY})
    client.post(url, {"do": "answer", "accepts": "yes", "version": 1})
    assert "正在帮扶" in client.get(url).content.decode()
    client.post(url, {"do": "finish", "given": "教会了乘法", "met": "on", "version": 2})
    assert "教会了乘法" in client.get(url).content.decode()
    assert Service.objects.get().state == "ended"


def checked(helper: Helper, on: dt.date, by: Reader) -> None:
    vetting.check_helper(helper=helper, on=on, organ="公安局", result="clear", by=by)


def test_a_pledge_is_a_row_with_who_signed_it(helper, township) -> None:
    one = helper(pledged_on=None, contact="刘经理", kind="company", name="食品厂")
    with pytest.raises(Refusal, match="刘经理”或“食品厂"):
        vetting.sign_pledge(helper=one, on=TODAY, signed_by="别人", by=township)
    for _ in range(2):
        vetting.sign_pledge(helper=one, on=SPRING, signed_by="刘经理", by=township)
    vetting.sign_pledge(helper=one, on=dt.date(2017, 3, 1), signed_by="刘经理", by=township)
    one.refresh_from_db()
    assert (one.pledges.count(), one.pledged_on) == (2, SPRING)
    with pytest.raises(IntegrityError, match="not altered"), transaction.atomic():
        HelperPledge.objects.filter(helper=one).update(signed_by="改了")
    with pytest.raises(IntegrityError, match="helperpledge_is_signed"), transaction.atomic():
        HelperPledge.objects.create(
            helper=one, on=TODAY, signed_by="", entered_at=clock.now(), entered_by_name="x"
        )


def test_a_check_is_warned_of_sixty_days_ahead_once_and_settled_by_a_new_one(
    helper, township, need
) -> None:
    alone = helper(name="单独的", closeness="alone")
    checked(alone, dt.date(2017, 10, 23), township)
    checked(helper(name="不急", closeness="alone"), dt.date(2017, 10, 24), township)
    helper(name="有人在场的")
    serves = helper(name="说在场却单独的")
    checked(serves, SPRING, township)
    accepted(need, serves, township, closeness="alone")
    assert vetting.warn_of_checks(system_reader()) == 1
    assert vetting.warn_of_checks(system_reader()) == 0
    [task] = Task.objects.open().filter(kind="helpers.expiring").visible_to(township)
    assert task.title.startswith("1名") and task.due_on == dt.date(2018, 10, 23)
    checked(alone, TODAY, township)
    assert not Task.objects.open().filter(kind="helpers.expiring").exists()


def test_the_list_fits_the_phone_and_goes_into_a_sheet_without_telephones(
    helper, client_of
) -> None:
    helper(name="方老师")
    helper(name="邻区的", code=NEIGHBOUR)
    url = reverse("helpers:helpers")
    phone = client_of(Role.VILLAGE_CHAIR).get(url)
    assert "helpers/helpers_phone.html" in [t.name for t in phone.templates]
    assert "方老师" in phone.content.decode()
    sheet = client_of(Role.TOWNSHIP_CHAIR).get(f"{url}?export=xlsx")
    told = [
        cell
        for row in openpyxl.load_workbook(io.BytesIO(sheet.getvalue())).active.values
        for cell in row
    ]
    assert "方老师" in told and "邻区的" not in told and "13900000031" not in told
    assert (
        client_of(Role.VILLAGE_CHAIR)
        .get(f"{url}?export=xlsx")["Content-Type"]
        .startswith("text/html")
    )
    due = client_of(Role.TOWNSHIP_CHAIR).get(reverse("helpers:expiring"), follow=True)
    assert "方老师" not in due.content.decode()
