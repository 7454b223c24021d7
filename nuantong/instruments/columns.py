"""Many sheets of one instrument at once, as columns; says what `scoring.score` says of each. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from nuantong.instruments import scoring
from nuantong.instruments.definition import Colour, Definition, Scale

MISSING: Final = -1
"""Not answered, in a matrix of answers; and not worked out, in a column of scores."""
UNKNOWN: Final = -1
"""An age or a colour that is not known."""
SLICE: Final = 16_384
"""Sheets at a time, so that they stay in the processor's cache."""
COLOURS: Final = tuple(Colour)
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Said = Callable[[int, int], str]


@dataclass(frozen=True)
class Scores:
    """A row for each sheet: `values` by scale code (MISSING where not worked out), `colour` as the
    rank of the colour (UNKNOWN where invalid), words in `reason`."""

    values: dict[str, Ints]
    colour: Ints
    valid: Flags
    red: Flags
    reason: NDArray[np.object_]


@dataclass(frozen=True)
class Weights:
    """What a matrix of answers is multiplied by: a column for each scale of items."""

    scales: tuple[Scale, ...]
    signs: NDArray[np.float32]
    """Items × scales: 1, or -1 where an item is turned."""
    turns: NDArray[np.float32]
    """What a turned item adds: its lowest and highest."""
    lowest: NDArray[np.int16]
    highest: NDArray[np.int16]
    gaps: tuple[tuple[int, frozenset[int]], ...]
    """Items whose options leave numbers out between the lowest and the highest."""


def weights(definition: Definition) -> Weights:
    scales = tuple(scale for scale in definition.scales if not scale.of)
    signs = np.zeros((len(definition.items), len(scales)), np.float32)
    turns = np.zeros_like(signs)
    for column, scale in enumerate(scales):
        for number in scale.items:
            item = definition.items[number - 1]
            turned = number in definition.reverse
            signs[number - 1, column] = -1 if turned else 1
            turns[number - 1, column] = item.lowest + item.highest if turned else 0
    lowest = np.array([item.lowest for item in definition.items], np.int16)
    highest = np.array([item.highest for item in definition.items], np.int16)
    spread = ((item, {option.value for option in item.options}) for item in definition.items)
    gaps = tuple(
        (item.number - 1, frozenset(values))
        for item, values in spread
        if len(values) <= item.highest - item.lowest
    )
    return Weights(scales, signs, turns, lowest, highest, gaps)


def score_many(
    definition: Definition, answers: NDArray[Any], ages: Ints | None = None,
    sexes: NDArray[np.object_] | None = None, *, place: str = "", said: Said | None = None,
) -> Scores:  # fmt: skip
    """`answers`: sheets × items, the form's own numbers, MISSING where not answered. `ages` in whole
    years, UNKNOWN where not known; `sexes` 男, 女 or ''. `said(row, item)` is what stood where a
    number is out of range."""
    many = len(answers)
    ages = np.full(many, UNKNOWN) if ages is None else ages
    sexes = np.full(many, "", object) if sexes is None else sexes
    found = weights(definition)
    parts = [
        _slice(definition, found, answers[at : at + SLICE], ages[at : at + SLICE],
               sexes[at : at + SLICE], place, _said(said, answers, at))
        for at in range(0, many, SLICE)
    ]  # fmt: skip
    if not parts:
        parts = [_slice(definition, found, answers, ages, sexes, place, _said(said, answers, 0))]
    return Scores(
        {code: np.concatenate([part.values[code] for part in parts]) for code in parts[0].values},
        *(np.concatenate([getattr(part, name) for part in parts]) for name in REST),
    )


REST: Final = ("colour", "valid", "red", "reason")


def _said(said: Said | None, answers: NDArray[Any], at: int) -> Said:
    if said is None:
        return lambda row, item: str(answers[at + row, item])
    return lambda row, item: said(at + row, item)


def _slice(
    definition: Definition, found: Weights, answers: NDArray[Any], ages: Ints,
    sexes: NDArray[np.object_], place: str, said: Said,
) -> Scores:  # fmt: skip
    missing = answers == MISSING
    wrong = _wrong(found, answers, missing)
    spoilt = wrong.any(axis=1)
    values = _values(definition, found, answers, missing | wrong)
    for column in values.values():
        column[spoilt] = MISSING
    lied = _lied(definition, answers)
    lie = definition.lie
    unbelievable = lied >= lie.at_least if lie else np.zeros(len(answers), bool)
    valid = ~spoilt & (values["total"] != MISSING) & ~unbelievable
    red = np.zeros(len(answers), bool)
    for one in definition.red:
        cell = one.number - 1
        red |= (answers[:, cell] >= one.at_least) & ~wrong[:, cell]
    colour = np.where(valid, _colours(definition, values, red, ages, sexes, place), UNKNOWN)
    notes = _notes(definition, answers, missing, wrong, values["total"], lied, ages, said)
    return Scores(values, colour, valid, red, notes)


def _wrong(found: Weights, answers: NDArray[Any], missing: Flags) -> Flags:
    """Cells that are no option of their item."""
    lows, highs = answers.min(axis=0, initial=0), answers.max(axis=0, initial=0)
    if (lows >= MISSING).all() and (highs <= found.highest).all() and not found.lowest.any():
        wrong = np.zeros(answers.shape, bool)
    else:
        wrong = ((answers < found.lowest) | (answers > found.highest)) & ~missing
    for item, values in found.gaps:
        wrong[:, item] |= ~np.isin(answers[:, item], list(values)) & ~missing[:, item]
    return wrong


