"""Labels, needs, guardians and parents' situations are rows with dates."""

import datetime as dt

import pytest

from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.people import actions
from nuantong.people.models import Guardian, Label, Need, ParentSituation
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
DAY = dt.date


def test_a_label_needs_a_basis_and_holds_once_at_a_time(cast, township) -> None:
    child = cast.children.own
    with pytest.raises(Refusal, match="认定依据"):
        actions.add_label(child=child, category="orphan", basis=" ", by=township)
    label = actions.add_label(child=child, category="orphan", basis="民政认定", by=township)
    with pytest.raises(Refusal, match="已有同一类别"):
        actions.add_label(child=child, category="orphan", basis="民政认定", by=township)
    actions.add_label(child=child, category="poor", basis="低保证", by=township)
    assert label.since == TODAY and child.labels.count() == 2


def test_an_ended_label_is_history_and_the_category_may_come_again(cast, township) -> None:
    child = cast.children.own
    label = actions.add_label(
        child=child, category="poor", basis="低保", since=DAY(2017, 1, 1), by=township
    )
    with pytest.raises(Refusal, match="起的日期之后"):
        actions.end_label(label=label, on=DAY(2016, 1, 1), by=township)
    label.refresh_from_db()
    actions.end_label(label=label, on=DAY(2018, 1, 1), by=township, reason="脱贫")
    actions.add_label(
        child=child, category="poor", basis="低保", since=DAY(2018, 5, 1), by=township
    )
    assert Label.objects.filter(child=child, category="poor").count() == 2
    with pytest.raises(Refusal, match="已经结束"):
        actions.end_label(label=label, on=TODAY, by=township)


def test_a_need_is_open_once_until_it_is_met(cast, village) -> None:
    child = cast.children.own
    need = actions.raise_need(child=child, kind="study", note="数学跟不上", by=village)
    with pytest.raises(Refusal, match="已经提出"):
        actions.raise_need(child=child, kind="study", by=village)
    with pytest.raises(Refusal):
        actions.meet_need(need=need, how=" ", by=village)
    met = actions.meet_need(need=need, how="村小老师每周辅导", by=village)
    assert met.met_on == TODAY
    assert actions.raise_need(child=child, kind="study", by=village).pk != need.pk
    assert "数学" not in str(list(Event.objects.values()))


def test_a_new_guardian_ends_the_one_before(cast, township) -> None:
    child = cast.children.own
    for name, day in (("王大爷", DAY(2015, 1, 1)), ("王大娘", DAY(2018, 2, 1))):
        actions.change_guardian(
            child=child, name=name, relation="祖父母", phone="138 0013 8000", since=day, by=township
        )
    first, second = Guardian.objects.order_by("since")
    assert (first.until, second.until) == (DAY(2018, 2, 1), None)
    assert second.phone == "13800138000"
    event = Event.objects.latest("pk")
    assert "1380" not in str(event.changes)
    with pytest.raises(Refusal, match="11位"):
        actions.change_guardian(child=child, name="王", relation="", phone="1380013", by=township)


def test_parents_may_be_in_several_situations_at_once(cast, township) -> None:
    child = cast.children.own

    def father(status, **more):
        return actions.set_parent_situation(
            child=child, parent="father", status=status, by=township, **more
        )

    father("severely_ill", since=DAY(2016, 1, 1))
    father("in_prison", since=DAY(2017, 1, 1), besides=True)
    held = ParentSituation.objects.filter(child=child, until=None)
    assert held.count() == 2
    father("dead", since=DAY(2018, 3, 1))
    assert [s.status for s in held.all()] == ["dead"]
    assert ParentSituation.objects.filter(child=child, until=DAY(2018, 3, 1)).count() == 2


def test_a_situation_wrong_from_its_start_is_replaced(cast, township) -> None:
    child = cast.children.own
    for status in ("dead", "missing"):
        actions.set_parent_situation(
            child=child, parent="mother", status=status, since=DAY(2018, 3, 1), by=township
        )
    assert [s.status for s in child.parent_situations.all()] == ["missing"]
    with pytest.raises(Refusal):
        actions.set_parent_situation(child=child, parent="uncle", status="dead", by=township)


def test_the_village_chair_may_raise_needs_and_not_labels(cast, village) -> None:
    with pytest.raises(Refusal):
        actions.add_label(child=cast.children.own, category="orphan", basis="证", by=village)
    assert not Label.objects.exists()
    actions.raise_need(child=cast.children.own, kind="legal", by=village)
    assert Need.objects.count() == 1
