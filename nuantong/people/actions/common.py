"""What every action on the register begins and ends with: the scope, the lock, the log."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import models

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.fields import BlindIndexField, EncryptedTextField
from nuantong.people.hooks import child_changed
from nuantong.people.models import CONDITION, Carer, Child

DERIVED = {"pinyin", "id_index", "phone_index"}


def child_for_change(
    child: Child, by: Reader, *permissions: Permission, version: int | None = None
) -> Child:
    """The child as it stands, locked; refused outside the scope and when the form is stale."""
    for permission in permissions or (Permission.EDIT_CHILDREN,):
        rows = Child.objects.visible_to(by, to=permission).filter(pk=child.pk)
        found = rows.select_for_update(of=("self",)).first()
        if found is not None:
            check_version(found, version)
            return found
    raise Refusal("这名儿童不在您的工作范围内，不能修改。")


def carer_for_change(carer: Carer, by: Reader, version: int | None = None) -> Carer:
    rows = Carer.objects.visible_to(by, to=Permission.EDIT_CARERS).filter(pk=carer.pk)
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise Refusal("这位爱心妈妈不在您的工作范围内，不能修改。")
    check_version(found, version)
    return found


def check_version(found: Child | Carer, version: int | None) -> None:
    if version is not None and found.version != version:
        raise StaleVersion("您打开表单以后，这份资料已被他人修改，请核对后再保存。")


def check_place(by: Reader, permission: Permission, place: int | None) -> None:
    if not by.covers(permission, place):
        where = by.tree.full_name(place) or "未填写的地方"
        raise Refusal(f"{where}不在您的工作范围内。")


def differences(found: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of `values`, those that are not so already."""
    return {name: value for name, value in values.items() if getattr(found, name) != value}


def told(before: models.Model, changes: Mapping[str, Any]) -> dict[str, Any]:
    """For the log: open fields with both values, encrypted ones by name alone."""
    return {
        name: None if _is_hidden(before, name) else [_plain(getattr(before, name)), _plain(value)]
        for name, value in changes.items()
        if name not in DERIVED
    }


def _is_hidden(row: models.Model, name: str) -> bool:
    field = row._meta.get_field(name)
    return isinstance(field, EncryptedTextField | BlindIndexField)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


def write(found: Child | Carer, changes: Mapping[str, Any]) -> None:
    """Save the changed fields and the next version; of school and health the day, too."""
    values = dict(changes)
    if isinstance(found, Child) and not changes.keys().isdisjoint(CONDITION):
        values["condition_at"] = clock.now()
    for name, value in values.items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*values, "version"])


def log(action: str, child: Child, by: Reader, reason: str = "", **changes: Any) -> None:
    """The event of a change to a child's record, in the transaction of the change."""
    log_look(action, child, by, reason, **changes)
    child_changed(child, by)


def log_look(action: str, child: Child, by: Reader, reason: str = "", **changes: Any) -> None:
    """The event of a look, which changes nothing."""
    kept = {name: _plain(value) for name, value in changes.items()}
    record(
        action=action, by=by, child_number=child.number, object_type="child",
        object_id=child.pk, reason=reason, changes=kept or None,
    )  # fmt: skip
