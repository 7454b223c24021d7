"""A small cast of people and children that every test knows; nothing reads the clock."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import setup_databases
from hypothesis import settings as properties

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.people.models import Carer, Child, Household
from nuantong.regions.models import Organisation, Region

TODAY = dt.date(2018, 8, 24)
PASSWORD = "warm-hearts-2018"

properties.register_profile("steady", derandomize=True)
properties.register_profile("explore", derandomize=False)
properties.load_profile("steady")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database also where no test of the run asks for it by a mark: those that commit.

    Without this they would write into, and clear, the database of the program itself.
    """
    if not connection.settings_dict["NAME"].startswith("test_"):
        with django_db_blocker.unblock():
            setup_databases(verbosity=0, interactive=False, keepdb=True, aliases={"default"})
    assert connection.settings_dict["NAME"].startswith("test_")


@pytest.fixture(autouse=True)
def pinned_day(settings: Any) -> None:
    settings.TODAY = TODAY
    cache.clear()
    settings.STATIC_ROOT = settings.BASE_DIR / "nuantong" / "static"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def place(code: str) -> Region:
    return Region.objects.get(code=code.ljust(12, "0"))


def make_child(name: str, village: str, **values: Any) -> Child:
    """A child in a village, alone in the household unless one is given."""
    region = place(village)
    values.setdefault("household", Household.objects.create(place=region))
    defaults = {
        "pinyin": "", "birth_date": dt.date(2009, 5, 4), "sex": "2", "id_status": "missing",
        "registered_on": dt.date(2018, 1, 1), "place": region, "stage": "primary",
    }  # fmt: skip
    return Child.objects.create(name=name, **{**defaults, **values})


def make_carer(name: str, village: str, **values: Any) -> Carer:
    defaults = {
        "pinyin": "",
        "capacity": 1,
        "background_checked_on": dt.date(2018, 3, 1),
    }
    return Carer.objects.create(name=name, place=place(village), **{**defaults, **values})


def make_user(number: str, name: str, role: Role, region: str = "", **values: Any) -> User:
    user = User.objects.create(staff_number=number, name=name, password=PASSWORD, **values)
    Grant.objects.create(
        user=user,
        role=role,
        region=place(region) if region else None,
        valid_from=dt.date(2018, 1, 1),
    )
    return user


VILLAGE, NEXT_VILLAGE = "500113111200", "500113111201"
"""Two villages of 麻柳嘴镇, 巴南区."""
NEIGHBOUR = "500118116200"


@pytest.fixture
def make() -> SimpleNamespace:
    """Factories: make.child, make.carer, make.user, make.place."""
    return SimpleNamespace(child=make_child, carer=make_carer, user=make_user, place=place)


@pytest.fixture
def cast(db: None) -> SimpleNamespace:
    """Everybody the product knows, around one village, and a neighbour elsewhere."""
    staff = {role: make_user(role.value, role.label, role, _scope(role)) for role in Role}
    children = SimpleNamespace(
        own=make_child("小乐", VILLAGE), neighbour=make_child("小航", NEIGHBOUR)
    )
    carer = make_carer("李春梅", VILLAGE, user=staff[Role.CARER])
    return SimpleNamespace(staff=staff, children=children, carer=carer)


def _scope(role: Role) -> str:
    return {
        Role.VILLAGE_CHAIR: VILLAGE,
        Role.TOWNSHIP_CHAIR: VILLAGE[:9],
        Role.DISTRICT_OFFICER: VILLAGE[:6],
        Role.CITY_OFFICER: "500000",
        Role.LEADER: "500000",
        Role.RIGHTS_OFFICER: VILLAGE[:6],
    }.get(role, "")


@pytest.fixture
def reader(cast: SimpleNamespace) -> Callable[[Role], Reader]:
    """reader(Role.X): the cast's person of that role, as a reader."""
    return lambda role: reader_of(cast.staff[role], TODAY)


@pytest.fixture
def client_of(cast: SimpleNamespace) -> Callable[[Role], Client]:
    """client_of(Role.X): a browserless client signed in as the cast's person of that role."""

    def sign_in(role: Role) -> Client:
        client = Client()
        client.force_login(
            cast.staff[role], backend="nuantong.accounts.backends.StaffNumberOrPhone"
        )
        return client

    return sign_in


@pytest.fixture
def organisation(db: None) -> Callable[[str], Organisation]:
    return lambda name: Organisation.objects.get(short_name=name)
