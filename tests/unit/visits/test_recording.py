"""A visit is kept once, corrected by another one, and sets going what it must."""

import datetime as dt
import uuid

import pytest

from nuantong.access.roles import Permission, Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.pairing.models import Pairing
from nuantong.people import hooks as hooks_of_people
from nuantong.people.actions import raise_need
from nuantong.people.models import Child, Need
from nuantong.tasks.models import Task
from nuantong.visits import hooks
from nuantong.visits.actions import (
    Wanted,
    ask_for_visit,
    ask_for_visits,
    record_visit,
    withdraw_request,
    withdraw_visit,
)
from nuantong.visits.actions.recording import VisitConflict, VisitedAlready
from nuantong.visits.filled import About, Filled, Subject
from nuantong.visits.models import Visit, VisitedChild, VisitRequest
from nuantong.visits.queries.plan import plan
from nuantong.visits.queries.subjects import states_of_subjects, village_day
from tests.conftest import NEXT_VILLAGE, TODAY, VILLAGE
from tests.unit.visits.conftest import met, missed

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def test_the_same_form_sent_twice_is_one_visit(cast, visit) -> None:
    key, filled = uuid.uuid4(), met(cast.children.own, {"needs": ["study"]}, family="祖母有高血压")
    first, second = visit(filled, key=key), visit(filled, key=key)
    assert first == second
    assert Visit.objects.count() == VisitedChild.objects.count() == Need.objects.count() == 1


def test_the_same_key_with_other_content_is_refused_and_nothing_lost(cast, visit) -> None:
    key, child = uuid.uuid4(), cast.children.own
    visit(met(child), key=key)
    for other in (met(child, grade="good"), met(child, {"stage": "junior"}), met(child, care="好")):
        with pytest.raises(VisitConflict, match="已经保存"):
            visit(other, key=key)
    assert Visit.objects.get().grade == "fair"


def test_a_second_visit_on_one_day_asks_whether_it_is_another(cast, visit) -> None:
    visit(met(cast.children.own))
    with pytest.raises(VisitedAlready, match="张桂芳"):
        visit(met(cast.children.own))
    visit(met(cast.children.own), again=True)
    visit(missed(cast.children.own))
    assert Visit.objects.count() == 3


def test_one_visit_speaks_of_all_the_children_of_a_home(cast, make, visit) -> None:
    own = cast.children.own
    sibling = make.child("小宁", VILLAGE, household=own.household)
    about = (
        About(Subject(own), {"needs": ["study"]}),
        About(Subject(sibling), {"risks": ["alone"]}),
    )
    both = visit(
        Filled(TODAY, "met", own.place_id, "张桂芳", about, {"met": ["child"], "grade": "poor"})
    )
    assert [row.child.name for row in both.children.all()] == ["小乐", "小宁"]
    assert [row.dangers for row in both.children.all()] == [[], ["alone"]]


def test_narratives_cannot_be_read_in_the_database(cast, visit) -> None:
    kept = visit(met(cast.children.own, {"mind": "愿意说话"}, family="祖母有高血压"))
    sealed = (
        Visit.objects.filter(pk=kept.pk).extra(select={"raw": "words"}).values_list("raw")[0][0]
    )
    assert "高血压".encode() not in bytes(sealed)
    fresh = Visit.objects.get(pk=kept.pk)
    assert fresh.texts == {"family": "祖母有高血压"}
    assert fresh.children.get().texts == {"mind": "愿意说话"}


def test_a_visit_that_met_nobody_keeps_its_note_and_no_answers(cast, visit) -> None:
    said = {"note": "门锁着", "grade": "poor", "family": "忘了删", "met": ["child"]}
    kept = visit(missed(cast.children.own, **said))
    assert (kept.grade, kept.met, kept.texts) == ("", [], {"note": "门锁着"})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on": TODAY + DAY}, "今天之后"),
        ({"on": TODAY - 400 * DAY}, "太早"),
        ({"met": []}, "见到了谁"),
        ({"grade": ""}, "评定"),
    ],
)
def test_a_wrong_visit_is_refused_with_words(cast, visit, changed, said) -> None:
    with pytest.raises(Refusal, match=said):
        visit(met(cast.children.own, **changed))
    assert not Visit.objects.exists()


def test_needs_become_rows_and_tasks_of_the_township_with_a_day(cast, visit, reader) -> None:
    child = cast.children.own
    raise_need(child=child, kind="study", by=reader(Role.TOWNSHIP_CHAIR))
    visit(met(child, {"needs": ["study", "medical"]}))
    assert set(Need.objects.values_list("kind", flat=True)) == {"study", "medical"}
    task = Task.objects.get(kind="helpers.find", title__contains="医")
    assert task.child == child and task.due_on == TODAY + 7 * DAY
    assert Task.objects.visible_to(reader(Role.TOWNSHIP_CHAIR)).filter(pk=task.pk).exists()
    assert not Task.objects.visible_to(reader(Role.CARER)).filter(pk=task.pk).exists()


