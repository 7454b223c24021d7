"""Verbs on the register. Pages, commands, jobs and the imports of upper apps call the same ones."""

from nuantong.people.actions.ageing import Outcome, end_labels_by_age, leave_by_age, reprieve
from nuantong.people.actions.away import begin_absence, end_absence
from nuantong.people.actions.carers import (
    open_carer_account,
    register_carer,
    reveal_carer,
    update_carer,
)
from nuantong.people.actions.children import register_child, update_child
from nuantong.people.actions.family import change_guardian, set_parent_situation
from nuantong.people.actions.labels import add_label, end_label, meet_need, raise_need
from nuantong.people.actions.leaving import (
    end_registration,
    return_to_register,
    take_back,
    undo_exit,
)
from nuantong.people.actions.looking import ReasonNeeded, give_reason, open_file, openable, reveal
from nuantong.people.actions.moving import (
    accept_move,
    is_direct,
    look_at_move,
    move_child,
    propose_move,
    refuse_move,
    withdraw_move,
)
from nuantong.people.actions.situations import SituationDetails, complete_situation
from nuantong.people.actions.whole import register_whole, save_whole

__all__ = [
    "Outcome", "ReasonNeeded", "SituationDetails", "accept_move", "add_label", "begin_absence",
    "change_guardian", "complete_situation", "end_absence", "end_label", "end_labels_by_age",
    "end_registration", "give_reason", "is_direct", "leave_by_age", "look_at_move", "meet_need",
    "move_child",
    "open_carer_account", "open_file", "openable", "propose_move", "raise_need", "refuse_move",
    "register_carer", "register_child", "register_whole", "reprieve", "return_to_register",
    "reveal", "reveal_carer", "save_whole", "set_parent_situation", "take_back", "undo_exit", "update_carer",
    "update_child", "withdraw_move",
]  # fmt: skip
