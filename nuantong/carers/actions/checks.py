"""Background checks: one, or many at once; and taking back one that was a mistake."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import event
from nuantong.audit.models import Event
from nuantong.carers.actions.common import entered, not_after_today, words
from nuantong.carers.actions.warning import settle_where_nothing_is_left
from nuantong.carers.models import BackgroundCheck
from nuantong.carers.vocabulary import ADVERSE
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.retrying import retried
from nuantong.core.text import clean
from nuantong.people.actions.common import carer_for_change
from nuantong.people.models import Carer
from nuantong.tasks.actions import Wanted, raise_tasks, settle


@dataclass(frozen=True, kw_only=True)
class Check:
    """What the police answered, on which day."""

    on: dt.date
    organ: str
    result: str = BackgroundCheck.Result.CLEAR
    document: str = ""
    note: str = ""


@retried
def enter_check(*, carer: Carer, check: Check, by: Reader) -> bool:
    """One check of one carer; False when it is known already."""
    found = carer_for_change(carer, by)
    return bool(enter_checks(checks=[(found, check)], by=by))


@retried
def enter_checks(*, checks: Sequence[tuple[Carer, Check]], by: Reader) -> int:
    """Many at once, all or none; how many were new. Twice changes nothing.

    An adverse result bars the carer (trigger), raises a task for her district, ends nothing.
    Written in one order, so that two who enter one answer do not wait for each other.
    """
    _check_scope([carer for carer, _ in checks], by)
    rows = [_row(carer, check, by) for carer, check in checks]
    known = {
        (carer, on, result)
        for carer, on, result in BackgroundCheck.objects.filter(
            carer__in=[row.carer_id for row in rows], voided_at=None
        ).values_list("carer", "on", "result")
    }
    unknown = {key: r for r in rows if (key := (r.carer_id, r.on, r.result)) not in known}
    new = [unknown[key] for key in sorted(unknown)]
    BackgroundCheck.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    _log(new, by)
    _tell_of_adverse([row for row in new if row.is_adverse], by)
    settle_where_nothing_is_left(by)
    return len(new)


def _check_scope(carers: list[Carer], by: Reader) -> None:
    ids = {carer.pk for carer in carers}
    seen = Carer.objects.visible_to(by, to=Permission.EDIT_CARERS).filter(pk__any_of=list(ids))
    if seen.order_by().count() != len(ids):
        raise Refusal("有爱心妈妈不在您的工作范围内，请刷新名单后再登记。")


def _row(carer: Carer, check: Check, by: Reader) -> BackgroundCheck:
    not_after_today(check.on, by)
    if check.result not in BackgroundCheck.Result.values:
        raise Refusal("请选择查询结果。")
    organ = words(check.organ, 60, "请填写查询机关，例如：巴南区公安局。")
    return BackgroundCheck(
        carer=carer, on=check.on, organ=organ, result=check.result,
        document=clean(check.document)[:60], note=check.note.strip()[:1000], **entered(by),
    )  # fmt: skip


def _log(rows: list[BackgroundCheck], by: Reader) -> None:
    Event.objects.bulk_create(_event("登记背景查询", row, by) for row in rows)


def _event(action: str, row: BackgroundCheck, by: Reader, reason: str = "") -> Event:
    return event(
        action=action, by=by, object_type="backgroundcheck", object_id=str(row.carer_id),
        reason=reason, changes={"on": row.on.isoformat()},
    )  # fmt: skip


def adverse_key(check: BackgroundCheck) -> str:
    return f"{ADVERSE}:{check.carer_id}:{check.on}"


def _tell_of_adverse(rows: list[BackgroundCheck], by: Reader) -> None:
    raise_tasks(by=by, wanted=[_wanted(row, by) for row in rows])


def _wanted(check: BackgroundCheck, by: Reader) -> Wanted:
    district = by.tree.district_of(check.carer.place_id)
    return Wanted(
        key=adverse_key(check), kind=ADVERSE, permission=Permission.APPROVE_CARERS,
        title="一位爱心妈妈的背景查询有不良记录，请处理",
        region=district.id if district else None, due_on=by.on,
        url_name="people:carer", url_args={"carer_id": check.carer_id},
    )  # fmt: skip


@transaction.atomic
def void_check(*, check: BackgroundCheck, reason: str, by: Reader) -> BackgroundCheck:
    """It was a mistake; the row stays, and no longer counts. An adverse one is for the district."""
    carer_for_change(check.carer, by)
    kept = void_checks(checks=[check.pk], reason=reason, by=by)
    if kept:
        raise Refusal(f"{kept[check.pk]}。")
    check.refresh_from_db()
    return check


@transaction.atomic
def void_checks(*, checks: Collection[int], reason: str, by: Reader) -> dict[int, str]:
    """Many at once; those that stay, with why."""
    said = words(reason, 200, "请写明作废的原因。")
    rows = BackgroundCheck.objects.filter(pk__in=checks).select_related("carer")
    found = list(rows.select_for_update(of=("self",)).order_by("pk"))
    kept = {row.pk: why for row in found if (why := _why_kept(row, by))}
    gone = [row for row in found if row.pk not in kept]
    BackgroundCheck.objects.filter(pk__in=[row.pk for row in gone]).update(
        voided_reason=said, voided_at=clock.now(), voided_by_name=by.actor_name
    )
    Event.objects.bulk_create(_event("作废背景查询", row, by, said) for row in gone)
    for row in gone:
        if row.is_adverse:
            settle(key=adverse_key(row), how=f"查询有误，已作废：{said}", by=by)
    return kept


def _why_kept(check: BackgroundCheck, by: Reader) -> str:
    if not check.stands:
        return "这条查询已经作废"
    if check.is_adverse and not by.covers(Permission.APPROVE_CARERS, check.carer.place_id):
        return "有不良记录的查询只能由区县妇联作废"
    if not by.covers(Permission.EDIT_CARERS, check.carer.place_id):
        return "这位爱心妈妈已不在您的工作范围内"
    return ""


def settle_when_left(carer: Carer, on: dt.date, by: Reader) -> None:
    """Whoever is a carer no more needs no decision (people.hooks)."""
    for check in BackgroundCheck.objects.filter(carer=carer, result="adverse", voided_at=None):
        settle(key=adverse_key(check), how="她已退出爱心妈妈。", by=by)
