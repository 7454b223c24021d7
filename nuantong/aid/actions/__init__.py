"""Verbs of aid: schemes, applying, judging, paying, and what is done when nobody acts."""

from nuantong.aid.actions.applying import (
    Account,
    Agreed,
    Asked,
    add_paper,
    appeal,
    apply,
    consent_said,
    set_payee,
    withdraw,
)
from nuantong.aid.actions.chasing import chase
from nuantong.aid.actions.judging import (
    answer_appeal,
    district_opinion,
    grant,
    refuse,
    township_opinion,
    visit,
)
from nuantong.aid.actions.other import record_other, void_other
from nuantong.aid.actions.paying import follow_up, pay
from nuantong.aid.actions.schemes import Offer, close_scheme, make_scheme

__all__ = [
    "Account", "Agreed", "Asked", "Offer", "add_paper", "answer_appeal", "appeal", "apply", "chase",
    "close_scheme", "consent_said", "district_opinion", "follow_up", "grant", "make_scheme", "pay",
    "record_other", "refuse", "set_payee", "township_opinion", "visit", "void_other", "withdraw",
]  # fmt: skip
