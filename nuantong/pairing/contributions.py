"""What pairing adds to the pages and rules of the apps below it."""

from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.pairing.actions.pairs import end_when_left
from nuantong.pairing.models import Pairing
from nuantong.people import hooks, visibility


def children_of_carer(reader: Reader) -> Q:
    """A carer answers for the children paired with her on the reader's day."""
    own = Pairing.objects.current(reader.on).filter(carer__user=reader.user)
    return Q(pk__in=own.order_by().values("child"))


def register() -> None:
    """Called once, when the apps are ready."""
    visibility.register_list(Role.CARER, children_of_carer)
    hooks.when_left(end_when_left)
