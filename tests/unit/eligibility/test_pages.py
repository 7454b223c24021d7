"""The list of hints, a child's section, and what is done about a hint."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal
from nuantong.eligibility.actions import Sent, answer, assess_everybody, refer
from nuantong.eligibility.models import Referral
from nuantong.people.models import Label, ParentSituation
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE

from .conftest import RELEASE, situate
from .test_hints import system

pytestmark = pytest.mark.django_db
LIST = reverse("eligibility:hints")
SEEING = {Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER}


@pytest.fixture
def known(own, make, cast):
    """Four children: fits without a label, orphan with one, unknown mother, contradicted label."""
    orphan, blank, wrong = (make.child(name, VILLAGE) for name in ("小孤", "小缺", "小违"))
    situate(orphan, father="dead", mother="dead")
    situate(blank, father="dead")
    situate(wrong, father="dead", mother="caring")
    Label.objects.create(child=orphan, category="orphan", basis="民政认定")
    Label.objects.create(child=wrong, category="orphan", basis="旧台账")
    neighbour = cast.children.neighbour
    situate(neighbour, father="dead", mother="dead")
    assess_everybody(system())
    return own


def names(client, query: str = "") -> set[str]:
    return {line.hint.child.name for line in client.get(LIST + query).context["lines"]}


def test_the_list_that_started_it_all_and_its_neighbours(known, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert names(client) == {"小乐", "小缺", "小违"}
    assert names(client, "?scope=all") == {"小乐", "小孤", "小缺", "小违"}
    assert names(client, "?fits=yes&label=none") == {"小乐"}
    assert names(client, "?label=has") == {"小孤", "小违"}
    assert names(client, "?fits=incomplete") == {"小缺"}
    assert names(client, "?fits=no") == {"小违"}
    assert names(client, "?until=30") == names(client, "?until=60") == {"小乐"}
    assert names(client, "?category=orphan&fits=yes") == {"小孤"}
    assert names(client, "?found=7") == {"小乐", "小孤", "小缺", "小违"}
    assert names(client, f"?place={NEXT_VILLAGE}") == set()
    counts = client.get(LIST).context["counts"]
    assert counts == {
        "waiting": 3,
        "unlisted": 1,
        "incomplete": 1,
        "doubtful": 1,
        "expiring": 1,
        "new": 2,
    }


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_hints(known, client_of, role: Role) -> None:
    answered = client_of(role).get(LIST)
    assert (answered.status_code == 200) == (role in SEEING)


def test_the_neighbours_hints_are_the_citys(known, client_of) -> None:
    assert "小航" in names(client_of(Role.CITY_OFFICER))
    assert "小航" not in names(client_of(Role.DISTRICT_OFFICER))


def test_wide_scopes_read_masked_names_and_how_much_is_missing(known, client_of) -> None:
    wide = client_of(Role.DISTRICT_OFFICER).get(LIST).content.decode()
    near = client_of(Role.TOWNSHIP_CHAIR).get(LIST).content.decode()
    assert "小缺" in near and "母亲现在的情况" in near
    assert "小缺" not in wide and "母亲现在的情况" not in wide


def test_figures_by_place_lead_downwards(known, client_of) -> None:
    places = client_of(Role.CITY_OFFICER).get(LIST).context["places"]
    assert [(place.code[:6], n) for place, n in places] == [(VILLAGE[:6], 3), (NEIGHBOUR[:6], 1)]


def test_the_sheet_is_masked_says_what_it_is_and_is_on_the_log(known, client_of) -> None:
    answered = client_of(Role.TOWNSHIP_CHAIR).get(LIST + "?export=xlsx&fits=yes")
    assert answered["Content-Type"].endswith("sheet")
    assert Event.objects.get(action="导出情形线索").changes["count"] == 2


def page(child) -> str:
    return reverse("people:child", args=[child.number])


def test_the_childs_page_says_why_until_when_and_that_it_is_a_hint(known, client_of) -> None:
    text = client_of(Role.TOWNSHIP_CHAIR).get(page(known)).content.decode()
    for words in ("情形线索", "由民政认定", "父亲死亡", "2018年9月10日", "还缺", "2018年台账",
                  "尚未登记类别", "转介民政"):  # fmt: skip
        assert words in text
    assert "情形线索" not in client_of(Role.CARER).get(page(known)).content.decode()


def test_a_missing_fact_is_filled_in_where_it_is_missed(known, client_of) -> None:
    client, mother = client_of(Role.TOWNSHIP_CHAIR), ParentSituation.objects.get(
        child=known, parent="mother"
    )  # fmt: skip
    url = reverse("eligibility:situation", args=[known.number, mother.pk])
    assert url in client.get(page(known)).content.decode()
    form = client.get(url).content.decode()
    assert "期限（月）" in form and "残疾类别" not in form
    sent = {"since": "2016-09-10", "until": "2021-09-10", "months": "60", "basis": "判决书",
            "version": known.version}  # fmt: skip
    assert client.post(url, sent | {"until": "2016-01-01"}).status_code == 200
    assert client.post(url, sent).status_code == 302
    mother.refresh_from_db()
    assert (mother.until, mother.months) == (dt.date(2021, 9, 10), 60)
    assert "2021年9月10日" in client.get(page(known)).content.decode()


def test_a_hint_goes_to_civil_affairs_and_their_answer_comes_back(known, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    url = reverse("eligibility:refer", args=[known.number])
    key = str(uuid.uuid4())
    sent = {
        "key": key,
        "category": "unattended",
        "sent_on": "2018-08-20",
        "sent_to": "巴南区民政局",
    }
    for _ in range(2):
        assert client.post(url, sent).status_code == 302
    referral = Referral.objects.get()
    task = Task.objects.get()
    assert task.is_open and task.url == reverse("eligibility:answer", args=[known.number, key])
    assert names(client, "?referred=waiting") == {"小乐"}
    client.post(task.url, {"answer": "recognised", "on": "2018-08-24", "note": "9月起发放"})
    referral.refresh_from_db()
    task.refresh_from_db()
    assert (referral.answer, task.is_open) == ("recognised", False)
    assert names(client, "?referred=answered") == {"小乐"}
    assert "已认定" in client.get(page(known)).content.decode()


def test_two_open_referrals_of_one_hint_and_impossible_days_are_refused(known, officer) -> None:
    sent = Sent("unattended", TODAY)
    first = refer(child=known, sent=sent, key=uuid.uuid4(), by=officer)
    with pytest.raises(Refusal, match="不必重复"):
        refer(child=known, sent=sent, key=uuid.uuid4(), by=officer)
    for day in (TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)):
        with pytest.raises(Refusal, match="答复日期"):
            answer(referral=first, answer="refused", on=day, by=officer)
    answer(referral=first, answer="refused", on=TODAY, by=officer)
    with pytest.raises(Refusal, match="已经记下"):
        answer(referral=first, answer="recognised", on=TODAY, by=officer)


@pytest.mark.parametrize(
    ("half", "wall"),
    [
        ({"answered_on": TODAY}, "referral_answered_with_day_and_answer"),
        ({"answer": "recognised"}, "referral_answered_with_day_and_answer"),
        (
            {"answered_on": TODAY - dt.timedelta(days=9), "answer": "recognised"},
            "referral_answered_after_it_was_sent",
        ),
    ],
)
def test_the_database_refuses_half_answers(own, half, wall: str) -> None:
    with pytest.raises(IntegrityError, match=wall), transaction.atomic():
        Referral.objects.create(
            child=own, category="orphan", sent_on=TODAY, sent_to="民政", sent_by="李", **half
        )


def test_who_may_only_see_cannot_refer(known, client_of, reader) -> None:
    url = reverse("eligibility:refer", args=[known.number])
    assert client_of(Role.VILLAGE_CHAIR).get(url).status_code == 403
    with pytest.raises(Refusal):
        refer(
            child=known, sent=Sent("unattended", TODAY), key=uuid.uuid4(),
            by=reader(Role.VILLAGE_CHAIR),
        )  # fmt: skip


def test_the_history_shows_what_was_said_before(known, client_of) -> None:
    assess_everybody(system(RELEASE))
    url = reverse("eligibility:history", args=[known.number])
    text = client_of(Role.TOWNSHIP_CHAIR).get(url).content.decode()
    assert "符合情形" in text and "资料不全" in text
