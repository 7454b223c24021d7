"""The one door of the books. Each verb posts an entry and gives it back; the same key again gives
the entry it made. Callers check the reader's permission and record their own event: the entry
itself is a row that cannot be altered, with who posted it.

    spend(about=Voucher(fund=fund, purpose="winter_coat", project=campaign, on=day, words="冬衣首付款",
                        document=Document("purchase", purchase.key), key=key), fen=300_000_00, by=reader)

Many at once: `post_all([Posting(voucher, Kind.SPEND, moves.spend(fen)), …], by=reader)`.
"""

from nuantong.access.reader import Reader
from nuantong.books import moves
from nuantong.books.accounts import Kind
from nuantong.books.models import Entry
from nuantong.books.vouchers import Document, Part, Posting, Voucher
from nuantong.books.writing import post, post_all, reverse
from nuantong.core.errors import Refusal

__all__ = [
    "Document", "Part", "Posting", "Voucher", "assign", "commit", "forgo", "give_back", "pledge",
    "post", "post_all", "receive", "recover", "release", "reverse", "spend",
]  # fmt: skip


def pledge(*, about: Voucher, fen: int, by: Reader) -> Entry:
    """认捐: a donor promises money."""
    return post(Posting(about, Kind.PLEDGE, moves.pledge(_some(fen))), by=by)


def forgo(*, about: Voucher, fen: int, by: Reader) -> Entry:
    """认捐核销: what was promised will not come."""
    return post(Posting(about, Kind.FORGO, moves.forgo(_some(fen))), by=by)


def receive(
    *, about: Voucher, fen: int, by: Reader, pledged: int = 0, in_kind: bool = False
) -> Entry:
    """到账: money in the bank, or goods at their value; `pledged` fen of it had been promised."""
    changes = moves.receive(_some(fen), pledged=pledged, in_kind=in_kind)
    return post(Posting(about, Kind.RECEIVE, changes), by=by)


def commit(*, about: Voucher, fen: int, by: Reader) -> Entry:
    """承诺支出: an order, a contract, an aid decided: the money is nobody else's any more."""
    return post(Posting(about, Kind.COMMIT, moves.commit(_some(fen))), by=by)


def release(*, about: Voucher, fen: int, by: Reader) -> Entry:
    """取消承诺: what had been promised is free again."""
    return post(Posting(about, Kind.RELEASE, moves.release(_some(fen))), by=by)


def spend(
    *, about: Voucher, fen: int, by: Reader, committed: int = 0, in_kind: bool = False
) -> Entry:
    """支出: paid; `committed` fen had been promised for it and no longer are."""
    changes = moves.spend(_some(fen), committed=committed, in_kind=in_kind)
    return post(Posting(about, Kind.SPEND, changes), by=by)


def recover(*, about: Voucher, fen: int, by: Reader, committed: int = 0) -> Entry:
    """支出收回: a payment came back (a row of the bank's list that failed); `committed` fen of it are
    promised again."""
    return post(Posting(about, Kind.RECOVER, moves.recover(_some(fen), committed=committed)), by=by)


def give_back(*, about: Voucher, fen: int, by: Reader) -> Entry:
    """退回: money goes back to whoever gave it (a failed payment is not this: `recover`)."""
    return post(Posting(about, Kind.GIVE_BACK, moves.give_back(_some(fen))), by=by)


def assign(*, about: Voucher, to: Part, fen: int, by: Reader) -> Entry:
    """安排用途: money of `about` now serves another project, or its first purpose."""
    leaves, comes = moves.assign(_some(fen))
    return post(Posting(about, Kind.ASSIGN, leaves, to=to, there=comes), by=by)


def _some(fen: int) -> int:
    if fen <= 0:
        raise Refusal("金额应大于0。")
    return fen
