"""The list of carers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.listing import Listing, Sort
from nuantong.core.xlsx import Column
from nuantong.people.carer_file import loads_of
from nuantong.people.models import Carer
from nuantong.people.models.carer import WARNING_DAYS, check_expires
from nuantong.people.queries.names import place_namer

SORTS: Final = {
    "name": Sort("姓名", "pinyin", "name"),
    "place": Sort("所在地", "place__code", "pinyin"),
    "check": Sort("背景查询", "background_checked_on"),
    "capacity": Sort("可结对户数", "capacity"),
}
COLUMNS: Final[list[Column | str]] = [
    Column("姓名", 10), "性别", Column("区县", 14), Column("乡镇（街道）", 16),
    Column("村（社区）", 18), Column("职务", 16), Column("特长", 16), Column("语言", 14),
    Column("方便的时间", 20), "每周可用小时", "可结对户数", "已结对户数",
    Column("背景查询日期", 14), Column("背景查询", 14), "登录账号", "状态",
]  # fmt: skip


@dataclass(frozen=True)
class Check:
    """A background check in words and with the tone of its badge."""

    text: str
    tone: str


@dataclass(frozen=True)
class Line:
    carer: Carer
    place: str
    check: Check
    skills: str
    load: int
    """Households she has."""

    @property
    def words(self) -> str:
        return f"背景查询{self.check.text}"


def carers_of(reader: Reader) -> QuerySet[Any]:
    hidden = ("id_number", "id_index", "phone", "phone_index")
    return Carer.objects.visible_to(reader, to=Permission.SEE_CARERS).defer(*hidden)


def check_of(carer: Carer, reader: Reader) -> Check:
    """未成年人保护法 §62: asked before work and every year again."""
    day = carer.background_checked_on
    if day is None:
        return Check("未查询", "late")
    left = (check_expires(day) - reader.on).days
    if left <= 0:
        return Check("已过期", "late")
    if left <= WARNING_DAYS:
        return Check(f"{left}天后到期", "due")
    return Check("有效", "good")


def skills_of(carer: Carer) -> str:
    return in_words(carer.skills, Carer.Skill.choices)


def in_words(values: list[str], choices: Iterable[tuple[str, Any]]) -> str:
    words = dict(choices)
    return "、".join(str(words.get(value, value)) for value in values)


def lines(listing: Listing, reader: Reader) -> list[Line]:
    where = place_namer(reader, Permission.SEE_CARERS)
    loads = loads_of(reader.on, [carer.pk for carer in listing.rows])
    return [
        Line(
            carer, where(carer.place_id), check_of(carer, reader),
            skills_of(carer), loads.get(carer.pk, 0),
        )
        for carer in listing.rows
    ]  # fmt: skip


def sheet_rows(carers: QuerySet[Any], reader: Reader) -> Iterator[list[Any]]:
    """Rows of the exported sheet, without ID numbers and phones."""
    loads = loads_of(reader.on)
    for carer in carers.iterator(chunk_size=2000):
        place = reader.tree.get(carer.place_id)
        path = [reader.tree.name(a) for a in place.ancestors[1:]] if place else []
        sex = {"1": "男", "2": "女"}.get(carer.sex, carer.sex)
        yield [
            carer.name, sex, *[*path, "", "", ""][:3], carer.post, skills_of(carer),
            in_words(carer.languages, Carer.Language.choices),
            in_words(carer.availability, Carer.Time.choices), carer.hours, carer.capacity,
            loads.get(carer.pk, 0), carer.background_checked_on, check_of(carer, reader).text, bool(carer.user_id),
            carer.get_status_display(),
        ]  # fmt: skip
