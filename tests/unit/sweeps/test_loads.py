"""A roster read, compared with the one before, stopped, killed, taken up again: no row is lost."""

import contextlib
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection

from nuantong.access.reader import system_reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.core.listing import LongListing
from nuantong.sweeps import running, settling, storing_frames
from nuantong.sweeps.actions import loads
from nuantong.sweeps.comparing import compare
from nuantong.sweeps.keeping import kept
from nuantong.sweeps.models import FilePart, Load, LoadRow, Record
from nuantong.sweeps.queries.loads import changes_of
from nuantong.sweeps.queries.records import in_words
from tests.conftest import VILLAGE, make_child, place
from tests.unit.sweeps.rosters_made import (
    HEADER,
    a_source,
    an_id,
    bring,
    csv_of,
    pupil,
    standings,
    work_off,
    workbook,
)

pytestmark = pytest.mark.django_db
LOST = "父死亡；母失联"


def every_row_has_a_record(load: Load) -> bool:
    rows = LoadRow.objects.filter(load=load)
    distinct = rows.exclude(record=None).values("record").distinct().count()
    return rows.count() == load.rows == distinct == load.new + load.changed + load.same


def test_each_row_gets_the_standing_its_facts_give_it() -> None:
    make_child("小乐", VILLAGE, birth_date=dt.date(2009, 3, 4))
    source = a_source()
    load = bring(source, csv_of([
        pupil("小乐", 362), pupil("周普通", 363), pupil("吴情形", 364, 家庭情况备注=LOST),
        pupil("郑缺项", 365, 家庭情况备注="父死亡"), pupil("王成年", 366, born="19990101"),
    ]))  # fmt: skip
    assert load.stage == Load.Stage.DONE and every_row_has_a_record(load)
    found = standings(source)
    assert found["小乐"] in ("on_register", "waiting review")
    assert {**found, "小乐": ""} == {
        "小乐": "", "周普通": "excluded ordinary", "吴情形": "waiting visit",
        "郑缺项": "waiting facts", "王成年": "excluded adult",
    }  # fmt: skip
    assert all(r.rule for r in Record.objects.filter(standing="excluded"))


def test_a_row_belongs_to_its_village_and_else_to_the_sources_place() -> None:
    source = a_source(code="500113000000")
    bring(source, csv_of([
        pupil("有村", 361), pupil("无址", 363, 家庭住址=""), pupil("外区", 365, 家庭住址="永川区板桥镇"),
    ]))  # fmt: skip
    where = dict(Record.objects.values_list("name", "region__code"))
    assert where == {
        "有村": place(VILLAGE).code[:9] + where["有村"][9:], "无址": "500113000000", "外区": "500113000000",
    }  # fmt: skip
    assert standings(source)["外区"] == "excluded outside"


def test_the_next_load_is_compared_and_decisions_stay() -> None:
    source = a_source()
    first = [pupil("甲同", 361), pupil("乙变", 363), pupil("丙走", 365)]
    bring(source, csv_of(first))
    kept = Record.objects.get(name="甲同")
    second = bring(source, csv_of([
        pupil("丁新", 367), pupil("甲同", 361), pupil("乙变", 363, 家庭情况备注=LOST),
    ]))  # fmt: skip
    assert (second.new, second.changed, second.same, second.gone) == (1, 1, 1, 1)
    assert Record.objects.get(name="甲同").pk == kept.pk
    assert standings(source)["乙变"] == "waiting visit", "a new hint reopens"
    assert Record.objects.get(name="丙走").gone_at is not None
    assert standings(source)["丙走"] == "excluded ordinary", "who left the list keeps the standing"


def test_whoever_comes_back_is_the_same_record() -> None:
    source = a_source()
    both = [pupil("甲同", 361), pupil("丙走", 365)]
    bring(source, csv_of(both))
    bring(source, csv_of(both[:1]))
    third = bring(source, csv_of([*both, pupil("丁新", 367)]))
    assert (third.new, third.same) == (1, 2)
    assert Record.objects.get(name="丙走").gone_at is None


def test_a_corrected_name_or_number_is_the_same_record() -> None:
    source = a_source()
    bring(source, csv_of([pupil("王子涵", 361), pupil("李晨", 363, 身份证号="")]))
    again = bring(source, csv_of([pupil("王梓涵", 361), pupil("李晨", 363)]))
    assert (again.new, again.changed, again.gone) == (0, 2, 0)


