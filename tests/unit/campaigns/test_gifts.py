"""What is promised and what comes, in the campaign and in the books at once."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.access.roles import Role
from nuantong.books import posting
from nuantong.books.models import Balance, Entry
from nuantong.campaigns import actions
from nuantong.campaigns.models import Arrival, Campaign, Donor, GiveBack, Pledge
from nuantong.core.errors import Refusal, StaleVersion
from tests.conftest import place
from tests.unit.books.book import DAY, move
from tests.unit.campaigns.winter import PLAN, Winter, make_campaign, make_donor, other_fund

pytestmark = pytest.mark.django_db


@pytest.fixture
def winter(db: None) -> Winter:
    return Winter()


def money(winter: Winter) -> tuple[int, int, int, int]:
    """Pledged and open, raised, returned, left."""
    row = Balance.objects.get(project=winter.campaign.pk)
    return row.pledged, row.raised, row.returned, row.left


def test_a_pledge_comes_in_parts_and_the_rest_is_forgone(winter: Winter) -> None:
    pledge = winter.pledge(1000)
    winter.receive(300, pledge=pledge)
    winter.receive(500, pledge=pledge)
    for _ in range(2):
        actions.forgo(pledge=pledge, on=DAY, why="公司停业", by=winter.by)
    pledge.refresh_from_db()
    assert (pledge.open_fen, *money(winter)) == (0, 0, 800, 0, 800)
    with pytest.raises(Refusal, match="已经全部到账或核销"):
        winter.receive(5, pledge=pledge)


def test_more_than_was_pledged_is_welcome(winter: Winter) -> None:
    arrival = winter.receive(1200, pledge=winter.pledge(1000))
    assert (arrival.settles, *money(winter)) == (1000, 0, 1200, 0, 1200)


def test_the_same_form_sent_twice_is_one_gift(winter: Winter) -> None:
    key = uuid.uuid4()
    assert winter.pledge(1000, key=key) == winter.pledge(1000, key=key)
    coming = winter.coming(500)
    first, second = (
        actions.receive_all(campaign=winter.campaign, comings=[coming], by=winter.by)
        for _ in range(2)
    )
    assert (first, money(winter)) == (second, (1000, 500, 0, 500))


def test_many_come_at_once_or_none_does(winter: Winter) -> None:
    comings = [winter.coming(fen) for fen in (100, 200, 300)]
    bad = [*comings, replace(comings[0], key=uuid.uuid4(), restriction="illness")]
    with pytest.raises(Refusal, match="限定用于大病救助，“暖冬行动”的用途是冬衣"):
        actions.receive_all(campaign=winter.campaign, comings=bad, by=winter.by)
    assert not Arrival.objects.exists()
    actions.receive_all(campaign=winter.campaign, comings=comings, by=winter.by)
    assert (Arrival.objects.count(), money(winter)) == (3, (0, 600, 0, 600))


def test_money_whose_restriction_does_not_fit_is_refused_in_words(winter: Winter) -> None:
    with pytest.raises(Refusal, match="请登记到用途相同的行动"):
        winter.pledge(5, restriction="gift_pack")
    with pytest.raises(Refusal, match="“大病基金”的钱不能用于冬衣，只能用于：大病救助"):
        winter.receive(5, fund=other_fund())
    assert winter.receive(5, restriction="winter_coat").restriction == "winter_coat"


def test_a_gift_that_bounced_opens_its_pledge_again(winter: Winter) -> None:
    pledge = winter.pledge(1000)
    arrival = winter.receive(1000, pledge=pledge)
    for _ in range(2):
        winter.undo(arrival)
    pledge.refresh_from_db()
    assert (pledge.open_fen, *money(winter)) == (1000, 1000, 0, 0, 0)


def test_a_gift_already_spent_is_not_undone_and_everything_stays(winter: Winter) -> None:
    arrival = winter.receive(1000)
    move(posting.spend, winter.fund, 700, project=winter.campaign.project)
    with pytest.raises(Refusal, match="现在还有3元.*先冲销用掉它的支出"):
        winter.undo(arrival)
    with pytest.raises(Refusal, match="现在还有3元"):
        winter.give_back(arrival, 400)
    winter.give_back(arrival, 300)
    arrival.refresh_from_db()
    assert (arrival.undone_at, money(winter)) == (None, (0, 1000, 300, 0))


def test_no_more_goes_back_than_came(winter: Winter) -> None:
    arrival, key = winter.receive(1000), uuid.uuid4()
    winter.receive(500)
    assert winter.give_back(arrival, 800, key=key) == winter.give_back(arrival, 800, key=key)
    with pytest.raises(Refusal, match="比这笔到账还多"):
        winter.give_back(arrival, 201)
    with pytest.raises(Refusal, match="已有退回"):
        winter.undo(arrival)
    assert money(winter) == (0, 1500, 800, 700)


def test_every_entry_points_at_the_gift_it_tells_of(winter: Winter) -> None:
    pledge = winter.pledge(1000)
    arrival = winter.receive(1000, pledge=pledge)
    assert [e.kind for e in Entry.objects.about("campaigns.pledge", pledge.key)] == ["pledge"]
    assert [e.kind for e in Entry.objects.about("campaigns.arrival", arrival.key)] == ["receive"]


def test_who_stays_unnamed_is_called_a_warm_heart_and_the_name_is_sealed(winter: Winter) -> None:
    donor = make_donor("周心怡", "person", unnamed=True)
    winter.receive(100, donor=donor)
    assert (donor.shown, Entry.objects.get().words) == ("爱心人士", "暖冬行动：爱心人士捐款到账")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM campaigns_donor WHERE id = %s", [donor.pk])
        assert "周心怡".encode() not in bytes(cursor.fetchone()[0])
    with pytest.raises(Refusal, match="已经登记过"):
        make_donor("周心怡", "person")


def test_a_campaign_closes_when_nothing_is_open_and_takes_nothing_after(winter: Winter) -> None:
    pledge = winter.pledge(1000)
    with pytest.raises(Refusal, match="还有认捐未到"):
        actions.close_campaign(campaign=winter.campaign, on=DAY, by=winter.by)
    winter.receive(1000, pledge=pledge)
    for _ in range(2):
        actions.close_campaign(campaign=winter.campaign, on=DAY, by=winter.by)
    with pytest.raises(Refusal, match="已经结束"):
        winter.receive(5)


def test_two_who_change_a_campaign_do_not_overwrite_each_other(winter: Winter) -> None:
    plan = actions.Plan(**{**PLAN, "children": 4000})
    changed = actions.change_campaign(campaign=winter.campaign, plan=plan, version=1, by=winter.by)
    assert (changed.children, changed.target_fen, changed.version) == (4000, 1_200_000_00, 2)
    with pytest.raises(StaleVersion):
        actions.change_campaign(campaign=winter.campaign, plan=plan, version=1, by=winter.by)


def test_each_place_runs_its_own_campaigns_and_sees_those_above(reader: Callable[..., Any]) -> None:
    district = reader(Role.DISTRICT_OFFICER)
    city, own, other = (
        make_campaign(title=title, region_id=place(code).pk)
        for title, code in (("全市", "500000"), ("巴南", "500113"), ("永川", "500118"))
    )
    seen = Campaign.objects.visible_to(district)
    assert set(seen) == {city, own}
    assert set(Campaign.objects.run_by(district)) == {own}
    with pytest.raises(Refusal, match="由别的单位组织"):
        actions.close_campaign(campaign=city, on=DAY, by=district)
    with pytest.raises(Refusal, match="不在您的工作范围"):
        make_campaign(by=district, region_id=place("500118").pk)
    assert other in Campaign.objects.visible_to(reader(Role.ACCOUNTANT))
    assert not Donor.objects.visible_to(reader(Role.LEADER)).exists()


def _restricted(winter: Winter, arrival: Arrival) -> None:
    Pledge.objects.create(**_gift(winter, restriction="illness"), open_fen=5)


def _into_a_closed_one(winter: Winter, arrival: Arrival) -> None:
    Campaign.objects.update(closed_on=DAY)
    Arrival.objects.create(**_gift(winter))


def _more_back(winter: Winter, arrival: Arrival) -> None:
    said = {"fen": 1001, "on": DAY, "why": "攻击", "recorded_at": "2018-08-06T00:00:00Z"}
    GiveBack.objects.create(key=uuid.uuid4(), arrival=arrival, recorded_by="某人", **said)


def _gift(winter: Winter, **values: Any) -> dict[str, Any]:
    return {"key": uuid.uuid4(), "campaign": winter.campaign, "donor": winter.donor,
            "fund": winter.fund, "fen": 5, "on": DAY, "recorded_at": "2018-08-06T00:00:00Z",
            "recorded_by": "某人", **values}  # fmt: skip


ATTACKS: dict[str, tuple[Callable[[Winter, Arrival], Any], str]] = {
    "a restriction that does not fit": (_restricted, "gift_fits_the_campaign"),
    "a gift to a closed campaign": (_into_a_closed_one, "gift_while_the_campaign_is_open"),
    "more back than came": (_more_back, "giveback_within_the_arrival"),
    "another purpose": (lambda w, a: Campaign.objects.update(purpose="illness"), ""),
    "a pledge made smaller": (lambda w, a: Pledge.objects.update(fen=1), ""),
    "a pledge taken away": (lambda w, a: Pledge.objects.all()._raw_delete("default"), ""),
    "more open than pledged": (lambda w, a: Pledge.objects.update(open_fen=9999), "pledge_open_within"),
    "an arrival altered": (lambda w, a: Arrival.objects.update(fen=1), ""),
    "an arrival taken away": (lambda w, a: Arrival.objects.all()._raw_delete("default"), ""),
    "undone without a reason": (
        lambda w, a: Arrival.objects.update(undone_at="2018-08-06T00:00:00Z", undone_by="某人"),
        "arrival_undone_by_somebody",
    ),
    "settling nothing's pledge": (
        lambda w, a: Arrival.objects.create(**_gift(w, settles=5)), "arrival_settles_its_pledge"),
    "a campaign that ends before it starts": (
        lambda w, a: Campaign.objects.update(end="2018-01-01"), "campaign_ends_after_start"),
    "a campaign for nothing": (
        lambda w, a: Campaign.objects.update(unit_fen=0), "campaign_says_what_and_how_much"),
    "an unnamed donor named": (
        lambda w, a: Donor.objects.update(unnamed=True), "donor_unnamed_stays_so"),
}  # fmt: skip


def test_the_database_refuses_every_attack(winter: Winter) -> None:
    winter.pledge(1000)
    arrival = winter.receive(1000)
    let_through = [
        name
        for name, (attack, wall) in ATTACKS.items()
        if _refused(attack, winter, arrival) != wall
    ]
    assert not let_through


def _refused(attack: Any, winter: Winter, arrival: Arrival) -> str | None:
    try:
        with transaction.atomic():
            attack(winter, arrival)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name or ""
    return None
