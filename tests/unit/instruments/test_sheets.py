"""A sheet is filled in once for an occasion and stays what it was worked out to be."""

import datetime as dt
import json
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.instruments import occasions
from nuantong.instruments.actions.sheets import answer, enter, fill, finish, start, void
from nuantong.instruments.asking import rules_of
from nuantong.instruments.exchange.answers import response
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.people.models import Child

CALM = {str(n): 0 for n in range(1, 10)}
HERE = ("test", "1")


@pytest.fixture
def chair(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def about(cast: SimpleNamespace, chair: Reader, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """PHQ-A for 小乐, who is thirteen, on an occasion that lets everybody fill in."""
    child: Child = cast.children.own
    child.birth_date = dt.date(2005, 5, 4)
    child.save(update_fields=["birth_date"])
    kind = occasions.Occasion("test", "试", lambda sheet: None)
    monkeypatch.setitem(occasions.OCCASIONS, "test", kind)
    version = InstrumentVersion.objects.get(instrument__code="phq-a")
    return {"child": child, "version": version, "occasion": HERE, "mode": "paper", "by": chair}


def test_begun_twice_it_is_one_and_goes_on(about: dict[str, Any], chair: Reader) -> None:
    first = start(key=uuid.uuid4(), **about)
    answer(sheet=first, item="1", value="2", by=chair)
    again = start(key=uuid.uuid4(), **about)
    assert (again.pk, again.given) == (first.pk, {"1": 2})
    answer(sheet=again, item="1", value="", by=chair)
    assert AnswerSheet.objects.get().answered == 0


def test_entered_twice_it_is_once_and_other_answers_are_refused(about: dict[str, Any]) -> None:
    key = uuid.uuid4()
    done = enter(key=key, answers=CALM, **about)
    assert (done.valid, done.total, done.colour, done.red) == (True, 0, "green", False)
    assert enter(key=key, answers=CALM, **about) == done
    for other in (key, uuid.uuid4()):
        with pytest.raises(Refusal, match="已经填过"):
            enter(key=other, answers={**CALM, "1": 3}, **about)


def test_taken_out_it_stays_and_another_may_be_filled_in(
    about: dict[str, Any], chair: Reader
) -> None:
    done = enter(key=uuid.uuid4(), answers=CALM, **about)
    with pytest.raises(Refusal, match="为什么"):
        void(sheet=done, why="", by=chair)
    assert void(sheet=done, why="录错了人", by=chair) == void(sheet=done, why="再说", by=chair)
    assert enter(key=uuid.uuid4(), answers={**CALM, "9": 1}, **about).red
    assert AnswerSheet.objects.count() == 2


@pytest.mark.parametrize(
    ("answers", "reason"),
    [({**CALM, "4": 9}, "第4题"), ({"77": 1}, "第77题"), ({"x": 1}, "第x题")],
)
def test_what_is_no_answer_is_refused_and_nothing_is_written(
    about: dict[str, Any], answers: dict[str, int], reason: str
) -> None:
    with pytest.raises(Refusal, match=reason):
        enter(key=uuid.uuid4(), answers=answers, **about)
    assert not AnswerSheet.objects.exists()


@pytest.mark.parametrize(
    ("answers", "valid", "reason"),
    [
        ({}, False, "缺答9题"),
        ({"9": 1}, False, "缺答8题"),
        ({str(n): 2 for n in range(1, 10)}, True, "都一样"),
    ],
)
def test_too_little_is_invalid_and_all_the_same_is_said(
    about: dict[str, Any], answers: dict[str, int], valid: bool, reason: str
) -> None:
    done = enter(key=uuid.uuid4(), answers=answers, **about)
    assert (done.valid, reason in done.reason) == (valid, True)
    assert bool(done.colour) == valid


def test_who_left_who_is_too_young_and_an_unknown_occasion_are_refused(
    about: dict[str, Any], cast: SimpleNamespace
) -> None:
    child: Child = about["child"]
    with pytest.raises(Refusal, match="为什么发"):
        start(key=uuid.uuid4(), **{**about, "occasion": ("nobody", "1")})
    Child.objects.filter(pk=child.pk).update(birth_date=dt.date(2009, 5, 4))
    with pytest.raises(Refusal, match="适用11至17岁"):
        start(key=uuid.uuid4(), **about)
    Child.objects.filter(pk=child.pk).update(
        status="left", left_on="2018-08-01", left_reason="搬走"
    )
    with pytest.raises(Refusal, match="已退出台账"):
        start(key=uuid.uuid4(), **about)
    with pytest.raises(Refusal, match="工作范围"):
        start(key=uuid.uuid4(), **{**about, "child": cast.children.neighbour})


def test_what_stands_on_it_is_told_when_it_begins_ends_and_is_taken_out(
    about: dict[str, Any], chair: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[bool, bool]] = []

    def hear(sheet: AnswerSheet, by: Reader) -> None:
        told.append((bool(sheet.finished_at), bool(sheet.voided_at)))

    monkeypatch.setattr(occasions, "CHANGED", [hear])
    sheet = start(key=uuid.uuid4(), **about)
    fill(sheet=sheet, answers=CALM, by=chair)
    finish(sheet=sheet, by=chair)
    finish(sheet=sheet, by=chair)
    void(sheet=sheet, why="重填", by=chair)
    assert told == [(False, False), (True, False), (True, True)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "已读入"),
        ({"subject": {"identifier": {"value": "50011388"}}}, "另一名儿童"),
        ({"questionnaire": "urn:other"}, "不是这个版本"),
        ({"resourceType": "Patient"}, "QuestionnaireResponse"),
        ({"item": [{"linkId": "1", "answer": [{"valueCoding": {"code": "9"}}]}]}, "不在选项里"),
    ],
)
def test_answers_from_another_system_fill_in_the_page_and_nothing_is_kept_yet(
    about: dict[str, Any], client_of: Callable[[Role], Client], change: dict[str, Any], said: str
) -> None:
    sheet = start(key=uuid.uuid4(), **about)
    answers = {n: n % 4 for n in range(1, 10)}
    sent = response(
        rules_of(sheet.version), answers, None, child=sheet.child.number,
        authored="2018-08-24T09:00:00+08:00",
    ) | change  # fmt: skip
    file = SimpleUploadedFile("answers.json", json.dumps(sent).encode())
    page = reverse("instruments:enter", args=[sheet.key])
    got = client_of(Role.TOWNSHIP_CHAIR).post(page, {"read": "1", "file": file})
    assert said in got.content.decode()
    filled = {one.key: text for one, text, _ in got.context["lines"]}
    assert filled == {str(n): "" if change else str(value) for n, value in answers.items()}
    assert AnswerSheet.objects.get().given == {}


