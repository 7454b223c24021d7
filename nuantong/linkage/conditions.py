"""A condition on two records, said once: as SQL for the engines, as Python for one pair.

What is not known is never true, in SQL (NULL) as here, so there is no negation. The SQL is the
part that DuckDB and Spark have in common; its only string distance is on digits, because DuckDB
counts bytes and a Chinese character has three of them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Record = Mapping[str, Any]
SIDED = re.compile(r"(\w+)_\{(l|r)\}")


@dataclass(frozen=True)
class Term:
    """What is read off one record. In `template`, {0} is the side."""

    template: str
    of: Callable[[Record], Any]

    def sql(self, side: str) -> str:
        return self.template.replace("{0}", f"{{{side}}}")


def column(name: str) -> Term:
    return Term(f"{name}_{{0}}", lambda record: record[name])


def part(name: str, start: int, length: int) -> Term:
    """`length` characters from `start`, counted from 1; '' where the text is shorter."""

    def of(record: Record) -> str | None:
        text = record[name]
        return None if text is None else text[start - 1 : start - 1 + length]

    return Term(f"substr({name}_{{0}}, {start}, {length})", of)


def without(name: str, place: int) -> Term:
    """The text without the character at this place, counted from 1."""

    def of(record: Record) -> str | None:
        text = record[name]
        return None if text is None else text[: place - 1] + text[place:]

    head, tail = f"substr({name}_{{0}}, 1, {place - 1})", f"substr({name}_{{0}}, {place + 1})"
    return Term(f"concat({head}, {tail})", of)


@dataclass(frozen=True)
class Condition:
    """In `template`, {l} and {r} end the names of the two records' columns."""

    template: str
    holds: Callable[[Record, Record], bool]

    @property
    def sql(self) -> str:
        """For two records side by side: name_l, name_r."""
        return self.template.format(l="l", r="r")

    @property
    def joined(self) -> str:
        """For two tables: l.name, r.name."""
        return SIDED.sub(r"\2.\1", self.template)

    @property
    def keys(self) -> list[str]:
        """What an equality compares on the left: l.name."""
        return [side.partition(" = ")[0].strip("( ") for side in self.joined.split(" and ")]

    def __and__(self, other: "Condition") -> "Condition":
        return Condition(
            f"({self.template} and {other.template})",
            lambda left, right: self.holds(left, right) and other.holds(left, right),
        )

    def __or__(self, other: "Condition") -> "Condition":
        return Condition(
            f"({self.template} or {other.template})",
            lambda left, right: self.holds(left, right) or other.holds(left, right),
        )

    @property
    def turned(self) -> "Condition":
        """The same with left and right exchanged."""
        template = self.template.format(l="{r}", r="{l}")
        return Condition(template, lambda left, right: self.holds(right, left))

    @property
    def either_way(self) -> "Condition":
        return self | self.turned


def same(one: str | Term, other: str | Term | None = None) -> Condition:
    """The left record's term has the value of the right record's (other) term."""
    left_term = column(one) if isinstance(one, str) else one
    other = one if other is None else other
    right_term = column(other) if isinstance(other, str) else other

    def holds(left: Record, right: Record) -> bool:
        value = left_term.of(left)
        return value is not None and value == right_term.of(right)

    return Condition(f"{left_term.sql('l')} = {right_term.sql('r')}", holds)


def has(name: str, *values: int) -> Condition:
    """The left record's column is one of these numbers."""
    text = ", ".join(map(str, values))
    return Condition(f"{name}_{{l}} in ({text})", lambda left, _: left[name] in values)


def reads(term: Term, text: str) -> Condition:
    """The left record's term is this text."""
    return Condition(f"{term.sql('l')} = '{text}'", lambda left, _: term.of(left) == text)


def both(name: str, *values: int) -> Condition:
    return has(name, *values) & has(name, *values).turned


def unsaid(name: str) -> Condition:
    """The left record does not say."""
    return Condition(f"{name}_{{l}} is null", lambda left, _: left[name] is None)


def missing(name: str) -> Condition:
    """One of the two does not say."""
    return unsaid(name).either_way


def said(name: str) -> Condition:
    """Both say."""
    template = f"({name}_{{l}} is not null and {name}_{{r}} is not null)"
    return Condition(
        template, lambda left, right: left[name] is not None and right[name] is not None
    )


def apart(name: str, *steps: int) -> Condition:
    """The two numbers differ by one of these."""

    def holds(left: Record, right: Record) -> bool:
        one, two = left[name], right[name]
        return one is not None and two is not None and abs(one - two) in steps

    text = ", ".join(map(str, steps))
    return Condition(f"abs({name}_{{l}} - {name}_{{r}}) in ({text})", holds)


def edits(name: str, most: int) -> Condition:
    """At most so many digits put in, left out or replaced (Levenshtein)."""

    def holds(left: Record, right: Record) -> bool:
        one, two = left[name], right[name]
        return one is not None and two is not None and levenshtein(one, two) <= most

    return Condition(f"levenshtein({name}_{{l}}, {name}_{{r}}) <= {most}", holds)


def levenshtein(one: str, two: str) -> int:
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


def at_least(number: int, conditions: list[Condition]) -> Condition:
    """So many of the conditions hold."""
    terms = " + ".join(f"case when {one.template} then 1 else 0 end" for one in conditions)
    return Condition(
        f"({terms}) >= {number}",
        lambda left, right: sum(one.holds(left, right) for one in conditions) >= number,
    )
