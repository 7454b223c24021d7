"""One heading, with the groups above it → whose it is and what is asked."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from nuantong.core.text import compact
from nuantong.rosters.headings import (
    ENGLISH,
    LIVING_WORDS,
    OF_PARENTS,
    PERSON,
    PLACE,
    REGISTERED_WORDS,
    ROLES_OF,
    TABLES,
)

DECORATION: Final = re.compile(r"[*※★☆#:?!.。\"'“”‘’《》〈〉^~]+|^[(\[]?\d{1,2}[)\]、.](?=\D)")
NO_LETTERS: Final = re.compile("[^a-z]")
BRACKETED: Final = re.compile(r"[(\[【{]([^()\[\]【】{}]*)[)\]】}]")
MARKS: Final = re.compile(r"[()\[\]【】{}/\\|、,;·—_+&-]|或")
SPLIT: Final = re.compile(r"[/\\|、,;]|或|及|和")
ABOUT: Final = re.compile(r"(基本|有关|相关|主要|具体)?(情况|信息|资料|状况|概况)?$")
SEQUENCE: Final = ("child", "guardian", "father", "mother", "teacher", "other")
CONTAINS: Final = {
    "身份证": "id_number", "身份号码": "id_number", "出生日期": "birth_date", "出生年月": "birth_date",
}  # fmt: skip
LIKELY: Final = {
    "children": ((re.compile("(监护人)?[与和同].{1,8}的?关系"), "guardian_relation"),),
    "carers": (
        (
            re.compile(
                "[^已]*(背景|犯罪|从业|入职|前科|强制).*(查询|审查|核查|调查|证明).*(日期|时间)"
            ),
            "background_checked_on",
        ),
        (re.compile("[^已现]*(结对|帮扶|承接).*户数?"), "capacity"),
    ),
    "checks": (
        (re.compile(".*(查询|审查|核查|证明|出具|反馈).*(日期|时间)"), "checked_on"),
        (re.compile(".*(查询|审查|核查|出具|反馈).*(机关|单位|派出所)"), "organ"),
        (re.compile("(有无|是否).*(犯罪|违法|前科|记录).*"), "result"),
    ),
}
"""Headings that are written in too many ways to be listed."""
NOT_THE_THING: Final = re.compile(
    "是否|复印|照片|附件|有效期|签发|类型|地址|正面|反面|有无|截止|发证"
)


class Meaning(NamedTuple):
    """`role` is None where the heading does not say whose it is."""

    role: str | None
    field: str


def meaning(path: tuple[str, ...], kind: str) -> Meaning | None:
    """`path` is the group headings from the top and the column's own heading last."""
    *groups, leaf = (part for heading in map(_chinese, path) for part in _levels(heading, kind))
    for group in reversed(groups):
        joined = _plain(compact(group) + compact(leaf), kind)
        if joined and joined.role is not None:
            return joined
    own = _of_heading(leaf, kind)
    return _placed_below(own, groups, kind) if own else None


def _chinese(heading: str) -> str:
    """Date of Birth → 出生日期."""
    return (
        ENGLISH.get(NO_LETTERS.sub("", heading.lower()), heading) if heading.isascii() else heading
    )


@lru_cache(4096)
def _levels(heading: str, kind: str) -> tuple[str, ...]:
    """儿童信息-姓名 is 姓名 below 儿童信息: a system's export has no merged cells."""
    group, dash, leaf = compact(heading).partition("-")
    if not dash:
        group, dash, leaf = compact(heading).partition("_")
    return (group, leaf) if leaf and _group_role(group, kind) else (heading,)


def _placed_below(own: Meaning, groups: list[str], kind: str) -> Meaning:
    """A heading that may be anybody's belongs to whom the nearest group names."""
    for group in reversed(groups):
        if own.role is None and (role := _group_role(compact(group), kind)):
            return Meaning(role, own.field)
        if own.field in PLACE.values() and _is_about(compact(group), REGISTERED_WORDS):
            return Meaning("child", f"registered_{own.field}")
        if own.field == "address" and _is_about(compact(group), REGISTERED_WORDS):
            return Meaning("child", "registered")
    return own