def _values(
    definition: Definition, found: Weights, answers: NDArray[Any], absent: Flags
) -> dict[str, Ints]:
    """Each scale's score, MISSING where too many of its items are absent."""
    gaps: Flags = np.asarray(absent.any(axis=1))
    sums = answers.astype(np.float32) @ found.signs + found.turns.sum(axis=0)
    values: dict[str, Ints] = {}
    for column, scale in enumerate(found.scales):
        values[scale.code] = sums[:, column].astype(np.int64) * scale.times
    if gaps.any():
        _prorate(found, answers[gaps], absent[gaps], gaps, values)
    for scale in definition.scales:
        if scale.of:
            parts = np.array([values[code] for code in scale.of])
            lacking = (parts == MISSING).any(axis=0)
            values[scale.code] = np.where(lacking, MISSING, parts.sum(axis=0) * scale.times)
    return values


def _prorate(
    found: Weights, answers: NDArray[Any], absent: Flags, rows: Flags, values: dict[str, Ints]
) -> None:
    """Sets right the sheets with gaps: in `values`, where `rows`."""
    there = (~absent).astype(np.float32)
    sums = (np.where(absent, 0, answers) @ found.signs + there @ found.turns).astype(np.int64)
    counts = (there @ np.abs(found.signs)).astype(np.int64)
    for column, scale in enumerate(found.scales):
        total, answered, asked = sums[:, column], counts[:, column], len(scale.items)
        mean = (2 * total * asked + answered) // (2 * np.maximum(answered, 1))
        enough = (answered > 0) & (asked - answered <= scale.missing)
        values[scale.code][rows] = np.where(enough, mean * scale.times, MISSING)


def _lied(definition: Definition, answers: NDArray[Any]) -> Ints:
    lie = definition.lie
    if lie is None:
        return np.zeros(len(answers), np.int64)
    cells = answers[:, [number - 1 for number in lie.items]]
    return np.asarray((cells == lie.value).sum(axis=1), np.int64)


def _colours(
    definition: Definition, values: dict[str, Ints], red: Flags, ages: Ints,
    sexes: NDArray[np.object_], place: str,
) -> Ints:  # fmt: skip
    """The worst that any scale or a red item gives."""
    found = np.where(red, Colour.RED.rank, Colour.GREEN.rank)
    for scale in definition.scales:
        for rows, bands in _groups(scale, ages, sexes, place):
            for band in bands:
                value = values[scale.code]
                worse = value <= band.score if scale.low_is_worse else value >= band.score
                hit = rows & worse & (value != MISSING)
                found[hit] = np.maximum(found[hit], band.colour.rank)
    return found


def _groups(
    scale: Scale, ages: Ints, sexes: NDArray[np.object_], place: str
) -> Iterator[tuple[Flags | np.bool_, tuple[Any, ...]]]:
    """Sheets for which the same cut-offs hold, by age and sex where the scale asks for them."""
    if not any(band.sex or band.ages for band in scale.bands):
        yield np.True_, scoring.bands_for(scale, None, "", place)
        return
    for age in np.unique(ages):
        for sex in set(sexes.tolist()):
            known = None if age == UNKNOWN else int(age)
            yield (ages == age) & (sexes == sex), scoring.bands_for(scale, known, sex, place)


def _notes(
    definition: Definition, answers: NDArray[Any], missing: Flags, wrong: Flags, total: Ints,
    lied: Ints, ages: Ints, said: Said,
) -> NDArray[np.object_]:  # fmt: skip
    """In words what is wrong with a sheet, then what is strange about it."""
    words = np.full(len(answers), "", object)
    spoilt, absent = wrong.any(axis=1), missing | wrong
    for row in np.flatnonzero(spoilt):
        cells = {int(item) + 1: said(int(row), int(item)) for item in np.flatnonzero(wrong[row])}
        words[row] = scoring.wrong_words(cells)
    counted = sorted({number - 1 for scale in definition.scales for number in scale.items})
    short = (total == MISSING) & ~spoilt
    if short.any():
        gaps = absent[:, counted].sum(axis=1)
        _add(words, short, gaps, scoring.missing_words)
    lie = definition.lie
    if lie is not None:
        least = lie.at_least
        _add(words, lied >= least, lied, lambda number: scoring.lie_words(number, least))
    alike = _alike(answers) & ~absent[:, 0]
    _add(words, alike, alike.astype(np.int64), lambda _: scoring.ALIKE)
    first, last = definition.ages
    odd = (ages != UNKNOWN) & ((ages < first) | (ages > last))
    _add(words, odd, ages, lambda age: scoring.age_words(definition, age))
    return words


def _alike(answers: NDArray[Any]) -> Flags:
    """Sheets with one answer throughout; most drop out at the first few items."""
    left, found = np.arange(len(answers)), np.zeros(len(answers), bool)
    for item in range(1, answers.shape[1]):
        left = left[answers[left, item] == answers[left, 0]]
    found[left] = answers.shape[1] > 1
    return found


def _add(words: NDArray[np.object_], rows: Flags, values: Ints, say: Callable[[int], str]) -> None:
    """Adds to `rows` what is said of their value."""
    for value in np.unique(values[rows]):
        said = say(int(value))
        for row in np.flatnonzero(rows & (values == value)):
            words[row] = f"{words[row]}；{said}" if words[row] else said
