"""The pages as each role meets them."""

import io

import openpyxl
import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.pairing.models import Pairing, PairingRound, Proposal
from nuantong.people.models import Carer

from .conftest import NEIGHBOUR, NEXT_VILLAGE, OTHER_TOWNSHIP, TODAY, VILLAGE, paired

pytestmark = pytest.mark.django_db
DISTRICT = VILLAGE[:6]
RUNS_ROUNDS = {Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER}


@pytest.fixture
def round(make, cast, round_over):
    make.child("小弟", VILLAGE, household=cast.children.own.household)
    make.child("小远", OTHER_TOWNSHIP)
    make.carer("外镇的人", OTHER_TOWNSHIP)
    make.child("小南", NEXT_VILLAGE)
    return round_over(DISTRICT)


@pytest.fixture
def officer(client_of):
    return client_of(Role.DISTRICT_OFFICER)


@pytest.mark.parametrize("role", list(Role))
def test_who_may_open_the_rounds(round, client_of, role):
    page = client_of(role).get(reverse("pairing:round", args=[round.pk]))
    assert page.status_code == (200 if role in RUNS_ROUNDS else 403)


def test_a_round_elsewhere_is_not_there(round, make, client_of):
    make.user("yc", "永川的人", Role.DISTRICT_OFFICER, NEIGHBOUR[:6])
    client = client_of(Role.DISTRICT_OFFICER)
    client.force_login(
        type(round.by).objects.get(staff_number="yc"),
        backend="nuantong.accounts.backends.StaffNumberOrPhone",
    )
    for name in ("round", "left_over", "progress"):
        assert client.get(reverse(f"pairing:{name}", args=[round.pk])).status_code == 404
    for name in ("accept", "close"):
        assert client.post(reverse(f"pairing:{name}", args=[round.pk])).status_code == 404
    one = Proposal.objects.first()
    for name in ("accept_one", "reject"):
        assert client.post(reverse(f"pairing:{name}", args=[one.pk])).status_code == 404


def test_starting_a_round_leads_to_it(cast, officer):
    page = officer.post(reverse("pairing:rounds"))
    begun = PairingRound.objects.get()
    assert page.url == reverse("pairing:round", args=[begun.pk])
    assert begun.region.code.startswith(DISTRICT)
    shown = officer.get(page.url).content.decode()
    assert "排队中" in shown and reverse("pairing:progress", args=[begun.pk]) in shown


def test_a_township_may_be_chosen(cast, officer):
    officer.post(reverse("pairing:rounds"), {"region": VILLAGE[:9] + "000"})
    assert PairingRound.objects.get().region.code == VILLAGE[:9] + "000"


def test_a_second_round_of_the_same_place_is_refused_in_words(round, officer):
    page = officer.post(reverse("pairing:rounds"))
    assert "已有一个未结束的结对批次" in page.content.decode()


def test_the_round_page_shows_tiers_reasons_and_names(round, officer):
    page = officer.get(reverse("pairing:round", args=[round.pk])).content.decode()
    for words in ("巴南区结对批次", "同村（社区）", "小乐", "小弟", "李春梅", "八角村", "全部采纳"):
        assert words in page, words


def test_the_left_over_page_says_why_and_whose_task(round, officer):
    page = officer.get(reverse("pairing:left_over", args=[round.pk])).content.decode()
    for words in (
        "小南",
        "爱心妈妈都已满户",
        "区县妇联招募爱心妈妈",
        "这一片 3 户只能找到 2 个名额，缺 1 个",
    ):
        assert words in page, words


def test_a_township_chair_sees_her_part_of_the_districts_round(round, client_of):
    chair = client_of(Role.TOWNSHIP_CHAIR)
    page = chair.get(reverse("pairing:round", args=[round.pk])).content.decode()
    assert "小乐" in page and "小远" not in page
    beside = chair.get(reverse("pairing:compare", args=[round.pk])).content.decode()
    assert "小乐" in beside and "小远" not in beside
    assert "结对前后" not in beside and "手工依次分配" not in beside
    others = Proposal.objects.get(carer__name="外镇的人")
    assert chair.post(reverse("pairing:accept_one", args=[others.pk])).status_code == 404


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("tier=village", {"李春梅", "外镇的人"}),
        ("tier=district", set()),
        ("q=小弟", {"李春梅"}),
        ("q=外镇", {"外镇的人"}),
        (f"place={VILLAGE[:9]}000", {"李春梅"}),
        ("state=accepted", set()),
        ("tier=nonsense&page=99&sort=x", {"李春梅", "外镇的人"}),
    ],
)
def test_the_proposals_can_be_narrowed(round, officer, query, names):
    page = officer.get(reverse("pairing:round", args=[round.pk]) + f"?{query}")
    assert {line.proposal.carer.name for line in page.context["lines"]} == names


def test_accepting_a_row_answers_with_the_row_and_the_counts(round, officer, cast):
    one = Proposal.objects.get(carer=cast.carer)
    page = officer.post(
        reverse("pairing:accept_one", args=[one.pk]), headers={"HX-Request": "true"}
    )
    shown = page.content.decode()
    assert f'id="proposal-{one.pk}"' in shown and "已采纳" in shown and "hx-swap-oob" in shown
    assert Proposal.objects.filter(state="accepted").count() == 1


def test_accepting_what_the_filter_shows(round, officer):
    url = reverse("pairing:accept", args=[round.pk]) + f"?place={VILLAGE[:9]}000"
    page = officer.post(url, {"all": "1"}, follow=True)
    assert "已采纳 1 户、2 名儿童" in page.content.decode()
    assert page.redirect_chain == [(f"/pairing/rounds/{round.pk}/?place={VILLAGE[:9]}000", 302)]
    assert Proposal.objects.filter(state="proposed").count() == 1


