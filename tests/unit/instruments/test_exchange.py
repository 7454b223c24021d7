"""What goes out to another system comes back as it was; what is broken is refused with where."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyxform.xls2xform import convert

from nuantong.instruments.definition import Contradiction
from nuantong.instruments.exchange.answers import read_answers, response
from nuantong.instruments.exchange.fhir import questionnaire
from nuantong.instruments.exchange.files import read_file
from nuantong.instruments.exchange.xlsform import write_form
from nuantong.instruments.reading import data_of, read, shipped
from nuantong.instruments.scoring import score

PHQ = shipped()["phq-a"]


@pytest.mark.parametrize("code", shipped())
def test_what_goes_out_in_any_form_comes_back_as_it_was(code: str) -> None:
    definition = shipped()[code]
    assert read(json.loads(json.dumps(data_of(definition)))) == definition
    assert read_file(json.dumps(questionnaire(definition)).encode()) == definition
    assert read_file(write_form(definition)) == definition


def test_the_form_is_one_that_other_makers_of_forms_read(tmp_path: Path) -> None:
    for code in ("phq-a", "mht"):
        path = tmp_path / f"{code}.xlsx"
        path.write_bytes(write_form(shipped()[code]))
        made = convert(path).xform
        assert made.count("<select1") == len(shipped()[code].items)


def test_answers_go_out_with_what_came_out_and_come_back_alone() -> None:
    given = {1: 3, 2: 2, 9: 1}
    sent = response(PHQ, given, score(PHQ, given), child="E1", authored="2018-11-01T09:00:00+08:00")
    assert read_answers(PHQ, json.loads(json.dumps(sent))) == given
    told = {one["url"] for one in sent["extension"][0]["extension"]}
    assert {"valid", "red", "note"} <= told
    empty = response(PHQ, {}, None, child="E1", authored="2018-11-01")
    assert read_answers(PHQ, empty) == {}


def _answer(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    sent = response(PHQ, {1: 3, 2: 2}, None, child="E1", authored="2018-11-01")
    change(sent)
    return sent


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one.update(resourceType="Patient"), "不是 FHIR"),
        (lambda one: one.pop("status"), "不符合 FHIR"),
        (lambda one: one.update(questionnaire="urn:other|1"), "不是这个版本的"),
        (lambda one: one["item"][0].update(linkId="99"), "没有第99题"),
        (lambda one: one["item"][1].update(linkId="1"), "回答了两次"),
        (lambda one: one["item"][0]["answer"][0]["valueCoding"].update(code="7"), "不在选项里"),
    ],
)
def test_answers_that_fit_no_item_are_refused(
    change: Callable[[dict[str, Any]], None], said: str
) -> None:
    with pytest.raises(Contradiction, match=said):
        read_answers(PHQ, _answer(change))


def _without_rules() -> bytes:
    return json.dumps({**questionnaire(PHQ), "extension": []}).encode()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (b"", "是空的"),
        (b"PK\x03\x04 broken", "已损坏"),
        (b"{", "读不出来"),
        (b"[" * 9, "读不出来"),
        (b'{"a":' * 100_000, "读不出来"),
        (b'{"resourceType": "Patient"}', "不是 FHIR"),
        (b'{"resourceType": "Questionnaire"}', "不符合 FHIR"),
        (_without_rules(), "不能猜"),
        (bytes(range(32)) * 20, "打不开"),
        (b"x" * 3_000_000, "超过2兆"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_broken_file_is_refused_with_what_to_do(file: bytes, said: str) -> None:
    with pytest.raises(Contradiction, match=said):
        read_file(file)
