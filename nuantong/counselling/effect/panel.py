"""Experts judge files without knowing whose they are: the draw, and what their forms say."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from nuantong.counselling.effect import agreement
from nuantong.counselling.effect.intervals import mean
from nuantong.counselling.effect.numbers import Result

ASPECTS: Final = {
    "esteem": "自尊自信", "anxiety": "焦虑", "mood": "情绪低落", "withdrawal": "社交退缩",
    "aggression": "攻击行为", "help": "辅导过程是否恰当",
}  # fmt: skip
"""What an expert marks of each file; the first five are the brief's outcomes."""
MARKS: Final = {1: "明显变差", 2: "有些变差", 3: "没有变化", 4: "有些好转", 5: "明显好转"}
OVERALL: Final = {
    "better": "好转",
    "same": "没有明显变化",
    "worse": "变差",
    "unsure": "材料不足以判断",
}


def draw(keys: Iterable[str], size: int, seed: int) -> list[str]:
    """`size` of the keys at random, in a random order; the same seed draws the same."""
    everybody = sorted(set(keys))
    return random.Random(seed).sample(everybody, min(size, len(everybody)))


@dataclass(frozen=True)
class Form:
    """One expert's marks of one file; a mark left out is not judged."""

    file: int
    expert: str
    overall: str
    marks: Mapping[str, int]


@dataclass(frozen=True)
class Judged:
    """An aspect: the experts' mean mark over the files, and how far they agree."""

    title: str
    mark: Result
    single: Result
    together: Result


@dataclass(frozen=True)
class Verdicts:
    """The panel's result. `counts` are files by what most experts said; a tie is unsure."""

    files: int
    experts: int
    counts: dict[str, int]
    kappa: Result
    aspects: list[Judged]


def result(forms: Sequence[Form]) -> Verdicts:
    """Over the files that every expert has judged."""
    experts = sorted({form.expert for form in forms})
    by_file: dict[int, dict[str, Form]] = {}
    for form in forms:
        by_file.setdefault(form.file, {})[form.expert] = form
    whole = [row for _, row in sorted(by_file.items()) if len(row) == len(experts)]
    tables = [[row[expert] for expert in experts] for row in whole]
    overall = [[form.overall for form in row] for row in tables]
    return Verdicts(
        len(whole), len(experts), _counts(overall), agreement.fleiss(overall),
        [_aspect(key, title, tables) for key, title in ASPECTS.items()],
    )  # fmt: skip


def _counts(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    counts = dict.fromkeys(OVERALL, 0)
    for row in rows:
        counts[_most(row)] += 1
    return counts


def _most(row: Sequence[str]) -> str:
    first = max(OVERALL, key=row.count)
    return first if 2 * row.count(first) > len(row) else "unsure"


def _aspect(key: str, title: str, tables: Sequence[Sequence[Form]]) -> Judged:
    marks = [[float(form.marks.get(key, float("nan"))) for form in row] for row in tables]
    means = [sum(row) / len(row) for row in marks if row]
    return Judged(title, mean(means), agreement.icc(marks), agreement.icc(marks, average=True))


def sentences(found: Verdicts) -> list[str]:
    """The result as it stands in a report."""
    said = "、".join(f"{OVERALL[key]}{count}份" for key, count in found.counts.items() if count)
    lines = [
        f"{found.experts}名专家各自评阅同样的{found.files}份隐去身份的材料：{said or '还没有评定'}。"
    ]
    lines.append(f"总评的一致程度（Fleiss’ kappa）：{found.kappa}。")
    lines += [
        f"{one.title}：平均{one.mark}分（3分为没有变化），单个专家一致程度ICC(2,1) {one.single}，"
        f"专家平均ICC(2,k) {one.together}。"
        for one in found.aspects
    ]
    return lines
