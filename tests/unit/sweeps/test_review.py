"""Cards: one reader each, three keys, a second opinion, a blind sample, the last answer taken back."""

import datetime as dt
from collections.abc import Callable

import pytest

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.people.models import Child
from nuantong.sweeps.actions import reviewing
from nuantong.sweeps.agreement import judged
from nuantong.sweeps.models import Card, Link, Reading, Record
from nuantong.sweeps.queries import review as queries
from nuantong.sweeps.queries.whom import whom
from tests.conftest import TODAY, VILLAGE, make_child, make_user, place
from tests.unit.sweeps.rosters_made import a_source, bring, csv_of, pupil

pytestmark = pytest.mark.django_db
As = Callable[[Role], Reader]


@pytest.fixture
def chair(reader: As) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def second() -> Reader:
    return reader_of(make_user("T2", "第二人", Role.TOWNSHIP_CHAIR, VILLAGE[:9]), TODAY)


def a_card(
    name: str = "周普通", order: int = 363, children: int = 1, sampled: bool = False
) -> Card:
    """A row of the village with cards for some children of alike names; the first of them."""
    source = a_source(f"学籍{order}")
    bring(source, csv_of([pupil(name, order)]))
    record = Record.objects.get(source=source)
    cards = [
        Card.objects.create(record=record, child=make_child(f"{name}{n}", VILLAGE), model="m",
                            weight=5.0 - n, rank=n + 1, sampled=sampled)
        for n in range(children)
    ]  # fmt: skip
    Record.objects.filter(pk=record.pk).update(
        standing="waiting", reason="review", rule="", region=place(VILLAGE)
    )
    return cards[0]


def stands(card: Card) -> str:
    record = Record.objects.get(pk=card.record_id)
    return f"{record.standing} {record.reason}".strip()


def test_the_same_links_and_drops_the_other_cards(chair: Reader) -> None:
    card = a_card(children=2)
    reviewing.answer(card=card, answer="same", by=chair)
    assert stands(card) == "on_register"
    link = Link.objects.get(record=card.record_id)
    assert (link.child, link.decider, link.weight) == (card.child, "person", 5.0)
    assert set(Card.objects.values_list("state", flat=True)) == {"same", "dropped"}


def test_different_leads_to_the_next_card_and_at_last_to_the_rules(chair: Reader) -> None:
    card = a_card(children=2)
    reviewing.answer(card=card, answer="different", by=chair)
    assert stands(card) == "waiting review"
    other = Card.objects.get(state="open")
    reviewing.answer(card=other, answer="different", by=chair)
    assert stands(card) == "excluded ordinary"


def test_asking_brings_a_second_person_and_never_the_first_again(
    chair: Reader, second: Reader
) -> None:
    card = a_card()
    reviewing.answer(card=card, answer="ask", by=chair)
    assert stands(card) == "waiting second"
    assert reviewing.take(by=chair, places=None) is None
    with pytest.raises(Refusal, match="已经核对过"):
        reviewing.answer(card=card, answer="same", by=chair)
    assert reviewing.take(by=second, places=None) == card
    reviewing.answer(card=card, answer="same", by=second)
    assert stands(card) == "on_register"


def test_two_who_are_unsure_send_a_visitor(chair: Reader, second: Reader) -> None:
    card = a_card()
    reviewing.answer(card=card, answer="ask", by=chair)
    reviewing.answer(card=card, answer="ask", by=second)
    assert stands(card) == "waiting visit"


def test_two_reviewers_get_two_cards_and_a_third_none(chair: Reader, second: Reader) -> None:
    a_card()
    a_card("吴普通", 365)
    one, other = reviewing.take(by=chair, places=None), reviewing.take(by=second, places=None)
    assert one and other and one != other
    third = reader_of(make_user("T3", "第三人", Role.TOWNSHIP_CHAIR, VILLAGE[:9]), TODAY)
    assert reviewing.take(by=third, places=None) is None
    assert reviewing.take(by=chair, places=None) == one, "her own card stays in front of her"


def test_a_claim_expires(chair: Reader, second: Reader) -> None:
    card = a_card()
    reviewing.take(by=chair, places=None)
    Card.objects.filter(pk=card.pk).update(claimed_until=clock.now() - dt.timedelta(seconds=1))
    assert reviewing.take(by=second, places=None) == card
    with pytest.raises(Refusal, match="正由他人核对"):
        reviewing.answer(card=card, answer="same", by=chair)


def test_the_last_answer_is_taken_back(chair: Reader) -> None:
    card = a_card(children=2)
    for said in ("same", "different", "ask"):
        reviewing.answer(card=card, answer=said, by=chair)
        assert reviewing.undo_last(by=chair) == card
        assert stands(card) == "waiting review"
        assert set(Card.objects.values_list("state", flat=True)) == {"open"}
    assert Link.objects.filter(undone_at=None).count() == 0
    assert Reading.objects.filter(undone_at=None).count() == 0
    with pytest.raises(Refusal, match="没有可以撤回"):
        reviewing.undo_last(by=chair)


def test_a_sampled_card_is_read_again_blind_and_decides_nothing_where_both_agree(
    chair: Reader, second: Reader
) -> None:
    card = a_card(sampled=True)
    reviewing.answer(card=card, answer="same", by=chair)
    assert reviewing.take(by=chair, places=None) is None
    assert reviewing.take(by=second, places=None) == card
    reviewing.answer(card=card, answer="same", by=second)
    assert stands(card) == "on_register"
    [twice] = queries.read_twice(chair)
    assert (twice.first.answer, twice.blind.answer, twice.third) == ("same", "same", None)
    assert reviewing.take(by=second, places=None) is None


