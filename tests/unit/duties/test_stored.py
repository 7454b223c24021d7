"""What is stored is what the facts say, whenever they arrived and however often windows closed."""

import datetime as dt
import uuid
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as conf
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from nuantong.core.clock import SHANGHAI
from nuantong.duties.closing import close_windows
from nuantong.duties.judging import judge
from nuantong.duties.loading import load_cases
from nuantong.duties.models import (
    Contact,
    Enrolment,
    Exemption,
    Fulfilment,
    OutcomeCorrection,
    OverdueAction,
    Protocol,
    TallyDifference,
    WindowOutcome,
)
from nuantong.duties.settling import settle, verdicts
from nuantong.duties.tally import gather, recount, recount_overdue
from nuantong.duties.vocabulary import RUNNING
from nuantong.pairing.models import Pairing
from nuantong.people.models import Carer, Child
from tests.conftest import make_carer, place
from tests.unit.duties.batch.test_against_the_rules import ACTS, FIRST, LAST, duties

DAY = dt.timedelta(1)
KINDS = ("contact",) * 12 + ("exemption", "pairing", "closing", "closing", "acting", "moving")
Told = dict[str, Any]
"""Something that becomes known on a day: `on` of `kind`, with `values`."""


@st.composite
def told(draw: st.DrawFn) -> Told:
    happened, late = draw(st.integers(0, LAST)), draw(st.sampled_from((0, 0, 0, 1, 3, 9, 40)))
    kind = draw(st.sampled_from(KINDS))
    return {
        "kind": kind,
        "day": FIRST + happened * DAY,
        "on": FIRST + min(happened + late, LAST) * DAY,
        "child": draw(st.integers(0, 1)),
        "acts": sorted(draw(st.sets(st.sampled_from(ACTS[:4]), min_size=1, max_size=3))),
        "means": draw(st.sampled_from(("face", "face", "phone"))),
        "days": draw(st.integers(1, 90)),
        "corrects": draw(st.sampled_from((False,) * 9 + (True,))),
    }


@st.composite
def protocols(draw: st.DrawFn) -> list[tuple[dt.date, list[dict[str, Any]]]]:
    later = sorted(draw(st.sets(st.integers(20, 300), max_size=1)))
    return [(FIRST - 30 * DAY if n == 0 else FIRST + one * DAY, [draw(duties("a")), draw(duties("b"))])
            for n, one in enumerate([0, *later])]  # fmt: skip


@dataclass
class History:
    """Facts as they come in, each settled on its day or left to the night."""

    children: list[Child]
    carers: list[Carer]

    def tell(self, one: Told) -> None:
        conf.TODAY = one["on"]
        child = self.children[one["child"]]
        getattr(self, one["kind"])(child, one)

    def contact(self, child: Child, one: Told) -> None:
        at = dt.datetime.combine(one["on"], dt.time(12), SHANGHAI)
        before = Contact.objects.filter(child=child, superseded_by=None).order_by("-pk").first()
        Contact.objects.create(
            key=uuid.uuid4(), child=child, carer=self.carers[0], happened_on=one["day"],
            received_at=at, acts=one["acts"], means=one["means"],
            supersedes=before if one["corrects"] else None,
        )  # fmt: skip
        first = min(one["day"], before.happened_on) if before and one["corrects"] else one["day"]
        settle([child.pk], one["on"], "收到联系记录", changed=first)

    def exemption(self, child: Child, one: Told) -> None:
        span = {"start": one["day"], "end": one["day"] + one["days"] * DAY}
        at = dt.datetime.combine(one["on"], dt.time(12), SHANGHAI)
        Exemption.objects.create(child=child, reason="住院", approved_at=at, **span)
        settle([child.pk], one["on"], "免除职责")

    def pairing(self, child: Child, one: Told) -> None:
        """She is handed over; nobody judges it before the night."""
        held = Pairing.objects.filter(child=child, end=None).first()
        if held is None or one["day"] <= held.start:
            return
        Pairing.objects.filter(pk=held.pk).update(end=one["day"], ended_reason="other")
        carer = self.carers[1] if held.carer == self.carers[0] else self.carers[0]
        pair(child, carer, one["day"])

    def closing(self, child: Child, one: Told) -> None:
        close_windows(one["on"])

    def acting(self, child: Child, one: Told) -> None:
        rows = WindowOutcome.objects.overdue().filter(enrolment__child=child)
        at = dt.datetime.combine(one["on"], dt.time(12), SHANGHAI)
        rows.update(acted=OverdueAction.objects.create(child=child, kind="called", at=at))

    def moving(self, child: Child, one: Told) -> None:
        """Within the district: the same protocol holds there."""
        there = "500113111200" if one["days"] % 2 else "500113111201"
        Child.objects.filter(pk=child.pk).update(place=place(there))


