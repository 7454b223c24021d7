"""A row of a children's roster → ChildEntry."""

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from nuantong.core.text import parse_yes_no
from nuantong.rosters.cells import Cells
from nuantong.rosters.codes import (
    LOST,
    code_of,
    codes_of,
    joined,
    parents_of,
    poverty_of,
    stage_of,
)
from nuantong.rosters.entries import OF_THE_NUMBER, ChildEntry, LabelSaid, ParentSaid
from nuantong.rosters.locating import Locator
from nuantong.rosters.parts import Part
from nuantong.rosters.rows import Line

PLACE: Final = (
    "district", "township", "village", "whole",
    "registered", "registered_district", "registered_township", "registered_village",
)  # fmt: skip
SCHOOL: Final = ("stage", "grade", "school_class", "school", "boarding")
WORDS: Final = ("ethnicity", "guardian_relation", "setting")
HEALTH: Final = ("health", "disability", "disability_kind", "disability_grade")
PARENTS: Final = ("father_situation", "mother_situation", "parents", "category")
LABELS: Final = ("category", "poverty", *HEALTH[1:])
OWN: Final = (
    "name", "id_number", "sex", "birth_date", "address", "guardian_name", "guardian_phone",
    "father_name", "mother_name", "teacher_name", "teacher_phone", "remark",
)  # fmt: skip
TITLE_LABELS: Final = (
    ("留守", "left_behind"),
    ("流动", "migrant"),
    ("残疾", "disabled"),
    ("困境", "hardship"),
)


LIVES: Final = re.compile("健在|在世")
DEAD: Final = re.compile("去世|死亡|过世|已故|亡故")
YES: Final = frozenset({"是", "√", "对", "在"})
NO: Final = frozenset({"否", "×", "不", "不在", "不是", "不健在"})
OTHER_DATE: Final = f"与身份证号不符（身份证号为{{}}），{OF_THE_NUMBER}，请核对"
WITH_PARENTS: Final = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]?")
"""事实无人抚养儿童（父死亡、母失联）: a category with the parents' situations in brackets."""


class Stated(NamedTuple):
    """What the category, disability and poverty columns say; `rest` is for the remark."""

    labels: tuple[LabelSaid, ...]
    rest: tuple[str, ...]


class ChildReader:
    """Reads rows of one list; `title` says what kind of children it holds."""

    def __init__(
        self,
        locator: Locator,
        title: str,
        *,
        columns: Mapping[str, int],
        headings: Mapping[str, str],
        on: dt.date,
    ) -> None:
        def part(fields: tuple[str, ...], work: Any) -> Part:
            return Part(fields, work, columns=columns, headings=headings, on=on)

        self.headings, self.on, self.locator = headings, on, locator
        self.own = [(field, columns[field]) for field in OWN if field in columns]
        self.title, self.basis = title, f"名册载明：{title}"[:120]
        self.place = part(PLACE, locator.places)
        self.school = part(SCHOOL, read_school)
        self.words = part(WORDS, read_words)
        self.health = part(HEALTH, read_health)
        self.parents = part(PARENTS, read_parents)
        self.needs = part(("needs",), read_needs)
        self.stated = part(LABELS, self.read_stated)

    def read(self, line: Line) -> ChildEntry:
        row = line.cells
        cells = Cells({field: row[index] for field, index in self.own}, self.headings, self.on)
        entry = _person(line.number, cells)
        found = cells.problems
        home, entry.registered_place = self.place(row, found)
        entry.place, entry.address = self.locator.nearest(home, entry.registered_place, cells)
        entry.stage, entry.school, entry.grade, entry.boarding = self.school(row, found)
        entry.ethnicity, entry.guardian_relation, entry.setting = self.words(row, found)
        entry.health, entry.health_note = self.health(row, found)
        father, mother, of_family = self.parents(row, found)
        entry.father = ParentSaid(cells.other_name("father_name"), *father)
        entry.mother = ParentSaid(cells.other_name("mother_name"), *mother)
        entry.needs, entry.need_note = self.needs(row, found)
        stated = self.stated(row, found)
        entry.labels = stated.labels or by_title(self.title, self.basis, father[0], mother[0])
        born = "" if entry.birth_date else cells.as_written("birth_date")
        entry.remark = joined([cells.text("remark", 500), of_family, *stated.rest, born])
        entry.problems = found
        return entry

    def read_stated(self, cells: Cells) -> Stated:
        text = WITH_PARENTS.sub(_without_parents, cells.word("category"))
        known, unknown = codes_of(text, "category")
        if unknown:
            cells.note("category", f"没有“{joined(unknown)}”这一类别，已写入备注，请核对")
        subtype = text[:40] if len(known) == 1 and not unknown else ""
        labels = {code: LabelSaid(code, subtype, self.basis) for code in known}
        disability, poverty = _disability(cells), _poverty(cells)
        if disability:
            labels["disabled"] = LabelSaid("disabled", disability[:40], self.basis)
        if poverty:
            labels["poor"] = LabelSaid("poor", poverty[:40], self.basis)
        return Stated(tuple(labels.values()), unknown)


