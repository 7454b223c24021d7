"""A counselling case: recorded on a phone, read by the supervisor, closed to everybody else."""

from urllib.parse import urlsplit

from tests.browser.people import (
    CITY_OFFICER,
    COUNSELLOR,
    DISTRICT_OFFICER,
    LEADER,
    SUPERVISOR,
    Comes,
)

SECRET = "她说最怕的是没有人来接。"


def test_what_is_said_to_the_counsellor_is_read_by_the_supervisor_and_nobody_else(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given a case that runs, on the counsellor's phone
    phone = on_phone(COUNSELLOR)
    phone.goes_to("/counselling/?state=running")
    row = phone.page.locator("#listing tbody tr").first
    name = row.locator("th a").inner_text()
    phone.follows(name, row)
    phone.sees("每周电话辅导一次", "每月面对面辅导一次", "每半年测评一次")
    address = urlsplit(phone.page.url).path
    # When she records a call and writes what is to be done in danger
    phone.follows("记一次辅导")
    phone.chooses("电话辅导")
    phone.fills("咨询记录", SECRET)
    phone.presses("保存", then="已记下")
    phone.follows("写危机预案")
    phone.fills("内容", "先打给小姨，再打12356。")
    phone.presses("保存", then="危机预案已保存")
    phone.sees(SECRET, "先打给小姨")
    # And sees how the child's answers have changed
    phone.follows("看历次测评的变化")
    phone.sees("测量误差")
    # Then the supervisor reads it and answers
    supervisor = at_desk(SUPERVISOR)
    supervisor.goes_to(address)
    supervisor.sees(SECRET, "先打给小姨")
    supervisor.follows("写督导意见")
    supervisor.fills("内容", "下次先问问谁能来接。")
    supervisor.presses("保存", then="督导意见已保存")
    # And the district sees that there was a call, not what was said
    officer = at_desk(DISTRICT_OFFICER)
    officer.goes_to(address)
    officer.sees("电话辅导", "这一年的计划")
    officer.does_not_see(SECRET, "先打给小姨")


def test_whether_it_helped_is_shown_with_every_figure_open_and_the_scale_behind_it(
    at_desk: Comes, on_phone: Comes
) -> None:
    # Given the project of the year, as the city sees it
    city = at_desk(CITY_OFFICER)
    city.goes_to("/outcomes/project/")
    city.sees("参与流程", "不能证明变化全部由服务带来", "效应量", "可靠好转")
    # When she opens who went through it as planned
    figure = city.page.locator("main a", has_text="人").first
    figure.click()
    city.looks()
    assert city.page.locator("main table tbody tr").count() > 0
    # Then the leader reads the same figures, on a phone too, and opens nobody
    leader = on_phone(LEADER)
    leader.goes_to("/outcomes/project/")
    leader.sees("参与流程", "效应量")
    assert leader.page.locator("main a[href*='open=']").count() == 0
    # And the library says how a scale is counted and where its words come from
    city.goes_to("/scales/library/")
    city.follows("自尊量表")
    city.sees("怎样计分", "题目", "来源")
    leader.is_refused("/scales/library/")
