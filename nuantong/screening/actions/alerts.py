"""Raising a red sign, taking it on, closing it, and what happens when nobody does."""

import datetime as dt

from django.db import transaction

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text.narratives import narrative
from nuantong.notices.actions import Note, notify_all
from nuantong.people.models import Child
from nuantong.regions.tree import CITY, TOWNSHIP
from nuantong.screening.kinds import CLOSE_WITHIN, RED, TAKE_WITHIN
from nuantong.screening.models import Alert, AlertStep
from nuantong.screening.receiving import at_desk, own
from nuantong.tasks.actions import Wanted, raise_task, settle

Kind = AlertStep.Kind
SUBJECT = "有一名儿童需要今天就有人关心，请打开认领"


@transaction.atomic
def raise_alert(*, child: Child, source: str, key: str, what: str) -> Alert:
    """Somebody has to look at this child today. The same key twice is one alert."""
    by, now = system_reader(), clock.now()
    alert, new = Alert.objects.get_or_create(
        key=key,
        defaults={"child": child, "source": source, "what": what, "raised_at": now,
                  "level": TOWNSHIP, "due_at": now + TAKE_WITHIN},
    )  # fmt: skip
    if not new:
        return alert
    named = own(child, by)
    raise_task(by=by, wanted=_task(alert, named))
    _step(alert, Kind.RAISED, by)
    _log("提出红色提示", alert, by)
    alert.level, desk = at_desk(child, TOWNSHIP, by)
    alert.save(update_fields=["level"])
    _tell(alert, [*named, *desk], "raised", by)
    return alert


def _task(alert: Alert, named: list[User]) -> Wanted:
    return Wanted(
        key=f"{RED}:{alert.key}", kind=RED, child=alert.child,
        title=f"红色提示：{alert.what}", permission=Permission.ANSWER_RED,
        owner=named[0] if named else None, due_on=clock.today(),
        url_name="screening:alert", url_args={"pk": alert.pk},
    )  # fmt: skip


def _tell(alert: Alert, users: list[User], round_: str, by: Reader) -> None:
    notify_all(by=by, child_number=alert.child.number, notes=[
        Note(kind=RED, key=f"{RED}:{alert.pk}:{round_}", subject=SUBJECT, user=pk,
             text=f"{alert.what}。{TAKE_WITHIN.seconds // 3600}小时内没有人认领，会自动上报。",
             child=alert.child_id, url_name="screening:alert", url_args={"pk": alert.pk})
        for pk in dict.fromkeys(user.pk for user in users)
    ])  # fmt: skip


@transaction.atomic
def take(*, alert: Alert, by: Reader) -> Alert:
    """She takes it on: the clock of acknowledgement stops, that of the same day begins."""
    found = _locked(alert, by)
    if not found.is_open:
        raise Refusal(f"这件已由{found.closed_by}办结。")
    if found.taken_at is not None:
        if found.taker_id == by.actor_id:
            return found
        raise Refusal(f"{found.taken_by}已经认领，请与她联系。")
    _take(found, by)
    return found


def _take(alert: Alert, by: Reader) -> None:
    now = clock.now()
    alert.taken_at, alert.taker, alert.taken_by = now, by.user, by.actor_name
    alert.due_at = now + CLOSE_WITHIN
    alert.save(update_fields=["taken_at", "taker", "taken_by", "due_at"])
    _step(alert, Kind.TAKEN, by)
    _log("认领红色提示", alert, by)


@transaction.atomic
def close(*, alert: Alert, deed: str, words: str, by: Reader) -> Alert:
    """What was done, in words; its task is done with it. The same again changes nothing."""
    found = _locked(alert, by)
    said = narrative(words, 2000)
    if deed not in Alert.Deed.values:
        raise Refusal("请选择是怎么办的。")
    if len(said) < 4:
        raise Refusal("请写明孩子现在怎样、谁在陪着。")
    if not found.is_open:
        if (found.closed_by, found.deed) == (by.actor_name, deed):
            return found
        raise Refusal(f"这件已由{found.closed_by}办结。")
    if found.taken_at is None:
        _take(found, by)
    found.closed_at, found.closed_by, found.deed, found.words = (
        clock.now(), by.actor_name, deed, said,
    )  # fmt: skip
    found.save(update_fields=["closed_at", "closed_by", "deed", "words"])
    _step(found, Kind.CLOSED, by)
    settle(key=f"{RED}:{found.key}", how=found.get_deed_display(), by=by)
    _log("办结红色提示", found, by, deed=deed)
    return found


def _locked(alert: Alert, by: Reader) -> Alert:
    rows = Alert.objects.visible_to(by, to=Permission.ANSWER_RED).filter(pk=alert.pk)
    found: Alert | None = rows.select_for_update(of=("self",)).select_related("child").first()
    if found is None:
        raise Refusal("这件红色提示不在您的工作范围内。")
    return found


def climb(by: Reader, now: dt.datetime | None = None) -> int:
    """Whatever nobody took on, or closed, in time goes one desk up and is told there; how many.

    Of two runs at once the second leaves what the first has locked."""
    at, late = now or clock.now(), 0
    for pk in Alert.objects.open().filter(due_at__lt=at).values_list("pk", flat=True):
        late += _climb(pk, at, by)
    return late


@transaction.atomic
def _climb(pk: int, now: dt.datetime, by: Reader) -> bool:
    rows = Alert.objects.open().filter(pk=pk, due_at__lt=now).select_related("child")
    alert = rows.select_for_update(of=("self",), skip_locked=True).first()
    if alert is None:
        return False
    top = alert.level == CITY
    alert.level, desk = at_desk(alert.child, max(alert.level - 1, CITY), by)
    alert.due_at, alert.taken_at, alert.taker, alert.taken_by = now + TAKE_WITHIN, None, None, ""
    alert.save(update_fields=["level", "due_at", "taken_at", "taker", "taken_by"])
    _step(alert, Kind.AGAIN if top else Kind.CLIMBED, by, now)
    _tell(alert, [*own(alert.child, by), *desk], f"{now:%Y%m%d%H%M}", by)
    return True


def _step(alert: Alert, kind: Kind, by: Reader, at: dt.datetime | None = None) -> None:
    AlertStep.objects.create(
        alert=alert, kind=kind, level=alert.level, at=at or clock.now(), by=by.actor_name
    )


def _log(action: str, alert: Alert, by: Reader, **changes: object) -> None:
    record(
        action=action, by=by, object_type="alert", object_id=alert.pk,
        child_number=alert.child.number, changes={"what": alert.what, **changes},
    )  # fmt: skip
