"""Home visits by COPY, and those of the tour's village by the same actions as in life."""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from nuantong.access.reader import Reader, reader_of
from nuantong.accounts.models import User
from nuantong.core.copying import copy_rows, reserve_ids
from nuantong.demo import cast
from nuantong.demo.home_visits import HomeVisitPlan
from nuantong.demo.numbers import reserved_phone
from nuantong.demo.offices import township_chair
from nuantong.demo.size import SEED, TODAY, chance
from nuantong.demo.writing.pairings import at
from nuantong.demo.writing.people import People
from nuantong.demo.writing.tables import sealed
from nuantong.people.models import Child
from nuantong.visits.actions import ask_for_visit, record_visit
from nuantong.visits.filled import About, Filled, Subject
from nuantong.visits.models import Visit, VisitedChild
from nuantong.visits.models.visit import packed

VISIT: Final = (
    "id", "key", "place", "happened_on", "outcome", "met", "grade", "focus", "parents_on",
    "answers", "words", "visitor", "source", "recorded_by", "received_at",
)  # fmt: skip
CHILD: Final = (
    "visit", "child", "subject_key", "label", "stage", "health", "needs", "risks", "words",
)  # fmt: skip
NEIGHBOUR_PHONE: Final = 91


def write_home_visits(plans: list[HomeVisitPlan], people: People, users: dict[str, int]) -> int:
    """Each visit with every child of the family; the township's chair typed it in."""
    ids = reserve_ids(Visit, len(plans))
    names = dict(User.objects.filter(pk__in=users.values()).values_list("pk", "name"))
    chairs = [users[township_chair(people.families[p.family].spot.township.code)] for p in plans]
    visits = (
        _visit(key, plan, people, chair, names[chair])
        for key, plan, chair in zip(ids, plans, chairs, strict=True)
    )
    copy_rows(Visit, VISIT, sealed(Visit, VISIT, visits))
    rows = (
        row for key, plan in zip(ids, plans, strict=True) for row in _children(key, plan, people)
    )
    return copy_rows(VisitedChild, CHILD, sealed(VisitedChild, CHILD, rows))


def _visit(key: int, plan: HomeVisitPlan, people: People, chair: int, name: str) -> tuple[Any, ...]:
    village = people.families[plan.family].spot.village.id
    return (
        key, plan.key, village, plan.on, plan.outcome, plan.met, plan.grade, plan.focus, None, "{}",
        packed(plan.words), name, Visit.Source.PAPER, chair, at(plan.on, 17),
    )  # fmt: skip


def _children(key: int, plan: HomeVisitPlan, people: People) -> Iterator[tuple[Any, ...]]:
    for number, child in enumerate(people.children[plan.family]):
        yield key, child, "", "", "", "", [], plan.risks if number == 0 else [], ""


def tell_of_the_village(seed: int = SEED) -> None:
    """张桂芳 saw the siblings' home in July; the district asks her about a name on another list."""
    rng = chance("the village's visits", seed)
    chair = _reader(cast.VILLAGE_CHAIR)
    siblings = list(Child.objects.filter(number__in=["T0000001", "T0000002"]).order_by("pk"))
    home = siblings[0].place_id
    assert home is not None
    said = {
        "met": ["child", "guardian"], "grade": "fair", "informant": "陈素珍", "relation": "祖母",
        "care": "奶奶一人照料，七十多岁，腰不好", "living": "吃穿够用，屋里收拾得干净",
        "family": "父母已去世，靠孤儿基本生活费和低保", "opinion": "盼姐姐学习有人辅导",
    }  # fmt: skip
    about = tuple(About(Subject(child), {"mind": "见到熟人会笑"}) for child in siblings)
    day = TODAY.replace(month=7, day=26)
    filled = Filled(day, "met", home, chair.actor_name, about, said)
    record_visit(key=UUID(int=rng.getrandbits(128), version=4), filled=filled, by=chair)
    ask_for_visit(
        subject_key="demo:school-list", label="秦小满", place=home,
        reason="学籍名册里有，台账里没有，请看看住在哪家", by=_reader(cast.DISTRICT_OFFICER),
        address="八角村5组12号", phone=reserved_phone(NEIGHBOUR_PHONE),
    )  # fmt: skip


def _reader(member: cast.Member) -> Reader:
    return reader_of(User.objects.get(staff_number=member.staff_number))
