"""Households nobody was found for, each with its reason in words and whose task it is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.core.listing import Sort
from nuantong.core.xlsx import Column
from nuantong.pairing.models import LeftOver, PairingRound
from nuantong.pairing.models.words import WHOSE_TASK, Reason
from nuantong.pairing.queries.common import Lines, children_of, columns_of, in_two
from nuantong.people.models import Carer, Child

LEFT_SORTS: Final = {
    "place": Sort("居住地", "place__code"),
    "children": Sort("儿童", "-children"),
}
LEFT_COLUMNS: Final = [
    Column("儿童", 24), "人数", Column("区县", 14), Column("乡镇（街道）", 16),
    Column("村（社区）", 18), Column("原因", 24), Column("说明", 48), Column("由谁办理", 36),
]  # fmt: skip


@dataclass(frozen=True)
class LeftLine:
    left: LeftOver
    children: list[Child]
    place: Lines
    detail: str
    task: str

    @property
    def shortage(self) -> int | None:
        """The number of the region that is short, whose lists can be counted."""
        number: int | None = self.left.detail.get("shortage")
        return number


def left_overs_of(round: PairingRound, reader: Reader) -> QuerySet[Any]:
    return LeftOver.objects.visible_to(reader).filter(round=round)


def left_lines(left_overs: Iterable[LeftOver], reader: Reader) -> list[LeftLine]:
    """Two queries: the children, and the names of the carers the reasons hang on."""
    rows = list(left_overs)
    children = children_of([row.household_id for row in rows], reader, None)
    names = _names({carer for row in rows for carer in row.detail.get("whose", [])})
    return [
        LeftLine(
            row,
            [c for c in children[row.household_id] if _belongs(c, row)],
            in_two(row.place_id, reader),
            detail(row, names, reader),
            WHOSE_TASK[row.reason],
        )
        for row in rows
    ]


def _belongs(child: Child, row: LeftOver) -> bool:
    in_institution = child.setting == Child.Setting.INSTITUTION
    return in_institution == (row.reason == Reason.IN_INSTITUTION)


def _names(carers: set[int]) -> dict[int, str]:
    return dict(Carer.objects.filter(pk__in=carers).values_list("pk", "name")) if carers else {}


def detail(row: LeftOver, names: dict[int, str], reader: Reader) -> str:
    """The limit that binds, with the carers or the count it binds by."""
    whose = "、".join(names[carer] for carer in row.detail.get("whose", []) if carer in names)
    match row.reason:
        case Reason.EXPIRED_CHECKS:
            text = f"有名额但背景查询不在有效期内：{whose}"
        case Reason.ALL_FULL:
            text = f"最近的{whose}已满户"
        case Reason.SIBLINGS_CARER:
            text = f"{whose or '原爱心妈妈'}已离岗，或背景查询不在有效期内"
        case Reason.TURNED_DOWN:
            text = f"已不采纳：{whose}"
        case Reason.TOO_DEAR:
            text = f"最近的：{whose}"
        case Reason.ACROSS_BORDER:
            text = f"有名额的：{whose}"
        case Reason.ONLY_BY_MOVES:
            text = f"最近的{whose}已满户，别的家庭换人才能腾出名额"
        case Reason.NO_CARER:
            district = reader.tree.district_of(row.place_id)
            text = f"{district.name if district else '范围'}能去的距离内没有在岗的爱心妈妈"
        case _:
            text = ""
    return text + _shortage(row)


def _shortage(row: LeftOver) -> str:
    """The proof of a region that is short, in words."""
    waiting, places = row.detail.get("waiting", 0), row.detail.get("places", 0)
    if waiting <= places:
        return ""
    return f"；这一片 {waiting} 户只能找到 {places} 个名额，缺 {waiting - places} 个"


def left_sheet(left_overs: QuerySet[Any], reader: Reader) -> Iterator[list[Any]]:
    for line in left_lines(left_overs, reader):
        yield [
            "、".join(child.name for child in line.children), line.left.children,
            *columns_of(line.left.place_id, reader), line.left.get_reason_display(), line.detail,
            line.task,
        ]  # fmt: skip
