"""A round beside others: by hand, the one before, other ways of weighing; and what came since."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.matching import Tier
from nuantong.pairing.models import (
    PairingRound,
    Proposal,
    Publication,
)
from nuantong.pairing.models.words import VARIANTS
from nuantong.pairing.queries.common import km
from nuantong.pairing.queries.proposals import proposals_of
from nuantong.pairing.queries.rounds import UNPAIRED, Part, strip_of
from nuantong.pairing.summary import CLASSES_KM

LIVE = Proposal.LIVE
ENDS: Final = (*CLASSES_KM[1:], None)
CLASSES: Final = [
    f"{begin}–{end} 公里" if end else f"{begin} 公里以上"
    for begin, end in zip(CLASSES_KM, ENDS, strict=True)
]
WAYS: Final = {**{f"d{n}": words for n, words in enumerate(CLASSES)}, UNPAIRED: "没有找到"}


@dataclass(frozen=True)
class Column:
    """One answer in the table: its title and its figures in words."""

    title: str
    figures: dict[str, Any]

    @property
    def left(self) -> int:
        return int(self.figures["left"][1])

    @property
    def strip(self) -> list[Part]:
        """Children by how far, and at the end those nobody was found for."""
        counts = {f"d{n}": count for n, count in enumerate(self.figures["classes"])}
        return strip_of({**counts, UNPAIRED: self.left}, WAYS)

    @property
    def village(self) -> str:
        return self._share(Tier.VILLAGE)

    @property
    def township(self) -> str:
        return self._share(Tier.TOWNSHIP)

    @property
    def mean(self) -> str:
        return self._road("mean")

    @property
    def far(self) -> str:
        return self._road("p95")

    @property
    def worst(self) -> str:
        return self._road("worst")

    def _road(self, which: str) -> str:
        return km(self.figures[which]) if self.figures["children"] else "—"

    def _share(self, tier: Tier) -> str:
        whole = self.figures["children"]
        return f"{100 * self.figures['tiers'].get(tier.value, 0) / whole:.1f}%" if whole else "—"


@dataclass(frozen=True)
class Bar:
    """A class of distance: how many children."""

    title: str
    children: int
    whole: int
    url_km: str


@dataclass(frozen=True)
class Compared:
    columns: list[Column]
    bars: list[Bar]
    proof: str


def compared(round: PairingRound, reader: Reader) -> Compared | None:
    """For whoever answers for the whole scope; from what the runs have kept."""
    own = round.frozen.get("figures")
    if not own or not reader.covers(Permission.RUN_ROUNDS, round.region_id):
        return None
    columns = [Column("这次", own)]
    if clerk := round.frozen.get("clerk"):
        columns.append(Column("手工依次分配", clerk))
    names = {key: words.split("：")[0] for key, words in VARIANTS}
    for variant, figures in round.frozen.get("variants", {}).items():
        columns.append(Column(names.get(variant, variant), figures))
    if last := _last(round):
        columns.append(Column(f"上一批次（{last.on}）", last.frozen["figures"]))
    return Compared(columns, _bars(own), _proof(own))


def _last(round: PairingRound) -> PairingRound | None:
    before = PairingRound.objects.filter(region=round.region_id, created_at__lt=round.created_at)
    return before.filter(frozen__has_key="figures").order_by("-created_at").first()


def _bars(own: dict[str, Any]) -> list[Bar]:
    if not own["worst"]:
        return []
    return [
        Bar(title, count, own["children"], str(begin))
        for title, begin, count in zip(CLASSES, CLASSES_KM, own["classes"], strict=True)
    ]


def _proof(own: dict[str, Any]) -> str:
    """The certificate in words: what the lower bound says of the cost."""
    cost, bound = own["cost"], own["bound"]
    if not cost:
        return ""
    if cost == bound:
        return "已经证明：在这些规则下，没有任何一种分法的总代价比它更小。"
    return f"离可能的最好结果至多差 {100 * (cost - bound) / cost:.2f}%。"


def farthest(round: PairingRound, reader: Reader) -> QuerySet[Any]:
    """The ten longest ways that stand in the round."""
    return proposals_of(round, reader).filter(state__in=LIVE).order_by("-distance", "pk")[:10]


def publications_of(round: PairingRound, reader: Reader) -> QuerySet[Publication]:
    found = Publication.objects.filter(round=round).defer("chosen")
    return found.select_related("by", "undone_by", "round")
