"""Where villages lie: what a table says row by row, and what is kept of it."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import Http404
from django.test import Client

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.pairing.actions.pins import apply_pins, read_pins, remove_pin, set_pin, undo_pins
from nuantong.pairing.placing import read_table
from nuantong.regions.models import Pin, PinLoad, Region
from nuantong.regions.pins import points, positions
from nuantong.regions.plane import Point
from nuantong.regions.tree import tree_on
from tests.conftest import TODAY, place

pytestmark = pytest.mark.django_db
OWN, NEXT, ELSEWHERE = "500113111200", "500113111201", "500118116200"
Readers = Callable[[Role], Reader]


def table(*rows: str, headings: str = "区划代码,经度,纬度") -> bytes:
    return "\n".join([headings, *rows]).encode()


@pytest.fixture
def load(reader: Readers) -> Callable[..., PinLoad]:
    def read(*rows: str, role: Role = Role.DISTRICT_OFFICER, **how: str) -> PinLoad:
        return read_pins(
            data=table(*rows, **how), file_name="坐标.csv", source="测绘", by=reader(role)
        )

    return read


CASES = [
    ("29.51,106.91", "写反了"),
    ("2.35,48.85", "不在中国"),
    ("116.4,39.9", "不在本市"),
    ("一百零六,29.5", "须是小数"),
    (",", "须是小数"),
    ("nan,29.5", "须是小数"),
]


@pytest.mark.parametrize(("numbers", "why"), CASES)
def test_a_row_that_cannot_be_is_refused_with_its_reason(
    load: Callable[..., PinLoad], numbers: str, why: str
) -> None:
    (row,) = load(f"{OWN},{numbers}").rows
    assert why in row["problem"]


def test_unknown_codes_and_places_of_others_are_refused(load: Callable[..., PinLoad]) -> None:
    rows = load("500113999999,106.9,29.5", f"{ELSEWHERE},105.9,29.4", "500113,106.9,29.5").rows
    assert [row["problem"][:6] for row in rows] == ["没有代码 5", "不在您负责的", "请写到乡镇或"]


def test_a_former_code_is_told_with_the_one_that_took_its_place() -> None:
    from datetime import date

    from nuantong.pairing.placing import Judge, Said

    tree = tree_on(date(2026, 1, 1))
    former = next(p for p in tree.places.values() if p.former)
    judge = Judge(tree, {}, lambda region: True)
    (row,) = judge.all([Said(2, former.code, "", "", "", "106.5", "29.6")])
    assert "旧代码" in row.problem
    assert tree.places[former.successor or 0].code in row.problem


def test_twice_the_same_is_written_once_and_twice_otherwise_not_at_all(
    load: Callable[..., PinLoad],
) -> None:
    rows = load(f"{OWN},106.9,29.5", f"{OWN},106.9,29.5").rows
    assert [bool(row["problem"]) for row in rows] == [False, True]
    rows = load(f"{OWN},106.9,29.5", f"{OWN},106.8,29.5").rows
    assert all("坐标不同" in row["problem"] for row in rows)


def test_a_village_far_from_its_districts_others_is_refused(load: Callable[..., PinLoad]) -> None:
    villages = Region.objects.filter(code__startswith="500113", level=4).order_by("code")[:12]
    near = [f"{v.code},{106.5 + n / 100:.2f},29.40" for n, v in enumerate(villages[:11])]
    rows = load(*near, f"{villages[11].code},108.9,30.9").rows
    assert not any(row["problem"] for row in rows[:11])
    assert "太远" in rows[11]["problem"]


def test_names_do_as_well_as_codes(load: Callable[..., PinLoad]) -> None:
    name = tree_on(TODAY).name(place(OWN).pk)
    rows = load(
        f"巴南区,麻柳嘴镇,{name},东经106.9°,２９.５",
        headings="区县,乡镇（街道）,村（社区）,经度,纬度",
    ).rows
    assert (rows[0]["problem"], rows[0]["region"]) == ("", place(OWN).pk)
    assert (rows[0]["longitude"], rows[0]["latitude"]) == (106.9, 29.5)


WRONG_FILES = [
    (b"PK\x03\x04", "csv"), (b"", "表头"), ("名称,高度\n甲,3".encode(), "经度"),
    ("经度,纬度\n1,2".encode(), "地名"), ("经度,纬度,村\n".encode("gb18030"), ""),
]  # fmt: skip


@pytest.mark.parametrize(("data", "word"), WRONG_FILES)
def test_a_file_that_is_no_table_of_coordinates_is_refused(data: bytes, word: str) -> None:
    if not word:
        assert read_table(data) == []
        return
    with pytest.raises(Refusal, match=word):
        read_table(data)


def test_a_table_is_written_once_and_taken_back_to_what_was_before(
    load: Callable[..., PinLoad], reader: Readers
) -> None:
    officer = reader(Role.DISTRICT_OFFICER)
    set_pin(region=place(OWN), longitude="106.8", latitude="29.4", source="", by=officer, seen=None)
    read = load(f"{OWN},106.9,29.5", f"{NEXT},106.91,29.51", f"{NEXT},1,2")
    assert [apply_pins(load=read, by=officer) for _ in range(2)] == [2, 2]
    assert points()[place(OWN).pk] == Point(106.9, 29.5)
    assert [undo_pins(load=read, by=officer) for _ in range(2)] == [2, 0]
    assert points() == {place(OWN).pk: Point(106.8, 29.4)}
    assert Pin.objects.count() == 4


def test_what_was_changed_after_the_table_stays_when_it_is_taken_back(
    load: Callable[..., PinLoad], reader: Readers
) -> None:
    officer = reader(Role.DISTRICT_OFFICER)
    read = load(f"{OWN},106.9,29.5")
    apply_pins(load=read, by=officer)
    seen = Pin.objects.get(ended_at=None).pk
    set_pin(region=place(OWN), longitude="106.8", latitude="29.4", source="", by=officer, seen=seen)
    assert undo_pins(load=read, by=officer) == 0
    assert points() == {place(OWN).pk: Point(106.8, 29.4)}


def test_the_second_of_two_who_pin_a_village_is_told(reader: Readers) -> None:
    officer = reader(Role.DISTRICT_OFFICER)
    one: dict[str, Any] = {"region": place(OWN), "source": "", "by": officer, "seen": None}
    first = set_pin(longitude="106.9", latitude="29.5", **one)
    assert set_pin(longitude="106.9", latitude="29.5", **one) == first
    with pytest.raises(StaleVersion):
        set_pin(longitude="106.7", latitude="29.5", **one)
    remove_pin(pin=first, by=officer)
    remove_pin(pin=first, by=officer)
    assert positions() == {}


def test_nobody_pins_a_village_of_others(reader: Readers) -> None:
    one: dict[str, Any] = {"longitude": "105.9", "latitude": "29.4", "source": "", "seen": None}
    for role in (Role.DISTRICT_OFFICER, Role.VILLAGE_CHAIR, Role.LEADER):
        with pytest.raises(Http404):
            set_pin(region=place(ELSEWHERE), by=reader(role), **one)


def test_the_database_keeps_one_pin_in_force_and_only_in_china(db: None) -> None:
    def pin(**values: Any) -> None:
        given = {"longitude": "106.9", "latitude": "29.5", "set_at": clock.now(), **values}
        with transaction.atomic():
            Pin.objects.create(region=place(OWN), source="测试", **given)

    pin()
    with pytest.raises(IntegrityError, match="pin_one_in_force"):
        pin()
    with pytest.raises(IntegrityError, match="pin_lies_in_china"):
        pin(longitude="29.5", latitude="10", ended_at=clock.now())


def test_an_officer_uploads_looks_writes_and_undoes(
    client_of: Callable[[Role], Client], cast: SimpleNamespace
) -> None:
    client = client_of(Role.DISTRICT_OFFICER)
    file = SimpleUploadedFile("坐标.csv", table(f"{OWN},106.9,29.5", "5001,1,2"))
    answer = client.post("/pairing/places/", {"file": file, "source": "测绘"}, follow=True)
    assert "没有代码" in answer.content.decode()
    preview = answer.redirect_chain[-1][0]
    assert not points()
    client.post(preview)
    assert len(points()) == 1
    page = client.get(f"/pairing/places/?in={OWN[:9]}000").content.decode()
    assert "测绘" in page
    client.post(preview, {"undo": "1"})
    assert not points()
    assert client_of(Role.CITY_OFFICER).get(preview).status_code == 404
