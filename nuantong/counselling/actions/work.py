"""What the counsellor does, and what her supervisor says."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.counselling.access import charges_of
from nuantong.counselling.actions.common import entered, locked, log, running, words
from nuantong.counselling.models import (
    Case,
    CrisisPlan,
    Goal,
    HospitalReferral,
    Note,
    Session,
    Supervision,
)
from nuantong.counselling.occasion import KIND
from nuantong.instruments.actions import sheets
from nuantong.instruments.models import AnswerSheet, InstrumentVersion

LATEST: Final = dt.timedelta(90)
"""How long after its day a session may be put down: what a quarter's accounts were paid by stands."""


@transaction.atomic
def record_session(
    *, key: UUID, case: Case, kind: str, on: dt.date, minutes: int, absent: str, said: str,
    by: Reader,
) -> Session:  # fmt: skip
    """A call or meeting, or that nobody was there; the same key again is the same session."""
    found = locked(case, by, P.COUNSEL)
    known = Session.objects.filter(key=key).first()
    if known is not None:
        return _the_same(known, found, kind, on)
    charge = charges_of(by).filter(case=found).select_related("practitioner").first()
    if charge is None:
        raise Refusal("这个个案现在不是由您负责。")
    _on_a_day(found, kind, on, by.on)
    _not_in_a_pause(found, on)
    session = Session.objects.create(
        key=key, case=found, practitioner=charge.practitioner, on=on, kind=kind, absent=absent,
        minutes=0 if absent else minutes, **entered(by),
    )  # fmt: skip
    if said.strip():
        _write(Note, {"session": session}, 0, said, by)
    log("记录辅导", found, by, kind=kind, on=on, absent=absent)
    return session


def _on_a_day(case: Case, kind: str, on: dt.date, today: dt.date) -> None:
    if kind not in Session.Kind:
        raise Refusal("请选择方式。")
    if on > today:
        raise Refusal("日期还没有到，不能先记。")
    if on < today - LATEST:
        raise Refusal(f"已经过了{LATEST.days}天，不能再补记。请把当时的情况写进下一次的咨询记录。")
    if case.started_on is None or on < case.started_on:
        raise Refusal("这一天个案还没有开始。")
    after = case.closed_on is not None and on >= case.closed_on
    if after != (kind == Session.Kind.FOLLOW_UP):
        raise Refusal(
            "这一天个案已经结束，只能记结案后回访。" if after else "个案还没有结束，不能记回访。"
        )


def _the_same(known: Session, case: Case, kind: str, on: dt.date) -> Session:
    """A form sent twice; one that says something else is another session and needs a key of its own."""
    if (known.case_id, known.kind, known.on) != (case.pk, kind, on):
        raise Refusal("这张表已经保存过另一次辅导，请从个案页面重新打开表单再填。")
    return known


def _not_in_a_pause(case: Case, on: dt.date) -> None:
    rests = Q(end=None) | Q(end__gt=on)
    if case.pauses.filter(rests, start__lte=on).exists():
        raise Refusal("这一天辅导是暂停的。已经恢复的，请先在个案页面点“恢复”。")


@transaction.atomic
def write_note(*, session: Session, base: int, said: str, by: Reader) -> Note:
    """The note of a session as a whole; `base` is the number that was on the screen."""
    found = locked(session.case, by, P.COUNSEL)
    note = _write(Note, {"session": session}, base, said, by)
    log("写咨询记录", found, by, number=note.number)
    return note


@transaction.atomic
def write_crisis_plan(*, case: Case, base: int, said: str, by: Reader) -> CrisisPlan:
    found = running(case, by, P.COUNSEL)
    plan = _write(CrisisPlan, {"case": found}, base, said, by)
    log("写危机预案", found, by, number=plan.number)
    return plan


def _write(model: Any, of: dict[str, Any], base: int, said: str, by: Reader) -> Any:
    """The next number of a text. Whoever wrote in between is not overwritten, nor is this lost: the
    form comes back with both."""
    last = model.objects.filter(**of).order_by("-number").first()
    text = words(said, "还没有写内容。")
    number = last.number if last else 0
    if last is not None and str(last.words) == text:
        return last
    if number != base:
        raise StaleVersion(
            f"{last.entered_by_name}刚刚也写了这一份，您写的还在下面。她写的是：\n{last.words}"
        )
    return model.objects.create(**of, number=number + 1, words=text, **entered(by))


@transaction.atomic
def set_goal(*, case: Case, said: str, by: Reader) -> Goal:
    found = running(case, by, P.COUNSEL)
    goal = Goal.objects.create(case=found, words=words(said, "请写下孩子的话。"), **entered(by))
    log("定下目标", found, by)
    return goal


@transaction.atomic
def reach_goal(*, goal: Goal, by: Reader) -> Goal:
    """Reached, once."""
    found = locked(goal.case, by, P.COUNSEL)
    Goal.objects.filter(pk=goal.pk, reached_on=None).update(reached_on=by.on)
    goal.refresh_from_db()
    log("达到目标", found, by)
    return goal


@transaction.atomic
def supervise(*, case: Case, said: str, by: Reader) -> Supervision:
    found = locked(case, by, P.SUPERVISE)
    kept = Supervision.objects.create(
        case=found, words=words(said, "请写督导意见。"), **entered(by)
    )
    log("写督导意见", found, by)
    return kept


@transaction.atomic
def advise_hospital(*, case: Case, hospital: str, said: str, by: Reader) -> HospitalReferral:
    """The guardian was advised to take the child to a hospital."""
    found = running(case, by, P.COUNSEL)
    where = words(hospital, "请写医院名称。")[:60]
    kept = HospitalReferral.objects.create(
        case=found, on=by.on, hospital=where, why=words(said, "请写明为什么。"), **entered(by)
    )
    log("建议就医", found, by, hospital=where)
    return kept


@transaction.atomic
def answer_hospital(*, referral: HospitalReferral, said: str, by: Reader) -> HospitalReferral:
    """What came back, once."""
    found = locked(referral.case, by, P.COUNSEL)
    if referral.answered_on is not None:
        raise Refusal("这张转介单已经有回执。")
    referral.answered_on, referral.answer = by.on, words(said, "请写回执的内容。")
    referral.save(update_fields=["answered_on", "answer"])
    log("登记就医回执", found, by)
    return referral


@transaction.atomic
def begin_sheet(
    *, key: UUID, case: Case, version: InstrumentVersion, mode: str, by: Reader
) -> AnswerSheet:
    """A measurement of the case: the newest sheet of this scale in this month is gone on with."""
    found = running(case, by, P.COUNSEL)
    occasion = (KIND, f"{found.key.hex}/{by.on:%Y-%m}")
    return sheets.start(
        key=key, child=found.child, version=version, occasion=occasion, mode=mode, by=by
    )
