"""What is wrong with a protocol that somebody is about to publish, each thing at its place. Pure.

`parsing` refuses what cannot be read; this refuses what can be read and makes no sense.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.periods import Rule
from nuantong.duties.protocols.definition import Acceptance, Duty, ProtocolDefinition
from nuantong.duties.protocols.meetable import has_a_day
from nuantong.duties.protocols.rungs import Desk, Rung, Trigger
from nuantong.duties.vocabulary import ACT_TITLES, Act, Means

SHORTEST = {
    Rule.DAY: 1, Rule.WEEK: 7, Rule.HALF_MONTH: 13, Rule.MONTH: 28, Rule.QUARTER: 90,
    Rule.TERM: 100, Rule.THREE_MONTHS: 89, Rule.HALF_YEAR: 181, Rule.YEAR: 365,
}  # fmt: skip
"""Days of the shortest period of each kind."""
TOGETHER = frozenset({Act.MEET, Act.ACTIVITY, Act.FESTIVAL})
"""What cannot be done by telephone."""
LONGEST_TOPIC = 12
"""So many characters fit the phone's tile and the contact."""
MOST_TIMES = {Rule.DAY: 10}
MOST = 31
SILENT_AT_LATEST = 14
"""Days: the alarm above all may come sooner, never later (design of duties, 'Escalation')."""


class Fault(NamedTuple):
    """What is wrong. `duty`, `way` and `rung` are places in their lists, None the protocol itself."""

    duty: int | None
    way: int | None
    field: str
    message: str
    rung: int | None = None


def faults(
    definition: ProtocolDefinition, calendar: CivilCalendar, since: date, stages: Collection[str]
) -> list[Fault]:
    """Everything that is wrong with it if it is to hold from the day on; empty when it may."""
    found = [*_twice(definition.duties), *_of_ladder(definition.ladder)]
    for number, duty in enumerate(definition.duties):
        found += [one._replace(duty=number) for one in _of_duty(duty, calendar, since)]
        for place, way in enumerate(duty.accepts):
            found += [one._replace(duty=number, way=place) for one in _of_way(way, stages)]
    return found


def _twice(duties: Iterable[Duty]) -> Iterator[Fault]:
    titles: set[str] = set()
    for number, duty in enumerate(duties):
        if duty.title in titles:
            yield Fault(number, None, "title", f"“{duty.title}”已经有了，请换一个名称。")
        titles.add(duty.title)


def _of_duty(duty: Duty, calendar: CivilCalendar, since: date) -> Iterator[Fault]:
    most = MOST_TIMES.get(duty.period, MOST)
    if duty.times > most:
        yield Fault(None, None, "times", f"一个周期最多{most}次，请改小。")
    if duty.catch_up and duty.grace_days > SHORTEST[duty.period]:
        yield Fault(
            None, None, "grace_days",
            f"可以补做时，宽限不能比一个周期长（最多{SHORTEST[duty.period]}天）：否则一次联系会同时补好几期。",
        )  # fmt: skip
    if not any(has_a_day(duty, way, calendar, since) for way in duty.accepts):
        yield Fault(
            None, None, "period",
            "所要求的节日、学期与周期没有一天能同时满足，这项职责永远无法完成，请修改。",
        )  # fmt: skip


def _of_way(way: Acceptance, stages: Collection[str]) -> Iterator[Fault]:
    if way.means and Means.FACE not in way.means and way.acts <= TOGETHER and not _is_relief(way):
        acts = "、".join(ACT_TITLES[act] for act in Act if act in way.acts)
        yield Fault(None, None, "means", f"{acts}要当面才行，请加上“当面”。")
    if Act.FESTIVAL in way.acts and not way.festivals:
        yield Fault(None, None, "festivals", "一起过节要写明算哪些节日，请至少选一个。")
    long = sorted(topic for topic in way.topics if not 0 < len(topic) <= LONGEST_TOPIC)
    if long:
        yield Fault(
            None, None, "topics", f"话题要简短，不超过{LONGEST_TOPIC}个字：{'、'.join(long)}。"
        )
    unknown = sorted(way.stages - set(stages))
    if unknown:
        yield Fault(None, None, "stages", f"不认识的学段：{'、'.join(unknown)}。")


def _of_ladder(ladder: Sequence[Rung]) -> Iterator[Fault]:
    """The alarm of silence comes in time and reaches the city; who knows more is not asked later."""
    silent = [number for number, rung in enumerate(ladder) if rung.when == Trigger.SILENT]
    first = min(silent, key=lambda number: ladder[number].at)
    if ladder[first].at > SILENT_AT_LATEST:
        words = f"没有任何联系，最迟{SILENT_AT_LATEST}天就要有人过问，请改小。"
        yield Fault(None, None, "at", words, first)
    if all(ladder[number].top != Desk.CITY for number in silent):
        yield Fault(None, None, "top", "没有任何联系的，没有人答复时要能报到市。", first)
    for number, rung in enumerate(ladder):
        before = [one for one in ladder[:number] if _alike(one, rung)]
        if any(one.at == rung.at for one in before):
            yield Fault(None, None, "at", "和前面的一级重复，请改一个数，或去掉一级。", number)
        if any(one.at < rung.at and one.to < rung.to for one in before):
            yield Fault(None, None, "to", "时间更长、次数更多的，不能报给更低的一级。", number)


def _alike(one: Rung, other: Rung) -> bool:
    """Whether both wait for the same to happen, sooner or later."""
    return (one.when, one.periods, one.duties) == (other.when, other.periods, other.duties)


def _is_relief(way: Acceptance) -> bool:
    """Boarding pupils may be met by telephone or video in term (duties.md, worked cases)."""
    return way.boarding is True and way.acts == {Act.MEET}
