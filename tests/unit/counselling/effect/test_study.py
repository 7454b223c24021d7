import math

import pytest

from nuantong.core.small_numbers import HIDDEN
from nuantong.counselling.effect.export import WITHHELD
from nuantong.counselling.effect.flow import Participant
from nuantong.counselling.effect.measurement import NOT_KNOWN, Measure
from nuantong.counselling.effect.page import Maker
from nuantong.counselling.effect.study import Record, Score, Study, child_curves
from nuantong.counselling.effect.wording import NOT_CAUSE, WITH_WAITING


def child(number: int, scores: list[tuple[str, float]], **about) -> Record:
    points = frozenset(point for point, _ in scores)
    person = Participant(
        f"{number:03}", True, about.pop("started", True), 12, about.pop("left", ""),
        finished="m12" in points, assessed=points,
    )  # fmt: skip
    taken = tuple(Score("phq-a", p, 26 * at, v) for at, (p, v) in enumerate(scores))
    return Record(person, about.get("sex", "女"), "12–14岁", about.get("place", "甲区"), taken)


@pytest.fixture(scope="module")
def study() -> Study:
    helped = [
        child(n, [("m0", 14 + n % 5), ("m6", 11 + n % 4), ("m12", 6 + n % 3)], sex="男女"[n % 2])
        for n in range(20)
    ]
    left = [child(90 + n, [("m0", 18)], left="搬离", place="乙县") for n in range(2)]
    waited = [child(50 + n, [("w0", 15 + n), ("w1", 14 + n)], started=False) for n in range(6)]
    return Study([*helped, *left, *waited, child(70, [], started=False)])


def test_every_figure_of_the_page_is_the_number_of_its_children(study):
    [one] = study.outcomes
    assert {key: len(figure.people) for key, figure in study.figures.items()} == {
        "screened": 29, "consented": 29, "started": 22, "finished": 20, "running": 0, "left_0": 2,
        "at_m0": 22, "at_m6": 20, "at_m12": 20, "phq-a-both": 20, "phq-a-unknown": 2,
        "phq-a-recovered": 0, "phq-a-improved": len(one.verdicts[list(one.verdicts)[1]]),
        "phq-a-unchanged": len(one.verdicts[list(one.verdicts)[2]]), "phq-a-worse": 0,
    }  # fmt: skip
    assert study.figures["left_0"].title == "中途退出：搬离"


def test_the_waiting_are_compared_and_never_counted_among_the_helped(study):
    [beside] = study.waiting
    assert beside.difference.n == 20 + 6 and beside.difference.value < 0
    assert not any(key.startswith("05") for key in beside.outcome.keys)


def test_four_who_waited_are_too_few_to_be_compared(study):
    fewer = [record for record in study.records if record.key not in ("050", "051")]
    assert Study(fewer).waiting == []


def test_groups_are_those_large_enough(study):
    assert {(kind, name) for kind, name, _ in study.groups} >= {("性别", "女"), ("性别", "男")}
    assert ("区县", "乙县") not in {(kind, name) for kind, name, _ in study.groups}


def test_the_curve_of_a_child_has_a_band_words_and_a_table(study):
    [curve] = child_curves(study.records[3], study)
    assert "<polygon" in curve.svg and curve.words.startswith("分数越低越好。从17分下降到6分")
    assert [row[0] for row in curve.rows] == ["开始时", "6个月", "12个月"]
    assert all("至" in row[2] for row in curve.rows) and "两周重测信度0.8" in curve.note


def test_a_child_measured_once_has_no_change_and_one_of_a_tiny_project_no_band(study):
    [once] = child_curves(next(r for r in study.records if r.key == "090"), study)
    assert "只有一次测评" in once.words
    [alone] = child_curves(study.records[0], Study(study.records[:2]))
    assert "不判断可靠变化" in alone.words and alone.rows[0][2] == "—" and not alone.note
    assert child_curves(study.records[-1], study) == []


def test_rows_for_research_hold_the_started_alone_and_no_rare_place(study):
    rows = study.rows()
    assert len(rows) == 22 and {row.end for row in rows} == {"按计划完成", "中途退出"}
    assert "乙县" not in {row.place for row in rows} and WITHHELD in {row.place for row in rows}
    assert all(score[1] in ("m0", "m6", "m12") for row in rows for score in row.scores)


def test_a_project_without_anybody_is_a_page_of_noughts():
    empty = Study([])
    assert (
        empty.outcomes == [] and empty.waiting == [] and empty.groups == [] and empty.rows() == []
    )
    assert all(not figure.people for figure in empty.figures.values())


def test_the_mean_curve_shows_only_points_that_enough_children_have(study):
    assert "12个月" in study.curve(study.outcomes[0])
    few = Study(study.records[:4])
    assert few.curve(few.outcomes[0]) == ""
    assert math.isfinite(study.outcomes[0].change.value)


def numbers(page):
    found = [*page.steps, *page.ends, *page.assessed]
    for scale in page.scales:
        found += [scale.both, *scale.classes]
    return found


def test_whoever_may_open_figures_sees_each_number_and_each_opens_to_as_many(study):
    page = Maker(study, frozenset(r.key for r in study.records), lambda key: key).page()
    for number in numbers(page):
        assert bool(number.url) == bool(number.count)
        assert not number.url or len(study.figures[number.url].people) == number.count


def test_a_leader_reads_figures_that_do_not_open_and_none_that_is_small(study):
    page = Maker(study, frozenset(), lambda key: key).page()
    assert not any(number.url for number in numbers(page))
    assert all(n.count is None or n.count == 0 or n.count >= 5 for n in numbers(page))
    assert [n.count for n in page.ends] == [None, 0, None]  # twenty of twenty-two would tell
    assert page.cause == WITH_WAITING


def test_three_children_are_not_a_figure_for_a_leader(study):
    page = Maker(Study(study.records[:3]), frozenset(), str).page()
    [scale] = page.scales
    assert (scale.change.figure, scale.way, scale.classes) == ("—", HIDDEN, [])
    assert page.sessions == "" and page.cause == NOT_CAUSE


def test_of_a_project_partly_hers_numbers_open_to_her_part_and_small_ones_stay_hidden(study):
    page = Maker(study, frozenset({"000", "090"}), lambda key: key).page()
    by_title = {number.title: number for number in numbers(page)}
    assert by_title["开始辅导"].url == "started" and by_title["开始辅导"].count == 22
    assert by_title["中途退出：搬离"].count is None and not by_title["中途退出：搬离"].url


def test_a_score_without_a_known_reliability_is_shown_and_judges_nobody(study):
    plain = Measure(instrument="phq-a", title="某量表", better=-1, lowest=0, highest=27)
    [one] = Study(study.records, measures={"phq-a": plain}).outcomes
    assert one.change.value < 0 and one.ruler is None
    assert NOT_KNOWN in one.worst_case.why and one.judged == 0
    [curve] = child_curves(study.records[0], Study(study.records, measures={"phq-a": plain}))
    assert NOT_KNOWN in curve.words and not curve.note
