"""Verbs: planning a round, asking to sessions, calling the roll, writing down what was seen."""

from nuantong.programmes.actions.asking import ask, take_off
from nuantong.programmes.actions.planning import (
    Meeting,
    add_session,
    cancel_session,
    change_plan,
    plan_contract,
)
from nuantong.programmes.actions.roll import mark, mark_rest, observe, read_roll, tap_face

__all__ = [
    "Meeting",
    "add_session",
    "ask",
    "cancel_session",
    "change_plan",
    "mark",
    "mark_rest",
    "observe",
    "plan_contract",
    "read_roll",
    "take_off",
    "tap_face",
]
