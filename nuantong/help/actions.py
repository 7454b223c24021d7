"""Writing a complaint, reading it as its officer, answering it."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.accounts.models import User
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.help.deadlines import answer_due
from nuantong.help.models import Complaint, ComplaintStep
from nuantong.help.officers import officers_for
from nuantong.people.whereabouts import place_of

Kind = ComplaintStep.Kind


@dataclass(frozen=True)
class Letter:
    """What the writer says. `about_officer`: it is about the very officer who would answer."""

    kind: str
    text: str
    contact: str = ""
    about_officer: bool = False


@transaction.atomic
def complain(*, by: Reader, key: uuid.UUID, letter: Letter) -> Complaint:
    """Keep a complaint for the nearest officer upwards. The same key twice is one complaint."""
    writer = _signed_in(by)
    if letter.kind not in Complaint.Kind.values:
        raise Refusal("请选择是投诉、建议还是表扬。")
    if not narrative(letter.text):
        raise Refusal("请写下您想说的话。")
    complaint, new = Complaint.objects.get_or_create(
        key=key, defaults={"writer": writer, **_values(by, letter)}
    )
    if complaint.writer_id != writer.pk:
        raise Refusal("没有存下来，请重新打开本页再提交一次。")
    if new:
        _log(by, "提交投诉建议", complaint)
    return complaint


def _signed_in(by: Reader) -> User:
    if by.user is None:
        raise Refusal("请先登录。")
    return by.user


def _values(by: Reader, letter: Letter) -> dict[str, object]:
    officers = officers_for(by)
    handler = officers.about(letter.about_officer)
    about = officers.nearest if letter.about_officer else None
    now = clock.now()
    return {
        "kind": letter.kind,
        "text": narrative(letter.text),
        "contact": narrative(letter.contact, 200),
        "place_id": place_of(by),
        "desk_id": handler.desk.id if handler else None,
        "handler": handler.user if handler else None,
        "about": about.user if about else None,
        "at": now,
        "due_on": answer_due(now.date()),
    }


def _log(by: Reader, action: str, complaint: Complaint) -> None:
    record(action=action, by=by, object_type="complaint", object_id=complaint.key.hex)


@transaction.atomic
def read_complaint(*, by: Reader, complaint: Complaint) -> None:
    """Write down the look; the first look of an officer tells the writer that it arrived."""
    _log(by, "查看投诉建议", complaint)
    if by.user and Complaint.objects.answerable_by(by).filter(pk=complaint.pk).exists():
        ComplaintStep.objects.get_or_create(
            complaint=complaint,
            kind=Kind.RECEIVED,
            defaults={"by": by.user, "at": clock.now()},
        )


@transaction.atomic
def answer(*, by: Reader, complaint: Complaint, key: uuid.UUID, text: str) -> ComplaintStep:
    """Answer a complaint, once more if need be. The same key twice is one answer."""
    officer = _signed_in(by)
    if not Complaint.objects.answerable_by(by).filter(pk=complaint.pk).exists():
        raise Refusal("这件投诉建议不由您答复。")
    words = narrative(text)
    if not words:
        raise Refusal("请写下答复。")
    step, new = ComplaintStep.objects.get_or_create(
        key=key,
        defaults={
            "complaint": complaint,
            "kind": Kind.ANSWERED,
            "by": officer,
            "at": clock.now(),
            "text": words,
        },
    )
    if (step.complaint_id, step.by_id) != (complaint.pk, officer.pk):
        raise Refusal("没有存下来，请重新打开本页再试一次。")
    if new:
        _log(by, "答复投诉建议", complaint)
    return step
