"""What a draft would have changed is worked out on real facts, and nothing is written."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.duties.actions.foreseeing import ask, work_out
from nuantong.duties.actions.protocols import begin_draft, desks, save_draft
from nuantong.duties.foreseeing import last_quarter
from nuantong.duties.models import (
    Contact,
    Enrolment,
    Fulfilment,
    OutcomeCorrection,
    Protocol,
    ProtocolDraft,
    WindowOutcome,
)
from nuantong.duties.protocols.shipped import shipped_json
from nuantong.pairing.models import Pairing

Record = Callable[..., Contact]


@pytest.fixture
def officer(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def draft(six_ones: Protocol, officer: Reader) -> ProtocolDraft:
    [district] = desks(officer)
    shipped = shipped_json("six-ones")
    week, *others = shipped["duties"]
    week |= {"title": "每半月见一次面", "period": "half_month"}
    year = others.pop()
    assert year["code"] == "year"
    return begin_draft(
        protocol=six_ones, region=district, content={**shipped, "duties": [week, *others]},
        by=officer,
    )  # fmt: skip


def seen(draft: ProtocolDraft, officer: Reader) -> dict[str, Any]:
    ask(draft=draft, version=draft.version, by=officer)
    work_out(draft.pk)
    found = ProtocolDraft.objects.get(pk=draft.pk)
    assert found.work_state == "done", found.message
    assert found.seen is not None
    return dict(found.seen)


def line(found: dict[str, Any], title: str) -> tuple[Any, Any]:
    [duty] = [one for one in found["duties"] if one["title"] == title]
    return duty["before"], duty["after"]


def test_the_last_quarter_is_one_that_is_over() -> None:
    assert last_quarter(dt.date(2018, 8, 24)).quarter == (dt.date(2018, 4, 1), dt.date(2018, 7, 1))
    assert last_quarter(dt.date(2018, 1, 1)).quarter == (dt.date(2017, 10, 1), dt.date(2018, 1, 1))


def test_both_versions_are_judged_on_the_same_facts(
    draft: ProtocolDraft, officer: Reader, enrolment: Enrolment, pairing: Pairing, record: Record
) -> None:
    record("2018-04-03", "meet", "talk")
    record("2018-05-20", "meet", "guardian")
    stored = [model.objects.count() for model in (Fulfilment, WindowOutcome, OutcomeCorrection)]
    found = seen(draft, officer)

    assert (found["children"], found["affected"], found["carers"]) == (1, 1, 1)
    assert line(found, "每半月见一次面") == ([13, 2], [6, 2])
    assert line(found, "每半月谈一次心") == ([6, 1], [6, 1])
    assert line(found, "每月与监护人交流一次") == ([3, 1], [3, 1])
    assert (
        line(found, "每学期共同参加一次亲子活动")[0] == line(found, "每学期共同参加一次亲子活动")[1]
    )
    assert line(found, "每年一起过一次节")[1] is None
    assert found["weekly"][0] > found["weekly"][1]
    now = [model.objects.count() for model in (Fulfilment, WindowOutcome, OutcomeCorrection)]
    assert now == stored


def test_a_district_without_children_is_told_so(draft: ProtocolDraft, officer: Reader) -> None:
    found = seen(draft, officer)
    assert (found["children"], found["affected"], found["carers"]) == (0, 0, 0)
    assert found["weekly"] == [None, None]


def test_what_was_worked_out_of_an_older_draft_says_so(
    draft: ProtocolDraft, officer: Reader, enrolment: Enrolment
) -> None:
    seen(draft, officer)
    changed = save_draft(draft=draft, content=shipped_json("liangping-five"), version=1, by=officer)
    assert (changed.seen_version, changed.version) == (1, 2)


def test_asked_twice_it_is_worked_out_once(draft: ProtocolDraft, officer: Reader) -> None:
    first = ask(draft=draft, version=1, by=officer)
    again = ask(draft=draft, version=1, by=officer)
    assert first.is_active
    assert again.is_active
    work_out(draft.pk)
    work_out(draft.pk)
    assert ProtocolDraft.objects.get().work_state == "done"
