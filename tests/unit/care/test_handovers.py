"""移交: what the new carer reads, her answer, the walls around it."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.core import clock
from nuantong.duties.actions import close_windows, record_contact
from nuantong.duties.models import Contact
from nuantong.notices.models import Notice
from nuantong.pairing.actions import hand_over, pair, take_answer
from nuantong.pairing.models import Handover, Pairing
from nuantong.pairing.models.words import EndReason
from nuantong.people.models import Guardian, Need
from nuantong.tasks.models import Task
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, make_user
from tests.paper import text_of_pdf

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
EARLIER = TODAY - 60 * DAY


@pytest.fixture
def chair(reader):
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def new(make):
    """The new carer, with an account."""
    return make.carer("王秀英", VILLAGE, user=make_user("C-new", "王秀英", Role.CARER))


@pytest.fixture
def given(cast, chair, reader, new) -> Handover:
    """The cast's child, known and cared for by 李春梅, given to 王秀英 today."""
    child = cast.children.own
    pair(child=child, carer=cast.carer, by=chair.as_of(EARLIER))
    Need.objects.create(child=child, kind="study", note="数学", raised_on=EARLIER, raised_by="村")
    record_contact(
        key=uuid.uuid4(), child=child, carer=cast.carer, by=reader(Role.CARER), note="讲了故事",
        happened_on=TODAY - DAY, acts=["meet"], means="face",
    )  # fmt: skip
    moves = [(child.household_id, cast.carer.pk, new.pk)]
    [made] = take_answer(
        moves=moves, by=chair, reason=EndReason.CARER_UNABLE, words="怕黑，晚上打电话"
    )
    return made


def client_for(client: Any, user: Any) -> Any:
    client.force_login(user, backend="nuantong.accounts.backends.StaffNumberOrPhone")
    return client


def page(handover: Handover, name: str = "handover") -> str:
    return reverse(f"care:{name}", args=[handover.pk])


def test_the_new_carer_reads_contacts_needs_duties_and_what_was_left_to_say(given, client, new):
    answer = client_for(client, new.user).get(page(given))
    said, [part] = answer.content.decode(), answer.context["parts"]
    for words in ("怕黑，晚上打电话", "讲了故事", "数学", "学习辅导", "李春梅", "我接手了"):
        assert words in said, words
    assert part.due
    assert all(one.title in said for one in part.due)
    assert Event.objects.filter(action="查看档案", actor_id=new.user.pk).exists()


def test_her_first_screen_asks_her_until_she_has_answered(given, client, new):
    mine = client_for(client, new.user)
    assert "请接手" in mine.get("/care/").content.decode()
    mine.post(page(given), {"do": "accept"})
    assert "请接手" not in mine.get("/care/").content.decode()


def test_a_tap_takes_them_and_settles_task_and_notice_twice_is_once(given, client, new):
    mine = client_for(client, new.user)
    for _ in range(2):
        assert mine.post(page(given), {"do": "accept"}).status_code == 302
    given.refresh_from_db()
    assert given.accepted_by == new.user
    assert not Task.objects.open().filter(kind="handover").exists()
    assert not Notice.objects.unread().filter(carer=new).exists()
    assert Event.objects.filter(action="接手移交").count() == 1


def test_whoever_cannot_says_why_and_the_township_has_the_task(given, client, new, chair):
    mine = client_for(client, new.user)
    assert "请写明为什么" in mine.post(page(given), {"do": "decline"}).content.decode()
    mine.post(page(given), {"do": "decline", "why": "要住院"})
    task = Task.objects.open().get(kind="handover_declined")
    assert task in Task.objects.visible_to(chair)
    assert Pairing.objects.current(TODAY).get().carer == new
    mine.post(page(given), {"do": "accept"})
    given.refresh_from_db()
    assert given.accepted_at is None


def test_the_chair_confirms_for_a_carer_without_an_account(cast, chair, make, client_of):
    carer = make.carer("周大姐", VILLAGE)
    pair(child=cast.children.own, carer=carer, by=chair)
    made = hand_over(children=[cast.children.own], carer=carer, on=TODAY, by=chair)
    client = client_of(Role.TOWNSHIP_CHAIR)
    assert "代周大姐确认已接手" in client.get(page(made)).content.decode()
    client.post(page(made), {"do": "accept"})
    assert Handover.objects.get().accepted_by == cast.staff[Role.TOWNSHIP_CHAIR]


def test_nothing_opens_to_the_former_carer_any_more(given, client_of, cast):
    client = client_of(Role.CARER)
    assert client.get(page(given)).status_code == 404
    assert client.get(page(given, "handover_sheet")).status_code == 404
    assert client.get(f"/children/{cast.children.own.number}/").status_code == 404
    assert "小乐" not in client.get("/care/").content.decode()
    assert "王秀英接着关爱" in client.get("/notices/").content.decode()


