"""policy.json: what it may say, and what holds where it says nothing."""

import datetime as dt
import json
from pathlib import Path
from typing import Any, Final

from nuantong.core.errors import Refusal
from nuantong.pairing.batch.reading import Problems, day, text_of
from nuantong.pairing.matching import Policy, Variant

NUMBERS: Final = ("range_m", "preference_cost", "move_cost", "unmatched_cost")


def defaults(today: dt.date) -> dict[str, Any]:
    """What policy.json may say, with what holds where it says nothing."""
    policy = Policy()
    return {
        "variant": policy.variant.value,
        "as_of": today.isoformat(),
        **{name: getattr(policy, name) for name in NUMBERS},
        "tier_cost": dict(policy.tier_cost),
        "cross_border": [],
    }


def read_policy(path: Path, today: dt.date, problems: Problems) -> tuple[Policy, dt.date]:
    """The policy and the day it is reckoned on; Refusal when a value makes no sense."""
    known = defaults(today)
    given = _json(path, problems) if path.exists() else {}
    for name in given.keys() - known.keys():
        problems.add(path.name, 0, f"unknown key: {name}")
    values = {**known, **{name: given[name] for name in given.keys() & known.keys()}}
    values["tier_cost"] = {**known["tier_cost"], **_mapping(values["tier_cost"])}
    as_of = day(str(values.pop("as_of") or today.isoformat()))
    if as_of is None:
        raise Refusal("policy.json: as_of 应为日期 must be a day, as 2018-08-24")
    _judge(values)
    values["variant"] = Variant(values["variant"])
    values["cross_border"] = frozenset((str(a), str(b)) for a, b in values["cross_border"])
    return Policy(**values), as_of


def _json(path: Path, problems: Problems) -> dict[str, Any]:
    text = text_of(path)
    if not text.strip():
        problems.add(path.name, 1, "an empty file: the defaults hold")
        return {}
    try:
        return _mapping(json.loads(text))
    except json.JSONDecodeError as error:
        raise Refusal(f"policy.json 第{error.lineno}行不是 JSON is no JSON in this line") from error


def _mapping(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Refusal(f"policy.json: 应为对象 must be an object: {value!r}")
    return value


def _judge(values: dict[str, Any]) -> None:
    numbers = {name: values[name] for name in NUMBERS}
    numbers |= {f"tier_cost.{tier}": cost for tier, cost in values["tier_cost"].items()}
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            raise Refusal(f"policy.json: {name} 应为非负整数 must be a whole number, not {value!r}")
    if extra := values["tier_cost"].keys() - {"village", "township", "district"}:
        raise Refusal(f"policy.json: tier_cost 不认识 does not know {sorted(extra)}")
    if values["variant"] not in list(Variant):
        names = ", ".join(Variant)
        raise Refusal(
            f"policy.json: variant 应为 must be one of {names}, not {values['variant']!r}"
        )
    pairs = values["cross_border"]
    if not isinstance(pairs, list) or any(not isinstance(p, list) or len(p) != 2 for p in pairs):
        raise Refusal("policy.json: cross_border 应为 must be a list of pairs of districts")
