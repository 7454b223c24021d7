"""Verbs on the register. Pages, commands, jobs and the imports of upper apps call the same ones."""

from nuantong.people.actions.carers import (
    open_carer_account,
    register_carer,
    reveal_carer,
    update_carer,
)
from nuantong.people.actions.children import (
    end_registration,
    move_child,
    register_child,
    return_to_register,
    update_child,
)
from nuantong.people.actions.family import change_guardian, set_parent_situation
from nuantong.people.actions.labels import add_label, end_label, meet_need, raise_need
from nuantong.people.actions.looking import ReasonNeeded, give_reason, open_file, openable, reveal
from nuantong.people.actions.situations import SituationDetails, complete_situation
from nuantong.people.actions.whole import register_whole, save_whole

__all__ = [
    "ReasonNeeded", "SituationDetails", "add_label", "change_guardian", "complete_situation", "end_label", "end_registration", "give_reason",
    "meet_need", "move_child", "open_carer_account", "open_file", "openable", "raise_need",
    "register_carer", "register_child", "register_whole", "return_to_register", "reveal",
    "reveal_carer", "save_whole", "set_parent_situation", "update_carer", "update_child",
]  # fmt: skip
