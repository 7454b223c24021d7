"""The monthly report: its sums close at every level whatever happened, and a month once reported
stays as it was."""

import datetime as dt
import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.people import actions
from nuantong.people.models import Child, ExitReason, Move, Registration
from nuantong.regions.tree import tree_on
from nuantong.reports import monthly
from nuantong.reports.changes import Map, count, facts, month_of
from nuantong.reports.scopes import of_region
from tests.conftest import NEIGHBOUR, NEXT_VILLAGE, TODAY, VILLAGE, make_child, place

pytestmark = pytest.mark.django_db
DAY = dt.date
PLACES = [VILLAGE, NEXT_VILLAGE, "500113004001", NEIGHBOUR, "500113111"]
SCOPES = ["500000", "500113", "500118", "500113111"]
MONTHS = [DAY(2018, number, 1) for number in range(1, 9)]


def system(on: dt.date) -> Reader:
    return Reader(None, on, system=True)


def scope_of(code: str, on: dt.date = TODAY):
    tree = tree_on(on)
    return of_region(tree, tree.by_code(code))


def report(code: str, first: dt.date, known=None, today=TODAY) -> monthly.Table:
    month = month_of(first, today, known)
    return count(scope_of(code, month.last), month)


def row(table: monthly.Table, code: str) -> dict[str, int]:
    return {key: value for key, value in table[place(code).pk].items() if value}


# Whatever happens

EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["register", "move", "move", "leave", "undo", "return", "setting"]),
        st.integers(0, 2),
        st.integers(0, len(PLACES) - 1),
        st.sampled_from([0, 0, 1, 9, 40]),
        st.sampled_from([0, 0, 0, 1, 9, 25]),
        st.sampled_from(ExitReason.values),
    ),
    min_size=3,
    max_size=14,
)


def play(events) -> None:
    """Each event some days after the one before, told of some days later than it happened."""
    children, today = [make_child("甲", VILLAGE), make_child("乙", NEIGHBOUR)], DAY(2018, 1, 5)
    for kind, which, where, wait, late, reason in events:
        today = min(today + dt.timedelta(wait), TODAY)
        by, on = system(today), today - dt.timedelta(late)
        child = Child.objects.get(pk=children[which % len(children)].pk)
        target = place(PLACES[where]).pk
        try:
            with transaction.atomic():
                made = happen(kind, child, target, on, by, reason)
        except Refusal:
            continue
        if made is not None:
            children.append(made)


def happen(kind, child, target, on, by, reason) -> Child | None:
    match kind:
        case "register":
            came = "贵州" if reason == "died" else ""
            return actions.register_child(values={"name": "丙"}, place=target, by=by,
                                          arrived_from=came)  # fmt: skip
        case "move":
            (move, *_) = actions.propose_move(
                child=child, place=target, on=on, reason="投亲", by=by
            )
            actions.accept_move(key=move.together, by=by)
        case "leave":
            actions.end_registration(child=child, on=on, reason=reason, note="说明", cause="病故",
                                     by=by)  # fmt: skip
        case "undo":
            actions.undo_exit(child=child, why="登记有误", by=by)
        case "return":
            actions.return_to_register(child=child, reason="再次符合", on=on, by=by)
        case "setting":
            values = {"setting": "institution" if child.setting == "scattered" else "scattered"}
            actions.update_child(child=child, version=child.version, changes=values, by=by)
    return None


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@example(events=[("move", 0, 1, 9, 0, "adult"), ("move", 0, 3, 0, 0, "adult")])
@example(
    events=[
        ("move", 0, 1, 9, 0, "adult"),
        ("move", 0, 3, 0, 0, "adult"),
        ("leave", 0, 0, 0, 0, "adult"),
    ]
)
@given(events=EVENTS)
def test_any_history_closes_per_row_per_column_between_months_and_between_levels(events) -> None:
    with transaction.atomic():
        play(events)
        for known in (None, TODAY):
            tables = {}
            for first in MONTHS:
                month = month_of(first, TODAY, known)
                counted = facts(month, None)
                for code in SCOPES:
                    now, then = (
                        Map(tree_on(day), scope_of(code)) for day in (month.last, month.before)
                    )
                    tables[code, first] = monthly.table(counted, then.row, now.row)
            for table in tables.values():
                assert monthly.closes(table)
            for code in SCOPES:
                follows(*(tables[code, first] for first in MONTHS))
            for first in MONTHS:
                agrees(tables["500000", first], tables["500113", first], "500113")
                agrees(tables["500113", first], tables["500113111", first], "500113111")
        assert monthly.total(tables["500000", MONTHS[-1]])["end"] == (
            Child.objects.on_register().count()
        )
        transaction.set_rollback(True)


