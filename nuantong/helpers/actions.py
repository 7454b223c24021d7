"""Verbs: registering helpers, checking them, asking them, writing down what came of it."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.text import clean, parse_phone
from nuantong.core.text.narratives import narrative
from nuantong.helpers.closeness import Closeness
from nuantong.helpers.models import Helper, Service
from nuantong.helpers.vocabulary import ANSWER, FIND
from nuantong.people.actions import meet_need
from nuantong.people.identity import search_key, typed_id
from nuantong.people.models import Child, Need
from nuantong.people.visibility import permissions_on
from nuantong.tasks.actions import Wanted, raise_task, retract, settle

P, S = Permission, Service.State
REFUSALS: Final = {
    "helper_id_once": "这个身份证号已登记在另一位帮扶人名下。",
    "helper_unit_has_a_contact": "单位和企业要填写联系人。",
    "helper_ends_after_start": "结束的日期应在开始的日期之后。",
    "helper_capacity_is_sane": "同时帮的孩子应是1到500名。",
    "helper_says_who_and_what": "请填写名称、电话和能帮什么。",
    "service_one_for_a_need": "这个需求已经邀请了人，请先记下她的答复。",
    "service_once_at_a_time": "她正在为这个孩子做同样的事，或还没有答复。",
    "service_ends_after_start": "结束的日期应在开始的日期之后。",
    "service_by_an_active_helper": "她已退出，不能再帮扶。",
    "service_alone_needs_a_check": "她没有在有效期内的背景查询，不能单独与孩子相处（未成年人保护法第六十二条）。请先查询并登记，或换一种方式。",
    "service_needs_a_pledge": "她还没有签强制报告承诺书，请先签署并登记。",
    "service_within_capacity": "她已经帮满了，不能再多帮一名孩子。",
    "helpercheck_once": "同一天、同样结果的查询已经登记过。",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Who helps, and what she offers where and when."""

    kind: str
    name: str
    phone: str
    place_id: int
    since: dt.date
    until: dt.date | None = None
    contact: str = ""
    id_number: str = ""
    offers: list[str] = field(default_factory=list)
    closeness: str = Closeness.GROUP
    capacity: int = 1
    remark: str = ""
    status: str = Helper.Status.ACTIVE


@transaction.atomic
def register_helper(*, offer: Offer, key: UUID, by: Reader) -> Helper:
    """A new helper; the same key again is the same one."""
    known = Helper.objects.visible_to(by, P.EDIT_HELPERS).filter(key=key).first()
    if known:
        return known
    columns = _columns(offer, None, by)
    with refusing(REFUSALS):
        helper = Helper.objects.create(key=key, **columns)
    log_helper("登记帮扶力量", helper, by)
    return helper


@transaction.atomic
def update_helper(*, helper: Helper, offer: Offer, version: int, by: Reader) -> Helper:
    found = helper_for_change(helper, by)
    if found.version != version:
        raise StaleVersion("您打开表单以后，这份资料已被他人修改，请核对后再保存。")
    columns = _columns(offer, found, by)
    for name, value in columns.items():
        setattr(found, name, value)
    found.version += 1
    with refusing(REFUSALS):
        found.save(update_fields=[*columns, "version"])
    log_helper("修改帮扶力量", found, by)
    return found


def _columns(offer: Offer, found: Helper | None, by: Reader) -> dict[str, Any]:
    if not by.covers(P.EDIT_HELPERS, offer.place_id):
        raise Refusal(f"{by.tree.full_name(offer.place_id)}不在您的工作范围内。")
    columns = dict(vars(offer))
    phone = parse_phone(offer.phone)
    if phone.problem or not phone.text:
        raise Refusal(phone.problem or "请填写电话。")
    number = offer.id_number
    if found is None or number != found.id_number:
        typed = typed_id(number, by.on)
        number = typed.text if typed.is_valid else ""
    index = Helper._meta.get_field("id_index").of(number)
    return columns | {
        "name": clean(offer.name)[:60], "pinyin": search_key(clean(offer.name)[:60]),
        "phone": phone.text, "id_number": number, "id_index": index,
        "remark": narrative(offer.remark, 1000),
    }  # fmt: skip


def helper_for_change(helper: Helper, by: Reader) -> Helper:
    found = Helper.objects.select_for_update(of=("self",)).get(pk=helper.pk)
    if not by.covers(P.EDIT_HELPERS, found.place_id):
        raise Refusal("这位帮扶人由上一级登记，不由您修改。")
    return found


def log_helper(action: str, helper: Helper, by: Reader, reason: str = "") -> None:
    record(action=action, by=by, object_type="helper", object_id=helper.pk, reason=reason)


def _may(child: Child, by: Reader, *permissions: Permission) -> None:
    if not permissions_on(child, by) & set(permissions):
        raise Refusal("这名儿童的帮扶不由您办理。")


@transaction.atomic
def ask(
    *, need: Need, helper: Helper, closeness: str, start: dt.date, until: dt.date | None,
    key: UUID, by: Reader,
) -> Service:  # fmt: skip
    """Ask one helper to answer a need; the same key again is the same asking."""
    known = Service.objects.visible_to(by).filter(key=key).first()
    if known:
        return known
    _may(need.child, by, P.EDIT_HELPERS)
    if need.met_on or not Helper.objects.visible_to(by).filter(pk=helper.pk).exists():
        raise Refusal("这个需求已解决，或这位帮扶人不在您的范围内。")
    _check_offer(need, helper, start, until)
    with refusing(REFUSALS):
        service = Service.objects.create(
            key=key, child=need.child, helper=helper, need=need, kind=need.kind,
            closeness=closeness, start=start, until=until, asked_on=by.on, asked_by=by.actor_name,
        )  # fmt: skip
    _tell("邀请帮扶力量", service, by)
    settle(key=find_key(need), how="已邀请帮扶力量，等她答复。", by=by)
    raise_task(by=by, wanted=_wanted(need, ANSWER, service.key, by), again=True)
    return service


