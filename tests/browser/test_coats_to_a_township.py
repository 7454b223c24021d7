"""Coats are bought, accepted on a phone, sent to a township, received one short, and counted."""

import uuid
from collections.abc import Iterator

import pytest

from launcher import django
from nuantong.access.reader import system_reader
from nuantong.books import posting
from nuantong.books.actions import NewFund, open_fund
from nuantong.core import clock
from nuantong.goods import actions
from nuantong.regions.models import Region
from tests.browser import warm
from tests.browser.city import served
from tests.browser.people import CITY_OFFICER, TOWNSHIP_CHAIR, Comes
from tests.databases import copy, small_city

KEEPER = "K500001"


@pytest.fixture(scope="module")
def city() -> Iterator[str]:
    """The city with two stores, a kind of coat and money for coats."""
    with copy(small_city()) as url, served(url) as address:
        furnishing = warm.fork(furnish, url, django.DEMO_TODAY)
        furnishing.join()
        assert furnishing.exitcode == 0
        yield address


def furnish() -> None:
    by, said = system_reader(), {"by": system_reader(), "key": uuid.uuid4()}
    for name, code in (("衣物总仓", "500000"), ("麻柳嘴衣物点", "500113111")):
        region = Region.objects.get(code=code.ljust(12, "0"))
        actions.add_store(name=name, region=region.pk, key=uuid.uuid4(), by=by)
    actions.add_item(name="棉大衣", unit="件", scale="height", expires=False, **said)
    new = NewFund(
        name="棉衣专项", source="budget", region_id=by.tree.root.id, purposes=["winter_coat"],
        opened_on=clock.today(),
    )  # fmt: skip
    fund = open_fund(said=new, **said)
    head = posting.Voucher(
        fund=fund, purpose="winter_coat", on=clock.today(), words="拨款", key=uuid.uuid4(),
        document=posting.Document("test", uuid.uuid4()),
    )  # fmt: skip
    posting.receive(about=head, fen=1_000_000, by=by)


def test_coats_are_bought_accepted_sent_received_short_and_counted(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given an officer who buys: a size that is none is refused by its line
    desk = at_desk(CITY_OFFICER)
    desk.goes_to("/goods/purchases/")
    desk.follows("登记采购")
    desk.fills("采购名称", "棉大衣采购")
    desk.picks("收货仓库", "衣物总仓")
    desk.picks("资金", "棉衣专项")
    desk.picks("用途", "冬衣")
    desk.fills("要买什么", "棉大衣 130 6\n棉大衣 加大 4")
    desk.presses("保存", then="第2行棉大衣：“加大”没有说身高是多少")
    desk.fills("要买什么", "棉大衣 130 6\n棉大衣 １４０cm 4")
    desk.presses("保存", then="采购已登记")
    for supplier, price in (("甲厂", "80"), ("乙厂", "90"), ("丙厂", "85")):
        desk.fills("供应商", supplier)
        desk.fills("棉大衣单价", price)
        desk.presses("登记报价", then="报价已登记")
    desk.chooses("甲厂")
    desk.fills("选定理由", "价格最低，样衣合格")
    desk.presses_and_confirms("下单", "确定", then="已下单，资金已记为承诺")
    desk.sees("单是您下的")
    # When the keeper accepts on her phone: one coat is sent back with a reason
    phone = on_phone(KEEPER)
    phone.goes_to("/goods/purchases/")
    phone.follows("棉大衣采购")
    phone.fills("到货：130码棉大衣", "6")
    phone.fills("到货：140码棉大衣", "4")
    phone.fills("其中退货：140码棉大衣", "1")
    phone.presses("验收入库", then="有退货的，请在说明里写明为什么退")
    phone.fills("验收说明", "一件拉链坏了")
    phone.presses("验收入库", then="已验收入库")
    assert not phone.small_targets()
    # And sends five to the township in a box and loose
    phone.goes_to("/goods/?store=")
    phone.follows("衣物总仓")
    assert not phone.small_targets()
    phone.follows("装箱")
    phone.fills("每箱：130码棉大衣", "4")
    phone.presses("装箱", then="已装箱")
    phone.follows("衣物总仓")
    phone.follows("调出")
    phone.picks("调到哪里", "麻柳嘴衣物点")
    phone.page.get_by_label("第", exact=False).first.check()
    phone.fills("调出：140码棉大衣", "1")
    phone.presses("发出", then="已发出")
    phone.sees("在路上", "由麻柳嘴衣物点的另一个人点收")
    # Then the chair of the township finds one missing, and may not sign without saying so
    chair = on_phone(TOWNSHIP_CHAIR)
    chair.goes_to("/goods/transfers/")
    chair.page.locator("#listing tbody a").first.click()
    chair.looks()
    chair.fills("收到：130码棉大衣", "3")
    chair.fills("收到：140码棉大衣", "1")
    chair.presses("点收入库", then="请写明原因")
    chair.fills("数量不符的原因", "箱子封条破了，少一件")
    chair.presses("点收入库", then="已点收，物资已入账")
    chair.sees("数量不符")
    assert not chair.small_targets()
    # And at a desk the keeper counts, and every event opens what it rests on
    keeper = at_desk(KEEPER)
    keeper.goes_to("/goods/")
    keeper.follows("衣物总仓")
    keeper.follows("盘点")
    keeper.fills("实有：130码棉大衣", "2")
    keeper.fills("实有：140码棉大衣", "1")
    keeper.presses("登记盘点", then="账面2，实有1，请写明原因")
    keeper.fills("原因：140码棉大衣", "样衣留在办公室")
    keeper.presses("登记盘点", then="盘点已登记")
    keeper.goes_to("/goods/")
    keeper.follows("棉大衣", keeper.page.locator("#listing"))
    assert keeper.listed() == 5
    keeper.follows("采购单", keeper.page.locator("#listing"))
    keeper.sees("一件拉链坏了")
    keeper.goes_to("/goods/transfers/?state=differs")
    assert keeper.listed() == 1
    keeper.goes_to("/goods/boxes/labels/")
    keeper.sees("第1箱", "麻柳嘴衣物点")
    keeper.goes_to("/goods/catalogue/")
    keeper.sees("按身高")
