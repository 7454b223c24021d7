"""Who is told of a red sign: the child's own professionals, and the officers of the desk it is at."""

from collections.abc import Callable

from nuantong.access.models import Grant
from nuantong.access.officers import upwards
from nuantong.access.reader import Reader
from nuantong.access.roles import BY_CHILDREN, PERMISSIONS, Permission, Role
from nuantong.accounts.models import User
from nuantong.people.models import Child
from nuantong.regions.tree import CITY, TOWNSHIP

OWN_ROLES = [role for role in BY_CHILDREN if Permission.ANSWER_RED in PERMISSIONS[Role(role)]]
Named = Callable[[Child, Reader], list[User]]
NAMED: list[Named] = []


def register_named(users: Named) -> None:
    """For AppConfig.ready(): a room above knows who else answers for a child (her counsellor)."""
    if users not in NAMED:
        NAMED.append(users)


def own(child: Child, by: Reader) -> list[User]:
    """Those whose list of children has this child on it and who answer for red signs."""
    grants = Grant.objects.in_force(by.on).filter(
        role__in=OWN_ROLES, children__child=child, user__is_active=True
    )
    found = [grant.user for grant in grants.select_related("user").order_by("pk")]
    found += [user for source in NAMED for user in source(child, by)]
    return list(dict.fromkeys(found))


def at_desk(child: Child, level: int, by: Reader) -> tuple[int, list[User]]:
    """The officers of the desk; where there is nobody, of the next one above, with its level."""
    officers = list(upwards(by, child.place_id, Permission.ANSWER_RED))
    for desk in range(min(level, TOWNSHIP), CITY - 1, -1):
        here = [officer.user for officer in officers if officer.desk.level == desk]
        if here:
            return desk, list(dict.fromkeys(here))
    return CITY, []
