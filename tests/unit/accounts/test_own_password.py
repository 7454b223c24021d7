"""A one-time password opens one page: the one that replaces it."""

import pytest
from django.test import Client

from nuantong.access.roles import Role
from tests.conftest import VILLAGE

pytestmark = pytest.mark.django_db
PAGE, FIRST, OWN = "/password/", "abcd234567", "warm-village-22"


@pytest.fixture
def client(make) -> Client:
    user = make.user("m1", "谭秀英", Role.VILLAGE_CHAIR, VILLAGE, must_change_password=True)
    user.set_password(FIRST)
    user.save()
    client = Client()
    client.post("/sign-in/", {"username": "m1", "password": FIRST})
    return client


def change(client, **fields):
    data = {"old_password": FIRST, "new_password1": OWN, "new_password2": OWN, **fields}
    return client.post(PAGE, data)


@pytest.mark.parametrize("address", ["/", "/children/", "/carers/", "/children/T0000001/"])
def test_every_page_leads_to_choosing_ones_own(client, address) -> None:
    assert client.get(address).headers["Location"] == PAGE
    assert "一次性密码" in client.get(PAGE).content.decode()


def test_after_choosing_it_everything_is_open_and_the_first_one_is_void(client) -> None:
    assert change(client).status_code == 302
    assert client.get("/children/").status_code == 200
    again = Client().post("/sign-in/", {"username": "m1", "password": FIRST})
    assert again.status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"old_password": "wrong"},
        {"new_password2": "other-words-33"},
        {"new_password1": FIRST, "new_password2": FIRST},
        {"new_password1": "1234567890", "new_password2": "1234567890"},
        {"new_password1": "short", "new_password2": "short"},
    ],
)
def test_a_poor_choice_is_refused_and_the_door_stays_closed(client, fields) -> None:
    assert change(client, **fields).status_code == 200
    assert client.get("/children/").headers["Location"] == PAGE
