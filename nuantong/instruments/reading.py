"""A definition from its data: what contradicts itself is refused, with where and what to do.

The data are those of a file of `definitions/` (TOML) or of an uploaded one (JSON), the same keys.
"""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any, Final

from nuantong.instruments.checks import contradictions
from nuantong.instruments.definition import (
    GIVERS,
    READERS,
    Band,
    Colour,
    Contradiction,
    Definition,
    Item,
    Lie,
    Norm,
    Option,
    RedItem,
    Scale,
)  # fmt: skip
from nuantong.instruments.keys import strangers

FOLDER: Final = Path(__file__).parent / "definitions"
MOST_ITEMS: Final = 500
Data = Mapping[str, Any]
REQUIRED: Final = (
    "code", "version", "title", "short", "measures", "informant", "ages", "options", "items",
    "scales", "licence", "source",
)  # fmt: skip


@cache
def shipped() -> dict[str, Definition]:
    """By code."""
    found = (read(tomllib.loads(path.read_text("utf-8"))) for path in sorted(FOLDER.glob("*.toml")))
    return {definition.code: definition for definition in found}


def numbers(said: str | list[int]) -> tuple[int, ...]:
    """Item numbers: "1-4,7" or a list; a range is looked at before it is written out."""
    if not isinstance(said, str):
        return tuple(int(one) for one in said)
    found: list[int] = []
    for part in filter(None, (one.strip() for one in said.split(","))):
        begin, _, end = part.partition("-")
        first, last = int(begin), int(end or begin)
        if last < first:
            raise Contradiction(f"题号“{part}”写反了，应从小到大。")
        if last > MOST_ITEMS:
            raise Contradiction(f"题号“{part}”太大：一份量表最多{MOST_ITEMS}题。")
        found += range(first, last + 1)
    return tuple(found)


def read(data: Data) -> Definition:
    """The definition, or Contradiction in words."""
    for key in REQUIRED:
        if key not in data:
            raise Contradiction(f"缺少“{key}”。")
    try:
        for problem in strangers(data):
            raise Contradiction(problem)
        found = _definition(data)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        if isinstance(error, Contradiction):
            raise
        raise Contradiction(f"写法不对：{error}") from None
    for problem in contradictions(found):
        raise Contradiction(problem)
    return found


def read_text(text: str) -> Definition:
    """An uploaded definition: TOML or JSON."""
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Contradiction(f"文件读不出来：{error}") from None
    return read(data)


def data_of(found: Definition) -> dict[str, Any]:
    """The data that `read` makes the definition of; what is as usual is left out."""
    plain = _plain(asdict(found))
    usual = found.items[0].options
    plain |= {
        "ages": list(found.ages), "options": _pairs(usual), "reverse": sorted(found.reverse),
        "items": [item.text for item in found.items] if found.has_texts else len(found.items),
        "item_options": {
            str(item.number): _pairs(item.options) for item in found.items if item.options != usual
        },
        "red": [{"item": one.number, "at_least": one.at_least, "words": one.words}
                for one in found.red],
    }  # fmt: skip
    return {key: value for key, value in plain.items() if value not in ("", [], {})}


def _pairs(options: Iterable[Option]) -> list[list[int | str]]:
    return [[one.value, one.label] for one in options]


def _plain(value: Any) -> Any:
    """Without what is nothing, as JSON has it."""
    if isinstance(value, dict):
        return {
            key: _plain(one) for key, one in value.items() if one not in (None, "", (), frozenset())
        }
    return [_plain(one) for one in value] if isinstance(value, tuple | list) else value


def _definition(data: Data) -> Definition:
    items = _items(data)
    first, last = data["ages"]
    return Definition(
        code=str(data["code"]),
        version=str(data["version"]),
        title=str(data["title"]),
        short=str(data["short"]),
        measures=str(data["measures"]),
        informant=str(data["informant"]),
        ages=(int(first), int(last)),
        lead=str(data.get("lead", "")),
        items=items,
        reverse=frozenset(numbers(data.get("reverse", ""))),
        scales=tuple(_scale(one) for one in data["scales"]),
        lie=_lie(data.get("lie")),
        red=tuple(
            RedItem(int(one["item"]), int(one["at_least"]), str(one["words"]))
            for one in data.get("red", ())
        ),
        licence=str(data["licence"]),
        source=str(data["source"]),
        notes=tuple(map(str, data.get("notes", ()))),
        administered_by=tuple(map(str, data.get("administered_by", GIVERS))),
        seen_by=tuple(map(str, data.get("seen_by", READERS))),
    )


def _items(data: Data) -> tuple[Item, ...]:
    """From a list of texts, or their mere count where the form is not shipped."""
    said = data["items"]
    many = said if isinstance(said, int) else len(said)
    if many > MOST_ITEMS:
        raise Contradiction(f"写了{many}题：一份量表最多{MOST_ITEMS}题。")
    texts = [""] * said if isinstance(said, int) else [str(text).strip() for text in said]
    usual, own = _options(data["options"]), data.get("item_options", {})
    return tuple(
        Item(at, text, _options(own[str(at)]) if str(at) in own else usual)
        for at, text in enumerate(texts, 1)
    )


def _options(said: Iterable[tuple[int, str]]) -> tuple[Option, ...]:
    """Pairs of the form's number and its words, in the form's order."""
    return tuple(Option(int(value), str(label)) for value, label in said)


def _scale(data: Data) -> Scale:
    return Scale(
        code=str(data["code"]),
        title=str(data["title"]),
        items=numbers(data.get("items", "")),
        of=tuple(data.get("of", ())),
        times=int(data.get("times", 1)),
        missing=int(data.get("missing", 0)),
        low_is_worse=bool(data.get("low_is_worse", False)),
        bands=tuple(_band(one) for one in data.get("bands", ())),
        norms=tuple(_norm(one) for one in data.get("norms", ())),
    )


def _whom(data: Data) -> dict[str, Any]:
    ages = data.get("ages")
    return {
        "sex": str(data.get("sex", "")),
        "ages": (int(ages[0]), int(ages[1])) if ages else None,
        "place": str(data.get("place", "")),
    }


def _band(data: Data) -> Band:
    return Band(
        Colour(data["colour"]), int(data["score"]), str(data["words"]),
        source=str(data.get("source", "")), **_whom(data),
    )  # fmt: skip


def _norm(data: Data) -> Norm:
    sd = data.get("sd")
    return Norm(
        float(data["mean"]), None if sd is None else float(sd), str(data["source"]), **_whom(data)
    )


def _lie(data: Data | None) -> Lie | None:
    if data is None:
        return None
    return Lie(numbers(data["items"]), int(data["value"]), int(data["at_least"]))
