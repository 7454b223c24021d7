"""A round over 巴南 with 小乐 in it, whose guardian and who herself agreed."""

import datetime as dt
import uuid
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from nuantong.access.models import Grant
from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.consents.actions import give
from nuantong.instruments.models import InstrumentVersion
from nuantong.people.models import Child, GrantedChild
from nuantong.screening.actions.rounds import Part, Plan, make_round
from nuantong.screening.models import Round
from tests.conftest import TODAY, VILLAGE, place


@pytest.fixture(autouse=True)
def older(cast: SimpleNamespace) -> None:
    """小乐 is thirteen."""
    cast.children.own.birth_date = dt.date(2005, 5, 4)
    cast.children.own.save(update_fields=["birth_date"])


@pytest.fixture
def officer(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.DISTRICT_OFFICER)


@pytest.fixture
def chair(reader: Callable[[Role], Reader]) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


@pytest.fixture
def counsellor(cast: SimpleNamespace) -> Reader:
    """With 小乐 on her list."""
    grant = Grant.objects.get(role=Role.COUNSELLOR)
    GrantedChild.objects.get_or_create(grant=grant, child=cast.children.own)
    return reader_of(cast.staff[Role.COUNSELLOR], TODAY)


@pytest.fixture
def version(db: None) -> InstrumentVersion:
    """PHQ-A as it is shipped: nine items 0 to 3, the ninth red from 1."""
    return InstrumentVersion.objects.select_related("instrument").get(instrument__code="phq-a")


@pytest.fixture
def round_(officer: Reader, cast: SimpleNamespace, version: InstrumentVersion) -> Round:
    plan = Plan(
        "秋季筛查", [place(VILLAGE[:6]).pk], TODAY, TODAY + dt.timedelta(30), [Part(version, 8, 17)]
    )
    return make_round(key=uuid.uuid4(), plan=plan, by=officer)


def agree(child: Child, by: Reader) -> None:
    """Guardian and child are willing."""
    said = {"child": child, "given_on": TODAY, "how": "spoken", "by": by}
    give(purpose="screening", giver="guardian", given_by="祖母甲", **said)
    give(purpose="screening_assent", giver="child", given_by=child.name, **said)
