"""What the register asks of people becomes tasks: whose leaving is to be decided, moves that wait."""

import datetime as dt
from uuid import UUID

from nuantong.access.reader import Reader
from nuantong.people.ageing import birthday
from nuantong.people.models import Child, Move
from nuantong.people.values import MOVE_WAITS
from nuantong.tasks.actions import LEFT, Wanted, raise_task, raise_tasks, retract, settle
from nuantong.tasks.models import Task

AGEING, SOON, MOVE = "ageing", "ageing_soon", "move"
NO_LONGER = "已作决定，或不再需要决定"


def of_age(due: list[Child], soon: list[Child], by: Reader) -> None:
    """One task for each child whose leaving is to be decided, one beforehand (people.hooks).

    Who is on the list no longer, because somebody decided or she is at school, has none.
    """
    wanted = [_wanted(child, AGEING, "到龄：请决定是否退出台账", by, 30) for child in due]
    wanted += [_wanted(child, SOON, "60天内到龄，请与家庭说明", by, 60) for child in soon]
    raise_tasks(by=by, wanted=wanted)
    _raise_again(wanted, by)
    for kind, children in ((AGEING, due), (SOON, soon)):
        rows = Task.objects.open().filter(kind=kind).exclude(child__in=children)
        for key in rows.values_list("key", flat=True):
            retract(key=key, reason=NO_LONGER, by=by)


def _raise_again(wanted: list[Wanted], by: Reader) -> None:
    """A reprieve is over, or an exit was undone: what the register itself took back waits anew;
    what a person withdrew stays so."""
    taken_back = Task.objects.filter(kind__in=[AGEING, SOON], withdrawn_on__isnull=False)
    why = taken_back.values_list("key", "withdrawn_reason")
    gone = {key for key, words in why if words == NO_LONGER or words.startswith(LEFT)}
    for one in wanted:
        if one.key in gone:
            raise_task(by=by, wanted=one, again=True)


def _wanted(child: Child, kind: str, title: str, by: Reader, days: int) -> Wanted:
    """The key holds for one birthday: sixteen and eighteen are two tasks."""
    assert child.birth_date is not None
    near = 16 if birthday(child.birth_date, 17) > by.on else 18
    return Wanted(
        key=f"{kind}:{child.pk}:{near}", kind=kind, title=title, child=child,
        due_on=by.on + dt.timedelta(days), url_name="people:ageing",
    )  # fmt: skip


def late_moves(moves: list[Move], by: Reader) -> None:
    """A move that waits too long is a task of whoever keeps the register there (people.hooks)."""
    groups: dict[UUID, list[Move]] = {}
    for move in moves:
        groups.setdefault(move.together, []).append(move)
    raise_tasks(by=by, wanted=[_of_move(group, by) for group in groups.values()])


def _of_move(moves: list[Move], by: Reader) -> Wanted:
    first = moves[0]
    return Wanted(
        key=f"{MOVE}:{first.together}", kind=MOVE, region=first.target_id,
        title=f"迁入待接收：{len(moves)}名儿童，{first.proposed_on:%m月%d日}由{first.proposer}提出",
        due_on=first.proposed_on + dt.timedelta(2 * MOVE_WAITS),
        url_name="people:one_move", url_args={"key": str(first.together)},
    )  # fmt: skip


def move_decided(key: UUID, how: str, by: Reader) -> None:
    settle(key=f"{MOVE}:{key}", how=how, by=by)
