"""What a round's lists count to: once for each version of the round and each scope, by everything the
lists are narrowed by, so that no list and no filter counts again."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.core.cache import cache
from django.db.models import Count, F, Func, IntegerField, Sum, Value
from django.db.models.lookups import GreaterThan

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.models import LeftOver, PairingRound, Proposal
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
    keys = {key_of("proposed", round, reader): round.pk for round in rounds}
    known: dict[str, list[Kind]] = cache.get_many(keys)
    fresh = _count([pk for key, pk in keys.items() if key not in known], reader)
    cache.set_many({key: fresh[pk] for key, pk in keys.items() if key not in known}, KEPT_FOR)
    return fresh | {keys[key]: kinds for key, kinds in known.items()}


def _count(rounds: Sequence[int], reader: Reader) -> dict[int, list[Kind]]:
    found: dict[int, list[Kind]] = {pk: [] for pk in rounds}
    if not rounds:
        return found
    rows = Proposal.objects.visible_to(reader).filter(round__in=rounds)
    rows = rows.exclude(state=Proposal.State.REPLACED).order_by().annotate(**KINDS)
    names = ("state", "tier", "change", "run", "pinned", "far", "lacking")
    for pk, *kind in rows.values_list("round", *names).annotate(**COUNTS):
        kind[names.index("far")] = str(CLASSES_KM[kind[names.index("far")]])
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