def _check_offer(need: Need, helper: Helper, start: dt.date, until: dt.date | None) -> None:
    if need.kind not in helper.offers:
        raise Refusal(f"{helper.name}没有说能帮“{need.get_kind_display()}”。")
    late = helper.until is not None and (until is None or until > helper.until)
    if start < helper.since or late:
        raise Refusal("帮扶的日子要在她能帮的日期之内。")


@transaction.atomic
def answer(*, service: Service, accepts: bool, words: str, version: int, by: Reader) -> Service:
    """What she answered. Accepted: the need shows who. Declined: the township looks again."""
    found = _service_for_change(service, version, by, S.ASKED, P.EDIT_HELPERS)
    said = narrative(words, 1000)
    if not accepts and len(said) < 2:
        raise Refusal("请写明不能帮的原因。")
    found.state = S.ACCEPTED if accepts else S.DECLINED
    found.answered_on, found.answer = by.on, said
    _save(found, "state", "answered_on", "answer")
    _tell("帮扶力量答应" if accepts else "帮扶力量不能帮", found, by)
    settle(key=answer_key(found.key), how=found.get_state_display(), by=by)
    if not accepts and found.need:
        raise_task(by=by, wanted=_wanted(found.need, FIND, None, by), again=True)
    return found


@transaction.atomic
def finish(*, service: Service, given: str, met: bool, version: int, by: Reader) -> Service:
    """It is over, with what was given; `met` closes the need with the same words."""
    found = _service_for_change(service, version, by, S.ACCEPTED, P.EDIT_HELPERS, P.RECORD_CONTACT)
    said = narrative(given, 1000)
    if len(said) < 2:
        raise Refusal("请写明给了什么帮助。")
    _end(found, said, by)
    need = found.need
    if met and need and need.met_on is None:
        meet_need(need=need, how=f"{found.helper.name}：{said}", by=by)
    elif need and need.met_on is None:
        raise_task(by=by, wanted=_wanted(need, FIND, None, by), again=True)
    return found


def _end(found: Service, said: str, by: Reader) -> None:
    if found.state == S.ASKED:
        found.state, found.answered_on, found.answer = S.DECLINED, by.on, said
        _save(found, "state", "answered_on", "answer")
        retract(key=answer_key(found.key), reason=said[:200], by=by)
    else:
        found.state, found.ended_on, found.given = S.ENDED, by.on, said
        _save(found, "state", "ended_on", "given")
    _tell("结束帮扶", found, by)


def _service_for_change(
    service: Service, version: int, by: Reader, state: str, *permissions: Permission
) -> Service:
    rows = Service.objects.visible_to(by).select_related("child", "helper", "need")
    found = rows.filter(pk=service.pk).select_for_update(of=("self",)).first()
    if found is None:
        raise Refusal("这名儿童的帮扶不由您办理。")
    _may(found.child, by, *permissions)
    if found.state != state:
        raise Refusal(f"现在是“{found.get_state_display()}”，不能这样办理。")
    if found.version != version:
        raise StaleVersion("您打开以后已有变化，请看清楚再办。")
    assert isinstance(found, Service)
    return found


def _save(found: Service, *names: str) -> None:
    found.version += 1
    with refusing(REFUSALS):
        found.save(update_fields=[*names, "version"])


def _tell(action: str, service: Service, by: Reader) -> None:
    record(
        action=action, by=by, child_number=service.child.number, object_type="service",
        object_id=service.pk, changes={"kind": service.kind, "state": service.state},
    )  # fmt: skip


def find_key(need: Need) -> str:
    return f"{FIND}:{need.pk}"


def answer_key(key: UUID) -> str:
    return f"{ANSWER}:{key}"


def _wanted(need: Need, kind: str, key: UUID | None, by: Reader) -> Wanted:
    word = need.get_kind_display()
    title = f"等待答复：{word}" if key else f"有需求待找人帮：{word}"
    return Wanted(
        key=answer_key(key) if key else find_key(need), kind=kind, title=title,
        permission=P.EDIT_HELPERS, child=need.child, url_name="helpers:need",
        url_args={"number": need.child.number, "need": need.pk},
        due_on=by.on + dt.timedelta(days=7),
    )  # fmt: skip


def follow_need(need: Need, by: Reader) -> None:
    """A need raised asks the township; a need met ends what was done for it (people.hooks)."""
    if need.met_on is None:
        raise_task(by=by, wanted=_wanted(need, FIND, None, by))
        return
    how = "需求已解决：" + str(need.met_how)
    settle(key=find_key(need), how=how, by=by)
    for one in Service.objects.filter(need=need, state__in=[S.ASKED, S.ACCEPTED]):
        _end(one, how, by)


def end_when_child_left(child: Child, on: dt.date, reason: str, by: Reader) -> None:
    """Nobody serves a child who has left the register (people.hooks)."""
    for one in Service.objects.filter(child=child, state__in=[S.ASKED, S.ACCEPTED]):
        _end(one, f"儿童已退出台账：{reason}", by)
