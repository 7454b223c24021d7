"""Verbs on duties. Pages, commands, the phone's queue and upper apps call the same ones."""

from nuantong.duties.actions.away import be_back, go_away
from nuantong.duties.actions.contacts import ContactConflict, record_contact, withdraw_contact
from nuantong.duties.actions.enrolments import end_exemption, enrol, exempt, leave
from nuantong.duties.actions.escalations import answer_escalations
from nuantong.duties.actions.hearing import phone_heard
from nuantong.duties.actions.joining import join
from nuantong.duties.actions.overdue import act_on_overdue
from nuantong.duties.closing import close_windows

__all__ = [
    "ContactConflict", "act_on_overdue", "answer_escalations", "be_back", "close_windows", "end_exemption",
    "enrol", "exempt", "go_away", "join", "leave", "phone_heard", "record_contact", "withdraw_contact",
]  # fmt: skip
