"""A carer is on leave: somebody stands in for her, and gives back when she comes home early."""

from tests.browser.people import TOWNSHIP_CHAIR, VILLAGE_CHAIR, Comes


def test_a_carer_on_leave_has_somebody_who_stands_in(at_desk: Comes, on_phone: Comes) -> None:
    # Given a carer who asks for leave on her phone
    carer = on_phone(VILLAGE_CHAIR)
    carer.goes_to("/me/")
    carer.follows("请假")
    carer.sees("请假期间孩子该得的关爱照旧")
    carer.fills("从哪天起", "2018-08-24")
    carer.fills("到哪天（含）", "2018-08-30")
    carer.presses("登记请假", then="请假中")
    carer.sees("还没有人顶岗")
    # When the township finds somebody
    chair = at_desk(TOWNSHIP_CHAIR)
    chair.goes_to("/tasks/?kind=leave_alone")
    chair.page.locator("#listing tbody a.btn").first.click()
    chair.looks()
    chair.follows("去办理")
    chair.presses("请她顶岗")
    chair.sees("顶岗。")
    # Then both places say so, and she can come back earlier
    carer.goes_to("/care/")
    carer.sees("代为关爱")
    carer.goes_to("/pairing/leave/")
    carer.presses_and_confirms("提前回来", "确定")
    carer.sees("请假到此结束")
