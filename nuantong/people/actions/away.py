"""Away for a time: she stays on the register, and whoever looks for her knows where she is."""

import datetime as dt
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import child_for_change, log
from nuantong.people.models import Absence, Child

ABSENCE_REFUSALS: Final = {
    "absence_one_at_a_time": "这段时间已经登记过暂时离开，请先登记回来的日期。",
    "absence_ends_after_start": "回来的日期应在离开日期之后。",
    "absence_expected_after_start": "预计回来的日期应在离开日期之后。",
}
WHO: Final = (Permission.EDIT_CHILDREN, Permission.RECORD_CONTACT)


@transaction.atomic
def begin_absence(
    *,
    child: Child,
    kind: str,
    where: str,
    since: dt.date,
    by: Reader,
    contact: str = "",
    expected: dt.date | None = None,
) -> Absence:
    """Whoever keeps the record or cares for the child says where she is."""
    found = child_for_change(child, by, *WHO)
    if found.status != Child.Status.ON_REGISTER:
        raise Refusal("这名儿童已退出台账。")
    if kind not in Absence.Kind.values or not where.strip() or since > by.on:
        raise Refusal("请选择原因，写明去了哪里；离开日期不能在今天之后。")
    if found.birth_date and since < found.birth_date:
        raise Refusal("离开日期早于孩子的出生日期，请核对。")
    with refusing(ABSENCE_REFUSALS):
        absence = Absence.objects.create(
            child=found, kind=kind, where=where.strip(), contact=contact, since=since,
            expected=expected, by=by.actor_name,
        )  # fmt: skip
    log("登记暂时离开", found, by, kind=kind, since=since)
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, on: dt.date, by: Reader) -> Absence:
    found = child_for_change(absence.child, by, *WHO)
    row = Absence.objects.get(pk=absence.pk)
    if row.until is not None:
        raise Refusal("已经登记过回来的日期。")
    if on > by.on:
        raise Refusal("回来的日期在今天之后，请核对。")
    row.until = on
    with refusing(ABSENCE_REFUSALS):
        row.save(update_fields=["until"])
    log("登记回来", found, by, until=on)
    return row
