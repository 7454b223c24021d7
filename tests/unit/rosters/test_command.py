"""./dev manage import_roster: what it prints, writes and returns."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from nuantong.people.models import Carer, Child
from nuantong.rosters.models import RosterImport
from tests.unit.rosters.sheets_made import a_child, a_ledger, csv_bytes, xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    rows = [a_child(1), a_child(2, 姓名=""), a_child(3, 公民身份证号码="5.00E+17"), a_child(1)]
    path = tmp_path / "台账.xlsx"
    path.write_bytes(xlsx([[*row, "x"] if len(row) > 2 else row for row in a_ledger(rows)]))
    return path


def run(path: Path, *options: Any, kind: str = "children") -> dict[str, Any]:
    report = path.with_suffix(".json")
    call_command("import_roster", str(path), "--kind", kind, "--report", str(report), *options)
    found: dict[str, Any] = json.loads(report.read_text("utf-8"))
    return found


def test_the_report_counts_every_row_and_names_every_cell(ledger: Path) -> None:
    found = run(ledger, "--apply")
    assert {key: found[key] for key in found if key not in ("cells", "unmapped", "notes")} == {
        "rows": 4, "new": 2, "changed": 0, "unchanged": 0, "repeated": 1, "refused": 1,
    }  # fmt: skip
    assert found["unmapped"] == ["x"]
    assert [(cell["row"], cell["column"]) for cell in found["cells"]] == [
        (5, "姓名"), (6, "公民身份证号码"),
    ]  # fmt: skip
    assert "科学记数法" in found["cells"][1]["problem"]
    assert Child.objects.count() == 2


def test_without_apply_nothing_is_written(ledger: Path, capsys: Any) -> None:
    found = run(ledger)
    assert found["new"] == 2
    assert not Child.objects.exists()
    assert not RosterImport.objects.exists()
    assert "没有写入" in capsys.readouterr().out


def test_csv_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "台账.csv"
    path.write_bytes(csv_bytes(a_ledger([a_child(1)]), "gb18030"))
    assert run(path, "--apply")["new"] == 1


def test_a_list_of_carers(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(csv_bytes([["姓名", "手机", "可结对户数"], ["李春梅", "13800138000", "2"]]))
    assert run(path, "--apply", kind="carers")["new"] == 1
    assert Carer.objects.get().capacity == 2


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", xlsx([["x", "y"]])])
def test_what_cannot_be_read_stops_with_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(content)
    with pytest.raises(CommandError) as caught:
        run(path, "--apply")
    assert "\n" not in str(caught.value)
    found = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert (found["error"], found["rows"], found["cells"]) == (str(caught.value), 0, [])


def test_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="打不开"):
        run(tmp_path / "none.xlsx")
    assert "打不开" in json.loads((tmp_path / "none.json").read_text("utf-8"))["error"]


def test_a_header_without_rows_is_said_so(tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "空.xlsx"
    path.write_bytes(xlsx(a_ledger([])))
    found = run(path)
    assert (found["rows"], len(found["notes"])) == (0, 1)
    assert "没有一行数据" in found["notes"][0]
    assert "没有一行数据" in capsys.readouterr().out
