"""The pages of the ladder: who sees what, the answer, the call on the log, being away."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from nuantong.access.reader import system_reader
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.duties.ladder import escalate
from nuantong.duties.models import DutyAway, Enrolment, Escalation, EscalationStep, Protocol
from nuantong.notices.models import Notice
from nuantong.pairing.models import Pairing
from nuantong.people import file
from nuantong.people.file import Entry
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db
LIST = reverse("care:escalations")
JANUARY = dt.date(2018, 1, 1)


@pytest.fixture
def silent(cast: Any) -> Any:
    """The cast's child, for whom nobody has written anything down since January."""
    child = cast.children.own
    Enrolment.objects.create(
        child=child, protocol=Protocol.objects.get(code="six-ones"), start=JANUARY
    )
    Pairing.objects.create(
        child=child, carer=cast.carer, start=JANUARY, tier="village", checked_on=JANUARY
    )
    escalate(system_reader())
    return child


def page(child: Any) -> str:
    return reverse("care:escalation", kwargs={"number": child.number})


def body(client: Any, url: str) -> str:
    return str(client.get(url).content.decode())


def test_the_list_says_the_furthest_of_each_kind_and_opens_to_the_child(silent, client_of) -> None:
    said = body(client_of(Role.TOWNSHIP_CHAIR), LIST)
    assert "45天没有任何联系" in said
    assert "14天没有任何联系" not in said
    assert page(silent) in said


def test_filters_narrow_to_what_their_number_says(silent, client_of) -> None:
    client = client_of(Role.DISTRICT_OFFICER)
    for query, total in (
        ("", 1), ("?rule=silent", 1), ("?rule=unheard", 0), ("?state=waiting", 1),
        ("?state=promised", 0), ("?state=late", 0), ("?desk=1", 1), ("?desk=x", 1),
    ):  # fmt: skip
        assert client.get(LIST + query).context["listing"].total == total, query


@pytest.mark.parametrize("role", [Role.CARER, Role.LEADER, Role.COUNSELLOR, Role.SYSTEM_ADMIN])
def test_who_does_not_see_overdue_care_sees_none_of_it(silent, client_of, role) -> None:
    for url in (LIST, page(silent)):
        assert client_of(role).get(url).status_code == 403


def test_a_neighbouring_child_is_not_found(cast, silent, client_of) -> None:
    assert client_of(Role.TOWNSHIP_CHAIR).get(page(cast.children.neighbour)).status_code == 404


def test_an_answer_is_written_with_the_name_and_the_day(silent, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    given = {"deed": "visit", "until": str(TODAY + dt.timedelta(2)), "words": "周日去看"}
    assert client.post(page(silent), given).url == page(silent)
    assert client.post(page(silent), given).url == page(silent)
    assert not Escalation.objects.unanswered().exists()
    said = body(client, page(silent))
    assert "上门看望，8月26日前办好（周日去看）" in said
    assert "我来答复" not in said
    assert EscalationStep.objects.filter(kind="answered", user__isnull=False).exists()


def test_an_answer_without_a_deed_or_beyond_two_weeks_says_so(silent, client_of) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    said = client.post(page(silent), {"until": str(TODAY)}).content.decode()
    assert "请选择怎么办" in said
    far = {"deed": "call", "until": str(TODAY + dt.timedelta(20))}
    assert "14天以内" in client.post(page(silent), far).content.decode()
    assert Escalation.objects.unanswered().exists()


def test_a_village_chair_sees_it_and_leaves_the_answer_to_the_township(silent, client_of) -> None:
    client = client_of(Role.VILLAGE_CHAIR)
    said = body(client, page(silent))
    assert "我来答复" not in said
    client.post(page(silent), {"deed": "call", "until": str(TODAY)})
    assert Escalation.objects.unanswered().exists()


def test_asking_for_the_phone_is_on_the_log_and_gives_a_number_to_tap(
    silent, cast, client_of
) -> None:
    cast.carer.phone = "13800000000"
    cast.carer.save()
    call = reverse("care:call", kwargs={"number": silent.number})
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert "13800000000" not in body(client, page(silent))
    assert "tel:13800000000" in client.post(call).content.decode()
    event = Event.objects.get(action="打电话给爱心妈妈")
    assert (event.child_number, event.actor) == (silent.number, "乡镇（街道）妇联主席")
    assert client.get(call).status_code == 405


def test_the_notice_leads_to_the_child_and_what_leaves_the_product_names_nobody(
    silent, cast, client_of
) -> None:
    notice = Notice.objects.filter(user=cast.staff[Role.TOWNSHIP_CHAIR], kind="escalation").first()
    assert notice is not None
    assert notice.url == page(silent)
    assert silent.name not in notice.subject


def test_being_away_is_entered_with_a_colleague_and_ended(make, cast, client_of) -> None:
    other = make.user("t-two", "副主席", Role.TOWNSHIP_CHAIR, "500113111")
    client, url = client_of(Role.TOWNSHIP_CHAIR), reverse("care:away")
    assert "麻柳嘴镇妇联 副主席" in body(client, url)
    given = {"start": str(TODAY), "last_day": str(TODAY), "stand_in": other.pk}
    assert client.post(url, given).url == url
    assert "已经登记" in client.post(url, given).content.decode()
    away = DutyAway.objects.get()
    assert away.stand_in == other
    assert client_of(Role.CITY_OFFICER).post(reverse("care:back", args=[away.pk])).status_code == 404  # fmt: skip
    client.post(reverse("care:back", args=[away.pk]))
    assert DutyAway.objects.on(TODAY).count() == 0


def test_the_list_costs_the_same_for_one_and_for_many(
    silent, make, cast, client_of, django_assert_max_num_queries
) -> None:
    protocol = Protocol.objects.get(code="six-ones")
    for number in range(20):
        child = make.child(f"孩{number}", "500113111200")
        Enrolment.objects.create(child=child, protocol=protocol, start=JANUARY)
    escalate(system_reader())
    client = client_of(Role.TOWNSHIP_CHAIR)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        assert client.get(LIST).context["listing"].total == 21


def test_whoever_answers_sees_who_was_at_the_home_and_may_say_so(
    silent, client_of, monkeypatch
) -> None:
    seen = Entry(dt.date(2018, 8, 20), "home", "入户走访：见到了", who="张走访", seen=True)
    old = Entry(dt.date(2018, 5, 1), "home", "入户走访：见到了", who="李走访", seen=True)
    monkeypatch.setattr(file, "TIMELINES", [lambda child, reader: [seen, old]])
    said = body(client_of(Role.TOWNSHIP_CHAIR), page(silent))
    assert "有人上门走访过" in said and "8月20日入户走访：见到了（张走访）</textarea>" in said
    assert "李走访" not in said
    assert Escalation.objects.running().filter(child=silent, rule="silent").exists()
