"""A made-up population of children with everything true about them, drawn in columns."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
import polars as pl

from benchmarks.linkage.characters import RARE
from nuantong.demo import names

DATA: Final = Path(__file__).resolve().parents[2] / "nuantong" / "regions" / "data"
BORN: Final = (dt.date(2000, 9, 1), dt.date(2018, 7, 31))
SIBLINGS: Final = (0.62, 0.29, 0.09)
"""Shares of households with one, two and three children."""
TWINS: Final = 0.02
"""Share of second children who are twins of the first."""
RELATIONS: Final = (
    ("father", "父亲"), ("mother", "母亲"), ("grandfather", "祖父"), ("grandmother", "祖母"),
    ("grandfather", "外祖父"), ("uncle", "伯父"), ("aunt", "姨母"),
)  # fmt: skip
RELATION_SHARES: Final = (0.26, 0.26, 0.16, 0.16, 0.06, 0.05, 0.05)
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SOUTHEAST: Final = frozenset((114, 240, 241, 242, 243))
"""District numbers whose surnames are those of the 土家族 and 苗族 counties."""


@dataclass(frozen=True)
class People:
    """One entry per child in every array; `household` numbers the home."""

    household: np.ndarray
    name: np.ndarray
    male: np.ndarray
    born: np.ndarray
    id_number: np.ndarray
    sibling_id: np.ndarray
    """The number of the next older sibling, the child's own where there is none."""
    village: np.ndarray
    group: np.ndarray
    number: np.ndarray
    guardian: np.ndarray
    relation: np.ndarray
    phone: np.ndarray

    def __len__(self) -> int:
        return len(self.name)

    def take(self, rows: np.ndarray) -> "People":
        return replace(self, **{field: getattr(self, field)[rows] for field in vars(self)})


@cache
def villages() -> pl.DataFrame:
    """code, village, township, district, number (of the district): every village of 2023."""
    towns = pl.read_csv(DATA / "cq_townships_2023.csv", schema_overrides={"street_code": pl.Utf8})
    areas = pl.read_csv(DATA / "districts.csv", schema_overrides={"code": pl.Utf8})
    place = pl.read_csv(
        DATA / "cq_villages_2023.csv", schema_overrides={"code": pl.Utf8, "street_code": pl.Utf8}
    )
    return (
        place.join(towns.select("street_code", township="name"), on="street_code")
        .with_columns(area=pl.col("code").str.slice(0, 6))
        .join(areas.select(area="code", district="name").unique("area"), on="area")
        .select("code", "township", "district", "area", village="name")
        .sort("code")
    )


def population(size: int, rng: np.random.Generator) -> People:
    """`size` children in households, siblings together."""
    household, born = _homes(size, rng)
    homes = int(household[-1]) + 1
    village = rng.integers(0, len(villages()), homes)
    area = villages()["area"].str.slice(3).cast(pl.Int32).to_numpy()[village]
    surname = _surnames(area, rng)
    male = rng.random(size) < 0.53
    relation = rng.choice(len(RELATIONS), homes, p=RELATION_SHARES)
    number = id_numbers(_origin(area[household], rng), born, male, rng)
    return People(
        household=household,
        name=surname[household] + _given(male, rng),
        male=male,
        born=born,
        id_number=number,
        sibling_id=np.where(household == np.roll(household, 1), np.roll(number, 1), number),
        village=village[household],
        group=rng.integers(1, 13, homes)[household],
        number=rng.integers(1, 240, homes)[household],
        guardian=_guardians(surname, relation, rng)[household],
        relation=relation[household],
        phone=phones(homes, rng)[household],
    )


def _homes(size: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    counts = rng.choice([1, 2, 3], size, p=SIBLINGS)
    household = np.repeat(np.arange(size), counts)[:size]
    first, last = (day.toordinal() for day in BORN)
    born = rng.integers(first, last + 1, size)
    younger = np.flatnonzero(household[1:] == household[:-1]) + 1
    twins = younger[rng.random(len(younger)) < TWINS]
    born[twins] = born[twins - 1]
    return household, born


def _surnames(area: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    found = np.empty(len(area), object)
    southeast = np.isin(area, list(SOUTHEAST))
    for mask, table in ((southeast, names.SOUTHEAST), (~southeast, names.SURNAMES)):
        weights = np.array([weight for _, weight in table], float)
        chosen = rng.choice(len(table), int(mask.sum()), p=weights / weights.sum())
        found[mask] = np.array([name for name, _ in table], object)[chosen]
    return found


def _given(male: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Fashionable names, names put together of two characters, now and then a rare one."""
    found = np.empty(len(male), object)
    for mask, whole, (first, second) in (
        (male, names.GIVEN_BOYS, names.BOYS), (~male, names.GIVEN_GIRLS, names.GIRLS),
    ):  # fmt: skip
        count = int(mask.sum())
        popular = 1 / (np.arange(len(whole)) + 8)
        rank = rng.choice(len(whole), count, p=popular / popular.sum())
        fashionable = np.array(whole, object)[rank]
        built = _pick(first, count, rng) + _pick(second, count, rng)
        found[mask] = np.where(rng.random(count) < 0.3, fashionable, built)
    rare = np.flatnonzero(rng.random(len(found)) < 0.004)
    found[rare] = _pick(RARE, len(rare), rng)
    return found


def _guardians(surname: np.ndarray, relation: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The father's line has the child's surname, the others their own."""
    count = len(surname)
    own = np.isin(relation, [0, 2, 5])
    others = _surnames(np.zeros(count, int), rng)
    given = np.where(
        own,
        _pick(names.MEN[0].split(), count, rng) + _pick(names.MEN[1].split(), count, rng),
        _pick(names.WOMEN[0].split(), count, rng) + _pick(names.WOMEN[1].split(), count, rng),
    )
    return np.where(own, surname, others) + given


def _pick(choices: str | list[str] | tuple[str, ...], count: int, rng: np.random.Generator):
    return np.array(list(choices), object)[rng.integers(0, len(choices), count)]


def _origin(area: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The district in the ID number: where the child was first registered."""
    areas = np.unique(villages()["area"].str.slice(3).cast(pl.Int32).to_numpy())
    away = rng.random(len(area)) < 0.06
    return np.where(away, rng.choice(areas, len(area)), area)


def phones(count: int, rng: np.random.Generator) -> np.ndarray:
    start = rng.choice(
        [133, 135, 136, 138, 139, 150, 152, 155, 158, 173, 177, 182, 187, 189], count
    )
    return (start * 10**8 + rng.integers(0, 10**8, count)).astype(str).astype(object)


def id_numbers(
    area: np.ndarray, born: np.ndarray, male: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """GB 11643 numbers with a right check digit."""
    days = np.datetime64("0001-01-01", "D") + (born - 1)
    months = days.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(int) + 1970
    month = months.astype(int) % 12 + 1
    day = (days - months).astype(int) + 1
    sequence = rng.integers(0, 500, len(born)) * 2 + male
    body = (
        (500_000 + area.astype(np.int64)) * 10**8 + year * 10**4 + month * 100 + day
    ) * 1000 + sequence
    digits = body[:, None] // 10 ** np.arange(16, -1, -1) % 10
    check = np.array(list("10X98765432"), object)[digits @ np.array(WEIGHTS) % 11]
    return body.astype(str).astype(object) + check
