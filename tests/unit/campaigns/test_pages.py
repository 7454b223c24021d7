"""Pages of campaigns and of the books: from a need to a closed month, as an officer and an accountant."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document

from nuantong.access.roles import Role
from nuantong.books import posting
from nuantong.books.actions import undo
from nuantong.books.models import Entry, Period
from nuantong.campaigns.models import Arrival, Campaign, Pledge
from nuantong.core.errors import Refusal
from tests.unit.books.book import DAY, move
from tests.unit.campaigns.winter import PLAN, Winter, make_donor

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Role], Client]


@pytest.fixture
def winter(cast: Any) -> Winter:
    return Winter()


@pytest.fixture
def officer(client_of: ClientOf) -> Client:
    return client_of(Role.CITY_OFFICER)


def page_of(winter: Winter) -> str:
    return reverse("campaigns:campaign", args=[winter.campaign.key])


def gift(winter: Winter, **values: Any) -> dict[str, Any]:
    return {"do": "pledge", "donor": winter.donor.pk, "fund": winter.fund.pk, "fen": "1000.50",
            "restriction": "any", "on": f"{DAY}", **values}  # fmt: skip


def test_a_campaign_is_planned_and_changed_on_its_pages(winter: Winter, officer: Client) -> None:
    said = {
        **PLAN,
        "title": "爱心礼包",
        "unit_fen": "100",
        "purpose": "gift_pack",
        "children": 9800,
    }
    answer = officer.post(reverse("campaigns:new"), said, follow=True)
    assert "980,000元" in answer.content.decode()
    made = Campaign.objects.get(title="爱心礼包")
    edit = reverse("campaigns:edit", args=[made.key])
    assert 'value="100.0"' in officer.get(edit).content.decode()
    for _ in range(2):
        answer = officer.post(edit, {**said, "children": 10_000, "version": 1}, follow=True)
    assert "已被他人修改" in answer.content.decode()
    assert Campaign.objects.get(pk=made.pk).children == 10_000


def test_a_pledge_and_what_arrives_of_it_are_registered(winter: Winter, officer: Client) -> None:
    officer.post(page_of(winter), gift(winter))
    pledge = Pledge.objects.get()
    sent = gift(winter, do="arrive", pledge=pledge.pk, fen="400", voucher="回单1")
    text = officer.post(page_of(winter), sent, follow=True).content.decode()
    assert "600.50元" in text
    assert "已入账" in text
    officer.post(
        page_of(winter), {"do": "forgo", "pledge": pledge.pk, "on": f"{DAY}", "why": "停业"}
    )
    pledge.refresh_from_db()
    assert (pledge.fen, pledge.open_fen) == (100_050, 0)


def test_what_does_not_fit_is_said_on_the_form_and_kept(winter: Winter, officer: Client) -> None:
    answer = officer.post(page_of(winter), gift(winter, restriction="illness"))
    text = answer.content.decode()
    assert "捐赠人限定用于大病救助" in text
    assert 'value="1000.50"' in text
    assert not Pledge.objects.exists()


def test_a_donor_is_registered_and_an_unnamed_one_is_not_told(
    winter: Winter, officer: Client, client_of: ClientOf
) -> None:
    sent = {"kind": "person", "name": "周心怡", "unnamed": "on"}
    assert "周心怡" in officer.post(reverse("campaigns:donors"), sent, follow=True).content.decode()
    winter.receive(500, donor=make_donor("王大川", "person", unnamed=True))
    for role in (Role.CITY_OFFICER, Role.LEADER, Role.ACCOUNTANT):
        text = client_of(role).get(page_of(winter)).content.decode()
        assert "爱心人士" in text
        assert "王大川" not in text


def test_an_arrival_goes_back_in_part_and_a_bounced_one_is_undone(
    winter: Winter, officer: Client
) -> None:
    first, second = winter.receive(1000), winter.receive(2000)
    on = {"on": f"{DAY}", "why": "捐赠人来函"}
    page = reverse("campaigns:arrival", args=[first.key])
    text = officer.post(page, {"do": "back", "fen": "99", **on}).content.decode()
    assert "不够" in text or "还多" in text
    officer.post(page, {"do": "back", "fen": "4", **on})
    officer.post(reverse("campaigns:arrival", args=[second.key]), {"do": "undo", **on})
    assert sum(first.given_back.values_list("fen", flat=True)) == 400
    assert Arrival.objects.filter(undone_at=None).get() == first


def test_the_letter_thanks_by_name_and_the_report_names_nobody(
    winter: Winter, officer: Client
) -> None:
    arrival = winter.receive(1000_00, donor=make_donor("王大川", "person", unnamed=True))
    letter = words(officer.get(reverse("campaigns:letter", args=[arrival.key])))
    assert "王大川：" in letter
    assert "1,000元" in letter
    report = words(officer.get(reverse("campaigns:report", args=[winter.campaign.key])))
    assert "3760名儿童" in report
    assert "王大川" not in report


def words(answer: Any) -> str:
    word = Document(io.BytesIO(answer.content))
    cells = [c.text for table in word.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


def test_an_accountant_reads_reverses_and_closes(winter: Winter, client_of: ClientOf) -> None:
    accountant = client_of(Role.ACCOUNTANT)
    arrival = winter.receive(1000_00)
    fund = reverse("books:fund", args=[winter.fund.key])
    assert "暖冬行动：山城服装公司捐款到账" in accountant.get(fund).content.decode()
    for asked, shown in (("kind=spend", False), (f"project={winter.campaign.pk}", True),
                         ("purpose=illness", False), ("since=2018-08-01&until=2018-08-31", True)):  # fmt: skip
        assert ("捐款到账" in accountant.get(f"{fund}?{asked}").content.decode()) == shown
    of_the_gift = Entry.objects.about("campaigns.arrival", arrival.key).get()
    with pytest.raises(Refusal, match="由到账产生，请在微爱行动里撤销"):
        undo(entry=of_the_gift, on=DAY, why="记错", key=arrival.key, by=winter.by)
    spent = move(posting.spend, winter.fund, 500, project=winter.campaign.project)
    page = reverse("books:entry", args=[spent.key])
    text = accountant.post(page, {"on": f"{DAY}", "why": "记错"}, follow=True).content.decode()
    assert "已冲销" in text
    assert "记错" in text
    months = reverse("books:months")
    assert "还没有过完" in accountant.post(months, {"month": "2018-08"}).content.decode()
    assert (
        "2018年7月和以前已经关账"
        in accountant.post(months, {"month": "2018-07"}, follow=True).content.decode()
    )
    assert Period.objects.filter(closed_at__isnull=False).count() == 1


def test_an_accountant_opens_a_fund(winter: Winter, client_of: ClientOf) -> None:
    said = {
        "name": "福彩公益金",
        "source": "lottery",
        "opened_on": "2018-01-01",
        "purposes": ["camp"],
    }
    text = client_of(Role.ACCOUNTANT).post(reverse("books:new_fund"), said, follow=True)
    assert "可以用于：暑期营、待安排用途" in text.content.decode()
    assert client_of(Role.CITY_OFFICER).get(reverse("books:new_fund")).status_code == 403


def test_pages_ask_the_database_as_often_for_many_gifts_as_for_one(
    winter: Winter, client_of: ClientOf, django_assert_max_num_queries: Any
) -> None:
    pledge = winter.pledge(9000)
    for _ in range(4):
        winter.receive(100, pledge=pledge, donor=winter.donor)
    client = client_of(Role.CITY_OFFICER)
    for name, key in (("campaigns:campaign", winter.campaign.key), ("books:fund", winter.fund.key)):
        client.get(reverse(name, args=[key]))
        with django_assert_max_num_queries(24):
            client.get(reverse(name, args=[key]))
