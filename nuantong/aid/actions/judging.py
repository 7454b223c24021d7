"""The visit, two opinions, the decision, and the appeal against it."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.aid import money
from nuantong.aid.actions.common import known_step, locked, said, write_step
from nuantong.aid.facts import check_application
from nuantong.aid.models import Application, Step
from nuantong.aid.models.application import State
from nuantong.aid.rules import Tone
from nuantong.books.models import Balance
from nuantong.core.errors import Refusal

Kind = Step.Kind


@transaction.atomic
def visit(*, application: Application, on: dt.date, words: str, key: UUID, by: Reader) -> None:
    """Somebody other than whoever applied was in the home and says what she saw."""
    found = locked(application, by, P.APPLY_FOR_AID, P.OPINE_ON_AID)
    if known_step(found, key):
        return
    if not found.applied_on <= on <= by.on:
        raise Refusal("入户日期在申请以后、今天以前。")
    write_step(found, Kind.VISITED, by, key, on=on, words=said(words, "请写明在家里看到的情况。"))


def township_opinion(
    *, application: Application, agree: bool, words: str, key: UUID, by: Reader
) -> None:
    """Agreeing needs a visit and every paper of the scheme."""
    _opine(application, Kind.TOWNSHIP, P.OPINE_ON_AID, agree, words, key, by)


def district_opinion(
    *, application: Application, agree: bool, words: str, key: UUID, by: Reader
) -> None:
    _opine(application, Kind.DISTRICT, P.REVIEW_AID, agree, words, key, by)


@transaction.atomic
def _opine(
    application: Application, kind: str, permission: P, agree: bool, words: str, key: UUID,
    by: Reader,
) -> None:  # fmt: skip
    found = locked(application, by, permission)
    if known_step(found, key):
        return
    if agree and kind == Kind.TOWNSHIP:
        _complete(found, by)
    text = words if agree else said(words, "不同意的，请写明理由。")
    verdict = Step.Verdict.AGREE if agree else Step.Verdict.DISAGREE
    write_step(found, kind, by, key, verdict=verdict, words=text)


def _complete(application: Application, by: Reader) -> None:
    for finding in check_application(application, by.on):
        if finding.rule == "材料" and finding.tone != Tone.FITS:
            raise Refusal(f"材料{finding.words}，补齐再签同意；补不齐的，签不同意并写明。")


@transaction.atomic
def grant(
    *, application: Application, fen: int, source: Balance, words: str, key: UUID, by: Reader
) -> None:
    """The city agrees: the money is promised in the books in the same transaction."""
    found = locked(application, by, P.DECIDE_AID)
    if not known_step(found, key):
        _grant(found, Kind.GRANTED, fen, source, words, key, by)


def _grant(
    application: Application, kind: str, fen: int, source: Balance, words: str, key: UUID,
    by: Reader,
) -> None:  # fmt: skip
    if fen <= 0:
        raise Refusal("请填同意的金额。")
    step = write_step(
        application, kind, by, key, fen=fen, words=words, source=source,
        findings=check_application(application, by.on),
    )  # fmt: skip
    money.commit(application, step, by)


@transaction.atomic
def refuse(*, application: Application, words: str, key: UUID, by: Reader) -> None:
    """The city says no, with a reason the family is told."""
    found = locked(application, by, P.DECIDE_AID)
    if known_step(found, key):
        return
    write_step(
        found, Kind.REFUSED, by, key, words=said(words, "请写明不予救助的理由，会告诉这家人。"),
        findings=check_application(found, by.on),
    )  # fmt: skip


@transaction.atomic
def answer_appeal(
    *, application: Application, words: str, key: UUID, by: Reader, fen: int = 0,
    source: Balance | None = None,
) -> None:  # fmt: skip
    """Another person decides: with money the refusal is undone, without it stands, with a reason."""
    found = locked(application, by, P.DECIDE_AID)
    if known_step(found, key):
        return
    reason = said(words, "请写明复核的理由。")
    if found.state != State.APPEALED:
        raise Refusal("这件申请没有在复核。")
    if source is None:
        write_step(found, Kind.UPHELD, by, key, words=reason)
    else:
        _grant(found, Kind.REGRANTED, fen, source, reason, key, by)
