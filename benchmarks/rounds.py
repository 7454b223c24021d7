"""A round of 275,000 proposals: its lists and filters, accepting, publishing and taking back.

The people of the demo city are multiplied inside one transaction that is rolled back; a page is
asked for in process, so that what is measured is the server's time, PostgreSQL's included.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from psycopg import sql

from benchmarks.reading import p95
from benchmarks.sessions import client_of
from benchmarks.tables import show
from nuantong.access.reader import reader_of
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.pairing.actions import accept_proposals, publish_round, undo_publication
from nuantong.pairing.models import LeftOver, PairingRound, Proposal
from nuantong.people.models import Carer, Child, Household
from nuantong.people.models.carer import check_began
from nuantong.regions.tree import tree_on

PROPOSALS: Final = 275_000
CARERS: Final = 200_000
LEFT: Final = 12_000
PUBLISHED: Final = 5_000
GOAL: Final = 200
WARM, EACH = 2, 25
CITY, DISTRICT, TOWNSHIP = "M500001", "D500113", "T500113111"
ASIDE: Final = {"id", "number", "id_number", "id_index", "id_status", "household", "user"}
"""What a copy of a person does not share with her."""
HEADINGS: Final = ("page", "by", "rows", "queries", "CPU", "median", "p95", "goal")
"""CPU is that of the program alone, in milliseconds."""


@dataclass(frozen=True)
class Page:
    title: str
    path: str
    staff_number: str = CITY


def pages(round: int) -> list[Page]:
    here = f"/pairing/rounds/{round}/"
    return [
        Page("proposals", here),
        Page("the farthest first", f"{here}?sort=-distance"),
        Page("by number of children", f"{here}?sort=-children"),
        Page("by carer", f"{here}?sort=carer"),
        Page("page 2,000 of them", f"{here}?page=2000"),
        Page("the last page", f"{here}?page=9999"),
        Page("same village", f"{here}?tier=village"),
        Page("undecided", f"{here}?state=proposed"),
        Page("accepted, 15 to 20 km", f"{here}?state=accepted&km=15"),
        Page("needs not met", f"{here}?more=lacks"),
        Page("pinned", f"{here}?more=pinned"),
        Page("of one district", f"{here}?place=500113"),
        Page("a name", f"{here}?q=周小"),
        Page("left over", f"{here}left/"),
        Page("left over, one reason", f"{here}left/?reason=all_full"),
        Page("before and after", f"{here}compare/"),
        Page("what has changed since", f"{here}since/"),
        Page("proposals", here, DISTRICT),
        Page("undecided, farthest", f"{here}?state=proposed&sort=-distance", DISTRICT),
        Page("proposals", here, TOWNSHIP),
        Page("the list of rounds", "/pairing/"),
    ]


def main() -> None:
    with transaction.atomic():
        round = _make()
        rows = [_measured(page) for page in pages(round.pk)]
        title = (
            f"A round of {PROPOSALS:,} proposals, {CARERS:,} carers, {LEFT:,} left over: "
            f"milliseconds in the server, {EACH} times each"
        )
        show(title, HEADINGS, rows)
        show(
            f"{PUBLISHED:,} households of it",
            ("step", "households", "seconds", "queries", "lapsed"),
            _steps(round),
        )
        transaction.set_rollback(True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")


def _measured(page: Page) -> list[object]:
    client = client_of(page.staff_number)
    for _ in range(WARM):
        _once(client, page)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page.path)
    queries = len(asked)
    rows = answer.content.decode().count("<tr>") + answer.content.decode().count("<tr id=")
    begun = time.process_time()
    taken = sorted(_once(client, page) for _ in range(EACH))
    cpu = 1000 * (time.process_time() - begun) / EACH
    return [
        page.title, page.staff_number, rows, queries, f"{cpu:.0f}",
        f"{1000 * taken[len(taken) // 2]:.0f}", f"{p95(taken):.0f}", f"<{GOAL}",
    ]  # fmt: skip


def _once(client: Client, page: Page) -> float:
    begun = time.perf_counter()
    answer = client.get(page.path)
    assert answer.status_code == 200, page.path
    return time.perf_counter() - begun


def _steps(round: PairingRound) -> list[list[object]]:
    """Accepting, publishing and taking back; what is accepted already waits for another day."""
    by = reader_of(User.objects.get(staff_number=CITY))
    open_ones = Proposal.objects.filter(round=round, state=Proposal.State.PROPOSED)
    some = list(open_ones.order_by("pk").values_list("pk", flat=True)[:PUBLISHED])
    Proposal.objects.filter(round=round, state=Proposal.State.ACCEPTED).update(
        state=Proposal.State.PROPOSED, decided_at=None
    )
    made: list[Any] = []
    steps: dict[str, Callable[[], Any]] = {
        "accept": lambda: accept_proposals(round=round, by=by, ids=some),
        "publish": lambda: publish_round(round=round, by=by),
        "take back": lambda: undo_publication(
            publication=made[-1].publication, by=by, reason="发布早了"
        ),
    }
    rows: list[list[object]] = []
    for name, step in steps.items():
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            made.append(step())
        taken = time.perf_counter() - begun
        lapsed = {one.reason for one in getattr(made[-1], "lapsed", [])}
        rows.append(
            [name, made[-1].households, f"{taken:.1f}", len(asked), "；".join(sorted(lapsed)[:3])]
        )
    return rows


def _make() -> PairingRound:
    """The round, its people and its rows; the same ones every time."""
    homes, carers = _homes(), _copies(Carer, CARERS)
    tree = tree_on(clock.today())
    whole = PairingRound.objects.filter(region=tree.root.id, closed_at=None)
    whole.update(closed_at=clock.now())
    round = PairingRound.objects.create(
        region_id=tree.root.id, on=clock.today(), created_at=clock.now(), run=1,
        work_state=PairingRound.State.DONE, frozen=_frozen(),
    )  # fmt: skip
    chance = Random(7)
    columns = ["round", "run", "household", "place", "children", "carer", "change", "tier",
               "distance", "lacks", "pinned", "fits", "state", "decided_at"]  # fmt: skip
    copy_rows(Proposal, columns, (
        _proposal(round, home, carers[n % CARERS], homes[n - 1][0], carers, chance)
        for n, home in enumerate(homes[:PROPOSALS])
    ))  # fmt: skip
    copy_rows(LeftOver, ["round", "run", "household", "place", "children", "reason", "detail"], (
        (round.pk, 1, home, place, count, chance.choice(("all_full", "expired_checks", "no_carer")),
         json.dumps({"whose": [carers[n]], "waiting": 30, "places": 20}))
        for n, (home, place, count) in enumerate(homes[PROPOSALS:])
    ))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return round


def _proposal(
    round: PairingRound, home: tuple[int, int, int], carer: int, holder: int, carers: list[int],
    chance: Random,
) -> tuple[object, ...]:  # fmt: skip
    household, place, children = home
    tier = chance.choices(("village", "township", "district"), (65, 21, 14))[0]
    metres = {"village": 900, "township": 5_000, "district": 24_000}[tier]
    accepted = chance.random() < 0.25
    others = [
        {"carer": chance.choice(carers), "tier": tier, "distance": metres, "lacks": 0, "load": 1,
         "holder": one, "more": 1_200}
        for one in (holder, None)
    ]  # fmt: skip
    fits = {"meets": [], "lacks": [], "siblings": False, "load": 0, "others": others}
    return (
        round.pk, 1, household, place, children, carer, "new", tier, chance.randrange(metres),
        int(chance.random() < 0.1), chance.random() < 0.01, json.dumps(fits),
        "accepted" if accepted else "proposed", clock.now() if accepted else None,
    )  # fmt: skip


def _frozen() -> dict[str, Any]:
    figures = {"households": PROPOSALS, "children": 380_000, "tiers": {"village": 240_000},
               "classes": [1] * 7, "mean": 3_200, "p95": 18_000, "worst": 24_900, "lacks": 9_000,
               "moved": 0, "kept": 0, "left": [LEFT, LEFT], "cost": 10, "bound": 10}  # fmt: skip
    near = {"village": 240_000, "township": 80_000, "district": 60_000}
    return {"figures": figures, "clerk": figures, "before": near, "after": near,
            "children": 400_000, "recruit": []}  # fmt: skip


def _homes() -> list[tuple[int, int, int]]:
    """Households (id, place, children), copied from those of the demo who live at home."""
    copied = _copies(Household, PROPOSALS + LEFT, _at_home())
    _execute("CREATE TEMP TABLE bench_home (old bigint, new bigint) ON COMMIT DROP")
    originals = _at_home()
    with connection.cursor() as cursor, cursor.copy(
        "COPY bench_home (old, new) FROM STDIN"
    ) as copy:  # fmt: skip
        for n, new in enumerate(copied):
            copy.write_row((originals[n % len(originals)], new))
    _execute(
        sql.SQL(
            "INSERT INTO people_child (household_id, id_status, {names})"
            " SELECT home.new, 'missing', {names}"
            " FROM people_child child JOIN bench_home home ON home.old = child.household_id"
            " WHERE child.status = 'on_register' AND child.setting = 'scattered'"
        ).format(names=_names(Child))
    )
    return list(_rows(
        "SELECT household_id, min(place_id), count(*) FROM people_child"
        " WHERE household_id >= %s GROUP BY household_id ORDER BY household_id", [copied[0]],
    ))  # fmt: skip


def _at_home() -> list[int]:
    children = Child.objects.on_register().filter(setting="scattered").exclude(place=None)
    return list(children.order_by("household").values_list("household", flat=True).distinct())


def _copies(model: Any, count: int, of: list[int] | None = None) -> list[int]:
    """So many copies of the rows, in their order again and again; the new keys."""
    keys = of or list(_able().values_list("pk", flat=True))
    rows = [keys[n % len(keys)] for n in range(count)]
    statement = sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {names} FROM unnest(%s::bigint[])"
        " WITH ORDINALITY AS given (key, n) JOIN {table} ON id = given.key ORDER BY n RETURNING id"
    ).format(table=sql.Identifier(model._meta.db_table), names=_names(model))
    return [key for (key,) in _rows(statement, [rows])]


def _able() -> QuerySet[Carer]:
    """Carers at work whose check is in date."""
    today = clock.today()
    checked = {"background_checked_on__gt": check_began(today), "background_checked_on__lte": today}
    return Carer.objects.filter(status=Carer.Status.ACTIVE, **checked).order_by("pk")


def _names(model: Any) -> sql.Composed:
    fields = [field for field in model._meta.concrete_fields if field.name not in ASIDE]
    return sql.SQL(", ").join([sql.Identifier(field.column) for field in fields])


def _rows(statement: Any, values: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def _execute(statement: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
