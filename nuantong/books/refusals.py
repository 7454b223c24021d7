"""What to say of each wall of the books."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from nuantong.books.models import Balance
from nuantong.books.purposes import WORDS
from nuantong.books.vouchers import Posting
from nuantong.core.money import yuan

CLOSED: Final = "这个月已经关账，不能再记账。请把日期写在没有关账的月份；更正用冲销。"
PLAIN: Final = {
    "entry_in_an_open_month": CLOSED,
    "period_stays_closed": CLOSED,
    "entry_while_the_fund_is_open": "这一天这笔资金还没有设立，或已经结束，请核对日期。",
    "entry_sums_to_zero": "借贷不平：这张凭证各科目的合计不是0。",
    "entry_reversal_is_final": "冲销凭证不能再冲销。请重新登记正确的一笔。",
    "entry_keeps_the_purpose": "这笔钱来时已限定用途，不能改作别的用途；只有“待安排用途”的钱可以安排。",
    "books_entry_reverses_id_key": "这张凭证已经冲销过。",
    "books_entry_key_key": "这一笔已经登记过，请刷新页面查看。",
    "balance_unassigned_is_not_used": "这笔钱还没有安排用途，不能承诺或支出。请先安排用途。",
    "balance_pledged_not_below_zero": "认捐未到的金额没有这么多，请核对。",
    "balance_committed_not_below_zero": "已承诺的金额没有这么多，请核对。",
    "balance_spent_not_below_zero": "支出的金额没有这么多，请核对。",
    "balance_returned_not_below_zero": "退回的金额没有这么多，请核对。",
    "balance_income_is_a_credit": "收到的金额没有这么多，请核对。",
}
SHORT: Final = {
    "balance_bank_not_below_zero": "银行存款",
    "balance_promises_only_what_came": "可用的钱",
    "balance_stock_not_below_zero": "库存物资",
}


def said(constraint: str, postings: Sequence[Posting]) -> str:
    """A sentence for the screen, or '' when the books do not know the constraint."""
    if constraint == "balance_purpose_of_its_fund":
        return _unfit(postings)
    if constraint in SHORT:
        return _short(SHORT[constraint], postings)
    return PLAIN.get(constraint, "")


def _unfit(postings: Sequence[Posting]) -> str:
    """Names the first purpose that is none of its fund's."""
    for posting in postings:
        fund = posting.voucher.fund
        allowed = [one.purpose for one in fund.purposes.all()]
        for part, _ in posting.sides():
            if part.purpose not in allowed:
                may = "、".join(WORDS[one] for one in allowed if one in WORDS)
                return f"“{fund.name}”的钱不能用于{WORDS.get(part.purpose, part.purpose)}，只能用于：{may}。"
    return ""


def _short(what: str, postings: Sequence[Posting]) -> str:
    """Names the balance that would fall short, and what is left on it."""
    changes = Counter[tuple[int, str, int | None, str]]()
    for posting in postings:
        for part, account, fen in posting.lines():
            changes[posting.voucher.fund.pk, part.purpose, part.project, account] += fen
    for posting in postings:
        fund = posting.voucher.fund
        for part, _ in posting.sides():
            at = (fund.pk, part.purpose, part.project)
            row = (
                Balance.objects.filter(
                    fund=fund, purpose=part.purpose, project=part.project
                ).first()
                or Balance()
            )
            bank = row.bank + changes[*at, "bank"]
            free = bank - row.committed - changes[*at, "committed"]
            if min(bank, free, row.stock + changes[*at, "stock"]) < 0:
                return _sentence(what, fund.name, row, part.purpose, -changes[*at, "bank"])
    return ""


def _sentence(what: str, fund: str, row: Balance, purpose: str, asked: int) -> str:
    promised = f"（另有{yuan(row.committed)}已承诺）" if row.committed else ""
    there = yuan(row.stock if what == "库存物资" else row.left)
    over = f"，要用{yuan(asked)}" if asked > 0 else ""
    return (
        f"“{fund}”用于{WORDS[purpose]}的{what}不够：现在还有{there}{promised}{over}。"
        "请先登记到账，或改小金额；要冲销的到账已经用掉的，先冲销用掉它的支出。"
    )
