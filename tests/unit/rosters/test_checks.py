"""A list of background checks as an office returns it: whose each row is, what it adds, and back."""

import datetime as dt
from typing import Any

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.carers.actions import Check, enter_check
from nuantong.carers.models import BackgroundCheck
from nuantong.people.models import Carer
from nuantong.rosters import actions
from nuantong.rosters.headers import find_header, guess_kind
from nuantong.rosters.models import OUTCOMES, RosterImport
from nuantong.rosters.reading_checks import result_of
from nuantong.tasks.models import Task
from tests.conftest import NEXT_VILLAGE, TODAY, VILLAGE
from tests.unit.rosters.sheets_made import an_id, sheet, xlsx

pytestmark = pytest.mark.django_db
HEADER = ["序号", "姓名", "身份证号", "工号", "查询日期", "查询机关", "结果"]
ORGAN = "巴南区公安局"


def a_row(name: str, **said: Any) -> list[Any]:
    usual = {"序号": 1.0, "姓名": name, "查询日期": "2018-08-20", "查询机关": ORGAN, "结果": "无"}
    return [{**usual, **said}.get(heading, "") for heading in HEADER]


@pytest.fixture
def township(reader: Any) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def known(make: Any, cast: Any) -> Carer:
    index = Carer._meta.get_field("id_index").of(an_id("19800101", 102))
    return make.carer(
        "张素华", VILLAGE, id_number=an_id("19800101", 102), id_index=index,
        background_checked_on=dt.date(2017, 8, 1),
    )  # fmt: skip


def bring(by: Reader, *rows: list[Any], header: list[str] | None = None) -> RosterImport:
    data = xlsx([["爱心妈妈违法犯罪记录查询结果"], header or HEADER, *rows])
    roster = actions.receive(data=data, file_name="查询结果.xlsx", by=by)
    assert roster.kind == "checks"
    return actions.apply(roster=roster, by=by)


def counts(roster: RosterImport) -> tuple[int, ...]:
    return tuple(roster.counts[outcome] for outcome in OUTCOMES)


def reason(roster: RosterImport, number: int = 3) -> str:
    return str(roster.lines.get(number=number).reason)


def test_a_row_becomes_a_check_with_its_organ_and_result(township: Reader, known: Carer) -> None:
    roster = bring(township, a_row("张素华", 身份证号=an_id("19800101", 102)))
    assert counts(roster) == (0, 1, 0, 0, 0)
    assert reason(roster).startswith("背景查询由2017-08-01更新为2018-08-20 巴南区公安局")
    check = known.checks.get(on=dt.date(2018, 8, 20))
    assert (check.organ, check.result) == (ORGAN, "clear")
    known.refresh_from_db()
    assert known.background_checked_on == check.on
    assert counts(bring(township, a_row("张素华"))) == (0, 0, 1, 0, 0)
    assert known.checks.count() == 2


def test_a_preview_writes_nothing_and_undo_voids_what_was_added(
    township: Reader, known: Carer
) -> None:
    data = xlsx([HEADER, a_row("张素华")])
    roster = actions.receive(data=data, file_name="查询结果.xlsx", by=township)
    actions.preview(roster=roster, by=township)
    assert known.checks.count() == 1
    actions.apply(roster=roster, by=township)
    undone = actions.undo(roster=roster, by=township)
    known.refresh_from_db()
    assert (known.background_checked_on, undone.kept) == (dt.date(2017, 8, 1), [])
    voided = known.checks.get(on=dt.date(2018, 8, 20))
    assert voided.voided_reason == "撤销导入“查询结果.xlsx”"
    assert counts(bring(township, a_row("张素华"))) == (0, 1, 0, 0, 0)


def test_undo_leaves_a_check_that_somebody_else_entered(township: Reader, known: Carer) -> None:
    bringing = xlsx([HEADER, a_row("张素华")])
    roster = actions.receive(data=bringing, file_name="一.xlsx", by=township)
    actions.preview(roster=roster, by=township)
    enter_check(carer=known, check=Check(on=dt.date(2018, 8, 20), organ=ORGAN), by=township)
    actions.apply(roster=roster, by=township)
    actions.undo(roster=roster, by=township)
    assert known.checks.get(on=dt.date(2018, 8, 20)).stands


