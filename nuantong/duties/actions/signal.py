"""Which villages have no signal, from when till when. Windows are judged anew by trigger."""

import datetime as dt

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.duties.models import VillageWithoutSignal
from nuantong.people.actions.common import check_place

REFUSALS = {
    "villagewithoutsignal_once_at_a_time": "这个村（社区）这段时间已经登记为没有信号。",
    "villagewithoutsignal_ends_after_start": "恢复的日期要在登记的日期以后。",
}


@transaction.atomic
def mark_without_signal(*, place: int, since: dt.date, by: Reader) -> VillageWithoutSignal:
    """Windows whose last day is that day or later have a week more; what had been judged otherwise
    changes by a dated correction (rule 8)."""
    check_place(by, Permission.ACT_ON_OVERDUE, place)
    _check_day(since, by)
    with refusing(REFUSALS):
        row = VillageWithoutSignal.objects.create(place_id=place, since=since)
    _log("登记无信号", row, by)
    return row


@transaction.atomic
def mark_signal_back(*, row: VillageWithoutSignal, on: dt.date, by: Reader) -> None:
    """Of what ended before the day nothing changes."""
    found = VillageWithoutSignal.objects.select_for_update().get(pk=row.pk)
    check_place(by, Permission.ACT_ON_OVERDUE, found.place_id)
    _check_day(on, by)
    if found.until is not None:
        raise Refusal("已经登记过恢复的日期，请刷新页面再看。")
    found.until = on
    with refusing(REFUSALS):
        found.save(update_fields=["until"])
    _log("登记恢复信号", found, by)


def _check_day(day: dt.date, by: Reader) -> None:
    if day > by.on:
        raise Refusal("日期在今天以后，请到那一天再登记。")


def _log(action: str, row: VillageWithoutSignal, by: Reader) -> None:
    changes = {"place": by.tree.full_name(row.place_id), "since": row.since.isoformat()}
    if row.until:
        changes["until"] = row.until.isoformat()
    record(
        action=action, by=by, object_type="villagewithoutsignal", object_id=row.pk, changes=changes
    )
