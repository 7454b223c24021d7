"""From rows to the plain values the rules judge: two queries for any number of children."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from nuantong.calendars.tables import revision
from nuantong.core.kept import Kept, slot
from nuantong.duties import facts
from nuantong.duties.holdings import with_stand_ins
from nuantong.duties.models import (
    Contact,
    Enrolment,
    Exemption,
    ProtocolVersion,
    VillageWithoutSignal,
)
from nuantong.duties.rulebooks import rulebooks
from nuantong.duties.windows import Rulebook
from nuantong.pairing.models import Pairing, StandIn

T = TypeVar("T")
REASON: Final[Any] = Exemption._meta.get_field("reason")
OWN: Final = (
    "pk", "child", "start", "end", "child__stage", "child__boarding", "child__birth_date",
)  # fmt: skip
SAID: Final = (
    "child", "pk", "carer", "happened_on", "received_at", "acts", "means", "topics", "supersedes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One enrolment ready to be judged."""

    child: int
    enrolment: facts.Enrolment
    rulebook: Rulebook
    facts: facts.Facts


def load_cases(children: Collection[int]) -> list[Case]:
    """The enrolments of a few children with all that is known of these: two queries."""
    ids = list(children)
    return _cases(_enrolments(children=ids), _contacts(children=ids))


def load_some(enrolments: QuerySet[Enrolment], contacts: Q) -> list[Case]:
    """Many enrolments with the contacts that are asked for, without who held the children."""
    rows = list(enrolments.values(*OWN, **_rules()))
    children = [row["child"] for row in rows]
    said = Contact.objects.filter(contacts, child__in=children).values_list(*SAID)
    return _cases(rows, said.iterator(10_000))


def _cases(rows: list[dict[str, Any]], contacts: Iterable[tuple[Any, ...]]) -> list[Case]:
    said = _by_child(map(_contact, contacts))
    by_child = {row["child"]: row for row in rows}
    known = {child: _facts(row, said.get(child, ())) for child, row in by_child.items()}
    book_of = rulebooks(rows)
    return [Case(row["child"], _enrolment(row), book_of(row), known[row["child"]]) for row in rows]


@Kept
def _enrolments() -> Any:
    chosen = Enrolment.objects.filter(child__id__any_of=slot("children")).order_by("start", "pk")
    return chosen.values(*OWN, **_rules(), **_holders())


@Kept
def _contacts() -> Any:
    return Contact.objects.filter(child__id__any_of=slot("children")).order_by().values_list(*SAID)


def _holders() -> dict[str, Any]:
    """Who held the child of an enrolment, and who stood in for her."""
    held = Pairing.objects.filter(child=OuterRef("child")).order_by()
    stood = StandIn.objects.filter(child=OuterRef("child"), end__gt=F("start"))
    span: dict[str, Any] = {
        "carer": "carer", "start": "start", "end": "end", "heard": "carer__heard__at",
    }  # fmt: skip
    instead = JSONObject(absent="leave__carer", **span)
    return {
        "held": ArraySubquery(held.values(json=JSONObject(**span))),
        "stood": ArraySubquery(stood.order_by("start").values(json=instead)),
    }


@cache
def _rules() -> dict[str, Any]:
    """What is read with each enrolment; put together once."""
    versions = ProtocolVersion.objects.in_effect().filter(protocol=OuterRef("protocol"))
    exempt = Exemption.objects.filter(child=OuterRef("child")).order_by("start")
    span = JSONObject(start="start", end="end", reason="reason")
    silent = VillageWithoutSignal.objects.filter(place=OuterRef("child__place"))
    village = JSONObject(start="since", end="until")
    return {
        "versions": ArraySubquery(versions.order_by("valid_from", "pk").values("pk")),
        "exemptions": ArraySubquery(exempt.values(json=span)),
        "calendar": Subquery(revision()),
        "no_signal": ArraySubquery(silent.order_by("since").values(json=village)),
    }


def _enrolment(row: dict[str, Any]) -> facts.Enrolment:
    return facts.Enrolment(
        id=row["pk"],
        start=row["start"],
        end=row["end"],
        stage=row["child__stage"],
        boarding=bool(row["child__boarding"]),
        no_signal=tuple(map(_span, row["no_signal"])),
        birthday=row["child__birth_date"],
    )


def _facts(row: dict[str, Any], contacts: Iterable[facts.Contact]) -> facts.Facts:
    held, stood = row.get("held", []), row.get("stood", [])
    holdings = [_holding(one) for one in held]
    if stood:
        instead = [(one["absent"], _holding(one)) for one in stood]
        holdings = with_stand_ins(holdings, instead)
    heard = {one["carer"]: _moment(one["heard"]) for one in (*held, *stood) if one["heard"]}
    exemptions = tuple(map(_exemption, row["exemptions"]))
    return facts.Facts(tuple(contacts), tuple(holdings), exemptions, heard)


def _by_child(rows: Iterable[tuple[int, T]]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for child, row in rows:
        found[child].append(row)
    return found


def _contact(row: tuple[Any, ...]) -> tuple[int, facts.Contact]:
    child, pk, carer, on, received_at, acts, means, topics, supersedes = row
    told = frozenset(acts), means, frozenset(topics)
    return child, facts.Contact(pk, carer, on, received_at, *told, supersedes)


def _exemption(row: dict[str, str]) -> facts.Exemption:
    return facts.Exemption(*_span(row), REASON.of_json(row["reason"]))


def _holding(row: dict[str, Any]) -> facts.Holding:
    return facts.Holding(row["carer"], *_span(row))


def _span(row: dict[str, Any]) -> tuple[dt.date, dt.date | None]:
    end = dt.date.fromisoformat(row["end"]) if row["end"] else None
    return dt.date.fromisoformat(row["start"]), end


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def holdings_of(children: Collection[int]) -> Iterator[tuple[int, facts.Holding]]:
    """Who held each of many children: two queries."""
    rows = Pairing.objects.filter(child__in=children)
    held = defaultdict(list)
    for child, carer, start, end in rows.values_list("child", "carer", "start", "end"):
        held[child].append(facts.Holding(carer, start, end))
    stood = _stand_ins_of(children)
    for child, holdings in held.items():
        spans = with_stand_ins(holdings, stood[child]) if child in stood else holdings
        yield from ((child, one) for one in spans)


def _stand_ins_of(children: Collection[int]) -> dict[int, list[tuple[int, facts.Holding]]]:
    """By child: the carer on leave, and who stood in for her when."""
    found = defaultdict(list)
    rows = StandIn.objects.filter(child__in=children, end__gt=F("start")).order_by("start")
    columns = rows.values_list("child", "leave__carer", "carer", "start", "end")
    for child, absent, carer, start, end in columns:
        found[child].append((absent, facts.Holding(carer, start, end)))
    return found
