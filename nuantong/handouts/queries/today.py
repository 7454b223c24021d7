"""What the phone's first screen says of hand-outs."""

from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.handouts import states
from nuantong.handouts.models import Slip
from nuantong.people.first_screen import Line


def first_line(reader: Reader) -> Line | None:
    """How many children the reader has something for; nothing when there are none."""
    if not reader.can(Permission.HAND_OUT):
        return None
    slips = Slip.objects.visible_to(reader, to=Permission.HAND_OUT)
    count = slips.filter(state__in=states.OPEN).values("child").distinct().count()
    return (
        Line("要发的东西", reverse("handouts:batches"), "gift", count, "个孩子") if count else None
    )
