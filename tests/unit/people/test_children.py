"""Registering and correcting; what is refused and what the log says."""

import datetime as dt
from uuid import uuid4

import pytest

from nuantong.audit.models import Event
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.people import actions
from nuantong.people.models import Child
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
IdStatus = Child.IdStatus


def register(by, village=VILLAGE, **values):
    values = {"name": "刘 哲", **values}
    return actions.register_child(values=values, place=place(village).pk, by=by)


def last_event() -> Event:
    return Event.objects.latest("pk")


def test_a_registered_child_has_a_number_pinyin_and_an_event(township) -> None:
    child = register(township)
    assert child.number.startswith("T")
    assert (child.name, child.pinyin) == ("刘哲", "lz liuzhe")
    assert (child.place_since, child.id_status) == (TODAY, IdStatus.MISSING)
    event = Event.objects.get(action="登记儿童")
    assert event.child_number == child.number
    assert event.actor_id == township.actor_id


def test_sex_and_birth_date_come_from_the_id(township, id_of) -> None:
    child = register(township, id_number=id_of(dt.date(2010, 2, 3), 14))
    child.refresh_from_db()
    assert (child.birth_date, child.sex) == (dt.date(2010, 2, 3), "2")
    assert child.id_status == IdStatus.VALID


def test_a_wrong_check_digit_is_refused_with_the_right_one(township, id_of) -> None:
    right = id_of()
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    with pytest.raises(Refusal, match=f"校验位应为{right[17]}"):
        register(township, id_number=wrong)
    assert not Child.objects.filter(name="刘哲").exists()


@pytest.mark.parametrize("said", [{"birth_date": dt.date(2009, 5, 5)}, {"sex": "1"}])
def test_what_contradicts_the_id_is_refused(township, id_of, said) -> None:
    with pytest.raises(Refusal, match="不一致"):
        register(township, id_number=id_of(), **said)


@pytest.mark.parametrize("said", [{"birth_date": dt.date(2009, 5, 5)}, {"sex": "1"}])
def test_later_too_the_id_on_record_is_not_contradicted(township, id_of, said) -> None:
    child = register(township, id_number=id_of())
    with pytest.raises(Refusal, match="不一致"):
        actions.update_child(child=child, version=1, changes=said, by=township)


def test_a_valid_id_is_on_the_register_once(township, id_of) -> None:
    register(township, id_number=id_of())
    with pytest.raises(Refusal, match="已登记在另一名儿童"):
        register(township, id_number=id_of())
    assert Child.objects.filter(name="刘哲").count() == 1


def test_the_same_key_makes_one_child(township) -> None:
    key = uuid4()
    twice = [
        actions.register_child(
            values={"name": "刘哲"}, place=place(VILLAGE).pk, by=township, key=key
        )
        for _ in range(2)
    ]
    assert twice[0] == twice[1]


@pytest.mark.parametrize("values", [{"name": " "}, {"birth_date": dt.date(2019, 1, 1)}])
def test_nonsense_is_refused(township, values) -> None:
    with pytest.raises(Refusal):
        register(township, **values)


def test_nobody_registers_outside_the_scope(township, village) -> None:
    with pytest.raises(Refusal, match="不在您的工作范围内"):
        register(township, NEIGHBOUR)
    with pytest.raises(Refusal):
        register(village)


def test_a_change_writes_what_differs_and_names_it_in_the_log(township, id_of) -> None:
    child = register(township, school="麻柳小学")
    changes = {"school": "麻柳中学", "address": "3组12号", "name": "刘哲", "id_number": id_of()}
    changed = actions.update_child(child=child, version=1, changes=changes, by=township)
    assert changed.version == 2
    told = last_event().changes
    assert told["school"] == ["麻柳小学", "麻柳中学"]
    assert told["address"] is None and told["id_number"] is None
    assert "name" not in told and "id_index" not in told
    assert "12号" not in str(told)


def test_a_change_of_nothing_leaves_the_version_alone(township) -> None:
    child = register(township)
    same = actions.update_child(child=child, version=1, changes={"name": "刘哲"}, by=township)
    assert (same.version, Event.objects.filter(action="修改儿童信息").count()) == (1, 0)


def test_a_stale_form_is_refused(township) -> None:
    child = register(township)
    actions.update_child(child=child, version=1, changes={"school": "一小"}, by=township)
    with pytest.raises(StaleVersion):
        actions.update_child(child=child, version=1, changes={"school": "二小"}, by=township)
    assert Child.objects.get(pk=child.pk).school == "一小"


def test_an_id_ruined_by_a_spreadsheet_stays_until_it_is_corrected(township, make, id_of) -> None:
    child = make.child("陈一", VILLAGE, id_number="50011320090504E", id_status="ruined",
                       id_index=b"x" * 32)  # fmt: skip
    changes = {"id_number": "50011320090504E", "school": "一小"}
    kept = actions.update_child(child=child, version=1, changes=changes, by=township)
    assert kept.id_status == IdStatus.RUINED
    changes = {"id_number": id_of(sequence=16)}
    right = actions.update_child(child=child, version=2, changes=changes, by=township)
    assert right.id_status == IdStatus.VALID


@pytest.mark.parametrize(
    "act",
    [
        lambda c, by: actions.update_child(child=c, version=1, changes={"school": "x"}, by=by),
        lambda c, by: actions.move_child(child=c, place=place(VILLAGE).pk, on=TODAY, by=by),
        lambda c, by: actions.propose_move(
            child=c, place=place(VILLAGE).pk, on=TODAY, reason="投亲", by=by
        ),
        lambda c, by: actions.end_registration(child=c, on=TODAY, reason="adult", by=by),
        lambda c, by: actions.undo_exit(child=c, why="错了", by=by),
        lambda c, by: actions.return_to_register(child=c, reason="错了", by=by),
        lambda c, by: actions.add_label(child=c, category="orphan", basis="证明", by=by),
        lambda c, by: actions.raise_need(child=c, kind="study", by=by),
        lambda c, by: actions.change_guardian(child=c, name="王", relation="", phone="", by=by),
        lambda c, by: actions.set_parent_situation(child=c, parent="father", status="dead", by=by),
        lambda c, by: actions.reveal(child=c, part="contact", reason="上门走访", by=by),
    ],
)
def test_no_action_reaches_a_neighbours_child(cast, township, village, act) -> None:
    neighbour = cast.children.neighbour
    for by in (township, village):
        with pytest.raises(Refusal):
            act(neighbour, by)
    assert not Event.objects.exists()
    neighbour.refresh_from_db()
    assert neighbour.version == 1