def test_another_townships_card_is_refused(chair: Reader) -> None:
    card = a_card()
    Record.objects.filter(pk=card.record_id).update(region=place("500118116200"))
    with pytest.raises(Refusal, match="不由您核对"):
        reviewing.answer(card=card, answer="same", by=chair)


def test_two_rows_of_one_person_are_one(chair: Reader) -> None:
    card = a_card()
    source = card.record.source
    other = Record.objects.create(
        source=source, region=place(VILLAGE), name="周普通", first_load=card.record.first_load,
        last_load=card.record.last_load, since=clock.now(),
    )  # fmt: skip
    beside = Card.objects.create(record=other, other=card.record, model="m")
    reviewing.answer(card=beside, answer="same", by=chair)
    other.refresh_from_db()
    assert (other.standing, other.reason, other.duplicate_of) == (
        "excluded",
        "duplicate",
        card.record,
    )


def test_answers_are_kept_by_weight_for_calibration(chair: Reader) -> None:
    reviewing.answer(card=a_card(), answer="same", by=chair)
    [line] = queries.by_weight(chair)
    assert (line["from"], line["same"], line["total"]) == (4, 1, 1)
    assert (round(line["expected"], 3), line["verdict"]) == (0.97, "相符")
    assert queries.labels(chair)[0][2] == 5.0
    assert Child.objects.count() >= 1


@pytest.mark.parametrize(("expected", "variance", "found", "said"), [
    (9.7, 0.3, 10, "相符"), (9.7, 0.3, 9, "相符"), (9.7, 0.3, 6, "电脑估高了"),
    (2.0, 1.6, 5, "相符"), (2.0, 1.6, 9, "电脑估低了"), (0.0, 0.0, 0, "相符"),
])  # fmt: skip
def test_the_models_odds_are_compared_with_what_people_found(
    expected: float, variance: float, found: int, said: str
) -> None:
    assert judged(expected, variance, found) == said


@pytest.fixture
def third() -> Reader:
    return reader_of(make_user("T4", "第三人", Role.TOWNSHIP_CHAIR, VILLAGE[:9]), TODAY)


def test_two_who_differ_bring_a_third_who_decides(
    chair: Reader, second: Reader, third: Reader
) -> None:
    card = a_card(sampled=True, children=2)
    reviewing.answer(card=card, answer="same", by=chair)
    reviewing.answer(card=card, answer="different", by=second)
    card.refresh_from_db()
    assert (card.state, stands(card)) == ("apart", "waiting review")
    assert Link.objects.get().undone_why == "两人核对结论不同，等第三人核对"
    assert Card.objects.exclude(pk=card.pk).get().state == "open", "what was dropped is asked again"
    for reader in (chair, second):
        assert reviewing.for_reading(reader).filter(pk=card.pk).count() == 0
        with pytest.raises(Refusal, match="已经核对过"):
            reviewing.answer(card=card, answer="same", by=reader)
    assert reviewing.take(by=third, places=None) == card
    reviewing.answer(card=card, answer="same", by=third)
    assert stands(card) == "on_register"
    assert Link.objects.get(undone_at=None).by_name == "第三人"
    [twice] = queries.read_twice(chair)
    assert (twice.first.answer, twice.blind.answer) == ("same", "different")
    assert twice.third and twice.third.answer == "same"
    assert queries.agreed([twice]).percent == 0, "the third's answer does not make two agree"


@pytest.mark.parametrize(("said", "standing"), [
    ("same", "on_register"), ("different", "excluded ordinary"), ("ask", "waiting visit"),
])  # fmt: skip
def test_what_the_third_says_holds_and_feeds_the_calibration_once(
    chair: Reader, second: Reader, third: Reader, said: str, standing: str
) -> None:
    card = a_card(sampled=True)
    reviewing.answer(card=card, answer="different", by=chair)
    reviewing.answer(card=card, answer="same", by=second)
    assert stands(card) == "waiting second"
    assert queries.by_weight(chair) == [], "while two differ nothing is known of the pair"
    reviewing.answer(card=card, answer=said, by=third)
    assert stands(card) == standing
    assert Reading.objects.count() == 3
    [line] = queries.by_weight(chair)
    assert (line[said], line["total"]) == (1, 1)


def test_a_blind_reading_that_differed_is_taken_back_with_what_it_did(
    chair: Reader, second: Reader, third: Reader
) -> None:
    card = a_card(sampled=True)
    reviewing.answer(card=card, answer="same", by=chair)
    reviewing.answer(card=card, answer="different", by=second)
    reviewing.undo_last(by=second)
    card.refresh_from_db()
    assert (card.state, stands(card)) == ("same", "on_register")
    assert Link.objects.get(undone_at=None).by_name == chair.actor_name
    reviewing.answer(card=card, answer="different", by=second)
    reviewing.answer(card=card, answer="different", by=third)
    with pytest.raises(Refusal, match="不能撤回"):
        reviewing.undo_last(by=second)
    with pytest.raises(Refusal, match="不能撤回"):
        reviewing.undo_last(by=chair)
    reviewing.undo_last(by=third)
    card.refresh_from_db()
    assert (card.state, stands(card)) == ("apart", "waiting second")


def test_it_waits_for_somebody_who_has_not_read_it(chair: Reader, second: Reader) -> None:
    card = a_card()
    reviewing.answer(card=card, answer="ask", by=chair)
    record = Record.objects.get(pk=card.record_id)
    assert whom([record], chair)[record.pk].endswith(second.actor_name)


def test_words_in_the_column_of_numbers_are_no_number_that_differs() -> None:
    assert [queries._number(text) for text in ("待补", "无", "", "5001")] == ["", "", "", "5001"]
