"""Telling people: one, or thousands at once. The same key to the same person is one notice."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from psycopg import sql

from nuantong.access.reader import Reader
from nuantong.accounts.models import User
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.fields import EncryptedTextField
from nuantong.core.text.narratives import narrative
from nuantong.notices.delivering import put_on_their_way
from nuantong.notices.kinds import KINDS
from nuantong.notices.models import Notice, Quiet
from nuantong.notices.queries import forget_number
from nuantong.people.models import Carer, Child

COLUMNS: Final = {
    "user_id": "bigint", "carer_id": "bigint", "child_id": "bigint", "key": "text", "kind": "text",
    "subject": "text", "text": "bytea", "url_name": "text", "url_args": "text",
}  # fmt: skip
"""What differs from notice to notice, and how it is sent to the database."""


@dataclass(frozen=True, kw_only=True)
class Note:
    """One notice of many: the ids of the user or else the carer, and of the child it is about."""

    kind: str
    key: str
    subject: str
    text: str = ""
    user: int | None = None
    carer: int | None = None
    child: int | None = None
    url_name: str = ""
    url_args: dict[str, Any] = field(default_factory=dict)


def forget(*, key: str, subject: str) -> None:
    """Whom these notices were about is to be known no longer; that somebody was told, stays."""
    Notice.objects.filter(key=key).update(subject=subject, text=None)


@transaction.atomic
def notify(
    *, to: User | Carer, kind: str, key: str, subject: str, by: Reader,
    text: str = "", child: Child | None = None, url_name: str = "",
    url_args: dict[str, Any] | None = None,
) -> bool:  # fmt: skip
    """Tell one person, once for this key; whether it was new.

    `subject` may leave the product: it must not name the child. `text` and the child's name stay.
    """
    if child and child.name in subject:
        raise ValueError("the subject of a notice must not name the child")
    address = {"carer" if isinstance(to, Carer) else "user": to.pk}
    note = Note(
        kind=kind, key=key, subject=subject, text=text, child=child.pk if child else None,
        url_name=url_name, url_args=url_args or {}, **address,
    )  # fmt: skip
    return bool(notify_all(by=by, notes=[note], child_number=child.number if child else ""))


@transaction.atomic
def notify_all(*, by: Reader, notes: Iterable[Note], child_number: str = "") -> int:
    """Tell many, by one statement; how many notices were new."""
    wanted = list(notes)
    unknown = {note.kind for note in wanted} - set(KINDS)
    if unknown:
        raise ValueError(f"nobody registered the kind {unknown.pop()!r}")
    written = _insert(wanted, by)
    if written:
        changes = {"count": len(written), "kinds": sorted({kind for _, kind in written})}
        record(action="发出通知", by=by, object_type="notice", child_number=child_number,
               changes=changes)  # fmt: skip
        put_on_their_way([pk for pk, kind in written if KINDS[kind].leaves])
    return len(written)


def _insert(notes: list[Note], by: Reader) -> list[tuple[int, str]]:
    """Those that were new; whoever comes second with a key finds it there."""
    names = sql.SQL(", ").join(map(sql.Identifier, COLUMNS))
    kinds = sql.SQL(", ").join(sql.SQL(f"%s::{kind}[]") for kind in COLUMNS.values())
    statement = sql.SQL(
        "INSERT INTO {table} ({names}, at, by)"
        " SELECT user_id, carer_id, child_id, key, kind, subject, text, url_name,"
        " url_args::jsonb, %s, %s FROM unnest({kinds}) AS given ({names})"
        " ON CONFLICT DO NOTHING RETURNING id, kind"
    ).format(table=sql.Identifier(Notice._meta.db_table), names=names, kinds=kinds)
    columns = list(zip(*_rows(notes), strict=True)) or [()] * len(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(statement, [clock.now(), by.actor_name, *map(list, columns)])
        return cursor.fetchall()


def _rows(notes: Iterable[Note]) -> Iterator[tuple[Any, ...]]:
    sealed = Notice._meta.get_field("text")
    assert isinstance(sealed, EncryptedTextField)
    seal = cache(sealed.sealer())
    for note in notes:
        yield (
            note.user, note.carer, note.child, note.key, note.kind, note.subject[:120],
            seal(narrative(note.text, 2000)), note.url_name, json.dumps(note.url_args),
        )  # fmt: skip


def mark_read(*, by: Reader, pk: int | None = None) -> int:
    """One of her own notices, or all of them, has been read; the first time is what counts."""
    mine = Notice.objects.visible_to(by).unread()
    found = mine if pk is None else mine.filter(pk=pk)
    forget_number(by)
    return _read(found)


def set_quiet(*, by: Reader, quiet: bool) -> None:
    """Whether she wants what she is told on her phone, too."""
    if by.user is None:
        return
    if quiet:
        Quiet.objects.get_or_create(user=by.user)
    else:
        Quiet.objects.filter(user=by.user).delete()
    record(action="设置短信", by=by, object_type="user", object_id=by.user.pk,
           changes={"quiet": quiet})  # fmt: skip


def mark_read_by_key(*, key: str, to: User | Carer) -> int:
    """For the app that wrote it: what it asked for has been done, so it has been seen."""
    addressee = {"carer": to} if isinstance(to, Carer) else {"user": to}
    return _read(Notice.objects.unread().filter(key=key, **addressee))


def _read(found: Any) -> int:
    return found.update(read_at=Greatest("at", Value(clock.now())))
