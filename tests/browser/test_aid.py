"""Aid for a child: asked for on the phone, weighed at three desks, paid; and one refused, appealed."""

from pathlib import Path
from urllib.parse import urlsplit

from nuantong.demo.writing.album import drawing
from tests.browser.people import CARER, CITY_OFFICER, DISTRICT_OFFICER, TOWNSHIP_CHAIR, Comes
from tests.browser.visitor import Visitor

ACCOUNTANT, SECOND_OFFICER = "A500001", "M500002"
EDUCATION, ILLNESS = "2018年春蕾圆梦", "2018年农村留守儿童重大疾病救助"


def asks(phone: Visitor, scheme: str, *papers: str, picture: Path) -> str:
    """The carer asks for her girl; the address of the application."""
    phone.goes_to("/care/")
    phone.follows("档案：周小婷")
    phone.follows("替孩子申请救助")
    phone.follows(f"申请这个：{scheme}")
    assert not phone.small_targets()
    phone.fills("家里现在有什么困难", "奶奶病了，开学的钱没有着落。")
    if phone.page.get_by_label("申请多少钱").count():
        phone.fills("申请多少钱", "8000")
    if phone.page.get_by_label("同意人姓名").count():
        phone.fills("同意人姓名", "周家奶奶")
    for paper in papers:
        phone.page.get_by_label(f"{paper}的照片").set_input_files(picture)
    phone.fills("钱打给谁", "周家奶奶")
    phone.fills("开户银行", "农村商业银行")
    phone.fills("银行卡号", "6228 4800 0000 0018")
    phone.presses("交上去", then="申请已经交上去了")
    phone.sees("可以这样跟家里说", "材料齐全")
    assert not phone.small_targets()
    return urlsplit(phone.page.url).path


def goes_up(address: str, at_desk: Comes) -> None:
    """Visited and agreed to by the township, agreed to by the district."""
    township = at_desk(TOWNSHIP_CHAIR)
    township.goes_to(address)
    township.follows("入户核实")
    township.fills("说明", "家里只有奶奶，说的是实情。")
    township.presses("保存", then="入户情况已记下")
    township.follows("签乡镇（街道）意见")
    township.chooses("同意上报")
    township.fills("说明", "情况属实。")
    township.presses("签意见", then="转到区县")
    district = at_desk(DISTRICT_OFFICER)
    district.goes_to(address)
    district.follows("签区县意见")
    district.chooses("同意上报")
    district.fills("说明", "同意。")
    district.presses("签意见", then="转到市妇联")


def test_a_carer_asks_on_her_phone_and_the_money_comes(
    on_phone: Comes, at_desk: Comes, tmp_path: Path
) -> None:
    picture = tmp_path / "证明.png"
    picture.write_bytes(drawing(1, (240, 190, 60)))
    # Given a girl whose family cannot pay for school, and her carer
    phone = on_phone(CARER)
    address = asks(phone, EDUCATION, "户口簿或身份证", "在校证明", picture=picture)
    # When the township, the district and the city agree
    goes_up(address, at_desk)
    city = at_desk(CITY_OFFICER)
    city.goes_to("/aid/?state=city")
    city.goes_to(address)
    city.follows("审定")
    city.chooses("同意救助")
    city.fills("说明", "符合条件。")
    city.presses("作出决定", then="钱已经在账上留出")
    # Then the accountant pays without seeing the child
    accountant = at_desk(ACCOUNTANT)
    accountant.goes_to("/aid/payments/")
    accountant.follows("救2018-", accountant.page.locator("table").first.locator("tbody tr").last)
    accountant.sees("周家奶奶", "6228480000000018")
    accountant.does_not_see("周小婷")
    accountant.fills("支付凭证号", "付-2018-101")
    accountant.presses("登记拨付", then="账也记好了")
    # And the carer asks the family, and it stands in the child's file
    phone.goes_to(address)
    phone.sees("已拨付，等待回访")
    phone.follows("回访")
    phone.fills("说明", "钱收到了，交了书本费。")
    phone.presses("保存并办结", then="办结了")
    phone.goes_to("/aid/")
    phone.sees("已办结")
    phone.goes_to("/care/")
    phone.follows("档案：周小婷")
    phone.sees("得到救助", "2,000元")


def test_a_refusal_is_explained_and_somebody_else_looks_again(
    on_phone: Comes, at_desk: Comes, tmp_path: Path
) -> None:
    picture = tmp_path / "诊断.png"
    picture.write_bytes(drawing(2, (240, 190, 60)))
    # Given an application that the city refuses with a reason
    phone = on_phone(CARER)
    papers = ("户口簿或身份证", "医院诊断证明", "医疗费票据")
    address = asks(phone, ILLNESS, *papers, picture=picture)
    goes_up(address, at_desk)
    city = at_desk(CITY_OFFICER)
    city.goes_to(address)
    city.follows("审定")
    city.chooses("不予救助")
    city.fills("说明", "诊断证明是去年的，看不出现在的病情。")
    city.presses("作出决定", then="不予救助")
    # When the carer reads why and appeals with the family
    phone.goes_to(address)
    phone.sees("诊断证明是去年的", "15个工作日内可以申请复核")
    phone.follows("申请复核")
    phone.fills("说明", "上周又住院了，补上新的证明。")
    phone.presses("申请复核", then="由另外的人重新看")
    phone.follows("补材料")
    phone.picks("哪种材料", "医院诊断证明")
    phone.page.get_by_label("照片或文件").set_input_files(picture)
    phone.presses("添加", then="材料已添加")
    # Then whoever refused may not decide it, and another officer grants a part
    city.goes_to(address)
    assert not city.page.get_by_role("link", name="复核", exact=True).count()
    second = at_desk(SECOND_OFFICER)
    second.goes_to(address)
    second.follows("复核")
    second.chooses("同意救助")
    second.fills("同意的金额", "6000")
    second.fills("说明", "新的证明说明病情在发展。")
    second.presses("作出决定", then="复核决定已登记")
    phone.goes_to(address)
    phone.sees("复核改为同意", "6,000元")
