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


def same(name: str, other: str = "") -> Condition:
    """The left record's column has the value of the right record's (other) column."""
    other = other or name

    def holds(left: Record, right: Record) -> bool:
        value = left[name]
        return value is not None and value == right[other]

    return Condition(f"{name}_{{l}} = {other}_{{r}}", holds)


def has(name: str, *values: int) -> Condition:
    """The left record's column is one of these numbers."""
    text = ", ".join(map(str, values))
    return Condition(f"{name}_{{l}} in ({text})", lambda left, _: left[name] in values)


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
