"""What a closing could not judge becomes somebody's task, and so does a sum that was wrong."""

from collections import Counter
from typing import Final

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.duties.models import ClosingError, Protocol
from nuantong.tasks.actions import Wanted, raise_tasks, retract_all
from nuantong.tasks.models import Task

ASIDE, SUMS = "closing_aside", "closing_sums"
MANY: Final = 20
"""So many children of one protocol have one cause: the city looks for it, once."""
NO_LONGER = "已能判定"


def ask_about_broken(by: Reader) -> int:
    """A task for each child that was set aside, one for a protocol that breaks many; those whose
    children could be judged since are taken back. How many children wait."""
    rows = list(ClosingError.objects.select_related("enrolment__child"))
    often = Counter(row.enrolment.protocol_id for row in rows)
    alone = [row for row in rows if often[row.enrolment.protocol_id] <= MANY]
    wanted = [_of_child(row) for row in alone]
    broken = Protocol.objects.filter(pk__in=[pk for pk, count in often.items() if count > MANY])
    wanted += [_of_protocol(one, often[one.pk], rows) for one in broken]
    keys = {one.key for one in wanted}
    raise_tasks(by=by, wanted=wanted)
    gone = Task.objects.open().filter(kind=ASIDE).exclude(key__in=keys)
    retract_all(keys=list(gone.values_list("key", flat=True)), reason=NO_LONGER, by=by)
    return len(rows)


def _of_child(row: ClosingError) -> Wanted:
    """An error stands until she can be judged: one that comes back is a new one."""
    return Wanted(
        key=f"{ASIDE}:{row.pk}", kind=ASIDE, child=row.enrolment.child, note=row.message,
        title="职责无法判定：请核对这名儿童的资料和联系记录",
        permission=Permission.ACT_ON_OVERDUE,
    )  # fmt: skip


def _of_protocol(protocol: Protocol, children: int, rows: list[ClosingError]) -> Wanted:
    errors = [row for row in rows if row.enrolment.protocol_id == protocol.pk]
    return Wanted(
        key=f"{ASIDE}:protocol:{protocol.pk}:{min(row.pk for row in errors)}", kind=ASIDE,
        title=f"方案“{protocol.title}”有{children}名儿童无法判定", note=errors[0].message,
        permission=Permission.EDIT_PROTOCOLS, url_name="duties:judging",
    )  # fmt: skip


def ask_about_sums(differences: int, by: Reader) -> None:
    """The city is told once for each night on which sums were wrong."""
    if differences:
        title = f"职责统计有{differences}项与明细不符，已按明细更正，请查明原因"
        raise_tasks(by=by, wanted=[Wanted(
            key=f"{SUMS}:{by.on}", kind=SUMS, title=title, permission=Permission.EDIT_PROTOCOLS,
            url_name="duties:judging",
        )])  # fmt: skip
