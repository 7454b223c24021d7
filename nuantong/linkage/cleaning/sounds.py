"""How names sound: their pinyin, and their pinyin as the south-west hears it."""

from functools import lru_cache
from typing import Final

import polars as pl

from nuantong.core.text.names import DOT
from nuantong.core.text.pinyin import SURNAMES, given, readings, syllable, syllables
from nuantong.linkage.cleaning.distinct import understood, words
from nuantong.linkage.cleaning.names import COMPOUND, HAN

SOUNDS: Final = {"py": pl.String, "py_dialect": pl.String}
LONGEST: Final = 4
"""Characters of a name that is spelled by table; longer ones are spelled one by one."""
FEW: Final = 1000
"""Below this many names the table is not worth its joins."""
USUAL: Final = pl.col("name").str.contains(rf"^[{HAN}]{{1,{LONGEST}}}$") & ~pl.col(
    "name"
).str.contains(rf"^(?:{words(COMPOUND)}).")
LOOKALIKE: Final = {"佘": "余"}
"""Surnames that are written for each other but do not sound alike; of others the sound is enough."""
FIRST: Final = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
LAST: Final = (("ing", "in"), ("eng", "en"))
OF_HU: Final = {"hui": "fei", "hun": "fen", "huo": "fo", "hu": "fu"}


def sounds(name: pl.Series) -> pl.DataFrame:
    """py and py_dialect of names: syllables parted by spaces; what has no reading is itself."""
    frame = name.alias("name").to_frame()
    if frame.height < FEW:
        return understood(frame, one_sound, SOUNDS)
    usual = frame.select(USUAL.fill_null(True)).to_series()
    if usual.all():
        return _by_table(frame)
    odd = understood(frame.filter(~usual), one_sound, SOUNDS)
    place = pl.int_range(frame.height, dtype=pl.UInt32, eager=True)
    parts = [_by_table(frame.filter(usual)), odd]
    order = pl.concat([place.filter(usual), place.filter(~usual)]).arg_sort()
    return pl.concat(parts)[order]


@lru_cache(1 << 16)
def one_sound(name: str | None) -> tuple[str | None, str | None]:
    """曾令芳 → zeng ling fang, zen lin fang."""
    if name is None:
        return None, None
    if name.isascii():
        return name.lower(), name.lower()
    like = LOOKALIKE.get(name[0], name[0]) + name[1:]
    return " ".join(_syllables(name)), " ".join(map(folded, _syllables(like)))


def _syllables(name: str) -> list[str]:
    pairs = zip(syllables(name), name, strict=True)
    return [syllable or character for syllable, character in pairs if character != DOT]


@lru_cache(1024)
def folded(syllable: str) -> str:
    """A syllable without what Sichuan and Chongqing do not tell apart: zhong → zong, huang → fang."""
    if syllable.startswith("hu"):
        syllable = OF_HU.get(syllable) or "f" + syllable[2:]
    for told, heard in FIRST:
        if syllable.startswith(told):
            syllable = heard + syllable.removeprefix(told)
    for told, heard in LAST:
        if syllable.endswith(told):
            syllable = syllable.removesuffix(told) + heard
    return syllable


def _by_table(frame: pl.DataFrame) -> pl.DataFrame:
    for place in range(LONGEST):
        table = _table(is_surname=place == 0).rename({c: f"{c}{place}" for c in SOUNDS})
        character = pl.when(pl.col("name").str.len_chars() > place).then(
            pl.col("name").str.slice(place, 1)
        )
        frame = (
            frame.with_columns(character=character)
            .join(table, on="character", how="left", maintain_order="left")
            .with_columns(pl.col(f"{c}{place}").fill_null(pl.col("character")) for c in SOUNDS)
        )
    return frame.select(_spelled(column) for column in SOUNDS)


def _spelled(column: str) -> pl.Expr:
    syllables = [f"{column}{place}" for place in range(LONGEST)]
    spelled = pl.concat_str(syllables, separator=" ", ignore_nulls=True)
    return pl.when(pl.col("name").is_not_null()).then(spelled).alias(column)


@lru_cache(2)
def _table(*, is_surname: bool) -> pl.DataFrame:
    """character → its syllable and the folded one."""
    read = syllable if is_surname else given
    spoken = {chr(code): read(chr(code)) for code in readings()}
    if is_surname:
        spoken |= SURNAMES
    spoken = {character: syllable for character, syllable in spoken.items() if syllable}
    like = LOOKALIKE if is_surname else {}
    dialect = [folded(spoken[like.get(character, character)]) for character in spoken]
    return pl.DataFrame(
        {
            "character": list(spoken),
            "py": list(spoken.values()),
            "py_dialect": dialect,
        }
    )
