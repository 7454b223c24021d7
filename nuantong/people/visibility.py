"""Who sees which child: one function feeds lists, counts, search, charts and exports."""

from collections.abc import Callable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import BY_CHILDREN, PERMISSIONS, Permission, Role

ChildList = Callable[[Reader], Q]
"""Given a reader, the children (as a Q on Child) somebody's role gives her by name."""

LISTS: dict[Role, list[ChildList]] = {role: [] for role in BY_CHILDREN}


def register_list(role: Role, children: ChildList) -> None:
    """A higher app says which children a role answers for (pairing: a carer's own)."""
    LISTS[role].append(children)


def conditions(reader: Reader, permission: Permission) -> list[Q] | None:
    """Each way in which a child is the reader's, on Child; None means every child of the city."""
    places = reader.places(permission)
    if places is None:
        return None
    found = [Q(place__id__any_of=places)] if places else []
    for grant in reader.grants_to(permission):
        found += [children(reader) for children in LISTS.get(Role(grant.role), [])]
        if grant.role in BY_CHILDREN:
            found.append(Q(granted__grant=grant.pk))
    return found


def permissions_on(child: Any, reader: Reader) -> frozenset[Permission]:
    """What the reader may do with this child: the union of the grants whose scope holds her.

    Worked out once for a reader, who lives as long as a request.
    """
    if reader.system:
        return frozenset(Permission)
    here = (child.pk, child.place_id)
    if here not in reader.on_children:
        reader.on_children[here] = _permissions_on(child, reader)
    return reader.on_children[here]


def found_by_only_grant(child: Any, reader: Reader) -> None:
    """Whoever has one grant alone, and has found the child, found her by it: no need to ask."""
    if len(reader.grants) == 1:
        [grant] = reader.grants
        reader.on_children[child.pk, child.place_id] = PERMISSIONS[Role(grant.role)]


def _permissions_on(child: Any, reader: Reader) -> frozenset[Permission]:
    found: set[Permission] = set()
    for grant in reader.grants:
        permissions = PERMISSIONS[Role(grant.role)]
        if not permissions <= found and _holds(grant, child, reader):
            found |= permissions
    return frozenset(found)


def _holds(grant: Grant, child: Any, reader: Reader) -> bool:
    if grant.role in BY_CHILDREN:
        listed = Q(granted__grant=grant.pk)
        for children in LISTS.get(Role(grant.role), []):
            listed |= children(reader)
        return type(child)._base_manager.filter(listed, pk=child.pk).exists()
    alone = Reader(reader.user, reader.on, [grant])
    return any(alone.covers(p, child.place_id) for p in [*PERMISSIONS[Role(grant.role)]][:1])


class ChildQuerySet(models.QuerySet[Any]):
    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_CHILDREN) -> Self:
        """The children the reader answers for in what the permission names.

        Ways are united, not joined by OR: each finds its few children by an index.
        """
        ways = conditions(reader, to)
        if ways is None:
            return self
        if not any(grant.role in BY_CHILDREN for grant in reader.grants_to(to)):
            return self.filter(ways[0] if ways else Q(pk__in=[]))
        first, *others = [self.model._base_manager.filter(way).values("pk") for way in ways]
        return self.filter(pk__in=first.union(*others))

    def on_register(self) -> Self:
        return self.filter(status="on_register")


class OfChildQuerySet(models.QuerySet[Any]):
    """For every model that hangs on a child by a field named `child`."""

    def visible_to(self, reader: Reader, to: Permission = Permission.SEE_CHILDREN) -> Self:
        if conditions(reader, to) is None:
            return self
        children = self.model._meta.get_field("child").related_model._base_manager
        seen = ChildQuerySet(children.model).visible_to(reader, to)
        return self.filter(child__in=seen.values("pk"))


class InPlaceQuerySet(models.QuerySet[Any]):
    """For what has a place of its own and no child: households, carers."""

    def visible_to(self, reader: Reader, to: Permission) -> Self:
        places = reader.places(to)
        return self if places is None else self.filter(place__id__any_of=places)
