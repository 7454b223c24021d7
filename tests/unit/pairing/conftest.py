"""A round worked out at once, and rows that other connections can see."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from types import SimpleNamespace
from typing import Any, Final

import pytest
from django.db import connection

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.notices.models import Notice
from nuantong.pairing import hooks
from nuantong.pairing.actions import (
    Published,
    accept_proposals,
    publish_round,
    run_round,
    start_round,
)
from nuantong.pairing.models import (
    Handover,
    Leave,
    LeftOver,
    Pairing,
    PairingRound,
    Proposal,
    Review,
    StandIn,
)
from nuantong.people.models import Carer, Child, Household
from nuantong.regions.models import Region
from nuantong.tasks.models import Task

TODAY = dt.date(2018, 8, 24)
VILLAGE, NEXT_VILLAGE = "500113111200", "500113111201"
OTHER_TOWNSHIP = "500113110200"
NEIGHBOUR = "500118116200"


@pytest.fixture
def round_over(reader: Callable[[Role], Reader]) -> Callable[..., PairingRound]:
    """round_over("500113"): started by the role and worked out."""

    def work(code: str, role: Role = Role.CITY_OFFICER) -> PairingRound:
        region = Region.objects.get(code=code.ljust(12, "0"))
        return run_round(round_id=start_round(region=region, by=reader(role)).pk)

    return work


def put_through(
    *, round: PairingRound, by: Reader, ids: Collection[int] | None = None
) -> Published:
    """Accepted and published at once; what lapsed on either step together."""
    lapsed = accept_proposals(round=round, by=by, ids=ids).lapsed
    try:
        told = publish_round(round=round, by=by)
    except Refusal:
        return Published(lapsed=lapsed)
    told.lapsed = [*lapsed, *told.lapsed]
    return told


def paired(child: Child, carer: Carer, start: dt.date = TODAY, **values: Any) -> Pairing:
    """A pairing as it stands in the database, made by nobody."""
    defaults = {"tier": "village", "checked_on": carer.background_checked_on}
    return Pairing.objects.create(child=child, carer=carer, start=start, **{**defaults, **values})


GIVEN: Final = {
    "going": "well", "child_wish": "continue", "guardian_wish": "continue",
    "carer_wish": "continue", "outcome": "continue", "reason": "", "words": "外婆说孩子盼着她来",
}  # fmt: skip
"""What a review finds where all goes well."""


def reviewed(pairing: Pairing, **values: Any) -> Review:
    """The first year's review, said by nobody."""
    given = {name: value for name, value in GIVEN.items() if name != "reason"}
    kept = {"year": 1, "on": TODAY, "by": "妇联", "at": clock.now(), **given}
    return Review.objects.create(pairing=pairing, child=pairing.child, **{**kept, **values})


@pytest.fixture
def committed(
    django_db_setup: None,
    django_db_blocker: Any,
    make: SimpleNamespace,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[SimpleNamespace]:
    """make.* whose rows are committed; they are taken away afterwards, log and all.

    Upper apps are not told, so that they leave no rows behind.
    """
    monkeypatch.setattr(hooks, "PAIRED", [])
    with django_db_blocker.unblock():
        yield make
        for model in (
            Notice,
            Task,
            Handover,
            StandIn,
            Leave,
            Pairing,
            Proposal,
            LeftOver,
            PairingRound,
            Carer,
            Child,
            Household,
        ):
            model.objects.all().delete()
        Grant.objects.all().delete()
        User.objects.all().delete()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM audit_event")
            cursor.execute("ALTER TABLE audit_event ENABLE TRIGGER USER")
            cursor.execute("DELETE FROM procrastinate_jobs")
        connection.close()
