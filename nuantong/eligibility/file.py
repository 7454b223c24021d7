"""情形线索 on a child's page: what her facts fit today, on what it rests, what is still missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.eligibility.models import Referral
from nuantong.eligibility.reading import record_of
from nuantong.eligibility.rules import evaluate
from nuantong.eligibility.standing import TERMED, UNSAID
from nuantong.eligibility.values import CAUTION, TITLES, Category, Fits, Result
from nuantong.eligibility.vocabulary import labels_for, only_repeats
from nuantong.people.file import Entry
from nuantong.people.models import Child, ParentSituation
from nuantong.people.visibility import permissions_on

TONES = {Fits.YES: "due", Fits.INCOMPLETE: "info", Fits.NO: "plain"}
DETAILED = {*TERMED, "severely_disabled", "severely_ill", "lost_contact", "working_away", "dead",
            "missing", "guardianship_revoked", "deported"}  # fmt: skip
"""Situations of which a document tells more: dates, a term, a grade, a county."""


@dataclass(frozen=True)
class Line:
    """One result with what the register says of it."""

    result: Result
    tone: str
    labelled: bool
    contradicts: bool
    referral: Referral | None


def section(child: Child, reader: Reader) -> dict[str, Any] | None:
    """Judged as the page is opened, from what the page has read: no query of its own."""
    may = permissions_on(child, reader)
    if Permission.SEE_HINTS not in may or child.status != Child.Status.ON_REGISTER:
        return None
    record = record_of(child, reader.on, reader.tree)
    referrals = {r.category: r for r in reversed(list(child.hint_referrals.all()))}
    lines = [
        _line(result, record.labels, referrals.get(result.category))
        for result in evaluate(record.facts, reader.on, record.region)
        if not only_repeats(result.category, record.labels)
    ]  # fmt: skip
    told = [line for line in lines if line.result.fits is not Fits.NO or line.contradicts]
    may_act = Permission.EDIT_CHILDREN in may
    return {
        "told": told, "others": [line for line in lines if line not in told],
        "caution": CAUTION, "may_act": may_act, "blank": _blank(child, reader),
        "details": list(_details(child, reader)) if may_act else [],
    }  # fmt: skip


def _line(result: Result, labels: frozenset[str], referral: Referral | None) -> Line:
    labelled = bool(labels & {*labels_for(result.category)})
    tone = "good" if labelled and result.fits is Fits.YES else TONES[result.fits]
    contradicts = result.fits is Fits.NO and result.category in labels
    return Line(result, tone, labelled, contradicts, referral)


def _held(child: Child, reader: Reader) -> Iterator[ParentSituation]:
    for row in child.parent_situations.all():
        if row.until is None or row.until > reader.on:
            yield row


def _details(child: Child, reader: Reader) -> Iterator[ParentSituation]:
    """Situations that a document could tell more of."""
    return (row for row in _held(child, reader) if row.status in DETAILED)


def _blank(child: Child, reader: Reader) -> list[str]:
    """Parents of whom nothing is known now."""
    known = {row.parent for row in _held(child, reader) if row.status not in UNSAID}
    return [p.label for p in ParentSituation.Parent if p.value not in known]


def timeline(child: Child, reader: Reader) -> Iterator[Entry]:
    if Permission.SEE_HINTS not in permissions_on(child, reader):
        return
    for one in child.hint_referrals.all():
        title = TITLES[Category(one.category)]
        yield Entry(one.sent_on, "flag", f"“{title}”情形线索转介{one.sent_to}", "", one.sent_by)
        if one.answered_on:
            yield Entry(one.answered_on, "done", f"民政答复：{one.get_answer_display()}")
