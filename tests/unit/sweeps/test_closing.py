"""The closing sheet: its sums close whatever happens; a village is closed by a name."""

import datetime as dt
import io
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuantong.access.reader import Reader, system_reader
from nuantong.access.roles import Role
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.people.actions.leaving import end_registration, undo_exit
from nuantong.people.actions.whole import Filled
from nuantong.people.models import Child, ExitReason
from nuantong.regions.models import Region
from nuantong.sweeps import tally
from nuantong.sweeps.actions import closing, registering, reviewing, standings
from nuantong.sweeps.models import (
    Balance,
    Card,
    ChildTally,
    Closing,
    Link,
    Load,
    Record,
    Source,
    Tally,
)
from nuantong.sweeps.queries.closing import build
from tests.conftest import NEXT_VILLAGE, VILLAGE, make_child, place
from tests.unit.sweeps.rosters_made import a_source, bring, csv_of, pupil

pytestmark = pytest.mark.django_db
As = Callable[[Role], Reader]
LOST = "父死亡；母失联"
NAMES = ["周一", "吴二", "郑三", "王四", "冯五", "陈六"]
HOMES = [
    "巴南区麻柳嘴镇八角村3组",
    "巴南区麻柳嘴镇牌坊街社区",
    "巴南区麻柳嘴镇",
    "巴南区",
    "",
    "永川区板桥镇",
]
REMARKS = ["", LOST, "父死亡", "父母外出务工"]
DISTRICT = "500113000000"

ROWS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(HOMES), st.sampled_from(REMARKS), st.integers(0, 1)),
    min_size=1, max_size=6,
)  # fmt: skip
ACTS = st.one_of(
    st.tuples(st.just("load"), st.integers(0, 1), ROWS),
    st.tuples(
        st.sampled_from([
            "link", "undo", "exclude", "visit", "not_home", "hand", "register", "same", "different",
            "ask", "undo_last", "close", "reopen", "move", "leave", "return", "forget",
        ]), st.integers(0, 9), st.just([]),
    ),
)  # fmt: skip


class City:
    """Two sources and three children, and every verb that may be done to them."""

    def __init__(self, officer: Reader) -> None:
        self.by = officer
        self.sources = [a_source("教委学籍"), a_source("残联名单", "care", DISTRICT)]
        self.children = [
            make_child("周一", VILLAGE, birth_date=dt.date(2009, 3, 4)),
            make_child("吴二", VILLAGE), make_child("郑三", NEXT_VILLAGE),
        ]  # fmt: skip
        self.loads = 0

    def does(self, act: str, number: int, rows: list[tuple[str, str, str, int]]) -> None:
        try:
            with transaction.atomic():
                self._does(act, number, rows)
        except Refusal:
            pass

    def _does(self, act: str, number: int, rows: list[tuple[str, str, str, int]]) -> None:
        if act == "load":
            self._load(self.sources[number], rows)
            return
        records = list(Record.objects.order_by("pk"))
        if not records:
            return
        record = records[number % len(records)]
        verbs: dict[str, Callable[[], Any]] = {
            "link": lambda: standings.link_to(record=record, child=self.children[number % 3], by=self.by),
            "undo": self._undo,
            "exclude": lambda: standings.exclude(record=record, reason="moved", note="搬走了", by=self.by),
            "visit": lambda: standings.send_visitor(record=record, reason="visit", by=self.by),
            "not_home": lambda: standings.not_at_home(record=record, note="去过三次", by=self.by),
            "hand": lambda: standings.hand_over(record=record, to="民政局 王科长", note="", by=self.by),
            "register": lambda: self._register(record), "undo_last": lambda: reviewing.undo_last(by=self.by),
            "close": lambda: self._close(record.region_id), "reopen": self._reopen,
            "move": lambda: self._move(number), "leave": lambda: self._leave(number),
            "return": lambda: self._return(number), "forget": record.delete,
        }  # fmt: skip
        verbs.get(act, lambda: self._answer(act))()

    def _load(self, source: Source, rows: list[tuple[str, str, str, int]]) -> None:
        self.loads += 1
        made = [
            pupil(name, 361 + 2 * NAMES.index(name), 家庭住址=home, 家庭情况备注=remark,
                  身份证号="" if no_id else f"{self.loads}", 序号=n)
            for n, (name, home, remark, no_id) in enumerate(rows)
        ]  # fmt: skip
        bring(source, csv_of(made))

    def _undo(self) -> None:
        live = Link.objects.filter(undone_at=None).first()
        if live:
            standings.undo_link(link=live, why="弄错了", by=self.by)

    def _register(self, record: Record) -> None:
        filled = Filled(child={"name": record.name or "无名", "birth_date": record.birth_date})
        registering.register(record=record, filled=filled, place=place(VILLAGE).pk, by=self.by)

    def _answer(self, said: str) -> None:
        card = Card.objects.filter(state__in=["open", "asked"]).first()
        if card:
            reviewing.answer(card=card, answer=said, by=self.by)

    def _move(self, number: int) -> None:
        """Behind the program's back: the database notes it whoever writes."""
        homes = [place(VILLAGE), place(NEXT_VILLAGE), place(f"{VILLAGE[:9]}000"), None]
        Child.objects.filter(pk=self.children[number % 3].pk).update(place=homes[number % 4])

    def _leave(self, number: int) -> None:
        end_registration(
            child=self.children[number % 3], on=self.by.on, reason=ExitReason.values[0], by=self.by
        )

    def _return(self, number: int) -> None:
        undo_exit(child=self.children[number % 3], why="弄错了", by=self.by)

    def _close(self, region: int) -> None:
        closing.close_village(region=region, counts={}, by=self.by)

    def _reopen(self) -> None:
        closed = Closing.objects.in_force().first()
        if closed:
            closing.reopen_village(closing=closed, why="再看一遍", by=self.by)


