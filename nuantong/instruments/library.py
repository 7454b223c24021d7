"""A definition in words, for whoever decides whether it is the right one. Pure."""

from typing import Any, Final

from nuantong.instruments.definition import (
    ADMINISTERED_BY,
    INFORMANTS,
    SEEN_BY,
    Band,
    Definition,
    Norm,
    Scale,
)

NO_LIMIT: Final = 120
CHILDREN: Final = {"男": "男孩", "女": "女孩"}


def shown(rules: Definition) -> dict[str, Any]:
    """What the pages show of a definition."""
    first, last = rules.ages
    return {
        "rules": rules,
        "ages": f"{first}岁以上" if last >= NO_LIMIT else f"{first}至{last}岁",
        "informant": INFORMANTS[rules.informant],
        "given_by": "、".join(ADMINISTERED_BY[one] for one in rules.administered_by),
        "seen_by": "、".join(SEEN_BY[one] for one in rules.seen_by),
        "scales": [(scale, _made_of(rules, scale), _turned(rules, scale)) for scale in rules.scales],
        "bands": [(scale, band, _from(scale, band), whom(band))
                  for scale in rules.scales for band in scale.bands],
        "norms": [(scale, norm, whom(norm)) for scale in rules.scales for norm in scale.norms],
        "lie": rules.lie and ranges(rules.lie.items),
    }  # fmt: skip


def _made_of(rules: Definition, scale: Scale) -> str:
    parts = "＋".join(rules.scale(code).title for code in scale.of)
    return (parts or ranges(scale.items)) + (f"，乘{scale.times}" if scale.times > 1 else "")


def _turned(rules: Definition, scale: Scale) -> str:
    return ranges(tuple(number for number in scale.items if number in rules.reverse))


def _from(scale: Scale, band: Band) -> str:
    return f"{band.score}分{'及以下' if scale.low_is_worse else '及以上'}"


def whom(one: Band | Norm) -> str:
    """For which children it holds."""
    ages = f"{one.ages[0]}至{one.ages[1]}岁" if one.ages else ""
    said = (one.place, CHILDREN.get(one.sex, ""), ages)
    return "，".join(filter(None, said)) or "所有孩子"


def ranges(numbers: tuple[int, ...]) -> str:
    """Item numbers as people write them: 1–4、7."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
