"""From the facts of a case to what is counted of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from nuantong.counselling.effect.export import band
from nuantong.counselling.effect.flow import Participant
from nuantong.counselling.effect.points import Sheet, scores, waited
from nuantong.counselling.effect.study import POINTS, Record
from nuantong.outcomes.queries.projects import Case
from nuantong.outcomes.queries.scores import sheets_of
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on
from nuantong.regions.tree import Tree


@dataclass(frozen=True)
class Facts:
    """What a room knows of a case: `started` is None while the child waits, `left` says why she
    stopped before the end."""

    key: str
    child: Child
    consented: bool
    started: dt.date | None
    sessions: int
    left: str = ""
    finished: bool = False
    withdrawn: bool = False
    state: str = ""
    url: str = ""


def cases(facts: Sequence[Facts], tree: Tree, on: dt.date) -> list[Case]:
    """Each with its measurements, in two queries of sheets and instruments at most."""
    sheets = sheets_of(one.child.pk for one in facts)
    return [_case(one, sheets.get(one.child.pk, []), tree, on) for one in facts]


def _case(one: Facts, sheets: list[Sheet], tree: Tree, on: dt.date) -> Case:
    taken = scores(sheets, one.started) if one.started else waited(sheets)
    points = frozenset(score.point for score in taken if score.point in POINTS)
    person = Participant(
        one.key,
        one.consented,
        one.started is not None,
        one.sessions,
        one.left,
        one.finished,
        points,
    )
    district = tree.district_of(one.child.place_id)
    record = Record(
        person, one.child.get_sex_display() or "未采集",
        band(age_on(one.child.birth_date, one.started or on)),
        district.name if district else "未采集", taken, not one.withdrawn,
    )  # fmt: skip
    return Case(
        record, one.child.pk, one.child.number, one.child.name,
        tree.full_name(one.child.place_id, " "), one.started, one.state, one.url,
    )  # fmt: skip
