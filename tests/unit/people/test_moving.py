"""Moves: at once inside a township, with acceptance elsewhere; nothing is lost meanwhile."""

import datetime as dt
from uuid import uuid4

import pytest

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.people import actions, hooks
from nuantong.people.models import Child, Guardian, Move, Registration, Residence
from nuantong.people.queries import moves as queries
from tests.conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE, make_user, place

pytestmark = pytest.mark.django_db
DAY = dt.date
WHEN = DAY(2018, 8, 1)


@pytest.fixture
def child(cast) -> Child:
    return cast.children.own


@pytest.fixture
def there(cast):
    """Whoever keeps the register of the neighbour's township."""
    user = make_user("next-chair", "何雪", Role.TOWNSHIP_CHAIR, NEIGHBOUR[:9])
    return reader_of(user, TODAY)


def propose(child, by, target=NEIGHBOUR, **more) -> Move:
    values = {"on": WHEN, "reason": "投亲", **more}
    return actions.propose_move(child=child, place=place(target).pk, by=by, **values)[0]


def test_inside_the_township_a_move_is_done_at_once(child, township) -> None:
    moved = actions.move_child(
        child=child, place=place(NEXT_VILLAGE).pk, on=WHEN, by=township, reason="租房",
        address="桥口坝2组", phone="13800138000",
    )  # fmt: skip
    past = Residence.objects.get(child=child)
    assert (past.place, past.until, past.reason) == (place(VILLAGE), WHEN, "租房")
    assert (moved.place, moved.place_since) == (place(NEXT_VILLAGE), WHEN)
    moved.refresh_from_db()
    assert (moved.address, Guardian.objects.get(child=child).phone) == ("桥口坝2组", "13800138000")
    spans = [(r.place, r.since, r.until, r.begun) for r in Registration.objects.known()
             .filter(child=child).select_related("place")]  # fmt: skip
    assert spans == [
        (place(VILLAGE), DAY(2018, 1, 1), WHEN, "registered"),
        (place(NEXT_VILLAGE), WHEN, None, "moved"),
    ]


def test_beyond_the_township_nobody_moves_a_child_alone(child, township, district) -> None:
    for by in (township, district):
        with pytest.raises(Refusal, match="对方接收"):
            actions.move_child(child=child, place=place(NEIGHBOUR).pk, on=WHEN, by=by)


def test_until_it_is_accepted_the_child_stays_the_senders(child, township, there) -> None:
    move = propose(child, township)
    child.refresh_from_db()
    assert child.place == place(VILLAGE)
    assert not Child.objects.visible_to(there).filter(pk=child.pk).exists()
    assert list(Move.objects.into(there)) == [move]
    assert list(Move.objects.visible_to(township)) == [move]
    assert not Move.objects.into(township).exists()


def test_an_accepted_child_is_the_receivers_with_history_needs_and_new_address(
    child, township, there
) -> None:
    need = actions.raise_need(child=child, kind="study", by=township)
    move = propose(child, township, address="永川3组", phone="13900139000")
    actions.accept_move(key=move.together, by=there)
    child.refresh_from_db()
    assert (child.place, child.place_since, child.address) == (place(NEIGHBOUR), WHEN, "永川3组")
    assert Child.objects.visible_to(there).filter(pk=child.pk).exists()
    assert not Child.objects.visible_to(township).filter(pk=child.pk).exists()
    need.refresh_from_db()
    assert need.met_on is None
    assert Guardian.objects.get(child=child, until=None).phone == "13900139000"
    move.refresh_from_db()
    assert (move.state, move.decided_on, move.decider) == ("accepted", TODAY, "何雪")


def test_a_refusal_says_why_and_changes_nothing(child, township, there) -> None:
    move = propose(child, township)
    with pytest.raises(Refusal, match="写明原因"):
        actions.refuse_move(key=move.together, why=" ", by=there)
    actions.refuse_move(key=move.together, why="查无此户", by=there)
    move.refresh_from_db()
    assert (move.state, move.decision) == ("refused", "查无此户")
    child.refresh_from_db()
    assert child.place == place(VILLAGE)
    assert propose(child, township).state == "proposed"


def test_accepting_twice_says_who_was_first(child, township, there) -> None:
    move = propose(child, township)
    actions.accept_move(key=move.together, by=there)
    with pytest.raises(Refusal, match="由何雪办结"):
        actions.accept_move(key=move.together, by=there)
    assert Residence.objects.filter(child=child).count() == 1


def test_a_child_who_left_meanwhile_cannot_be_accepted(child, township, there) -> None:
    move = propose(child, township)
    actions.end_registration(child=child, on=TODAY, reason="adopted", by=township)
    with pytest.raises(Refusal, match="已退出台账"):
        actions.accept_move(key=move.together, by=there)
    assert Event.objects.filter(action="迁居").count() == 0


def test_a_child_who_moved_inside_meanwhile_is_proposed_anew(child, township, there) -> None:
    move = propose(child, township)
    actions.move_child(child=child, place=place(NEXT_VILLAGE).pk, on=TODAY, by=township)
    with pytest.raises(Refusal, match="撤回后重新提出"):
        actions.accept_move(key=move.together, by=there)


