"""What is odd about rows that can be read. They are used as written: a figure is not changed
behind its owner's back, it is pointed at."""

import csv
import math
import statistics
from collections import defaultdict
from pathlib import Path
from typing import Final

from nuantong import regions
from nuantong.pairing.batch.people import Lists, count_current
from nuantong.pairing.batch.reading import Problems
from nuantong.pairing.matching import Key
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.values import At

VILLAGES: Final = Path(regions.__file__).parent / "data" / "cq_villages_2023.csv"
FAR_RANGES, FAR_TIMES = 4, 10
"""A point is odd when it is farther from the middle of its district than four ranges, and than
ten times what half of the district is."""


def doubt(lists: Lists, measure: Measure, problems: Problems) -> None:
    _villages(lists, problems)
    _points(lists, measure.policy.range_m, problems)
    _present_pairs(lists, measure, problems)


def _villages(lists: Lists, problems: Problems) -> None:
    """Codes under two townships; and codes nobody issued, where most are official ones."""
    with VILLAGES.open(encoding="utf-8") as file:
        official = {row["code"] for row in csv.DictReader(file)}
    used = {where.village for _, _, where, _ in lists.seen if where.village}
    judge = 2 * len(used & official) > len(used)
    town: dict[Key, tuple[Key | None, Key | None]] = {}
    for file_name, line, where, _ in lists.seen:
        if where.district is None and file_name == "children.csv":
            problems.add(file_name, line, "no district: cannot be paired")
        if where.village is None:
            continue
        if judge and where.village not in official:
            problems.add(file_name, line, f"village {where.village} is no village of 2023; used as written")  # fmt: skip
        if town.setdefault(where.village, where[:2]) != where[:2]:
            problems.add(file_name, line, f"village {where.village} stands under another township above; used as written")  # fmt: skip


def _points(lists: Lists, range_m: int, problems: Problems) -> None:
    districts: dict[Key | None, list[tuple[str, int, At]]] = defaultdict(list)
    for file, line, where, point in lists.seen:
        if point is not None:
            districts[where.district].append((file, line, point))
    for found in districts.values():
        x, y = (statistics.median(one[2][axis] for one in found) for axis in (0, 1))
        away = [math.hypot(one[2][0] - x, one[2][1] - y) for one in found]
        limit = max(FAR_RANGES * range_m, FAR_TIMES * statistics.median(away))
        for (file, line, at), metres in zip(found, away, strict=True):
            if metres > limit:
                swapped = math.hypot(at[1] - x, at[0] - y) <= limit
                hint = "x and y look swapped" if swapped else "a point of somewhere else?"
                problems.add(file, line, f"{metres / 1000:.0f} km from the middle of its district: {hint}; used as written")  # fmt: skip


def _present_pairs(lists: Lists, measure: Measure, problems: Problems) -> None:
    """Present pairs that may not stay."""
    carers = {one.id: one for one in lists.carers}
    held = count_current(lists)
    for household in lists.households:
        carer = carers.get(household.current) if household.current is not None else None
        if carer is None:
            continue
        broken = []
        if not carer.checked:
            broken.append("her check is not in date")
        if not measure.may_meet(household, carer):
            broken.append("she is of another district")
        elif measure.metres(household, carer) > measure.policy.range_m:
            broken.append("she is out of range")
        if held[carer.id] > carer.free:
            broken.append(f"she has {held[carer.id]} households and room for {carer.free}")
        if broken:
            text = f"household {household.id}, carer {carer.id}: {'; '.join(broken)}"
            line = lists.paired[household.id]
            problems.add("current.csv", line, f"{text}. Counts as current all the same")
