"""The tasks of a sweep: one for each office and what waits there, open while anything does."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Permission
from nuantong.regions.tree import TOWNSHIP, Tree
from nuantong.sweeps.models import Reason, Record
from nuantong.tasks.actions import Wanted, raise_task, settle
from nuantong.tasks.kinds import register_kind
from nuantong.tasks.models import Task

KIND: Final = "sweeps.waiting"
OFFICES: Final[dict[str, tuple[str, Permission, str]]] = {
    Reason.REVIEW: ("核对名册上的人是否已在册", Permission.REVIEW_SWEEPS, "sweeps:review"),
    Reason.SECOND: ("请另一人核对名册记录", Permission.REVIEW_SWEEPS, "sweeps:review"),
    Reason.REGISTER: ("名册上的孩子等待登记入册", Permission.EDIT_CHILDREN, "sweeps:records"),
    Reason.FACTS: ("名册记录等待补充情况", Permission.REVIEW_SWEEPS, "sweeps:records"),
}
"""What waits → the title, whose it is, where it is done. Home visits have their own list."""
WITHIN: Final = dt.timedelta(days=14)


def contribute() -> None:
    register_kind(KIND, "排查名册", "打开后逐条办理；全部办完，这件待办自动办结。")


def refresh(regions: Iterable[int], by: Reader | None = None) -> None:
    """The tasks of the offices over some places are open exactly while something waits there."""
    reader = by or system_reader()
    tree = reader.tree
    for office in {_office(tree, region) for region in regions}:
        below = tree.below(office) if tree.places[office].level == TOWNSHIP else [office]
        waits = Record.objects.filter(
            region__id__any_of=below, standing="waiting", reason__in=list(OFFICES), handed_to=""
        )
        wanted = {
            _key(r, office) for r in waits.order_by().values_list("reason", flat=True).distinct()
        }
        keys = {_key(reason, office): reason for reason in OFFICES}
        held = set(Task.objects.open().filter(key__in=list(keys)).values_list("key", flat=True))
        for key in wanted - held:
            raise_task(by=system_reader(), wanted=_task(keys[key], office, reader), again=True)
        for key in held - wanted:
            settle(key=key, how="已全部办完", by=reader)


def _key(reason: str, office: int) -> str:
    return f"{KIND}:{reason}:{office}"


def _task(reason: str, office: int, by: Reader) -> Wanted:
    title, permission, url = OFFICES[reason]
    return Wanted(
        key=_key(reason, office), kind=KIND, title=title, permission=permission, region=office,
        url_name=url, due_on=by.on + WITHIN,
    )  # fmt: skip


def _office(tree: Tree, region: int) -> int:
    """The township of a village; a place that is known no closer is its own."""
    township = tree.township_of(region)
    return township.id if township else region
