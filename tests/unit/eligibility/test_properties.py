"""What holds of the rules whatever the facts: same facts same answer, and time as it is told."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.eligibility.rules import changes, evaluate
from nuantong.eligibility.standing import STATUS_TITLES
from nuantong.eligibility.values import Disability, Facts, Fits, Situation

DAY = dt.timedelta(days=1)
DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2032, 12, 31))
REGIONS = st.sampled_from(["500113", "440103", "510104", ""])


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    since = draw(st.none() | DAYS)
    until = draw(st.none() | DAYS)
    if since and until and until <= since:
        until = since + DAY
    return Situation(
        draw(st.sampled_from([*STATUS_TITLES, "unknown", ""])), since, until,
        draw(st.sampled_from(["", "判决书"])),
        draw(st.none() | st.integers(1, 40)), draw(st.sampled_from(["", "limbs", "mind"])),
        draw(st.none() | st.integers(1, 4)), draw(st.none() | st.booleans()),
    )  # fmt: skip


PARENT = st.lists(situations(), max_size=3).map(tuple)
FACTS = st.builds(
    Facts,
    born=st.none() | st.dates(dt.date(1998, 1, 1), dt.date(2030, 1, 1)),
    stage=st.sampled_from(["", "primary", "senior", "college"]),
    father=PARENT, mother=PARENT,
    poverty=st.sampled_from(["", "低保", "小康"]),
    disability=st.none() | st.builds(Disability, st.sampled_from(["", "mind"]), st.none() | st.just(2)),
    illness=st.sampled_from(["", "白血病"]),
    guardianship=st.sampled_from([(), ("遗弃",)]),
    home=st.sampled_from(["", "500113"]), home_since=st.none() | DAYS,
    registered=st.sampled_from(["", "500118"]), rural=st.none() | st.booleans(), foundling=st.booleans(),
)  # fmt: skip


def fits(facts: Facts, on: dt.date, region: str) -> dict[str, Fits]:
    return {r.category: r.fits for r in evaluate(facts, on, region)}


@given(FACTS, DAYS, REGIONS)
def test_the_same_facts_give_the_same_answer(facts: Facts, on: dt.date, region: str) -> None:
    assert evaluate(facts, on, region) == evaluate(replace(facts), on, region)


@given(FACTS, DAYS, REGIONS, st.integers(0, 900))
@settings(max_examples=60)
def test_a_result_stands_until_its_day_and_since_its_day(
    facts: Facts, on: dt.date, region: str, later: int
) -> None:
    """Nothing changes between two turning points, and on the day told it does."""
    for result in evaluate(facts, on, region):
        last = (result.until or dt.date(2040, 1, 1)) - DAY
        day = min(on + later * DAY, last)
        assert fits(facts, day, region).get(result.category, Fits.NO) == result.fits
        if result.until:
            then = fits(facts, result.until, region).get(result.category, Fits.NO)
            assert then == result.becomes != result.fits
        if result.since:
            assert result.since <= on
            assert fits(facts, result.since, region).get(result.category, Fits.NO) == result.fits


@given(FACTS, DAYS, REGIONS)
def test_what_is_incomplete_or_fits_says_what_is_missing_or_used(
    facts: Facts, on: dt.date, region: str
) -> None:
    for result in evaluate(facts, on, region):
        if result.fits is Fits.INCOMPLETE:
            assert result.missing
        if result.fits is Fits.YES:
            assert result.used and result.article


ASSERTED = st.builds(Situation, st.sampled_from([*STATUS_TITLES]))


@given(FACTS, DAYS, REGIONS, ASSERTED, ASSERTED)
def test_once_both_parents_age_and_school_are_known_nothing_about_them_stays_incomplete(
    facts: Facts, on: dt.date, region: str, father: Situation, mother: Situation
) -> None:
    """More facts turn incomplete into an answer, never into an error."""
    known = replace(
        facts, born=dt.date(2012, 1, 1), stage="primary", father=(father,), mother=(mother,)
    )
    told = fits(known, on, region)
    assert {told.get(name) for name in ("orphan", "unattended", "at_risk")} <= {
        Fits.YES, Fits.NO, None,
    }  # fmt: skip


@given(FACTS, REGIONS, DAYS, DAYS)
def test_changes_of_two_spans_are_those_of_the_whole(
    facts: Facts, region: str, one: dt.date, other: dt.date
) -> None:
    """A run that missed a night finds the same changes the next night."""
    first, last = sorted((one, other))
    middle = first + (last - first) // 2
    whole = changes(facts, first, last, region)
    assert whole == [*changes(facts, first, middle, region), *changes(facts, middle, last, region)]


@given(FACTS, DAYS, REGIONS)
def test_a_change_starts_where_the_result_ended(facts: Facts, on: dt.date, region: str) -> None:
    told = changes(facts, on, on + 400 * DAY, region)
    for change in told:
        assert fits(facts, change.on, region).get(change.category, Fits.NO) == change.now
        assert fits(facts, change.on - DAY, region).get(change.category, Fits.NO) == change.was