@pytest.mark.parametrize("outcome", ["moved", "refused", "not_found"])
def test_what_the_township_must_settle_is_its_task_until_corrected(cast, visit, outcome) -> None:
    first = visit(missed(cast.children.own, outcome, moved_to="万州"))
    task = Task.objects.get(kind=f"visits.{outcome}")
    assert task.is_open and task.url.endswith(f"{first.key}/")
    visit(met(cast.children.own), supersedes=first)
    task.refresh_from_db()
    assert not task.is_open and task.withdrawn_reason == "走访记录已更正"


def test_the_third_time_nobody_is_at_home_the_township_gets_a_task(cast, visit) -> None:
    for n in range(7):
        visit(missed(cast.children.own, on=TODAY - (8 - n) * DAY))
        assert Task.objects.filter(kind="visits.nobody").count() == (n + 1) // 3
    visit(met(cast.children.own))
    visit(missed(cast.children.own))
    assert Task.objects.filter(kind="visits.nobody").count() == 2


def test_a_correction_supersedes_once_and_both_stay(cast, visit) -> None:
    first = visit(met(cast.children.own, grade="poor"))
    visit(met(cast.children.own, grade="fair"), supersedes=first)
    assert Visit.objects.count() == 2 and Visit.objects.in_effect().get().grade == "fair"
    with pytest.raises(Refusal, match="已被更正"):
        visit(met(cast.children.own, grade="good"), supersedes=first)


def test_a_withdrawal_says_why_and_leaves_nothing_in_effect(cast, visit, chair) -> None:
    first = visit(met(cast.children.own, {"stage": "junior"}))
    with pytest.raises(Refusal, match="撤回的原因"):
        withdraw_visit(key=uuid.uuid4(), visit=first, by=chair, why=" ")
    gone = withdraw_visit(key=uuid.uuid4(), visit=first, by=chair, why="记错了人")
    assert gone.texts == {"note": "记错了人"} and not Visit.objects.in_effect().exists()


def test_only_the_writer_and_who_keeps_the_place_correct_it(cast, visit, reader) -> None:
    Pairing.objects.create(
        child=cast.children.own, carer=cast.carer, start=TODAY, tier="village", checked_on=TODAY
    )
    first = visit(met(cast.children.own))
    with pytest.raises(Refusal, match="不由您更正"):
        visit(met(cast.children.own, grade="good"), by=reader(Role.CARER), supersedes=first)
    visit(met(cast.children.own, grade="good"), by=reader(Role.TOWNSHIP_CHAIR), supersedes=first)


@pytest.mark.parametrize(
    "role", [Role.CARER, Role.COUNSELLOR, Role.LEADER, Role.RIGHTS_OFFICER, Role.CITY_OFFICER]
)
def test_whoever_does_not_survey_the_home_records_nothing(cast, visit, reader, role) -> None:
    with pytest.raises(Refusal, match="不在您的工作范围内"):
        visit(met(cast.children.own), by=reader(role))


def test_a_neighbours_home_is_refused_and_so_is_a_place_of_others(cast, visit, make) -> None:
    with pytest.raises(Refusal, match="不在您的工作范围内"):
        visit(met(cast.children.neighbour))
    stranger = met(None, place=make.place(NEXT_VILLAGE).pk, subject=Subject(None, "", "王家"))
    with pytest.raises(Refusal, match="不在您的走访范围内"):
        visit(stranger)


def test_a_home_that_is_on_no_list_is_kept_under_its_name(cast, make, visit) -> None:
    place = make.place(VILLAGE).pk
    kept = visit(met(None, place=place, subject=Subject(None, "", "王大山家")))
    row = kept.children.get()
    assert (row.child, row.label) == (None, "王大山家")


def test_a_look_for_a_roster_row_is_asked_answered_and_told(cast, make, visit, reader, monkeypatch):
    told = []
    monkeypatch.setattr(
        hooks, "VISITED", [lambda v, rows, by: told.append((v.outcome, rows[0].subject_key))]
    )
    place, district = make.place(VILLAGE).pk, reader(Role.DISTRICT_OFFICER)
    ask = {
        "subject_key": "row:7",
        "label": "王小明",
        "place": place,
        "reason": "民政名册有",
        "by": district,
    }
    assert ask_for_visit(**ask) == ask_for_visit(**ask)
    assert states_of_subjects(["row:7", "row:8"])["row:7"].outcome == "asked"
    subject = Subject(None, "row:7", "王小明")
    visit(Filled(TODAY - DAY, "nobody", place, "张桂芳", (About(subject),)))
    waiting = states_of_subjects(["row:7"])["row:7"]
    assert waiting.open and waiting.not_found_at_home and waiting.tries == 1
    gone = visit(Filled(TODAY, "not_found", place, "张桂芳", (About(subject),)))
    state = states_of_subjects(["row:7"])["row:7"]
    assert (state.outcome, state.open, state.on) == ("not_found", False, TODAY)
    assert told == [("nobody", "row:7"), ("not_found", "row:7")]
    visit(Filled(TODAY, "nobody", place, "张桂芳", (About(subject),)), supersedes=gone)
    assert VisitRequest.objects.open().count() == 1


