"""Agreeing, refusing and taking back: rows, for the four purposes of the mind as for photos."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.consents.actions import give, refuse, take_back
from nuantong.consents.models import Consent
from nuantong.core.errors import Refusal
from tests.conftest import TODAY

Purpose = Consent.Purpose
SAID = {"how": "spoken", "given_on": TODAY}


@pytest.fixture
def chair(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


def test_a_refusal_is_a_row_and_a_later_agreement_another(
    cast: SimpleNamespace, chair: Reader
) -> None:
    said = {"child": cast.children.own, "purpose": Purpose.SCREENING, "giver": "guardian",
            "given_by": "祖母甲", "by": chair, **SAID}  # fmt: skip
    assert refuse(**said) == refuse(**said)
    given = give(**said)
    assert [one.agreed for one in Consent.objects.order_by("pk")] == [False, True]
    with pytest.raises(Refusal, match="撤回"):
        refuse(**said)
    assert not take_back(consent=given, by=chair).stands


def test_assent_is_the_childs_own_whatever_her_age(cast: SimpleNamespace, chair: Reader) -> None:
    child = cast.children.own
    about = {"child": child, "purpose": Purpose.SCREENING_ASSENT, "by": chair, **SAID}
    with pytest.raises(Refusal, match="孩子自己"):
        give(giver="guardian", given_by="祖母甲", **about)
    assert give(giver="child", given_by=child.name, **about).stands


@pytest.mark.parametrize("role", [Role.CARER, Role.VILLAGE_CHAIR, Role.LEADER])
def test_only_whoever_gives_scales_writes_it_down(
    cast: SimpleNamespace, reader: Callable[[Role], Reader], role: Role
) -> None:
    with pytest.raises(Refusal, match="工作范围"):
        give(child=cast.children.own, purpose=Purpose.SCREENING, giver="guardian",
             given_by="祖母甲", by=reader(role), **SAID)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"agreed": False, "withdrawn_on": TODAY, "withdrawn_by": "x"}, "consent_refused"),
        ({"purpose": "counselling_assent", "giver": "guardian"}, "consent_of_the_child"),
        ({"agreed": False, "given_on": TODAY - dt.timedelta(1)}, "refusal_once_a_day"),
    ],
)
def test_the_database_keeps_it_so(
    cast: SimpleNamespace, changes: dict[str, object], constraint: str
) -> None:
    row = {"child": cast.children.own, "purpose": "screening", "giver": "guardian",
           "given_by": "祖母甲", "how": "signed", "given_on": TODAY, "recorded_by": "妇联",
           "recorded_at": dt.datetime(2018, 8, 24, tzinfo=dt.UTC)}  # fmt: skip
    Consent.objects.create(**{**row, "agreed": False, "given_on": TODAY - dt.timedelta(1)})
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Consent.objects.create(**{**row, **changes})
