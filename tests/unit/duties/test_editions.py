"""A district publishes an edition of its own: what it changes, and what it never does."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import given
from hypothesis import settings as properties
from hypothesis import strategies as st

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.calendars.civil import default_calendar
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.duties.actions.protocols import (
    Faulty,
    begin_draft,
    desks,
    publish,
    save_draft,
    take_back,
)
from nuantong.duties.facts import Enrolment as EnrolmentFacts
from nuantong.duties.facts import Facts
from nuantong.duties.governing import Edition, Home, governing
from nuantong.duties.judging import judge
from nuantong.duties.loading import load_cases
from nuantong.duties.models import Enrolment, Protocol, ProtocolDraft, ProtocolVersion
from nuantong.duties.protocols import parse_definition
from nuantong.duties.protocols.shipped import shipped_json
from nuantong.duties.windows import Rulebook
from nuantong.people.models import Child
from nuantong.regions.models import Region
from tests.conftest import TODAY
from tests.unit.duties.test_judging import contacts

MONDAY = dt.date(2018, 9, 3)
LATER = dt.date(2018, 12, 31)
PERIODS = [
    "day",
    "week",
    "half_month",
    "month",
    "quarter",
    "term",
    "three_months",
    "half_year",
    "year",
]
ACTS = ["meet", "talk", "guardian", "teacher", "activity", "festival"]
FESTIVALS = ["spring", "birthday", "mid_autumn"]
WAYS = st.fixed_dictionaries(
    {"acts": st.lists(st.sampled_from(ACTS), min_size=1, max_size=3)},
    optional={
        "means": st.lists(st.sampled_from(["face", "phone", "video"])),
        "festivals": st.lists(st.sampled_from(FESTIVALS)),
        "in_term": st.booleans(), "boarding": st.booleans(),
    },
)  # fmt: skip
DUTIES = st.lists(
    st.fixed_dictionaries({
        "code": st.sampled_from(["week", "half_month", "month", "term", "other"]),
        "title": st.just("某项职责"), "period": st.sampled_from(PERIODS),
        "times": st.integers(1, 3), "grace_days": st.integers(0, 40), "catch_up": st.booleans(),
        "accepts": st.lists(WAYS, min_size=1, max_size=2),
    }),
    min_size=1, max_size=4, unique_by=lambda duty: duty["code"],
)  # fmt: skip
SIX_ONES = parse_definition(shipped_json("six-ones"))
CALENDAR = default_calendar()
EVER = Edition(None, dt.date(2018, 1, 1), SIX_ONES)


def content(**week: Any) -> dict[str, Any]:
    """The Six Ones with another weekly duty."""
    shipped = shipped_json("six-ones")
    first, *others = shipped["duties"]
    return {**shipped, "duties": [{**first, **week}, *others]}


@pytest.fixture
def officer(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def district(officer: Reader) -> int:
    [region] = desks(officer)
    assert region is not None
    return region


@pytest.fixture
def draft(six_ones: Protocol, district: int, officer: Reader) -> ProtocolDraft:
    fortnightly = content(title="每半月见一次面", period="half_month", grace_days=5)
    return begin_draft(protocol=six_ones, region=district, content=fortnightly, by=officer)


def windows(enrolment: Enrolment, code: str = "week") -> list[tuple[str, dt.date]]:
    [case] = load_cases([enrolment.child_id])
    judged = judge(case.enrolment, case.facts, case.rulebook, LATER)
    return [(one.window.key, one.window.start) for one in judged if one.window.duty.code == code]


def test_from_the_day_on_the_districts_children_are_owed_by_its_edition(
    draft: ProtocolDraft, officer: Reader, enrolment: Enrolment
) -> None:
    before = windows(enrolment)
    publish(draft=draft, valid_from=MONDAY, version=1, by=officer)
    after = windows(enrolment)

    assert [w for w in after if w[1] < MONDAY] == [w for w in before if w[1] < MONDAY]
    assert [w for w in after if w[1] >= MONDAY][:2] == [
        ("2018-09-H2", dt.date(2018, 9, 16)),
        ("2018-10-H1", dt.date(2018, 10, 1)),
    ]


def test_other_districts_stay_with_the_city(
    draft: ProtocolDraft, officer: Reader, six_ones: Protocol, cast: SimpleNamespace
) -> None:
    publish(draft=draft, valid_from=MONDAY, version=1, by=officer)
    theirs = Enrolment.objects.create(
        child=cast.children.neighbour, protocol=six_ones, start=dt.date(2018, 1, 1)
    )

    assert windows(theirs)[-1][0] == "2019-W01"


def test_a_child_who_moves_takes_what_had_begun_with_her(
    draft: ProtocolDraft, officer: Reader, enrolment: Enrolment, child: Child,
    cast: SimpleNamespace,
) -> None:  # fmt: skip
    publish(draft=draft, valid_from=MONDAY, version=1, by=officer)
    span = child.registrations.get()
    day = dt.date(2018, 10, 20)
    span.until, span.ended = day, "moved"
    span.save()
    child.registrations.create(
        place=cast.children.neighbour.place, setting=child.setting, since=day, begun="moved",
        known_from=day,
    )  # fmt: skip

    keys = [key for key, start in windows(enrolment) if start >= dt.date(2018, 10, 1)]
    assert keys[:3] == ["2018-10-H1", "2018-10-H2", "2018-W43"]


def test_taking_it_back_before_its_day_leaves_everything_as_it_was(
    draft: ProtocolDraft, officer: Reader, enrolment: Enrolment
) -> None:
    before = windows(enrolment)
    version = publish(draft=draft, valid_from=MONDAY, version=1, by=officer)
    take_back(version=version, by=officer)
    take_back(version=version, by=officer)

    assert windows(enrolment) == before
    assert ProtocolDraft.objects.get().definition == version.definition
    told = Event.objects.filter(object_type="protocolversion").order_by("pk")
    assert list(told.values_list("action", flat=True)) == ["发布方案", "撤回方案"]


def test_what_is_in_force_cannot_be_taken_back(
    draft: ProtocolDraft, officer: Reader, settings: Any
) -> None:
    version = publish(draft=draft, valid_from=MONDAY, version=1, by=officer)
    settings.TODAY = MONDAY
    with pytest.raises(Refusal, match="已经施行"):
        take_back(version=version, by=officer)


@pytest.mark.parametrize("day", [TODAY, dt.date(2018, 8, 1)])
def test_nothing_is_published_backwards_in_time(
    draft: ProtocolDraft, officer: Reader, day: dt.date
) -> None:
    with pytest.raises(Refusal, match="今天（2018年08月24日）以后"):
        publish(draft=draft, valid_from=day, version=1, by=officer)


def test_two_versions_never_begin_on_one_day(
    draft: ProtocolDraft, officer: Reader, six_ones: Protocol, district: int
) -> None:
    publish(draft=draft, valid_from=MONDAY, version=1, by=officer)
    again = begin_draft(protocol=six_ones, region=district, content=content(times=2), by=officer)
    with pytest.raises(Refusal, match="已经有一个版本"):
        publish(draft=again, valid_from=MONDAY, version=1, by=officer)


def test_what_says_nothing_new_is_not_published(
    officer: Reader, six_ones: Protocol, district: int
) -> None:
    same = begin_draft(protocol=six_ones, region=district, content=content(), by=officer)
    with pytest.raises(Refusal, match="完全一样"):
        publish(draft=same, valid_from=MONDAY, version=1, by=officer)


def test_a_faulty_protocol_is_not_published(draft: ProtocolDraft, officer: Reader) -> None:
    faulty = content(grace_days=9, catch_up=True)
    changed = save_draft(draft=draft, content=faulty, version=1, by=officer)
    with pytest.raises(Faulty) as refused:
        publish(draft=changed, valid_from=MONDAY, version=2, by=officer)
    assert [(one.duty, one.field) for one in refused.value.faults] == [(0, "grace_days")]


def test_of_two_people_at_once_the_second_is_told(draft: ProtocolDraft, officer: Reader) -> None:
    save_draft(draft=draft, content=content(times=2), version=1, by=officer)
    with pytest.raises(StaleVersion):
        save_draft(draft=draft, content=content(times=3), version=1, by=officer)
    with pytest.raises(StaleVersion):
        publish(draft=draft, valid_from=MONDAY, version=1, by=officer)


def test_a_district_writes_for_itself_alone_and_the_city_for_the_city(
    draft: ProtocolDraft, six_ones: Protocol, reader: Callable[[Role], Reader], make: Any
) -> None:
    city = reader(Role.CITY_OFFICER)
    assert desks(city) == [None]
    with pytest.raises(Refusal, match="本区县"):
        publish(draft=draft, valid_from=MONDAY, version=1, by=city)
    neighbour = Region.objects.get(code="500118000000").pk
    with pytest.raises(Refusal, match="本区县"):
        begin_draft(
            protocol=six_ones, region=neighbour, content=content(),
            by=reader(Role.DISTRICT_OFFICER),
        )  # fmt: skip
    assert desks(reader(Role.TOWNSHIP_CHAIR)) == []


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"valid_from": TODAY, "published_on": TODAY}, "protocolversion_not_backwards"),
        (
            {"valid_from": MONDAY, "published_on": TODAY, "withdrawn_on": MONDAY},
            "protocolversion_withdrawn_before_its_day",
        ),
        ({"valid_from": dt.date(2018, 1, 1)}, "protocolversion_one_a_day"),
    ],
)
def test_the_database_refuses_it_too(
    six_ones: Protocol, values: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        six_ones.versions.create(definition=shipped_json("six-ones"), **values)


def test_a_version_is_taken_back_and_never_altered(draft: ProtocolDraft, officer: Reader) -> None:
    version = publish(draft=draft, valid_from=MONDAY, version=1, by=officer)
    rows = ProtocolVersion.objects.filter(pk=version.pk)
    attacks: list[Callable[[], object]] = [
        lambda: rows.update(valid_from=LATER),
        lambda: rows.update(withdrawn_on=TODAY, definition={}),
        lambda: rows.update(published_on=None),
    ]
    for attack in attacks:
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            attack()
    with pytest.raises((IntegrityError, ProtectedError)), transaction.atomic():
        rows.delete()
    rows.update(withdrawn_on=TODAY)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        rows.update(withdrawn_on=None)


DAYS = st.dates(dt.date(2018, 2, 1), dt.date(2018, 9, 15))
HOMES = st.lists(st.tuples(st.sampled_from([None, 1, 2]), DAYS), max_size=3)


def homes_of(stays: list[tuple[int | None, dt.date]]) -> list[Home]:
    return sorted((Home(*stay) for stay in stays), key=lambda home: home.since)


@properties(max_examples=60)
@given(contacts(), DUTIES, DAYS, HOMES, st.sampled_from([None, 1]))
def test_publishing_changes_no_window_begun_before_its_day(
    known: tuple[Any, ...], duties: list[dict[str, Any]], day: dt.date,
    stays: list[tuple[int | None, dt.date]], district: int | None,
) -> None:  # fmt: skip
    definition = parse_definition({"code": "x", "title": "某方案", "duties": duties})
    homes = homes_of(stays)
    child = EnrolmentFacts("e", dt.date(2018, 1, 10), stage="primary")
    published = Edition(district, day, definition)
    before, after = (
        Rulebook(governing(editions, homes), CALENDAR) for editions in ([EVER], [EVER, published])
    )
    eve = day - dt.timedelta(days=1)
    told = [
        [
            (one.window.duty.code, one.window.key, one.outcome, one.contacts, one.handover)
            for one in judge(child, Facts(contacts=known), book, eve)
        ]
        for book in (before, after)
    ]
    assert sorted(told[0]) == sorted(told[1])
    begun = [_begun(book, child, day) for book in (before, after)]
    assert begun[0] == begun[1]


def _begun(book: Rulebook, child: EnrolmentFacts, day: dt.date) -> set[tuple[Any, ...]]:
    judged = judge(child, Facts(), book, LATER)
    return {
        (w.duty.code, w.key, w.start, w.end, w.grace_end, w.duty.times, w.duty.catch_up)
        for w in (one.window for one in judged)
        if w.start < day
    }


@properties(max_examples=60)
@given(DUTIES, DAYS, HOMES)
def test_no_window_is_there_twice_wherever_a_child_has_lived(
    duties: list[dict[str, Any]], day: dt.date, stays: list[tuple[int | None, dt.date]]
) -> None:
    definition = parse_definition({"code": "x", "title": "某方案", "duties": duties})
    book = Rulebook(governing([EVER, Edition(1, day, definition)], homes_of(stays)), CALENDAR)
    child = EnrolmentFacts("e", dt.date(2018, 1, 10), stage="primary")
    keys = [(one.window.duty.code, one.window.key) for one in judge(child, Facts(), book, LATER)]
    assert len(keys) == len(set(keys))
