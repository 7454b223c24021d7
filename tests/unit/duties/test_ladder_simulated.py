"""The ladder beside a simulation that walks the same days and counts on its fingers."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nuantong.access.reader import reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.duties.actions import (
    act_on_overdue,
    answer_escalations,
    close_windows,
    record_contact,
)
from nuantong.duties.ladder import escalate
from nuantong.duties.models import Enrolment, Escalation, Protocol

DAY, WEEK = dt.timedelta(1), dt.timedelta(7)
MONDAY = dt.date(2018, 1, 1)
GRACE = 3 * DAY
TOWNSHIP, DISTRICT, CITY = 3, 2, 1
DESKS = {TOWNSHIP: "township", DISTRICT: "district", CITY: "city"}
WITHIN = 3
RUNGS = [
    ("silent", 6, TOWNSHIP, CITY), ("silent", 12, DISTRICT, CITY), ("silent", 20, CITY, CITY),
    ("late", 0, TOWNSHIP, DISTRICT),
    ("missed", 2, TOWNSHIP, CITY), ("missed", 3, DISTRICT, CITY),
]  # fmt: skip
"""When, at, first asked, at most asked."""
DEFINITION = {
    "code": "weekly", "title": "每周",
    "duties": [
        {"code": "week", "title": "每周见面", "period": "week", "grace_days": 3,
         "accepts": [{"acts": ["meet"], "means": ["face"]}]},
    ],
    "ladder": [
        {"when": when, "at": at, "to": DESKS[to], "top": DESKS[top], "within": WITHIN}
        for when, at, to, top in RUNGS
    ],
}  # fmt: skip
KINDS = ("nothing",) * 3 + ("meet", "call", "answer", "act")


class Deed(NamedTuple):
    """After so many days; a contact of so many days before, or an answer by so many after."""

    after: int
    kind: str
    days: int


class Asked(NamedTuple):
    level: int
    due: dt.date
    answered: bool
    raised: dt.date


Key = tuple[str, int, dt.date]


@dataclass
class Simulation:
    """Everything is found anew from what happened, but for what is asked."""

    met: set[dt.date] = field(default_factory=set)
    touched: set[dt.date] = field(default_factory=set)
    acted: set[dt.date] = field(default_factory=set)
    asked: dict[Key, Asked] = field(default_factory=dict)

    def missed(self, on: dt.date) -> list[dt.date]:
        """Mondays of closed weeks in which nobody met her."""
        return [one for one in closed(on) if not self.is_met(one)]

    def is_met(self, monday: dt.date) -> bool:
        return any(monday <= day < monday + WEEK for day in self.met)

    def wanted(self, on: dt.date) -> Iterator[Key]:
        since = max(self.touched, default=MONDAY)
        yield from (("silent", at, since) for at in steps("silent") if (on - since).days >= at)
        waiting = [monday + WEEK for monday in self.missed(on) if monday not in self.acted]
        if waiting:
            yield "late", 0, min(waiting)
        good = [monday + WEEK for monday in closed(on) if self.is_met(monday)]
        begun = max(good, default=MONDAY)
        row = [monday for monday in self.missed(on) if monday >= begun]
        if row and not any(day >= row[-1] + WEEK for day in self.met):
            yield from (("missed:week", at, begun) for at in steps("missed") if len(row) >= at)

    def run(self, on: dt.date) -> None:
        wanted = list(self.wanted(on))
        self.asked = {
            key: self.asked.get(key) or Asked(first(key), on + WITHIN * DAY, False, on)
            for key in wanted
        }
        for key, one in self.asked.items():
            if one.due < on and (one.level > top(key) or one.answered):
                level = max(one.level - 1, top(key))
                self.asked[key] = one._replace(level=level, due=on + WITHIN * DAY, answered=False)

    def answer(self, until: dt.date) -> None:
        for key, one in self.asked.items():
            if not one.answered:
                self.asked[key] = one._replace(due=max(until, one.raised), answered=True)


def closed(on: dt.date) -> list[dt.date]:
    mondays = (MONDAY + number * WEEK for number in range(30))
    return [monday for monday in mondays if monday + WEEK + GRACE <= on]


def steps(when: str) -> list[int]:
    return [at for trigger, at, _, _ in RUNGS if trigger == when]


def rung(key: Key) -> tuple[int, int]:
    when = key[0].partition(":")[0]
    return next((to, most) for trigger, at, to, most in RUNGS if (trigger, at) == (when, key[1]))


def first(key: Key) -> int:
    return rung(key)[0]


def top(key: Key) -> int:
    return rung(key)[1]


def stored() -> dict[Key, Asked]:
    rows = Escalation.objects.running()
    return {
        (one.rule, one.step, one.episode): Asked(one.level, one.due_on, one.answered, one.raised_on)
        for one in rows
    }


@given(
    st.lists(
        st.builds(Deed, st.integers(1, 6), st.sampled_from(KINDS), st.integers(0, 5)),
        min_size=5, max_size=12,
    )
)  # fmt: skip
@settings(
    max_examples=8, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_what_is_asked_is_what_the_simulation_asks(
    cast: SimpleNamespace, pairing: Any, settings: Any, deeds: list[Deed]
) -> None:
    child, carer, chair = cast.children.own, cast.carer, cast.staff[Role.TOWNSHIP_CHAIR]
    with transaction.atomic():
        protocol = Protocol.objects.create(code="weekly", title="每周")
        protocol.versions.create(valid_from=MONDAY, definition=DEFINITION)
        Enrolment.objects.create(child=child, protocol=protocol, start=MONDAY)
        simulated, on = Simulation(), MONDAY
        for deed in deeds:
            on = settings.TODAY = on + deed.after * DAY
            close_windows(on)
            by = reader_of(chair, on)
            if deed.kind in ("meet", "call"):
                day = max(on - deed.days * DAY, MONDAY)
                acts, means = (["meet"], "face") if deed.kind == "meet" else (["talk"], "phone")
                record_contact(key=uuid.uuid4(), child=child, carer=carer, by=by,
                               happened_on=day, acts=acts, means=means, apart=True)  # fmt: skip
                simulated.touched.add(day)
                simulated.met |= {day} if deed.kind == "meet" else set()
            elif deed.kind == "answer":
                until = on + deed.days * DAY
                try:
                    answer_escalations(child=child, deed="call", until=until, by=by)
                except Refusal:
                    assert all(one.answered for one in simulated.asked.values())
                simulated.answer(until)
            elif deed.kind == "act" and simulated.missed(on):
                try:
                    act_on_overdue(child=child, kind="called", by=by)
                except Refusal:
                    assert simulated.acted >= set(simulated.missed(on))
                simulated.acted |= set(simulated.missed(on))
            escalate(system_reader())
            simulated.run(on)
            assert stored() == simulated.asked
        transaction.set_rollback(True)
