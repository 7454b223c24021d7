"""The account as a paper of the office, as rows of a sheet and as sentences for the public. It leaves
the house: counts of few children are hidden in it, and it names nobody who gave or got."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nuantong.core.money import yuan
from nuantong.core.small_numbers import HIDDEN, is_small
from nuantong.documents.official import Heading, Official, Part, Table, Text
from nuantong.reckoning.queries.accounts import Account

District = tuple[str, int | None]


@dataclass(frozen=True)
class Paper:
    account: Account
    office: str
    day: dt.date
    districts: Sequence[District]


def counted(count: int | None) -> str:
    return HIDDEN if count is None or is_small(count) else f"{count:,}"


def sentences(paper: Paper) -> list[str]:
    """The account in words."""
    account, money = paper.account, paper.account.money
    said = [
        f"截至{paper.day:%Y年%-m月%-d日}，“{account.campaign.title}”共到账{yuan(money.raised)}，"
        f"支出{yuan(money.spent)}，已承诺未支付{yuan(money.committed)}，"
        f"退回{yuan(money.returned)}，结余{yuan(money.left)}。"
    ]
    if money.in_kind:
        said.append(f"另有实物折价{yuan(money.in_kind)}在库。")
    for one in account.goods:
        said.append(
            f"采购{one.name}{one.bought:,}{one.unit}。" if one.few
            else f"采购{one.name}{one.bought:,}{one.unit}，已发放{one.handed:,}{one.unit}。"
        )  # fmt: skip
    if account.slips:
        few = is_small(account.handed)
        said.append("领取的儿童不足5人。" if few else f"儿童领取{account.handed:,}人次。")
    return said


def money_rows(account: Account) -> list[tuple[str, int]]:
    money = account.money
    found = [("到账", money.raised), ("支出", money.spent), ("已承诺未支付", money.committed),
             ("退回", money.returned), ("结余", money.left)]  # fmt: skip
    return found + ([("实物折价在库", money.in_kind)] if money.in_kind else [])


def official(paper: Paper) -> Official:
    account = paper.account
    parts: list[Part] = [
        Heading("基本情况"), *map(Text, sentences(paper)), Heading("资金收支"),
        _table("表1　资金收支", ["项目", "金额"], [[name, yuan(fen)] for name, fen in money_rows(account)]),
        _table("表2　资金来源", ["资金", "到账", "支出"], [[one.name, yuan(one.money.raised), yuan(one.money.spent)] for one in account.funds]),
    ]  # fmt: skip
    if account.goods:
        parts += [Heading("物资收发"), _goods(account)]
    if paper.districts:
        parts += [Heading("各区县领取情况"), _districts(paper)]
    parts += [
        Heading("核对情况"),
        *map(Text, account.errors or ["到账与去向、采购与发放核对一致。"]),
    ]
    return Official(f"{account.campaign.title}收支报告", parts, paper.office, paper.day)


def _table(caption: str, head: list[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(caption, head, rows, [156 / len(head)] * len(head))


def _goods(account: Account) -> Table:
    rows = [
        [one.name, f"{one.bought:,}", *([HIDDEN, HIDDEN] if one.few else [f"{one.handed:,}", f"{one.in_stock:,}"]),
         f"{one.on_the_way:,}", f"{one.lost:,}"]
        for one in account.goods
    ]  # fmt: skip
    return _table("表3　物资收发", ["物资", "采购", "发放", "在库", "在途", "损失"], rows)


def _districts(paper: Paper) -> Table:
    return _table("表4　各区县领取人次", ["区县", "人次"], [[name, counted(n)] for name, n in paper.districts])  # fmt: skip


def rows(paper: Paper) -> Iterator[Sequence[str | float]]:
    """Of the sheet: what, of what, how much, in which unit."""
    for name, fen in money_rows(paper.account):
        yield "资金", name, fen / 100, "元"
    for fund in paper.account.funds:
        yield "资金来源", fund.name, fund.money.raised / 100, "元"
    for one in paper.account.goods:
        hidden = ("发放", "在库") if one.few else ()
        told = {"采购": one.bought, "发放": one.handed, "在库": one.in_stock, "在途": one.on_the_way,
                "损失": one.lost}  # fmt: skip
        for word, count in told.items():
            yield "物资", f"{one.name}{word}", HIDDEN if word in hidden else count, one.unit
    for name, shown in paper.districts:
        yield "领取", name, HIDDEN if shown is None or is_small(shown) else shown, "人次"
