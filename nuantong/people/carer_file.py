"""A carer's page is put together from sections, as a child's is: pairing shows her children.

Upper apps may also warn before a change of her record is saved, and know how many households carers
have.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any

from nuantong.access.reader import Reader
from nuantong.people.models import Carer
from nuantong.people.values import CarerValues

CarerSection = Callable[[Carer, Reader], dict[str, Any] | None]
"""Gives title, template and the template's context; None hides the section."""

CarerWarning = Callable[[Carer, CarerValues, Reader], str]
"""Given what is to be changed: what follows from it, '' for nothing."""

CarerLoads = Callable[[dt.date, Collection[int] | None], Mapping[int, int]]
"""Households by carer on a day; of all carers where none are named."""

SECTIONS: list[CarerSection] = []
WARNINGS: list[CarerWarning] = []
LOADS: list[CarerLoads] = []


def register_section(section: CarerSection) -> None:
    if section not in SECTIONS:
        SECTIONS.append(section)


def sections(carer: Carer, reader: Reader) -> list[dict[str, Any]]:
    found = [section(carer, reader) for section in SECTIONS]
    return [one for one in found if one is not None]


def register_warning(warning: CarerWarning) -> None:
    if warning not in WARNINGS:
        WARNINGS.append(warning)


def warnings(carer: Carer, changes: CarerValues, reader: Reader) -> str:
    return "".join(warning(carer, changes, reader) for warning in WARNINGS)


def register_loads(loads: CarerLoads) -> None:
    if loads not in LOADS:
        LOADS.append(loads)


def loads_of(on: dt.date, carers: Collection[int] | None = None) -> Mapping[int, int]:
    """How many households each carer has; none is not among them."""
    return {carer: count for loads in LOADS for carer, count in loads(on, carers).items()}
