"""Registering: looked for in the whole city first, then one form, then a child once."""

import datetime as dt

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.audit.models import Event
from nuantong.people import actions
from nuantong.people.models import Child, Guardian, Label, Need
from tests.conftest import NEIGHBOUR, VILLAGE, place

pytestmark = pytest.mark.django_db
NEW = "/children/new/"


def ask(client, **fields):
    return client.post(NEW, {"name": "刘哲", "birth_date": "2009-05-04", **fields})


@pytest.fixture
def client(client_of):
    return client_of(Role.TOWNSHIP_CHAIR)


def test_name_and_id_or_birth_date_are_asked_first(client) -> None:
    assert "先查重" in client.get(NEW).content.decode()
    page = client.post(NEW, {"name": "刘哲"}).content.decode()
    assert "请填写身份证号，或者出生日期" in page


def test_a_wrong_id_stops_at_the_first_step(client, id_of) -> None:
    right = id_of()
    wrong = right[:17] + ("1" if right[17] != "1" else "2")
    page = ask(client, id_number=wrong).content.decode()
    assert f"校验位应为{right[17]}" in page


def test_a_namesake_elsewhere_is_shown_masked_with_whom_to_ask(client, make) -> None:
    make.child("刘哲", NEIGHBOUR, birth_date=dt.date(2009, 5, 4), pinyin="lz liuzhe")
    make.user("d9", "江主任", Role.DISTRICT_OFFICER, NEIGHBOUR[:6])
    page = ask(client)
    (found,) = page.context["found"]
    assert (found.name, found.number, found.own) == ("刘*", "", False)
    assert found.ask.endswith("妇联 江主任") and "2009" in found.birth_year
    assert "以上都不是" in page.content.decode()
    event = Event.objects.get(action="登记前查重")
    assert event.changes["elsewhere"] == 1


def test_ones_own_child_is_shown_in_full_and_can_be_opened(client, cast) -> None:
    own = cast.children.own
    Child.objects.filter(pk=own.pk).update(pinyin="xl xiaole")
    page = ask(client, name="小乐")
    (found,) = page.context["found"]
    assert found.own and found.name == "小乐"
    assert reverse("people:child", args=[own.number]) in page.content.decode()


def test_an_id_on_the_register_leads_no_further(client, make, id_of) -> None:
    index = Child._meta.get_field("id_index").of(id_of())
    make.child("改名", NEIGHBOUR, id_number=id_of(), id_index=index, id_status="valid")
    page = ask(client, id_number=id_of())
    assert page.context["taken"] and 'value="form"' not in page.content.decode()


def test_the_form_opens_with_what_was_asked_and_what_the_id_says(client, id_of) -> None:
    page = ask(client, step="form", id_number=id_of(dt.date(2010, 1, 2), 14), birth_date="")
    initial = page.context["form"].initial
    assert (initial["birth_date"], initial["sex"]) == (dt.date(2010, 1, 2), "2")


def whole(**more):
    return {
        "step": "save", "name": "刘哲", "sex": "1", "birth_date": "2009.5.4",
        "place_1": VILLAGE, "setting": "scattered", "guardian_name": "刘大爷",
        "guardian_relation": "祖父", "guardian_phone": "138-0013-8000", "father_status": "dead",
        "father_basis": "死亡证明", "label": "orphan", "label_basis": "民政认定",
        "needs": ["study", "living"], "address": "3组", "boarding": "true",
        "key": "5f0c5f0e-7f43-4b5e-9d6c-0d8f5a1b2c3d", **more,
    }  # fmt: skip


def test_a_whole_form_is_saved_at_once_and_twice_is_once(client) -> None:
    for _ in range(2):
        answer = client.post(NEW, whole())
        child = Child.objects.get(name="刘哲")
        assert answer.headers["Location"] == reverse("people:child", args=[child.number])
    assert child.boarding is True and child.birth_date == dt.date(2009, 5, 4)
    assert Guardian.objects.get(child=child).phone == "13800138000"
    assert Label.objects.get(child=child).category == "orphan"
    assert Need.objects.filter(child=child).count() == 2
    assert child.parent_situations.get().status == "dead"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"place_1": NEIGHBOUR}, "请选择地方。"),
        ({"label_basis": ""}, "请填写认定依据"),
        ({"guardian_phone": "1380013"}, "手机号应为11位"),
        ({"birth_date": "2019-01-01"}, "填报日期之后"),
        ({"lives_with": "T9999999"}, "没有找到编号"),
        ({"name": " "}, "请填写姓名。"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(client, more, message) -> None:
    page = client.post(NEW, whole(**more)).content.decode()
    assert message in page and "刘大爷" in page
    assert not Child.objects.filter(name="刘哲").exists()
    assert not Label.objects.exists()


def test_what_the_id_contradicts_is_shown_beside_its_field(client, id_of) -> None:
    page = client.post(NEW, whole(id_number=id_of(dt.date(2010, 1, 2)), sex="1"))
    assert set(page.context["form"].errors) == {"birth_date", "sex"}


def test_a_sibling_joins_the_household(client, cast) -> None:
    client.post(NEW, whole(lives_with=cast.children.own.number.lower()))
    assert Child.objects.get(name="刘哲").household == cast.children.own.household


def test_a_neighbours_household_is_not_joined(client, cast) -> None:
    page = client.post(NEW, whole(lives_with=cast.children.neighbour.number)).content.decode()
    assert "没有找到编号" in page


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.CARER, Role.LEADER])
def test_who_does_not_keep_the_register_does_not_register(cast, client_of, role) -> None:
    assert client_of(role).get(NEW).status_code == 403


def test_the_same_name_is_looked_for_by_sound(client, township) -> None:
    actions.register_child(values={"name": "刘喆"}, place=place(VILLAGE).pk, by=township)
    assert [one.name for one in ask(client).context["found"]] == ["刘喆"]


def test_a_child_of_another_name_is_found_by_the_guardians_phone(client, make) -> None:
    child = make.child("刘喆浩", NEIGHBOUR, birth_date=dt.date(2009, 5, 4), pinyin="lzh liuzhehao")
    index = Guardian._meta.get_field("phone_index").of("13908371652")
    Guardian.objects.create(child=child, phone="13908371652", phone_index=index)
    assert [one.where for one in ask(client).context["found"]] == []
    (found,) = ask(client, phone="139 0837 1652").context["found"]
    assert "电话" in found.agrees


def test_the_likeliest_stands_first(client, make) -> None:
    for day in (dt.date(2009, 11, 30), dt.date(2009, 5, 4), dt.date(2009, 8, 1)):
        make.child("刘哲", NEIGHBOUR, birth_date=day, pinyin="lz liuzhe")
    first = ask(client).context["found"][0]
    assert "出生日期相同" in first.agrees


def test_looking_costs_as_many_queries_for_many_as_for_few(
    client, make, django_assert_max_num_queries
) -> None:
    for number in range(30):
        make.child(f"王{number}", NEIGHBOUR, birth_date=dt.date(2009, 5, 4), pinyin=f"w w{number}")
    with django_assert_max_num_queries(25):
        ask(client, phone="13812345678")
