"""The tour, on the phone: 李春梅 and her two children."""

from tests.browser.people import (
    CARER,
    DISTRICT_OFFICER,
    RIGHTS_OFFICER,
    TOWNSHIP_CHAIR,
    VILLAGE_CHAIR,
    Comes,
)


def test_three_taps_record_a_contact_and_say_which_duties_it_filled(on_phone: Comes) -> None:
    # Given a carer who sees who is due this week
    carer = on_phone(CARER)
    carer.sees("我的孩子", "周小航", "周小婷", "每周见一次面")
    # When she taps the child, leaves 'met and talked' as it is, and saves
    carer.follows("记一次关爱：周小航")
    carer.sees("这次做了什么", "见了面，谈了心")
    carer.presses("保存")
    # Then she sees the tick and the duty, and it is done on her first screen
    carer.sees("已保存：周小航", "每周见一次面", "已完成")
    carer.follows("回到我的孩子")
    card = carer.page.get_by_role("article", name="周小航")
    assert "还有" not in card.get_by_role("listitem").filter(has_text="每周见一次面").inner_text()


def test_the_same_contact_can_be_taken_back(on_phone: Comes) -> None:
    carer = on_phone(CARER)
    carer.follows("记一次关爱：周小婷")
    carer.follows("和上次一样")
    carer.presses("保存")
    carer.sees("已保存：周小婷")
    carer.goes_to("/care/")
    carer.follows("记一次关爱：周小婷")
    carer.follows("记错了")
    carer.fills("为什么撤回", "点错了孩子")
    carer.presses("撤回")
    carer.sees("已撤回这条记录。")


def test_old_eyes_choose_large_type_and_every_page_keeps_it(on_phone: Comes) -> None:
    carer = on_phone(CARER)
    before = _body_size(carer)
    carer.presses("大字版")
    assert before >= 18
    assert _body_size(carer) >= 22
    for path in ("/care/", "/danger/", "/complaints/new/"):
        carer.goes_to(path)
        assert _body_size(carer) >= 22
    carer.goes_to("/care/")
    carer.follows("记一次关爱：周小婷")
    assert _body_size(carer) >= 22


def _body_size(visitor) -> float:
    return visitor.page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")


def test_what_a_thumb_taps_is_large_enough(on_phone: Comes) -> None:
    carer = on_phone(CARER)
    for path in ("/care/", "/danger/"):
        carer.goes_to(path)
        assert carer.small_targets() == []
    carer.follows("我的孩子")
    carer.follows("记一次关爱：周小婷")
    assert carer.small_targets() == []


def test_a_danger_is_reported_in_seconds_and_seen_by_the_rights_line_alone(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given a carer who meets a danger
    carer = on_phone(CARER)
    carer.follows("求助与危险")
    # Then 110 comes before everything else
    first = carer.page.locator("main a").first
    assert first.get_attribute("href") == "tel:110"
    # When she taps one situation and sends
    carer.chooses("我已拨打 110")
    carer.page.locator("input[name=situation]").first.check()
    carer.presses("提交报告")
    carer.sees("报告已经存好")
    address = carer.page.url
    # Then the rights officer of the district reads it
    rights = at_desk(RIGHTS_OFFICER)
    rights.sees("强制报告")
    rights.goes_to(address)
    rights.sees("李春梅")
    # And nobody between them does
    for other in (TOWNSHIP_CHAIR, DISTRICT_OFFICER):
        at_desk(other).is_refused(address)


def test_a_complaint_reaches_the_named_officer_and_comes_back_answered(
    on_phone: Comes, at_desk: Comes
) -> None:
    # Given a carer with something to say, who reads first who will answer
    carer = on_phone(CARER)
    carer.follows("投诉建议")
    carer.sees("巴南区妇联 陈静")
    # When she sends it
    carer.chooses("建议")
    carer.fills("想说什么", "雨季去八角村3组的路不通，能不能先电话联系？")
    carer.presses("提交")
    address = carer.page.url
    # Then the officer finds and answers it
    officer = at_desk(DISTRICT_OFFICER)
    officer.follows("投诉建议处理")
    officer.follows("雨季去八角村3组的路不通")
    officer.fills("答复", "可以，路通后再补一次见面。")
    officer.presses("答复")
    # And the carer reads the answer
    carer.goes_to(address)
    carer.sees("可以，路通后再补一次见面。", "陈静")


def test_a_calendar_address_is_made_fetched_and_stopped(on_phone: Comes) -> None:
    carer = on_phone(CARER)
    carer.goes_to("/me/")
    carer.follows("日历订阅")
    carer.presses("建立日历地址")
    # What her phone fetches needs no session and tells of nobody
    address = carer.page.get_by_label("地址", exact=True).input_value()
    fetched = carer.page.request.get(address)
    assert fetched.ok and fetched.text().startswith("BEGIN:VCALENDAR")
    assert "周小航" not in fetched.text()
    carer.presses("停用")
    carer.sees("建立日历地址")
    assert carer.page.request.get(address).status == 404


def test_what_the_carer_wrote_down_the_chair_does_not_count_again(on_phone: Comes) -> None:
    # Given a visit the carer has recorded herself
    chair = on_phone(VILLAGE_CHAIR)
    chair.follows("记一次关爱：周小航")
    chair.fills("哪一天", "2018-08-19")
    chair.presses("保存")
    # Then the chair is asked, and it stays one contact
    chair.sees("是不是同一次？", "李春梅录入")
    chair.presses("是同一次，合成一条")
    chair.sees("已保存：周小航")
