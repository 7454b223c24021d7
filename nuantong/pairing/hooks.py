"""Upper apps are told, inside the same transaction, when children have been paired; and asked where
a carer has been in contact."""

import datetime as dt
from collections.abc import Callable, Collection

from nuantong.access.reader import Reader
from nuantong.pairing.models import Pairing

Hook = Callable[[Collection[int], dt.date, Reader], None]
"""Called with the ids of the children, the first day and who paired them."""

PAIRED: list[Hook] = []


def when_paired(hook: Hook) -> Hook:
    """For AppConfig.ready()."""
    if hook not in PAIRED:
        PAIRED.append(hook)
    return hook


Asked = Callable[[Collection[Pairing]], set[int]]
"""Given pairings, the keys of those whose carer has been in contact with the child since."""

CONTACTED: list[Asked] = []


def when_asked_who_has_contact(hook: Asked) -> Asked:
    """For AppConfig.ready()."""
    if hook not in CONTACTED:
        CONTACTED.append(hook)
    return hook


def contacted(pairings: Collection[Pairing]) -> set[int]:
    return set().union(*(ask(pairings) for ask in CONTACTED)) if pairings else set()
