"""A definition from its data: what contradicts itself is refused, with where and what to do.

The data are those of a file of `definitions/` (TOML) or of an uploaded one (JSON), the same keys.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from nuantong.instruments.definition import (
    ADMINISTERED_BY,
    GIVERS,
    INFORMANTS,
    READERS,
    SEEN_BY,
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
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        if isinstance(error, Contradiction):
            raise
        raise Contradiction(f"写法不对：{error}") from None
    _check(found)
    return found


def read_text(text: str) -> Definition:
    """An uploaded definition: TOML or JSON."""
    try:
        data = json.loads(text) if text.lstrip().startswith("{") else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise Contradiction(f"文件读不出来：{error}") from None
    return read(data)


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


def _check(found: Definition) -> None:
    for rule in CHECKS:
        for problem in rule(found):
            raise Contradiction(problem)


def _no_such(where: str, wanted: Iterable[int], found: Definition) -> Iterable[str]:
    there = len(found.items)
    for number in sorted(set(wanted)):
        if not 1 <= number <= there:
            yield f"{where}写的第{number}题不存在：这份量表只有{there}题。"


def _named_items(found: Definition) -> Iterable[str]:
    yield from _no_such("反向计分", found.reverse, found)
    yield from _no_such("红色题", (one.number for one in found.red), found)
    yield from _no_such("测谎题", found.lie.items if found.lie else (), found)
    yield from _lies(found)
    for scale in found.scales:
        yield from _no_such(f"“{scale.title}”", scale.items, found)
        for number, times in Counter(scale.items).items():
            if times > 1:
                yield f"“{scale.title}”里第{number}题写了{times}次。"


def _asks(found: Definition) -> Iterable[str]:
    if not found.items:
        yield "一道题也没有。"


def _form(found: Definition) -> Iterable[str]:
    if found.informant not in INFORMANTS:
        yield f"填写人“{found.informant}”不认识，只能是{'、'.join(INFORMANTS)}。"
    if not 0 <= found.ages[0] <= found.ages[1]:
        yield "适用年龄写反了。"
    some = [bool(item.text) for item in found.items]
    if any(some) and not all(some):
        yield f"第{some.index(False) + 1}题没有题目。"
    for item in found.items:
        values = [option.value for option in item.options]
        if len(values) < 2 or len(set(values)) < len(values):
            yield f"第{item.number}题的选项至少两个，分值不能重复。"
    for one in found.red:
        if one.at_least > found.items[one.number - 1].highest:
            yield f"红色题第{one.number}题的界线{one.at_least}超过了最高分。"


def _scales(found: Definition) -> Iterable[str]:
    codes = [scale.code for scale in found.scales]
    if not codes or codes[0] != "total":
        yield "第一个分量表必须是总分（code = total）。"
    for code in codes:
        if codes.count(code) > 1:
            yield f"分量表代码“{code}”写了两次。"
    for scale in found.scales:
        if bool(scale.items) == bool(scale.of):
            yield f"“{scale.title}”要么写题号，要么写由哪些分量表相加。"
        for code in scale.of:
            if code not in codes or found.scale(code).of:
                yield f"“{scale.title}”相加的分量表“{code}”不存在，或者自己也是相加得来的。"
        if not 0 <= scale.missing < max(1, len(scale.items)):
            yield f"“{scale.title}”允许缺{scale.missing}题，没有这么多题。"
        yield from _bands(scale)


def _lies(found: Definition) -> Iterable[str]:
    """A lie scale that nobody, or everybody, could fail is a slip of the pen."""
    lie = found.lie
    if lie is None:
        return
    if not 1 <= lie.at_least <= len(set(lie.items)):
        yield f"测谎题有{len(set(lie.items))}道，“至少{lie.at_least}道”做不到。"
    for number in lie.items:
        if lie.value not in {option.value for option in found.items[number - 1].options}:
            yield f"测谎题的分值{lie.value}不是第{number}题的选项。"


def _people(found: Definition) -> Iterable[str]:
    for title, said, known in (
        ("谁可以发放", found.administered_by, ADMINISTERED_BY),
        ("谁可以看作答", found.seen_by, SEEN_BY),
    ):
        if not said:
            yield f"“{title}”不能是空的。"
        for word in said:
            if word not in known:
                yield f"“{title}”里的“{word}”不认识，只能是{'、'.join(known)}。"


def _bands(scale: Scale) -> Iterable[str]:
    """For whoever two cut-offs both hold, the worse colour begins at the worse score."""
    for band in scale.bands:
        if band.sex not in ("", "男", "女") or (band.ages and band.ages[0] > band.ages[1]):
            yield f"“{scale.title}”分界的对象写错了：性别写男或女，年龄从小到大。"
    for one, other in combinations(sorted(scale.bands, key=lambda band: band.colour.rank), 2):
        worse = one.score - other.score if scale.low_is_worse else other.score - one.score
        if _meet(one, other) and (one.colour == other.colour or worse <= 0):
            yield f"“{scale.title}”的分界互相重叠：颜色越重，分数应越{'低' if scale.low_is_worse else '高'}。"


def _meet(one: Band, other: Band) -> bool:
    """Whether both hold for some child."""
    first, second = one.ages or (0, 200), other.ages or (0, 200)
    return (
        one.place == other.place
        and (not one.sex or not other.sex or one.sex == other.sex)
        and max(first[0], second[0]) <= min(first[1], second[1])
    )


CHECKS: Final[tuple[Callable[[Definition], Iterable[str]], ...]] = (
    _asks,
    _named_items,
    _form,
    _people,
    _scales,
)
