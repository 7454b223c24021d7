"""What agrees between a row and a child, field by field, in words for whoever reviews. Pure."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from nuantong.linkage.levels import COMPARISONS
from nuantong.linkage.model import trained

FIELDS: Final = {
    "name": "姓名", "sex": "性别", "birth_date": "出生日期", "id_number": "身份证号",
    "guardian": "监护人", "phone": "监护人电话", "place": "所在地", "address": "住址",
    "father": "父亲", "mother": "母亲", "school": "学校", "remark": "备注",
}  # fmt: skip
HIDDEN: Final = frozenset({"id_number", "phone", "address"})
SAME, CLOSE, APART, UNKNOWN = "相同", "相近", "不同", "一方没有"
STEPS: Final = {SAME: 4, CLOSE: 3, APART: 1, UNKNOWN: 0}
LEAST: Final = 0.6
"""Share of equal characters from which two values are close."""
MOST_BITS: Final = 20.0


STRENGTHS: Final = ((8.0, "很"), (3.0, "比较"), (0.0, "稍"))
LIKELY: Final = (
    (8.0, "几乎一定是同一人"), (3.0, "很可能是同一人"), (-1.0, "可能是同一人"), (-5.0, "不大像同一人"),
)  # fmt: skip


def likely(weight: float | None) -> str:
    """The model's opinion of a pair as a whole; a person decides."""
    if weight is None:
        return ""
    return next((word for least, word in LIKELY if weight >= least), "多半不是同一人")


class Evidence(NamedTuple):
    """What one comparison of the model says: `bits` for, or below 0 against; `share` of the most."""

    name: str
    level: str
    bits: float
    share: int

    @property
    def tone(self) -> str:
        return "good" if self.bits > 0 else "late"

    @property
    def words(self) -> str:
        """What it says, and how strongly, without a number."""
        strength = next(word for least, word in STRENGTHS if abs(self.bits) >= least)
        return f"{strength}{'像同一人' if self.bits > 0 else '不像同一人'}"


def evidence(levels: Mapping[str, str]) -> list[Evidence]:
    """The model's own reasons, in its order; levels of another model are left out."""
    model, found = trained(), []
    for comparison in COMPARISONS:
        labels = {level.name: level.label for level in comparison.levels}
        name = levels.get(comparison.name, "")
        if name in labels:
            bits = model.weight(comparison, comparison.gamma(name))
            share = min(100, round(100 * abs(bits) / MOST_BITS))
            found.append(Evidence(comparison.label, labels[name], bits, share))
    return found


class Compared(NamedTuple):
    """`left` and `right` as they are shown; `word` and `steps` of four say how they agree."""

    key: str
    name: str
    left: str
    right: str
    word: str
    steps: int
    hidden: bool

    @property
    def reveal_kind(self) -> str:
        """What the child's file calls the part."""
        return "guardian_phone" if self.key == "phone" else self.key


def compared(
    left: Mapping[str, str],
    left_masked: Mapping[str, str],
    right: Mapping[str, str],
    right_masked: Mapping[str, str],
) -> list[Compared]:
    """Rows of the card in order; what neither knows is left out. Judged on the whole values."""
    rows = []
    for key, name in FIELDS.items():
        one, other = left.get(key, ""), right.get(key, "")
        if not one and not other:
            continue
        word = how(_named(key, one), _named(key, other))
        rows.append(Compared(
            key, name, _shown(key, one, left_masked), _shown(key, other, right_masked), word,
            STEPS[word], key in HIDDEN,
        ))  # fmt: skip
    return rows


def _named(key: str, value: str) -> str:
    """Of a guardian the name decides; the other list may say her relation or not."""
    return value.partition("（")[0] if key == "guardian" else value


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
