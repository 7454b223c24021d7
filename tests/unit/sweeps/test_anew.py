"""Records are judged anew each night: by who came since, by age, by rules; links follow the register."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.audit.actions import record as write_event
from nuantong.people.actions import end_registration, return_to_register, undo_exit
from nuantong.people.models import Child, Registration
from nuantong.sweeps import anew
from nuantong.sweeps.actions import standings
from nuantong.sweeps.hints import said_hint
from nuantong.sweeps.models import Card, Link, Record, Source
from nuantong.sweeps.queries.sums import book, breaks
from nuantong.tasks.models import Task
from nuantong.visits.models import VisitRequest
from tests.conftest import TODAY, VILLAGE, make_child
from tests.unit.sweeps.rosters_made import a_source, bring, csv_of, pupil
from tests.unit.sweeps.rosters_made import standings as stand

pytestmark = pytest.mark.django_db
As = Callable[[Role], Reader]
BORN = dt.date(2009, 3, 4)
LOST = "父死亡；母失联"


@pytest.fixture
def source() -> Source:
    found = a_source()
    bring(found, csv_of([
        pupil("吴情形", 361, 家庭情况备注=LOST), pupil("周普通", 363), pupil("郑未知", 365, 家庭情况备注="父死亡"),
    ]))  # fmt: skip
    return found


@pytest.fixture
def chair(reader: As) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


def came(name: str, born: dt.date = BORN, days: int = 0) -> Child:
    """A child whom the register knows since some days ago."""
    child = make_child(name, VILLAGE, birth_date=born)
    known = TODAY - dt.timedelta(days=days)
    Registration.objects.filter(child=child).update(known_from=known)
    return child


def of(name: str) -> Record:
    found: Record = Record.objects.get(name=name)
    return found


def closes(source: Source) -> None:
    tree = system_reader().tree
    found = book(tree, tree.root.id, [source.pk], TODAY)
    assert breaks(tree, found, tree.root.id, [source]) == []


def test_a_child_registered_since_is_linked_wherever_her_row_stood(source: Source) -> None:
    assert stand(source)["吴情形"] == "waiting visit"
    came("吴情形")
    came("周普通")
    done = anew.judge_anew()
    assert done.changed == 2
    assert stand(source) == {
        "吴情形": "on_register",
        "周普通": "on_register",
        "郑未知": "waiting facts",
    }
    assert not VisitRequest.objects.open().filter(subject_key=f"sweep:{of('吴情形').pk}").exists()
    closes(source)
    assert anew.judge_anew().changed == 0, "twice equals once"


def test_somebody_alike_is_put_to_people(source: Source) -> None:
    came("周普通", dt.date(2008, 1, 1))
    anew.judge_anew()
    assert stand(source)["周普通"] == "waiting review"
    assert Card.objects.get().state == "open"


def test_who_was_compared_at_the_load_is_not_compared_again(source: Source) -> None:
    anew.judge_anew()
    child = came("周普通", days=9)
    anew.judge_anew()
    assert stand(source)["周普通"] == "excluded ordinary"
    write_event(action="修改", by=system_reader(), object_type="child", object_id=child.pk,
                child_number=child.number, changes={"name": "周普通"})  # fmt: skip
    anew.judge_anew()
    assert stand(source)["周普通"] == "on_register"


def test_what_a_person_decided_stays(source: Source, chair: Reader) -> None:
    standings.exclude(record=of("吴情形"), reason="visited", note="家庭正常", by=system_reader())
    standings.hand_over(record=of("郑未知"), to="区民政局 王科长", note="", by=system_reader())
    anew.judge_anew()
    assert stand(source)["吴情形"] == "excluded visited"
    assert of("郑未知").handed_to == "区民政局 王科长"


def test_whoever_comes_of_age_is_excluded_by_the_rule(source: Source, settings: Any) -> None:
    settings.TODAY = dt.date(2027, 3, 4)
    anew.judge_anew()
    assert stand(source)["吴情形"] == "excluded adult"


def test_new_rules_judge_anew_whom_the_old_ones_excluded(source: Source) -> None:
    record = of("周普通")
    Record.objects.filter(pk=record.pk).update(rule="名册所载情况不符合任何情形（规则2017）")
    record.content = '{"remark": "父死亡；母死亡"}'
    record.save(update_fields=["content"])
    anew.judge_anew()
    assert stand(source)["周普通"] == "waiting visit"
    assert of("周普通").hint == "orphan"


def test_what_was_kept_of_a_row_says_the_same_as_the_row(source: Source) -> None:
    for record in Record.objects.all():
        hint = said_hint(record.said, record.birth_date, "500113", TODAY)
        assert hint is not None
        assert hint.category == record.hint


def test_a_run_that_was_ended_goes_on_behind_its_mark(source: Source) -> None:
    for name in ("吴情形", "周普通"):
        came(name)
    assert anew.judge_anew(1).looked == 1
    source.refresh_from_db()
    assert (source.judging_at is not None, source.judged_to) == (True, of("吴情形").pk)
    anew.judge_anew(1)
    assert stand(source)["周普通"] == "on_register"
    anew.judge_anew()
    source.refresh_from_db()
    assert (source.judging_at, source.judged_to) == (None, 0)


def test_a_source_with_a_load_under_way_waits(source: Source) -> None:
    source.loads.update(stage="linking")
    assert anew.judge_anew().looked == 0


@pytest.mark.parametrize(("reason", "stands"), [
    ("adult", "excluded adult"), ("died", "excluded dead"), ("left_city", "excluded moved"),
    ("adopted", "excluded left"), ("duplicate", "waiting linking"),
])  # fmt: skip
def test_a_link_ends_with_its_childs_registration(
    source: Source, chair: Reader, reason: str, stands: str
) -> None:
    child = _linked(source)
    end_registration(child=child, on=TODAY, reason=reason, by=chair, cause="病")
    assert stand(source)["吴情形"] == stands
    assert Link.objects.get().undone_why.startswith("对应的儿童已退出台账")
    closes(source)


def _linked(source: Source) -> Child:
    child = came("吴情形")
    anew.judge_anew()
    assert of("吴情形").child == child
    return child


def test_of_two_records_of_one_child_the_row_goes_with_the_other(
    source: Source, chair: Reader
) -> None:
    double, kept = _linked(source), came("吴情形")
    end_registration(child=double, on=TODAY, reason="duplicate", by=chair)
    call_command("judge_anew")
    assert of("吴情形").child == kept


@pytest.mark.parametrize("again", ["undo", "return"])
def test_who_comes_again_is_linked_again(source: Source, chair: Reader, again: str) -> None:
    child = _linked(source)
    end_registration(child=child, on=TODAY - dt.timedelta(days=1), reason="adopted", by=chair)
    if again == "undo":
        undo_exit(child=child, why="登记错了", by=chair)
    else:
        return_to_register(child=child, reason="收养解除", by=chair)
    assert stand(source)["吴情形"] == "on_register"
    assert Link.objects.filter(undone_at=None).get().child == child
    closes(source)


def test_a_row_that_changed_while_she_was_away_finds_her_again(
    source: Source, chair: Reader
) -> None:
    child = _linked(source)
    end_registration(child=child, on=TODAY - dt.timedelta(days=1), reason="adopted", by=chair)
    bring(source, csv_of([pupil("吴情形", 361, 家庭情况备注="父死亡；母死亡")]))
    assert of("吴情形").child is None
    return_to_register(child=child, reason="收养解除", by=chair)
    anew.judge_anew()
    assert of("吴情形").child == child


def test_who_left_without_a_word_is_found_at_night(source: Source) -> None:
    child = _linked(source)
    Child.objects.filter(pk=child.pk).update(status="left", left_on=TODAY, left_reason="导入")
    assert anew.judge_anew().links == 1
    assert stand(source)["吴情形"] == "excluded left"
    Child.objects.filter(pk=child.pk).update(status="on_register", left_on=None, left_reason="")
    anew.judge_anew()
    assert stand(source)["吴情形"] == "on_register"


def test_offices_are_told_of_what_waits_since_the_night(source: Source, chair: Reader) -> None:
    came("周普通", dt.date(2008, 1, 1))
    anew.judge_anew()
    assert Task.objects.open().filter(title="核对名册上的人是否已在册").exists()
