"""Applying to be a carer: entered in the village, confirmed in the township, decided in the
district. Each step is a row, a task for whoever is next, and an event on the log."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.carers.actions.checks import Check
from nuantong.carers.actions.common import words
from nuantong.carers.actions.registering import Account, account_of, register_checked
from nuantong.carers.actions.vouching import sign_pledge
from nuantong.carers.models import Application, ApplicationStep, BackgroundCheck, Submission
from nuantong.carers.models.application import OPEN
from nuantong.carers.vocabulary import DECIDED, TO_APPROVE, TO_CHECK
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.text import parse_phone
from nuantong.core.text.narratives import narrative
from nuantong.notices.actions import notify
from nuantong.people.identity import search_key, typed_id, typed_name
from nuantong.people.models import Carer
from nuantong.people.values import CarerValues
from nuantong.tasks.actions import Wanted, raise_task, retract, settle

REFUSALS: Final = {
    "application_open_once": "这个身份证号已有一份申请在办理，不必重复提出。",
    "application_four_eyes": "核实的人不能自己批准，请由另一位批准。",
}
S: TypeAlias = Application.State
K: TypeAlias = ApplicationStep.Kind


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who applies, and what she offers."""

    name: str
    id_number: str
    phone: str
    place_id: int
    post: str = ""
    skills: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    availability: list[str] = field(default_factory=list)
    hours: int | None = None
    capacity: int = 1
    why: str = ""


class Approved(NamedTuple):
    carer: Carer
    account: Account


@transaction.atomic
def apply(*, applicant: Applicant, key: UUID, by: Reader) -> Application:
    """A new application; the same key again is the same one."""
    known = Application.objects.visible_to(by).filter(key=key).first()
    if known:
        return known
    if not by.covers(Permission.PROPOSE_CARERS, applicant.place_id):
        raise Refusal(f"{by.tree.full_name(applicant.place_id)}不在您的工作范围内。")
    columns = columns_of(applicant, by)
    _not_a_carer_yet(columns["id_number"])
    return enter(columns, key=key, by=by)


def enter(columns: dict[str, Any], *, key: UUID, by: Reader) -> Application:
    """The first step, whoever takes it: the township has a task."""
    with refusing(REFUSALS):
        found = Application.objects.create(
            **columns, key=key, applied_on=by.on, entered_by_id=by.actor_id,
            entered_by_name=by.actor_name,
        )  # fmt: skip
    _step(found, K.ENTERED, by)
    raise_task(by=by, wanted=_wanted(found, TO_CHECK, Permission.EDIT_CARERS, by))
    return found


def columns_of(applicant: Applicant, by: Reader) -> dict[str, Any]:
    """What she said as the columns have it; refused where it cannot be right."""
    columns = asdict(applicant)
    number = typed_id(applicant.id_number, by.on)
    if not number.is_valid:
        raise Refusal("请填写身份证号：背景查询要用。")
    phone = parse_phone(applicant.phone)
    if phone.problem or not phone.text:
        raise Refusal(phone.problem or "请填写手机号，她要用手机号登录。")
    name = typed_name(applicant.name)
    return columns | {
        "name": name, "pinyin": search_key(name), "phone": phone.text,
        "id_number": number.text, "sex": {"男": "1", "女": "2"}.get(number.sex, ""),
        "id_index": Application._meta.get_field("id_index").of(number.text),
        "why": narrative(applicant.why, 2000),
    }  # fmt: skip


def is_known(number: str) -> bool:
    """Whether she is a carer, or was, or is in an open application."""
    carer = Carer._meta.get_field("id_index").of(number)
    applicant = Application._meta.get_field("id_index").of(number)
    return (
        Carer.objects.filter(id_index=carer).exists()
        or Application.objects.open().filter(id_index=applicant).exists()
    )


def _not_a_carer_yet(number: str) -> None:
    """Her ID number finds her whatever her name is written like now."""
    known = Carer.objects.filter(id_index=Carer._meta.get_field("id_index").of(number)).first()
    if known:
        left = known.status == Carer.Status.LEFT
        more = "，已退出。请在她的资料里改回“在岗”，不必重新申请。" if left else "，不必再申请。"
        raise Refusal(f"这个身份证号已登记为爱心妈妈{more}")


@transaction.atomic
def confirm(*, application: Application, words_: str, version: int, by: Reader) -> Application:
    """The township has met her: to the district."""
    found = _for_change(application, by, Permission.EDIT_CARERS, version, [S.SUBMITTED])
    said = narrative(words_, 1000)
    if len(said) < 2:
        raise Refusal("请写明怎样核实的。")
    _write(found, state=S.CHECKED, checked_by_id=by.actor_id)
    _step(found, K.CHECKED, by, said)
    settle(key=_key(found, TO_CHECK), how="已核实，报区县批准。", by=by)
    raise_task(by=by, wanted=_wanted(found, TO_APPROVE, Permission.APPROVE_CARERS, by))
    return found