def test_the_same_file_under_a_new_name_is_known() -> None:
    source, data = a_source(), csv_of([pupil("甲", 361)])
    bring(source, data, "九月.csv")
    with pytest.raises(Refusal, match="九月.csv"):
        loads.receive(
            source=source, file=io.BytesIO(data), file_name="十月.csv", by=system_reader()
        )


def test_the_same_file_for_another_source_is_said() -> None:
    data = csv_of([pupil("甲同学", 361)])
    bring(a_source("学籍"), data)
    other = loads.receive(
        source=a_source("残联"), file=io.BytesIO(data), file_name="b.csv", by=system_reader()
    )
    assert any("学籍" in note for note in other.notes)


def test_one_load_at_a_time() -> None:
    source, by = a_source(), system_reader()
    loads.receive(
        source=source, file=io.BytesIO(csv_of([pupil("甲同学", 361)])), file_name="a.csv", by=by
    )
    with pytest.raises(Refusal, match="还有一期没有处理完"):
        loads.receive(
            source=source, file=io.BytesIO(csv_of([pupil("乙同学", 363)])), file_name="b.csv", by=by
        )


def test_the_file_is_kept_as_received_and_unreadable() -> None:
    data = csv_of([pupil("甲同学", 361)])
    load = bring(a_source(), data)
    assert kept(load).read() == data
    stored = FilePart.objects.values_list("sealed", flat=True)
    assert all("甲同学".encode() not in bytes(raw) for raw in stored)


def test_columns_are_learnt_by_heading() -> None:
    source, by = a_source(), system_reader()
    header = ["姓名", "代码", "出生日期"]
    rows = [["甲同学", an_id(), "2009-03-04"]]
    load = loads.receive(
        source=source, file=io.BytesIO(csv_of(rows, header)), file_name="a.csv", by=by
    )
    assert load.mapping["代码"] == ""
    mapping = {**load.mapping, "代码": "id_number"}
    loads.settle_columns(load=load, mapping=mapping, chosen=load.chosen, revision=0, by=by)
    loads.start(load=load, by=by)
    work_off(load)
    rows.append(["乙同学", an_id(order=363), "2009-03-04"])
    again = loads.receive(
        source=source, file=io.BytesIO(csv_of(rows, header)), file_name="b.csv", by=by
    )
    assert again.mapping["代码"] == "id_number"


def test_a_form_overtaken_by_another_is_refused() -> None:
    by = system_reader()
    load = loads.receive(
        source=a_source(), file=io.BytesIO(csv_of([pupil("甲同学", 361)])), file_name="a", by=by
    )
    kept = {"mapping": load.mapping, "chosen": load.chosen, "by": by}
    loads.settle_columns(load=load, revision=0, **kept)
    with pytest.raises(Refusal, match="已被改过"):
        loads.settle_columns(load=load, revision=0, **kept)


class Killed(Exception):
    """The worker's machine went down."""


