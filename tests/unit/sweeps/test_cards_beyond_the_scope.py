"""A review card about a child who lives elsewhere says whether it agrees, not who she is."""

import pytest

from nuantong.access.roles import Role
from nuantong.people.models import Child, Guardian
from nuantong.sweeps.models import Card, Record
from tests.conftest import NEIGHBOUR, VILLAGE, make_child, place
from tests.unit.sweeps.rosters_made import a_source, bring, csv_of, pupil

pytestmark = pytest.mark.django_db
TELLING = ("欧阳小航", "上官婆婆", "永川某小学")


@pytest.fixture
def card() -> Card:
    """A row of the village beside a child of another district."""
    source = a_source()
    bring(source, csv_of([pupil("欧阳小舟", 363)]))
    child = make_child("欧阳小航", NEIGHBOUR, school="永川某小学")
    make_child("欧阳宁", NEIGHBOUR, household=child.household)
    Guardian.objects.create(child=child, name="上官婆婆", relation="祖母", phone="13900000002")
    Card.objects.all().delete()
    record = Record.objects.get(source=source)
    Record.objects.filter(pk=record.pk).update(
        region=place(VILLAGE), standing="waiting", reason="review", rule=""
    )
    return Card.objects.create(record=record, child=child, model="test")


def test_a_child_beyond_the_scope_is_veiled_on_the_card(cast, card, client_of) -> None:
    page = client_of(Role.TOWNSHIP_CHAIR).get("/sweeps/review/").content.decode()
    assert "欧阳小舟" in page
    assert not [word for word in (*TELLING, "欧阳宁", card.child.number) if word in page]


def test_a_child_of_the_scope_is_shown_with_her_family(cast, card, client_of) -> None:
    Child.objects.filter(household=card.child.household).update(place=place(VILLAGE))
    page = client_of(Role.TOWNSHIP_CHAIR).get("/sweeps/review/").content.decode()
    assert not [word for word in (*TELLING, "欧阳宁", card.child.number) if word not in page]
