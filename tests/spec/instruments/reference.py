"""Writes docs/reference/instruments.md from the definitions and the cases:
`python -m tests.spec.instruments.reference`."""

from collections.abc import Iterable
from pathlib import Path

from nuantong.instruments.definition import Definition, Scale
from nuantong.instruments.reading import shipped
from tests.spec.duties.reference import markdown
from tests.spec.instruments.tables import rows

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "instruments.md"
INTRODUCTION = """\
# Instruments: what is shipped and how a sheet is worked out

Generated from `nuantong/instruments/definitions` and `tests/spec/instruments` by `python -m
tests.spec.instruments.reference`; each row of the cases is a test. What comes out is a hint of
screening (筛查提示，不是诊断), never a diagnosis.

`./dev manage score INSTRUMENT answers.csv --out scores.csv` works out a file without a database:
columns `respondent,age,sex,i1…in` with the form's own numbers, empty = not answered; out come
`respondent,total`, a column for each further scale, `colour,valid,reason,red`.

Rules that hold for all: the missing items a scale allows are prorated (mean answer × items) and
rounded, halves upward; with more missing, an answer out of range or a failed lie scale the sheet is
invalid and has no colour; equal answers and an age the scale is not made for are only said. The colour
is the worst that any scale gives; a red item makes it red, and is told even of an invalid sheet.
Each scale is prorated by itself, so a total may stand where a subscale has too little: MHT's total of
90 items may miss 9, all of them in one subscale, which is then empty while the total is prorated.
Yellow begins at the mild band, orange where the authors ask for follow-up, red at the severe band.
"""


def page() -> str:
    parts = [INTRODUCTION]
    for definition in shipped().values():
        parts += [*_about(definition), _cases(definition.code)]
    return "\n".join(parts)


def _about(definition: Definition) -> Iterable[str]:
    first, last = definition.ages
    yield f"## {definition.code}: {definition.title}\n"
    yield f"{definition.source} Licence: {definition.licence}"
    yield (
        f"\nAges {first} to {last if last < 120 else '…'}, {len(definition.items)} items, "
        f"{'with' if definition.has_texts else 'without'} their texts, version {definition.version}."
    )
    if definition.lie:
        yield f"Lie scale: {definition.lie.at_least} and more of {len(definition.lie.items)}."
    for one in definition.red:
        yield f"Red item: {one.number} from {one.at_least}."
    yield ""
    yield markdown(
        ["scale", "on screen", "items", "turned", "may miss", "colours"],
        [_scale(definition, scale) for scale in definition.scales],
    )


def _scale(definition: Definition, scale: Scale) -> list[str]:
    turned = [str(number) for number in scale.items if number in definition.reverse]
    sign = "≤" if scale.low_is_worse else "≥"
    bands = [
        f"{band.colour.value} {sign} {band.score}{f' ({band.place})' if band.place else ''}"
        for band in scale.bands
    ]
    items = " + ".join(scale.of) or _ranges(scale.items)
    times = f" × {scale.times}" if scale.times > 1 else ""
    return [f"`{scale.code}`", scale.title, f"{items}{times}", ", ".join(turned), str(scale.missing),
            ", ".join(bands)]  # fmt: skip


def _ranges(numbers: tuple[int, ...]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _cases(code: str) -> str:
    head = ["answers", "age", "total", "subscales", "colour", "red", "said"]
    return markdown(head, [row[1:] for row in rows() if row[0] == code])


def write() -> None:
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    write()
