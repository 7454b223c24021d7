"""Whatever is said and filled in, a child stands in one place, and nobody is asked who said no."""

from hypothesis import given
from hypothesis import strategies as st

from nuantong.screening.colours import COLOURS
from nuantong.screening.models import Participant
from nuantong.screening.queries.rounds import OF_STAGE
from nuantong.screening.standing import Facts, Sheet, standing

said = st.sampled_from(["", "agreed", "refused", "taken_back"])
finished = st.builds(
    Sheet, st.just(True), st.just(True), st.sampled_from([*COLOURS]), st.booleans()
) | st.builds(Sheet, st.just(True), st.just(False), st.just(""), st.booleans())
facts = st.builds(
    Facts, guardian=said, child=said, on_register=st.booleans(), wanted=st.integers(0, 4),
    sheets=st.lists(finished | st.just(Sheet()), max_size=4),
)  # fmt: skip


@given(facts)
def test_every_child_is_in_one_column_and_asked_only_when_both_are_willing(one: Facts) -> None:
    found = standing(one)
    assert found.stage in Participant.Stage.values and found.stage in OF_STAGE
    if found.stage in ("ready", "under_way"):
        assert (one.guardian, one.child, one.on_register) == ("agreed", "agreed", True)
    if found.stage == "done":
        assert found.done >= one.wanted > 0
    assert found.invalid <= found.done == sum(sheet.finished for sheet in one.sheets)


@given(facts)
def test_the_worst_colour_shows_and_a_red_item_always(one: Facts) -> None:
    found, counted = standing(one), [sheet for sheet in one.sheets if sheet.finished]
    order = ["", *COLOURS]
    assert all(order.index(found.colour) >= order.index(sheet.colour) for sheet in counted)
    assert found.red == any(sheet.red for sheet in counted)
    assert not found.red or found.colour == "red"
