"""Upper apps are told, inside the same transaction, when a child is new, changes, moves, leaves,
stays or comes back, and when a carer leaves."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from nuantong.access.reader import Reader
from nuantong.people.models import Carer, Child, Move, Need

ChildLeft = Callable[[Child, dt.date, str, Reader], None]
"""Called with the child, the first day off the register, the reason and who wrote it."""
ChildChanged = Callable[[Child, Reader], None]
"""Called after every change to what is known of a child."""
ChildMoved = Callable[[Child, int | None, int, dt.date, Reader], None]
"""Called with the child as she lives now, the place she came from, the new one and the day."""
ChildSettled = Callable[[Child, dt.date, Reader], None]
"""Called with a child who is new on the register, lives in an institution or at home now, or whose
household has parted."""
ChildReturned = Callable[[Child, dt.date, Reader], None]
"""Called with the first day on which she is cared for again."""
ChildStays = Callable[[Child, Reader], None]
"""Called when a person decided that she stays on the register past the age limit."""
GrowingUp = Callable[[list[Child], list[Child], Reader], None]
"""Called every night with those whose leaving is to be decided and those who will be of age."""
MovesWait = Callable[[list[Move], Reader], None]
"""Called every night with the moves that wait too long for their receiver."""
MoveDecided = Callable[[UUID, str, Reader], None]
"""Called with the key of those who move together and what became of the move."""
CarerLeft = Callable[[Carer, dt.date, Reader], None]
CapacityChanged = Callable[[Carer, int, str, Reader], None]
"""Called with the carer as she is now, how many households she could take before, and why."""
NeedChanged = Callable[[Need, Reader], None]
"""Called when a child's need has been raised, and when it has been met."""

CHILD_LEFT: list[ChildLeft] = []
CHILD_CHANGED: list[ChildChanged] = []
CHILD_MOVED: list[ChildMoved] = []
CHILD_SETTLED: list[ChildSettled] = []
CHILD_RETURNED: list[ChildReturned] = []
CHILD_STAYS: list[ChildStays] = []
GROWING_UP: list[GrowingUp] = []
MOVES_WAIT: list[MovesWait] = []
MOVE_DECIDED: list[MoveDecided] = []
CARER_LEFT: list[CarerLeft] = []
CAPACITY_CHANGED: list[CapacityChanged] = []
NEED_CHANGED: list[NeedChanged] = []


def when_child_left(hook: ChildLeft) -> None:
    """For AppConfig.ready(): a child's registration has ended."""
    if hook not in CHILD_LEFT:
        CHILD_LEFT.append(hook)


def when_child_changed(hook: ChildChanged) -> None:
    """For AppConfig.ready(): something on a child's record was written."""
    if hook not in CHILD_CHANGED:
        CHILD_CHANGED.append(hook)


def when_child_moved(hook: ChildMoved) -> None:
    """For AppConfig.ready(): a child lives elsewhere."""
    if hook not in CHILD_MOVED:
        CHILD_MOVED.append(hook)


def when_child_settled(hook: ChildSettled) -> None:
    """For AppConfig.ready(): a child was registered, or her setting has changed."""
    if hook not in CHILD_SETTLED:
        CHILD_SETTLED.append(hook)


def when_child_returned(hook: ChildReturned) -> None:
    """For AppConfig.ready(): a child who had left is on the register again."""
    if hook not in CHILD_RETURNED:
        CHILD_RETURNED.append(hook)


def when_child_stays(hook: ChildStays) -> None:
    """For AppConfig.ready(): a child past the age limit stays until a day."""
    if hook not in CHILD_STAYS:
        CHILD_STAYS.append(hook)


def when_growing_up(hook: GrowingUp) -> None:
    """For AppConfig.ready(): children reach the age at which categories end."""
    if hook not in GROWING_UP:
        GROWING_UP.append(hook)


def when_moves_wait(hook: MovesWait) -> None:
    """For AppConfig.ready(): a receiver has not answered for long."""
    if hook not in MOVES_WAIT:
        MOVES_WAIT.append(hook)


def when_move_decided(hook: MoveDecided) -> None:
    """For AppConfig.ready(): a move was accepted, refused, withdrawn or has lapsed."""
    if hook not in MOVE_DECIDED:
        MOVE_DECIDED.append(hook)


def when_carer_left(hook: CarerLeft) -> None:
    """For AppConfig.ready(): somebody is a carer no more."""
    if hook not in CARER_LEFT:
        CARER_LEFT.append(hook)


def when_capacity_changed(hook: CapacityChanged) -> None:
    """For AppConfig.ready(): a carer can take more or fewer households than before."""
    if hook not in CAPACITY_CHANGED:
        CAPACITY_CHANGED.append(hook)


def when_need_changed(hook: NeedChanged) -> None:
    """For AppConfig.ready(): a need was raised or met; `need.met_on` says which."""
    if hook not in NEED_CHANGED:
        NEED_CHANGED.append(hook)


def child_left(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    for hook in CHILD_LEFT:
        hook(child, on, reason, by)


def child_changed(child: Child, by: Reader) -> None:
    for hook in CHILD_CHANGED:
        hook(child, by)


def child_moved(child: Child, source: int | None, target: int, on: dt.date, by: Reader) -> None:
    for hook in CHILD_MOVED:
        hook(child, source, target, on, by)


def child_settled(child: Child, on: dt.date, by: Reader) -> None:
    for hook in CHILD_SETTLED:
        hook(child, on, by)


def child_returned(child: Child, on: dt.date, by: Reader) -> None:
    for hook in CHILD_RETURNED:
        hook(child, on, by)


def child_stays(child: Child, by: Reader) -> None:
    for hook in CHILD_STAYS:
        hook(child, by)


def growing_up(due: list[Child], soon: list[Child], by: Reader) -> None:
    for hook in GROWING_UP:
        hook(due, soon, by)


def moves_wait(moves: list[Move], by: Reader) -> None:
    for hook in MOVES_WAIT:
        hook(moves, by)


def move_decided(key: UUID, how: str, by: Reader) -> None:
    for hook in MOVE_DECIDED:
        hook(key, how, by)


def carer_left(carer: Carer, on: dt.date, by: Reader) -> None:
    for hook in CARER_LEFT:
        hook(carer, on, by)


def capacity_changed(carer: Carer, before: int, reason: str, by: Reader) -> None:
    for hook in CAPACITY_CHANGED:
        hook(carer, before, reason, by)


def need_changed(need: Need, by: Reader) -> None:
    for hook in NEED_CHANGED:
        hook(need, by)
