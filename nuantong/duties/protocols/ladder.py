"""From the JSON of a ladder to its rungs, refusing one without the alarm of silence."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from nuantong.calendars.periods import Rule
from nuantong.duties.protocols.definition import InvalidDefinition
from nuantong.duties.protocols.rungs import DESKS, USUAL, Desk, Rung, Trigger


def parse_ladder(rows: Any) -> tuple[Rung, ...]:
    """Read a ladder; None gives the usual one. One without the alarm of silence is refused."""
    if rows is None:
        return USUAL
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InvalidDefinition("上报：ladder 应是由对象组成的列表。")
    found = tuple(_rung(row, f"上报第{number}级") for number, row in enumerate(rows, 1))
    if not any(rung.when == Trigger.SILENT for rung in found):
        raise InvalidDefinition("上报：要有“多少天没有任何联系”(silent)这一级，不能去掉。")
    return found


def _rung(row: Mapping[str, Any], place: str) -> Rung:
    unknown = set(row) - {field.name for field in fields(Rung)}
    if unknown:
        raise InvalidDefinition(f"{place}：不认识的内容 {'、'.join(sorted(unknown))}。")
    when = _choice(Trigger, row.get("when"), place)
    rung = Rung(
        when,
        _days(row, "at", 0 if when == Trigger.LATE else 1, place),
        _desk(row.get("to", "township"), place),
        _desk(row.get("top", "city"), place),
        _days({"within": 3, **row}, "within", 1, place),
        frozenset(_choice(Rule, one, place) for one in _texts(row, "periods", place)),
        frozenset(_texts(row, "duties", place)),
    )
    if rung.top > rung.to:
        raise InvalidDefinition(f"{place}：最高一级(top)不能低于先通知的一级(to)。")
    return rung


def _desk(value: Any, place: str) -> Desk:
    if value not in DESKS:
        raise InvalidDefinition(f"{place}：“{value}”不可用，可选：{'、'.join(DESKS)}。")
    return DESKS[value]


def _choice(choices: Any, value: Any, place: str) -> Any:
    try:
        return choices(value)
    except ValueError:
        allowed = "、".join(choices)
        raise InvalidDefinition(f"{place}：“{value}”不可用，可选：{allowed}。") from None


def _days(row: Mapping[str, Any], name: str, least: int, place: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 366:
        raise InvalidDefinition(f"{place}：{name} 应是 {least} 到 366 的整数。")
    return value


def _texts(row: Mapping[str, Any], name: str, place: str) -> list[str]:
    values = row.get(name, [])
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise InvalidDefinition(f"{place}：{name} 应是文字的列表。")
    return values
