"""What the verbs of the books do, and what they refuse in words."""

import datetime as dt
import uuid

import pytest

from nuantong.access.reader import system_reader
from nuantong.books import actions, moves, posting
from nuantong.books.accounts import Kind
from nuantong.books.models import Entry, Line
from nuantong.core.errors import Refusal
from tests.conftest import TODAY, place
from tests.unit.books.book import DAY, balance, make_fund, make_project, move, undo, voucher

pytestmark = pytest.mark.django_db


def test_a_gift_is_promised_arrives_is_committed_and_spent() -> None:
    fund, project = make_fund(), make_project()
    for verb, fen, more in (
        (posting.pledge, 1000, {}),
        (posting.receive, 800, {"pledged": 800}),
        (posting.forgo, 200, {}),
        (posting.commit, 500, {}),
        (posting.spend, 460, {"committed": 500}),
        (posting.recover, 40, {"committed": 30}),
        (posting.spend, 30, {"committed": 30}),
        (posting.give_back, 50, {}),
    ):
        move(verb, fund, fen, project=project, **more)
    row = balance(fund, project=project)
    found = (row.raised, row.pledged, row.committed, row.spent, row.returned, row.left, row.memo)
    assert found == (800, 0, 0, 450, 50, 300, 0)
    assert row.raised == row.spent + row.committed + row.returned + row.left


def test_goods_given_in_kind_are_handed_out_of_stock() -> None:
    fund = make_fund()
    move(posting.receive, fund, 700, in_kind=True)
    move(posting.spend, fund, 300, in_kind=True)
    row = balance(fund)
    assert (row.raised, row.stock, row.spent, row.bank) == (700, 400, 300, 0)
    with pytest.raises(Refusal, match="库存物资不够：现在还有4元"):
        move(posting.spend, fund, 500, in_kind=True)


def test_money_without_a_purpose_is_assigned_before_it_is_used() -> None:
    fund, project = make_fund(), make_project()
    move(posting.receive, fund, 1000, purpose="any")
    with pytest.raises(Refusal, match="还没有安排用途"):
        move(posting.commit, fund, 1, purpose="any")
    coats = posting.Part("winter_coat", project.pk)
    move(posting.assign, fund, 600, purpose="any", to=coats)
    assert balance(fund, project=project).left == balance(fund, project=project).raised == 600
    move(posting.assign, fund, 100, project=project, to=posting.Part("winter_coat"))
    with pytest.raises(Refusal, match="来时已限定用途"):
        move(posting.assign, fund, 1, project=project, to=posting.Part("gift_pack"))


