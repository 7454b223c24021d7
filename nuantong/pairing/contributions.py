"""What pairing adds to the pages and rules of the apps below it."""

from typing import Any

import django_filters
from django.db.models import Count, F, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.pairing.actions.pairs import (
    end_when_carer_left,
    end_when_child_left,
    end_when_child_moved,
)
from nuantong.pairing.file import carer_section, section, timeline
from nuantong.pairing.models import Pairing
from nuantong.people import carer_file, filters, hooks, visibility
from nuantong.people.file import Section, register_section, register_timeline

ANY = "全部"


def children_of_carer(reader: Reader) -> Q:
    """A carer answers for the children paired with her on the reader's day."""
    own = Pairing.objects.current(reader.on).filter(carer__user=reader.user)
    return Q(pk__in=own.order_by().values("child"))


def with_carer(children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    paired = Q(pk__in=Pairing.objects.current(clock.today()).order_by().values("child"))
    return children.filter(paired if value == "yes" else ~paired)


def with_room(carers: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Carers by whether they can take another household."""
    busy = (
        Pairing.objects.standing(clock.today())
        .order_by()
        .values("carer")
        .annotate(households=Count("child__household", distinct=True))
        .filter(households__gte=F("carer__capacity"))
    )
    full = Q(pk__in=busy.values("carer")) | Q(capacity=0)
    return carers.exclude(full) if value == "yes" else carers.filter(full)


def register() -> None:
    """Called once, when the apps are ready."""
    visibility.register_list(Role.CARER, children_of_carer)
    hooks.when_child_left(end_when_child_left)
    hooks.when_child_moved(end_when_child_moved)
    hooks.when_carer_left(end_when_carer_left)
    register_section(Section("pairing", "结对", "pairing/section.html", section, order=30))
    register_timeline(timeline)
    carer_file.register_section(carer_section)
    filters.register_child_filter(
        "paired",
        django_filters.ChoiceFilter(
            label="结对", choices=[("yes", "已结对"), ("no", "未结对")], method=with_carer,
            empty_label=ANY,
        ),
    )  # fmt: skip
    filters.register_carer_filter(
        "room",
        django_filters.ChoiceFilter(
            label="名额", choices=[("yes", "还有名额"), ("no", "已满户")], method=with_room,
            empty_label=ANY,
        ),
    )  # fmt: skip
