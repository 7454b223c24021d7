"""Builds the city: planned as plain values, then written stage by stage in one transaction."""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from nuantong.access.reader import system_reader
from nuantong.core import clock
from nuantong.demo.accounts import PASSWORD
from nuantong.demo.city import City, plan_city
from nuantong.demo.contacts import ContactPlan, Contacts
from nuantong.demo.home_visits import plan_home_visits
from nuantong.demo.models import DemoMark
from nuantong.demo.programme import Programme
from nuantong.demo.size import SEED, Size
from nuantong.demo.stages import Say, Stages, without_collecting
from nuantong.demo.writing.accounts import write_offices
from nuantong.demo.writing.aid import write_aid
from nuantong.demo.writing.album import (
    forget_what_was_announced_later,
    write_album,
    write_asides,
)
from nuantong.demo.writing.campaigns import write_campaigns
from nuantong.demo.writing.cards import write_cards
from nuantong.demo.writing.carers import Carers, write_carers
from nuantong.demo.writing.changes import write_changes
from nuantong.demo.writing.closings import write_closings
from nuantong.demo.writing.contacts import write_contacts, write_enrolments
from nuantong.demo.writing.everyday import with_earlier_years, write_everyday
from nuantong.demo.writing.excused import mark_village_without_signal, write_exemptions
from nuantong.demo.writing.groups import write_groups
from nuantong.demo.writing.helping import write_helping
from nuantong.demo.writing.hints import write_hints
from nuantong.demo.writing.home_visits import tell_of_the_village, write_home_visits
from nuantong.demo.writing.ladder import write_ladder
from nuantong.demo.writing.overdue import act_on_older_misses
from nuantong.demo.writing.pairings import Pairings
from nuantong.demo.writing.panel import write_panel
from nuantong.demo.writing.people import People, write_people
from nuantong.demo.writing.pins import write_pins
from nuantong.demo.writing.project import write_project
from nuantong.demo.writing.references import checked_at_the_end
from nuantong.demo.writing.screening import write_screening
from nuantong.demo.writing.sweeps import write_sweep
from nuantong.demo.writing.voices import write_voices
from nuantong.duties.closing import close_windows
from nuantong.duties.models import ClosingError, Contact, Fulfilment, WindowOutcome
from nuantong.people.keeping import keep_register
from nuantong.regions.models import Organisation
from nuantong.regions.tree import Tree, tree_on
from nuantong.visits.counting import count_plan


@dataclass
class Plan:
    city: City
    programme: Programme
    contacts: list[ContactPlan]


@without_collecting()
@transaction.atomic
def build(size: Size, say: Say = lambda line: None, seed: int = SEED) -> None:
    """Write the city of the seed into a database without children."""
    stages, tree = Stages(say), tree_on(clock.today())
    with stages.stage("构想人物"):
        plan = make_plan(tree, size, seed)
        password = make_password(PASSWORD)
    forget_what_was_announced_later()
    with stages.stage("儿童与家庭"):
        people = write_people(plan.city)
    with stages.stage("账号"):
        users = write_offices(plan.city.officers, tree, password)
        carers = write_carers(plan.city, plan.programme.left, password)
    with stages.stage("结对"):
        write_pins(plan.city.points)
        Pairings(with_earlier_years(plan.programme), people, carers, users).write()
    with checked_at_the_end(Contact, Fulfilment, WindowOutcome):
        _write_care(plan, people, carers, stages)
    with stages.stage("入户走访"):
        write_home_visits(plan_home_visits(plan.city.families, seed), people, users)
        tell_of_the_village(seed)
    with stages.stage("处理逾期"):
        act_on_older_misses(users, seed)
    _write_sweeps(size, tree, users, seed, stages)
    write_voices(tree, seed)
    with stages.stage("在册变动"):
        write_changes(people, seed)
        keep_register(system_reader())
        count_plan(system_reader())
    with stages.stage("帮扶力量"):
        write_helping(tree, seed)
    with stages.stage("日常安排"):
        write_everyday()
        write_album()
        write_asides()
        write_exemptions()
    with stages.stage("情形线索"):
        write_hints(people)
    _write_counselling(tree, seed, stages)
    _write_help(size, tree, seed, stages)
    with stages.stage("警示与上报"):
        write_ladder()
    with stages.stage("整理统计"):
        _finish(size, seed, stages)


def _write_sweeps(size: Size, tree: Tree, users: dict[str, int], seed: int, stages: Stages) -> None:
    with stages.stage("名册排查"):
        write_sweep(size, tree, seed)
        write_cards(tree, seed)
        write_closings(tree, users, seed)


def _write_counselling(tree: Tree, seed: int, stages: Stages) -> None:
    with stages.stage("团辅"):
        write_groups(tree, seed)
    with stages.stage("心理筛查"):
        write_screening(seed)
    with stages.stage("个案辅导"):
        write_project(seed)
        write_panel(seed)


def _write_help(size: Size, tree: Tree, seed: int, stages: Stages) -> None:
    with stages.stage("救助申请"):
        write_aid(tree, seed)
    with stages.stage("微爱行动"):
        write_campaigns(size)


def make_plan(tree: Tree, size: Size, seed: int = SEED) -> Plan:
    zones = Organisation.objects.filter(kind=Organisation.Kind.ZONE).order_by("pk")
    city = plan_city(tree, list(zones.values_list("short_name", flat=True)), size, seed)
    programme = Programme(city, seed).play()
    return Plan(city, programme, Contacts(city, seed).plan(programme.pairings))


def _write_care(plan: Plan, people: People, carers: Carers, stages: Stages) -> None:
    with stages.stage("联系记录"):
        write_enrolments(plan.programme.pairings, plan.contacts, people)
        write_contacts(plan.contacts, people, carers)
        mark_village_without_signal()
    with stages.stage("职责判定"):
        close_windows(clock.today())
    broken = ClosingError.objects.first()
    if broken is not None:
        raise RuntimeError(f"{broken.enrolment_id}: {broken.message}")


def _finish(size: Size, seed: int, stages: Stages) -> None:
    DemoMark.objects.create(
        seed=seed, children=size.scattered + size.institution, built_at=clock.now(),
        seconds=stages.seconds,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
