"""The specified cases come out of files as they do in the product."""

from pathlib import Path
from typing import Any

import pytest

from tests.spec.duties import decisions, rule_cases, worked_cases
from tests.spec.duties.tables import Case, moment, rows
from tests.unit.duties.batch.folders import judged, write_folder

CASES = worked_cases.CASES + rule_cases.CASES + decisions.CASES


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_files_come_out_as_specified(case: Case, tmp_path: Path) -> None:
    folder = write_folder(tmp_path, tables(case), protocols(case))
    found = {(row["duty"], row["period"]): row for row in judged(folder, case.as_of)}
    expected = [{"enrolment": "e1", **row} for row in rows(case.expect)]

    assert [found.get((row["duty"], row["period"])) for row in expected] == expected


def tables(case: Case) -> dict[str, list[dict[str, Any]]]:
    child = {"child": "c1"}
    enrolment = {"enrolment": "e1", "protocol": "given" if case.versions else "six-ones"}
    found = {
        "enrolments": [{**enrolment, **child, **row} for row in rows(case.enrolment)],
        "pairings": [{**child, **row} for row in rows(case.holdings)],
        "exemptions": [{**child, **row} for row in rows(case.exemptions or "start")],
        "contacts": [
            {**child, **row, "received_at": moment(row["received_at"]).isoformat()}
            for row in rows(case.contacts or "contact")
        ],
        "heard": [
            {**row, "last_heard_at": moment(row["last_heard_at"]).isoformat()}
            for row in rows(case.heard or "carer")
        ],
    }
    return found | ({"terms": rows(case.terms)} if case.terms else {})


def protocols(case: Case) -> dict[str, Any]:
    versions = [{"valid_from": day, "duties": content["duties"]} for day, content in case.versions]
    return {"given": {"versions": versions}} if versions else {}
