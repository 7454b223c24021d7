"""The rules' door: evaluate(facts, on, region), and what time alone changes.

Pure: plain values in and out, no Django, no clock. A verdict can only change on a turning point
(a status begins or ends, a month is full, a birthday, a new rule); between two of them it stands
still. So how long a result holds is found by judging at the turning points around the day.
"""

import datetime as dt
from collections.abc import Iterator

from nuantong.eligibility.book import Book, shipped
from nuantong.eligibility.days import add_months, birthday
from nuantong.eligibility.judging import judge
from nuantong.eligibility.standing import STATUS_TITLES, ends
from nuantong.eligibility.values import Category, Change, Facts, Fits, Result, Situation, Verdict

DAY = dt.timedelta(days=1)
BIRTHDAY = "年满"
"""How the reason of a birthday begins."""


def evaluate(
    facts: Facts, on: dt.date, region: str, book: Book | None = None
) -> tuple[Result, ...]:
    """What the facts fit on a day in a region (a code or its beginning): a hint for civil affairs,
    never a decision. Several results at once; none where no fact bears on a category."""
    course = Course(facts, region, book or shipped())
    return tuple(course.result(verdict, on) for verdict in course.at(on).values())


def changes(
    facts: Facts, after: dt.date, on: dt.date, region: str, book: Book | None = None
) -> list[Change]:
    """What changed by time alone after one day and up to another: releases, birthdays, full
    months. New rules change results too, but no child's situation."""
    course = Course(facts, region, book or shipped())
    found = []
    for day, why in course.points:
        if after < day <= on and why:
            before, now = course.at(day - DAY), course.at(day)
            for category in before.keys() | now.keys():
                was, then = _fits(before, category), _fits(now, category)
                if was != then:
                    found.append(Change(category, day, was, then, why))
    return sorted(found, key=lambda change: (change.on, change.category))


class Course:
    """One child's verdicts over time, judged once for each day asked."""

    def __init__(self, facts: Facts, region: str, book: Book) -> None:
        self.facts, self.region, self.book = facts, region, book
        self.points = _turning_points(facts, book)
        self._known: dict[dt.date, dict[Category, Verdict]] = {}

    def at(self, day: dt.date) -> dict[Category, Verdict]:
        if day not in self._known:
            self._known[day] = judge(self.facts, day, self.book.rules(self.region, day))
        return self._known[day]

    def result(self, verdict: Verdict, on: dt.date) -> Result:
        until, why, becomes = self._until(verdict, on)
        return Result(
            verdict.category, verdict.fits, verdict.used, verdict.missing,
            self.book.article(verdict.act), self._since(verdict, on), until, why, becomes,
        )  # fmt: skip

    def _until(self, verdict: Verdict, on: dt.date) -> tuple[dt.date | None, str, Fits | None]:
        for day, why in self.points:
            if day > on and (then := _fits(self.at(day), verdict.category)) != verdict.fits:
                return day, why or "规则变化", then
        return None, "", None

    def _since(self, verdict: Verdict, on: dt.date) -> dt.date | None:
        """Since a fact began; a result as old as its rule has no day of its own."""
        for day, why in reversed(self.points):
            if day <= on and _fits(self.at(day - DAY), verdict.category) != verdict.fits:
                return day if why else None
        return None


def _fits(verdicts: dict[Category, Verdict], category: Category) -> Fits:
    found = verdicts.get(category)
    return found.fits if found else Fits.NO


def _turning_points(facts: Facts, book: Book) -> list[tuple[dt.date, str]]:
    """Each day on which a verdict may change, with the reason ('' for a change of the rules)."""
    found: dict[dt.date, str] = dict.fromkeys(book.days, "")
    for day, why in _of_facts(facts, book):
        if day > dt.date.min:
            found[day] = "；".join(filter(None, [found.get(day, ""), why]))
    return sorted(found.items())


def _of_facts(facts: Facts, book: Book) -> Iterator[tuple[dt.date, str]]:
    for who, situations in (("父亲", facts.father), ("母亲", facts.mother)):
        for one in situations:
            yield from _of_situation(who, one, book)
    if facts.born:
        for age in sorted(_values(book, ".age")):
            yield birthday(facts.born, age), f"{BIRTHDAY}{age}周岁"
    if facts.home_since:
        for months in sorted(_values(book, "migrant.months")):
            yield add_months(facts.home_since, months), f"在现居住地满{months}个月"


def _of_situation(who: str, one: Situation, book: Book) -> Iterator[tuple[dt.date, str]]:
    title = who + STATUS_TITLES.get(one.status, "情况")
    end = ends(one)
    if one.since:
        yield one.since, f"{title}开始"
        for months in sorted(_months(one.status, book)):
            yield add_months(one.since, months), f"{title}满{months}个月"
    if end:
        yield end, f"{title}结束"


def _values(book: Book, ending: str) -> set[int]:
    return {row.content["value"] for row in book.settings if row.name.endswith(ending)}


def _months(status: str, book: Book) -> set[int]:
    """After how many months a lasting situation counts."""
    if status == "working_away":
        return _values(book, "left_behind.months")
    rows = [row.content for row in book.situations if row.name == status]
    return {row["months"] for row in rows if row["test"] == "lasting"}
