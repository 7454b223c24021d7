"""Proposals as lines of a table, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.core.listing import Sort
from nuantong.core.xlsx import Column
from nuantong.pairing.models import PairingRound, Proposal, Rejection
from nuantong.pairing.models.words import WISHES, Tier
from nuantong.pairing.queries.common import Lines, children_of, columns_of, in_two, km, seen_from
from nuantong.pairing.queries.others import Other, holders, others_of
from nuantong.people.models import Child

UNREAD: Final = (
    "carer__id_number", "carer__id_index", "carer__phone", "carer__phone_index",
    "carer__pinyin", "carer__remark", "current__id_number", "current__id_index", "current__phone",
    "current__phone_index", "current__pinyin", "current__remark",
)  # fmt: skip
PROPOSAL_SORTS: Final = {
    "place": Sort("居住地", "place_id"),
    "children": Sort("儿童", "-children"),
    "carer": Sort("爱心妈妈", "carer_id"),
    "distance": Sort("远近", "distance"),
}
PROPOSAL_COLUMNS: Final = [
    Column("儿童", 24), "人数", Column("区县", 14), Column("乡镇（街道）", 16),
    Column("村（社区）", 18), Column("爱心妈妈", 12), Column("所在地", 36), Column("远近", 14),
    Column("距离", 10), Column("理由", 40), Column("为什么不是别人", 60), Column("状态", 10),
    Column("原因", 40),
]  # fmt: skip
TONES: Final = {
    Tier.VILLAGE: "good",
    Tier.TOWNSHIP: "info",
    Tier.DISTRICT: "due",
    Tier.BEYOND: "late",
}
STATE_TONES: Final[dict[str, str]] = {
    Proposal.State.PROPOSED: "due",
    Proposal.State.ACCEPTED: "info",
    Proposal.State.PUBLISHED: "good",
    Proposal.State.LAPSED: "late",
}


@dataclass(frozen=True)
class ProposalLine:
    proposal: Proposal
    children: list[Child]
    place: Lines
    carer_place: str
    why: str
    others: list[Other]

    @property
    def tier(self) -> str:
        return Tier(self.proposal.tier).label

    @property
    def tone(self) -> str:
        return TONES[Tier(self.proposal.tier)]

    @property
    def state(self) -> str:
        return Proposal.State(self.proposal.state).label

    @property
    def state_tone(self) -> str:
        return STATE_TONES.get(self.proposal.state, "plain")

    @property
    def rejection(self) -> Rejection | None:
        return getattr(self.proposal, "rejection", None)

    @property
    def is_open(self) -> bool:
        return self.proposal.state == Proposal.State.PROPOSED

    @property
    def is_accepted(self) -> bool:
        return self.proposal.state == Proposal.State.ACCEPTED

    @property
    def distance(self) -> str:
        return km(self.proposal.distance) if self.proposal.distance else ""


def proposals_of(round: PairingRound, reader: Reader) -> QuerySet[Any]:
    """What the last run left standing, and what was decided before it."""
    found = Proposal.objects.visible_to(reader).filter(round=round)
    found = found.exclude(state=Proposal.State.REPLACED)
    return found.select_related("carer", "current", "rejection").defer(*UNREAD)


def proposal_lines(proposals: Iterable[Proposal], reader: Reader) -> list[ProposalLine]:
    """Two queries: the children of all of them, and the names of the next best carers."""
    rows = list(proposals)
    homes = {row.household_id for row in rows} | holders(rows)
    children = children_of(homes, reader, Child.Setting.SCATTERED)
    others = others_of(rows, children)
    return [
        ProposalLine(
            row,
            children[row.household_id],
            in_two(row.place_id, reader),
            seen_from(row.place_id, row.carer.place_id, reader),
            why(row),
            others[row.pk],
        )
        for row in rows
    ]


def why(proposal: Proposal) -> str:
    """What fits and what does not, in a few words each."""
    fits = proposal.fits
    meets, lacks = (
        "、".join(WISHES.get(kind, kind) for kind in fits.get(key, []))
        for key in ("meets", "lacks")
    )
    words = ["与兄弟姐妹同一位爱心妈妈"] if fits.get("siblings") else []
    words += [f"特长对上：{meets}"] if meets else []
    words += [f"特长未对上：{lacks}"] if lacks else []
    words += [f"已结对 {fits['load']} 户"] if fits.get("load") else []
    return "；".join(words)


def proposal_sheet(proposals: QuerySet[Any], reader: Reader) -> Iterator[list[Any]]:
    for line in proposal_lines(proposals, reader):
        row = line.proposal
        yield [
            "、".join(child.name for child in line.children), row.children,
            *columns_of(row.place_id, reader), row.carer.name, line.carer_place,
            line.tier, line.distance, line.why,
            "；".join(f"{one.name}（{one.where}）{one.why}" for one in line.others), line.state,
            row.reason,
        ]  # fmt: skip