@pytest.fixture
def killed_after(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """The next run ends without a word after so many chunks of two rows."""

    def ends(chunks: int) -> None:
        monkeypatch.setattr(storing_frames, "TOGETHER", 2)
        told = iter(range(chunks))

        def tell(*_: Any) -> None:
            if next(told, None) is None:
                raise Killed

        monkeypatch.setattr(running, "_tell", tell)

    return ends


def test_killed_at_any_point_it_goes_on_without_doubled_rows(
    killed_after: Callable[[int], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    source, by = a_source(), system_reader()
    data = csv_of([pupil(f"学生{'甲乙丙丁戊己庚'[n]}", 361 + 2 * n) for n in range(7)])
    load = loads.receive(source=source, file=io.BytesIO(data), file_name="a.csv", by=by)
    seen = []
    for chunks in (0, 1, 0, 1, 2):
        loads.start(load=load, by=by)
        with monkeypatch.context() as once:
            tell = running._tell
            killed_after(chunks)
            with contextlib.suppress(Killed):
                running.run(load.pk)
            once.undo()
            monkeypatch.setattr(running, "_tell", tell)
        load.refresh_from_db()
        seen.append(LoadRow.objects.filter(load=load).count())
        if load.stage == Load.Stage.DONE:
            break
    assert seen == sorted(seen)
    if load.stage != Load.Stage.DONE:
        loads.start(load=load, by=by)
        work_off(load)
    assert load.stage == Load.Stage.DONE and load.rows == 7 and every_row_has_a_record(load)


def test_the_database_ends_what_a_killed_worker_asked_of_it() -> None:
    bring(a_source(), csv_of([pupil("甲同学", 361)]))
    with connection.cursor() as cursor:
        cursor.execute("SHOW client_connection_check_interval")
        assert cursor.fetchone() == ("5s",)


def test_stopped_it_waits_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    source, by = a_source(), system_reader()
    monkeypatch.setattr(storing_frames, "TOGETHER", 1)
    data = csv_of([pupil("甲同学", 361), pupil("乙同学", 363), pupil("丙同学", 365)])
    load = loads.receive(source=source, file=io.BytesIO(data), file_name="a.csv", by=by)
    loads.start(load=load, by=by)
    loads.stop(load=load, by=by)
    Load.objects.filter(pk=load.pk).update(work_state="queued")
    work_off(load)
    assert (load.stage, load.rows, load.work_state) == ("reading", 1, "draft")
    loads.start(load=load, by=by)
    assert work_off(load).rows == 3


def test_stopped_while_comparing_nothing_has_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    source, by = a_source(), system_reader()
    bring(source, csv_of([pupil("甲同学", 361), pupil("乙同学", 363)]))
    data = csv_of([pupil("甲同学", 361, 家庭情况备注=LOST), pupil("丙同学", 365)])
    load = loads.receive(source=source, file=io.BytesIO(data), file_name="b.csv", by=by)
    kept_so_far = list(Record.objects.order_by("pk").values())
    for steps in range(9):
        left = iter(range(steps))

        def check(left: Any = left) -> None:
            if next(left, None) is None:
                raise running.Stopped

        loads.start(load=load, by=by)
        with monkeypatch.context() as once:
            once.setattr(running, "compare", lambda load, _, check=check: compare(load, check))
            work_off(load)
        assert (load.stage, load.work_state) == ("comparing", "draft")
        assert list(Record.objects.order_by("pk").values()) == kept_so_far
    loads.start(load=load, by=by)
    done = work_off(load)
    assert (done.stage, done.new, done.changed, done.gone) == ("done", 1, 1, 1)


def test_linking_taken_up_again_looks_at_the_whole_list(monkeypatch: pytest.MonkeyPatch) -> None:
    source, by, looked = a_source(), system_reader(), []

    def spy(rows: Any, *_: Any) -> Any:
        looked.append([row.name for row in rows])
        return iter(())

    monkeypatch.setattr(settling, "propose", spy)
    monkeypatch.setattr(settling, "BATCH", 1)
    bring(source, csv_of([pupil("甲同学", 361), pupil("旧同学", 369)]))
    rows = [pupil("乙同学", 363), pupil("丙同学", 365), pupil("丁同学", 367)]
    data = csv_of([pupil("甲同学", 361), *rows])
    load = loads.receive(source=source, file=io.BytesIO(data), file_name="b.csv", by=by)
    loads.start(load=load, by=by)
    with monkeypatch.context() as once, pytest.raises(KeyboardInterrupt):
        once.setattr(settling, "settle_batch", interrupted_after(1, settling.settle_batch))
        running.run(load.pk)
    assert Record.objects.filter(reason="linking").count() == 2
    loads.start(load=load, by=by)
    assert work_off(load).stage == "done"
    assert looked == [["甲同学", "旧同学"], *[["乙同学", "丙同学", "丁同学"]] * 2]


def interrupted_after(times: int, work: Callable[..., None]) -> Callable[..., None]:
    left = iter(range(times))

    def once(*given: Any) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        work(*given)

    return once


def test_a_row_that_says_the_same_leaves_its_record_alone() -> None:
    source = a_source()
    bring(source, csv_of([pupil("甲同学", 361)]))
    place = "SELECT ctid::text FROM sweeps_record"
    with connection.cursor() as cursor:
        cursor.execute(place)
        before = cursor.fetchall()
        again = bring(source, csv_of([pupil("甲同学", 361), pupil("乙同学", 363)]))
        cursor.execute(f"{place} WHERE first_load_id <> {again.pk}")
        assert (again.same, cursor.fetchall()) == (1, before)


def test_a_long_list_counts_and_sorts_no_further_than_it_shows(
    client_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = a_source(code="500113000000")
    load = bring(source, csv_of([pupil(f"学生{'甲乙丙丁戊己'[n]}", 361 + 2 * n) for n in range(6)]))
    client = client_of(Role.DISTRICT_OFFICER)
    assert "共 6 条" in client.get(f"/sweeps/loads/{load.pk}/").content.decode()
    monkeypatch.setattr(LongListing, "MOST", 4)
    for address in (f"/sweeps/loads/{load.pk}/?sort=-name", "/sweeps/records/?sort=-name"):
        listing = client.get(address).context["listing"]
        assert (listing.total, len(listing.rows), listing.is_cut) == (4, 4, True)
        assert listing.sort == listing.default_sort
        assert "4 条以上" in client.get(address).content.decode()
    listing = client.get(f"/sweeps/loads/{load.pk}/?sort=-name&name=学生丁").context["listing"]
    assert (listing.total, listing.is_cut, listing.sort) == (1, False, "-name")


def test_a_load_that_has_not_touched_the_records_can_be_thrown_away() -> None:
    source, by = a_source(), system_reader()
    data = csv_of([pupil("甲同学", 361)])
    load = loads.receive(source=source, file=io.BytesIO(data), file_name="a.csv", by=by)
    loads.discard(load=load, by=by)
    assert bring(source, data).stage == "done", "the same file may come again"
    with pytest.raises(Refusal, match="不能作废"):
        loads.discard(load=Load.objects.get(stage="done"), by=by)


def test_two_sheets_of_different_years_are_asked_about() -> None:
    source, by = a_source(), system_reader()
    rows = [HEADER, pupil("甲同学", 361)]
    old = [HEADER, pupil("乙同学", 363)]
    data = workbook(**{"2017年": old, "2018年": rows})
    load = loads.receive(source=source, file=io.BytesIO(data), file_name="a.xlsx", by=by)
    assert load.chosen == [] and any("年份不同" in note for note in load.notes)
    with pytest.raises(Refusal, match="年份不同"):
        loads.start(load=load, by=by)
    loads.settle_columns(load=load, mapping=load.mapping, chosen=["2018年"], revision=0, by=by)
    loads.start(load=load, by=by)
    work_off(load)
    assert [r.name for r in Record.objects.all()] == ["甲同学"]


def test_several_sheets_of_one_year_are_read_together() -> None:
    data = workbook(
        一年级=[HEADER, pupil("甲同学", 361)],
        二年级=[HEADER, pupil("乙同学", 363)],
        说明=[["说明"]],
    )
    load = bring(a_source(), data, "a.xlsx")
    assert load.rows == 2 and every_row_has_a_record(load)
    assert any("说明" in note for note in load.notes)


def test_columns_shifted_from_a_row_on_are_moved_back_and_told() -> None:
    right = [pupil(f"学生{'甲乙丙'[n]}", 361 + 2 * n) for n in range(3)]
    shifted = [[row[0], *row] for row in [pupil("丁移位", 371), pupil("戊移位", 373)]]
    source = a_source()
    load = bring(source, csv_of([*right, *shifted]))
    assert every_row_has_a_record(load)
    moved = Record.objects.filter(flags__contains=["shifted"])
    assert {r.name for r in moved} == {"丁移位", "戊移位"}
    assert {r.birth_date for r in moved} == {dt.date(2009, 3, 4)}
    assert standings(source)["丁移位"] == "waiting facts", "a person looks at what was moved"


def test_a_roster_of_adults_puts_nobody_on_a_list() -> None:
    source = a_source()
    bring(
        source,
        csv_of(
            [pupil(f"成人{n}", 361 + 2 * n, born="19800101", 家庭情况备注=LOST) for n in range(4)]
        ),
    )
    assert set(standings(source).values()) == {"excluded adult"}


def test_every_row_the_same_child() -> None:
    source = a_source()
    load = bring(source, csv_of([pupil("甲同学", 361)] * 5))
    assert load.rows == 5 and every_row_has_a_record(load)
    reasons = sorted(Record.objects.values_list("reason", flat=True))
    assert reasons == ["duplicate"] * 4 + ["ordinary"]
    first = Record.objects.get(reason="ordinary")
    assert set(
        Record.objects.filter(reason="duplicate").values_list("duplicate_of", flat=True)
    ) == {first.pk}


def test_many_without_an_id_and_a_header_in_row_seven() -> None:
    rows = [
        pupil(f"学生{n}号", 361 + 2 * n, 身份证号="" if n % 2 else an_id(order=361 + 2 * n))
        for n in range(10)
    ]
    above = "\n".join(["巴南区学籍名册", "填报单位：教委", "", "", "", "说明：按学校排列"]) + "\n"
    load = bring(a_source(), above.encode() + csv_of(rows))
    assert load.rows == 10 and every_row_has_a_record(load)
    assert load.sheets[0]["header_row"] == 7


def test_half_the_file_in_another_encoding() -> None:
    head = csv_of([pupil(f"学生{n}号", 361 + 2 * n) for n in range(5)])
    tail = csv_of(
        [pupil(f"国标{n}号", 381 + 2 * n) for n in range(5)], encoding="gb18030"
    ).partition(b"\n")[2]
    source = a_source()
    load = bring(source, head + tail)
    assert load.rows == 10
    assert {"国标0号", "学生4号"} <= set(standings(source))


def test_a_row_without_name_or_number_is_no_person_and_still_counted() -> None:
    source = a_source()
    load = bring(
        source, csv_of([pupil("", 361, 身份证号="无"), pupil("", 363), pupil("甲同学", 365)])
    )
    assert load.rows == 3 and every_row_has_a_record(load)
    reasons = sorted(Record.objects.values_list("reason", flat=True))
    assert reasons == ["facts", "no_person", "ordinary"]


def test_rows_of_a_care_list_that_are_not_on_the_register_wait_for_registration() -> None:
    source = a_source("残联", "care")
    bring(source, csv_of([pupil("甲同学", 361)]))
    assert standings(source) == {"甲同学": "waiting register"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"\x89PNG", "随便一句话\n".encode()])
def test_what_is_no_list_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        loads.receive(
            source=a_source(), file=io.BytesIO(data), file_name="a.csv", by=system_reader()
        )
    assert "\n" not in str(refused.value)


def test_the_command_loads_and_says_the_sums(tmp_path: Any, capsys: Any) -> None:
    file = tmp_path / "学籍.csv"
    file.write_bytes(csv_of([pupil("甲同学", 361), pupil("乙同学", 363)]))
    call_command("sweep", file, "--source", "学籍", "--office", "education")
    assert "2 rows = 2 new + 0 changed + 0 same" in capsys.readouterr().out
    with pytest.raises(CommandError, match="完全相同"):
        call_command("sweep", file, "--source", "学籍")


def test_the_page_of_columns_keeps_each_choice_with_its_heading(client_of: Any) -> None:
    source = a_source(code="500113000000")
    client = client_of(Role.DISTRICT_OFFICER)
    file = SimpleUploadedFile("名册.csv", csv_of([pupil("甲同学", 361)]))
    client.post(f"/sweeps/sources/{source.pk}/", {"file": file})
    load = source.loads.get()
    before = dict(load.mapping)
    page = client.get(f"/sweeps/loads/{load.pk}/")
    sent = {f"column_{c.number}": c.field for c in page.context["columns"]}
    sent |= {"sheets": "CSV", "revision": "0"}
    client.post(f"/sweeps/loads/{load.pk}/columns/", sent)
    load.refresh_from_db()
    assert load.mapping == before and load.work_state == "queued"
    assert work_off(load).stage == "done"
    assert "甲*学" in client.get(f"/sweeps/loads/{load.pk}/").content.decode()


def test_what_changed_is_told_in_words_and_what_identifies_is_hidden() -> None:
    source = a_source()
    first = pupil("甲同学", 361, 家长电话="13900000001")
    bring(source, csv_of([first], encoding="gb18030"))
    load = bring(
        source, csv_of([pupil("甲同学", 361, 家长电话="13900000002", 家庭情况备注="父死亡")])
    )
    [row] = LoadRow.objects.filter(load=load).select_related("record")
    told = {change.field: (change.before, change.now) for change in changes_of(row)}
    assert told["父亲情况"][0] == "" and "死亡" in told["父亲情况"][1]
    assert told["监护人电话"] == ("（已隐藏）", "（已隐藏）")


def test_codes_are_shown_by_their_names() -> None:
    assert in_words("stage", "primary") == "小学"
    assert in_words("needs", ["study", "living"]) == "学习辅导、生活救助"
    assert (in_words("boarding", True), in_words("school", None)) == ("是", "")
