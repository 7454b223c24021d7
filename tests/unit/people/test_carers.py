"""Carers: registered, corrected, given an account with a password that holds once."""

import datetime as dt

import pytest

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.accounts.backends import StaffNumberOrPhone
from nuantong.accounts.models import User
from nuantong.audit.models import Event
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.people import actions
from nuantong.people.models import Carer
from nuantong.people.models.carer import check_expires
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db


def register(by, village=VILLAGE, **values):
    values = {"name": "谭秀英", "phone": "139-8800-1122", "place_id": place(village).pk, **values}
    return actions.register_carer(values=values, by=by)


def test_a_carer_is_registered_in_the_scope_alone(township, village, id_of) -> None:
    carer = register(township, id_number=id_of(dt.date(1970, 1, 2), 22))
    assert (carer.pinyin, carer.phone) == ("txy tanxiuying", "13988001122")
    with pytest.raises(Refusal, match="另一位爱心妈妈"):
        register(township, id_number=id_of(dt.date(1970, 1, 2), 22))
    with pytest.raises(Refusal, match="工作范围"):
        register(township, NEIGHBOUR)
    with pytest.raises(Refusal):
        register(village)


def test_a_carer_is_changed_by_version(township) -> None:
    carer = register(township)
    changes = {"capacity": 3, "phone": "13988001133", "background_checked_on": dt.date(2018, 7, 1)}
    changed = actions.update_carer(carer=carer, version=1, changes=changes, by=township)
    assert (changed.version, changed.capacity) == (2, 3)
    told = Event.objects.latest("pk").changes
    assert told["capacity"] == [1, 3] and told["phone"] is None
    with pytest.raises(StaleVersion):
        actions.update_carer(carer=carer, version=1, changes={"capacity": 2}, by=township)


@pytest.mark.parametrize(
    "changes",
    [
        {"capacity": 21},
        {"phone": "138001"},
        {"background_checked_on": dt.date(2018, 9, 1)},
        {"name": "？"},
        {"id_number": "50011319700102"},
    ],
)
def test_what_cannot_be_is_refused(township, changes) -> None:
    carer = register(township)
    with pytest.raises(Refusal):
        actions.update_carer(carer=carer, version=1, changes=changes, by=township)
    assert Carer.objects.get(pk=carer.pk).version == 1


def test_nobody_changes_or_takes_a_neighbours_carer(township, make) -> None:
    theirs = make.carer("邻区", NEIGHBOUR)
    with pytest.raises(Refusal):
        actions.update_carer(carer=theirs, version=1, changes={"capacity": 2}, by=township)
    with pytest.raises(Refusal):
        actions.open_carer_account(carer=theirs, by=township)
    ours = register(township)
    away = {"place_id": place(NEIGHBOUR).pk}
    with pytest.raises(Refusal):
        actions.update_carer(carer=ours, version=1, changes=away, by=township)


def test_an_account_opens_with_a_password_shown_once(township) -> None:
    carer = register(township)
    password = actions.open_carer_account(carer=carer, by=township)
    carer.refresh_from_db()
    assert len(password) == 10 and carer.user.must_change_password
    signed_in = StaffNumberOrPhone().authenticate(None, "13988001122", password)
    assert signed_in == carer.user
    assert reader_of(signed_in, TODAY).has_role(Role.CARER)
    assert password not in str(list(Event.objects.values()))
    with pytest.raises(Refusal, match="已有账号"):
        actions.open_carer_account(carer=carer, by=township)


def test_a_chair_who_is_a_carer_keeps_her_one_account(township, make) -> None:
    chair = make.user("v1", "谭秀英", Role.VILLAGE_CHAIR, VILLAGE, phone="13988001122")
    carer = register(township)
    assert actions.open_carer_account(carer=carer, by=township) == ""
    carer.refresh_from_db()
    assert carer.user == chair and User.objects.filter(name="谭秀英").count() == 1
    assert reader_of(chair, TODAY).has_role(Role.CARER)


def test_a_phone_of_somebody_else_opens_nothing(township, make) -> None:
    make.user("v1", "别人", Role.VILLAGE_CHAIR, VILLAGE, phone="13988001122")
    with pytest.raises(Refusal, match="另一人"):
        actions.open_carer_account(carer=register(township), by=township)
    with pytest.raises(Refusal, match="手机号"):
        actions.open_carer_account(carer=register(township, phone=""), by=township)


def test_a_check_is_in_date_for_a_year() -> None:
    assert check_expires(dt.date(2018, 3, 1)) == dt.date(2019, 3, 1)
    assert check_expires(dt.date(2016, 2, 29)) == dt.date(2017, 3, 1)
