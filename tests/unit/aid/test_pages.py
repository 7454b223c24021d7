"""What the pages show, to whom, and with how many queries."""

import uuid
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile as Upload
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode

from nuantong.access.roles import Role
from nuantong.aid.models import Application, Scheme
from nuantong.audit.models import Event
from nuantong.people.models import Child
from tests.conftest import make_child
from tests.unit.aid.room import Room, again, ask, granted, judged, make_room, paid

pytestmark = pytest.mark.django_db
Comes = Callable[[Role], Client]


@pytest.fixture
def room(cast: SimpleNamespace) -> Room:
    return make_room(cast)


def url(one: Application, which: str = "") -> str:
    return reverse("aid:act", args=[one.key, which]) if which else reverse(
        "aid:application", args=[one.key]
    )  # fmt: skip


def test_a_decision_without_money_says_so_and_keeps_what_was_typed(
    room: Room, client_of: Comes
) -> None:
    one = judged(room, "city")
    said = {"agree": "yes", "fen": "2000", "source": "", "words": "符合条件"}
    answer = client_of(Role.CITY_OFFICER).post(url(one, "decide"), said)
    assert answer.status_code == 422
    assert "请选从哪笔资金出" in answer.content.decode()
    assert "符合条件" in answer.content.decode()
    assert again(one).state == "city"


def test_who_may_not_see_aid_reads_nothing_of_it_in_the_childs_file(
    room: Room, client_of: Comes
) -> None:
    paid(room)
    page = reverse("people:child", args=[room.child.number])
    seen = {
        role: client_of(role).get(page).content.decode() for role in (Role.CARER, Role.COUNSELLOR)
    }
    assert "得到救助" in seen[Role.CARER]
    assert "学费没有着落" not in seen[Role.CARER]
    assert "救助" not in seen[Role.COUNSELLOR]


def test_the_accountant_reads_the_payee_on_the_log_and_never_the_child(
    room: Room, client_of: Comes
) -> None:
    one = granted(room)
    client = client_of(Role.ACCOUNTANT)
    for page in (reverse("aid:payments"), reverse("aid:payment", args=[one.key])):
        text = client.get(page).content.decode()
        assert "奶奶" in text
        assert room.child.name not in text
        assert room.child.number not in text
    assert "6228480000000000018" in text
    assert Event.objects.filter(
        action="查看救助金收款人", actor_id=room.accountant.actor_id
    ).exists()
    assert client.get(url(one)).status_code == 403


def test_the_list_has_as_many_queries_however_long_it_is(
    room: Room, client_of: Comes, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client = client_of(Role.TOWNSHIP_CHAIR)
    for number in range(6):
        child: Child = make_child(f"小{number}", room.child.place.code)
        ask(room, by=room.village, child=child)
    with django_assert_max_num_queries(12):
        answer = client.get(reverse("aid:applications"))
    assert answer.content.decode().count("救2018-") == 6


@pytest.mark.parametrize(
    "query", [{"q": "小乐"}, {"late": "late"}, {"state": "district"}, {"state": "x"}]
)
def test_the_list_narrows(room: Room, client_of: Comes, query: dict[str, str]) -> None:
    ask(room)
    page = f"{reverse('aid:applications')}?{urlencode(query)}"
    text = client_of(Role.TOWNSHIP_CHAIR).get(page).content.decode()
    assert ("救2018-" in text) is (query in ({"q": "小乐"}, {"state": "x"}))


def test_the_city_opens_a_scheme_once_and_what_is_wrong_is_said_at_its_field(
    room: Room, client_of: Comes
) -> None:
    client, page = client_of(Role.CITY_OFFICER), reverse("aid:new_scheme")
    said = {
        "key": str(uuid.uuid4()), "kind": "illness", "title": "大病救助", "fen": "20000",
        "youngest": 0, "oldest": 17, "township_days": 5, "district_days": 5, "city_days": 10,
        "follow_days": 30, "opens_on": "2018-08-24", "closes_on": "2018-08-01",
    }  # fmt: skip
    assert "截止日期不能早于" in client.post(page, said).content.decode()
    for _ in range(2):
        assert client.post(page, {**said, "closes_on": "2018-12-31"}).status_code == 302
    assert Scheme.objects.get(title="大病救助").fen == 20_000_00
    assert client_of(Role.DISTRICT_OFFICER).get(page).status_code == 403


def test_no_empty_or_strange_file_is_kept(room: Room, client_of: Comes) -> None:
    one, client = ask(room), client_of(Role.CARER)
    for data, words in ((b"", "空文件"), (b"MZ\x90", "照片")):
        sent = {"what": "other", "file": Upload("a.exe", data)}
        answer = client.post(url(one, "paper"), sent)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert one.papers.count() == 1
