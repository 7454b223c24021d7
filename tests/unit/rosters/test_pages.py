"""The pages: upload, columns, preview, import, result, undo."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.people.models import Child
from nuantong.rosters import tasks
from nuantong.rosters.models import RosterImport
from tests.unit.rosters.sheets_made import a_child, a_ledger, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client_of: Callable[[Role], Client]) -> Client:
    return client_of(Role.DISTRICT_OFFICER)


def brought() -> Any:
    """The children of lists, without those of the cast."""
    return Child.objects.exclude(guardians=None)


def upload(client: Client, data: bytes, name: str = "台账.xlsx") -> Any:
    return client.post(reverse("rosters:imports"), {"file": SimpleUploadedFile(name, data)})


def work() -> RosterImport:
    """The job in the queue is done."""
    job = ProcrastinateJob.objects.order_by("-id")[0]
    getattr(tasks, job.task_name.rpartition(".")[2])(**job.args)
    return RosterImport.objects.get()


def save_columns(client: Client, roster: RosterImport, **changes: str) -> Any:
    fields = {f"column_{index}": field for index, field in roster.mapping.items()}
    data = {**fields, **changes, "revision": roster.revision}
    return client.post(reverse("rosters:mapping", args=[roster.pk]), data)


def step(client: Client, roster: RosterImport, name: str) -> Any:
    address = reverse("rosters:step", args=[roster.pk, name])
    return client.post(address, {"revision": roster.revision}, follow=True)


def previewed(client: Client, rows: Any) -> RosterImport:
    upload(client, xlsx(a_ledger(rows)))
    save_columns(client, RosterImport.objects.get())
    return work()


def test_a_list_goes_from_the_upload_into_the_register_and_back(officer: Client) -> None:
    response = upload(officer, xlsx(a_ledger([a_child(1), a_child(2, 姓名="")])))
    roster = RosterImport.objects.get()
    page = officer.get(response.url)
    assert "公民身份证号码" in page.text
    assert a_child(1)[5] not in page.text
    save_columns(officer, roster)
    assert "正在预览" in officer.get(response.url).text
    roster = work()
    assert (roster.status, roster.new, roster.refused) == ("previewed", 1, 1)
    assert not brought().exists()
    assert "没有可用的姓名" in officer.get(response.url + "?outcome=refused").text
    step(officer, roster, "apply")
    assert work().status == "applied"
    child = brought().get()
    assert reverse("people:child", args=[child.number]) in officer.get(response.url).text
    step(officer, RosterImport.objects.get(), "undo")
    assert work().status == "undone"
    assert not brought().exists()


def test_a_double_click_and_a_second_tab_import_once(officer: Client) -> None:
    roster = previewed(officer, [a_child(1)])
    step(officer, roster, "apply")
    assert "正在处理" in step(officer, roster, "apply").text
    job = ProcrastinateJob.objects.order_by("-id")[0]
    work()
    tasks.apply(**job.args)
    assert "不能再做这一步" in step(officer, roster, "apply").text
    assert brought().count() == 1


def test_columns_changed_in_another_tab_stop_the_import(officer: Client) -> None:
    roster = previewed(officer, [a_child(1)])
    stale = RosterImport.objects.get()
    save_columns(officer, roster, column_18="")
    work()
    assert "已被改过" in step(officer, stale, "apply").text
    assert "已被改过" in officer.get(save_columns(officer, stale).url).text


def test_a_column_can_be_taken_for_something_else(officer: Client) -> None:
    upload(officer, xlsx([["姓名", "出生日期", "上哪个学校"], ["张三", "2008-03-20", "麻柳小学"]]))
    roster = RosterImport.objects.get()
    assert roster.unmapped == ["上哪个学校"]
    save_columns(officer, roster, column_2="school")
    assert work().unmapped == []
    refused = save_columns(officer, RosterImport.objects.get(), column_2="name")
    assert "同一项内容" in officer.get(refused.url).text


def test_a_wrong_guess_of_the_kind_is_corrected(officer: Client) -> None:
    upload(officer, xlsx([["姓名", "联系电话"], ["李春梅", "13800138000"]]))
    roster = RosterImport.objects.get()
    assert roster.kind == "children"
    officer.post(reverse("rosters:kind", args=[roster.pk]), {"kind": "carers"})
    assert RosterImport.objects.get().mapping == {"0": "name", "1": "phone"}


def test_the_sheet_comes_back_with_what_is_wrong(officer: Client) -> None:
    roster = previewed(officer, [a_child(1, 公民身份证号码="5.0E+17"), a_child(2)])
    response = officer.get(reverse("rosters:sheet", args=[roster.pk]))
    page = openpyxl.load_workbook(io.BytesIO(response.content)).active
    assert page is not None
    rows = list(page.iter_rows(values_only=True))
    assert rows[2][-1] == "错误说明"
    assert "科学记数法" in str(rows[3][-1])
    assert rows[4][-1] is None
    assert rows[4][5] == a_child(2)[5]


def test_what_is_no_table_is_refused_where_it_was_chosen(officer: Client) -> None:
    response = upload(officer, b"%PDF-1.4 ...", "台账.pdf")
    assert response.status_code == 422
    assert "PDF" in response.text
    assert not RosterImport.objects.exists()


def test_a_failure_is_shown_and_leaves_nothing(officer: Client, monkeypatch: Any) -> None:
    roster = previewed(officer, [a_child(1)])

    def broken(**_: Any) -> None:
        raise OSError

    step(officer, roster, "apply")
    monkeypatch.setattr(tasks.actions, "apply", broken)
    with pytest.raises(OSError):
        work()
    page = officer.get(reverse("rosters:roster", args=[roster.pk]))
    assert "没有写入任何内容" in page.text


def test_another_officers_list_is_not_there(
    officer: Client, client_of: Callable[[Role], Client]
) -> None:
    roster = previewed(officer, [a_child(1)])
    neighbour = client_of(Role.TOWNSHIP_CHAIR)
    for name in ("roster", "progress", "mapping", "sheet"):
        assert neighbour.get(reverse(f"rosters:{name}", args=[roster.pk])).status_code == 404
    assert step(neighbour, roster, "apply").status_code == 404
    city = client_of(Role.CITY_OFFICER)
    assert city.get(reverse("rosters:roster", args=[roster.pk])).status_code == 200


def test_a_step_left_behind_by_a_stopped_worker_can_be_begun_again(officer: Client) -> None:
    roster = previewed(officer, [a_child(1)])
    step(officer, roster, "apply")
    RosterImport.objects.update(started_at=clock.now() - dt.timedelta(hours=1))
    RosterImport.objects.update(work_state="running")
    step(officer, RosterImport.objects.get(), "apply")
    assert work().status == "applied"
