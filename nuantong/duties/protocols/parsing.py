"""From the JSON of a protocol to its definition, refusing what could never be met."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from nuantong.calendars.festivals import Festival
from nuantong.calendars.periods import Rule
from nuantong.duties.protocols.definition import (
    Acceptance,
    Duty,
    InvalidDefinition,
    ProtocolDefinition,
)
from nuantong.duties.protocols.ladder import parse_ladder
from nuantong.duties.vocabulary import Act, Means

GRACE_BY_DEFAULT = {
    Rule.DAY: 0,
    Rule.WEEK: 3,
    Rule.HALF_MONTH: 5,
    Rule.MONTH: 7,
    Rule.QUARTER: 14,
    Rule.TERM: 14,
    Rule.THREE_MONTHS: 14,
    Rule.HALF_YEAR: 14,
    Rule.YEAR: 30,
}
CHOICES: dict[str, type[Act] | type[Means] | type[Festival]] = {
    "acts": Act,
    "means": Means,
    "festivals": Festival,
}
LISTS = ("acts", "means", "topics", "festivals", "stages")
MOST_WAYS = 62
"""A way is a bit of a whole number (duties.engine)."""


def parse_definition(data: Mapping[str, Any]) -> ProtocolDefinition:
    """Read a definition; raises InvalidDefinition where it is incomplete or contradicts itself."""
    _refuse_unknown(data, ProtocolDefinition, "方案")
    duties = tuple(_duty(row) for row in _rows(data, "duties", "方案"))
    if len({duty.code for duty in duties}) != len(duties):
        raise InvalidDefinition("方案：职责代码有重复，请为每项职责使用不同的代码。")
    if sum(len(duty.accepts) for duty in duties) > MOST_WAYS:
        raise InvalidDefinition(f"方案：完成方式(accepts)合计不能超过{MOST_WAYS}种。")
    return ProtocolDefinition(
        code=_required(data, "code", "方案"),
        title=_required(data, "title", "方案"),
        summary=data.get("summary", ""),
        duties=duties,
        ladder=parse_ladder(data.get("ladder")),
    )


def _duty(row: Mapping[str, Any]) -> Duty:
    place = f"职责 {row.get('code', '?')}"
    _refuse_unknown(row, Duty, place)
    rule = _choice(Rule, _required(row, "period", place), place)
    return Duty(
        code=_required(row, "code", place),
        title=_required(row, "title", place),
        period=rule,
        accepts=tuple(_acceptance(way, place) for way in _rows(row, "accepts", place)),
        times=_count(row, "times", 1, place, least=1),
        grace_days=_count(row, "grace_days", GRACE_BY_DEFAULT[rule], place, least=0),
        catch_up=_yes_or_no(row, "catch_up", place) is True,
    )


def _acceptance(way: Mapping[str, Any], place: str) -> Acceptance:
    _refuse_unknown(way, Acceptance, place)
    listed = {name: _listed(name, way.get(name, ()), place) for name in LISTS}
    if not listed["acts"]:
        raise InvalidDefinition(f"{place}：没有写明需要做什么(acts)，这样的职责无从判断。")
    return Acceptance(
        **listed,
        boarding=_yes_or_no(way, "boarding", place),
        in_term=_yes_or_no(way, "in_term", place),
    )


def _listed(name: str, values: Iterable[str], place: str) -> frozenset[Any]:
    choices = CHOICES.get(name)
    if isinstance(values, str) or not all(isinstance(value, str) for value in values):
        raise InvalidDefinition(f"{place}：{name} 应是文字的列表。")
    return frozenset(_choice(choices, value, place) if choices else value for value in values)


def _choice(choices: Any, value: str, place: str) -> Any:
    try:
        return choices(value)
    except ValueError:
        allowed = "、".join(choices)
        raise InvalidDefinition(f"{place}：“{value}”不可用，可选：{allowed}。") from None


def _count(row: Mapping[str, Any], name: str, usual: int, place: str, *, least: int) -> int:
    value = row.get(name, usual)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise InvalidDefinition(f"{place}：{name} 应是不小于 {least} 的整数。")
    return value


def _yes_or_no(row: Mapping[str, Any], name: str, place: str) -> bool | None:
    value = row.get(name)
    if value not in (True, False, None):
        raise InvalidDefinition(f"{place}：{name} 只能是 true 或 false。")
    return value


def _rows(row: Mapping[str, Any], name: str, place: str) -> list[Mapping[str, Any]]:
    values = _required(row, name, place)
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise InvalidDefinition(f"{place}：{name} 应是由对象组成的列表。")
    return values


def _required(row: Mapping[str, Any], name: str, place: str) -> Any:
    if not row.get(name):
        raise InvalidDefinition(f"{place}：缺少 {name}。")
    return row[name]


def _refuse_unknown(row: Mapping[str, Any], kind: Any, place: str) -> None:
    unknown = set(row) - {field.name for field in fields(kind)}
    if unknown:
        raise InvalidDefinition(f"{place}：不认识的内容 {'、'.join(sorted(unknown))}。")
