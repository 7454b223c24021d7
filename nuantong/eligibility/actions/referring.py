"""Passing a hint on to civil affairs, and what they answered."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.eligibility.models import Referral
from nuantong.eligibility.values import TITLES, Category
from nuantong.eligibility.vocabulary import ANSWER
from nuantong.people.actions.common import child_for_change, log
from nuantong.people.models import Child
from nuantong.tasks.actions import Wanted, raise_task, settle

ANSWER_WITHIN: Final = dt.timedelta(days=30)
"""After so many days somebody asks civil affairs; the product's own figure."""
REFUSALS: Final = {"referral_waits_once": "这一情形已经转介民政，还在等答复，不必重复转介。"}


@dataclass(frozen=True)
class Sent:
    """What was passed on, when and to whom."""

    category: str
    sent_on: dt.date
    sent_to: str = "民政部门"
    note: str = ""


@transaction.atomic
def refer(*, child: Child, sent: Sent, key: uuid.UUID, by: Reader) -> Referral:
    """Note that a hint went to civil affairs. The same key twice is one referral."""
    found = child_for_change(child, by)
    known = Referral.objects.filter(key=key, child=found).first()
    if known is not None:
        return known
    if sent.category not in set(Category):
        raise Refusal("请选择转介的情形。")
    if sent.sent_on > by.on:
        raise Refusal("转介日期在今天之后，请核对。")
    with refusing(REFUSALS):
        kept = Referral.objects.create(
            key=key, child=found, category=sent.category, sent_on=sent.sent_on,
            sent_to=sent.sent_to[:60] or "民政部门", sent_by=by.actor_name,
            note=narrative(sent.note, 1000),
        )  # fmt: skip
    raise_task(by=by, wanted=_asking(kept))
    log("转介民政", found, by, category=kept.category, sent_on=kept.sent_on)
    return kept


def _asking(referral: Referral) -> Wanted:
    title = TITLES[Category(referral.category)]
    return Wanted(
        key=f"referral:{referral.key}", kind=ANSWER, child=referral.child,
        title=f"询问民政对“{title}”情形的答复", permission=Permission.EDIT_CHILDREN,
        due_on=referral.sent_on + ANSWER_WITHIN, url_name="eligibility:answer",
        url_args={"number": referral.child.number, "key": str(referral.key)},
    )  # fmt: skip


@transaction.atomic
def answer(*, referral: Referral, answer: str, on: dt.date, by: Reader, note: str = "") -> Referral:
    """Keep what civil affairs answered; the task of asking is done. Labels are set by officers."""
    child = child_for_change(referral.child, by)
    row = Referral.objects.select_for_update().get(pk=referral.pk, child=child)
    if (row.answer, row.answered_on) == (answer, on):
        return row
    if row.answered_on is not None:
        raise Refusal("这次转介已经记下答复。")
    if answer not in Referral.Answer.values:
        raise Refusal("请选择民政的答复。")
    if not row.sent_on <= on <= by.on:
        raise Refusal("答复日期应在转介以后、今天以前，请核对。")
    row.answer, row.answered_on, row.answer_note = answer, on, narrative(note, 1000)
    row.save(update_fields=["answer", "answered_on", "answer_note"])
    settle(key=f"referral:{row.key}", how=f"民政答复：{row.get_answer_display()}", by=by)
    log("记录民政答复", child, by, category=row.category, answer=answer, answered_on=on)
    return row
