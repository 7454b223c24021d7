"""Sheets of a round: given to a child, typed in from paper, or from a table."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from uuid import UUID, uuid5

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.instruments.actions import sheets
from nuantong.instruments.asking import checked_age, on_screen, questions
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.instruments.tables import TableRow, read_table
from nuantong.instruments.typed import read_typed
from nuantong.people.models import Child
from nuantong.screening.models import OCCASION, Participant, Round, SheetLoad

Mode = AnswerSheet.Mode
DONE, KNOWN, REFUSED = "done", "known", "refused"


@dataclass(frozen=True)
class RowResult:
    """What became of a row of a table, in words."""

    at: int
    number: str
    state: str
    words: str


@dataclass
class Loaded:
    rows: list[RowResult] = field(default_factory=list)

    def count(self, state: str) -> int:
        return sum(row.state == state for row in self.rows)


def sheet_key(round_: Round, child: Child, version: InstrumentVersion) -> UUID:
    """The key of the next sheet: the same until one was taken out, so that twice is once."""
    rows = AnswerSheet.objects.of_occasion(OCCASION, round_.key.hex)
    out = rows.filter(child=child, version=version, voided_at__isnull=False).count()
    return uuid5(round_.key, f"{child.pk}:{version.pk}:{out}")


def begin(
    *, round_: Round, child: Child, version: InstrumentVersion, mode: str, by: Reader
) -> AnswerSheet:
    """The child's sheet of this scale, new or as far as it came."""
    _due(round_, child, version)
    if mode == Mode.TABLET and not on_screen(version):
        raise Refusal("这份量表的题目不能放在屏幕上，请用纸质表填，再录入。")
    return sheets.start(
        key=sheet_key(round_, child, version), child=child, version=version, mode=mode, by=by,
        occasion=(OCCASION, round_.key.hex),
    )  # fmt: skip


def _due(round_: Round, child: Child, version: InstrumentVersion) -> None:
    """Refused when the scale is not for this child in this round."""
    part = round_.scales.filter(version=version).first()
    taking = Participant.objects.filter(round=round_, child=child).first()
    if part is None or taking is None:
        raise Refusal("这名儿童或这份量表不在这一轮筛查里。")
    if taking.age is None:
        checked_age(version, child, clock.today())
        raise Refusal("这名儿童进名单时年龄没有采集，请先“补充名单”。")
    if not part.from_age <= taking.age <= part.to_age:
        raise Refusal(
            f"这份量表这一轮给{part.from_age}至{part.to_age}岁的孩子，{child.name}{taking.age}岁。"
        )


@transaction.atomic
def save_row(
    *, round_: Round, child: Child, version: InstrumentVersion, texts: Mapping[str, str],
    blanks: bool, by: Reader,
) -> tuple[AnswerSheet | None, dict[str, str]]:  # fmt: skip
    """One child's paper typed in: finished when every item stands, or `blanks` says that the child
    left some empty; else kept as far as it is. Errors by item: then nothing is written."""
    read = read_typed(questions(version), texts)
    if read.errors:
        return None, read.errors
    sheet = begin(round_=round_, child=child, version=version, mode=Mode.PAPER, by=by)
    sheets.fill(sheet=sheet, answers=read.answers, by=by)
    if read.blank and not blanks:
        asked = "、".join(read.blank[:8])
        return sheet, {"": f"第{asked}题空着。孩子没有回答的，勾选“空着的就是没回答”再完成。"}
    return sheets.finish(sheet=sheet, by=by), {}


@transaction.atomic
def load_table(*, round_: Round, version: InstrumentVersion, data: bytes, by: Reader) -> SheetLoad:
    """Each row of a table: done, known already, or refused with its reason and column."""
    rows = read_table(data, questions(version))
    seen = Child.objects.visible_to(by, to=Permission.GIVE_SCALES)
    numbers = {row.number for row in rows}
    children = {child.number: child for child in seen.filter(number__in=numbers)}
    result = Loaded()
    told: set[str] = set()
    for row in rows:
        again = row.number in told
        told.add(row.number)
        result.rows.append(_load_row(round_, version, row, children.get(row.number), again, by))
    return SheetLoad.objects.create(
        round=round_, version=version, at=clock.now(), by=by.actor_name, loader=by.user,
        done=result.count(DONE), known=result.count(KNOWN), refused=result.count(REFUSED),
        report=json.dumps([asdict(row) for row in result.rows], ensure_ascii=False),
    )  # fmt: skip


def _load_row(
    round_: Round, version: InstrumentVersion, row: TableRow, child: Child | None, again: bool,
    by: Reader,
) -> RowResult:  # fmt: skip
    """In a savepoint of its own: a row is written whole or not at all."""
    try:
        if again:
            raise Refusal("这个编号在表里出现了两次，只取第一次的。")
        if child is None:
            raise Refusal(f"编号{row.number[:12] or '空着'}不在您的名单里。")
        if row.name and row.name != child.name:
            raise Refusal("姓名和编号对不上，请核对。")
        with transaction.atomic():
            words = _enter(round_, version, row, child, by)
    except Refusal as refusal:
        return RowResult(row.at, row.number, REFUSED, str(refusal))
    return RowResult(row.at, row.number, KNOWN if words.startswith("以前") else DONE, words)


def _enter(
    round_: Round, version: InstrumentVersion, row: TableRow, child: Child, by: Reader
) -> str:
    read = read_typed(questions(version), row.texts)
    if read.errors:
        raise Refusal("；".join(f"第{item}题{words}" for item, words in read.errors.items()))
    known = AnswerSheet.objects.finished().of_occasion(OCCASION, round_.key.hex)
    stored = known.filter(child=child, version=version).first()
    if stored is not None:
        if stored.given != read.answers:
            raise Refusal("以前已经填过，作答和这次不一样；要改的先作废那一份。")
        return "以前已经导入，没有变化。"
    _due(round_, child, version)
    sheet = sheets.enter(
        key=sheet_key(round_, child, version), child=child, version=version, mode=Mode.SHEET,
        occasion=(OCCASION, round_.key.hex), answers=read.answers, by=by,
    )  # fmt: skip
    return "已录入。" if sheet.valid else f"已录入，但这一份无效：{sheet.reason}。"


def report_of(load: SheetLoad) -> list[RowResult]:
    return [RowResult(**row) for row in json.loads(str(load.report) or "[]")]