def test_an_adverse_row_bars_at_once_and_only_the_district_takes_it_back(
    township: Reader, known: Carer, reader: Any
) -> None:
    roster = bring(township, a_row("张素华", 结果="有犯罪记录"))
    known.refresh_from_db()
    assert known.background_checked_on is None
    assert Task.objects.open().filter(kind="carers.adverse").count() == 1
    assert "不能再结对" in reason(roster)
    kept = actions.undo(roster=roster, by=township).kept
    assert kept == [[3, "张素华", "有不良记录的查询只能由区县妇联作废"]]
    district = reader(Role.DISTRICT_OFFICER)
    again = bring(district, a_row("张素华", 结果="有犯罪记录", 查询日期="2018-08-21"))
    assert actions.undo(roster=again, by=district).kept == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"姓名": ""}, "没有可用的姓名"),
        ({"姓名": "查无此人", "身份证号": ""}, "里没有“查无此人”"),
        ({"身份证号": "50011319800101"}, "身份证号不对"),
        ({"身份证号": an_id("19800101", 104)}, "与登记的不一致"),
        ({"姓名": "李春梅", "身份证号": an_id("19800101", 102)}, "登记的是“张素华”"),
        ({"查询日期": ""}, "没有查询日期"),
        ({"查询日期": "2019-01-01"}, "没有查询日期"),
        ({"查询日期": "二月三十"}, "没有查询日期"),
        ({"查询机关": ""}, "没有查询机关"),
        ({"结果": ""}, "没有结果"),
        ({"结果": "待回复"}, "看不懂"),
        ({"身份证号": "", "工号": "M9999999"}, "没有工号是“M9999999”"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_taken_says_why(
    township: Reader, known: Carer, said: dict[str, Any], why: str
) -> None:
    name = said.pop("姓名", "张素华")
    row = a_row(name, **{"身份证号": an_id("19800101", 102), **said})
    roster = bring(township, row)
    assert counts(roster) == (0, 0, 0, 0, 1)
    assert why in reason(roster)
    assert known.checks.count() == 1


def test_her_staff_number_finds_her(township: Reader, cast: Any) -> None:
    number = cast.carer.user.staff_number
    assert counts(bring(township, a_row(cast.carer.name, 工号=number))) == (0, 1, 0, 0, 0)
    assert "姓名不同" in reason(bring(township, a_row("别人", 工号=number)))


def test_of_two_of_one_name_the_row_must_say_which(
    township: Reader, known: Carer, make: Any
) -> None:
    make.carer("张素华", NEXT_VILLAGE, background_checked_on=None)
    assert "请补上身份证号或工号" in reason(bring(township, a_row("张素华")))
    told = a_row("张素华", 身份证号=an_id("19800101", 102))
    assert counts(bring(township, told)) == (0, 1, 0, 0, 0)


def test_two_rows_of_one_day_that_contradict_each_other_are_both_refused(
    township: Reader, known: Carer
) -> None:
    rows = a_row("张素华"), a_row("张素华", 结果="有前科"), a_row("李春梅"), a_row("李春梅")
    roster = bring(township, *rows)
    assert counts(roster) == (0, 1, 0, 1, 2)
    assert "两种结果" in reason(roster) and "两种结果" in reason(roster, 4)


def test_nobody_of_another_township_is_found(township: Reader, make: Any, cast: Any) -> None:
    make.carer("外镇人", "500118116200", background_checked_on=None)
    roster = bring(township, a_row("外镇人"))
    assert "您管辖的爱心妈妈里没有" in reason(roster)
    assert not BackgroundCheck.objects.filter(on=TODAY).exists()


def test_an_organ_above_the_header_stands_for_the_rows(township: Reader, known: Carer) -> None:
    rows = [
        ["查询单位：巴南区公安局"],
        ["姓名", "身份证号", "查询日期"],
        ["张素华", "", "2018-08-20"],
    ]
    roster = actions.receive(
        data=xlsx(rows), file_name="名单.xlsx", by=township, kind="checks"
    )  # fmt: skip
    assert counts(actions.apply(roster=roster, by=township)) == (0, 1, 0, 0, 0)
    assert known.checks.get(on=dt.date(2018, 8, 20)).organ == ORGAN


@pytest.mark.parametrize(
    ("said", "heading", "meant"),
    [
        ("无", "结果", "clear"), ("无违法犯罪记录", "结果", "clear"), ("未发现异常", "结果", "clear"),
        ("未查询到违法犯罪记录", "结果", "clear"), ("没有", "结果", "clear"), ("有", "结果", "adverse"),
        ("有犯罪记录", "结果", "adverse"), ("不合格", "结果", "adverse"), ("无法查询", "结果", ""),
        ("有效", "结果", ""), ("无犯罪记录，但有吸毒史", "结果", ""), ("", "结果", ""),
        ("是", "结果", ""), ("否", "是否有违法犯罪记录", "clear"), ("是", "是否有违法犯罪记录", "adverse"),
    ],
)  # fmt: skip
def test_what_a_result_says(said: str, heading: str, meant: str) -> None:
    assert result_of(said, heading) == meant


def test_a_list_of_checks_is_told_from_a_roster_of_carers() -> None:
    checks = sheet([["背景查询结果"], HEADER, a_row("张素华")])
    carers = ["姓名", "手机", "村", "职务", "特长", "可结对户数", "无犯罪记录查询日期"]
    assert guess_kind(checks) == "checks"
    assert guess_kind(sheet([["爱心妈妈名册"], carers, ["张素华"] * 7])) == "carers"
    header = find_header(checks, "checks")
    assert header is not None and header.unmapped == []
