"""The ladder: every silence and lateness is asked about once, of whoever answers for the place."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, InternalError, transaction

from nuantong.access.reader import reader_of, system_reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.clock import SHANGHAI
from nuantong.core.errors import Refusal
from nuantong.duties.actions import (
    act_on_overdue,
    answer_escalations,
    be_back,
    close_windows,
    go_away,
    withdraw_contact,
)
from nuantong.duties.ladder import escalate
from nuantong.duties.models import DutyAway, Enrolment, Escalation, EscalationStep, Heard, Protocol
from nuantong.duties.protocols import InvalidDefinition
from nuantong.duties.protocols.ladder import parse_ladder
from nuantong.notices.models import Notice
from nuantong.pairing.actions.leaves import ask_leave
from nuantong.pairing.models import Leave
from nuantong.people.actions import end_registration
from tests.conftest import TODAY, VILLAGE

DAY = dt.timedelta(days=1)
TOWNSHIP, DISTRICT, CITY = 3, 2, 1


@pytest.fixture
def days(settings: Any) -> Callable[[dt.date], Any]:
    """days(on): the ladder is run on that day."""

    def run(on: dt.date) -> Any:
        settings.TODAY = on
        return escalate(system_reader())

    return run


@pytest.fixture
def only_silence(six_ones: Protocol) -> Protocol:
    """A protocol that asks about silence alone: fourteen, thirty and forty-five days."""
    content = dict(six_ones.versions.get().definition)
    content["ladder"] = [
        {"when": "silent", "at": 14},
        {"when": "silent", "at": 30, "to": "district"},
        {"when": "silent", "at": 45, "to": "city"},
    ]
    six_ones.versions.create(valid_from=dt.date(2018, 1, 2), definition=content)
    return six_ones


def steps(**values: Any) -> list[tuple[str, int, int]]:
    rows = Escalation.objects.running().filter(**values).order_by("rule", "step")
    return list(rows.values_list("rule", "step", "level"))


def told(user: Any) -> list[str]:
    return list(Notice.objects.filter(user=user).order_by("at", "pk").values_list("subject", flat=True))  # fmt: skip


def test_silence_asks_the_township_the_district_and_the_city_in_turn(
    only_silence, enrolment, record, days, cast
) -> None:
    record("2018-06-01")
    june = dt.date(2018, 6, 1)
    days(june + 13 * DAY)
    assert steps() == []
    days(june + 14 * DAY)
    assert steps() == [("silent", 14, TOWNSHIP)]
    assert told(cast.staff[Role.TOWNSHIP_CHAIR]) == ["1名儿童14天没有任何联系，请看并答复"]
    assert told(cast.staff[Role.DISTRICT_OFFICER]) == []
    child = cast.children.own
    answer_escalations(
        child=child, deed="call", until=june + 20 * DAY,
        by=reader_of(cast.staff[Role.TOWNSHIP_CHAIR], june + 15 * DAY),
    )  # fmt: skip
    days(june + 30 * DAY)
    assert ("silent", 30, DISTRICT) in steps()
    days(june + 45 * DAY)
    assert ("silent", 45, CITY) in steps()
    assert any("45天" in one for one in told(cast.staff[Role.CITY_OFFICER]))


def test_a_child_never_contacted_is_silent_since_she_was_enrolled(
    only_silence, enrolment, days
) -> None:
    days(enrolment.start + 14 * DAY)
    assert Escalation.objects.get().episode == enrolment.start


def test_run_again_it_writes_and_tells_nothing(enrolment, days) -> None:
    close_windows(TODAY)
    first = days(TODAY)
    assert first.raised > 3
    assert first.told > 0
    before = list(Escalation.objects.values()), EscalationStep.objects.count()
    again = days(TODAY)
    assert (again.raised, again.climbed, again.ended, again.told, again.reminded) == (0,) * 5
    assert (list(Escalation.objects.values()), EscalationStep.objects.count()) == before


def test_a_contact_ends_the_silence_at_once_and_the_next_one_is_another(
    only_silence, enrolment, record, days, settings
) -> None:
    record("2018-06-01")
    days(dt.date(2018, 6, 20))
    settings.TODAY = dt.date(2018, 6, 20)
    record("2018-06-19", "talk", means="phone")
    ended = Escalation.objects.get()
    assert (ended.ended_on, ended.ended_why) == (TODAY, "有了新的联系")
    days(dt.date(2018, 7, 4))
    assert Escalation.objects.running().get().episode == dt.date(2018, 6, 19)
    assert Escalation.objects.count() == 2


def test_a_contact_that_did_not_happen_opens_the_question_again(
    only_silence, enrolment, record, days, carer_reader, settings
) -> None:
    settings.TODAY = dt.date(2018, 6, 1)
    record("2018-06-01")
    days(dt.date(2018, 6, 20))
    contact = record("2018-06-19")
    days(dt.date(2018, 6, 21))
    assert steps() == []
    withdraw_contact(key=uuid.uuid4(), contact=contact, by=carer_reader, why="记错了孩子")
    days(dt.date(2018, 6, 22))
    assert steps() == [("silent", 14, TOWNSHIP)]
    kinds = EscalationStep.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["raised", "ended", "reopened"]


def test_without_an_answer_it_climbs_to_the_top_and_stays_there(
    only_silence, enrolment, record, days, cast
) -> None:
    record("2018-06-01")
    first = dt.date(2018, 6, 15)
    days(first)
    days(first + 3 * DAY)
    assert steps() == [("silent", 14, TOWNSHIP)]
    days(first + 4 * DAY)
    assert steps() == [("silent", 14, DISTRICT)]
    assert told(cast.staff[Role.DISTRICT_OFFICER]) == ["1名儿童14天没有任何联系，请看并答复"]
    days(first + 8 * DAY)
    assert steps() == [("silent", 14, CITY)]
    days(first + 12 * DAY)
    assert steps() == [("silent", 14, CITY)]
    assert EscalationStep.objects.filter(kind="climbed").count() == 2


def test_an_answer_stops_the_clock_until_the_day_it_names_and_then_it_climbs(
    only_silence, enrolment, record, days, cast, reader
) -> None:
    record("2018-06-01")
    first = dt.date(2018, 6, 15)
    days(first)
    chair = reader_of(cast.staff[Role.TOWNSHIP_CHAIR], first + DAY)
    answer_escalations(
        child=cast.children.own, deed="visit", until=first + 6 * DAY, by=chair, words="周三去"
    )
    days(first + 6 * DAY)
    assert steps(answered=True) == [("silent", 14, TOWNSHIP)]
    days(first + 7 * DAY)
    assert steps(answered=False) == [("silent", 14, DISTRICT)]
    answered = EscalationStep.objects.get(kind="answered")
    assert (answered.by, answered.deed, answered.words) == (chair.actor_name, "visit", "周三去")
    assert EscalationStep.objects.filter(kind="lapsed").count() == 1


def test_the_same_answer_twice_is_one_and_another_after_it_is_refused(
    only_silence, enrolment, days, cast, reader
) -> None:
    days(TODAY)
    given = {"child": cast.children.own, "deed": "call", "until": TODAY + DAY}
    assert len(answer_escalations(by=reader(Role.TOWNSHIP_CHAIR), **given)) == 3
    assert answer_escalations(by=reader(Role.TOWNSHIP_CHAIR), **given) == []
    with pytest.raises(Refusal, match="已经答复，08月25日前办好"):
        answer_escalations(by=reader(Role.DISTRICT_OFFICER), **given)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"deed": "sleep"}, "怎么办"),
        ({"until": TODAY - DAY}, "14天以内"),
        ({"until": TODAY + 15 * DAY}, "14天以内"),
        ({"by": system_reader}, "具名"),
    ],
)
def test_an_answer_says_who_what_and_by_when(
    only_silence, enrolment, days, cast, reader, changes, said
) -> None:
    days(TODAY)
    given = {
        "child": cast.children.own, "deed": "call", "until": TODAY,
        "by": reader(Role.TOWNSHIP_CHAIR), **changes,
    }  # fmt: skip
    if callable(given["by"]):
        given["by"] = given["by"]()
    with pytest.raises(Refusal, match=said):
        answer_escalations(**given)


@pytest.mark.parametrize("role", [Role.CARER, Role.VILLAGE_CHAIR, Role.LEADER])
def test_only_who_answers_for_overdue_care_answers(
    only_silence, enrolment, pairing, days, cast, reader, role
) -> None:
    days(TODAY)
    with pytest.raises(Refusal, match="工作范围"):
        answer_escalations(child=cast.children.own, deed="call", until=TODAY, by=reader(role))


def test_weeks_missed_in_a_row_are_counted_since_the_last_one_met(
    enrolment, record, days, settings
) -> None:
    settings.TODAY = dt.date(2018, 6, 5)
    record("2018-06-05")
    for weeks, expected in ((1, []), (2, [2]), (3, [2]), (4, [2, 4]), (8, [2, 4, 8])):
        on = dt.date(2018, 6, 11) + dt.timedelta(7 * weeks + 3)
        settings.TODAY = on
        close_windows(on)
        days(on)
        found = Escalation.objects.running().filter(rule="missed:week").order_by("step")
        assert [row.step for row in found] == expected, weeks
    assert {row.episode for row in found} == {dt.date(2018, 6, 11)}


def test_a_contact_in_the_running_week_ends_the_row_of_missed_ones(
    enrolment, record, days, settings
) -> None:
    settings.TODAY = dt.date(2018, 8, 23)
    close_windows(dt.date(2018, 8, 23))
    days(dt.date(2018, 8, 23))
    assert Escalation.objects.running().filter(rule="missed:week").count() == 3
    record("2018-08-23")
    days(dt.date(2018, 8, 23))
    assert not Escalation.objects.running().filter(rule="missed:week").exists()


def test_what_is_overdue_is_asked_once_and_ends_when_somebody_acts(
    enrolment, days, cast, reader
) -> None:
    close_windows(TODAY)
    days(TODAY)
    assert Escalation.objects.running().filter(rule="late").count() == 1
    act_on_overdue(child=cast.children.own, kind="called", by=reader(Role.TOWNSHIP_CHAIR))
    days(TODAY)
    late = Escalation.objects.get(rule="late")
    assert (late.ended_on, late.ended_why) == (TODAY, "已处理，或已补记")


def test_a_phone_that_says_nothing_is_asked_about_and_a_leave_is_not(
    enrolment, pairing, carer, days
) -> None:
    Heard.objects.create(carer=carer, at=dt.datetime(2018, 8, 10, 9, tzinfo=SHANGHAI))
    days(TODAY)
    assert steps(rule="unheard") == [("unheard", 14, TOWNSHIP)]
    ask_leave(carer=carer, start=TODAY, last_day=TODAY, kind=Leave.Kind.ILLNESS, by=system_reader())
    days(TODAY)
    assert steps(rule="unheard") == []


def test_her_own_record_is_a_sign_of_her_phone_and_another_ones_is_not(
    enrolment, record, carer, cast, settings, reader
) -> None:
    record("2018-08-20", by=reader(Role.VILLAGE_CHAIR))
    assert not Heard.objects.exists()
    record("2018-08-21")
    assert Heard.objects.get().carer == carer


def test_who_left_the_register_is_looked_for_no_longer(enrolment, days, cast) -> None:
    close_windows(TODAY)
    days(TODAY)
    end_registration(child=cast.children.own, on=TODAY, reason="left_city", by=system_reader())
    assert not Escalation.objects.running().exists()
    assert set(Escalation.objects.values_list("ended_why", flat=True)) == {"儿童已退出台账"}
    assert days(TODAY).raised == 0


def test_the_carer_is_reminded_once_before_the_end_of_a_window(
    enrolment, pairing, carer, record, days
) -> None:
    reminded = Notice.objects.filter(carer=carer, kind="remind")
    days(dt.date(2018, 8, 23))
    assert not reminded.filter(key__contains="week").exists()
    days(dt.date(2018, 8, 24))
    days(dt.date(2018, 8, 25))
    week = reminded.get(key__contains=":week:")
    assert week.subject == "每周见一次面：8月26日截止，您还有1名孩子"


def test_who_has_done_it_is_not_reminded(enrolment, pairing, record, days) -> None:
    record("2018-08-21", "meet", "talk", "guardian")
    days(TODAY)
    kept = Notice.objects.filter(kind="remind").values_list("key", flat=True)
    assert not [key for key in kept if ":week:" in key or ":month:" in key]


def test_whoever_stands_in_is_reminded_instead_of_who_is_on_leave(
    enrolment, pairing, carer, make, days
) -> None:
    other = make.carer("王桂兰", VILLAGE, capacity=2)
    ask_leave(
        carer=carer, start=TODAY, last_day=TODAY + DAY, kind=Leave.Kind.AWAY, by=system_reader(),
        stand_in=other,
    )  # fmt: skip
    days(TODAY)
    assert set(Notice.objects.filter(kind="remind").values_list("carer", flat=True)) == {other.pk}


def test_the_carer_is_told_of_her_own_children_alone(
    only_silence, enrolment, pairing, carer, days
) -> None:
    days(TODAY)
    own = Notice.objects.filter(kind="escalation_own")
    assert {row.carer for row in own} == {carer}
    assert all("小乐" not in row.subject for row in Notice.objects.all())


def test_whoever_stands_in_for_a_chair_gets_what_she_would_have_been_told(
    only_silence, enrolment, days, cast, make, reader
) -> None:
    other = make.user("t-two", "副主席", Role.TOWNSHIP_CHAIR, VILLAGE[:9])
    away = go_away(
        start=TODAY, last_day=TODAY + DAY, stand_in=other, by=reader(Role.TOWNSHIP_CHAIR)
    )
    days(TODAY)
    assert len(told(other)) == 1
    assert told(cast.staff[Role.TOWNSHIP_CHAIR]) == []
    be_back(away=away, by=reader(Role.TOWNSHIP_CHAIR))
    assert DutyAway.objects.get().end == TODAY


def test_where_nobody_stands_in_the_level_above_is_told(
    only_silence, enrolment, days, cast, reader
) -> None:
    go_away(start=TODAY, last_day=TODAY, stand_in=None, by=reader(Role.TOWNSHIP_CHAIR))
    days(TODAY)
    assert any("14天" in one for one in told(cast.staff[Role.DISTRICT_OFFICER]))


def test_only_who_answers_for_the_whole_place_stands_in(cast, make, reader) -> None:
    elsewhere = make.user("t-far", "邻镇主席", Role.TOWNSHIP_CHAIR, "500118116")
    given = {"start": TODAY, "last_day": TODAY, "by": reader(Role.TOWNSHIP_CHAIR)}
    with pytest.raises(Refusal, match="不负责您的地方"):
        go_away(stand_in=elsewhere, **given)
    with pytest.raises(Refusal, match="另一个人"):
        go_away(stand_in=cast.staff[Role.TOWNSHIP_CHAIR], **given)
    go_away(stand_in=cast.staff[Role.DISTRICT_OFFICER], **given)
    with pytest.raises(Refusal, match="已经登记"):
        go_away(stand_in=None, **given)


def test_a_row_of_the_ladder_is_there_once_and_is_never_gone(only_silence, enrolment, days) -> None:
    days(TODAY)
    row = Escalation.objects.first()
    assert row is not None
    again = {
        field.attname: getattr(row, field.attname) for field in row._meta.fields if not field.primary_key
    }  # fmt: skip
    for attack in (
        lambda: Escalation.objects.create(**again),
        lambda: row.delete(),
        lambda: EscalationStep.objects.all().update(by="别人"),
        lambda: EscalationStep.objects.all().delete(),
        lambda: Escalation.objects.update(ended_on=TODAY),
        lambda: Escalation.objects.update(level=4),
        lambda: Escalation.objects.update(due_on=row.raised_on - DAY),
        lambda: row.steps.create(kind="answered", level=3, at=clock.now(), by="x"),
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            attack()


def test_the_statements_do_not_grow_with_the_children(
    only_silence, make, django_assert_max_num_queries
) -> None:
    for number in range(30):
        child = make.child(f"孩{number}", VILLAGE)
        Enrolment.objects.create(child=child, protocol=only_silence, start=dt.date(2018, 1, 1))
    with django_assert_max_num_queries(45):
        assert escalate(system_reader()).raised == 90
    assert Notice.objects.count() <= 3


def test_the_command_says_what_it_did_and_does_not_look_ahead(enrolment, capsys) -> None:
    call_command("escalate")
    assert "新提出" in capsys.readouterr().out
    with pytest.raises(Exception, match="还没有到"):
        call_command("escalate", "--as-of", str(TODAY + DAY))


def test_what_is_wrong_with_a_ladder_is_said() -> None:
    silent = {"when": "silent", "at": 14}
    assert parse_ladder([silent])[0].at == 14
    for rows, said in (
        ([], "不能去掉"),
        ("x", "列表"),
        ([{**silent, "to": "village"}], "village"),
        ([{**silent, "to": "district", "top": "township"}], "不能低于"),
        ([{**silent, "at": 0}], "1 到 366"),
        ([{"when": "shouted", "at": 1}, silent], "shouted"),
        ([{**silent, "color": "red"}], "不认识"),
        ([{**silent, "periods": "week"}], "列表"),
    ):
        with pytest.raises(InvalidDefinition, match=said):
            parse_ladder(rows)


def test_a_district_has_a_ladder_of_its_own_from_its_day_on(
    only_silence, enrolment, days, make, cast
) -> None:
    content = dict(only_silence.versions.order_by("valid_from").last().definition)
    content["ladder"] = [{"when": "silent", "at": 200, "to": "district"}]
    only_silence.versions.create(
        region=make.place(VILLAGE[:6]), valid_from=dt.date(2018, 6, 1), definition=content,
    )  # fmt: skip
    Enrolment.objects.create(
        child=cast.children.neighbour, protocol=only_silence, start=enrolment.start
    )
    days(TODAY)
    assert steps(child=cast.children.own) == [("silent", 200, DISTRICT)]
    assert [step for _, step, _ in steps(child=cast.children.neighbour)] == [14, 30, 45]