def follows(*months: monthly.Table) -> None:
    """A month begins with what the last one ended with."""
    for before, after in zip(months, months[1:], strict=False):
        for region in before.keys() | after.keys():
            assert after[region]["start"] == before[region]["end"]


def agrees(upper: monthly.Table, lower: monthly.Table, code: str) -> None:
    """The total of a place is its row one level up; moves inside it are gone there."""
    above, whole = upper[place(code).pk], monthly.total(lower)
    for column in monthly.COLUMNS:
        if not column.key.startswith(("in_", "out_", "reform_", "corrected_")):
            assert above[column.key] == whole[column.key], column.key
    for key in ("reform", "corrected"):
        net, net_above = (one[f"{key}_in"] - one[f"{key}_out"] for one in (whole, above))
        assert net == net_above, key
    assert above["in_within"] + above["in_from"] == whole["in_from"]
    assert above["out_within"] + above["out_to"] == whole["out_to"]


# What is reported


@pytest.fixture
def chair(cast, reader) -> Reader:
    return reader(Role.TOWNSHIP_CHAIR)


def accepted(child, target: str, on: dt.date, by: Reader) -> None:
    (move, *_) = actions.propose_move(child=child, place=place(target).pk, on=on, reason="投亲",
                                      by=by)  # fmt: skip
    actions.accept_move(key=move.together, by=by)


def test_every_column_counts_its_own(cast, make) -> None:
    by = system(TODAY)
    make.child("早退", VILLAGE, registered_on=DAY(2018, 8, 2))
    gone, back, far = (make.child(name, VILLAGE) for name in ("故", "回", "远"))
    actions.end_registration(child=gone, on=DAY(2018, 8, 3), reason="died", cause="病故", by=by)
    past = system(DAY(2018, 5, 2))
    actions.end_registration(child=back, on=DAY(2018, 5, 1), reason="released", by=past)
    actions.return_to_register(child=back, reason="父亲再次服刑", on=DAY(2018, 8, 4), by=by)
    accepted(far, NEIGHBOUR, DAY(2018, 8, 6), by)
    accepted(cast.children.own, NEXT_VILLAGE, DAY(2018, 8, 7), by)
    actions.register_child(values={"name": "来"}, place=place(VILLAGE).pk, by=by,
                           arrived_from="贵州")  # fmt: skip
    village = row(report("500113111", MONTHS[7]), VILLAGE)
    assert village == {"start": 3, "registered": 1, "returned": 1, "arrived": 1, "died": 1,
                       "out_to": 1, "out_within": 1, "end": 3}  # fmt: skip
    assert row(report("500113111", MONTHS[4]), VILLAGE) == {"start": 4, "released": 1, "end": 3}
    district = row(report("500000", MONTHS[7]), "500113")
    assert "out_to" not in district and district["out_within"] == 1


def test_a_reported_month_stays_and_what_was_learnt_later_stands_in_its_own_month(
    cast, chair
) -> None:
    child = cast.children.own
    actions.end_registration(child=child, on=DAY(2018, 6, 10), reason="adopted", by=chair)
    assert row(report("500113111", MONTHS[5]), VILLAGE) == {"start": 1, "end": 1}
    assert row(report("500113111", MONTHS[7]), VILLAGE) == {"start": 1, "corrected_out": 1}
    anew = report("500113111", MONTHS[5], known=TODAY)
    assert row(anew, VILLAGE) == {"start": 1, "adopted": 1}
    actions.undo_exit(child=child, why="收养未成", by=chair)
    assert row(report("500113111", MONTHS[7]), VILLAGE) == {"start": 1, "end": 1}


