"""Paper forms typed in: nothing is lost, nothing recorded twice, errors stand beside their cell."""

import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter

from nuantong.access.roles import Role
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.core.xlsx import write_workbook
from nuantong.visits.actions import add_row, begin_batch, load_sheet, save_row
from nuantong.visits.models import PaperRow, Visit
from nuantong.visits.sheets import columns, read_sheet, sheet_rows
from nuantong.visits.typed import read_typed
from tests.conftest import NEXT_VILLAGE, TODAY, VILLAGE
from tests.unit.visits.conftest import met

pytestmark = pytest.mark.django_db
WHOLE = {
    "happened_on": "8.20",
    "outcome": "met",
    "met": "1 2",
    "grade": "fair",
    "family": "祖母有高血压",
}


@pytest.fixture
def officer(reader):
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def batch(cast, make, officer):
    return begin_batch(place=make.place(VILLAGE).pk, visitor="张桂芳", by=officer)


def save(row: PaperRow, by, typed=WHOLE, **more):
    return save_row(row=row, typed=typed, version=more.pop("version", row.version), by=by, **more)


def test_a_batch_has_a_row_for_every_child_at_home_in_the_village(batch, cast, make) -> None:
    make.child("小远", NEXT_VILLAGE)
    assert [row.child for row in batch.rows.all()] == [cast.children.own]


def test_a_row_that_stands_is_recorded_as_a_visit_from_paper(batch, officer, cast) -> None:
    row, errors = save(batch.rows.get(), officer)
    assert errors == {} and row.visit is not None
    visit = Visit.objects.get()
    assert (visit.source, visit.visitor, visit.happened_on) == (
        "paper",
        "张桂芳",
        dt.date(2018, 8, 20),
    )
    assert visit.met == ["child", "guardian"] and visit.texts == {"family": "祖母有高血压"}
    assert visit.recorded_by == officer.user


def test_the_same_row_again_is_the_same_visit(batch, officer) -> None:
    row, _ = save(batch.rows.get(), officer)
    again, errors = save(row, officer, version=1)
    assert again.visit == row.visit and errors == {} and Visit.objects.count() == 1


def test_an_unfinished_row_stays_as_it_was_typed_and_names_its_cells(batch, officer) -> None:
    row, errors = save(batch.rows.get(), officer, {"outcome": "met", "grade": "9", "note": "未完"})
    assert set(errors) == {"happened_on", "met", "grade"} and "1到3" in errors["grade"]
    assert PaperRow.objects.get().values == {"outcome": "met", "grade": "9", "note": "未完"}
    assert not Visit.objects.exists()


def test_a_draft_is_kept_and_never_recorded(batch, officer) -> None:
    row, errors = save(batch.rows.get(), officer, draft=True)
    assert errors == {} and row.visit is None and row.values["family"] == "祖母有高血压"


def test_what_was_typed_cannot_be_read_in_the_database(batch, officer) -> None:
    save(batch.rows.get(), officer, draft=True)
    raw = PaperRow.objects.extra(select={"raw": "typed"}).values_list("raw").get()[0]
    assert "高血压".encode() not in bytes(raw)


def test_of_two_who_type_the_same_row_the_second_is_told(batch, officer) -> None:
    row = batch.rows.get()
    save(row, officer, draft=True)
    with pytest.raises(StaleVersion, match="他人改过"):
        save(row, officer, {"note": "另一个人"}, version=1)
    assert PaperRow.objects.get().values["family"] == "祖母有高血压"


def test_a_visit_known_from_the_phone_asks_before_it_is_doubled(
    batch, officer, cast, visit
) -> None:
    visit(met(cast.children.own, on=dt.date(2018, 8, 20)))
    row, errors = save(batch.rows.get(), officer)
    assert "不是同一次" in errors["again"] and row.visit is None
    row, errors = save(row, officer, {**WHOLE, "again": "1"})
    assert row.visit is not None and Visit.objects.count() == 2


def test_a_home_on_no_list_needs_a_name(batch, officer) -> None:
    row = add_row(batch=batch, by=officer)
    row, errors = save(row, officer)
    assert errors == {"label": "请填姓名"}
    row, errors = save(row, officer, {**WHOLE, "label": "王大山家"})
    assert row.visit.children.get().label == "王大山家"


