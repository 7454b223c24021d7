"""A pupils' list from its upload to a closed village: district, township, village."""

import datetime as dt
from pathlib import Path

import pytest

from nuantong.core.text.id_numbers import check_character
from tests.browser.people import DISTRICT_OFFICER, TOWNSHIP_CHAIR, VILLAGE_CHAIR, Comes
from tests.browser.visitor import Visitor

HEADINGS = "学校,姓名,性别,出生日期,身份证号,家长姓名,家庭住址,家庭情况备注"
HOME = "巴南区麻柳嘴镇八角村3组"


def pupil(name: str, born: dt.date, order: int, remark: str) -> str:
    first = f"500913{born:%Y%m%d}{order:03}"
    number = first + check_character(first)
    sex = "男" if order % 2 else "女"
    return f"麻柳嘴镇中心小学校,{name},{sex},{born},{number},{name[0]}家长,{HOME},{remark}"


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Somebody ordinary, somebody whose parents are lost, somebody grown up."""
    rows = [
        pupil("艾普通", dt.date(2010, 3, 1), 801, ""),
        pupil("艾难寻", dt.date(2011, 4, 2), 802, "父死亡；母失联"),
        pupil("艾成年", dt.date(1990, 5, 3), 803, "父死亡；母死亡"),
    ]
    file = tmp_path / "麻柳嘴镇学籍.csv"
    file.write_bytes("\n".join([HEADINGS, *rows]).encode("gb18030"))
    return file


def test_a_sweep_from_upload_to_a_closed_village(
    at_desk: Comes, on_phone: Comes, roster: Path
) -> None:
    # Given a district officer with a list of the education office
    officer = at_desk(DISTRICT_OFFICER)
    officer.follows("排查销号")
    officer.follows("排查名册")
    officer.fills("名册名称", "麻柳嘴镇学籍")
    officer.presses("建立")
    officer.page.get_by_label("名册文件").set_input_files(roster)
    # When she uploads it, then its columns are known; when it has run, every row has its standing
    officer.presses("上传并识别")
    officer.sees("核对工作表和列", "家庭情况备注")
    officer.presses("开始读取和比对", then="数据行")
    assert officer.figures()["数据行"] == "3"
    officer.sees("艾*寻", "入户走访", "所载情况不属困境", "已满18周岁")
    # And the child whose parents are lost is on the list of those on no list
    officer.follows("结案表")
    officer.sees("勾稽一致")
    officer.follows("符合情形、不在名单")
    officer.sees("艾*寻", "事实无人抚养")
    # Given the village's chair, who cannot close while the child waits
    village = on_phone(VILLAGE_CHAIR)
    village.goes_to("/sweeps/")
    village.sees("没有办完", "艾难寻")
    assert village.page.get_by_role("button", name="销号", exact=True).count() == 0
    # When the township registers everybody who waits there, or says why not
    township = at_desk(TOWNSHIP_CHAIR)
    township.goes_to("/sweeps/records/?standing=waiting&place=500113111200")
    township.follows("艾难寻")
    township.follows("登记入册")
    township.presses("登记入册", then="已登记入册")
    township.sees("在哪些名册上", "麻柳嘴镇学籍")
    _excludes_the_rest(township)
    # Then the village is closed by her name
    village.goes_to("/sweeps/")
    village.sees("每一行都有了去向", "勾稽一致")
    village.presses_and_confirms("销号", "销号", then="已销号")
    village.sees("张桂芳")


def _excludes_the_rest(township: Visitor) -> None:
    """Whoever else of the demo's own list waits in the village is excluded with a reason."""
    page = township.page
    while True:
        page.goto("/sweeps/records/?standing=waiting&place=500113111200")
        rows = page.locator("#listing tbody th a")
        if not rows.count():
            return
        rows.first.click()
        page.get_by_text("排除（写明原因）").click()
        page.get_by_label("依据").first.fill("走访核实，家庭正常")
        page.get_by_role("button", name="排除", exact=True).click()