def test_only_the_receiver_decides_and_only_the_sender_withdraws(child, township, there) -> None:
    move = propose(child, township)
    for act in (actions.accept_move, lambda **k: actions.refuse_move(why="不收", **k)):
        with pytest.raises(Refusal, match="工作范围"):
            act(key=move.together, by=township)
    with pytest.raises(Refusal):
        actions.withdraw_move(key=move.together, why="填错了", by=there)
    actions.withdraw_move(key=move.together, why="填错了", by=township)
    with pytest.raises(Refusal, match="已撤回"):
        actions.accept_move(key=move.together, by=there)


def test_the_household_moves_together_or_parts(child, make, township, there) -> None:
    mate = make.child("小妹", VILLAGE, household=child.household)
    move = propose(child, township)
    actions.accept_move(key=move.together, by=there)
    for one in (child, mate):
        one.refresh_from_db()
        assert one.place == place(NEIGHBOUR)
    assert child.household == mate.household and child.household.place == place(NEIGHBOUR)
    back = propose(child, there, VILLAGE, on=TODAY, together=False)
    actions.accept_move(key=back.together, by=township)
    child.refresh_from_db()
    assert child.household_id != mate.household_id


def test_the_same_key_asks_once_and_another_one_is_refused(child, township) -> None:
    key = uuid4()
    assert propose(child, township, key=key) == propose(child, township, key=key)
    with pytest.raises(Refusal, match="不必重复"):
        propose(child, township)


def test_a_village_chair_proposes_and_her_township_accepts(child, village, township) -> None:
    with pytest.raises(Refusal):
        actions.move_child(child=child, place=place(NEXT_VILLAGE).pk, on=WHEN, by=village)
    move = propose(child, village, NEXT_VILLAGE)
    actions.accept_move(key=move.together, by=township)
    child.refresh_from_db()
    assert child.place == place(NEXT_VILLAGE)


@pytest.mark.parametrize("on", [TODAY + dt.timedelta(1), DAY(2017, 1, 1)])
def test_a_move_tomorrow_or_before_the_registration_is_refused(child, township, on) -> None:
    with pytest.raises(Refusal):
        propose(child, township, on=on)
    with pytest.raises(Refusal):
        actions.move_child(child=child, place=place(NEXT_VILLAGE).pk, on=on, by=township)


def test_upper_apps_are_told_of_every_child_that_moves(child, township, there, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(hooks, "CHILD_MOVED", [lambda *said: told.append(said[:4])])
    move = propose(child, township)
    assert not told
    actions.accept_move(key=move.together, by=there)
    assert told == [(child, place(VILLAGE).pk, place(NEIGHBOUR).pk, WHEN)]


def test_who_lives_elsewhere_already_moves_with_the_household(child, make, township, there) -> None:
    """Each is compared with the place she is proposed from, not with the first child's."""
    mate = make.child("小宁", NEXT_VILLAGE, household=child.household)
    move = propose(child, township, together=True)
    actions.accept_move(key=move.together, by=there)
    mate.refresh_from_db()
    assert mate.place == place(NEIGHBOUR)


def test_a_form_sent_again_with_another_place_is_told_so(child, township) -> None:
    key = uuid4()
    propose(child, township, key=key)
    with pytest.raises(Refusal, match="另一次搬迁"):
        propose(child, township, NEIGHBOUR[:9], key=key)


def test_wide_readers_get_masked_names_and_the_city_no_address(child, township, client_of) -> None:
    child.name = "欧阳小乐"
    child.save(update_fields=["name"])
    move = propose(child, township, address="某村9组", phone="13900000002")
    listed, url = "/moves/", f"/moves/{move.together}/"
    assert "欧阳小乐" in client_of(Role.TOWNSHIP_CHAIR).get(listed).content.decode()
    for role in (Role.DISTRICT_OFFICER, Role.CITY_OFFICER):
        assert "欧阳小乐" not in client_of(role).get(listed).content.decode()
    shown = client_of(Role.DISTRICT_OFFICER).get(url).content.decode()
    assert "欧阳小乐" in shown and "某村9组" in shown
    city = client_of(Role.CITY_OFFICER).get(url).content.decode()
    assert not any(word in city for word in ("欧阳小乐", "某村9组", "13900000002"))
    assert Event.objects.filter(action="查看搬迁", child_number=child.number).count() == 2


def test_the_sender_keeps_the_outcome_of_what_she_sent_and_no_way_to_the_file(
    child, township, there, client_of
) -> None:
    move = propose(child, township)
    actions.accept_move(key=move.together, by=there)
    lists = queries.moves_of(township)
    [line] = lists["近一年送出、已由对方接收"]
    assert (line.names, line.first.state, line.may_decide) == (child.name, "accepted", False)
    assert lists["近两个月已办结"] == []
    assert not Child.objects.visible_to(township).filter(pk=child.pk).exists()
    page = client_of(Role.TOWNSHIP_CHAIR).get("/moves/").content.decode()
    assert "近一年送出" in page and child.name in page and child.number not in page
    assert client_of(Role.TOWNSHIP_CHAIR).get(f"/moves/{move.together}/").status_code == 404
    assert queries.moves_of(there)["近一年送出、已由对方接收"] == []
