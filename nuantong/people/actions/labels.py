"""Labels with their basis and dates; needs until they are met."""

import datetime as dt

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import child_for_change, log
from nuantong.people.hooks import need_changed
from nuantong.people.models import Child, Label, Need

LABEL_REFUSALS = {
    "label_category_once_at_a_time": "同一时期已有同一类别，请先结束原来的，再添加新的。",
    "label_ends_after_start": "止的日期应在起的日期之后。",
}
NEED_REFUSALS = {"need_open_once": "同一类需求已经提出，尚未解决，不必重复提出。"}


@transaction.atomic
def add_label(
    *,
    child: Child,
    category: str,
    basis: str,
    by: Reader,
    since: dt.date | None = None,
    subtype: str = "",
    recogniser: str = "",
) -> Label:
    found = child_for_change(child, by)
    if category not in Label.Category.values or not basis.strip():
        raise Refusal("请选择类别并填写认定依据。")
    with refusing(LABEL_REFUSALS):
        label = Label.objects.create(
            child=found, category=category, subtype=subtype, basis=basis,
            recogniser=recogniser, since=since or by.on,
        )  # fmt: skip
    log("添加类别", found, by, category=category, since=label.since)
    return label


@transaction.atomic
def end_label(*, label: Label, on: dt.date, by: Reader, reason: str = "") -> Label:
    """The category no longer holds from `on`; the row stays as history."""
    found = child_for_change(label.child, by)
    if label.until is not None:
        raise Refusal("这一类别已经结束。")
    label.until = on
    with refusing(LABEL_REFUSALS):
        label.save(update_fields=["until"])
    log("结束类别", found, by, reason, category=label.category, until=on)
    return label


@transaction.atomic
def raise_need(*, child: Child, kind: str, by: Reader, note: str = "") -> Need:
    """Whoever keeps the record or cares for the child says what is needed."""
    found = child_for_change(child, by, Permission.EDIT_CHILDREN, Permission.RECORD_CONTACT)
    if kind not in Need.Kind.values:
        raise Refusal("请选择需求类别。")
    with refusing(NEED_REFUSALS):
        need = Need.objects.create(
            child=found, kind=kind, note=note, raised_on=by.on, raised_by=by.actor_name
        )
    log("提出需求", found, by, kind=kind)
    need_changed(need, by)
    return need


@transaction.atomic
def meet_need(*, need: Need, how: str, by: Reader, on: dt.date | None = None) -> Need:
    found = child_for_change(need.child, by, Permission.EDIT_CHILDREN, Permission.RECORD_CONTACT)
    if need.met_on is not None or not how.strip():
        raise Refusal("请写明怎样解决的；已解决的需求不能再次解决。")
    need.met_on, need.met_how = on or by.on, how.strip()[:200]
    need.save(update_fields=["met_on", "met_how"])
    log("解决需求", found, by, kind=need.kind, met_on=need.met_on)
    need_changed(need, by)
    return need
