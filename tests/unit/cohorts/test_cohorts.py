"""A list is drawn by a rule anybody can read, frozen once, and stays what it was."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404
from hypothesis import given
from hypothesis import strategies as st

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.cohorts import actions, helped
from nuantong.cohorts.choosing import by_rule
from nuantong.cohorts.criteria import CRITERIA, Facts, condition, misses, sentence
from nuantong.cohorts.models import Choice, Cohort, Member
from nuantong.cohorts.queries import fairness, preview
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.people.models import Child, Label, Need
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, make_child, place

Readers = Callable[[Role], Reader]
JUNE = dt.date(2018, 6, 1)
GIRLS = {"ages": [10, 17], "sex": "2"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(cast: SimpleNamespace, reader: Readers) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def city(cast: SimpleNamespace, reader: Readers) -> Reader:
    return reader(Role.CITY_OFFICER)


def drawn(by: Reader, rule: dict[str, Any], where: str = VILLAGE[:6], **values: Any) -> Cohort:
    said = {"title": "微爱健康包", "purpose": "health_kit", "as_of": JUNE, **values}
    return actions.make(key=uuid.uuid4(), region=place(where), rule=rule, by=by, **said)


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({}, "台账上的全部儿童"),
        (GIRLS, "台账上2018年6月1日满10至17周岁的女童"),
        ({"labels": ["orphan", "unattended"]}, "台账上孤儿或事实无人抚养的儿童"),
        ({"setting": ["scattered"], "sex": "1"}, "台账上散居的男童"),
        ({"sex": "2"}, "台账上的全部女童"),
        ({"setting": ["scattered"], "most": 3600},
         "台账上散居的儿童，名额3600名，登记早的在先"),
        ({"needs": ["living"]}, "台账上有“生活救助”需求未解决的儿童"),
        ({"unhelped": {"since": "2018-01-01", "purpose": "winter_coat"}},
         "台账上2018年1月1日以来没有领过“冬衣”的儿童"),
    ],
)  # fmt: skip
def test_a_rule_is_one_sentence(rule: dict[str, Any], words: str) -> None:
    assert sentence(rule, JUNE) == words


DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2018, 5, 31))
CHILDREN = st.builds(
    Facts, born=st.none() | DAYS, sex=st.sampled_from(["0", "1", "2"]),
    setting=st.sampled_from(["scattered", "institution"]), stage=st.sampled_from(["", "primary"]),
    labels=st.frozensets(st.sampled_from(["orphan", "poor"])),
    needs=st.frozensets(st.sampled_from(["living", "study"])),
)  # fmt: skip
RULES = st.fixed_dictionaries({}, optional={
    "ages": st.tuples(st.integers(0, 9), st.integers(9, 17)).map(list), "sex": st.sampled_from(["1", "2"]),
    "setting": st.just(["scattered"]), "stages": st.just(["primary"]),
    "labels": st.sampled_from([["orphan"], ["orphan", "poor"]]), "needs": st.just(["living"]),
    "sized": st.just(True),
})  # fmt: skip


@given(st.lists(CHILDREN, min_size=1, max_size=5), RULES)
def test_the_database_chooses_as_the_rule_says_child_by_child(
    children: list[Facts], rule: dict[str, Any]
) -> None:
    with transaction.atomic():
        rows = [_written(one) for one in children]
        asked = Child.objects.filter(pk__in=[row.pk for row in rows])
        found = set(asked.filter(condition(rule, JUNE)).values_list("pk", flat=True))
        expected = {
            row.pk for row, one in zip(rows, children, strict=True) if not misses(rule, JUNE, one)
        }
        transaction.set_rollback(True)
    assert found == expected


def _written(one: Facts) -> Child:
    child = make_child(
        "小丙", VILLAGE, sex=one.sex, birth_date=one.born, setting=one.setting, stage=one.stage
    )
    Label.objects.bulk_create(
        Label(child=child, category=label, basis="认定", since=dt.date(2018, 1, 1))
        for label in one.labels
    )
    Need.objects.bulk_create(
        Need(child=child, kind=kind, raised_on=dt.date(2018, 1, 1), raised_by="村妇联")
        for kind in one.needs
    )
    return child


@pytest.fixture
def girls(cast: SimpleNamespace) -> SimpleNamespace:
    """In: 小甲, ten that very day. Just outside: 小乙 a day too young, 小丙 a boy."""
    return SimpleNamespace(
        inside=make_child("小甲", VILLAGE, sex="2", birth_date=dt.date(2008, 6, 1)),
        young=make_child("小乙", VILLAGE, sex="2", birth_date=dt.date(2008, 6, 2)),
        boy=make_child("小丙", VILLAGE, sex="1", birth_date=dt.date(2006, 6, 1)),
        far=make_child("小丁", NEIGHBOUR, sex="2", birth_date=dt.date(2006, 6, 1)),
    )


def test_the_preview_counts_by_district_and_shows_who_stands_just_outside(
    girls: SimpleNamespace, officer: Reader
) -> None:
    found = drawn(officer, GIRLS)
    seen = preview(found, officer)
    assert girls.inside in by_rule(found, officer) and girls.far not in by_rule(found, officer)
    assert (seen.total, seen.districts[0][0]) == (by_rule(found, officer).count(), "巴南区")
    outside = {one.title: [child for _, child in one.some] for one in seen.outside}
    assert girls.young in outside["2018年6月1日满10至17周岁"]
    assert girls.boy in outside["女童"] and girls.boy not in outside["2018年6月1日满10至17周岁"]


def test_by_hand_a_child_comes_in_or_stays_out_with_a_reason(
    girls: SimpleNamespace, officer: Reader
) -> None:
    found = drawn(officer, GIRLS)
    with pytest.raises(Refusal, match="原因"):
        actions.choose(cohort=found, child=girls.young, taken=True, why="", by=officer)
    with pytest.raises(Refusal, match="不在这份名单的范围"):
        actions.choose(cohort=found, child=girls.far, taken=True, why="也需要", by=officer)
    actions.choose(cohort=found, child=girls.young, taken=True, why="证件生日有误", by=officer)
    actions.choose(cohort=found, child=girls.inside, taken=False, why="已在外地领过", by=officer)
    actions.freeze(cohort=found, by=officer)
    members = {one.child_id: one for one in found.members.all()}
    assert members[girls.young.pk].added and girls.inside.pk not in members


def test_frozen_twice_it_is_once_and_no_rule_changes_it_any_more(
    girls: SimpleNamespace, officer: Reader
) -> None:
    found = drawn(officer, GIRLS)
    count = actions.freeze(cohort=found, by=officer)
    make_child("小戊", VILLAGE, sex="2", birth_date=dt.date(2006, 6, 1))
    assert actions.freeze(cohort=found, by=officer) == count == found.members.count()
    found.refresh_from_db()
    assert (found.words, found.frozen_by) == (sentence(GIRLS, JUNE), officer.actor_name)
    same = {
        "version": 1,
        "title": "另",
        "purpose": "health_kit",
        "rule": {},
        "as_of": JUNE,
        "by": officer,
    }
    with pytest.raises(Refusal, match="已经冻结"):
        actions.change(cohort=found, **same)
    with pytest.raises(Refusal, match="已经冻结"):
        actions.choose(cohort=found, child=girls.young, taken=True, why="补", by=officer)
    member = found.members.get(child=girls.inside)
    assert (member.district_id, member.township_id) == (
        place(VILLAGE[:6]).pk,
        place(VILLAGE[:9]).pk,
    )
    with pytest.raises(Refusal, match="原因"):
        actions.remove(member=member, why=" ", by=officer)
    actions.remove(member=member, why="重复登记", by=officer)
    assert girls.inside.pk not in found.members.in_force().values_list("child", flat=True)


def test_of_more_than_there_are_places_the_first_registered_are_in(
    girls: SimpleNamespace, officer: Reader
) -> None:
    Child.objects.filter(pk=girls.young.pk).update(registered_on=dt.date(2017, 1, 1))
    Child.objects.filter(pk=girls.boy.pk).update(registered_on=dt.date(2017, 1, 2))
    found = drawn(officer, {"most": 2})
    assert (preview(found, officer).total, actions.freeze(cohort=found, by=officer)) == (2, 2)
    assert set(found.members.values_list("child", flat=True)) == {girls.young.pk, girls.boy.pk}


def test_an_empty_list_and_a_form_of_yesterday_are_refused(
    cast: SimpleNamespace, officer: Reader
) -> None:
    nobody = drawn(officer, {"ages": [0, 0], "needs": ["legal"]})
    with pytest.raises(Refusal, match="一名儿童也没有"):
        actions.freeze(cohort=nobody, by=officer)
    said = {"title": "又", "purpose": "health_kit", "as_of": JUNE, "by": officer}
    actions.change(cohort=nobody, version=1, rule={}, **said)
    with pytest.raises(StaleVersion):
        actions.change(cohort=nobody, version=1, rule=GIRLS, **said)
    with pytest.raises(Refusal, match="这种条件"):
        actions.change(cohort=nobody, version=2, rule={"star_sign": "x"}, **said)
    with pytest.raises(Refusal, match="年龄"):
        actions.change(cohort=nobody, version=2, rule={"ages": [12, 3]}, **said)


def test_another_districts_list_is_nobodys_to_change(
    girls: SimpleNamespace, officer: Reader, city: Reader
) -> None:
    with pytest.raises(Http404):
        drawn(officer, GIRLS, NEIGHBOUR[:6])
    whole = drawn(city, GIRLS, "500000")
    with pytest.raises(Http404):
        actions.freeze(cohort=whole, by=officer)
    actions.freeze(cohort=whole, by=city)
    assert {girls.inside.pk, girls.far.pk} <= set(whole.members.values_list("child", flat=True))
    mine = Member.objects.visible_to(officer).filter(cohort=whole).values_list("child", flat=True)
    assert girls.inside.pk in mine and girls.far.pk not in mine


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE cohorts_cohort SET title = 'x'", "frozen"),
        ("DELETE FROM cohorts_cohort", "frozen"),
        ("UPDATE cohorts_member SET child_id = child_id + 1", "append-only"),
        ("DELETE FROM cohorts_member", "append-only"),
        ("UPDATE cohorts_member SET removed_at = now()", "removed_with_a_reason"),
        ("INSERT INTO cohorts_member (cohort_id, child_id, added, removed_by)"
         " SELECT c.id, k.id, true, '' FROM cohorts_cohort c, people_child k"
         " WHERE k.id NOT IN (SELECT child_id FROM cohorts_member)", "frozen"),
        ("INSERT INTO cohorts_member (cohort_id, child_id, added, removed_by)"
         " SELECT cohort_id, child_id, true, '' FROM cohorts_member", "once_a_cohort"),
    ],
)  # fmt: skip
def test_the_database_itself_keeps_a_frozen_list(
    girls: SimpleNamespace, officer: Reader, statement: str, constraint: str
) -> None:
    actions.freeze(cohort=drawn(officer, GIRLS), by=officer)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_choice_and_a_name_are_not_empty(girls: SimpleNamespace, officer: Reader) -> None:
    found = drawn(officer, GIRLS)
    about = {"cohort": found, "child": girls.boy, "taken": True, "by": "x", "at": found.made_at}
    with pytest.raises(IntegrityError, match="choice_with_a_reason"), transaction.atomic():
        Choice.objects.create(**about, why="")
    with pytest.raises(IntegrityError, match="cohort_has_a_name"), transaction.atomic():
        Cohort.objects.filter(pk=found.pk).update(title="")
    with pytest.raises(IntegrityError, match="cohort_frozen_by"), transaction.atomic():
        Cohort.objects.filter(pk=found.pk).update(state="frozen")


def test_who_was_helped_is_known_from_whoever_hands_out(
    girls: SimpleNamespace, officer: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Needs stand in for receipts: rows with a child, a purpose and a day."""
    for month in (2, 3):
        day = dt.date(2018, month, 1)
        Need.objects.create(
            child=girls.inside,
            kind="living",
            raised_on=day,
            raised_by="x",
            met_on=day,
            met_how="办好",
        )

    def source() -> Any:
        from django.db.models import F

        return Need.objects.annotate(purpose=F("kind"), on=F("raised_on"))

    monkeypatch.setattr(helped, "SOURCES", [source])
    for since, purpose, chosen in [("2018-03-01", "", False), ("2018-03-02", "", True),
                                   ("2018-01-01", "study", True)]:  # fmt: skip
        rule = {"unhelped": {"since": since, "purpose": purpose}}
        assert Child.objects.filter(condition(rule, TODAY), pk=girls.inside.pk).exists() is chosen
        facts = Facts(helped=(("living", dt.date(2018, 2, 1)), ("living", dt.date(2018, 3, 1))))
        assert (not CRITERIA["unhelped"].fits(rule["unhelped"], TODAY, facts)) is not chosen
    seen = fairness(officer, 2018)
    children = Child.objects.visible_to(officer).on_register().count()
    assert seen.all.counts == (children - 1, 0, 1, 0)
    assert fairness(officer, 2017).all.counts[0] == children
