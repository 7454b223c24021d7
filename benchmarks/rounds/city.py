"""The round and its people: those of the demo city, multiplied; the same ones every time."""

import json
from random import Random
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from psycopg import sql

from nuantong.core import clock
from nuantong.core.copying import copy_rows
from nuantong.pairing.models import LeftOver, PairingRound, Proposal
from nuantong.people.models import Carer, Child, Household
from nuantong.people.models.carer import check_began
from nuantong.regions.tree import tree_on

CARERS: Final = 8 / 11
LEFT: Final = 0.044
"""Carers and households left over for each proposal: 200,000 and 12,100 of 275,000."""
ASIDE: Final = {"id", "number", "id_number", "id_index", "id_status", "household", "user"}
"""What a copy of a person does not share with her."""


def found(proposals: int) -> PairingRound | None:
    """The round, where it has been made before."""
    long = PairingRound.objects.filter(frozen__figures__households=proposals)
    return long.order_by("pk").first()


def make(proposals: int) -> PairingRound:
    """All of it or nothing; then as it lies after a quiet night."""
    with transaction.atomic():
        round = _make(proposals)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return round


def _make(proposals: int) -> PairingRound:
    homes = _homes(int(proposals * (1 + LEFT)))
    carers = _copies(Carer, int(proposals * CARERS))
    tree = tree_on(clock.today())
    whole = PairingRound.objects.filter(region=tree.root.id, closed_at=None)
    whole.update(closed_at=clock.now())
    round = PairingRound.objects.create(
        region_id=tree.root.id, on=clock.today(), created_at=clock.now(), run=1,
        work_state=PairingRound.State.DONE, frozen=_frozen(proposals),
    )  # fmt: skip
    chance = Random(7)
    columns = ["round", "run", "household", "place", "children", "carer", "change", "tier",
               "distance", "lacks", "pinned", "fits", "state", "decided_at"]  # fmt: skip
    copy_rows(Proposal, columns, (
        _proposal(round, home, carers[n % len(carers)], homes[n - 1][0], carers, chance)
        for n, home in enumerate(homes[:proposals])
    ))  # fmt: skip
    copy_rows(LeftOver, ["round", "run", "household", "place", "children", "reason", "detail"], (
        (round.pk, 1, home, place, count, chance.choice(("all_full", "expired_checks", "no_carer")),
         json.dumps({"whose": [carers[n]], "waiting": 30, "places": 20}))
        for n, (home, place, count) in enumerate(homes[proposals:])
    ))  # fmt: skip
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


def _frozen(proposals: int) -> dict[str, Any]:
    left = int(proposals * LEFT)
    figures = {"households": proposals, "children": 380_000, "tiers": {"village": 240_000},
               "classes": [1] * 7, "mean": 3_200, "p95": 18_000, "worst": 24_900, "lacks": 9_000,
               "moved": 0, "kept": 0, "left": [left, left], "cost": 10, "bound": 10}  # fmt: skip
    near = {"village": 240_000, "township": 80_000, "district": 60_000}
    return {"figures": figures, "clerk": figures, "before": near, "after": near,
            "children": 400_000, "recruit": []}  # fmt: skip


def _homes(count: int) -> list[tuple[int, int, int]]:
    """Households (id, place, children), copied from those of the demo who live at home."""
    copied = _copies(Household, count, _at_home())
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
