"""A child found by a sweep comes on the register with what the row already says."""

import uuid
from typing import Any, Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.errors import Refusal
from nuantong.people.actions.whole import Filled, register_whole
from nuantong.people.models import Child, Household
from nuantong.sweeps.actions.common import record_for_change
from nuantong.sweeps.actions.standings import link_to
from nuantong.sweeps.models import Link, Record, Standing

SPACE: Final = uuid.UUID("6f0e3d0a-7c55-4f0e-9d0b-2c1f5b7a9e11")
COPIED: Final = (
    "ethnicity", "address", "setting", "stage", "school", "grade", "teacher", "teacher_phone",
    "health", "health_note", "remark", "need_note", "needs",
)  # fmt: skip
LABELS: Final = {"orphan", "unattended", "hardship", "left_behind", "migrant", "disabled",
                 "severely_ill", "poor", "guardianship"}  # fmt: skip


def key_of(record: Record) -> uuid.UUID:
    """A record registers one child, however often its form is sent."""
    return uuid.uuid5(SPACE, str(record.pk))


@transaction.atomic
def register(
    *, record: Record, filled: Filled, place: int, by: Reader, household: Household | None = None
) -> Child:
    """The new child, and the link that says from which row she comes."""
    found = record_for_change(record, by, Permission.EDIT_CHILDREN)
    if found.standing == Standing.FOUND and found.child:
        return found.child
    if found.child_id:
        raise Refusal("这一行已经对应到在册儿童，不能再登记。")
    child = register_whole(
        filled=filled, place=place, by=by, household=household, key=key_of(found)
    )
    link_to(record=found, child=child, by=by, decider=Link.Decider.REGISTERED)
    return child


def initial_of(record: Record) -> dict[str, Any]:
    """What the registration form begins with: the row in the form's words."""
    said = record.said
    initial: dict[str, Any] = {name: said[name] for name in COPIED if name in said}
    initial |= {
        "name": record.name, "sex": record.sex, "birth_date": record.birth_date,
        "id_number": said.get("id_number", "") if record.id_index else "",
        "guardian_name": said.get("guardian_name", ""), "guardian_phone": said.get("phone", ""),
        "guardian_relation": said.get("guardian_relation", ""), "key": key_of(record),
    }  # fmt: skip
    if "boarding" in said:
        initial["boarding"] = str(said["boarding"]).lower()
    for who in ("father", "mother"):
        initial[f"{who}_name"] = said.get(who, "")
        initial[f"{who}_status"] = said.get(f"{who}_status", "")
        if said.get(f"{who}_situation"):
            initial[f"{who}_basis"] = f"{record.source}载明：{said[f'{who}_situation']}"[:120]
    return initial | _label(record, said)


def _label(record: Record, said: dict[str, Any]) -> dict[str, Any]:
    labels = said.get("labels", [])
    category = record.hint if record.hint in LABELS else labels[0] if labels else ""
    if not category:
        return {}
    basis = record.hint_basis or "名册载明"
    return {"label": category, "label_basis": f"{record.source}：{basis}"[:120]}
