"""Verbs on tasks: raise, hand over, finish, withdraw."""

from nuantong.tasks.actions.ending import (
    LEFT,
    finish,
    forget,
    retract,
    settle,
    withdraw,
    withdraw_of_child,
)
from nuantong.tasks.actions.handing import assign
from nuantong.tasks.actions.many import retract_all, settle_all
from nuantong.tasks.actions.raising import Wanted, raise_task, raise_tasks

__all__ = [
    "LEFT", "Wanted", "assign", "finish", "forget", "raise_task", "raise_tasks", "retract", "retract_all",
    "settle", "settle_all", "withdraw", "withdraw_of_child",
]  # fmt: skip