@transaction.atomic
def approve(*, application: Application, check: Check, version: int, by: Reader) -> Approved:
    """She becomes a carer, with the check that was made of her and an account, in one step. Once,
    never twice."""
    found = _for_change(application, by, Permission.APPROVE_CARERS, version, [S.CHECKED])
    if check.result != BackgroundCheck.Result.CLEAR:
        raise Refusal("有不良记录的人不能做爱心妈妈，请选“不批准”。")
    _not_a_carer_yet(str(found.id_number))
    carer = register_checked(values=_values(found), check=check, by=by)
    with refusing(REFUSALS):
        _write(
            found, state=S.APPROVED, decided_by_id=by.actor_id, decided_on=by.on, carer_id=carer.pk
        )
    _step(found, K.APPROVED, by)
    settle(key=_key(found, TO_APPROVE), how="已批准。", by=by)
    _tell(found, "已批准", by)
    _pledged_when_she_applied(found, carer, by)
    account = account_of(carer, by)
    carer.refresh_from_db()
    return Approved(carer, account)


def _pledged_when_she_applied(found: Application, carer: Carer, by: Reader) -> None:
    sent = Submission.objects.filter(application=found).first()
    if sent:
        on = timezone.localtime(sent.sent_at).date()
        sign_pledge(carer=carer, on=on, signed_by=carer.name, by=by)


def _values(found: Application) -> CarerValues:
    return {
        "name": found.name, "id_number": str(found.id_number), "sex": found.sex,
        "phone": str(found.phone), "place_id": found.place_id, "post": found.post,
        "skills": found.skills, "languages": found.languages,
        "availability": found.availability, "hours": found.hours,
        "capacity": found.capacity,
    }  # fmt: skip


@transaction.atomic
def refuse(*, application: Application, reason: str, version: int, by: Reader) -> Application:
    """The township or the district says no, and why."""
    first = application.state == S.SUBMITTED
    permission = Permission.EDIT_CARERS if first else Permission.APPROVE_CARERS
    found = _for_change(application, by, permission, version, list(OPEN))
    return _end(found, S.REFUSED, K.REFUSED, words(reason, 400, "请写明不批准的原因。"), by)


@transaction.atomic
def withdraw(*, application: Application, reason: str, version: int, by: Reader) -> Application:
    """She does not want to any more."""
    found = _for_change(application, by, Permission.PROPOSE_CARERS, version, list(OPEN))
    return _end(found, S.WITHDRAWN, K.WITHDRAWN, words(reason, 400, "请写明撤回的原因。"), by)


def _end(found: Application, state: S, kind: K, reason: str, by: Reader) -> Application:
    _write(found, state=state, decided_by_id=by.actor_id, decided_on=by.on, reason=reason)
    _step(found, kind, by, reason)
    for task in (TO_CHECK, TO_APPROVE):
        retract(key=_key(found, task), reason=f"申请{state.label}", by=by)
    _tell(found, state.label, by)
    return found


def _for_change(
    application: Application, by: Reader, permission: Permission, version: int, states: list[str]
) -> Application:
    """Locked, in the scope, as it was when the form was opened, and still to be decided."""
    rows = Application.objects.visible_to(by, permission).filter(pk=application.pk)
    found = rows.select_for_update(of=("self",)).first() if by.can(permission) else None
    if found is None:
        raise Refusal("这份申请不由您办理。")
    if found.state not in states:
        raise Refusal(f"这份申请现在是“{found.get_state_display()}”，不能这样办理。")
    if found.version != version:
        raise StaleVersion("您打开以后，这份申请已有变化，请看清楚再办。")
    return found


def _write(found: Application, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*changes, "version"])


def _step(found: Application, kind: K, by: Reader, said: str = "") -> None:
    ApplicationStep.objects.create(
        application=found, kind=kind, at=clock.now(), by=by.actor_name, words=said
    )
    record(
        action=f"爱心妈妈申请：{kind.label}", by=by, object_type="application", object_id=found.pk
    )


def _key(found: Application, kind: str) -> str:
    return f"{kind}:{found.key}"


def _wanted(found: Application, kind: str, permission: Permission, by: Reader) -> Wanted:
    return Wanted(
        key=_key(found, kind), kind=kind, title=f"{found.name}申请做爱心妈妈",
        permission=permission, region=found.place_id,
        url_name="carers:application", url_args={"key": str(found.key)},
    )  # fmt: skip


def _tell(found: Application, how: str, by: Reader) -> None:
    """Whoever entered it learns what became of it."""
    if found.entered_by and found.entered_by_id != by.actor_id:
        notify(
            to=found.entered_by, kind=DECIDED, key=f"{DECIDED}:{found.key}",
            subject=f"{found.name}的爱心妈妈申请{how}", by=by, text=str(found.reason),
            url_name="carers:application", url_args={"key": str(found.key)},
        )  # fmt: skip
