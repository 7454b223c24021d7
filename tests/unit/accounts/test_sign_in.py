"""Sign-in by staff number or phone, lock-out, and what a wrong try learns."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from nuantong.access.roles import Role
from nuantong.accounts.models import User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(make) -> User:
    return make.user("BN-001", "王", Role.TOWNSHIP_CHAIR, "500113", phone="13800000000")


@pytest.mark.parametrize("typed", ["BN-001", " BN-001 ", "13800000000", "138-0000-0000"])
def test_signs_in_by_staff_number_or_phone(user: User, typed: str) -> None:
    found = authenticate(RequestFactory().post("/"), username=typed, password=PASSWORD)
    assert found == user


@pytest.mark.parametrize(
    ("typed", "password"), [("BN-001", "wrong"), ("nobody", PASSWORD), ("", "")]
)
def test_a_wrong_try_gets_nothing(user: User, typed: str, password: str) -> None:
    assert authenticate(RequestFactory().post("/"), username=typed, password=password) is None


def test_somebody_who_left_cannot_sign_in(user: User) -> None:
    User.objects.update(is_active=False)
    assert authenticate(RequestFactory().post("/"), username="BN-001", password=PASSWORD) is None


def test_five_wrong_tries_lock_the_account(user: User) -> None:
    client = Client()
    for _ in range(5):
        client.post("/sign-in/", {"username": "BN-001", "password": "wrong"})
    locked = client.post("/sign-in/", {"username": "BN-001", "password": PASSWORD})
    assert locked.status_code == 429


def test_phones_are_unreadable_in_the_database(user: User) -> None:
    raw = User.objects.extra(select={"raw": "phone"}).values_list("raw", flat=True)[0]
    assert b"13800000000" not in bytes(raw)


def test_what_no_name_can_hold_is_refused_by_the_page(user: User) -> None:
    page = Client().post("/sign-in/", {"username": "\x00", "password": PASSWORD})
    assert page.status_code == 200 and page.context["form"].errors
