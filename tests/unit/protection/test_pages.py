"""The danger pages: 110 first, three taps to a report, and a wall around it."""

import uuid

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.protection.models import DangerReport, DangerReportAddition, PoliceStation

pytestmark = pytest.mark.django_db
REPORT = reverse("protection:report")


@pytest.fixture
def child(cast):
    return cast.children.own


def post(client, **data):
    return client.post(REPORT, {"key": uuid.uuid4(), "situation": 6, **data})


@pytest.mark.parametrize("role", list(Role))
def test_110_stands_before_the_form_for_everybody(client_of, role: Role) -> None:
    page = client_of(role).get(REPORT).content.decode()
    first = page.index('href="tel:110"')
    assert first < page.index("12338") < page.index("12356") < page.index("12355")
    assert first < page.index('name="situation"')
    assert page.count('type="radio"') == 9


def test_signed_out_one_signs_in_first(client) -> None:
    assert client.get(REPORT).url.startswith("/sign-in/")


def test_a_missing_police_station_is_said_plainly(client_of) -> None:
    page = client_of(Role.CARER).get(REPORT).content.decode()
    assert "麻柳嘴镇的派出所电话还没有登记" in page


def test_the_situation_alone_is_kept(client_of, cast) -> None:
    response = client_of(Role.CARER).post(REPORT, {"situation": 9})
    report = DangerReport.objects.get()
    assert response.url == reverse("protection:detail", args=[report.key])
    assert report.called_at is None and report.reporter == cast.staff[Role.CARER]


def test_without_a_situation_the_words_come_back(client_of) -> None:
    page = client_of(Role.CARER).post(REPORT, {"seen": "门锁着", "called": "on"}).content.decode()
    assert "拿不准就选最后一项" in page and "门锁着" in page
    assert not DangerReport.objects.exists()


def test_sent_twice_it_is_one_report(client_of) -> None:
    client, key = client_of(Role.CARER), uuid.uuid4()
    assert post(client, key=key).url == post(client, key=key).url
    assert DangerReport.objects.count() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"found_at": "昨天"},
        {"found_at": "2018-02-31T10:00"},
        {"found_at": "0001-01-01T00:00"},
        {"found_at": "9999-12-31T23:59"},
        {"called_at": "\x00", "taken_by": "王\x00警官"},
        {"key": "not a key"},
        {"child": "T9999999\x00'--"},
        {"who": "\x00", "receipt": "\x00" * 10},
    ],
)
def test_nothing_optional_stops_a_report(client_of, said) -> None:
    assert post(client_of(Role.CARER), **said).status_code == 302
    assert DangerReport.objects.count() == 1


def test_a_text_that_is_too_long_says_so_and_is_not_lost(client_of) -> None:
    page = post(client_of(Role.CARER), seen="长" * 20_001).content.decode()
    assert "20000" in page and "长" * 20_001 in page


def test_ones_own_child_is_filled_in(client_of, child) -> None:
    page = client_of(Role.VILLAGE_CHAIR).get(REPORT, {"child": child.number}).content.decode()
    assert "小乐" in page and f'value="{child.number}"' in page


@pytest.mark.parametrize("role", [Role.CARER, Role.RIGHTS_OFFICER, Role.LEADER])
def test_somebody_elses_child_is_not(client_of, child, role: Role) -> None:
    page = client_of(role).get(REPORT, {"child": child.number}).content.decode()
    assert "小乐" not in page


def test_a_number_one_may_not_look_up_is_kept_as_words(client_of, child) -> None:
    post(client_of(Role.CARER), child=child.number, who="邻居家")
    report = DangerReport.objects.get()
    assert report.child_number == ""
    assert report.who == f"邻居家\n填写的儿童编号：{child.number}"


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_a_report(client_of, report_by, carer, role: Role) -> None:
    report = report_by(carer, seen="没有人照料")
    response = client_of(role).get(reverse("protection:detail", args=[report.key]))
    allowed = role in {Role.CARER, Role.RIGHTS_OFFICER}
    assert response.status_code == (200 if allowed else 404)
    assert Event.objects.filter(action="查看强制报告").count() == int(allowed)


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_the_list(client_of, report_by, carer, role: Role) -> None:
    report_by(carer)
    response = client_of(role).get(reverse("protection:reports"))
    assert response.status_code == (200 if role is Role.RIGHTS_OFFICER else 403)


def test_the_list_says_what_waits(client_of, report_by, carer) -> None:
    report_by(carer)
    page = client_of(Role.RIGHTS_OFFICER).get(reverse("protection:reports"), {"state": "waiting"})
    assert "未回应" in page.content.decode() and "还没打110" in page.content.decode()


def test_the_list_takes_few_queries(
    client_of, report_by, carer, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        report_by(carer)
    client = client_of(Role.RIGHTS_OFFICER)
    client.get(reverse("protection:reports"))
    with django_assert_max_num_queries(12):
        client.get(reverse("protection:reports"))


def test_ones_own_reports_are_listed_and_nobody_elses(client_of, report_by, carer, rights) -> None:
    report_by(carer, situation=8)
    report_by(rights, situation=7)
    page = client_of(Role.CARER).get(reverse("protection:mine")).content.decode()
    assert "乞讨" in page and "拐卖" not in page


def test_one_tap_says_that_110_was_called(client_of, report_by, carer) -> None:
    address = reverse("protection:detail", args=[report_by(carer).key])
    client, key = client_of(Role.CARER), uuid.uuid4()
    for _ in range(2):
        assert client.post(address, {"kind": "called", "key": key}).status_code == 302
    assert DangerReportAddition.objects.get().called_at is not None
    assert "打过 110 了吗" not in client.get(address).content.decode()


@pytest.mark.parametrize("data", [{"kind": "note"}, {"kind": "receipt"}, {"kind": "x"}, {}])
def test_an_empty_addition_is_not_kept(client_of, report_by, carer, data) -> None:
    address = reverse("protection:detail", args=[report_by(carer).key])
    assert client_of(Role.CARER).post(address, data).status_code == 200
    assert not DangerReportAddition.objects.exists()


def test_a_township_keeps_its_stations(client_of, make) -> None:
    client, township = client_of(Role.TOWNSHIP_CHAIR), make.place("500113111")
    address = reverse("protection:stations")
    client.post(address, {"region": township.pk, "name": "麻柳嘴派出所", "phone": "02366412110"})
    assert 'href="tel:023-66412110"' in client_of(Role.CARER).get(REPORT).content.decode()
    station = PoliceStation.objects.get()
    client.post(reverse("protection:remove_station", args=[station.pk]))
    assert not PoliceStation.objects.in_use().exists()


def test_a_township_elsewhere_cannot_be_chosen(client_of, make) -> None:
    data = {"region": make.place("500118116").pk, "name": "派出所", "phone": "02366412110"}
    response = client_of(Role.TOWNSHIP_CHAIR).post(reverse("protection:stations"), data)
    assert response.status_code == 200 and not PoliceStation.objects.exists()
