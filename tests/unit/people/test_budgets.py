"""How many queries a page may take, whatever it shows."""

import datetime as dt

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.core.together import unpack, with_rows
from nuantong.people import actions
from nuantong.people.models import Child
from tests.conftest import TODAY, VILLAGE

pytestmark = pytest.mark.django_db
BUDGET = 12
RELATIONS = ("labels", "needs", "guardians", "parent_situations", "residences")


@pytest.fixture
def full(cast, township) -> Child:
    """A child of whom everything is known."""
    child = cast.children.own
    for category in ("orphan", "poor", "disabled"):
        actions.add_label(child=child, category=category, basis="证", by=township)
    for kind in ("study", "living"):
        actions.raise_need(child=child, kind=kind, note="急", by=township)
    for name in ("王", "李"):
        actions.change_guardian(
            child=child, name=name, relation="祖母", phone="13800138000", by=township
        )
    actions.set_parent_situation(
        child=child, parent="father", status="dead", since=dt.date(2015, 1, 1), by=township
    )
    return child


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.TOWNSHIP_CHAIR, Role.DISTRICT_OFFICER])
def test_a_childs_page(full, client_of, django_assert_max_num_queries, role) -> None:
    client = client_of(role)
    with django_assert_max_num_queries(BUDGET):
        assert client.get(reverse("people:child", args=[full.number])).status_code == 200


@pytest.mark.parametrize("role", [Role.VILLAGE_CHAIR, Role.DISTRICT_OFFICER, Role.CITY_OFFICER])
@pytest.mark.parametrize("query", [{}, {"q": "xl"}, {"label": "orphan", "age_min": "3"}])
def test_the_list_of_children(
    full, make, client_of, django_assert_max_num_queries, role, query
) -> None:
    for number in range(20):
        make.child(f"孩{number}", VILLAGE)
    client = client_of(role)
    with django_assert_max_num_queries(BUDGET):
        assert client.get(reverse("people:children"), query).status_code == 200


def test_the_list_of_carers_and_a_carers_page(
    cast, make, client_of, django_assert_max_num_queries
) -> None:
    for number in range(20):
        make.carer(f"妈{number}", VILLAGE)
    client = client_of(Role.TOWNSHIP_CHAIR)
    with django_assert_max_num_queries(BUDGET):
        client.get(reverse("people:carers"), {"check": "valid"})
    with django_assert_max_num_queries(BUDGET):
        client.get(reverse("people:carer", args=[cast.carer.pk]))


def test_a_file_is_read_in_one_query_and_is_the_same(full, django_assert_num_queries) -> None:
    plain = Child.objects.get(pk=full.pk)
    expected = {name: list(getattr(plain, name).all()) for name in RELATIONS}
    with django_assert_num_queries(1):
        child = unpack(with_rows(Child.objects.all(), *RELATIONS).get(pk=full.pk), *RELATIONS)
        for name in RELATIONS:
            found = list(getattr(child, name).all())
            assert found == expected[name]
            for one, other in zip(found, expected[name], strict=True):
                assert all(
                    getattr(one, field.attname) == getattr(other, field.attname)
                    for field in one._meta.concrete_fields
                )
    assert child.guardians.all()[0].phone == "13800138000"
    assert child.labels.all()[0].since == TODAY
