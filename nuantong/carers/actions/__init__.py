"""Verbs: applying and deciding, checking, promising, learning, keeping one's own record."""

from nuantong.carers.actions.applications import (
    Applicant,
    apply,
    approve,
    confirm,
    refuse,
    withdraw,
)
from nuantong.carers.actions.checks import Check, enter_check, enter_checks, void_check, void_checks
from nuantong.carers.actions.erasing import erase_application, erase_due, erase_submission
from nuantong.carers.actions.own import update_own
from nuantong.carers.actions.registering import register_checked
from nuantong.carers.actions.submissions import AGREED, answer_submission, submit
from nuantong.carers.actions.vouching import add_training, sign_pledge
from nuantong.carers.actions.warning import warn_of_checks

__all__ = [
    "AGREED", "Applicant", "Check", "add_training", "answer_submission", "apply", "approve", "confirm", "enter_check",
    "enter_checks", "erase_application", "erase_due", "erase_submission", "refuse", "register_checked", "sign_pledge", "submit", "update_own", "void_check", "void_checks", "warn_of_checks",
    "withdraw",
]  # fmt: skip
