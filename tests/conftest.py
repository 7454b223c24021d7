"""A small cast of people and children that every test knows; nothing reads the clock."""

import datetime as dt
import gc
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django.test.utils import setup_databases
from hypothesis import settings as properties

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.people.models import Carer, Child, Household
from nuantong.regions.models import Organisation, Region
from tests.databases import migrated

TODAY = dt.date(2018, 8, 24)
PASSWORD = "warm-hearts-2018"
SINCE = dt.date(2018, 1, 1)
"""Since when everybody has her role."""

properties.register_profile("steady", derandomize=True, deadline=None)
properties.register_profile("explore", derandomize=False, deadline=None)
properties.load_profile("steady")


DATABASE = {"db", "transactional_db", "django_db_setup", "django_db_blocker"}
"""Whoever asks for none of these cannot reach the database."""


PEOPLE = {"role", "who"}
"""Parameters that say who asks."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What a test needs is marked by what it asks for."""
    asked = set[tuple[str, ...]]()
    for item in items:
        assert isinstance(item, pytest.Function)
        if item.path.parent.name == "browser":
            item.add_marker("browser")
            continue
        if _uses_the_database(item):
            item.add_marker("database")
            if not _is_new(item, asked):
                item.add_marker("once")


def pytest_collection_finish() -> None:
    """What was collected stays: looking through it for garbage is a twentieth of the work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _is_new(item: pytest.Function, asked: set[tuple[str, ...]]) -> bool:
    """Whether it is not the question of a former one, put by another role."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    rest = [f"{name}={one!r}" for name, one in sorted(given.items()) if name not in PEOPLE]
    question = (item.nodeid.partition("[")[0], *rest)
    return question not in asked and not asked.add(question)


def _uses_the_database(item: pytest.Function) -> bool:
    case = item.cls is not None and issubclass(item.cls, TransactionTestCase)
    marked = item.get_closest_marker("django_db") is not None
    return case or marked or bool(DATABASE & set(_asked(item)))


def _asked(item: pytest.Function) -> Iterator[str]:
    """What the test and its fixtures ask for; pytest-django's own ask on behalf of every test."""
    yield from item._fixtureinfo.argnames
    for name, known in item._fixtureinfo.name2fixturedefs.items():
        own = name not in DATABASE and not known[-1].func.__module__.startswith("pytest_django")
        yield from known[-1].argnames if own else ()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The test database of each worker is a copy of one that was migrated."""
    connection.settings_dict["TEST"]["TEMPLATE"] = migrated()


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
        valid_from=SINCE,
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
    return gather_cast()


def gather_cast() -> SimpleNamespace:
    """Everybody the product knows, around one village, and a neighbour elsewhere."""
    staff = _staff()
    children = SimpleNamespace(
        own=make_child("小乐", VILLAGE), neighbour=make_child("小航", NEIGHBOUR)
    )
    carer = make_carer("李春梅", VILLAGE, user=staff[Role.CARER])
    return SimpleNamespace(staff=staff, children=children, carer=carer)


def _staff() -> dict[Role, User]:
    """Somebody of each role, as `make_user` makes her, in few statements."""
    users = [User(staff_number=role.value, name=role.label, password=_hashed()) for role in Role]
    scopes = {role: _scope(role).ljust(12, "0") for role in Role if _scope(role)}
    places = Region.objects.in_bulk(set(scopes.values()), field_name="code")
    staff = dict(zip(Role, User.objects.bulk_create(users), strict=True))
    Grant.objects.bulk_create(
        Grant(user=user, role=role, region=places.get(scopes.get(role, "")), valid_from=SINCE)
        for role, user in staff.items()
    )
    return staff


@lru_cache
def _hashed() -> str:
    return make_password(PASSWORD)


def _scope(role: Role) -> str:
    return {
        Role.VILLAGE_CHAIR: VILLAGE,
        Role.TOWNSHIP_CHAIR: VILLAGE[:9],
        Role.DISTRICT_OFFICER: VILLAGE[:6],
        Role.CITY_OFFICER: "500000",
        Role.LEADER: "500000",
        Role.EXPERT: "500000",
        Role.ACCOUNTANT: "500000",
        Role.STORE_KEEPER: "500000",
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
