"""A city with a year of contacts and of closed windows, made inside the database by few statements.

The places are real; the children are numbers. A contact is on a random day, received on it or up to
two days later, in the order of time, as a year would have written them.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import connection, models, transaction
from psycopg import sql

from nuantong.access.models import Grant
from nuantong.access.roles import Role
from nuantong.accounts.models import User
from nuantong.demo.writing.references import checked_at_the_end
from nuantong.duties.models import Contact, Protocol, WindowOutcome
from nuantong.pairing.models import Pairing
from nuantong.people.models import Carer, Child, Household
from nuantong.regions.models import Region

FIRST, TODAY = dt.date(2018, 1, 1), dt.date(2018, 12, 27)
EVE = TODAY - dt.timedelta(1)
"""A Thursday: the grace of the week until Sunday ends."""
CONTACTS: Final = 77
"""A child and year: twelve million for 162,000 children."""
CITY, TOWNSHIP = "M500001", "T500113111"
SORTS: Final = (
    ("meet", "face", 0.5), ("meet,talk", "face", 0.2), ("meet,guardian", "face", 0.1),
    ("talk", "phone", 0.08), ("guardian", "phone", 0.05), ("teacher", "phone", 0.04),
    ("meet,activity", "face", 0.02), ("meet,festival,talk", "face", 0.01),
)  # fmt: skip
REAL: Final = 20_000
"""Up to so many children the year is closed by the program itself. Beyond, the weeks of a quarter
are closed by one statement each: a year's closing is not what is measured there."""
WEEKS: Final = 13