def test_a_batch_of_others_is_refused(batch, reader, make) -> None:
    with pytest.raises(Refusal, match="录入范围"):
        begin_batch(
            place=make.place("500118116200").pk, visitor="张", by=reader(Role.DISTRICT_OFFICER)
        )
    for role in (Role.CARER, Role.CITY_OFFICER):
        with pytest.raises(Refusal, match="录入范围"):
            save(batch.rows.get(), reader(role))


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("happened_on", "0820", dt.date(2018, 8, 20)),
        ("happened_on", "8月20日", dt.date(2018, 8, 20)),
        ("happened_on", "12-30", dt.date(2017, 12, 30)),
        ("happened_on", "2018/8/1", dt.date(2018, 8, 1)),
        ("needs", "1，3、学习辅导", ["living", "study"]),
        ("grade", "差", "poor"),
        ("met", "受委托照护人", ["carer"]),
        ("focus", "√", True),
        ("entrusted_checked", "1", True),
    ],
)
def test_paper_is_read_in_the_words_people_write(field, text, value) -> None:
    assert read_typed({field: text}, TODAY).values[field] == value


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("happened_on", "2.30", "日历"),
        ("happened_on", "2018-9-1", "之后"),
        ("grade", "1 2", "只能选一项"),
        ("needs", "9", "填1到8"),
        ("focus", "也许", "“是”或“否”"),
        ("family", "字" * 201, "最多200"),
        ("parents_on", "昨天", "不是日期"),
    ],
)
def test_what_cannot_be_read_says_so_beside_its_cell(field, text, said) -> None:
    assert said in read_typed({field: text}, TODAY).errors[field]


def sheet(rows) -> bytes:
    file = io.BytesIO()
    write_workbook(file, "走访表", columns(), rows, note="选项填数字")
    return file.getvalue()


def test_the_sheet_goes_out_and_comes_back_filled(batch, officer, cast) -> None:
    [line] = sheet_rows(batch.rows.all())
    assert line[:2] == [cast.children.own.number, "小乐"]
    headings = [c if isinstance(c, str) else c.label for c in columns()]
    values = dict(zip(headings, line, strict=True))
    values |= {"日期": dt.date(2018, 8, 20), "结果": 1, "见到了谁": "1,2", "监护评定": "一般"}
    data = sheet([[values[name] for name in headings]])
    done = load_sheet(batch=batch, data=data, by=officer)
    assert (done.recorded, done.waiting, done.problems) == (1, 0, [])
    again = load_sheet(batch=batch, data=data, by=officer)
    assert (again.recorded, again.known) == (0, 1) and Visit.objects.count() == 1


def test_a_filled_sheet_with_mistakes_keeps_every_row_and_names_it(batch, officer, cast) -> None:
    headings = [c if isinstance(c, str) else c.label for c in columns()]
    blank = dict.fromkeys(headings, "")
    own = {**blank, "儿童编号": cast.children.own.number, "结果": "见到了", "日期": "8.20"}
    stranger = {**blank, "儿童编号": "T9999999", "结果": "1"}
    found = {**blank, "姓名": "王大山家", "结果": "无人在家", "日期": "8.21"}
    data = sheet([list(row.values()) for row in (own, stranger, found, found)])
    done = load_sheet(batch=batch, data=data, by=officer)
    assert (done.recorded, done.waiting, done.known) == (1, 1, 1)
    assert "第4行" in done.problems[0] and "T9999999" in done.problems[1]


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04broken", "姓名,日期".encode(), b"\xd0\xcf\x11\xe0old"]
)
def test_what_is_no_sheet_is_refused_with_words(data) -> None:
    with pytest.raises(Refusal, match="xlsx"):
        read_sheet(data)


def test_a_sheet_without_its_heading_and_a_bomb_are_refused() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet().write(0, 0, "随便")
    with pytest.raises(Refusal, match="没有找到表头"):
        read_sheet(file.getvalue())
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 61 * 1024 * 1024)
    with pytest.raises(Refusal, match="巨大"):
        read_sheet(bomb.getvalue())
