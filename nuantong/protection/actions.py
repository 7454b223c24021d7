"""Reporting a danger, adding to a report, and keeping the police stations' numbers."""

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.accounts.models import User
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text import clean, parse_phone
from nuantong.core.text.narratives import narrative
from nuantong.people.models import Child
from nuantong.people.whereabouts import place_of
from nuantong.protection.models import DangerReport, DangerReportAddition, PoliceStation
from nuantong.protection.situations import BY_NUMBER

Kind = DangerReportAddition.Kind


@dataclass(frozen=True)
class Account:
    """What the reporter says beyond the situation; all of it may be left out."""

    child: Child | None = None
    who: str = ""
    seen: str = ""
    found_at: dt.datetime | None = None
    called_at: dt.datetime | None = None
    taken_by: str = ""
    receipt: str = ""


@transaction.atomic
def report_danger(
    *, by: Reader, key: uuid.UUID, situation: int, account: Account | None = None
) -> DangerReport:
    """Keep a mandatory report (未成年人保护法 §11). The same key twice is one report.

    Being signed in is enough; times in the future become now, for no report may fail over a clock.
    """
    reporter = _signed_in(by)
    if situation not in BY_NUMBER:
        raise Refusal("请选一项情形，拿不准就选最后一项。")
    report, new = DangerReport.objects.get_or_create(
        key=key,
        defaults={
            "reporter": reporter,
            "situation": situation,
            **_values(by, account or Account()),
        },
    )
    if report.reporter_id != reporter.pk:
        raise Refusal("这份报告没有存下来，请重新打开本页再提交一次。有危险先打110。")
    if new:
        _log(by, "提交强制报告", report)
    return report


def _signed_in(by: Reader) -> User:
    if by.user is None:
        raise Refusal("请先登录。有危险先打110。")
    return by.user


def _values(by: Reader, said: Account) -> dict[str, object]:
    now = clock.now()
    child = said.child
    return {
        "reported_at": now,
        "child_number": child.number if child else "",
        "place_id": (child and child.place_id) or place_of(by),
        "who": _who(by, said),
        "seen": narrative(said.seen),
        "found_at": min(said.found_at or now, now),
        "called_at": said.called_at and min(said.called_at, now),
        "taken_by": clean(narrative(said.taken_by, 100)),
        "receipt": clean(narrative(said.receipt, 60))[:60],
    }


def _who(by: Reader, said: Account) -> str:
    """Who the child is, as words that stay: the rights line has no other page to look at."""
    words = narrative(said.who, 500)
    if said.child is None:
        return words
    child = said.child
    born = f"{child.birth_date:%Y-%m-%d} 出生" if child.birth_date else ""
    home = by.tree.full_name(child.place_id)
    facts = (child.name, child.get_sex_display(), born, home, str(child.address))
    return "\n".join(filter(None, ["，".join(filter(None, facts)), words]))


def _log(by: Reader, action: str, report: DangerReport) -> None:
    """Names the report and never the child: the log is no way round the wall."""
    record(action=action, by=by, object_type="dangerreport", object_id=report.key.hex)


@transaction.atomic
def look_at(*, by: Reader, report: DangerReport) -> None:
    """Write down that somebody opened a report."""
    _log(by, "查看强制报告", report)


@dataclass(frozen=True)
class Supplement:
    """One addition: a call, a receipt number or words."""

    kind: DangerReportAddition.Kind
    called_at: dt.datetime | None = None
    receipt: str = ""
    text: str = ""


@transaction.atomic
def add_to_report(
    *, by: Reader, report: DangerReport, key: uuid.UUID, said: Supplement
) -> DangerReportAddition:
    """Add a row to a report one may see. The same key twice is one addition."""
    author = _signed_in(by)
    if not DangerReport.objects.visible_to(by).filter(pk=report.pk).exists():
        raise Refusal("没有找到这份报告。")
    addition, new = DangerReportAddition.objects.get_or_create(
        key=key,
        defaults={
            "report": report,
            "by": author,
            "by_rights_line": by.covers(Permission.SEE_DANGER_REPORTS, report.place_id),
            "at": clock.now(),
            **_supplement(said),
        },
    )
    if (addition.report_id, addition.by_id) != (report.pk, author.pk):
        raise Refusal("没有存下来，请重新打开本页再试一次。")
    if new:
        _log(by, "补充强制报告", report)
    return addition


def _supplement(said: Supplement) -> dict[str, object]:
    now = clock.now()
    receipt = clean(narrative(said.receipt, 60))[:60]
    text = narrative(said.text)
    if said.kind == Kind.RECEIPT and not receipt:
        raise Refusal("请填写公安给的回执号。")
    if said.kind == Kind.NOTE and not text:
        raise Refusal("请写下要补充的情况。")
    called = min(said.called_at or now, now) if said.kind == Kind.CALLED else None
    return {"kind": said.kind, "called_at": called, "receipt": receipt, "text": text}


@transaction.atomic
def add_station(*, by: Reader, region: int, name: str, phone: str) -> PoliceStation:
    """Put a police station into a township's list; a station of the same name is replaced."""
    _may_edit(by, region)
    number, title = parse_phone(phone), clean(narrative(name, 60))
    if not title:
        raise Refusal("请填写派出所名称。")
    if not number.text:
        raise Refusal(number.problem or "请填写派出所的电话。")
    PoliceStation.objects.in_use().filter(region=region, name=title).update(removed_at=clock.now())
    try:
        with transaction.atomic():
            station = PoliceStation.objects.create(
                region_id=region, name=title, phone=number.text, added_at=clock.now()
            )
    except IntegrityError as error:
        raise Refusal("别人刚刚改过这个派出所，请刷新后再试。") from error
    _log_station(by, "登记派出所电话", station)
    return station


@transaction.atomic
def remove_station(*, by: Reader, station: PoliceStation) -> None:
    """Take a station out of the list; the row stays."""
    _may_edit(by, station.region_id)
    station.removed_at = clock.now()
    station.save(update_fields=["removed_at"])
    _log_station(by, "移除派出所电话", station)


def _may_edit(by: Reader, region: int) -> None:
    if not by.covers(Permission.EDIT_STATIONS, region):
        raise Refusal("只能维护本辖区的派出所电话。")


def _log_station(by: Reader, action: str, station: PoliceStation) -> None:
    changes = {"region": station.region_id, "name": station.name, "phone": station.phone}
    record(action=action, by=by, object_type="policestation", object_id=station.pk, changes=changes)