def check_tallies() -> None:
    """What the database noted of every change adds up to what there is."""
    fields = ("source", "region", "standing", "reason")
    noted = Tally.objects.values_list(*fields, "handed", "gone").annotate(n=Sum("count"))
    counted = Counter(
        (*row, handed != "", gone is not None)
        for *row, handed, gone in Record.objects.values_list(*fields, "handed_to", "gone_at")
    )
    assert {tuple(row): n for *row, n in noted if n} == counted
    lists: dict[int, list[int]] = defaultdict(list)
    for child, source in Record.objects.exclude(child=None).values_list("child", "source"):
        lists[child] = sorted([*lists[child], source])
    children = Child.objects.on_register().values_list("pk", "place")
    named = ChildTally.objects.values_list("place", "sources").annotate(n=Sum("count"))
    assert {(home, tuple(sources)): n for home, sources, n in named if n} == Counter(
        (home, tuple(lists[child])) for child, home in children
    )
    linked = set(Link.objects.filter(undone_at=None).values_list("record", "child"))
    assert linked == set(Record.objects.exclude(child=None).values_list("pk", "child"))
    balance = Balance.objects.aggregate(count=Sum("count"), mark=Sum("mark"))
    assert not any(balance.values()), balance


def check_everywhere(reader: Reader) -> None:
    """At every level, over each source and all: the sums close, and agree with what is counted."""
    tree = reader.tree
    sources = [source.pk for source in Source.objects.all()]
    for code in ("500000000000", DISTRICT, f"{VILLAGE[:9]}000", VILLAGE, NEXT_VILLAGE):
        where = tree.by_code(code)
        assert where is not None
        for chosen in ([], sources[:1]):
            sheet = build(reader, where, chosen)
            assert sheet.breaks == []
            rows = sheet.rows() if not sheet.is_village else []
            if rows:
                for cell in range(len(sheet.total_cells)):
                    below = sum(row["cells"][cell]["value"] for row in rows)
                    assert below == sheet.total_cells[cell]["value"]
            for row in rows:
                if row["url"]:
                    check_below(reader, row, chosen)
    records = Record.objects.count()
    newest = sum(
        s.loads.exclude(stage="discarded").latest("version").rows
        for s in Source.objects.filter(loads__isnull=False).distinct()
    )
    assert records == newest + Record.objects.exclude(gone_at=None).count()
    check_tallies()
    tally.gather()
    check_tallies()
    held = Closing.objects.in_force().values("region")
    assert not Record.objects.filter(region__in=held, standing="waiting", handed_to="").exists()


