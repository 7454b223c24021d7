"""One standing per record: kept by the database, changed by people, its history as rows."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.core.errors import Refusal
from nuantong.people.actions.whole import Filled
from nuantong.people.models import Child
from nuantong.sweeps import handing, visiting
from nuantong.sweeps.actions import registering, reviewing, standings
from nuantong.sweeps.models import Card, FormerStanding, Link, LoadRow, Record, Source
from nuantong.tasks.actions import assign
from nuantong.tasks.models import Task
from nuantong.visits.models import Visit, VisitedChild, VisitRequest
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, make_child, make_user, place
from tests.unit.sweeps.rosters_made import a_source, bring, csv_of, pupil

pytestmark = pytest.mark.django_db
As = Callable[[Role], Reader]
LOST = "父死亡；母失联"


@pytest.fixture
def source() -> Source:
    found = a_source()
    bring(
        found,
        csv_of([pupil("吴情形", 361, 家庭情况备注=LOST), pupil("周普通", 363, 家庭情况备注="")]),
    )
    return found


@pytest.fixture
def record(source: Source) -> Record:
    return Record.objects.get(name="吴情形")


@pytest.fixture
def chair(reader: As) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.mark.parametrize("wrong", [
    {"standing": "excluded", "reason": ""}, {"standing": "excluded", "reason": "visit"},
    {"standing": "waiting", "reason": ""}, {"standing": "on_register", "reason": ""},
    {"standing": "found", "reason": ""}, {"standing": "not_home", "reason": "visit"},
    {"standing": "excluded", "reason": "duplicate"}, {"standing": None}, {"standing": "lost"},
    {"standing": "excluded", "reason": "adult", "handed_to": "某人"},
])  # fmt: skip
def test_the_database_refuses_half_a_standing(record: Record, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(**wrong)


def test_a_child_goes_with_being_on_the_register_only(record: Record) -> None:
    child = make_child("小乐", VILLAGE)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(child=child)


def test_nobody_is_their_own_duplicate(record: Record) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(
            standing="excluded", reason="duplicate", duplicate_of=record
        )


def test_two_live_links_for_one_row_are_impossible(record: Record) -> None:
    about = {"record": record, "decider": "auto", "by_name": "甲", "at": record.since, "model": "m"}
    Link.objects.create(child=make_child("小乐", VILLAGE), **about)
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(child=make_child("小宁", VILLAGE), **about)


def test_a_link_is_not_undone_without_a_reason(record: Record) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Link.objects.create(
            record=record, child=make_child("小乐", VILLAGE), decider="auto", by_name="甲",
            at=record.since, model="m", undone_at=record.since,
        )  # fmt: skip


def test_a_pair_is_put_to_people_once(record: Record) -> None:
    child = make_child("小乐", VILLAGE)
    Card.objects.create(record=record, child=child, model="m")
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(record=record, child=child, model="n")


@pytest.mark.parametrize("wrong", [
    {}, {"both": True}, {"self": True}, {"state": "same"}, {"claimed": True},
])  # fmt: skip
def test_half_a_card_is_refused(record: Record, wrong: dict[str, bool], reader: As) -> None:
    values: dict[str, Any] = {"record": record, "model": "m"}
    other = Record.objects.exclude(pk=record.pk).get()
    if wrong.get("both"):
        values |= {"child": make_child("小乐", VILLAGE), "other": other}
    elif wrong.get("self"):
        values["other"] = record
    elif wrong:
        values |= {"other": other}
        values |= (
            {"state": "same"}
            if "state" in wrong
            else {"claimed_by": reader(Role.TOWNSHIP_CHAIR).user}
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(**values)


def test_a_row_of_a_load_is_one_record_and_its_sums_close(source: Source, record: Record) -> None:
    load = source.loads.get()
    other = Record.objects.exclude(pk=record.pk).get()
    with pytest.raises(IntegrityError), transaction.atomic():
        LoadRow.objects.filter(record=other).update(record=record)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(load).objects.filter(pk=load.pk).update(new=5)


def test_every_change_leaves_the_former_standing_as_a_row(record: Record, chair: Reader) -> None:
    standings.send_visitor(record=record, reason="facts", note="先打电话", by=chair)
    standings.not_at_home(record=record, note="八月去过两次", by=chair)
    standings.exclude(record=record, reason="moved", note="邻居说搬去永川", by=chair)
    former = [(f.standing, f.reason) for f in FormerStanding.objects.filter(record=record)]
    assert former[::-1] == [("waiting", "visit"), ("waiting", "facts"), ("not_home", "")]
    record.refresh_from_db()
    assert (record.standing, record.reason, record.by_name) == (
        "excluded",
        "moved",
        chair.actor_name,
    )
    spans = list(FormerStanding.objects.filter(record=record).order_by("since"))
    assert all(a.until == b.since for a, b in zip(spans, spans[1:], strict=False))


def test_excluding_needs_words_and_a_reason_a_person_may_give(
    record: Record, chair: Reader
) -> None:
    for reason, note in (("ordinary", "写了原因"), ("moved", ""), ("nonsense", "写了原因")):
        with pytest.raises(Refusal):
            standings.exclude(record=record, reason=reason, note=note, by=chair)


def test_a_decision_on_what_somebody_decided_meanwhile_is_refused(
    record: Record, chair: Reader
) -> None:
    seen = record.since
    standings.send_visitor(record=record, reason="facts", by=chair)
    with pytest.raises(Refusal, match="已由他人办理"):
        standings.exclude(record=record, reason="moved", note="搬走了", by=chair, since=seen)


def test_the_neighbours_row_is_refused(source: Source, record: Record, chair: Reader) -> None:
    Record.objects.filter(pk=record.pk).update(region=place(NEIGHBOUR))
    with pytest.raises(Refusal, match="不在您的工作范围"):
        standings.exclude(record=record, reason="moved", note="搬走了", by=chair)


def test_the_villages_chair_writes_what_she_found_at_the_door(record: Record, reader: As) -> None:
    Record.objects.filter(pk=record.pk).update(region=place(VILLAGE))
    chair = reader(Role.VILLAGE_CHAIR)
    standings.hand_over(record=record, to="永川区民政局 王科长", note="户口在永川", by=chair)
    record.refresh_from_db()
    assert (record.standing, record.handed_to) == ("waiting", "永川区民政局 王科长")
    with pytest.raises(Refusal):
        standings.link_to(record=record, child=make_child("小乐", VILLAGE), by=chair)


def test_an_undone_link_is_kept_and_never_proposed_again(source: Source, chair: Reader) -> None:
    child = make_child("周普通", VILLAGE, birth_date=dt.date(2009, 3, 4))
    record = Record.objects.get(name="周普通")
    standings.link_to(record=record, child=child, by=chair)
    link = record.links.get()
    standings.undo_link(link=link, why="是她的姐姐", by=chair)
    record.refresh_from_db()
    assert (record.standing, record.reason, record.child) == ("excluded", "ordinary", None)
    link.refresh_from_db()
    assert link.undone_why == "是她的姐姐"
    assert Card.objects.get(record=record, child=child).state == "different"
    again = csv_of([pupil("周普通", 363, 家庭情况备注="父母外出务工")])
    bring(source, again)
    record.refresh_from_db()
    assert record.child is None
    assert Card.objects.filter(record=record, child=child, state="open").count() == 0


def test_undoing_twice_is_refused(record: Record, chair: Reader) -> None:
    standings.link_to(record=record, child=make_child("小乐", VILLAGE), by=chair)
    link = record.links.get()
    standings.undo_link(link=link, why="弄错了", by=chair)
    with pytest.raises(Refusal, match="已经撤销"):
        standings.undo_link(link=link, why="弄错了", by=chair)


def test_a_found_child_is_registered_once_with_what_the_row_says(
    record: Record, chair: Reader
) -> None:
    initial = registering.initial_of(record)
    assert initial["name"] == "吴情形" and initial["father_status"] == "dead"
    assert initial["label"] == "unattended" and "父" in initial["label_basis"]
    filled = Filled(child={"name": record.name, "birth_date": record.birth_date})
    where = place(VILLAGE).pk
    first = registering.register(record=record, filled=filled, place=where, by=chair)
    again = registering.register(record=record, filled=filled, place=where, by=chair)
    assert first == again and Child.objects.filter(name="吴情形").count() == 1
    record.refresh_from_db()
    assert (record.standing, record.child) == ("found", first)
    assert record.links.get().decider == "registered"


def test_what_a_row_says_is_unreadable_in_the_database(record: Record) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM sweeps_record WHERE id = %s", [record.pk])
        stored = bytes(cursor.fetchone()[0])
    assert "吴家长".encode() not in stored and record.said["guardian_name"] == "吴家长"


def test_who_fits_a_rule_is_asked_for_at_home_and_only_as_long_as_it_waits(
    record: Record, chair: Reader
) -> None:
    open_ones = VisitRequest.objects.open().filter(subject_key=f"sweep:{record.pk}")
    assert open_ones.get().label == "吴情形"
    standings.exclude(record=record, reason="moved", note="搬去外省", by=chair)
    assert not open_ones.exists()
    standings.send_visitor(record=record, reason="visit", by=chair)
    standings.send_visitor(record=record, reason="visit", by=chair)
    assert open_ones.count() == 1


@pytest.mark.parametrize(("outcome", "stands"), [
    ("met", "waiting register"), ("moved", "waiting facts"), ("refused", "waiting facts"),
    ("not_found", "not_home"), ("nobody", "waiting visit"),
])  # fmt: skip
def test_what_a_visit_found_is_the_rows_standing(
    record: Record, chair: Reader, outcome: str, stands: str
) -> None:
    visit = Visit(outcome=outcome)
    visiting.visited(visit, [VisitedChild(subject_key=f"sweep:{record.pk}")], chair)
    record.refresh_from_db()
    assert f"{record.standing} {record.reason}".strip() == stands


def test_an_office_has_one_task_while_anything_waits_there(record: Record, chair: Reader) -> None:
    Record.objects.update(region=place(VILLAGE))
    record.refresh_from_db()
    tasks = Task.objects.open().filter(kind="sweeps.waiting", region=place(VILLAGE[:9]))
    standings.send_visitor(record=record, reason="register", by=chair)
    other = Record.objects.get(name="周普通")
    standings.send_visitor(record=other, reason="register", by=chair)
    assert tasks.count() == 1
    standings.exclude(record=record, reason="moved", note="搬去外省", by=chair)
    assert tasks.count() == 1
    standings.exclude(record=other, reason="moved", note="搬去外省", by=chair)
    assert tasks.count() == 0
    standings.send_visitor(record=other, reason="register", by=chair)
    assert tasks.count() == 1


@pytest.mark.parametrize(("role", "status"), [
    (Role.TOWNSHIP_CHAIR, 200), (Role.DISTRICT_OFFICER, 200), (Role.CITY_OFFICER, 404),
    (Role.LEADER, 403), (Role.CARER, 403),
])  # fmt: skip
def test_a_row_opens_to_whoever_opens_the_files_of_its_place(
    record: Record, client_of: Any, role: Role, status: int
) -> None:
    Record.objects.update(region=place(VILLAGE))
    client = client_of(role)
    assert client.get(f"/sweeps/records/{record.pk}/").status_code == status
    listed = client.get("/sweeps/records/")
    if listed.status_code == 200:
        opens = f"/sweeps/records/{record.pk}/" in listed.content.decode()
        assert opens == (status == 200)


def _second_chair() -> User:
    return make_user("T9", "另一主席", Role.TOWNSHIP_CHAIR, VILLAGE[:9])


def _handed(record: Record, user: User, by: Reader) -> Record:
    Record.objects.filter(pk=record.pk).update(region=place(VILLAGE))
    return standings.hand_over(record=record, user=user, note="她认得这家", by=by)


def test_a_row_handed_to_an_account_is_on_her_list_until_it_is_done(
    record: Record, chair: Reader
) -> None:
    taker = _second_chair()
    _handed(record, taker, chair)
    hers = reader_of(taker, TODAY)
    [task] = Task.objects.visible_to(hers).open().filter(owner=taker)
    assert task.url == f"/sweeps/records/{record.pk}/"
    record.refresh_from_db()
    assert (record.handed_to, record.handed_user) == ("另一主席", taker)
    with pytest.raises(Refusal, match="在那里转交"):
        assign(task=task, to=chair.user, by=chair)
    standings.exclude(record=record, reason="moved", note="走访时已搬走", by=hers)
    task.refresh_from_db()
    assert not task.is_open
    record.refresh_from_db()
    assert (record.handed_to, record.handed_user) == ("", None)


def test_it_is_handed_on_and_taken_back(record: Record, chair: Reader) -> None:
    taker, next_one = _second_chair(), make_user("T8", "第三位", Role.TOWNSHIP_CHAIR, VILLAGE[:9])
    _handed(record, taker, chair)
    standings.hand_over(record=record, user=next_one, note="", by=reader_of(taker, TODAY))
    assert Task.objects.open().get(kind="sweeps.handed").owner == next_one
    standings.hand_over(record=record, note="", by=chair)
    record.refresh_from_db()
    assert (record.standing, record.handed_to, record.handed_user) == ("waiting", "", None)
    assert not Task.objects.open().filter(kind="sweeps.handed").exists()


def test_whoever_takes_it_is_found_as_somebody_types(record: Record, client_of: Any) -> None:
    Record.objects.filter(pk=record.pk).update(region=place(VILLAGE))
    _second_chair()
    make_user("T7", "另一主席", Role.TOWNSHIP_CHAIR, VILLAGE[:9])
    client = client_of(Role.TOWNSHIP_CHAIR)

    def offered(text: str) -> list[str]:
        page = client.get(f"/sweeps/records/{record.pk}/takers/", {"from": "user", "user": text})
        return re.findall(r'value="(\w+)"', page.content.decode())

    def hands(text: str) -> User | None:
        record.refresh_from_db()
        client.post(f"/sweeps/records/{record.pk}/decide/hand/", {"user": text})
        record.refresh_from_db()
        return record.handed_user

    assert [offered(text) for text in ("另一", "lyzx", "麻柳嘴", "无此人", "")] == [
        ["T9", "T7"], ["T9", "T7"], ["T9", "T7"], [], [],
    ]  # fmt: skip
    assert hands("另一主席") is None, "two have this name"
    assert hands("无此人") is None
    taken = hands("T7")
    assert taken and taken.staff_number == "T7"


def test_only_whoever_may_take_it_is_offered(record: Record, chair: Reader, reader: As) -> None:
    Record.objects.filter(pk=record.pk).update(region=place(VILLAGE))
    record.refresh_from_db()
    make_user("N1", "邻镇主席", Role.TOWNSHIP_CHAIR, "500118116")
    make_user("L1", "领导", Role.LEADER, "500000000000")
    village = reader(Role.VILLAGE_CHAIR)
    assert set(handing.takers(record, chair).values()) == {
        "八角村　村（社区）妇联主席",
        "巴南区　区县妇联干部",
    }
    assert chair.user not in handing.takers(record, chair)
    Record.objects.filter(pk=record.pk).update(reason="register")
    record.refresh_from_db()
    assert village.user not in handing.takers(record, chair), "a village registers nobody"
    with pytest.raises(Refusal, match="不能办理这一行"):
        standings.hand_over(record=record, user=village.user, note="", by=chair)


def test_the_database_refuses_an_account_without_its_name(record: Record) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(handed_user=_second_chair(), handed_to="")


def test_a_new_fact_takes_the_row_and_its_task_back(
    source: Source, record: Record, chair: Reader
) -> None:
    Record.objects.filter(pk=record.pk).update(reason="facts", hint="unclear")
    _handed(record, _second_chair(), chair)
    bring(source, csv_of([pupil("吴情形", 361, 家庭情况备注="父死亡；母死亡")]))
    record.refresh_from_db()
    assert (record.handed_to, record.handed_user) == ("", None)
    assert not Task.objects.open().filter(kind="sweeps.handed").exists()


def test_cards_of_a_row_handed_over_are_hers_alone(record: Record, chair: Reader) -> None:
    card = Card.objects.create(record=record, child=make_child("小乐", VILLAGE), model="m")
    Record.objects.filter(pk=record.pk).update(reason="review", region=place(VILLAGE))
    record.refresh_from_db()
    taker = _second_chair()
    _handed(record, taker, chair)
    assert reviewing.take(by=chair) is None
    assert reviewing.take(by=reader_of(taker, TODAY), record=record.pk) == card


def test_a_settled_row_leads_to_the_next_that_waits(record: Record, client_of: Any) -> None:
    other = Record.objects.get(name="周普通")
    Record.objects.filter(pk=other.pk).update(standing="waiting", reason="facts", rule="")
    client, page = client_of(Role.TOWNSHIP_CHAIR), f"/sweeps/records/{record.pk}/"
    assert "看下一条待办" not in client.get(page).content.decode()
    Record.objects.filter(pk=record.pk).update(standing="not_home", reason="")
    assert f'href="/sweeps/records/{other.pk}/"' in client.get(page).content.decode()
    Record.objects.filter(pk=other.pk).update(standing="not_home", reason="")
    assert "看下一条待办" not in client.get(page).content.decode()
