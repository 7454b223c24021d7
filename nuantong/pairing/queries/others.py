"""The next best carers of a proposal, and why not, in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from nuantong.pairing.models import Proposal
from nuantong.pairing.models.words import Tier
from nuantong.pairing.queries.common import km
from nuantong.people.models import Carer, Child

RANK: Final = {tier.value: rank for rank, tier in enumerate(Tier)}
FARTHER: Final = {Tier.TOWNSHIP: "不同村", Tier.DISTRICT: "不同乡镇", Tier.BEYOND: "不同区县"}
Kept = Mapping[str, Any]
"""One of `fits["others"]`, as reasons.other_of has kept it."""


@dataclass(frozen=True)
class Other:
    carer: int
    name: str
    where: str
    why: str


def kept(proposal: Proposal) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = proposal.fits.get("others", [])
    return found


def holders(proposals: Iterable[Proposal]) -> set[int]:
    """Households that have the place of a next best carer."""
    return {one["holder"] for row in proposals for one in kept(row) if one["holder"] is not None}


def others_of(
    proposals: Iterable[Proposal], children: Mapping[int, list[Child]]
) -> dict[int, list[Other]]:
    """By proposal: one query for the carers' names. `children` has those of `holders` whom the
    reader may see; the others stay unnamed."""
    rows = list(proposals)
    wanted = {one["carer"] for row in rows for one in kept(row)}
    names = dict(Carer.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return {
        row.pk: [
            Other(one["carer"], names[one["carer"]], _where(one), why_not(one, row, children))
            for one in kept(row) if one["carer"] in names
        ]
        for row in rows
    }  # fmt: skip


def _where(one: Kept) -> str:
    tier = Tier(one["tier"]).label
    return f"{tier} {km(one['distance'])}" if one["distance"] else str(tier)


def why_not(one: Kept, proposal: Proposal, children: Mapping[int, list[Child]]) -> str:
    """Whose her place is, or else in what she falls short of the one proposed."""
    if one["holder"] is not None:
        return _taken(one, children.get(one["holder"], []))
    words = []
    if RANK[one["tier"]] > RANK[proposal.tier]:
        words.append(FARTHER[Tier(one["tier"])])
    if one["distance"] > proposal.distance:
        words.append(f"远 {km(one['distance'] - proposal.distance)}")
    if one["lacks"] > proposal.lacks:
        words.append(f"特长少对上 {one['lacks'] - proposal.lacks} 项")
    if not words and one["load"] > proposal.fits.get("load", 0):
        words.append(f"一样合适，但已有 {one['load']} 户")
    return "，".join(words) or "一样合适，只选一位"


def _taken(one: Kept, family: list[Child]) -> str:
    whose = f"{family[0].name}家" if family else "另一户"
    if not one["more"]:
        return f"名额给了{whose}"
    return f"名额给了{whose}；换过来，总账至少差 {km(one['more'])}"