def check_below(reader: Reader, row: dict[str, Any], chosen: list[int]) -> None:
    """A row of one sheet is the total of the sheet that it opens to."""
    code = row["url"].partition("region=")[2].partition("&")[0]
    where = reader.tree.by_code(code)
    assert where is not None
    opened = build(reader, where, chosen)
    cells = [*opened.total_cells, *opened.total_children]
    assert [one["value"] for one in cells] == [
        one["value"] for one in [*row["cells"], *row["children"]]
    ]
    assert opened.is_village or opened.closed_here == row["closed"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=3, max_size=14))
def test_any_history_keeps_the_sums_closed_at_every_level(
    cast: Any, reader: As, acts: list[tuple[str, int, list[Any]]]
) -> None:
    with transaction.atomic():
        city = City(reader(Role.TOWNSHIP_CHAIR))
        city.does("load", 0, [(name, HOMES[0], "", 0) for name in NAMES[:3]])
        for act in acts:
            city.does(*act)
        check_everywhere(system_reader())
        transaction.set_rollback(True)


def test_what_does_not_agree_is_named_exactly() -> None:
    source = a_source()
    child = make_child("周一", VILLAGE, birth_date=dt.date(2009, 3, 4))
    bring(source, csv_of([pupil("周一", 361), pupil("吴二", 363)]))
    reader = system_reader()
    root = reader.tree.root
    assert build(reader, root, []).breaks == []
    Link.objects.filter(child=child).update(undone_at=clock.now(), undone_why="背着程序改的")
    Load.objects.update(rows=3, new=3)
    said = build(reader, root, []).breaks
    assert any("去向与对应不符" in one for one in said)
    assert any("最新一期3行" in one and "记录2条" in one for one in said)


def test_on_the_register_and_on_no_roster() -> None:
    make_child("周一", VILLAGE, birth_date=dt.date(2009, 3, 4))
    make_child("小宁", VILLAGE)
    bring(a_source(), csv_of([pupil("周一", 361)]))
    reader = system_reader()
    total = build(reader, reader.tree.root, []).total
    assert (total.children, total.on_some, total.on_none) == (2, 1, 1)


@pytest.mark.parametrize("counted", [["教委学籍"], ["残联名单"], ["教委学籍", "残联名单"], []])
@pytest.mark.parametrize("code", ["500000000000", DISTRICT, "500113111000", VILLAGE])
def test_for_any_rosters_and_place_the_numbers_open_to_their_lists(
    client_of: Any, counted: list[str], code: str
) -> None:
    for name, village in (
        ("周一", VILLAGE),
        ("吴二", VILLAGE),
        ("郑三", NEXT_VILLAGE),
        ("小宁", VILLAGE),
    ):
        make_child(name, village, birth_date=dt.date(2009, 3, 4))
    sources = {name: a_source(name) for name in ("教委学籍", "残联名单")}
    bring(sources["教委学籍"], csv_of([pupil("周一", 361), pupil("郑三", 363), pupil("冯五", 365)]))
    bring(sources["残联名单"], csv_of([pupil("吴二", 367), pupil("周一", 369)]))
    client = client_of(Role.DISTRICT_OFFICER if code != "500000000000" else Role.CITY_OFFICER)
    chosen = {"region": code, "source": [sources[name].pk for name in counted]}
    sheet = client.get("/sweeps/", chosen).context["sheet"]
    assert sheet.breaks == []
    cells = [*sheet.total_cells, *sheet.total_children]
    for cell in cells:
        listing = client.get(cell["url"]).context["listing"]
        assert listing.total == cell["value"], cell["url"]
    children, some, none = (cell["value"] for cell in sheet.total_children)
    assert children == some + none


@pytest.fixture
def waiting(db: None) -> Record:
    source = a_source()
    bring(source, csv_of([pupil("吴二", 363, 家庭情况备注=LOST)]))
    Record.objects.update(region=place(VILLAGE))
    return Record.objects.get()


def close(by: Reader, village: str = VILLAGE) -> Closing:
    return closing.close_village(region=place(village).pk, counts={}, by=by)


def test_a_village_is_closed_by_a_name_once_nothing_waits(waiting: Record, reader: As) -> None:
    chair = reader(Role.VILLAGE_CHAIR)
    with pytest.raises(Refusal, match="还有待办"):
        close(chair)
    standings.not_at_home(record=waiting, note="去过三次", by=chair)
    closed = close(chair)
    assert (closed.by_name, closed.reopened_at) == (chair.actor_name, None)
    with pytest.raises(Refusal, match="已经销号"):
        close(chair)


