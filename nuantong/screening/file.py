"""What screening adds to a child's page: the list of signs."""

from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.people.models import Child
from nuantong.people.visibility import permissions_on


def section(child: Child, reader: Reader) -> dict[str, Any] | None:
    """The way to the list, for whoever may fill it in."""
    may = permissions_on(child, reader)
    observes = P.OBSERVE in may and child.status == Child.Status.ON_REGISTER
    return {"observes": observes} if observes else None
