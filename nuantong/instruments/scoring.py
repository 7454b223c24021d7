"""What a sheet comes to: the readable rule, and the oracle of `columns`. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from nuantong.instruments.definition import Band, Colour, Definition, Scale

HINT: Final = "筛查提示，不是诊断"
"""Whoever counsels may neither diagnose nor treat (精神卫生法 §23)."""
Answers = Mapping[int, int | None]


@dataclass(frozen=True)
class Score:
    """`total` and `colour` are None where too much is missing or out of range; `subscales` holds what
    could be worked out. A red item is red whether the sheet is valid or not."""

    total: int | None
    subscales: dict[str, int | None]
    colour: Colour | None
    valid: bool
    red: bool
    reason: str


def score(
    definition: Definition,
    answers: Answers,
    *,
    age: int | None = None,
    sex: str = "",
    place: str = "",
) -> Score:
    """`answers`: the form's own number by item number; None or absent is not answered."""
    wrong = out_of_range(definition, answers)
    given = {n: value for n, value in answers.items() if value is not None and n not in wrong}
    values = values_of(definition, given)
    problems = list(_problems(definition, given, wrong, values["total"]))
    if wrong:
        values = dict.fromkeys(values)
    red = any(given.get(one.number, one.at_least - 1) >= one.at_least for one in definition.red)
    colour = None if problems else _colour(definition, values, red, age, sex, place)
    subscales = {one.code: values[one.code] for one in definition.subscales}
    words = "；".join([*problems, *_notes(definition, given, age)])
    return Score(values["total"], subscales, colour, not problems, red, words)


def out_of_range(definition: Definition, answers: Answers) -> dict[int, int]:
    allowed = {item.number: {one.value for one in item.options} for item in definition.items}
    return {
        number: value
        for number, value in answers.items()
        if value is not None and value not in allowed.get(number, set())
    }


def values_of(definition: Definition, given: Mapping[int, int]) -> dict[str, int | None]:
    """Every scale's score, None where too many of its items are missing."""
    turned = {
        item.number: item.lowest + item.highest - given[item.number]
        if item.number in definition.reverse
        else given[item.number]
        for item in definition.items
        if item.number in given
    }
    found = {scale.code: _sum(scale, turned) for scale in definition.scales if not scale.of}
    for scale in definition.scales:
        if scale.of:
            parts = [found[code] for code in scale.of]
            known = [part for part in parts if part is not None]
            found[scale.code] = sum(known) * scale.times if len(known) == len(parts) else None
    return found


def _sum(scale: Scale, turned: Mapping[int, int]) -> int | None:
    there = [turned[number] for number in scale.items if number in turned]
    if not there or len(scale.items) - len(there) > scale.missing:
        return None
    return prorated(sum(there), len(there), len(scale.items)) * scale.times


def prorated(total: int, answered: int, asked: int) -> int:
    """The mean answer for all that was asked, rounded to a whole number, halves upward."""
    return (2 * total * asked + answered) // (2 * answered)


def wrong_words(wrong: Mapping[int, object]) -> str:
    cells = "、".join(f"第{number}题“{value}”" for number, value in sorted(wrong.items()))
    return f"{cells}不在选项里"


def missing_words(gaps: int) -> str:
    return f"缺答{gaps}题，太多，不计分"


def lie_words(lied: int, at_least: int) -> str:
    return f"测谎题{lied}分，达到{at_least}分，结果不可信，请隔一段时间重测"


def age_words(definition: Definition, age: int) -> str:
    first, last = definition.ages
    return f"{age}岁不在适用年龄{first}至{last}岁内"


ALIKE: Final = "每题答案都一样，请核对"


def _problems(
    definition: Definition, given: Mapping[int, int], wrong: Mapping[int, int], total: int | None
) -> Iterable[str]:
    """Why the sheet does not count."""
    if wrong:
        yield wrong_words(wrong)
    elif total is None:
        counted = {number for scale in definition.scales for number in scale.items}
        yield missing_words(len(counted - set(given)))
    lie = definition.lie
    if lie is not None:
        lied = sum(given.get(number) == lie.value for number in lie.items)
        if lied >= lie.at_least:
            yield lie_words(lied, lie.at_least)


def _notes(definition: Definition, given: Mapping[int, int], age: int | None) -> Iterable[str]:
    """What is strange about it, though it counts."""
    if len(given) == len(definition.items) > 1 and len(set(given.values())) == 1:
        yield ALIKE
    if age is not None and not definition.fits(age):
        yield age_words(definition, age)


def _colour(
    definition: Definition, values: Mapping[str, int | None], red: bool, age: int | None, sex: str,
    place: str,
) -> Colour:  # fmt: skip
    """The worst that any scale or a red item gives."""
    reached = [Colour.RED] if red else [Colour.GREEN]
    for scale in definition.scales:
        value = values[scale.code]
        if value is not None:
            bands = bands_for(scale, age, sex, place)
            reached += [band.colour for band in bands if reaches(scale, band, value)]
    return max(reached, key=lambda colour: colour.rank)


def reaches(scale: Scale, band: Band, value: int) -> bool:
    return value <= band.score if scale.low_is_worse else value >= band.score


def bands_for(scale: Scale, age: int | None, sex: str, place: str) -> tuple[Band, ...]:
    """The cut-offs for such a child: those of her place where there are any, else the general."""
    fitting = [
        band
        for band in scale.bands
        if band.sex in ("", sex)
        and (band.ages is None or (age is not None and band.ages[0] <= age <= band.ages[1]))
    ]
    own = [band for band in fitting if band.place and band.place == place]
    return tuple(own or [band for band in fitting if not band.place])
