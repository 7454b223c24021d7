"""The offices: the people of the tour, and an officer in every zone, district and township."""

from collections.abc import Iterator
from dataclasses import dataclass

from nuantong.access.roles import Role
from nuantong.demo import cast
from nuantong.demo.names import Names
from nuantong.demo.numbers import Numbers, reserved_phone
from nuantong.regions.tree import Tree

CARERS = frozenset({Role.CARER, Role.VILLAGE_CHAIR})
"""Those of the cast who are carers; the others sit in offices."""


@dataclass(frozen=True)
class Officer:
    role: Role
    name: str
    staff_number: str
    phone: str
    where: str = ""
    """A region's code or an organisation's short name."""


def plan_offices(tree: Tree, zones: list[str], names: Names, numbers: Numbers) -> list[Officer]:
    """The cast first; then whoever is not yet there."""
    officers = [
        Officer(one.role, one.name, one.staff_number, reserved_phone(one.phone), one.where)
        for one in cast.CAST
        if one.role not in CARERS
    ]
    taken = {officer.staff_number for officer in officers}
    named = {officer.where for officer in officers}
    for number, role, where in _posts(tree, [zone for zone in zones if zone not in named]):
        if number not in taken:
            name = names.adult(names.surname(southeast=False), man=False)
            officers.append(Officer(role, name, number, numbers.phone(), where))
    return officers


def _posts(tree: Tree, zones: list[str]) -> Iterator[tuple[str, Role, str]]:
    for count, zone in enumerate(zones, 2):
        yield f"Z{500000 + count}", Role.DISTRICT_OFFICER, zone
    for district in tree.districts():
        yield district_officer(district.code), Role.DISTRICT_OFFICER, district.code
        yield f"R{district.code[:6]}", Role.RIGHTS_OFFICER, district.code
        for township in tree.children(district.id):
            yield township_chair(township.code), Role.TOWNSHIP_CHAIR, township.code


def district_officer(code: str) -> str:
    """The staff number of a district's officer."""
    return f"D{code[:6]}"


def township_chair(code: str) -> str:
    """The staff number of a township's chair."""
    return f"T{code[:9]}"