def test_accepting_the_chosen_and_what_went_stale(round, officer, cast):
    Carer.objects.filter(pk=cast.carer.pk).update(status="left")
    ids = list(Proposal.objects.values_list("pk", flat=True))
    page = officer.post(
        reverse("pairing:accept", args=[round.pk]), {"ids": [*ids, "x", "999999"]}, follow=True
    )
    shown = page.content.decode()
    assert "已采纳 1 户" in shown and "1 条已失效：李春梅已离岗" in shown


def test_rejecting_needs_a_reason_and_keeps_it(round, officer, cast):
    url = reverse("pairing:reject", args=[Proposal.objects.get(carer=cast.carer).pk])
    htmx = {"HX-Request": "true"}
    assert "请写明不采纳的原因" in officer.post(url, {"reason": ""}, headers=htmx).content.decode()
    assert "隔河无桥" in officer.post(url, {"reason": "隔河无桥"}, headers=htmx).content.decode()


def test_closing(round, officer):
    page = officer.post(reverse("pairing:close", args=[round.pk]), follow=True)
    assert "2 条未确认的建议不再有效" in page.content.decode()


def test_progress_refreshes_the_page_when_the_work_is_over(round, officer):
    url, htmx = reverse("pairing:progress", args=[round.pk]), {"HX-Request": "true"}
    assert officer.get(url, headers=htmx).headers["HX-Refresh"] == "true"
    assert officer.get(url).url == reverse("pairing:round", args=[round.pk])
    PairingRound.objects.update(work_state="running")
    page = officer.get(url, headers=htmx)
    assert "HX-Refresh" not in page.headers and "every 1s" in page.content.decode()


@pytest.mark.parametrize(
    ("name", "row"),
    [
        (
            "round",
            ["小弟、小乐", "巴南区", "麻柳嘴镇", "八角村", "李春梅", "同村（社区）", "待确认"],
        ),
        ("left_over", ["小南", "巴南区", "麻柳嘴镇", "爱心妈妈都已满户"]),
    ],
)
def test_export_is_a_sheet_and_on_the_log(round, officer, name, row):
    page = officer.get(reverse(f"pairing:{name}", args=[round.pk]) + "?export=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(page.streaming_content))).active
    rows = [{str(cell) for cell in line if cell} for line in sheet.iter_rows(values_only=True)]
    assert any(set(row) <= line or set(row) <= line | {"小弟、小乐"} for line in rows)
    assert Event.objects.filter(action__startswith="导出").count() == 1


def test_pairing_by_hand_shows_near_ones_first_and_why_not(cast, make, client_of):
    make.carer("邻村的人", NEXT_VILLAGE)
    make.carer("过期的人", VILLAGE, background_checked_on=None)
    make.carer("外区的人", NEIGHBOUR)
    chair = client_of(Role.TOWNSHIP_CHAIR)
    page = chair.get(reverse("pairing:pair", args=[cast.children.own.number]))
    names = [one.carer.name for one in page.context["candidates"]]
    assert names == ["李春梅", "邻村的人", "过期的人"]
    assert "须先查询" in page.content.decode()


def test_pairing_by_hand(cast, client_of):
    chair = client_of(Role.TOWNSHIP_CHAIR)
    url = reverse("pairing:pair", args=[cast.children.own.number])
    page = chair.post(url, {"carer": cast.carer.pk})
    assert page.url == reverse("people:child", args=[cast.children.own.number])
    assert Pairing.objects.get().carer == cast.carer
    page = chair.post(url, {"carer": cast.carer.pk}, follow=True)
    assert "儿童已结对" in page.content.decode()


@pytest.mark.parametrize("role", [Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER])
def test_a_neighbours_child_cannot_be_paired_or_ended(cast, client_of, role):
    client, neighbour = client_of(role), cast.children.neighbour
    pairing = paired(neighbour, cast.carer)
    assert client.get(reverse("pairing:pair", args=[neighbour.number])).status_code == 404
    assert client.get(reverse("pairing:end", args=[pairing.pk])).status_code == 404
    assert client.post(reverse("pairing:end", args=[pairing.pk])).status_code == 404


def test_ending_by_the_form(cast, client_of):
    pairing = paired(cast.children.own, cast.carer, TODAY.replace(month=3))
    chair = client_of(Role.TOWNSHIP_CHAIR)
    url = reverse("pairing:end", args=[pairing.pk])
    assert "解除结对" in chair.get(url).content.decode()
    assert "请写明解除原因" in chair.post(url, {"reason": "other"}).content.decode()
    chair.post(url, {"reason": "carer_unable", "note": "住院", "siblings": "on"})
    pairing.refresh_from_db()
    assert (pairing.end, pairing.ended_note) == (TODAY, "住院")


@pytest.mark.parametrize("name", ["round", "left_over", "compare"])
def test_a_page_of_a_round_takes_few_queries(round, officer, name, django_assert_max_num_queries):
    url = reverse(f"pairing:{name}", args=[round.pk])
    officer.get(url)
    with django_assert_max_num_queries(12):
        officer.get(url)


def test_the_rounds_page_takes_few_queries(round, officer, django_assert_max_num_queries):
    officer.get(reverse("pairing:rounds"))
    with django_assert_max_num_queries(12):
        officer.get(reverse("pairing:rounds"))
