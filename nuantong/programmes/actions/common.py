"""What the actions of this app share."""

from typing import Any, Final

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core.errors import Refusal
from nuantong.programmes.models import Plan, Session
from nuantong.services.models import Area

REFUSALS: Final = {
    "round_ordinal_once": "这一轮已经登记过。",
    "session_number_once": "同时有人登记了一场，请再保存一次。",
    "session_is_somewhere": "请填写活动地点。",
    "session_within_its_contract": "活动日期不在合同期内，请核对日期。",
    "session_led_by_the_provider": "带领人不是这份合同的服务机构的人员。",
    "session_led_by_somebody_fit": "带领人这一天手续不全（背景查询、承诺书或资质），不能带活动。",
    "session_held_is_not_cancelled": "已有人到场，这场活动不能取消。",
    "roll_of_a_session_that_was": "这场活动已取消，不能点名。",
    "roll_not_before_the_day": "活动还没有到日子，不能点名。",
    "plan_means_to_do_something": "计划场次应是1到200场，计划儿童至少1名。",
}


def log(action: str, about: Any, by: Reader, **changes: Any) -> None:
    record(
        action=action, by=by, object_type=about._meta.model_name, object_id=about.pk,
        changes=changes or None,
    )  # fmt: skip


def check_edit(plan: Plan, by: Reader) -> None:
    """Planning is the officers' whose district or zone it is."""
    if not Area.objects.of(by, Permission.EDIT_SERVICES).filter(pk=plan.area_id).exists():
        raise Refusal("这里的团辅不由您安排。")


def session_for_roll(session: Session, by: Reader) -> Session:
    """Locked; for whoever leads it while the contract lasts, and for the officers of the place."""
    rows = Session.objects.visible_to(by).filter(pk=session.pk)
    found = rows.select_for_update(of=("self",)).select_related("plan__area__contract").first()
    if found is None:
        raise Refusal("这场活动不由您办理，或合同已经到期。")
    return found
