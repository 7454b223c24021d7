"""Whatever stands in the files, a row that cannot be used is named with its line and the rest is
judged: never a wrong figure."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from nuantong.core.errors import Refusal
from tests.unit.duties.batch.folders import judged, problems, write_folder

ENROLMENT = {
    "enrolment": "e1", "child": "c1", "protocol": "six-ones", "start": "2018-08-06",
    "end": "2018-08-20", "no_signal": "0",
}  # fmt: skip
PAIRING = {"child": "c1", "carer": "li", "start": "2018-01-01"}
VISIT = {
    "contact": "k1", "child": "c1", "carer": "li", "happened_on": "2018-08-07",
    "received_at": "2018-08-07T20:00:00+08:00", "acts": "meet", "means": "face",
}  # fmt: skip
MONTHLY = {"code": "m", "period": "month", "accepts": [{"acts": ["meet"]}]}


def weeks(folder: Path) -> dict[str, str]:
    rows = judged(folder, "2018-08-31")
    return {row["period"]: row["outcome"] for row in rows if row["duty"] == "week"}


def said(folder: Path) -> list[tuple[str, str, str]]:
    return [(row["file"], row["line"], row["problem"]) for row in problems(folder)]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"happened_on": "2018-08-14"}, "dated after the day it was received"),
        ({"happened_on": "2018-08-05"}, "lies in no enrolment"),
        ({"happened_on": "2018-08-20", "received_at": "2018-08-20T10:00+08:00"}, "no enrolment"),
        ({"happened_on": "2018-02-30"}, "happened_on '2018-02-30' is no date"),
        ({"received_at": "yesterday"}, "received_at 'yesterday' is no time"),
        ({"child": "c9"}, "child 'c9' has no enrolment"),
        ({"contact": ""}, "no contact id"),
        ({"acts": "met"}, "act 'met'"),
        ({"means": "letter"}, "means 'letter'"),
    ],
)
def test_a_contact_that_does_not_count_is_named(
    tmp_path: Path, change: dict[str, str], problem: str
) -> None:
    tables = {"enrolments": [ENROLMENT], "pairings": [PAIRING]}
    folder = write_folder(tmp_path, tables | {"contacts": [VISIT | change]})

    assert weeks(folder) == {"2018-W32": "missed", "2018-W33": "missed"}
    ((file, line, text),) = said(folder)
    assert (file, line) == ("contacts.csv", "2") and problem in text


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"end": "2018-08-06"}, "ends on 2018-08-06, not after its start 2018-08-06"),
        ({"start": "8月"}, "start '8月' is no date"),
        ({"protocol": "../etc"}, "protocol '../etc' cannot be used"),
        ({"enrolment": ""}, "no enrolment"),
        ({"enrolment": "e1", "child": "c3"}, "with other content too"),
    ],
)
def test_an_enrolment_that_cannot_be_judged_is_named_and_the_others_are(
    tmp_path: Path, change: dict[str, str], problem: str
) -> None:
    other = ENROLMENT | {"enrolment": "e2", "child": "c2"}
    rows = [ENROLMENT | {"enrolment": "e0"}, other | change, other | {"enrolment": "e3"}]
    if change.get("enrolment") == "e1":
        rows.append(ENROLMENT)
    folder = write_folder(tmp_path, {"enrolments": rows, "contacts": [VISIT]})

    found = {row["enrolment"] for row in judged(folder, "2018-08-31")}
    assert found == {"e0", "e3"}
    assert any(line == "3" and problem in text for _, line, text in said(folder))


def test_a_contact_on_the_child_of_another_carer_counts_for_the_child_and_is_named(
    tmp_path: Path,
) -> None:
    tables = {"enrolments": [ENROLMENT], "pairings": [PAIRING]}
    folder = write_folder(tmp_path, tables | {"contacts": [VISIT | {"carer": "wang"}]})

    assert weeks(folder) == {"2018-W32": "met", "2018-W33": "missed"}
    assert "wang did not hold the child" in said(folder)[0][2]


def test_a_contact_twice_is_one_and_with_other_content_stays_as_first_received(
    tmp_path: Path,
) -> None:
    later = VISIT | {"happened_on": "2018-08-14", "received_at": "2018-08-15T08:00:00+08:00"}
    tables = {"enrolments": [ENROLMENT], "pairings": [PAIRING]}
    folder = write_folder(tmp_path, tables | {"contacts": [later, VISIT, VISIT]})

    assert weeks(folder) == {"2018-W32": "met", "2018-W33": "missed"}
    assert [(line, text) for _, line, text in said(folder)] == [
        ("2", "contact k1 again with other content: counts as first received")
    ]


NEVER: list[tuple[Any, str]] = [
    ({"duties": [MONTHLY | {"accepts": []}]}, "缺少 accepts"),
    ({"duties": [MONTHLY | {"accepts": [{"acts": ["meet"], "means": ["letter"]}]}]}, "letter"),
    (
        {"duties": [MONTHLY | {"period": "term", "accepts": [{"acts": ["meet"], "in_term": False}]}]},
        "永远无法完成",
    ),
    (
        {"duties": [MONTHLY | {"accepts": [{"acts": ["meet"], "festivals": ["spring"], "in_term": True}]}]},
        "永远无法完成",
    ),
    ({"duties": [MONTHLY | {"accepts": [{"acts": "meet"}]}]}, "应是文字的列表"),
    ({"duties": [MONTHLY | {"catch_up": "no"}]}, "catch_up 只能是 true 或 false"),
    ({"versions": [{"valid_from": "soon", "duties": [MONTHLY]}]}, "“soon”不是日期"),
    ({"versions": [{"duties": [MONTHLY]}, {"duties": [MONTHLY]}]}, "同一天"),
    ("{", "不是 JSON"),
    ([], "应为对象"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "problem"), NEVER, ids=range(len(NEVER)))
def test_a_protocol_that_can_never_be_met_is_refused_and_the_others_are_judged(
    tmp_path: Path, content: Any, problem: str
) -> None:
    rows = [ENROLMENT, ENROLMENT | {"enrolment": "e2", "child": "c2", "protocol": "bad"}]
    folder = write_folder(tmp_path, {"enrolments": rows}, {"bad": content})

    assert {row["enrolment"] for row in judged(folder, "2018-08-31")} == {"e1"}
    texts = {(file, text) for file, _, text in said(folder)}
    assert any(file == "bad.json" and problem in text for file, text in texts)
    assert ("enrolments.csv", "protocol 'bad' cannot be used: left out") in texts


def test_terms_that_overlap_are_not_judged_and_the_others_are(tmp_path: Path) -> None:
    terms = [
        {"stage": "", "term": "2017-2018-T1", "start": "2017-09-01", "end": "2018-03-10"},
        {"stage": "", "term": "2017-2018-T2", "start": "2018-03-01", "end": "2018-07-06"},
        {"stage": "", "term": "2018-2019-T1", "start": "2018-08-25", "end": "2019-01-26"},
        {"stage": "", "term": "2018-19", "start": "2019-02-25", "end": "2019-07-01"},
    ]
    rows = [ENROLMENT | {"start": "2017-08-01", "end": ""}]
    folder = write_folder(tmp_path, {"enrolments": rows, "terms": terms})

    outcomes = judged(folder, "2018-08-31")
    assert [row["period"] for row in outcomes if row["duty"] == "term"] == ["2018-2019-T1"]
    assert [line for file, line, _ in said(folder) if file == "terms.csv"] == ["2", "3", "5"]


def test_spans_that_cannot_be_are_named(tmp_path: Path) -> None:
    exemption = {"child": "c1", "start": "2018-08-13", "end": "2018-08-06", "reason": "住院"}
    tables = {
        "enrolments": [ENROLMENT],
        "pairings": [PAIRING, PAIRING | {"carer": "wang", "start": "2018-08-01"}],
        "exemptions": [exemption],
        "leaves": [{"carer": "li", "start": "2018-08-06", "end": "", "substitute": "li"}],
        "heard": [{"carer": "li", "last_heard_at": "never"}],
    }
    folder = write_folder(tmp_path, tables)

    assert set(weeks(folder).values()) == {"missed"}
    assert {file for file, _, _ in said(folder)} == {
        "pairings.csv", "exemptions.csv", "leaves.csv", "heard.csv",
    }  # fmt: skip


def test_an_office_writes_gb18030_with_its_own_dates(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, {"enrolments": [ENROLMENT], "contacts": [VISIT]})
    text = "Reason,END,child,start\n住院,2018/8/20,c1,2018.8.13\n"
    (folder / "exemptions.csv").write_bytes(text.encode("gb18030"))

    rows = judged(folder, "2018-08-31")
    assert [row["period"] for row in rows if row["reason"] == "住院"] == ["2018-W33"]


@pytest.mark.parametrize("name", ["enrolments.csv", "contacts.csv"])
def test_without_enrolments_or_contacts_nothing_is_written(tmp_path: Path, name: str) -> None:
    folder = write_folder(tmp_path, {"enrolments": [ENROLMENT]})
    (folder / name).unlink()

    with pytest.raises(Refusal, match=name):
        judged(folder, "2018-08-31")
    assert not (folder / "out").exists()


def test_the_command_says_what_is_odd_and_is_strict_when_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(
        tmp_path, {"enrolments": [ENROLMENT], "contacts": [VISIT | {"child": "x"}]}
    )
    arguments = ("judge", str(folder), str(folder / "out"), "--as-of", "2018-08-31")
    call_command(*arguments)

    assert "contacts.csv 第2行: child 'x' has no enrolment" in capsys.readouterr().err
    with pytest.raises(CommandError) as raised:
        call_command(*arguments, "--strict")
    assert raised.value.returncode == 3