REFUSED = {
    "more than came": (posting.spend, 101, {}, "可用的钱不够：现在还有0元|银行存款不够"),
    "what is promised": (posting.spend, 41, {}, r"还有0\.40元（另有0\.60元已承诺），要用0\.41元"),
    "promised twice": (posting.commit, 41, {}, "可用的钱不够"),
    "a promise nobody made": (posting.release, 61, {}, "已承诺的金额没有这么多"),
    "a pledge nobody made": (posting.forgo, 1, {}, "认捐未到的金额没有这么多"),
    "another purpose": (
        posting.receive, 5, {"purpose": "illness"},
        "“暖冬专项”的钱不能用于大病救助，只能用于：冬衣、礼包、待安排用途",
    ),
    "nothing": (posting.spend, 0, {}, "金额应大于0"),
    "no words": (posting.spend, 1, {"words": " "}, "请写明摘要"),
    "before the fund was": (posting.receive, 5, {"on": dt.date(2017, 12, 31)}, "还没有设立"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_the_books_refuse_they_say_and_nothing_is_written(case: str) -> None:
    verb, fen, more, words = REFUSED[case]
    fund = make_fund()
    move(posting.receive, fund, 100)
    move(posting.commit, fund, 60)
    with pytest.raises(Refusal, match=words):
        move(verb, fund, fen, **more)
    row = balance(fund)
    assert (row.bank, row.committed, row.spent, Entry.objects.count()) == (100, 60, 0, 2)


def test_the_same_key_again_is_the_same_entry() -> None:
    fund = make_fund()
    head = voucher(fund)
    first = posting.receive(about=head, fen=100, by=system_reader())
    assert posting.receive(about=head, fen=100, by=system_reader()) == first
    assert balance(fund).bank == 100


def test_many_are_posted_in_order_and_those_known_are_left() -> None:
    fund = make_fund()
    many = [
        posting.Posting(voucher(fund, on=day), Kind.RECEIVE, moves.receive(fen))
        for day, fen in ((DAY, 1), (dt.date(2018, 7, 1), 2), (DAY, 3))
    ]
    posting.post_all(many[:1], by=system_reader())
    entries = posting.post_all(many, by=system_reader())
    assert [(f"{e}", e.key) for e in entries] == [
        (words, one.voucher.key)
        for words, one in zip(
            ["2018-08 第1号", "2018-07 第1号", "2018-08 第2号"], many, strict=True
        )
    ]
    assert (balance(fund).bank, Line.objects.count()) == (6, 6)


def test_one_that_is_refused_takes_all_with_it() -> None:
    fund = make_fund()
    many = [
        posting.Posting(voucher(fund), Kind.RECEIVE, moves.receive(5)),
        posting.Posting(voucher(fund), Kind.SPEND, moves.spend(6)),
    ]
    with pytest.raises(Refusal, match="不够"):
        posting.post_all(many, by=system_reader())
    assert not Entry.objects.exists()


def test_a_reversal_undoes_exactly_and_once() -> None:
    fund, project = make_fund(), make_project()
    move(posting.receive, fund, 1000, purpose="any")
    moved = move(posting.assign, fund, 400, purpose="any",
                 to=posting.Part("winter_coat", project.pk))  # fmt: skip
    back = undo(moved)
    assert undo(moved) == back
    assert (balance(fund, "any").left, balance(fund, project=project).left) == (1000, 0)
    with pytest.raises(Refusal, match="冲销凭证不能再冲销"):
        undo(back)


def test_a_gift_already_spent_is_undone_after_its_spending() -> None:
    fund = make_fund()
    gift = move(posting.receive, fund, 1000)
    spent = move(posting.spend, fund, 700)
    with pytest.raises(Refusal, match="现在还有3元.*先冲销用掉它的支出"):
        undo(gift)
    assert balance(fund).bank == 300
    undo(spent)
    undo(gift)
    assert (balance(fund).bank, balance(fund).raised, balance(fund).spent) == (0, 0, 0)


def test_a_month_is_closed_when_it_is_over_and_with_all_before_it() -> None:
    fund, by = make_fund(), system_reader()
    entry = move(posting.receive, fund, 5, on=dt.date(2018, 7, 31))
    city = place("500000").pk
    with pytest.raises(Refusal, match="还没有过完"):
        actions.close_month(region_id=city, month=TODAY, by=by)
    closed = actions.close_month(region_id=city, month=dt.date(2018, 7, 9), by=by)
    assert actions.close_month(region_id=city, month=dt.date(2018, 6, 1), by=by) == closed
    for day in (dt.date(2018, 7, 31), dt.date(2018, 6, 1)):
        with pytest.raises(Refusal, match="已经关账"):
            move(posting.receive, fund, 5, on=day)
    actions.undo(entry=entry, on=DAY, why="退票", key=uuid.uuid4(), by=by)
    assert balance(fund).bank == 0


def test_a_fund_closes_empty_and_takes_nothing_after() -> None:
    fund, by = make_fund(), system_reader()
    move(posting.receive, fund, 5)
    with pytest.raises(Refusal, match="还有余额"):
        actions.close_fund(fund=fund, on=DAY, by=by)
    move(posting.give_back, fund, 5)
    actions.close_fund(fund=fund, on=DAY, by=by)
    with pytest.raises(Refusal, match="已经结束"):
        move(posting.receive, fund, 5, on=DAY + dt.timedelta(1))


def test_a_fund_may_serve_one_purpose_more_on_a_paper() -> None:
    fund, by = make_fund(), system_reader()
    with pytest.raises(Refusal, match="写明依据"):
        actions.allow_purpose(fund=fund, purpose="illness", reason="", by=by)
    for _ in range(2):
        actions.allow_purpose(fund=fund, purpose="illness", reason="捐赠人来函", by=by)
    move(posting.receive, fund, 5, purpose="illness")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"foundation": ""}, "由基金会接收"),
        ({"source": "budget"}, "由基金会接收"),
        ({"purposes": ("moon",)}, "请选择资金来源和用途"),
        ({"name": " "}, "请填写资金名称"),
    ],
)
def test_a_fund_that_cannot_be_is_refused(said: dict, words: str) -> None:
    with pytest.raises(Refusal, match=words):
        make_fund(**said)
