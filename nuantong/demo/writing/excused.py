"""Who is excused for a time, whose time ended early, and a village from where phones report late."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from django.db.models import F, Max

from nuantong.access.reader import reader_of
from nuantong.accounts.models import User
from nuantong.demo import cast
from nuantong.demo.size import TODAY
from nuantong.duties.actions import end_exemption, exempt
from nuantong.duties.models import Contact, Enrolment, VillageWithoutSignal
from nuantong.pairing.models import Pairing

DAY: Final = dt.timedelta(days=1)
SILENT: Final = (TODAY - 18 * DAY, TODAY - 11 * DAY)
"""A phone last heard between the two: last week it said nothing, and nobody is alarmed yet."""
ILL = (dt.date(2018, 8, 6), dt.date(2018, 9, 6), "骨折住院，在区医院")
AWAY = (dt.date(2018, 7, 9), dt.date(2018, 9, 1), "暑期到外地父母身边")
BACK: Final = dt.date(2018, 8, 13)


def mark_village_without_signal() -> None:
    """Near the tour: the windows of the last weeks are unreported there, and nobody is blamed."""
    own = Contact.objects.filter(recorded_by=F("carer__user")).order_by().values("carer")
    heard = own.annotate(at=Max("received_at")).filter(at__date__range=SILENT)
    held = Pairing.objects.current(TODAY).filter(carer__in=heard.values("carer"))
    held = held.filter(child__setting="scattered").exclude(child__place__code=cast.VILLAGE)
    places = held.order_by("pk").values_list("child__place__code", "child__place")
    near = sorted(places, key=lambda one: (_distance(one[0]), one[0]))
    VillageWithoutSignal.objects.bulk_create(
        VillageWithoutSignal(place_id=place, since=TODAY.replace(month=1, day=1))
        for _, place in near[:1]
    )


def _distance(code: str) -> int:
    return next(
        (n for n, at in enumerate((cast.TOWNSHIP, cast.DISTRICT)) if code.startswith(at)), 2
    )


def write_exemptions() -> None:
    """By the same actions as on the pages: one who is ill, one who came back sooner."""
    chair = reader_of(User.objects.get(staff_number=cast.TOWNSHIP_CHAIR.staff_number))
    children = _children()
    for start, end, reason in (ILL, AWAY):
        enrolment = next(children, None)
        if enrolment is not None:
            found = exempt(child=enrolment.child, start=start, end=end, reason=reason, by=chair)
            if reason == AWAY[2]:
                end_exemption(exemption=found, on=BACK, why="开学前提早回来了", by=chair)


def _children() -> Iterator[Enrolment]:
    """Of the township, but for those the tour is about."""
    rows = Enrolment.objects.filter(end=None, child__place__code__startswith=cast.TOWNSHIP)
    others = rows.exclude(child__place__code=cast.VILLAGE).filter(start__lt=ILL[0])
    return iter(others.select_related("child").order_by("pk"))
