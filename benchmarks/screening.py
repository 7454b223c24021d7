"""A screening round of 10,000 children opens, filters and reports: server time of its pages.

Everything is made inside one transaction and rolled back: invented children in villages of the whole
city, two thirds of whom have finished. Beside it: the same requests by processor time, which a busy
machine does not change, and the time of drawing the round and of working out all standings again.
"""

import datetime as dt
import time
import uuid
from collections.abc import Callable
from statistics import quantiles
from typing import Final

from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from benchmarks.tables import show
from nuantong.access.reader import system_reader
from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.instruments.models import InstrumentVersion
from nuantong.people.models import Child, Household
from nuantong.regions.models import Region
from nuantong.screening.actions.rounds import Part, Plan, make_round
from nuantong.screening.models import Participant, Round
from nuantong.screening.restaging import restage

CHILDREN, ASKED, GOAL = 10_000, 40, 200
HEADINGS: Final = ("what", "p95 ms", "goal", "p95 processor ms", "queries")
OFFICER: Final = "M500001"


def main() -> None:
    with transaction.atomic():
        rows = measured()
        transaction.set_rollback(True)
    show(f"Screening: a round of {CHILDREN} children; milliseconds in the server", HEADINGS, rows)


def measured() -> list[list[object]]:
    fill_up()
    begun = time.perf_counter()
    made = a_round()
    drawn = time.perf_counter() - begun
    begun = time.perf_counter()
    restage(made)
    again = time.perf_counter() - begun
    answer(made)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE screening_participant")
    return [
        *(page(title, path) for title, path in pages(made)),
        ["drawing the round", f"{drawn * 1000:.0f}", "", "", ""],
        ["all standings anew", f"{again * 1000:.0f}", "", "", ""],
    ]


def pages(made: Round) -> list[tuple[str, str]]:
    place = Region.objects.get(code="500113000000").code
    path = f"/screening/{made.pk}/"
    return [
        ("opens: progress by district", path),
        ("list, first page", f"{path}children/"),
        ("filters: a district's orange", f"{path}children/?place={place}&colour=orange"),
        ("filters: waiting, by place", f"{path}children/?group=asking&sort=place"),
        ("finds a name", f"{path}children/?q=测试7"),
    ]


def page(title: str, path: str) -> list[object]:
    client = Client(SERVER_NAME="localhost")
    user = User.objects.get(staff_number=OFFICER)
    client.force_login(user, backend="nuantong.accounts.backends.StaffNumberOrPhone")
    answer = client.get(path)
    assert answer.status_code == 200, path
    wall, processor = zip(*(timed(lambda: client.get(path)) for _ in range(ASKED)), strict=True)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return [title, f"{p95(wall):.0f}", f"<{GOAL}", f"{p95(processor):.0f}", len(queries)]


def timed(act: Callable[[], object]) -> tuple[float, float]:
    begun, worked = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - begun, time.process_time() - worked


def p95(seconds: tuple[float, ...]) -> float:
    return quantiles(seconds, n=20)[-1] * 1000


def fill_up() -> None:
    """Children until there are enough of an age, in villages all over the city."""
    villages = list(Region.objects.filter(level=4, successor=None).order_by("code")[::7])
    home = Household.objects.create(place=villages[0])
    Child.objects.bulk_create(
        (
            Child(
                name=f"测试{number}", pinyin=f"cs{number} ceshi{number}", sex="1", household=home,
                birth_date=dt.date(2004 + number % 5, 1 + number % 12, 1), id_status="missing",
                registered_on=dt.date(2018, 1, 1), place=villages[number % len(villages)],
            )
            for number in range(max(CHILDREN - Child.objects.on_register().count(), 0))
        ),
        batch_size=2000,
    )  # fmt: skip


def a_round() -> Round:
    by = system_reader()
    version = InstrumentVersion.objects.filter(instrument__code="phq-a").latest("pk")
    plan = Plan("一万名儿童", [by.tree.root.id], by.on, by.on, [Part(version, 8, 17)])
    return make_round(key=uuid.uuid4(), plan=plan, by=by)


def answer(made: Round) -> None:
    """Two thirds have finished, in four colours; the rest is on its way."""
    for rest, values in enumerate(
        [
            {"stage": "done", "done": 1, "colour": "green"},
            {"stage": "done", "done": 1, "colour": "yellow"},
            {"stage": "done", "done": 1, "colour": "orange"},
            {"stage": "done", "done": 1, "colour": "red", "red": True},
            {"stage": "ready"}, {"stage": "refused"},
        ]
    ):  # fmt: skip
        rows = Participant.objects.filter(round=made).extra(where=["id %% 6 = %s"], params=[rest])
        rows.update(**values, wanted=1, changed_at=clock.now())


if __name__ == "__main__":
    main()
