"""Two lists about partly the same children, and for each row who it really is.

The left list looks like a care ledger (place in columns, guardian, address), the right one like a
school roll (one free address, school, student number). Same seed, same lists.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl

from benchmarks.linkage import mistakes
from benchmarks.linkage.people import RELATIONS, People, population, villages
from benchmarks.linkage.profiles import PROFILES, Profile

OVERLAP: Final = 0.7
"""Share of the smaller list that is on the other, too."""
MANY: Final = 3
"""From this ratio on, the long list is everybody of a province and holds four in five."""


@dataclass(frozen=True)
class Lists:
    """Raw text columns as linkage.columns names them; `*_person[row]` is who the row is."""

    left: pl.DataFrame
    right: pl.DataFrame
    left_person: np.ndarray
    right_person: np.ndarray


def make(left: int, right: int, profile: str, seed: int) -> Lists:
    """`left` and `right` rows with the mistakes of a profile ('ordinary', 'hard')."""
    rng = np.random.default_rng(seed)
    share = 0.8 if right >= MANY * left else OVERLAP
    shared = int(min(left, right) * share)
    people = population(left + right - shared, rng)
    order = _by_household(people, rng)
    on_left, on_right = order[:left], order[left - shared :]
    spoil = PROFILES[profile]
    left_rows, left_person = _rows(people, on_left, left, spoil, rng)
    right_rows, right_person = _rows(people, on_right, right, spoil, rng)
    return Lists(
        _ledger(left_rows, spoil, rng), _roll(right_rows, spoil, rng), left_person, right_person
    )


def _by_household(people: People, rng: np.random.Generator) -> np.ndarray:
    """Children in an order that mostly keeps siblings on the same side."""
    key = rng.random(int(people.household[-1]) + 1)[people.household]
    alone = rng.random(len(people)) < 0.2
    return np.argsort(np.where(alone, rng.random(len(people)), key), kind="stable")


def _rows(
    people: People, chosen: np.ndarray, size: int, spoil: Profile, rng: np.random.Generator
) -> tuple[People, np.ndarray]:
    """The chosen people in random order, a few of them twice, `size` rows in all."""
    twice = rng.choice(chosen, int(size * spoil.repeated), replace=False)
    kept = rng.permutation(chosen)[: size - len(twice)]
    person = rng.permutation(np.concatenate([kept, twice]))
    return people.take(person), person


def _common(rows: People, spoil: Profile, rng: np.random.Generator) -> dict[str, np.ndarray]:
    name, number = rows.name.copy(), rows.id_number.copy()
    phone, guardian = rows.phone.copy(), rows.guardian.copy()
    relation = np.array([word for _, word in RELATIONS], object)[rows.relation]
    others = rng.permutation(guardian)
    mistakes.spoil_names(name, spoil, rng)
    mistakes.spoil_ids(number, rows.sibling_id, spoil, rng)
    mistakes.spoil_phones(phone, spoil, rng)
    mistakes.spoil_guardians(guardian, others, relation, spoil, rng)
    sex = np.where(rows.male, "男", "女").astype(object)
    wrong = mistakes.some(sex, spoil.sex_wrong, rng)
    sex[wrong] = np.where(rows.male[wrong], "女", "男")
    sex[mistakes.some(sex, spoil.sex_missing, rng)] = ""
    born = mistakes.born_as_written(rows.born, spoil, rng)
    return {"name": name, "sex": sex, "birth_date": born, "id_number": number,
            "guardian_name": guardian, "phone": phone}  # fmt: skip


def _ledger(rows: People, spoil: Profile, rng: np.random.Generator) -> pl.DataFrame:
    columns = _common(rows, spoil, rng)
    place = villages()[_moved(rows, spoil, rng).village]
    address = _addresses(rows, place, spoil, rng)
    return pl.DataFrame(
        {**columns, **place.select("district", "township", "village").to_dict(), "address": address}
    )


def _roll(rows: People, spoil: Profile, rng: np.random.Generator) -> pl.DataFrame:
    columns = _common(rows, spoil, rng)
    student = mistakes.some(columns["id_number"], 0.3, rng)
    for row in student:
        if len(columns["id_number"][row]) == 18:
            columns["id_number"][row] = "G" + columns["id_number"][row]
    place = villages()[_moved(rows, spoil, rng).village]
    school = _schools(rows, place)
    school[mistakes.some(school, spoil.school_missing, rng)] = ""
    return pl.DataFrame(
        {**columns, "school": school, "address": _addresses(rows, place, spoil, rng)}
    )


def _moved(rows: People, spoil: Profile, rng: np.random.Generator) -> People:
    """Some live elsewhere than the other list says; codes are sorted, so neighbours are near."""
    village = rows.village.copy()
    near = mistakes.some(village, spoil.moved_in_township, rng)
    village[near] = np.clip(
        village[near] + rng.choice([-2, -1, 1, 2], len(near)), 0, len(villages()) - 1
    )
    far = mistakes.some(village, spoil.moved_in_city, rng)
    village[far] = rng.integers(0, len(villages()), len(far))
    return replace(rows, village=village)


def _addresses(
    rows: People, place: pl.DataFrame, spoil: Profile, rng: np.random.Generator
) -> pl.Series:
    """Province to house number; often without its beginning or its end."""
    count = len(rows)
    village = place["village"].str.replace("(居民|村民)委员会$", "")
    start = np.array(["重庆市", "重庆", ""], object)[rng.choice(3, count, p=[0.6, 0.15, 0.25])]
    bare = rng.random(count) < spoil.address_without_prefix
    ending = np.array(["组", "社"], object)[(rng.random(count) < 0.15).astype(int)]
    number = pl.Series(rows.number.astype(str)) + "号"
    full = rng.random(count) >= spoil.address_without_number
    frame = pl.DataFrame({
        "start": start, "bare": bare, "full": full, "ending": ending, "number": number,
        "district": place["district"], "township": place["township"], "village": village,
        "group": rows.group.astype(str),
    })  # fmt: skip
    before = pl.when("bare").then(pl.lit("")).otherwise(pl.col("start") + pl.col("district"))
    house = pl.when("full").then(pl.col("group") + pl.col("ending") + pl.col("number"))
    return frame.select(
        before + pl.col("township") + pl.col("village") + house.otherwise(pl.lit(""))
    ).to_series()


def _schools(rows: People, place: pl.DataFrame) -> np.ndarray:
    """The township's kindergarten, primary or middle school, by the year of birth."""
    year = rows.born / 365.2425
    kind = np.select([year > 2012.7, year > 2006.7], ["幼儿园", "中心小学"], "初级中学")
    town = place["township"].str.replace("(街道|镇|乡)$", "").to_numpy()
    return np.array([f"{a}{b}" for a, b in zip(town, kind, strict=True)], object)
