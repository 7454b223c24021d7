"""Moves as pages show them: those who move together on one line."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final
from uuid import UUID

from django.core.cache import cache

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models import Move
from nuantong.people.queries.ages import age_on
from nuantong.people.queries.names import shown_name, shows_names
from nuantong.people.values import MOVE_WAITS

SHOWN: Final = dt.timedelta(days=60)
SENT: Final = dt.timedelta(days=366)
MOST: Final = 200
"""Moves that were sent are shown for a year, at most so many."""
FRESH: Final = 60
"""Seconds that the number in the menu may be old; one's own answers renew it at once."""


@dataclass(frozen=True)
class Line:
    """Everybody who moves together, from where to where, and what the reader may do."""

    moves: list[Move]
    source: str
    target: str
    waits: int
    may_decide: bool
    may_withdraw: bool
    mine: frozenset[int]
    ages: list[int | None]
    away: bool = field(default=False, kw_only=True)
    """Sent from here and theirs now: the outcome is told, the file is not opened."""
    opens: bool
    """Whether names, the new address and the phone are shown: as files are, not as wide lists."""

    @property
    def first(self) -> Move:
        return self.moves[0]

    @property
    def names(self) -> str:
        return "、".join(self.name_of(move) for move in self.moves)

    def name_of(self, move: Move) -> str:
        return shown_name(move.child.name, self.opens)

    @property
    def waited(self) -> str:
        return f"{self.waits}天"

    @property
    def late(self) -> bool:
        return self.first.state == Move.State.PROPOSED and self.waits > MOVE_WAITS

    @property
    def children(self) -> list[tuple[Move, str, int | None, bool]]:
        """Each with her name, her age and whether the reader may open her file."""
        return [
            (move, self.name_of(move), age, move.child_id in self.mine)
            for move, age in zip(self.moves, self.ages, strict=True)
        ]


def moves_of(reader: Reader) -> dict[str, list[Line]]:
    """By what is to be done: to answer, to wait for, decided lately."""
    rows = Move.objects.visible_to(reader).select_related("child")
    waiting = _lines(rows.open(), reader)
    decided = rows.exclude(state=Move.State.PROPOSED).filter(decided_on__gt=reader.on - SHOWN)
    sent = Move.objects.sent_by(reader).filter(decided_on__gt=reader.on - SENT)
    away = sent.select_related("child").order_by("-decided_on", "together")[:MOST]
    return {
        "待我接收": [line for line in waiting if line.may_decide],
        "等对方接收": [line for line in waiting if not line.may_decide],
        "近两个月已办结": _lines(decided.order_by("-decided_on", "together"), reader),
        "近一年送出、已由对方接收": [replace(line, away=True) for line in _lines(away, reader)],
    }


def one(key: UUID, reader: Reader) -> Line | None:
    rows = Move.objects.visible_to(reader).filter(together=key).select_related("child")
    found = _lines(rows, reader)
    if not found:
        return None
    ends = {move.child.place_id for move in found[0].moves}
    ends |= {found[0].first.target_id} if found[0].first.state == Move.State.PROPOSED else set()
    return replace(found[0], opens=any(reader.covers(Permission.OPEN_FILE, p) for p in ends))


def number_known(reader: Reader) -> int | None:
    """How many moves wait for the reader's answer, without asking the database."""
    return cache.get(_at(reader))


def number(reader: Reader) -> int:
    """How many moves wait for the reader's answer: the number in the menu."""
    known = number_known(reader)
    if known is None:
        known = Move.objects.into(reader).order_by().values("together").distinct().count()
        cache.set(_at(reader), known, FRESH)
    return known


def forget_number(reader: Reader) -> None:
    cache.delete(_at(reader))


def _at(reader: Reader) -> str:
    return f"moves:{reader.actor_id}:{reader.on}"


def _lines(moves: Iterable[Move], reader: Reader) -> list[Line]:
    rows = sorted(moves, key=lambda move: (_day(move), str(move.together), move.pk))
    return [_line(list(group), reader) for _, group in groupby(rows, key=lambda m: m.together)]


def _day(move: Move) -> dt.date:
    return move.decided_on or move.proposed_on


def _line(moves: list[Move], reader: Reader) -> Line:
    first, tree = moves[0], reader.tree
    waits = first.state == Move.State.PROPOSED
    mine = {m.child_id for m in moves if reader.covers(Permission.OPEN_FILE, m.child.place_id)}
    return Line(
        moves=moves,
        source=tree.full_name(first.source_id) or "居住地未采集",
        target=tree.full_name(first.target_id),
        waits=(reader.on - first.proposed_on).days,
        may_decide=waits and reader.covers(Permission.EDIT_CHILDREN, first.target_id),
        may_withdraw=waits and reader.covers(Permission.MOVE_CHILDREN, first.child.place_id),
        mine=frozenset(mine),
        ages=[age_on(move.child.birth_date, reader.on) for move in moves],
        opens=shows_names(reader, Permission.MOVE_CHILDREN),
    )
