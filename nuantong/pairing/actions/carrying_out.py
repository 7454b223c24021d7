"""The job of a publication, and of accepting many: one transaction, told of from beside it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.http import Http404

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.core.errors import Refusal
from nuantong.core.retrying import retried
from nuantong.pairing.actions.accepting import accept
from nuantong.pairing.actions.publishing import Step, Stopped, give_up, publish, take_back
from nuantong.pairing.actions.slicing import Tell
from nuantong.pairing.models import Publication

STEPS: Final = 100
BROKEN: Final = "中途出错，什么都没有改变。请再试一次；再次出错时请联系系统管理员。"
NOT_HERS: Final = "您已不负责这里的结对，没有办成。"
MINE: Final = "SELECT pg_try_advisory_lock(hashtext('pairing_publication'), %s)"
FREE: Final = "SELECT pg_advisory_unlock(hashtext('pairing_publication'), %s)"
WATCHED: Final = "SET client_connection_check_interval = '5s'"
"""The database looks whether the worker still lives: what a killed one held is let go."""
DO: Final[dict[str, Callable[[Publication, Reader, Tell], object]]] = {
    Step.ACCEPT: accept, Step.PUBLISH: publish, Step.UNDO: take_back,
}  # fmt: skip
TOLD: Final = (
    "UPDATE pairing_publication SET done = %s, message = %s"
    " WHERE id = %s AND work_state = 'running'"
)


def carry_out(*, publication_id: int) -> None:
    """Does what was asked for. Of two workers the second leaves it to the first; what a killed one
    began was never there, and begins anew."""
    with _alone(publication_id) as mine:
        active = Publication.objects.active().select_related("round", "by", "undone_by")
        found = active.filter(pk=publication_id).first() if mine else None
        if found is not None:
            _carry_out(found)


@contextmanager
def _alone(publication: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute(MINE, [publication])
        (mine,) = cursor.fetchone()
        cursor.execute(WATCHED)
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute(FREE, [publication])


def _carry_out(found: Publication) -> None:
    found.begin(STEPS)
    by = _whose(found)
    try:
        with _told(found) as tell:
            retried(DO[found.step])(found, by, tell)
    except Stopped:
        return
    except Refusal as refusal:
        give_up(found, str(refusal))
    except Http404:
        give_up(found, NOT_HERS)
    except Exception:
        give_up(found, BROKEN)
        raise


def _whose(found: Publication) -> Reader:
    """Whoever asked, with what she may do now."""
    user = found.undone_by if found.step == Step.UNDO else found.by
    return reader_of(user) if user else system_reader()


@contextmanager
def _told(found: Publication) -> Iterator[Tell]:
    """Seen at once by whoever looks, for it is written beside the transaction; when the work is not
    wanted any more, telling ends it."""
    beside = connections.create_connection(DEFAULT_DB_ALIAS)
    try:
        with beside.cursor() as cursor:

            def tell(percent: int, words: str) -> None:
                cursor.execute(TOLD, [percent, words, found.pk])
                if not cursor.rowcount:
                    raise Stopped

            yield tell
    finally:
        beside.close()
