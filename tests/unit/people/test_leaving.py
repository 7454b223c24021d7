"""Leaving, taking a wrong exit back, coming again; what the book of registrations says then."""

import datetime as dt

import pytest

from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.people import actions, hooks
from nuantong.people.identity import id_index
from nuantong.people.models import Child, Exit, Move, Registration
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
DAY = dt.date
BEGAN = DAY(2018, 1, 1)


@pytest.fixture
def child(cast) -> Child:
    return cast.children.own


def leave(child, by, reason="adopted", on=TODAY, **more) -> Child:
    return actions.end_registration(child=child, on=on, reason=reason, by=by, **more)


def spans(child, known=None) -> list[tuple]:
    rows = Registration.objects.known(known).filter(child=child)
    return [(row.since, row.until, row.begun, row.ended) for row in rows]


def on_register(child, day: dt.date, known=None) -> bool:
    return Registration.objects.known(known).on(day).filter(child=child).exists()


def test_the_last_month_paid_is_not_to_come(child, township) -> None:
    with pytest.raises(Refusal, match="末领年月"):
        leave(child, township, "adopted", last_paid=DAY(2018, 9, 1))
    assert not Exit.objects.exists()


def test_an_exit_needs_a_reason_of_the_table_and_what_belongs_to_it(child, township) -> None:
    for reason in ("", "other", "不知道", "died"):
        with pytest.raises(Refusal):
            leave(child, township, reason)
    left = leave(
        child, township, "other", note="随母亲出境", last_paid=DAY(2018, 7, 20), evidence="护照"
    )
    assert (left.status, left.left_reason) == ("left", "其他")
    assert Exit.objects.get(child=child).wording == "其他：随母亲出境"
    gone = Exit.objects.get(child=child)
    assert (gone.last_paid, gone.evidence, gone.by) == (
        DAY(2018, 7, 1),
        "护照",
        township.actor_name,
    )
    with pytest.raises(Refusal, match="已经退出"):
        leave(child, township)


