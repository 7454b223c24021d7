"""Who held the child on each day, whatever the order of carers, leaves and those who stand in."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from nuantong.duties.facts import Holding
from nuantong.duties.holdings import with_stand_ins

START = dt.date(2018, 1, 1)
DAYS = 60


def day(number: int) -> dt.date:
    return START + dt.timedelta(number)


def _spans(rows: list[tuple[int, str, bool]]) -> list[Holding]:
    """Carers one after the other, without overlapping: from each cut to the next, some empty."""
    cuts = sorted({(at, who, held) for at, who, held in rows}, key=lambda row: row[0])
    found = []
    ends = [*(at for at, _, _ in cuts[1:]), None]
    for (at, who, held), end in zip(cuts, ends[: len(cuts)], strict=True):
        if held and at != end:
            found.append(Holding(who, day(at), None if end is None else day(end)))
    return found


carers_ = st.lists(
    st.tuples(st.integers(0, DAYS), st.sampled_from("ABC"), st.booleans()), max_size=6
).map(_spans)
stand_ins_ = st.lists(
    st.tuples(st.integers(0, DAYS), st.sampled_from("XYZ"), st.booleans()), max_size=6
).map(_spans)


def holders(holdings: list[Holding], on: dt.date) -> list[object]:
    return [one.carer for one in holdings if one.start <= on and (one.end is None or on < one.end)]


@given(carers_, stand_ins_, st.sampled_from("ABC"))
def test_every_day_has_the_carer_or_whoever_stands_in_for_her_and_never_two(
    held: list[Holding], others: list[Holding], absent: str
) -> None:
    found = with_stand_ins(held, [(absent, one) for one in others])
    for number in range(-1, DAYS + 2):
        on = day(number)
        before, now = holders(held, on), holders(found, on)
        assert len(now) == len(before) <= 1
        if before == [absent] and holders(others, on):
            assert now == holders(others, on)
        else:
            assert now == before
    assert all(one.end is None or one.start < one.end for one in found)
