"""What the actions of this app share: words for what the database refuses, scope, the log."""

from typing import Any, Final
from uuid import UUID, uuid5

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.books.models import Fund
from nuantong.books.posting import Document, Voucher
from nuantong.books.purposes import ANY, WORDS
from nuantong.campaigns.models import Campaign
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.text import clean

RUN: Final = Permission.RUN_CAMPAIGNS
PLEDGE, ARRIVAL = "campaigns.pledge", "campaigns.arrival"
REFUSALS: Final = {
    "campaign_ends_after_start": "结束日期应在开始日期之后。",
    "campaign_says_what_and_how_much": "请填写每名儿童得到什么、每人费用、人数和募集目标，金额都大于0。",
    "campaign_closes_after_start": "结束的日期应在开始日期之后。",
    "donor_once": "这位捐赠人已经登记过，请在捐赠人名单里选择。",
    "gift_while_the_campaign_is_open": "这次行动已经结束，不能再登记认捐或到账。",
    "gift_fits_the_campaign": "捐赠人限定的用途与这次行动的用途不同，不能收进这次行动。",
    "pledge_open_within": "这笔认捐未到的金额没有这么多，请核对。",
    "giveback_within_the_arrival": "退回的钱比这笔到账还多，请核对。",
}


def recorded(by: Reader) -> dict[str, Any]:
    return {"recorded_at": clock.now(), "recorded_by": by.actor_name}


def check_run(campaign: Campaign, by: Reader) -> None:
    if not by.covers(RUN, campaign.region_id):
        raise Refusal("这次行动由别的单位组织，不由您办理。")


def check_fit(campaign: Campaign, restriction: str) -> None:
    """Money given for another purpose is not taken (慈善法 §56: its use is as agreed)."""
    if restriction not in (ANY, campaign.purpose):
        raise Refusal(
            f"捐赠人限定用于{WORDS.get(restriction, '别的用途')}，“{campaign.title}”的用途是"
            f"{WORDS[campaign.purpose]}，不能收进这次行动。请登记到用途相同的行动；"
            "捐赠人书面同意改变用途的，按新的用途登记。"
        )


def voucher(
    campaign: Campaign, fund: Fund, on: Any, words: str, document: Document, step: str
) -> Voucher:
    """The head of an entry for a document's step: its key follows from both, so it is once."""
    return Voucher(
        fund=fund, purpose=campaign.purpose, project=campaign.project, on=on,
        words=f"{campaign.title}：{words}", document=document, key=step_key(document.key, step),
    )  # fmt: skip


def step_key(key: UUID, step: str) -> UUID:
    return uuid5(key, step)


def reason(text: str, missing: str) -> str:
    said = clean(text)
    if len(said) < 2:
        raise Refusal(missing)
    return said


def log(action: str, about: Any, by: Reader, why: str = "", **changes: Any) -> None:
    record(
        action=action, by=by, object_type=about._meta.model_name, object_id=about.pk, reason=why,
        changes=changes or None,
    )  # fmt: skip
