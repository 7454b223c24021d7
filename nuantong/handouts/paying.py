"""Money of a batch in the books: promised when its slips are made, spent by receipt or bank list,
back again when the bank could not pay it."""

import datetime as dt
from uuid import UUID, uuid5

from nuantong.access.reader import Reader
from nuantong.books import posting
from nuantong.books.posting import Document, Voucher
from nuantong.handouts.models import BankList, Batch

BATCH, LIST = "handouts.batch", "handouts.list"


def commit_for(batch: Batch, slips: int, by: Reader) -> None:
    """所发的钱先承诺下来: once for a batch."""
    if batch.is_money and slips:
        about = _voucher(batch, uuid5(batch.key, "commit"), batch.on, f"{batch.title}：{slips}人")
        posting.commit(about=about, fen=slips * (batch.fen or 0), by=by)


def again(batch: Batch, key: UUID, on: dt.date, by: Reader) -> None:
    """Somebody who was not to get it is to get it after all."""
    if batch.is_money:
        about = _voucher(batch, key, on, f"{batch.title}：重新安排1人")
        posting.commit(about=about, fen=batch.fen or 0, by=by)


def let_go(batch: Batch, key: UUID, on: dt.date, by: Reader) -> None:
    """Somebody does not take it: her part is free."""
    if batch.is_money:
        about = _voucher(batch, key, on, f"{batch.title}：1人不领取")
        posting.release(about=about, fen=batch.fen or 0, by=by)


def paid_in_cash(batch: Batch, key: UUID, count: int, on: dt.date, by: Reader) -> None:
    if batch.is_money and count:
        fen = count * (batch.fen or 0)
        about = _voucher(batch, key, on, f"{batch.title}：现金发放{count}人")
        posting.spend(about=about, fen=fen, committed=fen, by=by)


def came_back(batch: Batch, key: UUID, on: dt.date, promised: bool, by: Reader) -> None:
    """Cash that was handed out is there again; `promised` to the same child still."""
    if batch.is_money:
        about = _voucher(batch, key, on, f"{batch.title}：收回1人现金")
        _recover(about, batch.fen or 0, promised, by)


def sent_to_the_bank(made: BankList, by: Reader) -> None:
    words = f"{made.batch.title}：银行代发第{made.number}份{made.rows}笔"
    about = _of_list(made, uuid5(made.key, "spend"), made.on, words)
    posting.spend(about=about, fen=made.fen, committed=made.fen, by=by)


def bank_sent_back(
    made: BankList, key: UUID, fen: int, count: int, on: dt.date, by: Reader
) -> None:
    """What could not be paid is in the bank again, and still promised."""
    if count:
        words = f"{made.batch.title}：银行退回第{made.number}份中{count}笔"
        _recover(_of_list(made, key, on, words), fen, True, by)


def _recover(about: Voucher, fen: int, promised: bool, by: Reader) -> None:
    posting.recover(about=about, fen=fen, committed=fen if promised else 0, by=by)


def _of_list(made: BankList, key: UUID, on: dt.date, words: str) -> Voucher:
    return _voucher(made.batch, key, on, words, Document(LIST, made.key))


def _voucher(
    batch: Batch, key: UUID, on: dt.date, words: str, document: Document | None = None
) -> Voucher:
    assert batch.fund is not None
    return Voucher(
        fund=batch.fund, purpose=batch.purpose, project=batch.project, on=on,
        words=words[:120], document=document or Document(BATCH, batch.key), key=key,
    )  # fmt: skip