def test_upper_apps_hear_of_leaving_and_of_coming_back(child, township, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(hooks, "CHILD_LEFT", [lambda c, on, why, by: told.append(why)])
    monkeypatch.setattr(hooks, "CHILD_RETURNED", [lambda c, on, by: told.append(on)])
    leave(child, township)
    actions.return_to_register(child=child, reason="收养关系解除", by=township)
    assert told == ["被收养", TODAY]


@pytest.mark.parametrize("on", [DAY(2017, 12, 31), TODAY + dt.timedelta(1)])
def test_nobody_leaves_before_the_registration_or_tomorrow(child, township, on) -> None:
    with pytest.raises(Refusal):
        leave(child, township, on=on)


def test_whether_a_child_is_on_the_register_is_exact_for_every_day(child, township) -> None:
    leave(child, township, on=DAY(2018, 6, 1))
    actions.return_to_register(child=child, reason="父亲再次入狱", on=DAY(2018, 8, 1), by=township)
    days = {DAY(2017, 12, 31): False, BEGAN: True, DAY(2018, 5, 31): True, DAY(2018, 6, 1): False,
            DAY(2018, 7, 31): False, DAY(2018, 8, 1): True, TODAY: True}  # fmt: skip
    assert {day: on_register(child, day) for day in days} == days
    assert spans(child) == [
        (BEGAN, DAY(2018, 6, 1), "registered", "adopted"), (DAY(2018, 8, 1), None, "returned", ""),
    ]  # fmt: skip
    child.refresh_from_db()
    assert (child.status, child.left_on, child.registered_on) == ("on_register", None, BEGAN)


def test_a_return_is_not_before_the_exit_nor_of_the_dead(child, township) -> None:
    leave(child, township, "died", on=DAY(2018, 6, 1), cause="病故", handling="火化")
    with pytest.raises(Refusal, match="撤销退出"):
        actions.return_to_register(child=child, reason="弄错了", by=township)
    actions.undo_exit(child=child, why="同名，登记错人", by=township)
    leave(child, township, on=DAY(2018, 6, 1))
    for on in (DAY(2018, 5, 31), TODAY + dt.timedelta(1)):
        with pytest.raises(Refusal):
            actions.return_to_register(child=child, reason="再次符合", on=on, by=township)


def test_a_wrong_exit_never_was_but_what_was_known_then_stays(child, township) -> None:
    township.on = DAY(2018, 7, 1)
    leave(child, township, on=DAY(2018, 6, 15))
    township.on = TODAY
    with pytest.raises(Refusal):
        actions.undo_exit(child=child, why="", by=township)
    actions.undo_exit(child=child, why="收养未成", by=township)
    assert spans(child) == [(BEGAN, None, "registered", "")]
    assert on_register(child, DAY(2018, 7, 20))
    assert on_register(child, DAY(2018, 6, 20), known=DAY(2018, 6, 30))
    assert not on_register(child, DAY(2018, 6, 20), known=DAY(2018, 7, 31))
    undone = Exit.objects.get(child=child)
    assert (undone.undone_on, undone.undone_why) == (TODAY, "收养未成")
    with pytest.raises(Refusal):
        actions.undo_exit(child=child, why="再来一次", by=township)


def test_who_leaves_on_the_day_she_came_was_never_on_the_register(township) -> None:
    child = actions.register_child(values={"name": "重复"}, place=place("500113111200").pk,
                                   by=township)  # fmt: skip
    leave(child, township, "duplicate")
    assert spans(child) == []
    actions.undo_exit(child=child, why="不是重复", by=township)
    assert spans(child) == [(TODAY, None, "registered", "")]


def test_leaving_lets_a_waiting_move_lapse_and_undoing_does_not_bring_it_back(
    child, township
) -> None:
    actions.propose_move(
        child=child, place=place(NEIGHBOUR).pk, on=TODAY, reason="投亲", by=township
    )
    leave(child, township)
    actions.undo_exit(child=child, why="弄错了", by=township)
    assert [move.state for move in Move.objects.all()] == ["lapsed"]


def test_another_setting_begins_a_span_and_a_better_known_place_corrects_it(
    child, township
) -> None:
    actions.update_child(child=child, version=1, changes={"setting": "institution"}, by=township)
    rows = Registration.objects.known().filter(child=child)
    assert [(row.setting, row.since, row.until) for row in rows] == [
        ("scattered", BEGAN, TODAY), ("institution", TODAY, None)
    ]  # fmt: skip
    from nuantong.people.actions import book

    Child.objects.filter(pk=child.pk).update(place=place(NEIGHBOUR))
    book.follow([child.pk], township)
    first, second = Registration.objects.known().filter(child=child)
    assert (first.went_to, second.place) == (place(NEIGHBOUR), place(NEIGHBOUR))


def test_a_child_from_outside_the_city_begins_with_where_she_came_from(township) -> None:
    child = actions.register_child(
        values={"name": "远来"}, place=place("500113111200").pk, by=township,
        arrived_from="贵州省遵义市",
    )  # fmt: skip
    row = Registration.objects.get(child=child)
    assert (row.begun, row.note) == ("arrived", "贵州省遵义市")


def test_a_child_who_left_elsewhere_comes_back_here_and_is_the_same_child(
    make, township, client_of, id_of
) -> None:
    number = id_of()
    child = make.child("远行", NEIGHBOUR, id_number=number, id_index=id_index(number),
                       id_status="valid", status="left", left_on=DAY(2018, 5, 1),
                       left_reason="迁出本市")  # fmt: skip
    client = client_of(Role.TOWNSHIP_CHAIR)
    page = client.post("/children/new/", {"name": "远行", "id_number": number})
    assert "恢复在册到我处" in page.content.decode() and child.number not in page.content.decode()
    asked = {"id_number": number, "step": "save", "on": "2018-08-20", "reason": "随父亲回来",
             "place": "500113111200"}  # fmt: skip
    answer = client.post("/children/take-back/", asked)
    assert answer.headers["Location"].endswith(f"/{child.number}/")
    child.refresh_from_db()
    assert (child.status, child.place) == ("on_register", place("500113111200"))
    assert Child.objects.filter(name="远行").count() == 1
    assert spans(child)[-1] == (DAY(2018, 8, 20), None, "returned", "")
    for wrong in ("500113199001010010", ""):
        with pytest.raises(Refusal):
            actions.take_back(id_number=wrong, place=place("500113111200").pk, reason="回来",
                              by=township)  # fmt: skip


def test_who_left_with_no_known_place_comes_back_to_the_readers(child, township, id_of) -> None:
    number = id_of()
    leave(child, township)
    Child.objects.filter(pk=child.pk).update(
        place=None, place_since=None,
        id_number=number, id_index=id_index(number), id_status="valid",
    )  # fmt: skip
    found = actions.take_back(
        id_number=number, place=place(VILLAGE).pk, reason="从外地搬回", by=township
    )
    assert (found.place, found.status) == (place(VILLAGE), "on_register")


def test_who_moved_and_left_on_one_day_comes_back_elsewhere(child, township, id_of) -> None:
    number = id_of()
    leave(child, township)
    Child.objects.filter(pk=child.pk).update(
        place=place(NEIGHBOUR), place_since=TODAY, id_number=number, id_index=id_index(number), id_status="valid",
    )  # fmt: skip
    found = actions.take_back(
        id_number=number, place=place(VILLAGE).pk, reason="从外地搬回", by=township
    )
    assert found.place == place(VILLAGE) and not found.residences.exists()


def test_an_absence_is_closed_once_and_begins_after_birth(child, township) -> None:
    said = {"child": child, "kind": "holiday", "where": "深圳", "by": township}
    with pytest.raises(Refusal, match="出生日期"):
        actions.begin_absence(since=DAY(1990, 1, 1), **said)
    absence = actions.begin_absence(since=DAY(2018, 8, 1), **said)
    actions.end_absence(absence=absence, on=DAY(2018, 8, 10), by=township)
    with pytest.raises(Refusal, match="已经登记"):
        actions.end_absence(absence=absence, on=DAY(2018, 8, 20), by=township)
