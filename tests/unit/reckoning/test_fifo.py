"""First in, first out: every yuan that was paid came from one place, and goes to one."""

from collections import Counter
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from nuantong.reckoning.fifo import Span, inside, laid, met, units
from nuantong.reckoning.ground import Ground, Income, Payment, Piece
from tests.conftest import TODAY

AMOUNTS = st.lists(st.integers(0, 40), max_size=8)
PIECES = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9), st.integers(1, 5)), max_size=4)


@given(AMOUNTS, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 40)), max_size=4))
def test_spans_meet_a_row_as_if_each_fen_were_laid_out(
    row: list[int], asked: list[tuple[int, int]]
) -> None:
    """Against a plain list with one entry a fen."""
    spans = [Span(begin, begin + size) for begin, size in asked]
    plain = [index for index, amount in enumerate(row) for _ in range(amount)]
    wanted = Counter(
        plain[at] for span in spans for at in range(span.begin, min(span.end, len(plain)))
    )
    assert met(laid(row), spans) == dict(wanted)
    for index, amount in enumerate(row):
        parts = inside(laid(row), index, spans)
        assert sum(part.size for part in parts) == wanted[index]
        assert all(0 <= part.begin < part.end <= amount for part in parts)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(1, 9))
def test_a_piece_bought_in_part_is_on_the_trail(begin: int, size: int, price: int) -> None:
    span = Span(begin, begin + size)
    touched = {fen // price for fen in range(begin, begin + size)}
    found = units(span, price)
    assert set(range(found.begin, found.end)) == touched


def laid_out(gifts: list[int], bought: list[list[tuple[int, int, int]]]) -> Ground:
    first: Counter[int] = Counter()
    payments = []
    for number, lines in enumerate(bought):
        pieces = []
        for thing, price, count in lines:
            pieces.append(Piece(thing, "", price, count, first[thing]))
            first[thing] += count
        fen = sum(one.fen for one in pieces)
        payments.append(Payment("purchase", UUID(int=number), TODAY, "", fen, tuple(pieces)))
    return Ground([Income(UUID(int=n), TODAY, "", fen) for n, fen in enumerate(gifts)], payments)


@given(AMOUNTS, st.lists(PIECES, max_size=3))
def test_forwards_and_backwards_are_one_trail(
    gifts: list[int], bought: list[list[tuple[int, int, int]]]
) -> None:
    """A gift leads to a piece exactly when the piece leads back to the gift."""
    land = laid_out(gifts, bought)
    forth = {
        (number, thing, place)
        for number, _ in enumerate(gifts)
        for thing, spans in land.pieces(land.of_gift(UUID(int=number))).items()
        for span in spans
        for place in range(span.begin, span.end)
    }
    back = {
        (gift.key.int, piece.thing, place)
        for payment in land.payments
        for piece in payment.pieces
        for place in range(piece.first, piece.first + piece.count)
        for gift, _ in land.gifts(land.of_piece(piece.thing, place))
    }
    assert forth == back


@given(AMOUNTS, st.lists(PIECES, max_size=3))
def test_no_fen_of_a_gift_is_lost_on_its_way(
    gifts: list[int], bought: list[list[tuple[int, int, int]]]
) -> None:
    land = laid_out(gifts, bought)
    for number, fen in enumerate(gifts):
        spans = land.of_gift(UUID(int=number))
        assert sum(part.fen for part in land.paid(spans)) + land.unspent(spans) == fen
