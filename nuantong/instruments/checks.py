"""What keeps a definition from being used: each rule names where and what to do. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import combinations
from math import isfinite
from typing import Final

from nuantong.instruments.definition import (
    ADMINISTERED_BY,
    INFORMANTS,
    SEEN_BY,
    Band,
    Definition,
    Scale,
)

CODE: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
NUMBER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,19}")
INVISIBLE: Final = re.compile(r"\\x[01]|\\ud[89a-f]")
"""As a written value shows it."""
HIGHEST, MOST_TIMES = 100, 10


def contradictions(found: Definition) -> Iterable[str]:
    """Every rule's complaints, in an order in which a later rule may trust the earlier."""
    for rule in CHECKS:
        yield from rule(found)


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
        elif not all(option.label.strip() for option in item.options):
            yield f"第{item.number}题有选项没有文字。"
        elif min(values) < 0 or max(values) > HIGHEST:
            yield f"第{item.number}题的分值要在0到{HIGHEST}之间。"
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
        if not 1 <= scale.times <= MOST_TIMES:
            yield f"“{scale.title}”的倍数要在1到{MOST_TIMES}之间。"
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


def _names(found: Definition) -> Iterable[str]:
    """What addresses, columns and lists must hold."""
    for code in (found.code, *(scale.code for scale in found.scales)):
        if not CODE.fullmatch(code):
            yield f"代码“{code[:50]}”只能用小写字母、数字、- 和 _，最多40个。"
    if not NUMBER.fullmatch(found.version):
        yield f"版本号“{found.version[:30]}”只能用字母、数字、点和 -，最多20个。"
    if not 0 < len(found.title) <= 80:
        yield "名称要写，最多80个字。"
    if INVISIBLE.search(repr(found)):
        yield "文字里有看不见的控制字符，请删掉。"
    for scale in found.scales:
        if not all(isfinite(one.mean) and isfinite(one.sd or 0) for one in scale.norms):
            yield f"“{scale.title}”的常模不是数字。"


CHECKS: Final[tuple[Callable[[Definition], Iterable[str]], ...]] = (
    _names,
    _asks,
    _named_items,
    _form,
    _people,
    _scales,
)