def test_of_what_was_corrected_the_added_and_the_taken_open_each_to_their_own(
    cast, chair, client_of, make
) -> None:
    """One left in June, one came in May: both told in August. Net it would be nothing."""
    child = cast.children.own
    actions.end_registration(child=child, on=DAY(2018, 6, 10), reason="adopted", by=chair)
    make.child("晚报", VILLAGE, registered_on=DAY(2018, 5, 2))
    Registration.objects.filter(child__name="晚报").update(known_from=TODAY)
    changed = row(report("500113111", MONTHS[7]), VILLAGE)
    assert changed == {"start": 1, "corrected_in": 1, "corrected_out": 1, "end": 1}
    page = client_of(Role.TOWNSHIP_CHAIR).get("/figures/monthly/", {"month": "2018-08"})
    keys = [column.key for column in page.context["report"].columns]
    [cells] = [line["cells"] for line in page.context["rows"] if line["counts"][0] == 1]
    for key, name in (("corrected_in", "晚报"), ("corrected_out", child.name)):
        listing = page.client.get(cells[keys.index(key)].url).context["listing"]
        assert [one.name for one in listing.rows] == [name]


def test_the_reform_of_2025_is_a_column_and_nobody_is_lost(make) -> None:
    make.child("甲", "500112135201", registered_on=DAY(2018, 1, 1))
    november = report("500000", DAY(2025, 11, 1), today=DAY(2025, 12, 5))
    assert row(november, "500112") == {"start": 1, "reform_out": 1}
    assert row(november, "500109") == {"reform_in": 1, "end": 1}
    assert monthly.closes(november)
    for first, code in ((DAY(2025, 10, 1), "500112"), (DAY(2025, 12, 1), "500109")):
        assert row(report("500000", first, today=DAY(2025, 12, 5)), code) == {"start": 1, "end": 1}


def test_every_number_opens_to_its_children(cast, client_of, make) -> None:
    by = system(TODAY)
    gone = make.child("故", VILLAGE)
    actions.end_registration(child=gone, on=DAY(2018, 8, 3), reason="adult", by=by)
    accepted(make.child("近", VILLAGE), NEXT_VILLAGE, DAY(2018, 8, 5), by)
    make.child("新", VILLAGE, registered_on=DAY(2018, 8, 2))
    client = client_of(Role.DISTRICT_OFFICER)
    page = client.get("/figures/monthly/", {"region": "500113111"})
    opened = 0
    for line in page.context["rows"]:
        for cell in line["cells"]:
            if cell.value:
                listing = client.get(cell.url).context["listing"]
                assert listing.total == cell.value, cell.url
                opened += 1
    assert opened >= 6


def test_the_sheet_says_the_same_and_names_nobody(cast, client_of) -> None:
    answer = client_of(Role.TOWNSHIP_CHAIR).get("/figures/monthly/sheet/", {"month": "2018-08"})
    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert rows[0][0] == "麻柳嘴镇困境儿童动态更新月报表（2018年8月）" or "月报表" in rows[0][0]
    assert [line[1] for line in rows if line[0] == "合计"] == [1]
    assert not any(cast.children.own.name in str(cell) for line in rows for cell in line)


@pytest.mark.parametrize("asked", [{"month": "2030-01"}, {"month": "x"}, {"known": "2018-99-01"},
                                   {"change": "2018-08.x"}, {"month": "2018-02", "known": "2018-03-01"}])  # fmt: skip
def test_nonsense_in_the_address_is_answered(cast, client_of, asked) -> None:
    client = client_of(Role.LEADER)
    assert client.get("/figures/monthly/", asked).status_code == 200
    assert client.get("/figures/monthly/", {"region": "999"}).status_code == 404
    page = client_of(Role.CITY_OFFICER).get("/children/", asked)
    assert page.status_code == 200


def test_the_report_keeps_its_budget(cast, client_of, django_assert_max_num_queries) -> None:
    client = client_of(Role.CITY_OFFICER)
    with django_assert_max_num_queries(12):
        client.get("/figures/monthly/")
    assert not Move.objects.exists()
