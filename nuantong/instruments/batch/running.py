"""Answers in, scores out; the file appears whole or not at all."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nuantong.core.errors import Refusal
from nuantong.instruments.batch.reading import Sheets, read_sheets
from nuantong.instruments.columns import COLOURS, MISSING, UNKNOWN, Scores, score_many
from nuantong.instruments.definition import Definition
from nuantong.instruments.reading import shipped


@dataclass
class Counts:
    sheets: int = 0
    invalid: int = 0
    red: int = 0


def score_file(instrument: str, source: Path, target: Path) -> Counts:
    """Writes respondent, total, each subscale, colour, valid, reason, red; a row for each sheet."""
    definition = shipped().get(instrument)
    if definition is None:
        raise Refusal(f"没有“{instrument}”这份量表。有：{'、'.join(shipped())}。")
    if not source.is_file():
        raise Refusal(f"找不到{source}。")
    counts, draft = Counts(), target.with_name(f"{target.name}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            codes = [scale.code for scale in definition.subscales]
            writer.writerow(["respondent", "total", *codes, "colour", "valid", "reason", "red"])
            for sheets in read_sheets(source, definition):
                scores = score_many(
                    definition, sheets.answers, sheets.ages, sheets.sexes, said=sheets.said
                )
                writer.writerows(_rows(definition, sheets, scores))
                _count(counts, scores)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    return counts


def _rows(definition: Definition, sheets: Sheets, scores: Scores) -> Iterator[list[Any]]:
    columns = [scores.values[scale.code].tolist() for scale in definition.scales]
    colours, valid, red = scores.colour.tolist(), scores.valid.tolist(), scores.red.tolist()
    for row, respondent in enumerate(sheets.respondents):
        values = ["" if column[row] == MISSING else column[row] for column in columns]
        colour = "" if colours[row] == UNKNOWN else COLOURS[colours[row]].value
        reason = "；".join(filter(None, (scores.reason[row], sheets.odd.get(row, ""))))
        yield [respondent, *values, colour, int(valid[row]), reason, int(red[row])]


def _count(counts: Counts, scores: Scores) -> None:
    counts.sheets += len(scores.valid)
    counts.invalid += int((~scores.valid).sum())
    counts.red += int(scores.red.sum())
