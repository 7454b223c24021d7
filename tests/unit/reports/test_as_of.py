"""Every figure and list as of a past day: who was on the register, where and how she lived then."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from nuantong.access.reader import Reader, reader_of
from nuantong.access.roles import Role
from nuantong.people import actions
from nuantong.people.models import Guardian, Label, Need
from nuantong.reports import queries
from nuantong.reports.scopes import chosen
from tests.conftest import NEIGHBOUR, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
DAY = dt.date
THEN = DAY(2018, 5, 1)


@pytest.fixture
def history(cast, make):
    """Who left, moved, came, changed the setting or lost a label after the first of May."""
    by = Reader(None, TODAY, system=True)
    gone, far, home = (make.child(name, VILLAGE) for name in ("走", "迁", "院"))
    make.child("新", VILLAGE, registered_on=DAY(2018, 6, 1))
    Label.objects.create(child=far, category="poor", basis="低保", since=DAY(2018, 1, 1),
                         until=DAY(2018, 6, 1))  # fmt: skip
    Label.objects.create(child=far, category="orphan", basis="证", since=DAY(2018, 7, 1))
    Guardian.objects.create(
        child=far, relation="祖母", since=DAY(2018, 1, 1), until=DAY(2018, 6, 1)
    )
    Need.objects.create(child=gone, kind="study", raised_on=DAY(2018, 2, 1), raised_by="村",
                        met_on=DAY(2018, 7, 1))  # fmt: skip
    actions.end_registration(child=gone, on=DAY(2018, 7, 1), reason="adopted", by=by)
    (move,) = actions.propose_move(child=far, place=place(NEIGHBOUR).pk, on=DAY(2018, 7, 1),
                                   reason="投亲", by=by)  # fmt: skip
    actions.accept_move(key=move.together, by=by)
    actions.update_child(child=home, version=1, changes={"setting": "institution"}, by=by)
    return cast


def counted(reader: Reader, day: dt.date) -> dict[str, int]:
    then = reader.as_of(day)
    found = queries.everything(then, chosen(then, ""))
    keys = ("children", "setting_scattered", "setting_institution", "category_poor",
            "category_orphan", "kind_study", "guardian_grandparents")  # fmt: skip
    return {key: found.total(key) for key in keys}


def test_figures_of_a_past_day_are_those_of_that_day(history, reader) -> None:
    district = reader(Role.DISTRICT_OFFICER)
    assert counted(district, THEN) == {
        "children": 4, "setting_scattered": 4, "setting_institution": 0, "category_poor": 1,
        "category_orphan": 0, "kind_study": 1, "guardian_grandparents": 1,
    }  # fmt: skip
    assert counted(district, TODAY) == {
        "children": 3, "setting_scattered": 2, "setting_institution": 1, "category_poor": 0,
        "category_orphan": 0, "kind_study": 0, "guardian_grandparents": 0,
    }  # fmt: skip
    assert counted(district, DAY(2017, 12, 31))["children"] == 0


def test_the_dashboard_and_its_lists_speak_of_the_day_asked_for(history, client_of) -> None:
    client = client_of(Role.CITY_OFFICER)
    page = client.get("/figures/", {"as_of": "2018-05-01"})
    assert page.context["total"]["children"] == 5
    bars = [bar for group in page.context["groups"] for bar in group["bars"]]
    for bar in bars:
        listing = client.get(bar["url"]).context["listing"]
        assert listing.total == bar["value"], bar["name"]
    rows = {row["name"]: row for row in page.context["rows"]}
    assert rows["巴南区"]["children"] == 4
    assert client.get(rows["巴南区"]["children_url"]).context["listing"].total == 4


def test_a_list_of_a_past_day_shows_place_age_labels_and_setting_of_then(
    history, client_of
) -> None:
    page = client_of(Role.CITY_OFFICER).get("/children/", {"as_of": "2018-05-01", "q": "迁"})
    (line,) = page.context["lines"]
    assert "八角村" in line.place and line.labels == ["家庭贫困"] and line.age == 8
    client = client_of(Role.CITY_OFFICER)
    for setting, total in (("scattered", 5), ("institution", 0)):
        asked = {"as_of": "2018-05-01", "setting": setting}
        assert client.get("/children/", asked).context["listing"].total == total
    now = client.get("/children/", {"setting": "institution"}).context["listing"]
    assert now.total == 1


def test_the_sheet_of_a_past_day_says_so(history, client_of) -> None:
    answer = client_of(Role.CITY_OFFICER).get("/children/?as_of=2018-05-01&export=xlsx")
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert "截至2018年05月01日" in rows[1][0] and "共5名" in rows[1][0]
    assert sum("巴南区" in [str(cell) for cell in row] for row in rows) == 4


@pytest.mark.parametrize("day", ["2030-01-01", "x", "2018-08-24", ""])
def test_a_day_that_is_none_or_not_over_gives_today(history, client_of, day) -> None:
    client = client_of(Role.CITY_OFFICER)
    assert client.get("/figures/", {"as_of": day}).context["total"]["children"] == 5
    assert client.get("/children/", {"as_of": day}).context["listing"].total == 5


def test_a_changed_township_stands_in_its_district_of_the_day(make, settings) -> None:
    settings.TODAY = DAY(2026, 3, 1)
    make.child("甲", "500112135201", registered_on=DAY(2018, 1, 1))
    city = reader_of(make.user("c", "王", Role.CITY_OFFICER, "500000"), settings.TODAY)
    for day, code, name in (
        (DAY(2018, 8, 24), "500112", "渝北区"), (DAY(2025, 11, 5), "500112", "渝北区"),
        (DAY(2025, 11, 6), "500109", "北碚区"), (DAY(2026, 3, 1), "500109", "北碚区"),
    ):  # fmt: skip
        then = city.as_of(day)
        rows = queries.everything(then, chosen(then, "")).rows
        assert [then.tree.name(row) for row, found in rows.items() if found["children"]] == [name]
        inside = chosen(then, code)
        assert inside is not None and queries.everything(then, inside).total("children") == 1


def test_a_past_day_keeps_the_budget(history, client_of, django_assert_max_num_queries) -> None:
    client = client_of(Role.DISTRICT_OFFICER)
    for address in ("/figures/?as_of=2018-05-01", "/children/?as_of=2018-05-01"):
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200