@lru_cache(1024)
def by_title(title: str, basis: str, father: str, mother: str) -> tuple[LabelSaid, ...]:
    """A ledger of orphans and unattended children: which of the two, by the parents."""
    orphaned = {father, mother} <= LOST
    unattended, orphans = "事实无人" in title, "孤儿" in title
    if orphans and unattended:
        category = "orphan" if orphaned else "unattended"
    elif orphans or unattended:
        category = "orphan" if orphans else "unattended"
    else:
        category = next((code for word, code in TITLE_LABELS if word in title), "")
    return (LabelSaid(category, "", basis),) if category else ()


def _person(number: int, cells: Cells) -> ChildEntry:
    entry = ChildEntry(number, cells.name())
    if not entry.name:
        entry.refused = "没有可用的姓名，请补填后重新导入"
    entry.id_number = cells.id_number()
    entry.sex = cells.sex(entry.id_number)
    entry.birth_date = _birth_date(cells, entry)
    entry.phone = cells.phone("guardian_phone")
    entry.guardian_name = cells.other_name("guardian_name")
    entry.teacher = cells.other_name("teacher_name")
    entry.teacher_phone = cells.phone("teacher_phone")
    return entry


def _birth_date(cells: Cells, entry: ChildEntry) -> dt.date | None:
    """The ID's date where the ID is right; the column's where it is not, and always kept beside."""
    said, by_id = cells.date("birth_date"), entry.id_number.birth_date
    entry.birth_written = said
    if entry.id_number.is_valid:
        if said and said != by_id:
            cells.note("birth_date", OTHER_DATE.format(by_id))
        return by_id
    if said is None and by_id and by_id <= cells.on:
        return by_id
    return said


def read_words(cells: Cells) -> tuple[str, str, str]:
    ethnicity = cells.word("ethnicity")[:20]
    if ethnicity and len(ethnicity) <= 3 and not ethnicity.endswith("族"):
        ethnicity += "族"
    relation = cells.text("guardian_relation", 20)
    return ethnicity, relation, cells.code("setting", "setting")


def read_school(cells: Cells) -> tuple[str, str, str, bool | None]:
    school = cells.text("school", 80)
    grade, number = cells.text("grade"), cells.text("school_class")
    number = f"{number}班" if number.isdigit() else number
    grade = (grade if number in grade else grade + number)[:40]
    stage = cells.word("stage")
    if stage and not code_of(stage, "stage"):
        cells.note("stage", f"没有“{stage}”这一选项，请核对")
    return stage_of(stage, grade, school), school, grade, cells.yes_no("boarding")


def read_health(cells: Cells) -> tuple[str, str]:
    text, disability = cells.text("health", 200), _disability(cells)
    health = cells.code("health", "health") or ("disabled" if disability else "")
    if text and not health:
        health = "other"
    known = text in ("健康", "残疾", "重病", "慢性病", "良好", "正常")
    return health, joined(["" if known else text, disability])


def _disability(cells: Cells) -> str:
    """肢体 and 二级 → 肢体二级; 无 and 否 are none, 是 is what the other columns say."""
    whole, kind = cells.word("disability"), cells.word("disability_kind")
    if parse_yes_no(whole) is False or whole in ("健康", "正常", "非残疾", "未残疾"):
        whole = ""
    parts = kind + (cells.word("disability_grade") if kind else "")
    return parts or "残疾" if parse_yes_no(whole) else whole or parts


def _poverty(cells: Cells) -> str:
    """The words, or a yes under a heading like 是否低保."""
    if cells.yes_no_quietly("poverty"):
        return poverty_of(cells.headings["poverty"].replace("是否", "")) or "贫困"
    return poverty_of(cells.word("poverty"))


def read_parents(cells: Cells) -> tuple[tuple[str, str], tuple[str, str], str]:
    """Status and wording of father and mother, and what else is said of the family."""
    text = cells.text("parents", 500)
    father, mother = parents_of(text)
    if not text:
        aside = WITH_PARENTS.findall(cells.word("category"))
        father, mother = parents_of("；".join(aside))
    rest = "" if father or mother else text
    return _parent(cells, "father", father), _parent(cells, "mother", mother), rest


def _without_parents(brackets: re.Match[str]) -> str:
    """'' where the brackets speak of the parents, else as they are."""
    return "" if any(parents_of(brackets[1])) else brackets[0]


def _parent(cells: Cells, who: str, elsewhere: str) -> tuple[str, str]:
    """Unknown words are kept as wording and noted."""
    wording = (_alive(cells, f"{who}_situation") or elsewhere.strip())[:60]
    status = code_of(wording, "situation") if wording else ""
    if wording and not status:
        cells.note(f"{who}_situation", f"没有“{wording}”这一情形，已按原文记录，请核对")
        status = "other"
    return status, wording


def _alive(cells: Cells, field: str) -> str:
    """The cell's words; a plain yes or no is what the heading asks: 父亲是否健在, 母亲是否去世."""
    said, heading = cells.word(field), cells.headings.get(field, "")
    lives, dead = LIVES.search(heading), DEAD.search(heading)
    if not (lives or dead) or said not in YES | NO:
        return said
    return "健在" if (said in YES) == bool(lives) else "去世"


def read_needs(cells: Cells) -> tuple[tuple[str, ...], str]:
    text = cells.text("needs")
    if not text or text in ("暂不需要", "不需要"):
        return (), ""
    known, unknown = codes_of(text, "need")
    if not unknown:
        return known, ""
    cells.note("needs", f"没有“{joined(unknown)}”这一需求，已记为“其他”并保留原文")
    return (*(need for need in known if need != "other"), "other"), joined(unknown)
