"""What the actions of this app share: words for what the database refuses, and the log."""

from typing import Any, Final

from nuantong.access.reader import Reader
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text import clean

REFUSALS: Final = {
    "provider_code_once": "这个统一社会信用代码已经登记在另一家机构名下。",
    "services_provider_organisation_id_key": "这家机构已经登记过。",
    "regions_organisation_name_key": "已有同名的单位，请核对机构全称。",
    "provider_can_be_reached": "请填写联系人和联系电话。",
    "services_practitioner_user_id_key": "这个账号已经登记为项目人员。",
    "practitioner_number_once": "这个证书编号已经登记在另一人名下，请核对。",
    "practitioner_says_her_qualification": "请填写证书编号。",
    "practitioner_lives_in_china": "经度或纬度不对，请核对。",
    "practitioner_capacity_is_sane": "可同时承担的个案最多60个。",
    "practitioner_leaves_after_she_came": "离开的日期应在到岗日期之后。",
    "practitionercheck_once": "同一天、同样结果的查询已经登记过。",
    "contract_number_once": "这个合同编号已经登记过。",
    "contract_ends_after_start": "到期日期应在开始日期之后。",
    "contract_costs_something": "请填写合同金额。",
    "contract_serves_somebody": "请填写服务名额。",
    "contract_ended_early_with_a_reason": "提前终止的日期应早于合同的到期日期，并写明原因。",
    "area_district_once": "同一个区县在合同里写了两次。",
    "area_zone_once": "同一个功能区在合同里写了两次。",
    "milestone_judged_stays": "这一期已有验收意见，不能再改。",
    "acceptance_once": "这一期已经验收通过，不用再验收一次。",
    "acceptance_by_whom_it_concerns": "这一期不由这里验收。",
    "acceptance_rests_on_evidence": "还没有佐证材料：请先上传材料或写明情况，再验收。",
    "acceptance_stays_once_due": "这一期的应付款已经生成，验收不能再撤回。如有差错请与购买方联系。",
    "paymentdue_needs_acceptance": "还没有全部验收通过，不能付款。",
}  # fmt: skip
"""Constraints of this app's tables, and what to say of each."""


def entered(by: Reader) -> dict[str, Any]:
    """Who enters a row, and when."""
    return {
        "entered_at": clock.now(), "entered_by_id": by.actor_id, "entered_by_name": by.actor_name
    }  # fmt: skip


def log(action: str, about: Any, by: Reader, reason: str = "", **changes: Any) -> None:
    record(
        action=action, by=by, object_type=about._meta.model_name, object_id=about.pk,
        reason=reason, changes=changes or None,
    )  # fmt: skip


def words(text: str, limit: int, missing: str) -> str:
    """A short text that must be there."""
    kept = clean(text)[:limit]
    if len(kept) < 2:
        raise Refusal(missing)
    return kept
