"""What agrees between a row and a child, field by field, in words for whoever reviews. Pure."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

FIELDS: Final = {
    "name": "姓名", "sex": "性别", "birth_date": "出生日期", "id_number": "身份证号",
    "guardian": "监护人", "phone": "监护人电话", "place": "所在地", "address": "住址",
    "father": "父亲", "mother": "母亲", "school": "学校", "remark": "备注",
}  # fmt: skip
HIDDEN: Final = frozenset({"id_number", "phone", "address"})
SAME, CLOSE, APART, UNKNOWN = "相同", "相近", "不同", "一方没有"
STEPS: Final = {SAME: 4, CLOSE: 3, APART: 1, UNKNOWN: 0}
TONES: Final = {SAME: "good", CLOSE: "info", APART: "late", UNKNOWN: "plain"}
LEAST: Final = 0.6
"""Share of equal characters from which two values are close."""


class Compared(NamedTuple):
    """`left` and `right` as they are shown; `word` and `steps` of four say how they agree."""

    key: str
    name: str
    left: str
    right: str
    word: str
    tone: str
    steps: int
    hidden: bool
    level: str

    @property
    def reveal_kind(self) -> str:
        """What the child's file calls the part."""
        return "guardian_phone" if self.key == "phone" else self.key


def compared(
    left: Mapping[str, str],
    left_masked: Mapping[str, str],
    right: Mapping[str, str],
    right_masked: Mapping[str, str],
    levels: Mapping[str, Any],
) -> list[Compared]:
    """Rows of the card in order; what neither knows is left out. Judged on the whole values."""
    rows = []
    for key, name in FIELDS.items():
        one, other = left.get(key, ""), right.get(key, "")
        if not one and not other:
            continue
        word = how(one, other)
        hidden = key in HIDDEN and bool(one or other)
        rows.append(Compared(
            key, name, _shown(key, one, left_masked), _shown(key, other, right_masked), word,
            TONES[word], STEPS[word], hidden, str(levels.get(key, "")),
        ))  # fmt: skip
    return rows


def how(one: str, other: str) -> str:
    if not one or not other:
        return UNKNOWN
    if one == other:
        return SAME
    return CLOSE if resemblance(one, other) >= LEAST else APART


def resemblance(one: str, other: str) -> float:
    """Characters that stand in the same place from the front or from the end, as a share."""
    longest = max(len(one), len(other))
    front = sum(a == b for a, b in zip(one, other, strict=False))
    back = sum(a == b for a, b in zip(reversed(one), reversed(other), strict=False))
    return max(front, back) / longest


def _shown(key: str, value: str, masked: Mapping[str, str]) -> str:
    if key not in HIDDEN or not value:
        return value
    return masked.get(key) or "（已隐藏）"
