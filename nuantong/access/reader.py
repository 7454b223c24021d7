"""Whoever reads or acts: a person with the grants in force that day, or the system itself."""

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from nuantong.access.models import Grant
from nuantong.access.roles import PERMISSIONS, Permission, Role
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.core.kept import Kept, slot
from nuantong.regions.tree import Tree, tree_on


@dataclass
class Reader:
    """A person on a day. `system` may do everything; only commands and jobs make one."""

    user: User | None
    on: dt.date
    grants: list[Grant] = field(default_factory=list)
    system: bool = False
    on_children: dict[Any, frozenset[Permission]] = field(default_factory=dict, repr=False)
    """What is already known of single children (people.visibility)."""

    @property
    def actor_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def actor_name(self) -> str:
        return self.user.name if self.user else "系统"

    @property
    def actor_role(self) -> str:
        return self.grants[0].role if self.grants else ("system" if self.system else "")

    def as_of(self, day: dt.date) -> "Reader":
        """The same person with the same rights, looking at another day."""
        return replace(self, on=day, on_children={})

    @cached_property
    def tree(self) -> Tree:
        return tree_on(self.on)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        if self.system:
            return frozenset(Permission)
        return frozenset(p for grant in self.grants for p in PERMISSIONS[Role(grant.role)])

    def can(self, permission: Permission) -> bool:
        return permission in self.permissions

    def grants_to(self, permission: Permission) -> list[Grant]:
        return [g for g in self.grants if permission in PERMISSIONS[Role(g.role)]]

    def has_role(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.grants)

    def regions(self, permission: Permission) -> list[int]:
        """The topmost regions over which the permission holds, as of the reader's day."""
        if self.system:
            return [self.tree.root.id]
        found: list[int] = []
        for grant in self.grants_to(permission):
            if grant.region_id:
                found.append(self.tree.current(grant.region_id))
            elif grant.organisation:
                areas = grant.organisation.areas.all()
                found += [self.tree.current(area.region_id) for area in areas]
        return list(dict.fromkeys(found))

    def covers(self, permission: Permission, region: int | None) -> bool:
        """Whether a place lies in the scope; a place unknown lies only in the whole city."""
        scope = set(self.regions(permission))
        place = self.tree.get(region)
        return bool(scope & set(place.ancestors if place else [self.tree.root.id]))

    def places(self, permission: Permission) -> list[int] | None:
        """Every place in the scope; None means the whole city, unknown places included."""
        regions = self.regions(permission)
        if self.tree.root.id in regions:
            return None
        return [place for region in regions for place in self.tree.below(region)]


def reader_of(user: User, on: dt.date | None = None) -> Reader:
    """The person with the grants in force on a day (today when none is named)."""
    day = on or clock.today()
    grants = _grants(user=user.pk, day=day)
    prefetch_related_objects(grants, "organisation__areas")
    return Reader(user, day, grants)


@Kept
def _grants() -> QuerySet[Grant]:
    grants = Grant.objects.filter(user=slot("user")).in_force(slot("day"))
    return grants.select_related("region", "organisation")


def system_reader() -> Reader:
    """For commands and jobs; the log says 系统."""
    return Reader(None, clock.today(), system=True)
