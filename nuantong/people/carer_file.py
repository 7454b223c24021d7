"""A carer's page is put together from sections, as a child's is: pairing shows her children."""

from collections.abc import Callable
from typing import Any

from nuantong.access.reader import Reader
from nuantong.people.models import Carer

CarerSection = Callable[[Carer, Reader], dict[str, Any] | None]
"""Gives title, template and the template's context; None hides the section."""

SECTIONS: list[CarerSection] = []


def register_section(section: CarerSection) -> None:
    if section not in SECTIONS:
        SECTIONS.append(section)


def sections(carer: Carer, reader: Reader) -> list[dict[str, Any]]:
    found = [section(carer, reader) for section in SECTIONS]
    return [one for one in found if one is not None]
