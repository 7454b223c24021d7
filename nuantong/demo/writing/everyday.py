"""Every day's work of the tour's township: a leave, a hand-over that waits, years to be reviewed."""

import copy
import datetime as dt
from dataclasses import replace
from typing import Final

from nuantong.access.reader import Reader, reader_of, system_reader
from nuantong.accounts.models import User
from nuantong.demo import cast
from nuantong.demo.families import Family
from nuantong.demo.programme import PairingPlan, Programme
from nuantong.demo.size import TODAY
from nuantong.pairing.actions import take_answer
from nuantong.pairing.actions.leaves import ask_leave
from nuantong.pairing.actions.reviews import ask_for_reviews
from nuantong.pairing.models import Leave, Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.pairing.queries.options import Options
from nuantong.pairing.standing_in import near_carers
from nuantong.people.models import Carer, Child

DAY: Final = dt.timedelta(days=1)
BEGAN: Final = tuple(dt.date(2017, 8, day) for day in (1, 10, 21))
"""Carers who had their household before the programme: a year ago this month."""
CHECKED_BEFORE: Final = dt.timedelta(days=120)
WORDS: Final = "孩子慢热，头几次先陪着做作业；奶奶耳朵背，打电话要大声些。"


def with_earlier_years(programme: Programme) -> Programme:
    """The same programme, of which a few households had their carer before it began."""
    told = copy.copy(programme)
    began = dict(zip(_chosen(programme), BEGAN, strict=False))
    told.pairings = [_earlier(one, began) for one in programme.pairings]
    return told


def _chosen(programme: Programme) -> list[int]:
    """Households of the first round who still have its carer, the tour's township first."""
    families = programme.city.families
    kept = [one for one in programme.pairings if one.end is None and one.round is not None]
    first = min(one.start for one in kept)
    numbers = {one.family for one in kept if one.start == first}
    later = {one.family for one in programme.pairings if one.end or one.start != first}
    return sorted(
        (n for n in numbers - later if not families[n].key and _grown(families[n])),
        key=lambda n: (not _near(families[n], cast.TOWNSHIP), not _near(families[n], cast.DISTRICT), n),
    )[: len(BEGAN)]  # fmt: skip


def _grown(family: Family) -> bool:
    return max(child.born for child in family.children) < BEGAN[0] - 365 * DAY


def _near(family: Family, code: str) -> bool:
    return family.spot.village.code.startswith(code)


def _earlier(one: PairingPlan, began: dict[int, dt.date]) -> PairingPlan:
    start = began.get(one.family)
    if start is None:
        return one
    return replace(one, start=start, checked_on=start - CHECKED_BEFORE, round=None)


def write_everyday() -> None:
    """By the same actions as on the pages, so that tasks and notices are there too."""
    officer = _reader(cast.DISTRICT_OFFICER)
    carers = _carers(officer)
    handed_over = next((carer for carer in carers if _hands_over(carer, officer)), None)
    for carer in carers:
        if carer != handed_over and _goes_on_leave(carer, officer):
            break
    ask_for_reviews(system_reader())


def _reader(member: cast.Member) -> Reader:
    return reader_of(User.objects.get(staff_number=member.staff_number))


def _carers(officer: Reader) -> list[Carer]:
    """Those of the tour's township, then of its district, who have children and are not in it."""
    busy = Pairing.objects.current(TODAY).visible_to(officer).values("carer")
    told = [member.staff_number for member in cast.CAST]
    found = Carer.objects.filter(pk__in=busy).exclude(user__staff_number__in=told)
    rows = found.select_related("place").order_by("pk")
    return sorted(rows, key=lambda one: not _in_township(one))


def _in_township(carer: Carer) -> bool:
    return carer.place is not None and carer.place.code.startswith(cast.TOWNSHIP)


def _goes_on_leave(carer: Carer, officer: Reader) -> bool:
    """For ten days from today, with the nearest who can stand in."""
    until = TODAY + 10 * DAY
    held = Pairing.objects.current(TODAY).filter(carer=carer).order_by()
    homes = held.values("child__household").distinct().count()
    near = near_carers(carer, officer, TODAY, until, homes=homes) if homes else []
    if not near:
        return False
    ask_leave(carer=carer, start=TODAY, last_day=until - DAY, kind=Leave.Kind.ILLNESS,
              note="做个小手术", stand_in=near[0].carer, by=officer)  # fmt: skip
    return True


def _hands_over(carer: Carer, officer: Reader) -> bool:
    """A household of hers goes to somebody with a place, who has not answered yet."""
    held = Pairing.objects.current(TODAY).filter(carer=carer, start__lt=dt.date(2018, 8, 1))
    children = Child.objects.filter(pk__in=held.values("child"), setting="scattered")
    for child in children.order_by("-pairings__start", "pk")[:1]:
        free = [one for one in Options(child, officer).found if not one.others]
        if free:
            take_answer(moves=free[0].moves, by=officer, words=WORDS,
                        reason=EndReason.CARER_UNABLE)  # fmt: skip
            return True
    return False
