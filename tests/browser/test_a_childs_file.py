"""A child's file: photos with consent, the year, the keepsakes of a village."""

from tests.browser.people import CARER, TOWNSHIP_CHAIR, Comes
from tests.unit.growth.conftest import png


def test_photos_go_with_their_consent_and_come_with_another(on_phone: Comes) -> None:
    carer = on_phone(CARER)
    carer.follows("档案：周小航")
    carer.follows("成长照片")
    carer.sees("照片（3）")
    carer.follows("撤回同意")
    carer.sees("马上看不到")
    carer.presses("撤回并删除照片")
    carer.follows("成长照片")
    carer.sees("没有同意的记录，不能存照片。", "以前的同意（1）")
    assert not carer.page.locator("img[src*=album]").count()
    carer.follows("登记同意")
    carer.chooses("监护人")
    carer.fills("同意人姓名", "陈素珍")
    carer.chooses("书面签字")
    carer.presses("登记")
    carer.follows("成长照片")
    photo = {"name": "a.png", "mimeType": "image/png", "buffer": png(400)}
    carer.page.locator("input[type=file]").set_input_files([photo])
    carer.fills("一句话说明", "一起种花")
    carer.presses("添加")
    carer.sees("已添加1张照片。", "一起种花")


def test_the_year_is_seen_at_both_sizes(on_phone: Comes, at_desk: Comes) -> None:
    for who in (on_phone(CARER), at_desk(TOWNSHIP_CHAIR)):
        who.goes_to("/children/T0000002/year/2018/")
        who.sees("2018年履行情况", "每周见一次面", "已履行")


def test_a_township_prints_the_keepsakes_of_a_village(at_desk: Comes) -> None:
    chair = at_desk(TOWNSHIP_CHAIR)
    chair.follows("成长纪念册")
    with chair.page.expect_download() as told:
        chair.page.get_by_role("button", name="打包下载").first.click()
    assert told.value.suggested_filename.endswith("成长纪念册.zip")
