"""One press for many children: done, skipped and why; pressed again it is the same press."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.care.bulk import MOST, act_on_many
from nuantong.care.models import BulkAct, BulkRow
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.duties.actions import close_windows
from nuantong.duties.models import Enrolment, Exemption, OverdueAction, Protocol, WindowOutcome
from nuantong.notices.models import Notice
from nuantong.pairing.models import Leave, Pairing, StandIn
from nuantong.visits.models import VisitRequest
from tests.conftest import TODAY, VILLAGE

pytestmark = pytest.mark.django_db
JULY = dt.date(2018, 7, 1)
LIST, BULK = reverse("care:overdue"), reverse("care:bulk", kwargs={"which": "overdue"})


@pytest.fixture
def town(cast: Any, make: SimpleNamespace) -> Any:
    """Three overdue children of one carer each, but for the last, who has none."""
    protocol = Protocol.objects.get(code="six-ones")
    children = [cast.children.own, make.child("小安", VILLAGE), make.child("小孤", VILLAGE)]
    carers = [cast.carer, make.carer("王桂兰", VILLAGE), None]
    for child, carer in zip(children, carers, strict=True):
        Enrolment.objects.create(child=child, protocol=protocol, start=JULY)
        if carer:
            Pairing.objects.create(
                child=child, carer=carer, start=JULY, tier="village", checked_on=JULY
            )
    close_windows(TODAY)
    return SimpleNamespace(children=children, carers=carers)


@pytest.fixture
def press(
    town: Any, reader: Callable[[Role], Reader]
) -> Callable[..., dict[str, tuple[bool, str]]]:
    """press(verb, key=…, **values): by the township's chair, for all three; by name what came."""

    def act(verb: str, key: uuid.UUID | None = None, **values: Any) -> dict[str, tuple[bool, str]]:
        done = act_on_many(
            key=key or uuid.uuid4(), verb=verb, numbers=[one.number for one in town.children],
            values=values, by=reader(Role.TOWNSHIP_CHAIR),
        )  # fmt: skip
        return {row.child.name: (row.done, row.why) for row in done.rows.select_related("child")}

    return act


def test_carers_are_reminded_once_a_day_and_the_list_keeps_the_children(press, town) -> None:
    assert press("remind") == {
        "小乐": (True, "已通知李春梅"),
        "小安": (True, "已通知王桂兰"),
        "小孤": (False, "现在没有爱心妈妈，请先结对。"),
    }
    assert press("remind")["小乐"] == (False, "今天已经提醒过李春梅。")
    assert Notice.objects.filter(kind="nudge").count() == 2
    assert WindowOutcome.objects.overdue().values("enrolment").distinct().count() == 3


def test_the_same_press_twice_is_one(press) -> None:
    key = uuid.uuid4()
    first = press("remind", key)
    assert press("remind", key) == first
    assert BulkAct.objects.count() == 1
    with pytest.raises(Refusal, match="已经办过别的事"):
        press("visit", key, reason="x")


def test_the_nearest_stands_in_and_who_cannot_be_helped_says_why(press, town, make) -> None:
    make.carer("赵大姐", VILLAGE, capacity=1)
    done = press("substitute", until=TODAY + dt.timedelta(13))
    assert sorted(ok for ok, _ in done.values()) == [False, False, True]
    assert "附近没有能替班" in " ".join(why for _, why in done.values())
    stands = StandIn.objects.get()
    assert (stands.start, stands.end) == (TODAY, TODAY + dt.timedelta(14))
    assert Leave.objects.get().kind == Leave.Kind.OTHER
    action = OverdueAction.objects.get()
    assert (action.kind, action.note) == ("substitute", "赵大姐替班到9月6日")
    assert not WindowOutcome.objects.overdue().filter(enrolment__child=stands.child).exists()


def test_days_are_excused_with_a_reason_for_each(press) -> None:
    done = press("exempt", start=JULY, last_day=dt.date(2018, 7, 31), reason="随父母外出")
    assert all(ok for ok, _ in done.values())
    assert {one.reason for one in Exemption.objects.all()} == {"随父母外出"}
    assert WindowOutcome.objects.filter(outcome="exempt").exists()


