"""Figures count what is there, open to what they count, and show no names to a leader."""

import datetime as dt

import pytest

from nuantong.access.models import Grant
from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.people.actions import end_registration
from nuantong.people.models import Child, Guardian, Label, Need
from nuantong.regions.models import Organisation
from nuantong.reports import queries
from nuantong.reports.figures import all_figures, groups
from nuantong.reports.scopes import chosen
from tests.conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
DAY = dt.date


@pytest.fixture
def city(cast, make):
    """A few children of every kind around the cast's village and elsewhere."""
    baby = make.child("幼儿", NEXT_VILLAGE, birth_date=DAY(2018, 8, 1), stage="preschool", sex="1")
    make.child("今天六岁", VILLAGE, birth_date=DAY(2012, 8, 24), boarding=True)
    make.child("明天六岁", VILLAGE, birth_date=DAY(2012, 8, 25), boarding=False)
    make.child("机构", "500113111", birth_date=None, setting="institution")
    make.child("成年", NEIGHBOUR, birth_date=DAY(2000, 8, 24), stage="senior", health="disabled")
    make.child("已退出", VILLAGE, status="left", left_on=TODAY, left_reason="其他")
    nowhere = make.child("不详", VILLAGE)
    Child.objects.filter(pk=nowhere.pk).update(place=None)
    for child in Child.objects.exclude(pk=baby.pk):
        Label.objects.create(child=child, category="orphan", basis="台账", since=DAY(2017, 1, 1))
        Guardian.objects.create(child=child, name="某某", relation="祖母")
    Label.objects.create(
        child=baby, category="poor", basis="低保", since=DAY(2017, 1, 1), until=DAY(2018, 1, 1)
    )
    Need.objects.create(child=baby, kind="study", raised_on=TODAY, raised_by="某某")
    return cast


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.DISTRICT_OFFICER, Role.TOWNSHIP_CHAIR])
def test_every_figure_counts_the_children_it_names(city, reader, role: Role) -> None:
    who = reader(role)
    counted = queries.everything(who, chosen(who, ""))
    on_register = Child.objects.visible_to(who).on_register()
    for key, figure in all_figures(TODAY).items():
        assert counted.total(key) == figure.narrow(on_register).count(), key


def test_the_list_behind_a_figure_has_as_many_children(city, client_of) -> None:
    client = client_of(Role.DISTRICT_OFFICER)
    page = client.get("/figures/")
    bars = [bar for group in page.context["groups"] for bar in group["bars"]]
    assert bars
    for bar in bars:
        assert client.get(bar["url"]).context["listing"].total == bar["value"], bar["name"]


def test_each_grouping_adds_up_to_all_children(city, reader) -> None:
    who = reader(Role.CITY_OFFICER)
    counted = queries.everything(who, chosen(who, ""))
    assert counted.total("children") == Child.objects.on_register().count() == 8
    for group in groups(TODAY):
        if group.model is None:
            assert sum(counted.total(f.key) for f in group.figures) == 8, group.title


def test_ages_change_on_the_birthday(city, reader) -> None:
    who = reader(Role.CITY_OFFICER)
    narrow = all_figures(TODAY)
    names = set(
        narrow["age_6"].narrow(Child.objects.visible_to(who)).values_list("name", flat=True)
    )
    assert "今天六岁" in names and "明天六岁" not in names


def test_a_childs_place_unknown_is_a_row_of_its_own_for_the_city_only(city, client_of) -> None:
    rows = client_of(Role.CITY_OFFICER).get("/figures/").context["rows"]
    assert [row["children"] for row in rows if row["name"] == "地址未采集"] == [1]
    rows = client_of(Role.DISTRICT_OFFICER).get("/figures/").context["rows"]
    assert "地址未采集" not in [row["name"] for row in rows]


def test_a_leader_sees_figures_and_no_way_to_a_child(city, client_of) -> None:
    page = client_of(Role.LEADER).get("/figures/")
    assert page.context["total"]["children"] == 8
    assert "/children/" not in page.content.decode()
    assert client_of(Role.LEADER).get("/children/").status_code == 403


def test_figures_of_a_place_outside_the_scope_are_not_there(city, client_of) -> None:
    client = client_of(Role.DISTRICT_OFFICER)
    assert client.get("/figures/", {"region": "500113111"}).status_code == 200
    for elsewhere in ("500118", "500000", "no-such"):
        assert client.get("/figures/", {"region": elsewhere}).status_code == 404


def test_a_zone_counts_its_townships_only(make) -> None:
    user = make.user("zone", "王", Role.DISTRICT_OFFICER, "500110")
    Grant.objects.filter(user=user).update(
        region=None, organisation=Organisation.objects.get(short_name="万盛经开区")
    )
    make.child("区内", "500110100")
    make.child("区外", "500110001")
    who = reader_of(user, TODAY)
    counted = queries.everything(who, chosen(who, ""))
    assert counted.total("children") == 1


def test_figures_as_of_the_region_change_follow_the_village(make) -> None:
    village = "500112135201"
    user = make.user("city", "王", Role.CITY_OFFICER, "500000")
    make.child("甲", village)
    for day, district in ((DAY(2025, 11, 5), "渝北区"), (DAY(2025, 11, 6), "北碚区")):
        who = reader_of(user, day)
        rows = queries.everything(who, chosen(who, "")).rows
        assert [who.tree.name(row) for row, found in rows.items() if found["children"]] == [
            district
        ]
    assert place(village)


def test_the_sheet_says_the_same_as_the_page(city, client_of) -> None:
    import io

    from openpyxl import load_workbook

    client = client_of(Role.CITY_OFFICER)
    total = client.get("/figures/").context["total"]
    body = b"".join(client.get("/figures/sheet/").streaming_content)
    last = [cell.value for cell in list(load_workbook(io.BytesIO(body)).active.rows)[-1]]
    assert last[:5] == ["合计", total["children"], total["scattered"], 1, total["girls"]]


def test_figures_are_kept_while_nothing_changes_and_follow_a_change_at_once(
    city, reader, django_assert_num_queries
) -> None:
    who = reader(Role.DISTRICT_OFFICER)
    scope = chosen(who, "")
    before = queries.everything(who, scope).total("children")
    with django_assert_num_queries(1):
        queries.everything(who, scope)
    end_registration(
        child=city.children.own, on=TODAY, reason="left_city", by=reader(Role.TOWNSHIP_CHAIR)
    )
    assert queries.everything(who, scope).total("children") == before - 1