def test_many_are_asked_for_in_as_few_statements_as_one(
    cast, make, reader, django_assert_num_queries
) -> None:
    place, district = make.place(VILLAGE).pk, reader(Role.DISTRICT_OFFICER)
    wanted = [Wanted(f"row:{n}", f"王小{n}", place, "民政名册有") for n in range(40)]
    assert ask_for_visits(wanted=wanted[:2], by=district) == 2
    with django_assert_num_queries(7):  # of them four savepoints
        asked = ask_for_visits(wanted=[*wanted, *wanted], by=district)
    assert asked == 38, "who is asked for already, and who is named twice, is asked for once"
    said = Event.objects.filter(action="请求入户走访", object_type="visitrequest")
    assert said.count() == VisitRequest.objects.open().count() == 40
    assert {one.hex for one in VisitRequest.objects.values_list("key", flat=True)} == {
        *said.values_list("object_id", flat=True)
    }
    with pytest.raises(Refusal, match="不能安排走访"):
        ask_for_visits(wanted=wanted, by=reader(Role.VILLAGE_CHAIR))


def test_a_request_outside_ones_places_is_refused_and_may_be_withdrawn(cast, make, reader) -> None:
    place = make.place(VILLAGE).pk
    ask = {"subject_key": "row:1", "label": "王小明", "place": place, "reason": "核实"}
    with pytest.raises(Refusal, match="不能安排走访"):
        ask_for_visit(**ask, by=reader(Role.VILLAGE_CHAIR))
    ask_for_visit(**ask, by=reader(Role.DISTRICT_OFFICER))
    assert withdraw_request(subject_key="row:1", by=reader(Role.DISTRICT_OFFICER))
    assert withdraw_request(subject_key="row:1", by=reader(Role.DISTRICT_OFFICER)) is None


def test_a_village_day_counts_planned_done_and_not_found(cast, make, visit, chair) -> None:
    village = make.place(VILLAGE).pk
    other = make.child("小宁", VILLAGE)
    make.child("小远", VILLAGE)
    visit(met(cast.children.own))
    visit(missed(other, "not_found"))
    day = village_day(chair, village, TODAY)
    assert (day.planned, day.done, day.not_found) == (3, 1, 1)


def test_every_visit_is_on_the_log_without_what_was_said(cast, visit) -> None:
    visit(met(cast.children.own, family="祖母有高血压"))
    event = Event.objects.get(action="记录入户走访")
    assert event.child_number == cast.children.own.number
    assert "高血压" not in str(event.changes)


def test_unknown_outcomes_and_empty_homes_are_refused(cast, chair) -> None:
    place = cast.children.own.place_id
    for outcome, about in (("flown", (About(Subject(cast.children.own)),)), ("nobody", ())):
        with pytest.raises(Refusal, match="走访结果"):
            record_visit(
                key=uuid.uuid4(), filled=Filled(TODAY, outcome, place, "张", about), by=chair
            )


def test_a_request_about_a_child_is_answered_by_a_visit_to_her(cast, reader, visit) -> None:
    child = cast.children.own
    ask_for_visit(
        subject_key="row:3", label=child.name, place=child.place_id, reason="核实", child=child,
        by=reader(Role.DISTRICT_OFFICER),
    )  # fmt: skip
    kept = visit(met(child))
    state = states_of_subjects(["row:3"])["row:3"]
    assert (state.outcome, state.open, state.visit) == ("met", False, kept.pk)


def test_nobody_looks_for_a_child_who_left_the_register(cast, reader) -> None:
    child, officer = cast.children.own, reader(Role.DISTRICT_OFFICER)
    ask = {"label": child.name, "place": child.place_id, "reason": "核实", "child": child}
    for key in ("child:1", "row:9"):
        ask_for_visit(subject_key=key, by=officer, **ask)
    homes = plan(officer, to=Permission.SEE_VISITS)
    assert [len(home.requests) for home in homes if home.children == [child]] == [2]
    hooks_of_people.child_left(child, TODAY, "年满18周岁", officer)
    assert not VisitRequest.objects.open().exists()


def test_nobody_is_visited_before_her_birth_or_after_she_left(cast, visit) -> None:
    child = cast.children.own
    Child.objects.filter(pk=child.pk).update(birth_date=TODAY - dt.timedelta(30))
    with pytest.raises(Refusal, match="出生日期"):
        visit(met(child, on=TODAY - dt.timedelta(31)))
    Child.objects.filter(pk=child.pk).update(
        status="left", left_on=TODAY - dt.timedelta(5), left_reason="被收养"
    )
    with pytest.raises(Refusal, match="退出台账"):
        visit(met(child))
    assert visit(met(child, on=TODAY - dt.timedelta(6))).pk
