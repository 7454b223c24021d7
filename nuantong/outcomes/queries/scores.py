"""From filled sheets to measurements: which scores there are, and what was measured of whom."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from django.utils import timezone

from nuantong.counselling.effect.measurement import Measure, measures
from nuantong.counselling.effect.points import Sheet
from nuantong.instruments.definition import Definition, Scale
from nuantong.instruments.models import AnswerSheet, Instrument

BESIDE: Final = {"ses": ["without_8"]}
"""Scores shown beside the total: self-esteem without the item that Chinese readers take as a good
wish. Other subscales are for the counsellor."""


def catalogue() -> dict[str, Measure]:
    """Every score that may be measured: those of known reliability first, then what other
    instruments give."""
    found = dict(measures())
    for instrument in Instrument.objects.prefetch_related("versions"):
        rules = max(instrument.versions.all(), key=lambda one: one.pk).rules
        for measure in _of(rules):
            found.setdefault(measure.key, measure)
    return found


def _of(rules: Definition) -> Iterable[Measure]:
    beside = BESIDE.get(rules.code, [])
    for scale in (rules.total, *(one for one in rules.subscales if one.code in beside)):
        words = "" if scale is rules.total else f"，{scale.title}"
        low, high = _ends(rules, scale)
        yield Measure(
            instrument=rules.code, title=f"{rules.measures}（{rules.short}{words}）",
            better=1 if scale.low_is_worse else -1, lowest=low, highest=high,
            score="total" if scale is rules.total else scale.code,
        )  # fmt: skip


def _ends(rules: Definition, scale: Scale) -> tuple[float, float]:
    """The lowest and the highest score there can be."""
    parts = [scale, *(one for one in rules.subscales if one.code in scale.of)]
    numbers = {number for part in parts for number in part.items}
    items = [item for item in rules.items if item.number in numbers]
    low, high = (sum(getattr(item, end) for item in items) for end in ("lowest", "highest"))
    return low * scale.times, high * scale.times


def sheets_of(children: Iterable[int]) -> dict[int, list[Sheet]]:
    """The valid scores of each child; no answer is read."""
    rows = AnswerSheet.objects.finished().filter(child__in=list(children), valid=True)
    found: dict[int, list[Sheet]] = {}
    for child, code, at, total, subscales in rows.values_list(
        "child", "version__instrument__code", "finished_at", "total", "subscales"
    ):
        found.setdefault(child, []).extend(_sheets(code, timezone.localdate(at), total, subscales))
    return found


def _sheets(
    code: str, on: dt.date, total: float, subscales: dict[str, float | None]
) -> Iterable[Sheet]:
    yield Sheet(code, on, float(total))
    for name in BESIDE.get(code, []):
        if subscales.get(name) is not None:
            yield Sheet(f"{code}.{name}", on, float(subscales[name] or 0))
