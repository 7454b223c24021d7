"""A new carer with what was checked of her, and her way to sign in."""

from typing import NamedTuple

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.carers.actions.checks import Check, enter_check
from nuantong.core.errors import Refusal
from nuantong.people.actions import open_carer_account, register_carer
from nuantong.people.models import Carer
from nuantong.people.values import CarerValues


class Account(NamedTuple):
    """A one-time password to be told to her; '' where she has an account, or why there is none."""

    password: str = ""
    problem: str = ""


@transaction.atomic
def register_checked(*, values: CarerValues, check: Check | None, by: Reader) -> Carer:
    """On the register, with the check made of her when there is one."""
    carer = register_carer(values=values, by=by)
    if check:
        enter_check(carer=carer, check=check, by=by)
        carer.refresh_from_db()
    return carer


def account_of(carer: Carer, by: Reader) -> Account:
    """Her account, opened where that is possible; a telephone that is somebody else's hinders
    nothing but the account."""
    try:
        return Account(open_carer_account(carer=carer, by=by))
    except Refusal as refusal:
        return Account(problem=str(refusal))
