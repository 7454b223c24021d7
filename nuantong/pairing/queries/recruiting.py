"""Where one more carer would help most, as the last run has worked it out."""

from dataclasses import dataclass

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.matching import Policy
from nuantong.pairing.models import PairingRound
from nuantong.pairing.queries.common import km, names_of

SHOWN = 20


@dataclass(frozen=True)
class RecruitLine:
    """A township: its children left over, the village to look in, and what it is worth."""

    township: str
    district: str
    village: str
    code: str
    waiting: int
    worth: str
    checked: bool


def recruits(round: PairingRound, reader: Reader) -> list[RecruitLine]:
    """Of the reader's places, the most helpful first."""
    kept = round.frozen.get("recruit", [])
    places = reader.places(Permission.RUN_ROUNDS)
    mine = [one for one in kept if places is None or one["place"] in places][:SHOWN]
    each = round.policy.get("unmatched_cost", Policy().unmatched_cost)
    found = []
    for one in mine:
        town = _township(one["place"], reader)
        district, township, *village = [*names_of(one["place"], reader), "", ""][:3]
        found.append(
            RecruitLine(
                township or district, district, "".join(village), reader.tree.places[town].code,
                one["waiting"], _worth(one, each), one["children"] is not None,
            )
        )  # fmt: skip
    return found


def _township(place: int, reader: Reader) -> int:
    return [*reader.tree.ancestors(place)[1:3], place][1]


def _worth(one: dict[str, int | None], each: int) -> str:
    """What really came of putting one there, or what the prices allow at most."""
    if one["children"] is None:
        return f"至多 {-(-(one['at_most'] or 0) // each)} 名"
    nearer = max((one["saves"] or 0) - one["children"] * each, 0)
    words = [f"{one['children']} 名"] if one["children"] else []
    words += [f"大家共少走 {km(nearer)}"] if nearer >= 100 else []
    return "，".join(words) or "没有更多孩子"