def pair(child: Child, carer: Carer, start: dt.date) -> None:
    Pairing.objects.create(child=child, carer=carer, start=start, tier="village", checked_on=start)


def stored() -> dict[tuple[int, str, str], tuple[Any, ...]]:
    rows = WindowOutcome.objects.values_list(
        "enrolment", "duty", "period_key", "starts", "ends", "outcome", "reason", "contact",
        "handover", "credit_carer",
    )  # fmt: skip
    return {row[:3]: row[3:] for row in rows}


def expected(as_of: dt.date) -> tuple[dict[Any, Any], set[Any]]:
    """Closed windows and links, as each child's facts are judged alone and whole."""
    found, linked = {}, set()
    carers = dict(Contact.objects.values_list("pk", "carer"))
    for case in load_cases(list(Child.objects.values_list("pk", flat=True))):
        judged = judge(case.enrolment, case.facts, case.rulebook, as_of)
        for row in zip(*verdicts([(case, judged)], as_of), strict=True):
            *verdict, closes = row[3:]
            if closes:
                found[row[:3]] = (*verdict, carers.get(row[7]))
        linked |= {
            (case.enrolment.id, one.window.duty.code, one.window.key, contact.id)
            for one in judged
            for contact in one.contacts
        }
    return found, linked


@pytest.fixture
def carers(cast: SimpleNamespace) -> list[Carer]:
    village = cast.children.own.place.code
    return [make_carer(name, village, capacity=9) for name in ("李梅", "王芳")]


@given(st.lists(told(), min_size=10, max_size=25), protocols(), st.integers(0, 60))
@settings(
    max_examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_what_is_stored_is_what_the_facts_say(
    cast: SimpleNamespace, six_ones: Protocol, carers: list[Carer], settings: Any,
    history: list[Told], versions: Any, start: int,
) -> None:  # fmt: skip
    children = [cast.children.own, cast.children.neighbour]
    last = FIRST + LAST * DAY
    with transaction.atomic():
        Enrolment.objects.all().delete()
        protocol = Protocol.objects.create(code="other", title="其他方案")
        for since, listed in versions:
            titled = [{"title": one["code"], **one} for one in listed]
            definition = {"code": "other", "title": "其他方案", "duties": titled}
            protocol.versions.create(valid_from=since, definition=definition)
        for child, one in zip(children, (protocol, six_ones), strict=True):
            Enrolment.objects.create(child=child, protocol=one, start=FIRST + start * DAY)
            pair(child, carers[0], FIRST)
        facts = History(children, carers)
        for event in sorted(history, key=lambda event: event["on"]):
            facts.tell(event)
        settings.TODAY = last
        close_windows(last)

        verdict, links = expected(last)
        assert stored() == verdict
        rows = Fulfilment.objects.values_list("enrolment", "duty", "period_key", "contact")
        assert set(rows) == links
        assert not set(WindowOutcome.objects.values_list("outcome", flat=True)) & RUNNING
        gather()
        assert recount() == recount_overdue() == 0
        assert not TallyDifference.objects.exists()
        before = OutcomeCorrection.objects.count()
        close_windows(last)
        assert OutcomeCorrection.objects.count() == before
        transaction.set_rollback(True)
