"""Whatever happens on whatever day: every child has a carer, or somebody who stands in, or is
somebody's open task; and no carer has more households than places."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.duties.loading import load_cases
from nuantong.duties.models import Enrolment
from nuantong.pairing.actions import (
    accept_handover,
    decline_handover,
    end_pairing,
    pair,
    take_answer,
)
from nuantong.pairing.actions.leaves import ask_leave, choose_stand_in, come_back
from nuantong.pairing.inputs import loads
from nuantong.pairing.models import Handover, Leave, Pairing, StandIn
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.queries.options import Options
from nuantong.pairing.responsible import away, responsible
from nuantong.people import actions as people
from nuantong.people.models import Carer, Child
from nuantong.tasks.models import Task
from tests.conftest import make_carer, place

from .conftest import NEXT_VILLAGE, TODAY, VILLAGE

DAY = dt.timedelta(days=1)
PLACES = (VILLAGE, NEXT_VILLAGE)


class Town:
    """A township of two villages with its chair, who does what the numbers say, day after day."""

    def __init__(self, chair: Any) -> None:
        self.on, self.chair = TODAY, chair
        for number in range(4):
            make_carer(f"妈妈{number}", PLACES[number % 2], capacity=1 + number % 2)
        self.child(0, 0)
        self.child(1, 0)

    @property
    def by(self) -> Reader:
        return reader_of(self.chair, self.on)

    def do(self, verb: str, one: int, other: int) -> None:
        """A refusal changes nothing."""
        act: Callable[[int, int], Any] = getattr(self, verb)
        try:
            with transaction.atomic():
                act(one, other)
        except Refusal:
            pass

    def later(self, days: int, _: int) -> None:
        self.on += (days % 5 + 1) * DAY

    def child(self, one: int, other: int) -> None:
        """A new child, alone or with a household that is known."""
        homes = [child.household for child in Child.objects.order_by("pk")]
        values = {"name": "小新", "sex": "2", "birth_date": dt.date(2010, 5, 1)}
        household = homes[one % len(homes)] if other % 2 and homes else None
        people.register_child(
            values=values, place=place(PLACES[one % 2]).pk, by=self.by, household=household
        )

    def move(self, one: int, other: int) -> None:
        child = pick(Child.objects.all(), one)
        target = place(PLACES[other % 2]).pk
        if child and child.place_id != target:
            people.move_child(child=child, place=target, on=self.on, by=self.by, reason="租房")

    def arrange(self, one: int, other: int) -> None:
        """Any of the options, as they stand."""
        child = pick(Child.objects.all(), one)
        found = Options(child, self.by)
        options = [*found.found, *filter(None, [found.widest])]
        if options:
            take_answer(
                moves=options[other % len(options)].moves, by=self.by, reason=EndReason.FAMILY_WISH
            )

    def by_hand(self, one: int, other: int) -> None:
        pair(child=pick(Child.objects.all(), one), carer=self.carer(other), by=self.by)

    def end(self, one: int, other: int) -> None:
        made = pick(Pairing.objects.filter(end=None), one)
        if made:
            end_pairing(
                pairing=made, by=self.by, reason=EndReason.CARER_UNABLE, siblings=bool(other % 2)
            )

    def resign(self, one: int, _: int) -> None:
        carer = self.carer(one)
        people.update_carer(
            carer=carer, version=carer.version, changes={"status": "left"}, by=self.by
        )
        make_carer("新妈妈", PLACES[one % 2])

    def leave(self, one: int, other: int) -> None:
        start = self.on + (other % 3) * DAY
        ask_leave(
            carer=self.carer(one), start=start, last_day=start + (other % 7) * DAY, by=self.by,
            kind=Leave.Kind.ILLNESS, stand_in=self.carer(other) if other % 2 else None,
        )  # fmt: skip

    def stand_in(self, one: int, other: int) -> None:
        leave = pick(Leave.objects.not_over(self.on), one)
        if leave:
            had = Pairing.objects.filter(carer=leave.carer).order_by("pk").first()
            home = had.child.household_id if had and other % 2 else None
            choose_stand_in(leave=leave, carer=self.carer(other), by=self.by, household=home)

    def back(self, one: int, _: int) -> None:
        leave = pick(Leave.objects.not_over(self.on), one)
        if leave:
            come_back(leave=leave, by=self.by)

    def answer(self, one: int, other: int) -> None:
        handover = pick(Handover.objects.waiting(), one)
        if handover and other % 2:
            accept_handover(handover=handover, by=self.by)
        elif handover:
            decline_handover(handover=handover, why="家里有事", by=self.by)

    def carer(self, number: int) -> Carer:
        found = pick(Carer.objects.filter(status=Carer.Status.ACTIVE), number)
        assert found is not None
        return found


def pick(rows: Any, number: int) -> Any:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return rows.model.objects.get(pk=keys[number % len(keys)]) if keys else None


VERBS = ("later", "child", "move", "arrange", "by_hand", "end", "resign", "leave", "stand_in",
         "back", "answer")  # fmt: skip


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.sampled_from(VERBS), st.integers(0, 20), st.integers(0, 20)), max_size=14)
)
@example(told=[("child", 0, 1), ("move", 0, 1)])
def test_nobody_is_forgotten_whatever_happens(city_chair, told) -> None:
    with transaction.atomic():
        town = Town(city_chair)
        for verb, one, other in told:
            town.do(verb, one, other)
            nobody_is_forgotten(town.on)
        for _ in range(8):
            town.do("later", 0, 0)
            nobody_is_forgotten(town.on)
        transaction.set_rollback(True)


@pytest.fixture
def city_chair(cast):
    """The township's chair, in a town without the cast's own child and carer."""
    cast.children.own.delete()
    cast.carer.delete()
    cast.children.neighbour.delete()
    return cast.staff[Role.TOWNSHIP_CHAIR]


def nobody_is_forgotten(on: dt.date) -> None:
    children = Child.objects.on_register().filter(setting=Child.Setting.SCATTERED)
    keys = list(children.values_list("pk", flat=True))
    who, gone = responsible(keys, on), away(on)
    for child in children:
        assert is_seen_to(child, who.get(child.pk), gone, on), f"{child.number} on {on}"
    siblings_are_together()
    places_are_kept(on)
    who_stands_in_is_there(on)
    duties_have_somebody(keys, on)


def is_seen_to(child: Child, who: Any, gone: dict[int, dt.date], on: dt.date) -> bool:
    here = Task.objects.open()
    if who is None:
        begins = Pairing.objects.filter(child=child, end=None, start__gt=on).exists()
        looked_for = here.filter(kind__in=["rearrange", "handover_declined"])
        return begins or looked_for.filter(child__household=child.household_id).exists()
    if who.carer.pk not in gone:
        return bool(Carer.objects.get(pk=who.carer.pk).status == Carer.Status.ACTIVE)
    alone = here.filter(kind="leave_alone", url_args={"carer_id": who.carer.pk})
    return alone.exists()


def siblings_are_together() -> None:
    open_ones = Pairing.objects.filter(end=None).order_by()
    assert not open_ones.values("child").annotate(n=Count("pk")).filter(n__gt=1)
    homes = open_ones.values("child__household").annotate(n=Count("carer", distinct=True))
    assert not homes.filter(n__gt=1)


def places_are_kept(on: dt.date) -> None:
    capacity = dict(Carer.objects.values_list("pk", "capacity"))
    assert not {c: n for c, n in loads(on).items() if n > capacity[c]}


def who_stands_in_is_there(on: dt.date) -> None:
    """At work, not away herself, and for a child of the carer who is."""
    gone = away(on)
    for row in StandIn.objects.current(on).select_related("carer", "leave"):
        assert row.carer.status == Carer.Status.ACTIVE
        assert row.carer_id not in gone
        theirs = Pairing.objects.current(on).filter(child=row.child_id, carer=row.leave.carer_id)
        assert theirs.exists()


def duties_have_somebody(children: list[int], on: dt.date) -> None:
    """Whoever had a carer once is owed the duties; the engine credits whoever is responsible."""
    running = Enrolment.objects.filter(child__in=children)
    paired = Pairing.objects.filter(child__in=children).order_by()
    assert set(paired.values_list("child", flat=True)) <= set(
        running.values_list("child", flat=True)
    )
    who = responsible(children, on)
    for case in load_cases(children):
        held = [
            one.carer
            for one in case.facts.holdings
            if one.start <= on and (one.end is None or on < one.end)
        ]
        assert held == ([who[case.child].carer.pk] if case.child in who else [])


def test_the_town_can_do_everything_once(db, city_chair) -> None:
    """Each verb, on purpose, so that the property above is not about refusals alone."""
    town = Town(city_chair)
    for verb, one, other in (
        ("arrange", 0, 0), ("arrange", 1, 0), ("answer", 0, 1), ("leave", 0, 2),
        ("stand_in", 0, 3), ("back", 0, 0), ("move", 0, 1), ("later", 0, 0), ("end", 0, 0), ("by_hand", 0, 1),
        ("answer", 0, 0), ("resign", 0, 0), ("later", 0, 0), ("child", 0, 1),
    ):  # fmt: skip
        with transaction.atomic():
            getattr(town, verb)(one, other)
        nobody_is_forgotten(town.on)
    assert Pairing.objects.count() >= 2
    assert Handover.objects.exists()
    assert Leave.objects.exists()
