"""A carer's places made fewer than her households: said in the form, seen by the officer."""

import io

import openpyxl
import pytest
from django.test import Client

from nuantong.access.roles import Role
from nuantong.pairing.contributions import with_room
from nuantong.pairing.models import Pairing
from nuantong.people.models import Carer

from .conftest import VILLAGE, paired

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(make, cast):
    """李春梅 with three places and two households."""
    cast.carer.capacity = 3
    cast.carer.save()
    paired(cast.children.own, cast.carer)
    paired(make.child("小二", VILLAGE), cast.carer)
    return cast.carer


@pytest.fixture
def client(reader):
    found = Client()
    officer = reader(Role.DISTRICT_OFFICER).user
    found.force_login(officer, backend="nuantong.accounts.backends.StaffNumberOrPhone")
    return found


def send(client: Client, carer: Carer, capacity: int, **values: str) -> str:
    """The form as it is filled in, sent with another number of places."""
    address = f"/carers/{carer.pk}/edit/"
    data: dict[str, object] = {}
    for field in client.get(address).context["form"]:
        value = field.value()
        value = "" if value is None else value
        data |= {field.html_name: value, field.html_initial_name: value}
    data |= {"capacity": capacity, "capacity_reason": "家里有变化", **values}
    return client.post(address, data, follow=True).content.decode()


def test_the_form_says_what_would_follow_and_saves_when_sent_again(busy, client):
    answer = send(client, busy, 1)
    assert "她现在有2户，多于1户" in answer
    busy.refresh_from_db()
    assert busy.capacity == 3
    warning = answer.split('name="warned" value="')[1].split('"')[0]
    answer = send(client, busy, 1, warned=warning)
    busy.refresh_from_db()
    assert busy.capacity == 1
    assert "比可结对户数多 <b>1</b> 户" in answer
    assert Pairing.objects.filter(end=None).count() == 2


def test_what_was_confirmed_for_one_number_is_not_for_another(busy, client):
    warning = send(client, busy, 1).split('name="warned" value="')[1].split('"')[0]
    assert "多于0户" in send(client, busy, 0, warned=warning)


def test_places_enough_are_saved_at_once(busy, client):
    send(client, busy, 2)
    busy.refresh_from_db()
    assert busy.capacity == 2


def test_the_officer_finds_her_in_the_list_and_on_the_page_of_rounds(busy, client):
    assert not with_room(Carer.objects.all(), "room", "over").exists()
    Carer.objects.filter(pk=busy.pk).update(capacity=1)
    assert list(with_room(Carer.objects.all(), "room", "over")) == [busy]
    assert busy.name in client.get("/carers/?room=over").content.decode()
    assert "1 位爱心妈妈现有的户数超过了可结对户数" in client.get("/pairing/").content.decode()


def test_a_household_with_siblings_counts_once(make, cast):
    paired(cast.children.own, cast.carer)
    paired(make.child("小弟", VILLAGE, household=cast.children.own.household), cast.carer)
    Carer.objects.filter(pk=cast.carer.pk).update(capacity=1)
    assert not with_room(Carer.objects.all(), "room", "over").exists()


def test_the_list_of_carers_says_what_each_has_and_who_has_more_than_her_places(busy, client):
    Carer.objects.filter(pk=busy.pk).update(hours=6)
    page = client.get("/carers/").content.decode()
    cells = '{}每周小时">6</td>{}可结对">3</td>{}已结对">2</td>'
    assert cells.replace("{}", '<td class="num" data-label="') in page
    Carer.objects.filter(pk=busy.pk).update(capacity=1)
    assert "超额" in client.get("/carers/?hours=4").content.decode()
    assert busy.name not in client.get("/carers/?hours=8").content.decode()
    answer = client.get("/carers/?export=xlsx").getvalue()
    rows = list(openpyxl.load_workbook(io.BytesIO(answer)).active.values)
    [head] = [row for row in rows if "已结对户数" in row]
    [row] = [row for row in rows if row[0] == busy.name]
    said = dict(zip(head, row, strict=True))
    assert [str(said[name]) for name in ("每周可用小时", "可结对户数", "已结对户数")] == [
        "6",
        "1",
        "2",
    ]