def test_somebody_is_asked_to_look_at_the_homes_once(press, town) -> None:
    assert all(ok for ok, _ in press("visit", reason="看看孩子").values())
    again = press("visit", reason="看看孩子")
    assert {why for _, why in again.values()} == {"已经请人走访，还没有结果。"}
    assert VisitRequest.objects.count() == 3
    assert not WindowOutcome.objects.overdue().exists()


def test_children_of_a_neighbour_are_left_out_and_too_many_are_refused(town, cast, reader) -> None:
    by = reader(Role.TOWNSHIP_CHAIR)
    given = {"key": uuid.uuid4(), "verb": "remind", "values": {}, "by": by}
    act = act_on_many(numbers=[cast.children.neighbour.number], **given)
    assert act.rows.count() == 0
    with pytest.raises(Refusal, match=f"一次最多{MOST}名"):
        act_on_many(numbers=[str(n) for n in range(MOST + 1)], **{**given, "key": uuid.uuid4()})
    with pytest.raises(Refusal, match="先勾选"):
        act_on_many(numbers=[], **{**given, "key": uuid.uuid4()})


def test_from_the_list_to_what_became_of_each(town, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert 'form="bulk"' in client.get(LIST).content.decode()
    asked = client.post(BULK, {"verb": "remind", "child": [town.children[0].number]})
    assert "1 名儿童" in asked.content.decode()
    key = asked.context["form"].initial["key"]
    sent = {"verb": "remind", "child": [town.children[0].number], "key": str(key)}
    result = client.post(BULK, sent)
    assert client.post(BULK, sent).url == result.url
    said = client.get(result.url).content.decode()
    assert "办了 1 名，跳过 0 名" in said
    assert Notice.objects.filter(kind="nudge").count() == 1


def test_all_of_the_filter_are_those_that_pass_it(town, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    sent = {"verb": "visit", "whom": "all"}
    assert len(client.post(BULK, sent).context["children"]) == 3
    assert "请先勾选" in client.post(f"{BULK}?silent=45&duty=term", sent).content.decode()
    other = reverse("care:bulk", kwargs={"which": "escalations"})
    assert "请先勾选" in client.post(other, sent).content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"verb": "exempt", "start": "2018-08-02", "last_day": "2018-08-01", "reason": "x"},
         "开始那天或以后"),
        ({"verb": "exempt", "start": "2018-08-01", "last_day": "2018-08-02"}, "请写明免除的事由"),
        ({"verb": "substitute", "until": "2018-08-01"}, "替班从今天起"),
        ({"verb": "visit", "reason": ""}, "请写明为什么走访"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_done(town, client_of, values, said) -> None:
    sent = {"child": [town.children[0].number], "key": str(uuid.uuid4()), **values}
    assert said in client_of(Role.TOWNSHIP_CHAIR).post(BULK, sent).content.decode()
    assert not BulkAct.objects.exists()


def test_a_verb_or_a_list_that_is_not_there_is_not_found(town, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert client.post(BULK, {"verb": "shout"}).status_code == 404
    assert client.post(reverse("care:bulk", kwargs={"which": "x"})).status_code == 404


@pytest.mark.parametrize("role", [Role.CARER, Role.VILLAGE_CHAIR, Role.LEADER])
def test_only_who_answers_for_overdue_care_presses(town, client_of, role) -> None:
    assert client_of(role).post(BULK, {"verb": "remind", "whom": "all"}).status_code == 403


def test_the_database_keeps_one_row_for_a_child_and_a_reason_for_each_skipped(town, cast) -> None:
    by = cast.staff[Role.TOWNSHIP_CHAIR]
    act = BulkAct.objects.create(key=uuid.uuid4(), verb="remind", by=by, at=clock.now())
    BulkRow.objects.create(act=act, child=town.children[0], done=True)
    for values in (
        {"child": town.children[0], "done": True}, {"child": town.children[1], "done": False}
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            BulkRow.objects.create(act=act, **values)
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkAct.objects.create(key=act.key, verb="visit", by=by, at=clock.now())
