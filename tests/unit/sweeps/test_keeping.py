"""A file as received: sealed in parts that cannot be swapped, cut, taken elsewhere or altered."""

import base64
import io
from collections.abc import Callable

import pytest

from nuantong.access.reader import system_reader
from nuantong.core.crypto import DecryptionError
from nuantong.sweeps import keeping
from nuantong.sweeps.actions import loads
from nuantong.sweeps.keeping import digest_of, kept
from nuantong.sweeps.models import FilePart, Load
from nuantong.sweeps.models import load as models
from tests.unit.sweeps.rosters_made import a_source, csv_of, pupil, workbook

pytestmark = pytest.mark.django_db
DATA = csv_of([pupil(f"学生{n}", 361 + 2 * n) for n in range(20)])
PART = 300


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (keeping, models):
        monkeypatch.setattr(module, "PART", PART)


@pytest.fixture
def load() -> Load:
    return received()


def received(name: str = "学籍", data: bytes = DATA) -> Load:
    source = a_source(name)
    return loads.receive(
        source=source, file=io.BytesIO(data), file_name="a.csv", by=system_reader()
    )


def test_it_is_read_like_a_file(load: Load) -> None:
    file = kept(load)
    assert FilePart.objects.filter(load=load).count() == -(-len(DATA) // PART)
    assert file.read() == DATA
    assert (file.seek(0, io.SEEK_END), file.read()) == (len(DATA), b"")
    for start, length in ((0, 1), (PART - 1, 2), (PART, PART), (len(DATA) - 3, 99)):
        file.seek(start)
        assert file.read(length) == DATA[start : start + length]
    assert digest_of(file) == load.digest


def swapped(parts: list[FilePart], other: list[FilePart]) -> None:
    parts[0].sealed, parts[1].sealed = parts[1].sealed, parts[0].sealed


def of_another_load(parts: list[FilePart], other: list[FilePart]) -> None:
    parts[1].sealed = other[1].sealed


def altered(parts: list[FilePart], other: list[FilePart]) -> None:
    parts[1].sealed = bytes(
        [*parts[1].sealed[:-20], parts[1].sealed[-20] ^ 1, *parts[1].sealed[-19:]]
    )


def cut(parts: list[FilePart], other: list[FilePart]) -> None:
    parts[-1].delete()


def holed(parts: list[FilePart], other: list[FilePart]) -> None:
    parts[1].delete()


@pytest.mark.parametrize("attack", [swapped, of_another_load, altered, cut, holed])
def test_what_was_tampered_with_does_not_open(load: Load, attack: Callable[..., None]) -> None:
    other = received("残联", DATA + b"\n")
    parts = list(FilePart.objects.filter(load=load).order_by("number"))
    attack(parts, list(FilePart.objects.filter(load=other).order_by("number")))
    for part in parts:
        if part.pk:
            part.save()
    with pytest.raises(DecryptionError):
        kept(load).read()


def test_files_kept_by_former_releases_open(load: Load) -> None:
    FilePart.objects.filter(load=load).delete()
    for number, start in enumerate(range(0, len(DATA), PART)):
        text = base64.b64encode(DATA[start : start + PART]).decode()
        FilePart.objects.create(load=load, number=number, content=text)
    assert kept(load).read() == DATA


def test_a_workbook_that_is_too_large_is_to_be_saved_as_csv(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from nuantong.sweeps import files

    monkeypatch.setattr(files, "WORKBOOK", 10)
    with pytest.raises(files.UnreadableFile, match="类型选“CSV”"):
        files.tables_of(io.BytesIO(b"PK" + bytes(20)))


def test_a_sheet_that_is_too_long_is_to_be_saved_as_csv(monkeypatch: pytest.MonkeyPatch) -> None:
    from nuantong.rosters import reading
    from nuantong.sweeps import files

    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    data = workbook(一年级=[["姓名", "年龄"], ["甲同学", 7], ["乙同学", 8]])
    with pytest.raises(files.UnreadableFile, match="“一年级”超过20万行.*类型选“CSV”"):
        files.tables_of(io.BytesIO(data))


def test_lines_are_counted_without_reading_them() -> None:
    from nuantong.sweeps.files import tables_of

    for data in (DATA, DATA.rstrip(b"\n")):
        [table] = tables_of(io.BytesIO(data))
        assert table.rows == 21
