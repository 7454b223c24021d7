"""Pairs two lists: reads a folder, works the best answer out, writes another folder."""

import csv
import datetime as dt
import json
import os
import resource
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from nuantong.core.errors import Refusal
from nuantong.pairing.batch.doubts import doubt
from nuantong.pairing.batch.people import Lists, read
from nuantong.pairing.batch.policy import read_policy
from nuantong.pairing.batch.reading import Problems
from nuantong.pairing.matching import Policy, Reason, Result, Tier, match
from nuantong.pairing.matching.measure import Measure, centres
from nuantong.pairing.matching.orders import TooLarge

PROCESSES: Final = min(2, os.cpu_count() or 1)
SUMMARY: Final = ("cost", "bound", "matched", "tiers", "moved", "cpu_s", "peak_mb")
"""What summary.json has; all else, problems of rows too, is in details.json."""
REASONS: Final[dict[Reason, tuple[str, str]]] = {
    Reason.NO_PLACE: ("no_place", "its district is not given"),
    Reason.NO_CARER: ("no_carer_in_range", "no carer of its district is in range"),
    Reason.EXPIRED_CHECKS: ("expired_checks", "carers in range have places but no check in date"),
    Reason.ALL_FULL: ("all_full", "every place in range is better used"),
    Reason.ONLY_BY_MOVES: ("only_by_moves", "moves would free a place, but they cost more"),
    Reason.ACROSS_BORDER: ("across_border", "free places in range are all in other districts"),
    Reason.TOO_DEAR: ("too_dear", "the policy counts more for any pair than for having nobody"),
}


def run(source: Path, target: Path, today: dt.date) -> dict[str, Any]:
    """Writes pairs.csv, unpaired.csv, summary.json and details.json; both of these together.
    Refusal when a file cannot be read at all or the policy makes no sense: nothing is written."""
    problems = Problems()
    policy, as_of = read_policy(source / "policy.json", today, problems)
    lists = read(source, as_of, problems)
    asked = frozenset().union(*(one.needs for one in lists.households))
    policy = replace(policy, answers={need: need for need in asked})
    middle = centres((where, at, 1) for _, _, where, at in lists.seen if at is not None)
    doubt(lists, Measure(policy, middle), problems)
    lists.seen.clear()
    try:
        result = match(lists.households, lists.carers, policy, centres=middle, processes=PROCESSES)
    except TooLarge as error:
        raise Refusal(f"policy.json: 数值过大 numbers too large: {error}") from error
    summary = _summary(lists, result, policy, as_of) | {"problems": problems.found}
    _write(target, lists, result, summary)
    return summary


def _summary(lists: Lists, result: Result, policy: Policy, as_of: dt.date) -> dict[str, Any]:
    given = result.assignments
    tiers = Counter(_tier(one.tier) for one in given)
    left = Counter(REASONS[one.reason][0] for one in result.left_over)
    return {
        "cost": result.cost,
        "bound": result.bound,
        "matched": len(given),
        "tiers": {tier: tiers[tier] for tier in ("village", "township", "district")},
        "moved": sum(one.household.current not in (None, one.carer.id) for one in given),
        "unpaired": len(result.left_over),
        "reasons": {w: {"households": left[w], "means": t} for w, t in REASONS.values() if left[w]},
        "shortages": [
            {"households": len(one.households), "places": one.places} for one in result.shortages
        ],
        "households": len(lists.households),
        "children": sum(one.children for one in lists.households),
        "matched_children": sum(one.household.children for one in given),
        "metres": sum(one.distance * one.household.children for one in given),
        "variant": policy.variant.value,
        "as_of": as_of.isoformat(),
        "cpu_s": round(_used(), 2),
        "peak_mb": _most_memory(),
    }


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _most_memory() -> int:
    """Megabytes of the largest process."""
    who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return max(resource.getrusage(one).ru_maxrss for one in who) // 1024


def _tier(tier: Tier) -> str:
    """Across an open border counts as the district does."""
    return (Tier.DISTRICT if tier is Tier.BEYOND else tier).value


def _write(target: Path, lists: Lists, result: Result, summary: dict[str, Any]) -> None:
    """In the order of children.csv."""
    target.mkdir(parents=True, exist_ok=True)
    place = {one.id: number for number, one in enumerate(lists.households)}
    given = sorted(result.assignments, key=lambda one: place[one.household.id])
    left = sorted(result.left_over, key=lambda one: place[one.household.id])
    _table(
        target / "pairs.csv",
        ("household", "carer", "tier", "distance", "cost"),
        ((a.household.id, a.carer.id, _tier(a.tier), a.distance, a.cost) for a in given),
    )
    _table(
        target / "unpaired.csv",
        ("household", "reason"),
        ((one.household.id, REASONS[one.reason][0]) for one in left),
    )
    _json(target / "summary.json", {key: summary[key] for key in SUMMARY})
    _json(target / "details.json", {key: v for key, v in summary.items() if key not in SUMMARY})


def _json(path: Path, values: dict[str, Any]) -> None:
    text = json.dumps(values, indent=1, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def _table(path: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows(rows)
