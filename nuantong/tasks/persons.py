"""To whom a task may be handed: whoever may do it where it is to be done."""

from django.db.models import Q

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import BY_CHILDREN, PERMISSIONS, Role
from nuantong.accounts.models import User
from nuantong.regions.tree import Tree
from nuantong.tasks.models import Task


def persons_for(task: Task, reader: Reader) -> list[User]:
    """People with the task's permission over its place, the nearest office first."""
    roles = [role for role in Role if task.permission in PERMISSIONS[role]]
    around = _around(reader.tree, task.place_id_of())
    inside = Q(region__in=around) | Q(organisation__areas__region__in=around)
    listed = Q(role__in=sorted(BY_CHILDREN), children__child=task.child_id or 0)
    grants = (
        Grant.objects.in_force(reader.on)
        .filter(inside | listed, role__in=roles, user__is_active=True)
        .select_related("user", "region")
        .order_by("user__name", "pk")
    )
    nearest = sorted(grants, key=lambda grant: -(grant.region.level if grant.region else 0))
    return list(dict.fromkeys(grant.user for grant in nearest))


def _around(tree: Tree, place: int | None) -> list[int]:
    """The place with what it lies in, and former places that became one of these."""
    here = tree.get(place) or tree.root
    above = set(here.ancestors)
    former = [p.id for p in tree.places.values() if p.former and p.successor in above]
    return [*above, *former]
