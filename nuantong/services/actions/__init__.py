"""Verbs: registering organisations and their people, making contracts, accepting what was done."""

from nuantong.services.actions.accepting import accept, add_evidence, pay, send_back, withdraw
from nuantong.services.actions.contracts import (
    Draft,
    Share,
    Stage,
    Terms,
    end_contract,
    make_contract,
)
from nuantong.services.actions.people import (
    Credentials,
    check_practitioner,
    register_practitioner,
    register_provider,
    sign_pledge,
    update_practitioner,
)

__all__ = [
    "Credentials",
    "Draft",
    "Share",
    "Stage",
    "Terms",
    "accept",
    "add_evidence",
    "check_practitioner",
    "end_contract",
    "make_contract",
    "pay",
    "register_practitioner",
    "register_provider",
    "send_back",
    "sign_pledge",
    "update_practitioner",
    "withdraw",
]