def test_what_she_did_before_may_still_be_reported_and_is_hers(given, cast, reader):
    contact = record_contact(
        key=uuid.uuid4(), child=cast.children.own, carer=cast.carer, by=reader(Role.CARER),
        happened_on=TODAY - 3 * DAY, acts=["meet"], means="face",
    )  # fmt: skip
    assert Contact.objects.get(pk=contact.pk).carer == cast.carer


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.CARER, Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR,
                                Role.DISTRICT_OFFICER, Role.CITY_OFFICER})
)  # fmt: skip
def test_nobody_else_reads_it(given, client_of, role):
    assert client_of(role).get(page(given)).status_code in (403, 404)


def test_a_neighbours_officer_does_not_find_it(given, client, make):
    other = make_user("T-next", "邻镇", Role.TOWNSHIP_CHAIR, NEIGHBOUR[:9])
    for name in ("handover", "handover_sheet"):
        assert client_for(client, other).get(page(given, name)).status_code == 404
    assert client.post(page(given), {"do": "accept"}).status_code == 404


def test_the_village_chair_reads_and_does_not_answer_for_her(given, client_of):
    client = client_of(Role.VILLAGE_CHAIR)
    said = client.get(page(given)).content.decode()
    assert "怕黑" in said
    assert "确认已接手" not in said
    assert client.post(page(given), {"do": "accept"}).status_code == 404


def test_the_city_says_why_before_it_reads(given, client_of, cast):
    client = client_of(Role.CITY_OFFICER)
    assert "怕黑" not in client.get(page(given)).content.decode()
    client.post(f"/children/{cast.children.own.number}/reason/", {"reason": "督办移交"})
    assert "怕黑" in client.get(page(given)).content.decode()


def test_what_fell_into_the_gap_is_seen_and_nobody_is_blamed(cast, chair, new, client):
    """Three weeks without a carer: the windows of these weeks stand on the hand-over."""
    child = cast.children.own
    pair(child=child, carer=cast.carer, by=chair.as_of(EARLIER))
    Pairing.objects.update(end=TODAY - 21 * DAY, ended_reason="carer_left")
    close_windows(TODAY)
    [made] = take_answer(
        moves=[(child.household_id, None, new.pk)], by=chair, reason=EndReason.REARRANGED
    )
    assert made.gap == 21
    said = client_for(client, new.user).get(page(made)).content.decode()
    assert "中间有 21 天没有爱心妈妈" in said
    assert "没做，空档" in said


def test_the_sheet_has_lines_to_sign(given, client_of):
    answer = client_of(Role.TOWNSHIP_CHAIR).get(page(given, "handover_sheet"))
    assert answer["Content-Type"] == "application/pdf"
    said = text_of_pdf(answer.content)
    for words in ("移交人", "李春梅", "接手人", "王秀英", "怕黑", "数学", "讲了故事"):
        assert words in said, words
    assert Event.objects.filter(action="打印移交表", object_id=str(given.pk)).count() == 1


def test_no_number_of_a_telephone_or_a_card_stands_on_the_sheet(given, client_of, cast):
    child = cast.children.own
    child.id_number = "500113200905041227"
    child.save(update_fields=["id_number"])
    Guardian.objects.create(child=child, name="祖母甲", relation="祖母", phone="13900000001")
    answer = client_of(Role.TOWNSHIP_CHAIR).get(page(given, "handover_sheet"))
    said = text_of_pdf(answer.content)
    assert "祖母甲" in said
    assert "13900000001" not in said
    assert "500113200905041227" not in said


def test_arranging_it_otherwise_takes_the_waiting_one_back(given, cast, chair, make, client, new):
    third = make.carer("赵玉兰", VILLAGE)
    child = cast.children.own
    take_answer(
        moves=[(child.household_id, new.pk, third.pk)], by=chair, reason=EndReason.CARER_UNABLE
    )
    mine = client_for(client, reader_of(new.user).user)
    assert "请接手" not in mine.get("/care/").content.decode()
    assert mine.get(page(given)).status_code in (200, 404)
    waiting = Task.objects.open().filter(kind="handover")
    assert [task.title for task in waiting] == ["等赵玉兰接手"]


def write(cast: Any, **values: Any) -> Handover:
    given_ = {
        "household": cast.children.own.household, "carer": cast.carer, "on": TODAY, "by": "妇联",
    }  # fmt: skip
    with transaction.atomic():
        return Handover.objects.create(**{**given_, **values})


def test_the_database_refuses_halves(cast, make):
    user, now = cast.staff[Role.CARER], clock.now()
    write(cast)
    with pytest.raises(IntegrityError, match="handover_once_a_day"):
        write(cast)
    for values, name in (
        ({"former": cast.carer}, "handover_between_two"),
        ({"ended_on": TODAY + DAY}, "handover_not_before_the_end"),
        ({"accepted_at": now}, "handover_accepted_by_somebody"),
        ({"declined_at": now}, "handover_declined_with_a_reason"),
        (
            {"accepted_at": now, "accepted_by": user, "declined_at": now, "declined_why": "病"},
            "handover_ends_one_way",
        ),
    ):
        with pytest.raises(IntegrityError, match=name):
            write(cast, **{"on": TODAY + DAY - DAY * ("ended_on" in values), **values})
