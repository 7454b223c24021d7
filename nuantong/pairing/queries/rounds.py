"""The list of rounds, and the result of one as strips and counts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.models import PairingRound, Proposal
from nuantong.pairing.models.words import WHOSE_TASK, Change, Kind, Reason, Tier
from nuantong.pairing.queries import counting
from nuantong.pairing.queries.counting import Left

UNPAIRED = "unpaired"


@dataclass(frozen=True)
class RoundLine:
    round: PairingRound
    scope: str
    states: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def refused(self) -> int:
        state = Proposal.State
        return self.states.get(state.REJECTED, 0) + self.states.get(state.LAPSED, 0)


def rounds_of(reader: Reader) -> QuerySet[PairingRound]:
    return PairingRound.objects.visible_to(reader).select_related("by")


def round_lines(rounds: Iterable[PairingRound], reader: Reader) -> list[RoundLine]:
    """With the reader's proposals by state: at most one query for all of them."""
    shown = list(rounds)
    found = counting.proposed(shown, reader)
    return [
        RoundLine(round, reader.tree.full_name(round.region_id), counting.by_state(found[round.pk]))
        for round in shown
    ]


@dataclass(frozen=True)
class ReasonLine:
    """A reason with its counts and whose task it is."""

    key: str
    title: str
    task: str
    households: int
    children: int


Part = dict[str, Any]
Counts = tuple[int, int]
"""Households and children."""


@dataclass(frozen=True)
class TierLine:
    key: str
    title: str
    url: str
    households: int
    children: int
    share: str


@dataclass(frozen=True)
class Outcome:
    """A round as one reader sees it: the counts are of what she may open."""

    states: dict[str, int]
    near: list[Part]
    tiers: list[TierLine]
    reasons: list[ReasonLine]
    before: list[Part]
    after: list[Part]

    @property
    def open(self) -> int:
        return self.states.get(Proposal.State.PROPOSED, 0)

    @property
    def accepted(self) -> int:
        return self.states.get(Proposal.State.ACCEPTED, 0)

    @property
    def published(self) -> int:
        return self.states.get(Proposal.State.PUBLISHED, 0)

    @property
    def proposed(self) -> Counts:
        return sum(t.households for t in self.tiers), sum(t.children for t in self.tiers)

    @property
    def left(self) -> Counts:
        """Households nobody was found for; institutions are outside."""
        outside = [r for r in self.reasons if r.key != Reason.IN_INSTITUTION]
        return sum(r.households for r in outside), sum(r.children for r in outside)

    @property
    def waiting(self) -> Counts:
        return self.proposed[0] + self.left[0], self.proposed[1] + self.left[1]

    @property
    def found_percent(self) -> str:
        return f"{100 * self.proposed[0] / self.waiting[0]:.1f}%" if self.waiting[0] else ""

    @property
    def share_before(self) -> str:
        return _paired(self.before)

    @property
    def share_after(self) -> str:
        return _paired(self.after)


def outcome(round: PairingRound, reader: Reader) -> Outcome:
    """From the counts. Before and after are shown to whoever answers for the whole scope."""
    kinds = counting.proposed([round], reader)[round.pk]
    tiers: dict[str, Counts] = {}
    for kind in kinds:
        if kind.state in Proposal.LIVE:
            known = tiers.get(kind.tier, (0, 0))
            tiers[kind.tier] = known[0] + kind.households, known[1] + kind.children
    whole = reader.covers(Permission.RUN_ROUNDS, round.region_id)
    frozen = round.frozen if whole else {}
    return Outcome(
        counting.by_state(kinds),
        strip({tier: children for tier, (_, children) in tiers.items()}),
        _tier_lines(tiers, reverse("pairing:round", args=[round.pk])),
        reason_lines(counting.left_over(round, reader)),
        _coverage(frozen, "before"),
        _coverage(frozen, "after"),
    )


def _tier_lines(tiers: dict[str, Counts], url: str) -> list[TierLine]:
    whole = sum(children for _, children in tiers.values()) or 1
    return [
        TierLine(tier.value, tier.label, f"{url}?tier={tier.value}", *tiers[tier],
                 f"{100 * tiers[tier][1] / whole:.1f}%")
        for tier in Tier
        if tier in tiers
    ]  # fmt: skip


def reason_lines(left: Iterable[Left]) -> list[ReasonLine]:
    """In the order of Reason, institutions last: nobody is looked for there."""
    found = {one.reason: (one.households, one.children) for one in left}
    return [
        ReasonLine(reason.value, reason.label, WHOSE_TASK[reason], *found[reason])
        for reason in sorted(Reason, key=lambda one: one == Reason.IN_INSTITUTION)
        if reason in found
    ]


def _coverage(frozen: Mapping[str, Any], key: str) -> list[Part]:
    tiers = frozen.get(key)
    if not tiers or not frozen.get("after") or not frozen["children"]:
        return []
    return strip({**tiers, UNPAIRED: frozen["children"] - sum(tiers.values())})


def _paired(parts: list[Part]) -> str:
    return f"{sum(p['value'] for p in parts if p['key'] != UNPAIRED) * 100 / _whole(parts):.1f}%"


def _whole(parts: list[Part]) -> int:
    return sum(part["value"] for part in parts) or 1


def strip(counts: Mapping[str, int]) -> list[Part]:
    """Parts of a bar by tier, the nearest first: each with its share and where it begins."""
    return strip_of(counts, {**dict(Tier.choices), UNPAIRED: "未结对"})


def strip_of(counts: Mapping[str, int], titles: Mapping[str, str]) -> list[Part]:
    """Parts in the order of the titles."""
    whole, start, parts = sum(counts.values()) or 1, 0.0, []
    for key, title in titles.items():
        value = counts.get(key, 0)
        percent = 100 * value / whole
        if value:
            place = {"start": f"{start:.2f}", "percent": f"{percent:.2f}"}
            parts.append({"key": key, "name": title, "value": value, **place})
        start += percent
    return parts


def states_of(round: PairingRound, reader: Reader) -> dict[str, int]:
    rows = proposed_in(round, reader).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


def moved_in(round: PairingRound, reader: Reader) -> int:
    """Households that would change their carer."""
    rows = proposed_in(round, reader).filter(change=Change.MOVED, state__in=Proposal.LIVE)
    return rows.count() if round.kind == Kind.YEARLY else 0


def proposed_in(round: PairingRound, reader: Reader) -> QuerySet[Any]:
    rows = Proposal.objects.visible_to(reader).filter(round=round)
    return rows.exclude(state=Proposal.State.REPLACED)
