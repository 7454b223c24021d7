"""The form of a child: only what was changed is written; a form overtaken loses nothing."""

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.people import actions
from nuantong.people.models import Child, Guardian
from tests.conftest import NEXT_VILLAGE, VILLAGE, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def child(township) -> Child:
    child = actions.register_child(
        values={"name": "刘哲", "school": "一小", "grade": "三年级", "address": "3组"},
        place=place(VILLAGE).pk, by=township,
    )  # fmt: skip
    actions.change_guardian(
        child=child, name="刘大爷", relation="祖父", phone="13800138000", by=township
    )
    return child


@pytest.fixture
def client(client_of):
    return client_of(Role.TOWNSHIP_CHAIR)


def address(child: Child, name: str = "edit_child", *more) -> str:
    return reverse(f"people:{name}", args=[child.number, *more])


def opened(client, child) -> dict[str, Any]:
    """What a browser would send back from the opened form."""
    form = client.get(address(child)).context["form"]
    data = {"version": str(form["version"].value())}
    for field in form.visible_fields():
        value = field.value()
        if value is not None:
            sent = [str(each) for each in value] if isinstance(value, list) else str(value)
            data[field.html_name] = data[field.html_initial_name] = sent
    return data


def test_only_what_was_changed_is_written(client, child) -> None:
    data = opened(client, child) | {"school": "二小"}
    assert client.post(address(child), data).status_code == 302
    child.refresh_from_db()
    assert (child.school, child.grade, child.address) == ("二小", "三年级", "3组")
    assert Guardian.objects.filter(child=child).count() == 1


def test_the_languages_of_a_child_are_kept_and_shown(client, child) -> None:
    data = opened(client, child) | {"languages": ["sign", "miao"]}
    assert client.post(address(child), data).status_code == 302
    child.refresh_from_db()
    assert child.languages == ["sign", "miao"]
    assert "手语、苗语" in client.get(address(child, "child")).content.decode()
    again = opened(client, child)
    assert again["languages"] == ["sign", "miao"]
    client.post(address(child), again | {"school": "三小"})
    child.refresh_from_db()
    assert (child.languages, child.school) == (["sign", "miao"], "三小")


def test_a_new_guardian_is_a_new_row(client, child) -> None:
    data = opened(client, child) | {"guardian_phone": "13900139000"}
    client.post(address(child), data)
    assert Guardian.objects.filter(child=child).count() == 2
    assert Guardian.objects.get(child=child, until=None).phone == "13900139000"


def test_a_form_overtaken_shows_both_versions_and_loses_nothing(client, child, township) -> None:
    mine = opened(client, child) | {"school": "二小", "teacher": "罗静"}
    child.refresh_from_db()
    actions.update_child(
        child=child,
        version=child.version,
        changes={"school": "三小", "grade": "四年级"},
        by=township,
    )
    page = client.post(address(child), mine)
    assert page.status_code == 409
    shown = {(d.label, d.mine, d.now, d.changed_by_me) for d in page.context["differences"]}
    assert shown == {
        ("学校", "二小", "三小", True),
        ("班主任", "罗静", "（空）", True),
        ("年级班级", "三年级", "四年级", False),
    }
    assert Child.objects.get(pk=child.pk).school == "三小"
    again = page.context["form"].data
    assert again["school"] == "二小" and again["grade"] == "四年级"
    assert client.post(address(child), again.dict()).status_code == 302
    child.refresh_from_db()
    assert (child.school, child.teacher, child.grade) == ("二小", "罗静", "四年级")


def test_an_id_is_corrected_and_a_wrong_one_is_not(client, child, id_of) -> None:
    data = opened(client, child) | {"id_number": id_of()[:17] + "Y"}
    page = client.post(address(child), data)
    assert page.status_code == 200 and "id_number" in page.context["form"].errors
    client.post(address(child), data | {"id_number": id_of()})
    child.refresh_from_db()
    assert (child.id_number, child.sex, child.id_status) == (id_of(), "2", "valid")


def test_a_ruined_id_does_not_keep_the_rest_from_being_saved(client, make) -> None:
    child = make.child("陈一", VILLAGE, id_number="5.00113E+17", id_status="ruined",
                       id_index=b"x" * 32)  # fmt: skip
    data = opened(client, child) | {"school": "一小"}
    assert client.post(address(child), data).status_code == 302
    child.refresh_from_db()
    assert (child.school, child.id_number) == ("一小", "5.00113E+17")


@pytest.mark.parametrize(
    ("name", "data", "holds"),
    [
        ("move", {"place_1": NEXT_VILLAGE, "on": "2018-08-24", "reason": "租房", "key": str(uuid4()), "version": "2"}, {"place__code": NEXT_VILLAGE}),
        ("leave", {"reason": "parents_found", "on": "2018-08-24", "version": "2"}, {"status": "left"}),
        ("new_label", {"category": "poor", "basis": "低保证"}, {"labels__category": "poor"}),
        ("new_need", {"kind": "study"}, {"needs__kind": "study"}),
    ],
)  # fmt: skip
def test_each_small_form_does_its_one_thing(client, child, name, data, holds) -> None:
    if name == "move":
        data = data | {"place_1": "500113", "place_2": "500113111", "place_3": NEXT_VILLAGE}
    assert client.get(address(child, name)).status_code == 200
    answer = client.post(address(child, name), data)
    assert answer.headers["Location"] == reverse("people:child", args=[child.number])
    assert Child.objects.filter(pk=child.pk, **holds).exists()


def test_a_refusal_comes_back_on_the_form(client, child) -> None:
    page = client.post(
        address(child, "leave"), {"reason": "other", "on": "2018-08-24", "version": 2}
    )
    assert page.status_code == 200 and "时请写明情况" in page.content.decode()


def test_a_small_form_overtaken_says_so_and_goes_through_the_second_time(client, child) -> None:
    asked = {"reason": "parents_found", "on": "2018-08-24", "version": 1}
    page = client.post(address(child, "leave"), asked)
    assert "已被他人修改" in page.content.decode()
    again = asked | {"version": page.context["form"]["version"].value()}
    assert client.post(address(child, "leave"), again).status_code == 302


def test_labels_and_needs_are_ended_on_their_own_child_only(client, child, make, township) -> None:
    other = make.child("陈二", VILLAGE)
    label = actions.add_label(child=child, category="poor", basis="低保", by=township)
    need = actions.raise_need(child=child, kind="study", by=township)
    assert client.get(address(other, "close_label", label.pk)).status_code == 404
    assert client.post(address(other, "close_need", need.pk), {"how": "好了"}).status_code == 404
    assert client.post(address(child, "close_need", need.pk), {"how": "好了"}).status_code == 302
    need.refresh_from_db()
    assert need.met_how == "好了"