@pytest.mark.parametrize("file", [b"", b"\x00", b"[1", b"[]", b"{" * 5000])
def test_what_is_no_file_of_answers_is_refused_in_words(
    about: dict[str, Any], client_of: Callable[[Role], Client], file: bytes
) -> None:
    sheet = start(key=uuid.uuid4(), **about)
    page = reverse("instruments:enter", args=[sheet.key])
    sent = {"read": "1", "file": SimpleUploadedFile("answers.json", file)}
    assert client_of(Role.TOWNSHIP_CHAIR).post(page, sent).status_code == 422


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"occasion_kind": ""}, "says_for_what"),
        ({"total": 3}, "result_when_finished"),
        ({"finished_at": clock.now(), "valid": True, "red": False}, "valid_has_a_total"),
        ({"finished_at": clock.now(), "valid": False, "red": False}, "invalid_says_why"),
        ({"started_at": clock.now() + dt.timedelta(1), "finished_at": clock.now(), "valid": False,
          "red": False, "reason": "缺"}, "ends_after"),
        ({"voided_at": clock.now()}, "voided_by_somebody"),
    ],
)  # fmt: skip
def test_the_database_keeps_it_so(
    about: dict[str, Any], changes: dict[str, Any], constraint: str
) -> None:
    row = {
        "key": uuid.uuid4(), "child": about["child"], "version": about["version"],
        "occasion_kind": "test", "occasion_key": "1", "mode": "paper", "given_by": "她",
        "started_at": clock.now() - dt.timedelta(1),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AnswerSheet.objects.create(**{**row, **changes})


def test_the_database_lets_no_finished_sheet_change_and_none_go(about: dict[str, Any]) -> None:
    done = enter(key=uuid.uuid4(), answers=CALM, **about)
    rows = AnswerSheet.objects.filter(pk=done.pk)
    attacks: list[Callable[[], Any]] = [
        lambda: rows.update(total=27), lambda: rows.update(colour="red"), rows.delete,
        lambda: rows.update(answers="{}"), lambda: rows.update(voided_at=clock.now(),
                                                               voided_by="她", voided_why="改",
                                                               red=True),
    ]  # fmt: skip
    for attack in attacks:
        with pytest.raises(IntegrityError, match="finished sheet stays"), transaction.atomic():
            attack()
    with pytest.raises(IntegrityError, match="once_for_an_occasion"), transaction.atomic():
        AnswerSheet.objects.create(
            key=uuid.uuid4(), child=about["child"], version=about["version"], mode="paper",
            occasion_kind="test", occasion_key="1", given_by="她", started_at=clock.now(),
        )  # fmt: skip


def test_paper_is_typed_on_a_page_and_nothing_wrong_is_kept(
    about: dict[str, Any], client_of: Callable[[Role], Client]
) -> None:
    sheet = start(key=uuid.uuid4(), **about)
    client, page = client_of(Role.TOWNSHIP_CHAIR), reverse("instruments:enter", args=[sheet.key])
    typed = {str(n): "1" for n in range(1, 9)}
    assert "还没有存下" in client.post(page, {**typed, "9": "5"}).content.decode()
    assert AnswerSheet.objects.get().answered == 0
    assert "第9题空着" in client.post(page, typed).content.decode()
    assert 'value="1"' in client.get(page).content.decode()
    assert (
        'id="i1" name="1" value=""' in client_of(Role.DISTRICT_OFFICER).get(page).content.decode()
    )
    assert client.post(page, {**typed, "blanks": "1"}).status_code == 302
    assert AnswerSheet.objects.get().valid
    assert client.get(page).status_code == 404
