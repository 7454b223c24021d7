"""Mistakes put into true columns: each function changes a share of the rows in place."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from lunar_python import Solar

from benchmarks.linkage.characters import (
    LOOKALIKES,
    VARIANTS,
    alike_in_dialect,
    common,
    homophones,
)
from benchmarks.linkage.people import phones
from benchmarks.linkage.profiles import Profile

Rng = np.random.Generator
PLACEHOLDERS = ("无", "不详", "13000000000", "0", "-", "13800000000")


def one(choices: Sequence[str], rng: Rng) -> str:
    return choices[int(rng.random() * len(choices))]


def some(column: np.ndarray, share: float, rng: Rng) -> np.ndarray:
    return np.flatnonzero(rng.random(len(column)) < share)


def alter(column: np.ndarray, share: float, rng: Rng, change: Callable[[str, Rng], str]) -> None:
    for row in some(column, share, rng):
        column[row] = change(column[row], rng)


def spoil_names(name: np.ndarray, p: Profile, rng: Rng) -> None:
    alter(name, p.name_homophone, rng, _other(homophones))
    alter(name, p.name_dialect, rng, _other(alike_in_dialect))
    alter(name, p.name_other_character, rng, _lookalike)
    alter(name, p.name_shortened, rng, lambda text, _: text[0] + text[-1])
    alter(name, p.name_other, rng, lambda text, r: text[0] + one(common(), r) + one(common(), r))
    alter(name, p.surname_variant, rng, lambda text, _: VARIANTS.get(text[0], text[0]) + text[1:])
    alter(name, p.name_lost_character, rng, lambda text, r: text[:-1] + one("?□*", r))
    alter(name, p.name_spaced, rng, _spaced)


def _other(alike: Callable[[str], list[str]]) -> Callable[[str, Rng], str]:
    """One character of the given name becomes one that sounds like it."""

    def change(text: str, rng: Rng) -> str:
        where = int(rng.integers(1, len(text)))
        others = alike(text[where])
        return text[:where] + one(others, rng) + text[where + 1 :] if others else text

    return change


def _lookalike(text: str, rng: Rng) -> str:
    where = int(rng.integers(1, len(text)))
    other = LOOKALIKES.get(text[where]) or one(common(), rng)
    return text[:where] + other + text[where + 1 :]


def _spaced(text: str, rng: Rng) -> str:
    return one([f"{text} ", f"{text[0]}\u3000{text[1:]}", " ".join(text), f" {text}"], rng)


def spoil_ids(number: np.ndarray, sibling: np.ndarray, p: Profile, rng: Rng) -> None:
    copied = some(number, p.id_of_sibling, rng)
    number[copied] = sibling[copied]
    alter(number, p.id_wrong_digit, rng, wrong_digit)
    alter(number, p.id_swapped, rng, _swapped)
    alter(number, p.id_cut, rng, _cut)
    alter(number, p.id_missing, rng, lambda *_: "")


def wrong_digit(text: str, rng: Rng) -> str:
    where = int(rng.integers(3, len(text)))
    return text[:where] + str(rng.integers(0, 10)) + text[where + 1 :]


def _swapped(text: str, rng: Rng) -> str:
    where = int(rng.integers(5, len(text) - 1))
    return text[:where] + text[where + 1] + text[where] + text[where + 2 :]


def _cut(text: str, rng: Rng) -> str:
    """What a spreadsheet makes of a number of 18 digits."""
    forms = [text[:15] + "000", f"{int(text[:15]) * 1000:.5E}", text[:16], text[:15] + "000.0"]
    return one(forms, rng)


def born_as_written(born: np.ndarray, p: Profile, rng: Rng) -> np.ndarray:
    """Dates in six styles, some wrong, some missing, some of the farmer's calendar."""
    day = born.copy()
    off = some(day, p.born_day_off, rng)
    day[off] += rng.choice([-1, 1], len(off))
    year = some(day, p.born_other_year, rng)
    day[year] += rng.choice([-365, 365], len(year))
    dates = {int(value): dt.date.fromordinal(int(value)) for value in np.unique(day)}
    style = rng.choice(6, len(day), p=[0.6, 0.12, 0.1, 0.08, 0.06, 0.04])
    written = np.array(
        [_styled(dates[int(value)], kind) for value, kind in zip(day, style, strict=True)], object
    )
    for row in some(written, p.born_swapped, rng):
        date = dates[int(day[row])]
        if date.day <= 12:
            written[row] = f"{date.year}-{date.day:02}-{date.month:02}"
    for row in some(written, p.born_lunar, rng):
        date = dates[int(day[row])]
        written[row] = _in_lunar_words(date)
    written[some(written, p.born_missing, rng)] = ""
    return written


@cache
def _in_lunar_words(date: dt.date) -> str:
    lunar = Solar.fromYmd(date.year, date.month, date.day).getLunar()
    return f"{lunar.getYear()}-{abs(lunar.getMonth()):02}-{lunar.getDay():02}"


@cache
def _styled(date: dt.date, kind: int) -> str:
    y, m, d = date.year, date.month, date.day
    if kind == 5:
        return str((date - dt.date(1899, 12, 30)).days)
    return (
        f"{y}-{m:02}-{d:02}",
        f"{y}{m:02}{d:02}",
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        f"{y}/{m}/{d}",
    )[kind]


def spoil_phones(phone: np.ndarray, p: Profile, rng: Rng) -> None:
    other = some(phone, p.phone_other, rng)
    phone[other] = phones(len(other), rng)
    alter(phone, p.phone_wrong_digit, rng, wrong_digit)
    alter(phone, p.phone_placeholder, rng, lambda _, r: one(PLACEHOLDERS, r))
    alter(phone, p.phone_missing, rng, lambda *_: "")


def spoil_guardians(
    guardian: np.ndarray, others: np.ndarray, relation: np.ndarray, p: Profile, rng: Rng
) -> None:
    """`others`: another adult of each home; `relation`: the word for the present one."""
    changed = some(guardian, p.guardian_other, rng)
    guardian[changed] = others[changed]
    alter(guardian, p.guardian_homophone, rng, _other(homophones))
    for row in some(guardian, p.guardian_with_relation, rng):
        style = rng.integers(0, 3)
        name, word = guardian[row], relation[row]
        guardian[row] = (f"{name}({word})", f"{word}{name}", f"{name}（{word}）")[style]
    guardian[some(guardian, p.guardian_missing, rng)] = ""
