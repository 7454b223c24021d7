"""Checks of a list into the carers' records, and out of them again."""

from collections.abc import Sequence
from typing import Any, cast

from nuantong.access.reader import Reader
from nuantong.carers.actions import Check, enter_checks, void_checks
from nuantong.carers.models import BackgroundCheck
from nuantong.people.models import Carer
from nuantong.rosters.changing import Before
from nuantong.rosters.entries import CheckEntry
from nuantong.rosters.planning import Planned
from nuantong.rosters.undoing import Done, Kept

UNDONE = "撤销导入“{}”"


def add_checks(rows: Sequence[Planned], by: Reader) -> dict[int, tuple[Before, int]]:
    """Row number → the check that was added (what undo voids). Carers are locked first, so that
    one entered by hand meanwhile stays that person's."""
    rows_of = Carer.objects.filter(id__any_of=[row.known for row in rows if row.known])
    carers = {carer.pk: carer for carer in rows_of.select_for_update(of=("self",)).order_by("pk")}
    before = set(_standing(carers))
    wanted = [(carers[row.known or 0], _check(cast(CheckEntry, row.entry))) for row in rows]
    enter_checks(checks=wanted, by=by)
    new = {key: pk for key, pk in _standing(carers).items() if key not in before}
    found = {}
    for row in rows:
        entry = cast(CheckEntry, row.entry)
        pk = new.get((row.known, entry.checked_on, entry.result))
        if pk:
            found[entry.number] = {"check": pk}, 0
    return found


def take_checks_back(rows: Sequence[Done], file_name: str, by: Reader) -> list[Kept]:
    """Voids what the list added; which of it stays, and why."""
    checks = {row.before["check"]: row for row in rows if "check" in row.before}
    reason = UNDONE.format(file_name[:150])
    kept = void_checks(checks=list(checks), reason=reason, by=by)
    return [Kept(checks[pk].number, checks[pk].name, why) for pk, why in kept.items()]


def _check(entry: CheckEntry) -> Check:
    assert entry.checked_on is not None
    return Check(
        on=entry.checked_on, organ=entry.organ, result=entry.result, document=entry.document,
        note=entry.remark,
    )  # fmt: skip


def _standing(carers: dict[int, Carer]) -> dict[tuple[Any, ...], int]:
    rows = BackgroundCheck.objects.filter(carer__id__any_of=list(carers), voided_at=None)
    return {
        (c, on, result): pk for c, on, result, pk in rows.values_list("carer", "on", "result", "pk")
    }