@lru_cache(4096)
def _of_heading(heading: str, kind: str) -> Meaning | None:
    found = [m for text in _variants(heading) if (m := _plain(text, kind))]
    if not found:
        return _containing(compact(heading), kind)
    return next((m for m in found if m.field != "other_number"), found[0])


def _variants(heading: str) -> list[str]:
    """乡镇（街道）: 乡镇街道, 乡镇; 电话(监护人): 监护人电话; 学籍号/身份证号: each."""
    text = DECORATION.sub("", compact(heading))
    outside = BRACKETED.sub("", text)
    inside = "".join(BRACKETED.findall(text))
    parts = [MARKS.sub("", part) for part in SPLIT.split(outside)]
    variants = [
        MARKS.sub("", text),
        MARKS.sub("", inside + outside),
        MARKS.sub("", outside),
        *parts,
    ]
    return [variant for variant in dict.fromkeys(variants) if variant]


@lru_cache(8192)
def _plain(text: str, kind: str) -> Meaning | None:
    table = TABLES[kind]
    if text in table:
        return Meaning(None if table[text] in PERSON.values() else "child", table[text])
    return _with_role(text, kind) or _with_place(text, kind)


def _with_role(text: str, kind: str) -> Meaning | None:
    for role, word in _role_words(kind):
        if text.startswith(word):
            rest = text.removeprefix(word).removeprefix("的")
            found = _asked_of(role, rest, kind)
            if found:
                return found
    return None


def _asked_of(role: str, rest: str, kind: str) -> Meaning | None:
    table = TABLES[kind]
    if not rest and role in ("guardian", "father", "mother", "teacher"):
        return Meaning(role, "name")
    if rest in PERSON:
        return Meaning(role, PERSON[rest])
    if role in ("father", "mother") and rest in OF_PARENTS:
        return Meaning(role, OF_PARENTS[rest])
    if role == "guardian" and (table.get(rest) == "guardian_relation" or rest == "关系"):
        return Meaning("child", "guardian_relation")
    if role == "child" and rest in table:
        return Meaning("child", table[rest])
    if role == "child" and (nested := _with_role(rest, kind)):  # 儿童监护人姓名
        return nested
    return Meaning(role, "remark") if role != "child" and rest in table else None


def _with_place(text: str, kind: str) -> Meaning | None:
    for word in sorted(LIVING_WORDS | REGISTERED_WORDS, key=len, reverse=True):
        if not text.startswith(word):
            continue
        rest = text.removeprefix(word).removeprefix("的")
        registered = word in REGISTERED_WORDS
        if rest in PLACE:
            return Meaning("child", f"registered_{PLACE[rest]}" if registered else PLACE[rest])
        if registered and TABLES[kind].get(rest) == "address":
            return Meaning("child", "registered")
    return None


def _containing(text: str, kind: str) -> Meaning | None:
    plain = MARKS.sub("", DECORATION.sub("", text))
    for pattern, likely in LIKELY[kind]:
        if pattern.fullmatch(plain):
            return Meaning("child", likely)
    if NOT_THE_THING.search(text):
        return None
    field = next((field for word, field in CONTAINS.items() if word in text), None)
    role = next((role for role, word in _role_words(kind) if word in text), None)
    return Meaning(role, field) if field else None


@lru_cache(4)
def _role_words(kind: str) -> list[tuple[str, str]]:
    pairs = [(role, word) for role, words in ROLES_OF[kind].items() for word in words]
    return sorted(pairs, key=lambda pair: (-len(pair[1]), SEQUENCE.index(pair[0])))


def _group_role(group: str, kind: str) -> str | None:
    """监护人情况, 儿童基本信息 → whose columns stand below."""
    text = MARKS.sub("", DECORATION.sub("", group))
    for role, word in _role_words(kind):
        if text.startswith(word) and ABOUT.fullmatch(text.removeprefix(word)):
            return role
    return None


def _is_about(group: str, words: frozenset[str]) -> bool:
    text = MARKS.sub("", group)
    return any(text.startswith(w) and ABOUT.fullmatch(text.removeprefix(w)) for w in words)
