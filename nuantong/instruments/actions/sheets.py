"""Beginning a sheet, answering, finishing, entering a whole one, taking one out."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.instruments import occasions
from nuantong.instruments.asking import checked_age, checked_giver, questions, result_of
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.people.actions.common import child_for_change
from nuantong.people.models import Child

CHILD_STOPPED: Final = "孩子不想继续"
TWICE: Final = "这份量表这次已经填过了。填错的，先作废再重填。"
OPEN: Final = "这份答题卡已经交了，不能再改。"


@transaction.atomic
def start(
    *, key: UUID, child: Child, version: InstrumentVersion, occasion: tuple[str, str], mode: str,
    by: Reader,
) -> AnswerSheet:  # fmt: skip
    """A sheet to be filled in. One that was begun for this occasion is gone on with."""
    found = child_for_change(child, by, Permission.GIVE_SCALES)
    if found.status != Child.Status.ON_REGISTER:
        raise Refusal(f"{found.name}已退出台账，不再填量表。")
    kind, of = occasion
    rows = AnswerSheet.objects.standing().of_occasion(kind, of)
    known = rows.filter(child=found, version=version).first()
    if known is not None:
        if known.finished_at:
            raise Refusal(TWICE)
        occasions.check(known)
        return known
    checked_giver(version, by)
    checked_age(version, found, clock.today())
    sheet = AnswerSheet(
        key=key, child=found, version=version, occasion_kind=kind, occasion_key=of, mode=mode,
        giver=by.user, given_by=by.actor_name, started_at=clock.now(),
    )  # fmt: skip
    occasions.check(sheet)
    with refusing({"answersheet_once_for_an_occasion": TWICE, "answersheet_key_once": TWICE}):
        sheet.save(force_insert=True)
    _log("开始填写量表", sheet, by)
    occasions.tell(sheet, by)
    return sheet


@transaction.atomic
def answer(*, sheet: AnswerSheet, item: str, value: str, by: Reader) -> AnswerSheet:
    """One answer, as the form's own number; '' takes it back. The same twice changes nothing."""
    found = _open(sheet)
    asked = {one.key: one for one in questions(found.version)}
    if item not in asked:
        raise Refusal("没有这一题。")
    given = found.given
    given.pop(item, None)
    if value:
        numbers = {str(number): number for number, _ in asked[item].choices}
        if value not in numbers:
            raise Refusal(f"{asked[item].heading}只能选{'、'.join(numbers)}。")
        given[item] = numbers[value]
    return _keep(found, given)


@transaction.atomic
def fill(*, sheet: AnswerSheet, answers: Mapping[str, int], by: Reader) -> AnswerSheet:
    """What was answered so far, as a whole: an adult types from paper."""
    found = _open(sheet)
    _check(found, answers)
    return _keep(found, dict(answers))


@transaction.atomic
def finish(*, sheet: AnswerSheet, by: Reader) -> AnswerSheet:
    """Worked out by the version's own rules and stored; finishing twice is once."""
    locked = _locked(sheet)
    if locked.finished_at and not locked.voided_at:
        return locked
    found = _open(locked)
    result = result_of(found.version, found.given, found.child, clock.today())
    for name, value in result.items():
        setattr(found, name, value)
    found.finished_at = clock.now()
    found.save(update_fields=[*result, "finished_at"])
    _log("完成量表", found, by, valid=found.valid)
    occasions.tell(found, by)
    return found


@transaction.atomic
def enter(
    *, key: UUID, child: Child, version: InstrumentVersion, occasion: tuple[str, str], mode: str,
    answers: Mapping[str, int], by: Reader,
) -> AnswerSheet:  # fmt: skip
    """A whole sheet at once. The same answers under the same key again change nothing."""
    known = AnswerSheet.objects.standing().filter(key=key, finished_at__isnull=False).first()
    if known is not None and known.given == dict(answers) and known.child_id == child.pk:
        return known
    sheet = start(key=key, child=child, version=version, occasion=occasion, mode=mode, by=by)
    return finish(sheet=fill(sheet=sheet, answers=answers, by=by), by=by)


@transaction.atomic
def void(*, sheet: AnswerSheet, why: str, by: Reader) -> AnswerSheet:
    """Taken out, with a reason; it stays and another may be filled in. Twice is once."""
    if not by.system:
        child_for_change(sheet.child, by, Permission.GIVE_SCALES)
    found = _locked(sheet)
    if found.voided_at is not None:
        return found
    if len(why.strip()) < 2:
        raise Refusal("请写明为什么作废。")
    found.voided_at, found.voided_by, found.voided_why = (
        clock.now(),
        by.actor_name,
        why.strip()[:200],
    )
    found.save(update_fields=["voided_at", "voided_by", "voided_why"])
    _log("作废量表", found, by)
    occasions.tell(found, by)
    return found


def _locked(sheet: AnswerSheet) -> AnswerSheet:
    rows = AnswerSheet.objects.select_for_update(of=("self",)).select_related(
        "version__instrument", "child"
    )
    return rows.get(pk=sheet.pk)


def _open(sheet: AnswerSheet) -> AnswerSheet:
    found = _locked(sheet)
    if not found.is_open:
        raise Refusal(OPEN)
    occasions.check(found)
    return found


def _check(sheet: AnswerSheet, answers: Mapping[str, int]) -> None:
    asked = {one.key: dict(one.choices) for one in questions(sheet.version)}
    for item, value in answers.items():
        if item not in asked or value not in asked[item]:
            raise Refusal(f"第{item}题的“{value}”不在选项里。")


def _keep(sheet: AnswerSheet, given: dict[str, int]) -> AnswerSheet:
    columns = sheet.packed(given)
    for name, value in columns.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(columns))
    return sheet


def _log(action: str, sheet: AnswerSheet, by: Reader, **changes: Any) -> None:
    """What was done with which sheet; never an answer."""
    record(
        action=action, by=by, object_type="answersheet", object_id=sheet.key.hex,
        child_number=sheet.child.number,
        changes={"version": sheet.version_id, "occasion": sheet.occasion_kind, **changes},
    )  # fmt: skip
