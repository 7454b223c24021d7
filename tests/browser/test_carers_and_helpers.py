"""A new carer from the village to the register, her yearly check, and a need that finds a helper."""

from pathlib import Path

import xlsxwriter
from playwright.sync_api import Browser

from nuantong.core.text import check_character
from tests.browser.people import CARER, DISTRICT_OFFICER, TOWNSHIP_CHAIR, VILLAGE_CHAIR, Comes
from tests.browser.visitor import PHONE, Visitor

BODY = "50091319580203046"
ID_NUMBER = BODY + check_character(BODY)
OWN_BODY = "50091319590304028"
OWN_NUMBER = OWN_BODY + check_character(OWN_BODY)


def test_a_village_proposes_a_township_confirms_a_district_approves(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given a village chair who knows somebody willing, and enters her on the phone
    chair = on_phone(VILLAGE_CHAIR)
    chair.goes_to("/me/")
    chair.follows("推荐爱心妈妈")
    chair.follows("推荐一位爱心妈妈")
    chair.fills("姓名", "樊桂英")
    chair.fills("身份证号", ID_NUMBER)
    chair.fills("手机", "15400000777")
    chair.chooses("周末")
    chair.presses("提交申请")
    chair.sees("樊桂英的申请已提交", "待乡镇（街道）核实")
    # When the township has met her and the district has asked the police
    township = at_desk(TOWNSHIP_CHAIR)
    township.follows("爱心妈妈申请")
    township.follows("樊桂英")
    township.fills("怎样核实的", "入户见面，家庭和睦")
    township.presses("核实通过，报区县")
    township.sees("待区县批准")
    officer = at_desk(DISTRICT_OFFICER)
    officer.follows("爱心妈妈申请")
    officer.follows("樊桂英")
    officer.fills("查询日期", "2018-08-23")
    officer.fills("查询机关", "巴南区公安局")
    officer.presses("没有不良记录，批准")
    # Then she is a carer with a check in date, and may be given to a child
    officer.sees("樊桂英现在是爱心妈妈")
    officer.follows("她的爱心妈妈资料")
    officer.sees("没有相关违法犯罪记录", "还可以接")
    # And the village reads what became of it
    chair.goes_to("/carers/applications/?state=all")
    chair.follows("樊桂英")
    chair.sees("已批准")


def test_somebody_applies_by_herself_and_sees_how_far_it_has_come(
    city: str, browser: Browser, on_phone: Comes, at_desk: Comes
) -> None:
    # Given the link that a village chair shows
    chair = on_phone(VILLAGE_CHAIR)
    chair.goes_to("/carers/invite/")
    link = chair.page.locator(".c-link a").get_attribute("href") or ""
    # When somebody who has no account follows it and fills in the little that is asked
    herself = Visitor(browser, city, PHONE)
    herself.goes_to(link.removeprefix(city))
    herself.fills("姓名", "甘素琼")
    herself.fills("手机", "15400000779")
    herself.fills("身份证号", OWN_NUMBER)
    herself.chooses("我愿意做爱心妈妈")
    herself.chooses("我承诺")
    herself.presses("提交")
    herself.sees("您的回执号")
    number = herself.page.locator("output").inner_text()
    # Then her receipt says how far it has come, and her township has the application
    herself.follows("查看进度")
    herself.fills("回执号", number)
    herself.fills("手机号后四位", "0779")
    herself.presses("查看")
    herself.sees("已收到")
    herself.leaves()
    township = at_desk(TOWNSHIP_CHAIR)
    township.follows("爱心妈妈申请")
    township.follows("甘素琼")
    township.sees("本人网上申请", "待乡镇（街道）核实")


def test_a_list_of_checks_is_shown_brought_in_and_taken_back(
    tmp_path: Path, at_desk: Comes
) -> None:
    # Given the list that the police returned
    file = tmp_path / "查询结果.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((
            ["爱心妈妈违法犯罪记录查询结果"], ["查询单位：巴南区公安局"],
            ["姓名", "工号", "查询日期", "结果"], ["李春梅", CARER, "2018-08-22", "无"],
            ["查无此人", "", "2018-08-22", "无"],
        )):  # fmt: skip
            sheet.write_row(number, 0, row)
    # When the township uploads it and looks what it would do
    township = at_desk(TOWNSHIP_CHAIR)
    township.goes_to("/rosters/")
    township.page.get_by_label("花名册文件").set_input_files(file)
    township.presses("上传并识别")
    township.sees("背景查询结果")
    township.presses("保存并预览", then="下载错误说明")
    township.sees("更新为2018-08-22 巴南区公安局", "里没有“查无此人”")
    # Then it is brought in in one step and can be taken back
    township.presses_and_confirms("导入台账", "导入", then="撤销这次导入")
    township.presses_and_confirms("撤销这次导入", "撤销导入", then="已撤销")


def test_a_need_finds_a_helper_and_the_circle_shows_her(on_phone: Comes, at_desk: Comes) -> None:
    # Given a carer who says on the phone what a child needs
    carer = on_phone(CARER)
    child = carer.page.locator("a[href*='/children/T']").first.get_attribute("href") or ""
    carer.goes_to(f"{child}needs/new/")
    carer.chooses("学习辅导")
    carer.presses("提出")
    # When the township looks who can help, asks the nearest, and she says yes
    township = at_desk(TOWNSHIP_CHAIR)
    township.goes_to(child)
    township.follows("学习辅导：谁来帮")
    township.chooses("方文静")
    township.chooses("有工作人员在场")
    township.presses("邀请她")
    township.sees("等待答复")
    township.chooses("能帮")
    township.presses("记下答复")
    township.sees("正在帮扶")
    # Then the child's circle shows her, on the phone and at the desk
    carer.goes_to(f"{child}circle/")
    carer.sees("方文静", "监护人")
    township.goes_to(f"{child}circle/")
    township.sees("方文静", "爱心妈妈")
