"""Nobody drops out of the plan, whatever was found."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuantong.visits.planning import Home, Rules, Seen, State, judge
from nuantong.visits.routing import door_of

DAY = dt.timedelta(days=1)
REGISTERED = dt.date(2018, 1, 1)
TODAY = dt.date(2018, 8, 24)
LONGEST = 2 * 92 + 31
"""Two quarters, and the days a home may wait for the township."""
UNHURRIED = settings(suppress_health_check=[HealthCheck.too_slow])
"""On a busy machine the first example may be slow to draw."""

days = st.dates(REGISTERED, TODAY)
seen = st.builds(
    Seen, days, st.sampled_from(["met", "nobody", "moved", "refused", "not_found"]),
    st.sampled_from(["good", "fair", "poor"]), st.booleans(), st.booleans(), st.none() | days,
)  # fmt: skip
homes = st.builds(
    lambda visits, asked: Home(
        REGISTERED, tuple(sorted(visits, key=lambda one: one.on, reverse=True)), asked
    ),
    st.lists(seen, max_size=12),
    st.none() | days,
)


@UNHURRIED
@given(homes)
def test_every_home_is_due_again_within_two_quarters_and_a_month(home: Home) -> None:
    states = (judge(home, Rules(), TODAY + n * DAY) for n in range(LONGEST))
    assert any(judged.is_due for judged in states)


@UNHURRIED
@given(homes)
def test_a_home_that_is_not_due_says_from_which_day_it_will_be(home: Home) -> None:
    judged = judge(home, Rules(), TODAY)
    if judged.is_due:
        assert judged.again_on is None
    else:
        assert judged.again_on is not None and judged.again_on > TODAY
        later = judge(home, Rules(), judged.again_on)
        assert later.is_due or later.state is State.LATER


@UNHURRIED
@given(homes, days)
def test_what_happens_later_is_not_known_before(home: Home, on: dt.date) -> None:
    known = Home(REGISTERED, tuple(one for one in home.visits if one.on <= on), home.asked)
    assert judge(home, Rules(), on) == judge(known, Rules(), on)


@UNHURRIED
@given(st.text(max_size=40))
def test_any_address_has_a_place_in_the_order(text: str) -> None:
    assert door_of(text) <= door_of("") or door_of(text).street