def test_what_waits_with_a_named_person_elsewhere_does_not_hold_the_village_up(
    waiting: Record, reader: As
) -> None:
    chair = reader(Role.VILLAGE_CHAIR)
    standings.hand_over(record=waiting, to="永川民政 王科长", note="", by=chair)
    assert close(chair).pk


@pytest.mark.parametrize(
    "role", [Role.DISTRICT_OFFICER, Role.CITY_OFFICER, Role.CARER, Role.LEADER]
)
def test_nobody_closes_from_afar(waiting: Record, reader: As, role: Role) -> None:
    Record.objects.update(standing="not_home", reason="")
    with pytest.raises(Refusal, match="不由您销号"):
        close(reader(role))


def test_another_village_is_not_hers(waiting: Record, reader: As) -> None:
    with pytest.raises(Refusal):
        close(reader(Role.VILLAGE_CHAIR), NEXT_VILLAGE)
    with pytest.raises(Refusal, match="只有村"):
        close(reader(Role.TOWNSHIP_CHAIR), VILLAGE[:9])


def test_the_database_refuses_a_false_closing(waiting: Record, reader: As) -> None:
    user = reader(Role.VILLAGE_CHAIR).user
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.create(region=place(VILLAGE), by=user, by_name="甲", at=clock.now())
    Record.objects.update(standing="not_home", reason="")
    Closing.objects.create(region=place(VILLAGE), by=user, by_name="甲", at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.create(region=place(VILLAGE), by=user, by_name="乙", at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Closing.objects.update(reopened_at=clock.now())


def test_new_facts_reopen_a_village_with_the_reason(waiting: Record, reader: As) -> None:
    chair, township = reader(Role.VILLAGE_CHAIR), reader(Role.TOWNSHIP_CHAIR)
    standings.not_at_home(record=waiting, note="去过三次", by=chair)
    first = close(chair)
    standings.send_visitor(record=waiting, reason="visit", by=township)
    first.refresh_from_db()
    assert first.reopened_at and "入户走访" in first.because
    assert first.reopened_by_name == township.actor_name


def test_a_new_row_reopens_and_an_excluded_one_does_not(reader: As) -> None:
    source, chair = a_source(), reader(Role.VILLAGE_CHAIR)
    home = Region.objects.get(code=VILLAGE)
    rows = [pupil("周一", 361)]
    bring(source, csv_of(rows))
    Record.objects.update(region=home)
    first = close(chair)
    Record.objects.filter(region=home).update(note="改了一个字")
    first.refresh_from_db()
    assert first.reopened_at is None
    Record.objects.create(
        source=source, region=home, name="新来", first_load=source.loads.get(),
        last_load=source.loads.get(), since=clock.now(),
    )  # fmt: skip
    first.refresh_from_db()
    assert "新的人员" in first.because


def test_a_closing_may_be_taken_back_with_a_reason(waiting: Record, reader: As) -> None:
    chair = reader(Role.VILLAGE_CHAIR)
    standings.not_at_home(record=waiting, note="去过三次", by=chair)
    closed = close(chair)
    with pytest.raises(Refusal, match="为什么"):
        closing.reopen_village(closing=closed, why="", by=chair)
    again = closing.reopen_village(closing=closed, why="又听说一户", by=chair)
    assert again.reopened_why == "又听说一户" and close(chair).pk


def test_the_map_shows_the_share_of_closed_villages(waiting: Record, reader: As) -> None:
    chair = reader(Role.VILLAGE_CHAIR)
    standings.not_at_home(record=waiting, note="去过三次", by=chair)
    close(chair)
    leader = reader(Role.LEADER)
    tiles = {t["name"]: t for t in build(leader, leader.tree.root, []).tiles()}
    assert (tiles["巴南"]["value"], tiles["巴南"]["level"]) == ("100%", 5)
    assert tiles["万州"]["value"] == "—"


def test_the_workbook_has_the_offices_form(waiting: Record, client_of: Any) -> None:
    from python_calamine import CalamineWorkbook

    answer = client_of(Role.LEADER).get("/sweeps/sheet/")
    body = b"".join(answer.streaming_content)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert "排查结案表" in rows[0][0] and rows[2][0] == "地区"
    total = next(row for row in rows if row[0] == "合计")
    assert total[1] == 1 and any("勾稽：一致" in str(row[0]) for row in rows)
    assert "吴二".encode() not in body