def make(children: int) -> None:
    """Indexes are built and references checked once for all rows."""
    _accounts()
    with transaction.atomic(), checked_at_the_end(Contact, Pairing), without_indexes(Contact):
        _people(children)
        for week in range((TODAY - FIRST).days // 7 + 1):
            first = FIRST + dt.timedelta(7 * week)
            _execute(MADE_CONTACTS, first, min(first + dt.timedelta(7), TODAY), CONTACTS / 52)
    _execute("ANALYZE")
    if children > REAL:
        _weeks_closed()
        _execute("ANALYZE")


@contextmanager
def without_indexes(model: type[models.Model]) -> Iterator[None]:
    table = model._meta.db_table
    made = _all(INDEXES, table)
    for name, is_constraint, _ in made:
        change = (
            f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'
            if is_constraint
            else f'DROP INDEX "{name}"'
        )
        _execute(change)
    yield
    for _, _, definition in made:
        _execute(definition)


INDEXES: Final = """
SELECT index_.relname, constraint_.oid IS NOT NULL,
       CASE WHEN constraint_.oid IS NULL THEN pg_get_indexdef(indexrelid) ELSE
         format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', indrelid::regclass, conname,
                pg_get_constraintdef(constraint_.oid)) END
  FROM pg_index JOIN pg_class AS index_ ON index_.oid = indexrelid
  LEFT JOIN pg_constraint AS constraint_ ON conindid = indexrelid AND contype IN ('u', 'x')
 WHERE indrelid = %s::regclass AND NOT indisprimary
"""


def _accounts() -> None:
    for number, name, role, code in (
        (CITY, "市", Role.CITY_OFFICER, "500000000000"),
        (TOWNSHIP, "镇", Role.TOWNSHIP_CHAIR, "500113111000"),
    ):
        user = User.objects.create(staff_number=number, name=name, password="!")
        region = Region.objects.get(code=code)
        Grant.objects.create(user=user, role=role, region=region, valid_from=FIRST)


def _people(children: int) -> None:
    """A carer for each child, in the villages one after the other."""
    village = Region.objects.get(code="500113111200")
    home = Household.objects.create(place=village)
    child = Child.objects.create(
        name="孩子", pinyin="hz haizi", birth_date=dt.date(2009, 5, 4), sex="2", household=home,
        id_status="missing", registered_on=FIRST, place=village, stage="primary",
        setting="scattered",
    )  # fmt: skip
    carer = Carer.objects.create(name="妈妈", pinyin="mm mama", place=village, capacity=1)
    _execute("CREATE TEMP TABLE village AS SELECT id, row_number() OVER (ORDER BY code) - 1 AS n"
             " FROM regions_region WHERE id IN (SELECT region_id FROM regions_regionversion"
             " WHERE level = 4)")  # fmt: skip
    _execute("CREATE TEMP TABLE person AS SELECT number, village.id AS place FROM"
             " generate_series(0, %s) AS number JOIN village"
             " ON village.n = number %% (SELECT count(*) FROM village)", children - 2)  # fmt: skip
    _execute("INSERT INTO people_household (place_id) SELECT place FROM person ORDER BY number")
    names = _names(Carer, {"id", "number", "place_id"})
    _execute(sql.SQL(
        "INSERT INTO people_carer (place_id, {names}) SELECT person.place, {names}"
        " FROM people_carer, person WHERE people_carer.id = %s ORDER BY person.number"
    ).format(names=names), carer.pk)  # fmt: skip
    _execute("CREATE TEMP TABLE home AS SELECT id, place_id, row_number() OVER (ORDER BY id) AS n"
             " FROM people_household")  # fmt: skip
    names = _names(Child, {"id", "number", "household_id", "place_id", "key"})
    _execute(sql.SQL(
        "INSERT INTO people_child (household_id, place_id, {names})"
        " SELECT home.id, home.place_id, {names} FROM people_child, home"
        " WHERE people_child.id = %s AND home.id <> people_child.household_id ORDER BY home.id"
    ).format(names=names), child.pk)  # fmt: skip
    _execute("ALTER TABLE pairing_pairing DISABLE TRIGGER USER")
    _execute(PAIRED, FIRST, FIRST)
    _execute("ALTER TABLE pairing_pairing ENABLE TRIGGER USER")
    six_ones = Protocol.objects.get(code="six-ones")
    _execute("INSERT INTO duties_enrolment (child_id, protocol_id, start)"
             " SELECT id, %s, %s FROM people_child ORDER BY id", six_ones.pk, FIRST)  # fmt: skip


def _names(model: type[models.Model], aside: set[str]) -> sql.Composed:
    columns = (str(field.column) for field in model._meta.concrete_fields)
    return sql.SQL(", ").join([sql.Identifier(name) for name in columns if name not in aside])


@transaction.atomic
def _weeks_closed() -> None:
    """Who is overdue is found once, by the indexes."""
    _execute("ALTER TABLE duties_windowoutcome DISABLE TRIGGER duties_windowoutcome_overdue_added")
    with checked_at_the_end(WindowOutcome), without_indexes(WindowOutcome):
        for week in range(WEEKS, 0, -1):
            monday = TODAY - dt.timedelta(TODAY.weekday() + 7 + 7 * week)
            year, number, _ = monday.isocalendar()
            _execute(CLOSED, monday, f"{year}-W{number:02d}")
    _execute("ALTER TABLE duties_windowoutcome ENABLE TRIGGER duties_windowoutcome_overdue_added")
    day = TODAY - dt.timedelta(1)
    _execute("UPDATE duties_enrolment SET settled_until = %s, last_contact = %s", day, day)
    _execute("ANALYZE duties_windowoutcome")
    _execute("SELECT duties_keep_overdue(array_agg(id)) FROM people_child")


def _execute(statement: Any, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _all(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


PAIRED = """
INSERT INTO pairing_pairing (child_id, carer_id, start, tier, checked_on, ended_reason)
SELECT child.id, carer.id, %s, 'village', %s, ''
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people_child) AS child
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM people_carer) AS carer USING (n)
"""
KIND = "CASE " + " ".join(
    f"WHEN r < {sum(one[2] for one in SORTS[: n + 1]):.3f} THEN {n}"
    for n in range(len(SORTS))
) + " END"  # fmt: skip
ACTS = "(ARRAY[" + ", ".join(f"'{{{acts}}}'" for acts, _, _ in SORTS) + "])"
MEANS = "(ARRAY[" + ", ".join(f"'{means}'" for _, means, _ in SORTS) + "])"
MADE_CONTACTS = f"""
INSERT INTO duties_contact (key, child_id, carer_id, happened_on, received_at, acts, means, topics)
SELECT gen_random_uuid(), child_id, carer_id, day,
       least(day + (late * late * 3)::int, DATE '{TODAY}') + TIME '19:30'
         AT TIME ZONE 'Asia/Shanghai',
       {ACTS}[kind + 1]::varchar[], {MEANS}[kind + 1], '{{}}'
  FROM (SELECT child_id, carer_id, first + (random() * (til - first - 1))::int AS day,
               random() AS late, {KIND} AS kind
          FROM (SELECT %s::date AS first, %s::date AS til, %s AS share) AS week,
               pairing_pairing, generate_series(1, 2) AS nth,
               LATERAL (SELECT random() + 0 * child_id * nth AS r) AS chance
         WHERE random() < share / 2) AS made
 ORDER BY day
"""
CLOSED = """
INSERT INTO duties_windowoutcome (enrolment_id, duty, period_key, starts, ends, outcome, reason,
  contact_id, credit_carer_id, handover, place_id, closed_at)
SELECT enrolled.id, 'week', week.key, monday, monday + 7,
       CASE WHEN met.child_id IS NULL THEN 'missed' ELSE 'met' END, '', met.id, met.carer_id, false,
       child.place_id, monday + 10
  FROM (SELECT %s::date AS monday, %s AS key) AS week,
       duties_enrolment AS enrolled JOIN people_child AS child ON child.id = child_id
  LEFT JOIN LATERAL (
    SELECT * FROM duties_contact AS contact WHERE contact.child_id = child.id
       AND happened_on >= monday AND happened_on < monday + 7 AND acts && '{meet}' LIMIT 1) AS met
    ON true
"""
