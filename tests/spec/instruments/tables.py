"""The table of cases as values."""

from typing import Final, NamedTuple

from nuantong.instruments.definition import Definition
from nuantong.instruments.reading import numbers, shipped
from tests.spec.instruments.cases import CASES


class Case(NamedTuple):
    instrument: str
    answers: str
    age: int
    total: str
    subscales: dict[str, int]
    colour: str
    red: bool
    said: str

    @property
    def definition(self) -> Definition:
        return shipped()[self.instrument]

    @property
    def given(self) -> dict[int, int | None]:
        usual, *others = [one.strip() for one in self.answers.split(";")]
        found: dict[int, int | None] = {item.number: int(usual) for item in self.definition.items}
        for one in others:
            which, _, value = one.partition("=")
            found.update(dict.fromkeys(numbers(which), None if value == "." else int(value)))
        return found


def rows() -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in CASES.strip().splitlines()]


def case(row: list[str]) -> Case:
    instrument, answers, age, total, subscales, colour, red, said = row
    pairs = [one.split() for one in subscales.split(",") if one]
    values = {code: int(value) for code, value in pairs}
    return Case(instrument, answers, int(age), total, values, colour, bool(red), said)


ALL: Final = [case(row) for row in rows()]
