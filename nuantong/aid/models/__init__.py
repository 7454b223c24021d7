"""Schemes of aid, applications to them, and what was done with each."""

from nuantong.aid.models.application import Application, Paper, Payee, Step
from nuantong.aid.models.other import OtherAid
from nuantong.aid.models.scheme import Scheme

__all__ = ["Application", "OtherAid", "Paper", "Payee", "Scheme", "Step"]
