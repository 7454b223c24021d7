"""Pledges, trainings, capacity with its reason, and what a carer keeps herself."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.roles import Role
from nuantong.carers import actions
from nuantong.carers.actions.vouching import sign_own_pledge
from nuantong.carers.models import CapacityChange, Pledge, Training
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.people.actions import update_carer
from tests.conftest import NEIGHBOUR, TODAY

pytestmark = pytest.mark.django_db


def test_a_pledge_is_signed_by_herself(cast, township, reader) -> None:
    with pytest.raises(Refusal, match="李春梅"):
        actions.sign_pledge(carer=cast.carer, on=TODAY, signed_by="王芳", by=township)
    for _ in range(2):
        actions.sign_pledge(carer=cast.carer, on=TODAY, signed_by="李 春梅", by=township)
    sign_own_pledge(carer=cast.carer, by=reader(Role.CARER))
    assert Pledge.objects.count() == 1
    with pytest.raises(Refusal, match="本人"):
        sign_own_pledge(carer=cast.carer, by=township)


def test_a_training_is_kept_once(cast, township, make) -> None:
    about = {"on": TODAY, "subject": "儿童心理", "hours": Decimal("3.5"), "given_by": "区妇联"}
    for _ in range(2):
        actions.add_training(carer=cast.carer, by=township, **about)
    assert Training.objects.get().hours == Decimal("3.5")
    for wrong in ({"hours": Decimal(0)}, {"subject": "x"}, {"hours": Decimal(300)}):
        with pytest.raises(Refusal):
            actions.add_training(carer=cast.carer, by=township, **{**about, "on": TODAY, **wrong})
    with pytest.raises(Refusal):
        actions.add_training(carer=make.carer("邻", NEIGHBOUR), by=township, **about)


def test_a_capacity_changes_with_a_reason(cast, township) -> None:
    changes = {"capacity": 2, "capacity_reason": "孩子上大学了，有空"}
    update_carer(carer=cast.carer, version=1, changes=changes, by=township)
    [kept] = CapacityChange.objects.all()
    assert (kept.before, kept.after, kept.reason) == (1, 2, "孩子上大学了，有空")


def test_she_keeps_her_own_phone_and_times(cast, reader, township) -> None:
    her = reader(Role.CARER)
    values = {"phone": "139-8800-1177", "availability": ["weekend"], "languages": [], "skills": []}
    found = actions.update_own(carer=cast.carer, version=1, values=values, by=her)
    assert (found.phone, found.availability, found.version) == ("13988001177", ["weekend"], 2)
    with pytest.raises(StaleVersion):
        actions.update_own(carer=cast.carer, version=1, values={"skills": ["law"]}, by=her)
    with pytest.raises(Refusal, match="手机"):
        actions.update_own(carer=cast.carer, version=2, values={"phone": ""}, by=her)
    with pytest.raises(Refusal, match="自己"):
        actions.update_own(carer=cast.carer, version=2, values=values, by=township)


ENTERED = {"entered_at": clock.now(), "entered_by_name": "甲", "on": TODAY}
ATTACKS = [
    (Pledge, {"signed_by": ""}, "pledge_is_signed"),
    (Training, {"subject": "x", "hours": 0, "given_by": "y"}, "training_says"),
    (Training, {"subject": "", "hours": 1, "given_by": "y"}, "training_says"),
    (CapacityChange, {"before": 1, "after": 1, "reason": "x"}, "capacitychange_has_a_reason"),
    (CapacityChange, {"before": 1, "after": 2, "reason": ""}, "capacitychange_has_a_reason"),
]


@pytest.mark.parametrize(("model", "values", "name"), ATTACKS)
def test_the_database_refuses_rows_that_say_too_little(cast, model, values, name) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.create(carer=cast.carer, **ENTERED, **values)
