"""A bought group session: the roll called on a phone, faces tapped, the district accepts."""

from playwright.sync_api import expect

from tests.browser.people import CITY_OFFICER, COUNSELLOR, DISTRICT_OFFICER, LEADER, Comes


def test_the_roll_is_called_by_taps_and_the_district_accepts_what_it_can_see(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given the session of today, and whoever leads it with a phone in one hand
    phone = on_phone(COUNSELLOR)
    phone.goes_to("/programmes/sessions/?state=arranged")
    phone.follows("巴南区第", phone.page.locator("#listing"))
    phone.sees("没点名")
    assert not phone.small_targets()
    # When she taps two children, one of them by mistake, and the rest at once
    rows = phone.page.locator(".g-row")
    rows.nth(0).get_by_role("button", name="到", exact=False).first.click()
    expect(rows.nth(0)).to_contain_text("到场")
    rows.nth(1).locator(".g-no").click()
    expect(rows.nth(1)).to_contain_text("没到")
    rows.nth(1).locator(".g-yes").click()
    expect(rows.nth(1)).to_contain_text("到场")
    phone.presses("没点的都记为到场", then="都点过了")
    # Then the children tap a face each, of nobody
    phone.follows("请孩子们点一张脸")
    assert not phone.small_targets()
    phone.presses("特别喜欢", then="请把手机交给下一位")
    phone.follows("返回")
    phone.fills("写下看到的", "两个孩子主动给大家分了水。")
    phone.presses("保存观察记录", then="观察记录已保存")
    # And the district finds the session held; without evidence nothing is accepted
    desk = at_desk(DISTRICT_OFFICER)
    desk.goes_to("/programmes/")
    desk.follows("巴南区", desk.page.locator("#districts"))
    desk.follows("各区县团辅活动完成")
    desk.presses("登记意见", then="还没有佐证材料")
    desk.fills("情况说明", "四场活动签到表已存档。")
    desk.presses("添加佐证", then="佐证已添加")
    desk.presses("登记意见", then="验收意见已登记")
    desk.sees("验收通过")


def test_every_figure_of_the_round_opens_but_for_the_leader(at_desk: Comes) -> None:
    city = at_desk(CITY_OFFICER)
    city.goes_to("/programmes/")
    figures = city.figures()
    assert figures["覆盖区县和功能区"] == "40"
    city.page.locator(".nt-stat", has_text="到场儿童").first.click()
    city.looks()
    assert city.listed() == int(figures["到场儿童"])
    city.goes_to("/programmes/")
    city.page.locator(".nt-stat", has_text="已举办").click()
    city.looks()
    assert city.listed() == int(figures["已举办"])
    city.goes_to("/services/")
    city.follows("2018-妇儿-03")
    city.sees("1,560,000元", "468,000元")
    leader = at_desk(LEADER)
    leader.goes_to("/programmes/")
    assert leader.figures()["到场儿童"] == figures["到场儿童"]
    assert leader.page.locator("main a[href^='/programmes/']").count() == 0
    leader.is_refused("/programmes/sessions/")
