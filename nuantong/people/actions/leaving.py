"""Leaving the register, taking a wrong exit back, and coming again."""

import datetime as dt
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.people import hooks
from nuantong.people.actions import book
from nuantong.people.actions.common import check_place, child_for_change, log, write
from nuantong.people.identity import id_index
from nuantong.people.models import (
    Absence,
    Child,
    Exit,
    ExitReason,
    Household,
    Move,
    Registration,
    Residence,
)

DAY: Final = dt.timedelta(days=1)
EXIT_REFUSALS: Final = {
    "exit_other_says_what": "选“其他”时请写明情况。",
    "exit_death_has_a_cause": "请写明死亡原因。",
    "exit_once_a_day": "这一天已经登记过退出。",
}


@transaction.atomic
def end_registration(
    *,
    child: Child,
    on: dt.date,
    reason: str,
    by: Reader,
    note: str = "",
    last_paid: dt.date | None = None,
    evidence: str = "",
    cause: str = "",
    handling: str = "",
    version: int | None = None,
) -> Child:
    """The child leaves the register; the record stays. Pairing and duties end (people.hooks); they
    are told the reason of the table, what was written of it stays with the exit."""
    found = child_for_change(child, by, version=version)
    _check_exit(found, on, reason, by)
    if last_paid and last_paid.replace(day=1) > by.on:
        raise Refusal("末领年月在本月之后，请核对。")
    with refusing(EXIT_REFUSALS):
        gone = Exit.objects.create(
            child=found, on=on, reason=reason, note=note, evidence=evidence, cause=cause,
            handling=handling, last_paid=last_paid.replace(day=1) if last_paid else None,
            recorded_on=by.on, recorded_by=by.user, by=by.actor_name,
        )  # fmt: skip
    book.end(found, on, reason, by)
    wording = gone.get_reason_display()
    write(found, {"status": Child.Status.LEFT, "left_on": on, "left_reason": wording})
    _close_what_waits(found, on, wording, by)
    log("退出台账", found, by, gone.wording, left_on=on)
    hooks.child_left(found, on, wording, by)
    return found


def _check_exit(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    if child.status == Child.Status.LEFT:
        raise Refusal("这名儿童已经退出台账。")
    if reason not in ExitReason.values:
        raise Refusal("请选择退出原因。")
    row = book.standing(child)
    since = row.since if row else child.registered_on
    if not since <= on <= by.on:
        raise Refusal(f"退出日期应在{since:%Y年%m月%d日}（登记或迁入日期）以后、今天以前，请核对。")


def _close_what_waits(child: Child, on: dt.date, wording: str, by: Reader) -> None:
    """Moves that wait lapse; an absence is over."""
    for move in Move.objects.open().filter(child=child):
        move.state, move.decided_on, move.decider = Move.State.LAPSED, by.on, by.actor_name
        move.decision = f"儿童已退出台账：{wording}"[:200]
        move.save(update_fields=["state", "decided_on", "decider", "decision"])
        if not Move.objects.open().filter(together=move.together).exists():
            hooks.move_decided(move.together, move.decision, by)
    for absence in Absence.objects.filter(child=child, until=None):
        absence.until = max(on, absence.since + DAY)
        absence.save(update_fields=["until"])


@transaction.atomic
def undo_exit(*, child: Child, why: str, by: Reader) -> Child:
    """A wrong exit never was: the registration goes on as if it had not ended. Both stay on record."""
    found = child_for_change(child, by)
    gone = standing_exit(found)
    if found.status != Child.Status.LEFT or gone is None or len(why.strip()) < 2:
        raise Refusal("只有已退出的儿童可以撤销退出，并请写明原因。")
    gone.undone_on, gone.undone_by, gone.undone_why = by.on, by.actor_name, why.strip()[:200]
    gone.save(update_fields=["undone_on", "undone_by", "undone_why"])
    _on_register_again(found)
    book.reopen(found, gone.on, by)
    log("撤销退出", found, by, why, left_on=gone.on)
    hooks.child_returned(found, by.on, by)
    return found


@transaction.atomic
def return_to_register(
    *, child: Child, reason: str, by: Reader, on: dt.date | None = None
) -> Child:
    """A child who left comes back: the same child, a new registration from `on`."""
    found = child_for_change(child, by)
    if found.status != Child.Status.LEFT or not reason.strip():
        raise Refusal("只有已退出的儿童可以恢复在册，并请写明原因。")
    return _return(found, on or by.on, reason, by)


@transaction.atomic
def take_back(
    *, id_number: str, place: int, reason: str, by: Reader, on: dt.date | None = None
) -> Child:
    """A child who left elsewhere comes back here: whoever knows her ID number brings her in."""
    check_place(by, Permission.EDIT_CHILDREN, place)
    index = id_index(id_number)
    rows = Child.objects.filter(status=Child.Status.LEFT, id_status=Child.IdStatus.VALID)
    found = rows.select_for_update().filter(id_index=index).first() if index else None
    if found is None or not reason.strip():
        raise Refusal("没有找到这个证件号码的已退出儿童，或没有写明原因。")
    day = on or by.on
    if found.place_id != place:
        _lived_there(found, by)
        home = Household.objects.create(place_id=place)
        write(found, {"place_id": place, "place_since": day, "household_id": home.pk})
    return _return(found, day, reason, by)


def _lived_there(child: Child, by: Reader) -> None:
    """Where she lived until she left; a place of no whole day is none."""
    since, until = child.place_since, child.left_on
    if child.place_id and until and (since is None or since < until):
        Residence.objects.create(
            child=child, place_id=child.place_id, since=since, until=until, reason="退出后迁来",
            by=by.actor_name,
        )  # fmt: skip


def _return(found: Child, day: dt.date, reason: str, by: Reader) -> Child:
    gone = standing_exit(found)
    if gone is not None and gone.reason == ExitReason.DIED:
        raise Refusal("台账登记这名儿童已去世；如登记有误，请用“撤销退出”。")
    if day > by.on or (found.left_on and day < found.left_on):
        raise Refusal(f"恢复日期应在退出日期（{found.left_on}）以后、今天以前，请核对。")
    _on_register_again(found)
    book.begin(found, day, Registration.Begun.RETURNED, by, note=reason.strip()[:200])
    log("恢复在册", found, by, reason, on=day)
    hooks.child_returned(found, day, by)
    return found


def standing_exit(child: Child) -> Exit | None:
    """The exit by which the child is off the register."""
    standing = Exit.objects.filter(child=child, undone_on=None)
    return standing.filter(on=child.left_on).first() if child.left_on else None


def _on_register_again(child: Child) -> None:
    write(child, {"status": Child.Status.ON_REGISTER, "left_on": None, "left_reason": ""})
