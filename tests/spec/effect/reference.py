"""Writes docs/reference/measurement.md from the data file."""

from pathlib import Path

from nuantong.counselling.effect.measurement import measures
from tests.spec.duties.reference import markdown

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "measurement.md"
INTRODUCTION = """\
# How exactly each score measures

Generated from `nuantong/counselling/effect/data/measurement.toml` by `python -m
tests.spec.effect.reference`. A change is called reliable when it exceeds 1.96 · √2 · s · √(1 − r)
(Jacobson & Truax 1991), r the reliability below, s the spread of the project's first scores. With a
norm the cut-off c lies between it and the project's first scores. Why it is so is in
[ADR 29](../adr/0029-did-it-help.md).
"""


def page() -> str:
    head = ["score", "on screen", "from–to", "better", "reliability", "which", "source", "norm"]
    rows = [
        [f"`{one.key}`", one.title, f"{one.lowest:g}–{one.highest:g}", "up" if one.better > 0 else "down",
         f"{one.reliability:g}", one.kind, one.source,
         f"{one.norm.mean:g} ± {one.norm.sd:g}, {one.norm.whose}, {one.norm.source}" if one.norm else ""]
        for one in measures().values()
    ]  # fmt: skip
    return f"{INTRODUCTION}\n{markdown(head, rows)}\n"


def write() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
