"""Jobs of rosters: each step shows how far it is and can be left and come back to."""

from collections.abc import Callable
from contextlib import closing
from typing import Any

from django.db import connections
from procrastinate.contrib.django import app

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.accounts.models import User
from nuantong.core.errors import Refusal
from nuantong.rosters import actions
from nuantong.rosters.models import RosterImport

BROKEN = "处理中断，没有写入任何内容。请再试一次；再次中断时请联系系统管理员。"


@app.task(name="rosters.preview")
def preview(roster_id: int, user_id: int | None) -> None:
    _run(roster_id, user_id, actions.preview)


@app.task(name="rosters.apply")
def apply(roster_id: int, user_id: int | None) -> None:
    _run(roster_id, user_id, actions.apply)


@app.task(name="rosters.undo")
def undo(roster_id: int, user_id: int | None) -> None:
    _run(roster_id, user_id, actions.undo)


def _run(roster_id: int, user_id: int | None, step: Callable[..., RosterImport]) -> None:
    """The step in its own transaction; a refusal or failure is shown, and nothing was written."""
    roster = RosterImport.objects.get(pk=roster_id)
    if not roster.is_active:
        return
    roster.begin(100)
    try:
        with closing(connections.create_connection("default")) as beside:
            step(roster=roster, by=_reader(user_id), progress=_progress(beside, roster))
    except Refusal as refusal:
        roster.fail(str(refusal))
    except Exception:
        roster.fail(BROKEN)
        raise
    else:
        roster.finish()


def _reader(user_id: int | None) -> Reader:
    return reader_of(User.objects.get(pk=user_id)) if user_id else system_reader()


def _progress(beside: Any, roster: RosterImport) -> actions.Progress:
    """Told on a connection of its own: the step's is in the middle of its transaction."""

    def tell(done: int, message: str) -> None:
        with beside.cursor() as cursor:
            cursor.execute(
                "UPDATE rosters_rosterimport SET done = %s, message = %s WHERE id = %s",
                [done, message, roster.pk],
            )

    return tell
