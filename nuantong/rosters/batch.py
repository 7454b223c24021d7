"""Two files → a file of links, without a database."""

import resource
import time
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import polars as pl

from nuantong.linkage.cleaning import clean_chunks
from nuantong.linkage.columns import CLEAN
from nuantong.linkage.engines import Resources
from nuantong.linkage.features import features
from nuantong.linkage.linking import Links, link
from nuantong.rosters.raw import raw_chunks


@dataclass(frozen=True)
class File:
    """Whose list it is (`raw.KINDS`) says which headings to look for."""

    path: Path
    kind: str


def link_files(left: File, right: File, out: Path, resources: Resources) -> dict[str, Any]:
    """Writes left_row, right_row, weight, decision; rows are counted from 1 below the header.

    Returns what the summary holds: rows (of both lists together), auto and review (links of each
    kind), cpu_s and peak_mb (of this process, reading and cleaning included); and rows of each
    list, and how many rows of the right list wait for a person.
    """
    lists = [cleaned(file) for file in (left, right)]
    links = link(*lists, resources=resources)
    pairs = links.pairs.select("left_row", "right_row", pl.col("weight").round(2), "decision")
    pairs.sort("left_row", "right_row").write_csv(out)
    return _summary([frame.height for frame in lists], links)


def cleaned(file: File) -> pl.DataFrame:
    """The features of its rows; piece by piece, so that the texts of a long list are never in memory at once."""
    parts = clean_chunks(raw_chunks(file.path, file.kind))
    return pl.concat([features(part) for part in chain([pl.DataFrame(schema=CLEAN)], parts)])


def _summary(rows: list[int], links: Links) -> dict[str, Any]:
    waiting = links.review.join(links.auto, on="right_row", how="anti")
    return {
        "rows": sum(rows),
        "left_rows": rows[0],
        "right_rows": rows[1],
        "auto": links.auto.height,
        "review": links.review.height,
        "review_rows": waiting["right_row"].n_unique(),
        "cpu_s": round(time.process_time(), 2),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    }
