"""Verbs: planning and closing campaigns, registering donors, pledges, arrivals and what goes back."""

from nuantong.campaigns.actions.arriving import Coming, receive, receive_all, undo_arrival
from nuantong.campaigns.actions.campaigns import (
    Plan,
    change_campaign,
    close_campaign,
    make_campaign,
)
from nuantong.campaigns.actions.donors import register_donor
from nuantong.campaigns.actions.pledging import forgo, pledge
from nuantong.campaigns.actions.returning import give_back

__all__ = [
    "Coming",
    "Plan",
    "change_campaign",
    "close_campaign",
    "forgo",
    "give_back",
    "make_campaign",
    "pledge",
    "receive",
    "receive_all",
    "register_donor",
    "undo_arrival",
]
