"""Taking into the register what a visit found, after a person has seen old and new."""

from collections.abc import Collection
from typing import Any

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.errors import Refusal
from nuantong.people.actions import change_guardian, set_parent_situation, update_child
from nuantong.people.models import Child, Guardian, ParentSituation
from nuantong.people.values import ChildValues
from nuantong.people.visibility import permissions_on
from nuantong.tasks.actions import Wanted, raise_task, settle
from nuantong.visits import kinds
from nuantong.visits.models import Visit, VisitedChild
from nuantong.visits.queries.changes import Change, changes_of

BASIS = "入户走访"


@transaction.atomic
def update_register(
    *, visit: Visit, child: Child, chosen: Collection[str], version: int, by: Reader
) -> bool:
    """Write the chosen facts; whoever may not edit the register asks the township to.

    True when the register was written, False when it was asked for. StaleVersion when somebody
    saved after the comparison was shown.
    """
    row = VisitedChild.objects.filter(visit=visit, child=child).first()
    wanted = [one for one in changes_of(visit, row, child) if one.key in chosen] if row else []
    if not wanted:
        raise Refusal("请勾选要更新的内容；与台账相同的不用更新。")
    if Permission.EDIT_CHILDREN not in permissions_on(child, by):
        raise_task(by=by, wanted=_task(visit, child, wanted, by), again=True)
        return False
    _write(visit, child, wanted, version, by)
    settle(key=_key(visit, child), how="已按走访情况更新台账", by=by)
    return True


def _key(visit: Visit, child: Child) -> str:
    return f"{kinds.CHANGED}:{visit.key.hex}:{child.pk}"


def _task(visit: Visit, child: Child, wanted: list[Change], by: Reader) -> Wanted:
    about = "、".join(one.label for one in wanted)
    return Wanted(
        key=_key(visit, child), kind=kinds.CHANGED, child=child,
        title=f"{kinds.TITLES[kinds.CHANGED]}：{about}",
        due_on=by.on + kinds.WITHIN[kinds.CHANGED], permission=Permission.EDIT_CHILDREN,
        url_name="visits:changes", url_args={"key": str(visit.key), "number": child.number},
    )  # fmt: skip


def _write(visit: Visit, child: Child, wanted: list[Change], version: int, by: Reader) -> None:
    values: dict[str, Any] = {one.key: one.value for one in wanted}
    own: ChildValues = {}
    if "stage" in values:
        own["stage"] = values["stage"]
    if "health" in values:
        own["health"] = values["health"]
    update_child(child=child, version=version, changes=own, by=by)
    if "guardian_phone" in values:
        _change_phone(child, values["guardian_phone"], by)
    for parent in ("father", "mother"):
        if parent in values:
            name = _parents_name(child, parent)
            set_parent_situation(
                child=child, parent=parent, status=values[parent], by=by, name=name,
                since=visit.happened_on, basis=BASIS,
            )  # fmt: skip


def _change_phone(child: Child, phone: str, by: Reader) -> None:
    held = Guardian.objects.filter(child=child, until=None).first()
    change_guardian(
        child=child, name=held.name if held else "", relation=held.relation if held else "",
        phone=phone, by=by,
    )  # fmt: skip


def _parents_name(child: Child, parent: str) -> str:
    named = ParentSituation.objects.filter(child=child, parent=parent).exclude(name="")
    return named.values_list("name", flat=True).first() or ""
