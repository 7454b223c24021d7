"""A new carer from the village to the register, and a need that finds a helper."""

from nuantong.core.text import check_character
from tests.browser.people import CARER, DISTRICT_OFFICER, TOWNSHIP_CHAIR, VILLAGE_CHAIR, Comes

BODY = "50091319580203046"
ID_NUMBER = BODY + check_character(BODY)


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
