"""What a round's lists count to, by everything they are narrowed by, so that no list and no filter
counts again: a whole city's is kept in the database (ProposalTally), a part's is counted once for each
version of the round and each scope."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db.models import Count, F, Func, IntegerField, QuerySet, Sum, Value
from django.db.models.lookups import GreaterThan

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.models import LeftOver, PairingRound, Proposal, ProposalTally
from nuantong.pairing.models.words import Reason
from nuantong.pairing.summary import CLASSES_KM

KEPT_FOR: Final = 3600
"""Seconds."""
COUNTS: Final = {"homes": Count("*"), "heads": Sum("children")}
ENDS: Final = [1000 * km for km in CLASSES_KM[1:]]
KINDS: Final = {
    "far": Func(
        F("distance"), Value(ENDS), function="width_bucket",
        template="%(function)s(%(expressions)s::int[])", output_field=IntegerField(),
    ),
    "lacking": GreaterThan(F("lacks"), 0),
}  # fmt: skip

NAMES: Final = ("state", "tier", "change", "run", "pinned", "far", "lacking")


class Kind(NamedTuple):
    """Proposals that no filter tells apart: what they have in common, households, children."""

    state: str
    tier: str
    change: str
    run: int
    pinned: bool
    km: str
    lacks: bool
    households: int
    children: int


class Left(NamedTuple):
    """Left-overs of a reason: households, children."""

    reason: str
    households: int
    children: int


Known = Callable[[Mapping[str, Any]], int | None]
"""How many rows pass these filters, or None where the counts do not say."""


def proposed(rounds: Sequence[PairingRound], reader: Reader) -> dict[int, list[Kind]]:
    """By round: one query for all whose counts are not known yet."""
    if reader.places(Permission.RUN_ROUNDS) is None:
        return _tallied([round.pk for round in rounds])
    keys = {key_of("proposed", round, reader): round.pk for round in rounds}
    known: dict[str, list[Kind]] = cache.get_many(keys)
    fresh = _count([pk for key, pk in keys.items() if key not in known], reader)
    cache.set_many({key: fresh[pk] for key, pk in keys.items() if key not in known}, KEPT_FOR)
    return fresh | {keys[key]: kinds for key, kinds in known.items()}


def _tallied(rounds: Sequence[int]) -> dict[int, list[Kind]]:
    rows = ProposalTally.objects.filter(round__in=rounds, households__gt=0)
    return _by_round(rounds, rows.values_list("round", *NAMES, "households", "heads"))


def _count(rounds: Sequence[int], reader: Reader) -> dict[int, list[Kind]]:
    if not rounds:
        return {}
    rows = Proposal.objects.visible_to(reader).filter(round__in=rounds).order_by()
    rows = rows.annotate(**KINDS).values_list("round", *NAMES)
    return _by_round(rounds, rows.annotate(**COUNTS))


def _by_round(rounds: Sequence[int], rows: QuerySet[Any, Any]) -> dict[int, list[Kind]]:
    found: dict[int, list[Kind]] = {pk: [] for pk in rounds}
    for pk, *kind in rows.exclude(state=Proposal.State.REPLACED):
        kind[NAMES.index("far")] = str(CLASSES_KM[kind[NAMES.index("far")]])
        found[pk].append(Kind(*kind))
    return found


def left_over(round: PairingRound, reader: Reader) -> list[Left]:
    key = key_of("left", round, reader, round.run)
    known: list[Left] | None = cache.get(key)
    if known is None:
        rows = LeftOver.objects.visible_to(reader).filter(round=round).order_by()
        known = [Left(*row) for row in rows.values_list("reason").annotate(**COUNTS)]
        cache.set(key, known, KEPT_FOR)
    return known


def key_of(of: str, round: PairingRound, reader: Reader, stamp: int | None = None) -> str:
    """Every decision makes it a new one, where no other stamp is given."""
    scope = "-".join(map(str, sorted(reader.regions(Permission.RUN_ROUNDS))))
    version = round.version if stamp is None else f"run{stamp}"
    return f"pairing:{of}:{round.pk}:{version}:{reader.on}:{scope}"


def by_state(kinds: Iterable[Kind]) -> Counter[str]:
    """Households by state."""
    states: Counter[str] = Counter()
    for kind in kinds:
        states[kind.state] += kind.households
    return states


ONLY: Final[dict[str, Callable[[Kind, PairingRound], bool]]] = {
    "lacks": lambda kind, _: kind.lacks,
    "pinned": lambda kind, _: kind.pinned,
    "changed": lambda kind, round: 1 < kind.run == round.run,
}
"""What `more` of the filter may ask for."""


def proposals_known(round: PairingRound, reader: Reader) -> Known:
    kinds = proposed([round], reader)[round.pk]

    def known(asked: Mapping[str, Any]) -> int | None:
        plain = asked.keys() - {"more"}
        if not plain <= {"state", "tier", "change", "km"}:
            return None
        only = ONLY.get(asked.get("more", ""))
        return sum(
            kind.households for kind in kinds
            if all(getattr(kind, name) == asked[name] for name in plain)
            and (only is None or only(kind, round))
        )  # fmt: skip

    return known


def left_known(round: PairingRound, reader: Reader) -> Known:
    left = left_over(round, reader)

    def known(asked: Mapping[str, Any]) -> int | None:
        if not asked.keys() <= {"reason"}:
            return None
        reason = asked.get("reason")
        return sum(
            one.households for one in left
            if (one.reason == reason if reason else one.reason != Reason.IN_INSTITUTION)
        )  # fmt: skip

    return known
