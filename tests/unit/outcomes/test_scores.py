import datetime as dt
import uuid

import pytest
from django.utils import timezone

from nuantong.counselling.effect.study import Study
from nuantong.instruments.models import AnswerSheet, InstrumentVersion
from nuantong.outcomes.queries.records import Facts, cases
from nuantong.outcomes.queries.scores import catalogue, sheets_of
from nuantong.regions.tree import tree_on
from tests.conftest import TODAY

START = dt.date(2018, 1, 10)
pytestmark = pytest.mark.django_db


def fill(child, code, after, total, valid=True, **values):
    at = timezone.make_aware(dt.datetime.combine(START + dt.timedelta(after), dt.time(10)))
    result = (
        {"total": total, "colour": "yellow", "reason": ""}
        if valid
        else {"colour": "", "reason": "测谎未通过"}
    )
    return AnswerSheet.objects.create(
        key=uuid.uuid4(), child=child, version=InstrumentVersion.objects.get(instrument__code=code),
        occasion_kind="case", occasion_key=f"{after}", mode="paper", given_by="咨询师", started_at=at, finished_at=at,
        valid=valid, red=False, **{**result, **values},
    )  # fmt: skip


def test_every_shipped_instrument_can_be_shown_and_ends_where_its_form_ends():
    found = catalogue()
    assert {
        "phq-a",
        "gad-7",
        "who-5",
        "ses",
        "ses.without_8",
        "ces-dc",
        "mht",
        "sdq-parent",
    } <= found.keys()
    ends = {key: (found[key].lowest, found[key].highest, found[key].better) for key in found}
    assert ends["ses.without_8"] == (9, 36, 1) and ends["mht"] == (0, 90, -1)
    assert found["ses"].reliability == 0.80 and found["mht"].reliability is None


def test_what_the_data_say_of_a_score_agrees_with_its_definition():
    found = catalogue()
    for version in InstrumentVersion.objects.all():
        measure, total = found[version.instrument.code], version.rules.total
        summed = {
            n
            for scale in version.rules.scales
            if scale.code in ("total", *total.of)
            for n in scale.items
        }
        items = [item for item in version.rules.items if item.number in summed]
        assert measure.highest == sum(item.highest for item in items) * total.times
        assert measure.lowest == sum(item.lowest for item in items) * total.times
        assert (measure.better > 0) is total.low_is_worse


def test_only_valid_sheets_that_stand_count_and_self_esteem_counts_twice(cast):
    child = cast.children.own
    fill(child, "ses", 0, 22, subscales={"without_8": 20})
    fill(child, "phq-a", 0, 15)
    fill(child, "mht", 0, None, valid=False)
    gone = fill(child, "gad-7", 0, 9)
    AnswerSheet.objects.filter(pk=gone.pk).update(
        voided_at=gone.finished_at, voided_by="人", voided_why="错"
    )
    found = {(one.measure, one.value) for one in sheets_of([child.pk])[child.pk]}
    assert found == {("ses", 22), ("ses.without_8", 20), ("phq-a", 15)}


def test_a_case_becomes_a_record_by_the_days_of_its_sheets(cast, django_assert_max_num_queries):
    own, neighbour = cast.children.own, cast.children.neighbour
    for after, total in ((-20, 19), (2, 18), (180, 12), (365, 6)):
        fill(own, "phq-a", after, total)
    for after, total in ((0, 15), (100, 14)):
        fill(neighbour, "phq-a", after, total)
    facts = [
        Facts("a", own, True, START, 40, finished=True, state="已结案"),
        Facts("b", neighbour, True, None, 0, state="等候"),
    ]  # fmt: skip
    with django_assert_max_num_queries(2):
        first, second = cases(facts, tree_on(TODAY), TODAY)
    assert [(s.point, s.value) for s in first.record.scores] == [("m0", 18), ("m12", 6), ("m6", 12)]
    assert (
        first.record.place == "巴南区" and first.record.age == "8–11岁" and first.record.sex == "女"
    )
    assert [s.point for s in second.record.scores] == ["w0", "w1"]
    assert not second.record.participant.started
    study = Study([first.record, second.record], measures=catalogue())
    assert [len(study.figures[key].people) for key in ("screened", "started", "at_m12")] == [
        2,
        1,
        1,
    ]
