"""One application as its page shows it: what was done, what is missing, what the reader may do."""

from dataclasses import dataclass
from typing import Any, Final

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid.facts import check_application
from nuantong.aid.models import Application, OtherAid, Paper, Payee, Step
from nuantong.aid.models.application import OVER, WAITING, State
from nuantong.aid.queries.listing import Badge, clock_of, state_of, told
from nuantong.aid.rules import Finding
from nuantong.people.visibility import permissions_on

Kind = Step.Kind
ICONS: Final = {
    Kind.SUBMITTED: "edit", Kind.CHECKED: "list", Kind.VISITED: "home", Kind.TOWNSHIP: "message",
    Kind.DISTRICT: "message", Kind.GRANTED: "check", Kind.REGRANTED: "check", Kind.REFUSED: "close",
    Kind.UPHELD: "close", Kind.PAID: "gift", Kind.FOLLOWED: "talk", Kind.APPEALED: "again",
    Kind.WITHDRAWN: "leave", Kind.LATE: "alert",
}  # fmt: skip


@dataclass(frozen=True)
class Page:
    application: Application
    state: Badge
    clock: Badge | None
    told: str
    place: str
    steps: list[tuple[Step, str]]
    findings: list[Finding]
    papers: list[Paper]
    payee: Payee | None
    other: list[OtherAid]
    acts: list[str]
    decided: int
    paid: int


def page_of(application: Application, reader: Reader) -> Page:
    steps = list(application.steps.all())
    given = [one.amount for one in steps if one.kind in (Kind.GRANTED, Kind.REGRANTED)]
    paid = [one.amount for one in steps if one.kind == Kind.PAID]
    return Page(
        application=application, state=state_of(application), clock=clock_of(application, reader.on),
        told=told(application), place=reader.tree.full_name(application.child.place_id, " "),
        steps=[(one, ICONS[Kind(one.kind)]) for one in reversed(steps)],
        findings=check_application(application, reader.on),
        papers=list(application.papers.defer("sealed").extra(
            select={"erased": "sealed IS NULL"})),
        payee=application.payees.first(),
        other=list(OtherAid.objects.filter(child=application.child_id, voided_at=None)),
        acts=acts(application, reader, steps), decided=sum(given), paid=sum(paid),
    )  # fmt: skip


def acts(application: Application, reader: Reader, steps: list[Step]) -> list[str]:
    """What the reader may do with it now, the next step first."""
    may = permissions_on(application.child, reader)
    return [name for name in ORDER if ORDER[name](application, may, reader, steps)]


def _others(application: Application, reader: Reader) -> bool:
    return reader.actor_id is None or application.entered_by_id != reader.actor_id


def _visit(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    touches = bool(may & {P.APPLY_FOR_AID, P.OPINE_ON_AID})
    visited = any(step.kind == Kind.VISITED for step in steps)
    return one.state == State.TOWNSHIP and touches and not visited and _others(one, reader)


def _township(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    return one.state == State.TOWNSHIP and P.OPINE_ON_AID in may and _others(one, reader)


def _district(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    signed = any(s.kind == Kind.TOWNSHIP and s.by_id == reader.actor_id for s in steps)
    mine = P.REVIEW_AID in may and _others(one, reader)
    return one.state == State.DISTRICT and mine and not signed


def _decide(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    return one.state == State.CITY and P.DECIDE_AID in may and _others(one, reader)


def _answer(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    refused = any(s.kind == Kind.REFUSED and s.by_id == reader.actor_id for s in steps)
    mine = P.DECIDE_AID in may and _others(one, reader)
    return one.state == State.APPEALED and mine and not refused


def _follow(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    return one.state == State.PAID and bool(may & {P.APPLY_FOR_AID, P.OPINE_ON_AID})


def _appeal(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    return one.state == State.REFUSED and bool(may & {P.APPLY_FOR_AID, P.OPINE_ON_AID})


def _paper(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    return one.state in WAITING and bool(may & {P.APPLY_FOR_AID, P.OPINE_ON_AID})


def _payee(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    touches = may & {P.APPLY_FOR_AID, P.OPINE_ON_AID, P.REVIEW_AID, P.DECIDE_AID}
    return one.state in (*WAITING, State.GRANTED) and bool(touches)


def _withdraw(one: Application, may: frozenset[P], reader: Reader, steps: list[Step]) -> bool:
    paid = any(step.kind == Kind.PAID for step in steps)
    touches = may & {P.APPLY_FOR_AID, P.OPINE_ON_AID}
    return one.state not in (*OVER, State.PAID) and bool(touches) and not paid


ORDER: Final[dict[str, Any]] = {
    "visit": _visit, "township": _township, "district": _district, "decide": _decide,
    "answer": _answer, "follow": _follow, "appeal": _appeal, "paper": _paper, "payee": _payee,
    "withdraw": _withdraw,
}  # fmt: skip
