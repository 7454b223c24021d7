"""A reversal asked for on the books' own pages."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.books.documents import document_kind
from nuantong.books.models import Entry
from nuantong.books.posting import Document, reverse
from nuantong.core.errors import Refusal
from nuantong.core.text import clean


@transaction.atomic
def undo(*, entry: Entry, on: dt.date, why: str, key: UUID, by: Reader) -> Entry:
    """The entry the other way round, on a day that is open, with the reason; twice is once."""
    if not by.covers(Permission.KEEP_BOOKS, entry.fund.region_id):
        raise Refusal("这笔资金由别的单位管理，不由您冲销。")
    kind = document_kind(entry.document_kind)
    if kind.undone_there:
        raise Refusal(f"这张凭证由{kind.label}产生，请在微爱行动里撤销、核销或退回，账上同时记好。")
    if on < entry.on or on > by.on:
        raise Refusal("冲销的日期应在原凭证之后、今天或以前。")
    document = Document(entry.document_kind, entry.document_key)
    made = reverse(entry, on=on, why=why, document=document, key=key, by=by)
    record(action="冲销凭证", by=by, object_type="entry", object_id=entry.pk, reason=clean(why),
           changes={"reversed_by": made.pk})  # fmt: skip
    return made
