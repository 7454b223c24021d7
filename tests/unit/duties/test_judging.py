"""Whatever the facts and the order in which they arrive, each window has one outcome."""

from datetime import date, datetime, time, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from nuantong.calendars.civil import default_calendar
from nuantong.calendars.periods import period_of
from nuantong.duties.facts import ALWAYS, SHANGHAI, Contact, Enrolment, Exemption, Facts, Holding
from nuantong.duties.judging import Judged, judge
from nuantong.duties.protocols import shipped_definition
from nuantong.duties.vocabulary import FULFILLED, UNMET, Act, Means, Outcome
from nuantong.duties.windows import Rulebook, Version

SIX_ONES = Rulebook([Version(date(2018, 1, 1), shipped_definition("six-ones"))], default_calendar())
AS_OF = date(2018, 8, 24)
DAYS = st.dates(date(2017, 11, 1), date(2018, 9, 15))
SPANS = st.tuples(DAYS, st.one_of(st.none(), DAYS))
HALF_OF_IT = ((date(2018, 5, 3), date(2018, 8, 20)),)


@st.composite
def contacts(draw: st.DrawFn) -> tuple[Contact, ...]:
    count = draw(st.integers(0, 25))
    return tuple(draw(a_contact(number)) for number in range(count))


@st.composite
def a_contact(draw: st.DrawFn, number: int) -> Contact:
    happened_on = draw(DAYS)
    received_on = happened_on + timedelta(days=draw(st.integers(-2, 30)))
    return Contact(
        id=f"k{number}",
        carer=draw(st.sampled_from(["li", "wang"])),
        happened_on=happened_on,
        received_at=datetime.combine(received_on, time(12), SHANGHAI),
        acts=draw(st.frozensets(st.sampled_from(Act), min_size=1)),
        means=draw(st.sampled_from(Means)),
        supersedes=draw(st.one_of(st.none(), st.just(f"k{number - 1}"))),
    )


@st.composite
def children(draw: st.DrawFn) -> tuple[Enrolment, Facts]:
    start, end = draw(SPANS)
    enrolment = Enrolment(
        "e1", start, end, no_signal=draw(st.sampled_from(((), ALWAYS, HALF_OF_IT)))
    )
    holdings = [Holding(draw(st.sampled_from(["li", "wang"])), *draw(SPANS)) for _ in range(2)]
    exemptions = [Exemption(*span, "住院") for span in draw(st.lists(SPANS, max_size=2))]
    return enrolment, Facts(draw(contacts()), tuple(holdings), tuple(exemptions))


def owed(enrolment: Enrolment) -> set[tuple[str, str]]:
    """Every period of every duty that a day of the enrolment touches, day by day."""
    last = min(enrolment.end or date.max, AS_OF + timedelta(days=1))
    days = [enrolment.start + timedelta(days=n) for n in range((last - enrolment.start).days)]
    duties = shipped_definition("six-ones").duties
    found = {(duty.code, period_of(duty.period, day)) for duty in duties for day in days}
    return {(code, period.key) for code, period in found if period}


def key(result: Judged) -> tuple[str, str]:
    return result.window.duty.code, result.window.key


@given(children())
def test_every_owed_window_has_exactly_one_outcome(child: tuple[Enrolment, Facts]) -> None:
    enrolment, facts = child
    keys = [key(result) for result in judge(enrolment, facts, SIX_ONES, AS_OF)]

    assert len(keys) == len(set(keys))
    assert set(keys) == owed(enrolment)


@given(children(), st.randoms(use_true_random=False))
def test_any_order_of_arrival_gives_the_same_outcomes(
    child: tuple[Enrolment, Facts], random: Random
) -> None:
    enrolment, facts = child
    shuffled = list(facts.contacts) * 2
    random.shuffle(shuffled)
    again = Facts(tuple(shuffled), facts.holdings[::-1], facts.exemptions[::-1])

    assert judge(enrolment, again, SIX_ONES, AS_OF) == judge(enrolment, facts, SIX_ONES, AS_OF)


@given(children())
def test_a_contact_fulfils_a_duty_once(child: tuple[Enrolment, Facts]) -> None:
    enrolment, facts = child
    results = judge(enrolment, facts, SIX_ONES, AS_OF)
    used = [(result.window.duty.code, one.id) for result in results for one in result.contacts]

    assert len(used) == len(set(used))


@given(children())
def test_what_fulfils_lies_in_the_window_or_its_grace(child: tuple[Enrolment, Facts]) -> None:
    for window, outcome, _, found, _ in judge(*child, SIX_ONES, AS_OF):
        days = [contact.happened_on for contact in found]
        if outcome == Outcome.MET:
            assert all(window.start <= day < window.end for day in days)
        if outcome == Outcome.MET_LATE:
            assert window.duty.catch_up
            assert window.end <= days[-1] < window.grace_end


@given(children())
def test_more_contacts_never_undo_a_fulfilled_window(child: tuple[Enrolment, Facts]) -> None:
    enrolment, facts = child
    plain = Facts(tuple(c for c in facts.contacts if not c.supersedes), facts.holdings)
    fewer = Facts(plain.contacts[1:], facts.holdings)
    before = {key(one) for one in judge(enrolment, fewer, SIX_ONES, AS_OF) if fulfilled(one)}
    after = {key(one) for one in judge(enrolment, plain, SIX_ONES, AS_OF) if fulfilled(one)}

    assert before <= after


def fulfilled(result: Judged) -> bool:
    return result.outcome in FULFILLED


@given(children())
def test_only_an_unmet_window_is_marked_as_handed_over(child: tuple[Enrolment, Facts]) -> None:
    for result in judge(*child, SIX_ONES, AS_OF):
        assert not result.handover or result.outcome in UNMET


def test_an_enrolment_that_has_not_begun_owes_nothing() -> None:
    assert judge(Enrolment("e1", date(2018, 8, 25)), Facts(), SIX_ONES, AS_OF) == []


@given(children())
def test_what_runs_now_does_not_depend_on_what_closed_long_ago(
    child: tuple[Enrolment, Facts],
) -> None:
    everything = judge(*child, SIX_ONES, AS_OF)
    recent = judge(*child, SIX_ONES, AS_OF, only_recent=True)

    assert running(recent) == running(everything)


def running(results: list[Judged]) -> list[tuple[object, ...]]:
    return [(*key(one), *one[1:]) for one in results if one.window.grace_end > AS_OF]
