"""Pages of visits keep the walls: words after a reason, one's own children alone, prints on the log."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child, Guardian
from nuantong.visits.actions import begin_batch, save_row
from nuantong.visits.filled import About, Subject
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE
from tests.unit.visits.conftest import met

pytestmark = pytest.mark.django_db


def test_a_correction_opens_anothers_words_only_after_a_reason(cast, client_of, visit) -> None:
    kept = visit(met(cast.children.own, family="奶奶说的话"))
    url, words = f"/visits/records/{kept.key}/correct/", f"/visits/records/{kept.key}/words/"
    assert client_of(Role.CARER).get(url).status_code == 404
    assert client_of(Role.CARER).get(f"/visits/records/{kept.key}/withdraw/").status_code == 404
    officer = client_of(Role.TOWNSHIP_CHAIR)
    assert officer.get(url).url == f"/visits/records/{kept.key}/"
    officer.post(words, {"reason": "核实信息"})
    assert "奶奶说的话" in officer.get(url).content.decode()
    assert Event.objects.filter(action="查看走访记录", object_id=kept.key.hex).count() == 1


def test_the_tick_names_only_ones_own_children(cast, client_of, make, visit, chair) -> None:
    own = cast.children.own
    mate = make.child("欧阳宁", VILLAGE, household=own.household)
    Pairing.objects.create(child=own, carer=cast.carer, start=TODAY, tier="village",
                           checked_on=TODAY)  # fmt: skip
    about = (About(Subject(own), {}), About(Subject(mate), {}))
    kept = visit(replace(met(own), about=about))
    page = client_of(Role.CARER).get(f"/visits/records/{kept.key}/saved/").content.decode()
    assert "小乐" in page and "欧阳宁" not in page


def test_the_comparison_is_a_look_at_the_file(cast, client_of, visit) -> None:
    own = cast.children.own
    Guardian.objects.create(child=own, name="祖母", relation="祖母", phone="13900000001")
    kept = visit(met(own, guardian_phone="13800000000"))
    url = f"/visits/records/{kept.key}/changes/{own.number}/"
    asked = client_of(Role.CITY_OFFICER).get(url).content.decode()
    assert "13900000001" not in asked
    assert "13900000001" in client_of(Role.TOWNSHIP_CHAIR).get(url).content.decode()
    assert Event.objects.filter(action="查看档案", child_number=own.number).exists()


def test_sheets_and_routes_that_leave_the_screen_are_on_the_log(cast, client_of, reader) -> None:
    batch = begin_batch(place=cast.children.own.place_id, visitor="村干部",
                        by=reader(Role.TOWNSHIP_CHAIR))  # fmt: skip
    client_of(Role.TOWNSHIP_CHAIR).get(f"/visits/paper/{batch.key}/sheet/")
    client_of(Role.VILLAGE_CHAIR).get("/visits/route/")
    logged = Event.objects.filter(action__in=["下载走访表", "查看走访路线"])
    assert [event.changes for event in logged.order_by("pk")] == [{"count": 1}, {"count": 1}]


def test_words_of_a_closed_row_lie_open_for_whoever_typed_it(cast, client_of, reader) -> None:
    typist = reader(Role.TOWNSHIP_CHAIR)
    batch = begin_batch(place=cast.children.own.place_id, visitor="村干部", by=typist)
    typed = {"happened_on": "8.20", "outcome": "met", "met": "1", "grade": "fair",
             "family": "奶奶说的话"}  # fmt: skip
    save_row(row=batch.rows.get(), typed=typed, version=1, by=typist)
    url = f"/visits/paper/{batch.key}/"
    assert "奶奶说的话" in client_of(Role.TOWNSHIP_CHAIR).get(url).content.decode()
    assert "奶奶说的话" not in client_of(Role.DISTRICT_OFFICER).get(url).content.decode()


def test_rows_of_a_child_who_moved_away_are_out_of_reach(cast, client_of, make, reader) -> None:
    own = cast.children.own
    batch = begin_batch(place=own.place_id, visitor="村干部", by=reader(Role.TOWNSHIP_CHAIR))
    Child.objects.filter(pk=own.pk).update(place=make.place(NEIGHBOUR))
    client, row = client_of(Role.TOWNSHIP_CHAIR), f"/visits/paper/{batch.key}/rows/1/"
    assert client.post(row, {"version": 1}).status_code == 404
    assert own.name.encode() not in sheet_of(client.get(f"/visits/paper/{batch.key}/sheet/"))


def sheet_of(answer) -> bytes:
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as book:
        return b"".join(book.read(name) for name in book.namelist())
