"""Letters to donors in the form of official papers: thanks, and what became of the money."""

from nuantong.access.reader import Reader
from nuantong.campaigns.models import Arrival, Campaign
from nuantong.campaigns.queries import money as queries
from nuantong.core.money import yuan
from nuantong.documents.official import Heading, Official, Part, Table, Text, document


def letter(arrival: Arrival, reader: Reader) -> bytes:
    """To the donor by name: what came, and for whom it is."""
    campaign, fund = arrival.campaign, arrival.fund
    through = f"（由{fund.foundation}接收）" if fund.foundation else ""
    what = "价值" if arrival.in_kind else ""
    parts = [
        Text(f"{arrival.donor.name}："),
        Text(
            f"您为“{campaign.title}”捐赠的{what}{yuan(arrival.fen)}已于{_day(arrival)}收到{through}。"
            f"这笔捐赠用于{campaign.get_purpose_display()}，让每名受助儿童得到{campaign.gives}。"
        ),
        Text("这笔捐赠的每一元都记在账上，用到哪里可以逐笔查到。谨向您表示衷心感谢。"),
    ]
    return document(Official("感谢信", parts, _office(campaign, reader), reader.on))


def report(campaign: Campaign, reader: Reader) -> bytes:
    """Figures for everybody who gave: nobody is named."""
    money, need = queries.money(campaign), queries.need(campaign)
    rows = [
        ("募集目标", yuan(campaign.target_fen)), ("收到", yuan(money.raised)),
        ("支出", yuan(money.spent)), ("已承诺未支付", yuan(money.committed)),
        ("退回", yuan(money.returned)), ("库存物资", yuan(money.stock)), ("结余", yuan(money.left)),
    ]  # fmt: skip
    kinds = [
        (one["label"], f"{one['donors']}", yuan(one["fen"])) for one in queries.by_kind(campaign)
    ]
    parts: list[Part] = [
        Heading("为了谁"),
        Text(
            f"{need.whom}，共{need.children}名儿童，每名得到{campaign.gives}，需要{yuan(need.fen)}。"
        ),
        Heading("钱从哪里来"),
        Table("捐赠来源", ["来源", "捐赠人数", "金额"], kinds, [52, 52, 52]),
        Heading("用到哪里去"),
        Table("收支", ["项目", "金额"], rows, [78, 78]),
    ]
    title = f"{campaign.title}捐赠报告"
    return document(Official(title, parts, _office(campaign, reader), reader.on))


def _office(campaign: Campaign, reader: Reader) -> str:
    return f"{reader.tree.name(campaign.region_id)}妇女联合会"


def _day(arrival: Arrival) -> str:
    return f"{arrival.on.year}年{arrival.on.month}月{arrival.on.day}日"
