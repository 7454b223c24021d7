"""What pairing adds to the pages and rules of the apps below it."""

from collections.abc import Iterator
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.helpers import circle
from nuantong.notices.kinds import register_kind as register_notice
from nuantong.pairing import hooks as pairing_hooks
from nuantong.pairing.actions.freed import (
    DECLINED,
    ENDED,
    FARTHER,
    GIVEN,
    REARRANGE,
    TO_TAKE,
    a_child_waits,
    arranged,
)
from nuantong.pairing.actions.lapsing import lapse_when_carer_left
from nuantong.pairing.actions.leaves import ON_LEAVE
from nuantong.pairing.actions.pairs import (
    end_when_carer_left,
    end_when_child_left,
    end_when_child_moved,
)
from nuantong.pairing.actions.reviews import REVIEW
from nuantong.pairing.actions.stand_ins import (
    ALONE,
    STANDS_IN,
    cover_newcomers,
    let_go_when_carer_left,
)
from nuantong.pairing.actions.telling import PAIRED, UNDONE
from nuantong.pairing.file import carer_section, section, timeline
from nuantong.pairing.inputs import loads
from nuantong.pairing.models import Pairing
from nuantong.pairing.queries.coverage import households_by_carer, over_capacity
from nuantong.pairing.responsible import away, children_stood_in_for
from nuantong.people import carer_file, filters, hooks, visibility
from nuantong.people.file import Section, register_section, register_timeline
from nuantong.people.models import Carer, Child
from nuantong.people.values import CarerValues
from nuantong.tasks.kinds import register_kind as register_task

ANY = "全部"


def children_of_carer(reader: Reader) -> Q:
    """A carer answers for the children paired with her on the reader's day."""
    own = Pairing.objects.current(reader.on).filter(carer__user=reader.user)
    return Q(pk__in=own.order_by().values("child"))


def with_carer(children: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    paired = Q(pk__in=Pairing.objects.current(clock.today()).order_by().values("child"))
    return children.filter(paired if value == "yes" else ~paired)


def with_room(carers: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    """Carers by whether they can take another household, or have more than they can."""
    if value == "over":
        return carers.filter(pk__in=over_capacity(clock.today()))
    households = households_by_carer(clock.today()).filter(households__gte=F("carer__capacity"))
    full = Q(pk__in=households.values("carer")) | Q(capacity=0)
    return carers.exclude(full) if value == "yes" else carers.filter(full)


def on_leave(carers: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
    gone = list(away(clock.today()))
    return carers.filter(pk__in=gone) if value == "yes" else carers.exclude(pk__in=gone)


def warn_of_too_many(carer: Carer, changes: CarerValues, reader: Reader) -> str:
    """Whoever lowers a carer's places below her households is told what becomes of these."""
    places = changes.get("capacity")
    households = loads(reader.on, [carer.pk]).get(carer.pk, 0)
    if places is None or households <= places or changes.get("status") == Carer.Status.LEFT:
        return ""
    return (
        f"她现在有{households}户，多于{places}户：原有结对不会自动解除，但不再给她新的家庭，"
        f"“爱心妈妈”名册里可按“名额：超过户数”找到她，以便另行商定。"
    )


def carer_of(child: Child, reader: Reader) -> Iterator[circle.Member]:
    """The carer's place in a child's care circle."""
    rows = Pairing.objects.current(reader.on).filter(child=child).select_related("carer")
    for one in rows.defer("carer__id_number", "carer__id_index", "carer__phone_index"):
        name, about = one.carer.name, reader.tree.full_name(one.carer.place_id)
        yield circle.Member(circle.CARER, name, about, str(one.carer.phone), one.start, one.end)


def register_words() -> None:
    """Kinds of tasks and of notices."""
    register_task(REARRANGE, "安排爱心妈妈", "看几种安排，选对家庭打扰最少的一种。")
    register_task(FARTHER, "搬家后离得远了", "看看换一位近的好不好；大家愿意继续的，写明后办结。")
    register_task(TO_TAKE, "移交待接手", "请新的爱心妈妈打开移交内容，确认接手。")
    register_task(DECLINED, "不能接手", "与她商量，或另选一种安排。")
    register_notice(TO_TAKE, "移交", "看移交内容")
    register_notice(GIVEN, "移交")
    register_notice(ENDED, "结对结束")
    register_task(ALONE, "请假无人顶岗", "请一位附近的爱心妈妈顶岗，请假期间职责不免除。")
    register_task(REVIEW, "年度回访", "分别问孩子、监护人和爱心妈妈，决定继续、更换还是解除。")
    register_notice(ON_LEAVE, "请假", "看请假")
    register_notice(STANDS_IN, "顶岗", "看孩子")


def register() -> None:
    """Called once, when the apps are ready."""
    register_words()
    pairing_hooks.when_paired(arranged)
    pairing_hooks.when_paired(cover_newcomers)
    visibility.register_list(Role.CARER, children_of_carer)
    circle.register_source(carer_of)
    visibility.register_list(Role.CARER, children_stood_in_for)
    hooks.when_child_left(end_when_child_left)
    hooks.when_child_moved(end_when_child_moved)
    hooks.when_child_settled(a_child_waits)
    hooks.when_child_returned(a_child_waits)
    hooks.when_carer_left(end_when_carer_left)
    hooks.when_carer_left(lapse_when_carer_left)
    hooks.when_carer_left(let_go_when_carer_left)
    register_notice(PAIRED, "新的结对", "看我的孩子")
    register_notice(UNDONE, "结对撤回", "看我的孩子")
    register_section(Section("pairing", "结对", "pairing/section.html", section, order=30))
    register_timeline(timeline)
    carer_file.register_section(carer_section)
    carer_file.register_warning(warn_of_too_many)
    carer_file.register_loads(loads)
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
            label="名额", method=with_room, empty_label=ANY,
            choices=[("yes", "还有名额"), ("no", "已满户"), ("over", "超过户数")],
        ),
    )  # fmt: skip
    filters.register_carer_filter(
        "leave",
        django_filters.ChoiceFilter(
            label="请假", choices=[("yes", "请假中"), ("no", "不在请假")], method=on_leave,
            empty_label=ANY,
        ),
    )  # fmt: skip
