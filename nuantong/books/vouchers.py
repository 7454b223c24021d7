"""What is said of an entry before it is one."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from nuantong.books.models import Entry, Fund, Project
from nuantong.core.errors import Refusal
from nuantong.core.text import clean


class Part(NamedTuple):
    """A purpose and a project of a fund: one row of its balances."""

    purpose: str
    project: int | None = None


class Document(NamedTuple):
    """What an entry rests on: a kind that books.documents knows, and its key."""

    kind: str
    key: UUID


@dataclass(frozen=True, kw_only=True)
class Voucher:
    """The head of an entry. `words` name no child: they are read by whoever sees the fund."""

    fund: Fund
    purpose: str
    on: dt.date
    words: str
    document: Document
    key: UUID
    project: Project | None = None

    @property
    def part(self) -> Part:
        return Part(self.purpose, self.project.pk if self.project else None)


@dataclass(frozen=True)
class Posting:
    """An entry as it is to be: what changes on the voucher's balance, and on another one."""

    voucher: Voucher
    kind: str
    here: Mapping[str, int]
    to: Part | None = None
    there: Mapping[str, int] = field(default_factory=dict)
    reverses: Entry | None = None
    why: str = ""

    def lines(self) -> Iterator[tuple[Part, str, int]]:
        for part, changes in self.sides():
            yield from ((part, account, fen) for account, fen in changes.items() if fen)

    def sides(self) -> Iterator[tuple[Part, Mapping[str, int]]]:
        yield self.voucher.part, self.here
        if self.to is not None:
            yield self.to, self.there

    def check(self) -> None:
        if not self.voucher.words.strip():
            raise Refusal("请写明摘要。")
        if self.reverses and len(clean(self.why)) < 2:
            raise Refusal("请写明为什么冲销。")
        if any(sum(changes.values()) for _, changes in self.sides()):
            raise Refusal("借贷不平：这张凭证各科目的合计不是0。")
