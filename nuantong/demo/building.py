"""Builds the city: stage after stage in one transaction, each with its time."""

import datetime as dt
import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from nuantong.core import clock
from nuantong.demo.accounts import PASSWORD
from nuantong.demo.city import plan_city
from nuantong.demo.contacts import Contacts
from nuantong.demo.models import DemoMark
from nuantong.demo.programme import Programme
from nuantong.demo.size import SEED, Size
from nuantong.demo.writing.accounts import refer_cases, write_offices
from nuantong.demo.writing.carers import write_carers
from nuantong.demo.writing.contacts import write_contacts, write_enrolments
from nuantong.demo.writing.overdue import act_on_older_misses
from nuantong.demo.writing.pairings import Pairings
from nuantong.demo.writing.people import write_people
from nuantong.demo.writing.references import checked_at_the_end
from nuantong.demo.writing.voices import write_voices
from nuantong.duties.closing import close_windows
from nuantong.duties.models import ClosingError, Contact, Fulfilment, WindowOutcome
from nuantong.regions.models import Organisation
from nuantong.regions.tree import tree_on

Say = Callable[[str], None]


class Stages:
    """Says of every stage how long it took."""

    def __init__(self, say: Say) -> None:
        self._say, self.started = say, time.perf_counter()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        yield
        self._say(f"{name:　<10}{time.perf_counter() - began:6.1f} 秒")

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started


@contextmanager
def without_collecting() -> Iterator[None]:
    """A million plain values live until the end: looking for garbage among them takes a third."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@without_collecting()
@transaction.atomic
def build(size: Size, say: Say = lambda line: None, seed: int = SEED) -> None:
    """Write the city of the seed into a database without children."""
    stages = Stages(say)
    today, tree = clock.today(), tree_on(clock.today())
    with stages.stage("构想人物"):
        zones = Organisation.objects.filter(kind=Organisation.Kind.ZONE).order_by("pk")
        city = plan_city(tree, list(zones.values_list("short_name", flat=True)), size, seed)
        programme = Programme(city, seed).play()
        contacts = Contacts(city, seed).plan(programme.pairings)
        password = make_password(PASSWORD)
    with stages.stage("儿童与家庭"):
        people = write_people(city)
    with stages.stage("账号"):
        users = write_offices(city.officers, tree, password)
        carers = write_carers(city, programme.left, password)
        refer_cases(users)
    with stages.stage("结对"):
        Pairings(programme, people, carers, users).write()
    with checked_at_the_end(Contact, Fulfilment, WindowOutcome):
        with stages.stage("联系记录"):
            write_enrolments(programme.pairings, contacts, people)
            write_contacts(contacts, people, carers)
        with stages.stage("职责判定"):
            _close(today)
        with stages.stage("处理逾期"):
            act_on_older_misses(users, seed)
    write_voices(tree, seed)
    with stages.stage("整理统计"):
        _mark(seed, sum(map(len, people.children)), stages)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _close(today: dt.date) -> None:
    """The engine judges every window; here no record may be broken."""
    close_windows(today)
    broken = ClosingError.objects.first()
    if broken is not None:
        raise RuntimeError(f"{broken.enrolment_id}: {broken.message}")


def _mark(seed: int, children: int, stages: Stages) -> None:
    DemoMark.objects.create(
        seed=seed, children=children, built_at=clock.now(), seconds=round(stages.seconds, 1)
    )
