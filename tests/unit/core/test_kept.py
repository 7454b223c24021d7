"""A kept query says what the same query made anew says, and is made once."""

import pytest
from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q

from nuantong.core.kept import Kept, slot
from nuantong.regions.models import Region, RegionVersion

pytestmark = pytest.mark.django_db


def below(parent, level):
    """With joins, a subquery with a slot of its own, and annotations."""
    others = RegionVersion.objects.filter(parent=OuterRef("region"), region__level__gte=level)
    rows = RegionVersion.objects.filter(Q(parent=parent) | Q(region=parent))
    rows = rows.annotate(times=Count("region__versions"), deep=Exists(others))
    return rows.select_related("region", "parent").order_by("region__code", "pk")


def said(rows):
    return [(row.name, row.region.code, row.parent, row.times, row.deep) for row in rows]


@pytest.mark.parametrize("level", [2, 3, 9])
@pytest.mark.parametrize("code", ["500000000000", "500113000000"])
def test_with_any_values_it_says_what_the_query_made_anew_says(code, level):
    kept = Kept(lambda: below(slot("parent"), slot("level")))
    assert kept(parent=0, level=0) == []
    parent = Region.objects.get(code=code).pk
    expected = said(below(parent, level))
    assert expected
    assert said(kept(parent=parent, level=level)) == expected


def test_it_is_made_when_first_asked_and_never_again():
    made = []

    @Kept
    def kept():
        made.append(1)
        return Region.objects.filter(code=slot("code"))

    assert not made
    assert [kept(code="500000000000")[0].level, kept(code="500113000000")[0].level] == [1, 2]
    assert made == [1]


def test_rows_of_values_are_read_in_their_order(django_assert_num_queries):
    kept = Kept(
        lambda: RegionVersion.objects.filter(region__code=slot("code")).values_list(
            "region__level", F("parent__code")
        )
    )
    with django_assert_num_queries(2):
        assert set(kept(code="500113000000")) == {(2, "500000000000")}
        assert kept(code="nowhere") == []


def test_a_value_left_out_is_a_mistake_at_once():
    kept = Kept(lambda: Region.objects.filter(code=slot("code")))
    with pytest.raises(KeyError, match="code"):
        kept(place="500113000000")


def test_the_database_plans_it_once_for_numbers_of_any_size():
    kept = Kept(lambda: Region.objects.filter(pk__any_of=slot("places")).order_by("code"))
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    small, one = Region.objects.filter(level=1).values_list("pk", flat=True), 2**40
    for places in ([small[0]], [small[0], one], []):
        assert [row.pk for row in kept(places=places)] == [pk for pk in places if pk != one]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), sum(generic_plans + custom_plans) FROM"
                       " pg_prepared_statements WHERE statement LIKE '%regions_region%'")  # fmt: skip
        assert cursor.fetchone() == (1, 3)
