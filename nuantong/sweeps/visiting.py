"""Home visits for rows that fit a rule: asked for, taken back, and what they found."""

from collections.abc import Iterable
from typing import Final

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Permission
from nuantong.core import clock
from nuantong.sweeps import handing, waiting
from nuantong.sweeps.hints import HINTS
from nuantong.sweeps.models import Reason, Record, Standing
from nuantong.visits.actions import Wanted, ask_for_visit, ask_for_visits, withdraw_request
from nuantong.visits.models import Visit, VisitedChild, VisitRequest

PREFIX: Final = "sweep:"
FOUND: Final[dict[str, tuple[Standing, str, str]]] = {
    "met": (Standing.WAITING, Reason.REGISTER, "走访已见到，请登记入册，或写明不属困境"),
    "moved": (Standing.WAITING, Reason.FACTS, "走访时已搬走，请核实搬到哪里"),
    "refused": (Standing.WAITING, Reason.FACTS, "拒绝走访，请上门沟通"),
    "not_found": (Standing.NOT_HOME, "", "走访时查无此户"),
    "withdrawn": (Standing.WAITING, Reason.VISIT, "走访记录已撤回"),
}
"""What a visit's outcome makes of the row it was asked for; nobody at home leaves it waiting."""


def key_of(record: int) -> str:
    return f"{PREFIX}{record}"


def ask(record: Record, by: Reader) -> VisitRequest:
    """The village is to go and see; asking twice is asking once."""
    allowed = by.covers(Permission.PLAN_VISITS, record.region_id)
    return ask_for_visit(**_wanted(record)._asdict(), by=by if allowed else system_reader())


def _wanted(record: Record) -> Wanted:
    said = record.said
    reason = f"{record.source}：{HINTS.get(record.hint, '')} {record.hint_basis}"
    return Wanted(
        key_of(record.pk), record.name or "（没有姓名）", record.region_id, reason[:120],
        said.get("address", ""), said.get("phone", ""),
    )  # fmt: skip


def ask_for_all(records: Iterable[int]) -> None:
    """For a load: everybody whose first standing is to be visited."""
    rows = Record.objects.filter(pk__any_of=list(records), reason=Reason.VISIT)
    found = rows.select_related("source").order_by("pk")
    ask_for_visits(wanted=map(_wanted, found), by=system_reader())


def follow(record: Record, by: Reader) -> None:
    """A visit is asked for while the record waits for one, and no longer."""
    if record.reason == Reason.VISIT:
        ask(record, by)
    elif VisitRequest.objects.open().filter(subject_key=key_of(record.pk)).exists():
        allowed = by.covers(Permission.PLAN_VISITS, record.region_id)
        withdraw_request(subject_key=key_of(record.pk), by=by if allowed else system_reader())


def visited(visit: Visit, subjects: list[VisitedChild], by: Reader) -> None:
    """A hook of visits: what was found at the door is the row's standing from now on."""
    keys = [row.subject_key.removeprefix(PREFIX) for row in subjects
            if row.subject_key.startswith(PREFIX)]  # fmt: skip
    found = FOUND.get(visit.outcome)
    if not keys or found is None:
        return
    standing, reason, note = found
    found_rows = Record.objects.select_for_update(of=("self",)).filter(pk__in=keys, child=None)
    rows = list(found_rows.exclude(reason=Reason.DUPLICATE))
    for record in rows:
        was = record.handed_user_id
        record.write({
            "standing": standing, "reason": reason, "note": note, "rule": "", "handed_to": "",
            "handed_user": None, "since": clock.now(), "by_name": by.actor_name,
        })  # fmt: skip
        handing.follow(record, was, by)
    waiting.refresh([record.region_id for record in rows], by)
