"""The ground of a trail: what came and what was paid of one fund for one campaign, in their order."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from nuantong.reckoning.fifo import Span, inside, laid, met, units


@dataclass(frozen=True)
class Income:
    """A gift: what stands of it in fen."""

    key: UUID
    on: dt.date
    shown: str
    fen: int


@dataclass(frozen=True)
class Piece:
    """A line of a delivery: so many pieces of a thing at a price. `first` is the place of its first
    piece among all of that thing that the campaign got."""

    thing: int
    words: str
    price: int
    count: int
    first: int

    @property
    def fen(self) -> int:
        return self.price * self.count


@dataclass(frozen=True)
class Payment:
    """A delivery that was paid (`pieces`), or the money of a batch that reached children."""

    kind: str
    key: UUID
    on: dt.date
    words: str
    fen: int
    pieces: tuple[Piece, ...] = ()
    each: int = 0


@dataclass(frozen=True)
class Part:
    """Of a payment: how many fen of it are on the trail."""

    payment: Payment
    fen: int


@dataclass(frozen=True)
class Ground:
    incomes: list[Income]
    payments: list[Payment]

    @cached_property
    def came(self) -> list[Span]:
        return laid(one.fen for one in self.incomes)

    @cached_property
    def went(self) -> list[Span]:
        return laid(one.fen for one in self.payments)

    @property
    def raised(self) -> Span:
        return Span(0, self.came[-1].end if self.came else 0)

    def gifts(self, spans: list[Span]) -> list[tuple[Income, int]]:
        """The gifts these fen came from."""
        return [(self.incomes[at], fen) for at, fen in met(self.came, spans).items()]

    def paid(self, spans: list[Span]) -> list[Part]:
        """What these fen were paid for."""
        return [Part(self.payments[at], fen) for at, fen in met(self.went, spans).items()]

    def unspent(self, spans: list[Span]) -> int:
        """Of these fen, how many are not paid out yet."""
        return sum(one.size for one in spans) - sum(part.fen for part in self.paid(spans))

    def pieces(self, spans: list[Span]) -> dict[int, list[Span]]:
        """Thing → the places, among all of its pieces, of those that these fen bought."""
        found: dict[int, list[Span]] = {}
        for at, payment in enumerate(self.payments):
            rows = laid(piece.fen for piece in payment.pieces)
            paid = inside(self.went, at, spans) if rows else []
            for index, piece in enumerate(payment.pieces):
                for part in inside(rows, index, paid):
                    own = units(part, piece.price).shifted(piece.first)
                    found.setdefault(piece.thing, []).append(own)
        return found

    def children(self, spans: list[Span]) -> dict[UUID, list[Span]]:
        """Batch of money → the places of the children whose money this is."""
        return {
            payment.key: [units(one, payment.each) for one in parts]
            for at, payment in enumerate(self.payments)
            if payment.each and (parts := inside(self.went, at, spans))
        }

    def of_piece(self, thing: int, place: int) -> list[Span]:
        """The fen that bought the piece in this place of its thing."""
        for at, payment in enumerate(self.payments):
            before = 0
            for piece in payment.pieces:
                if piece.thing == thing and piece.first <= place < piece.first + piece.count:
                    begin = self.went[at].begin + before + (place - piece.first) * piece.price
                    return [Span(begin, begin + piece.price)]
                before += piece.fen
        return []

    def of_child(self, batch: UUID, place: int) -> list[Span]:
        """The fen of the child in this place of a batch of money."""
        for at, payment in enumerate(self.payments):
            if payment.key == batch and payment.each:
                begin = self.went[at].begin + place * payment.each
                return [Span(begin, begin + payment.each)]
        return []

    def of_gift(self, key: UUID) -> list[Span]:
        return [span for one, span in zip(self.incomes, self.came, strict=True) if one.key == key]

    def of_purchase(self, key: UUID) -> list[Span]:
        return [span for one, span in zip(self.payments, self.went, strict=True) if one.key == key]
