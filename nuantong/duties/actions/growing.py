"""From eighteen on nothing is owed, unless a person let her stay or a category lasts at school."""

import datetime as dt
from typing import Final

from nuantong.access.reader import Reader, system_reader
from nuantong.duties.actions.aside import note_aside
from nuantong.duties.actions.enrolments import end_enrolment, enrol, is_grown, of_age
from nuantong.duties.models import Contact, Enrolment
from nuantong.people.ageing import IN_SCHOOL
from nuantong.people.filters import held_on
from nuantong.people.models import Child

GROWN: Final = "年满18周岁"
DAY: Final = dt.timedelta(days=1)


def end_grown(grown: list[Child], soon: list[Child], by: Reader) -> None:
    """Every night: who is to leave is in no protocol any more (people.hooks)."""
    ids = [child.pk for child in grown if (day := of_age(child)) is not None and day <= by.on]
    for enrolment in Enrolment.objects.filter(child__id__any_of=ids, end=None).order_by("pk"):
        _end(enrolment, by)


def end_if_grown(child: Child, on: dt.date) -> None:
    """Before a contact of that day is judged: the night has not come yet that would have done it."""
    if not is_grown(child, on):
        return
    for enrolment in Enrolment.objects.filter(child=child, end=None).order_by("pk"):
        _end(enrolment, system_reader())


def _end(enrolment: Enrolment, by: Reader) -> None:
    """On her birthday; who stayed on for a time, today. What was told of later days is asked about."""
    child = enrolment.child
    adult = of_age(child)
    assert adult is not None
    stayed = (
        child.reprieves.exists()
        or held_on(adult).filter(child=child, category__in=IN_SCHOOL).exists()
    )
    day = max(by.on if stayed else adult, enrolment.start + DAY)
    end_enrolment(child, enrolment, day, GROWN, by)
    later = Contact.objects.in_effect().filter(child=child, happened_on__gte=day, set_aside=None)
    for contact in later.filter(acts__len__gt=0).select_related("child").order_by("pk"):
        note_aside(contact, by)


def go_on(child: Child, by: Reader) -> None:
    """A person decided that she stays: what ended with her birthday goes on (people.hooks)."""
    adult = of_age(child)
    if adult is None:
        return
    ended = Enrolment.objects.filter(child=child, end__gte=adult).select_related("protocol")
    for enrolment in ended.order_by("protocol__pk", "-end").distinct("protocol__pk"):
        assert enrolment.end is not None
        enrol(child=child, protocol=enrolment.protocol, start=enrolment.end, by=by)
