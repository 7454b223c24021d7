"""Whom an officer may choose by hand: near ones first, with their free places."""

from dataclasses import dataclass

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.inputs import Unit, checked, loads, units, where
from nuantong.pairing.matching import Where, tier_of
from nuantong.pairing.models import Rejection
from nuantong.pairing.models.words import Tier
from nuantong.pairing.queries.proposals import TONES
from nuantong.people.models import Carer, Child

SHOWN = 40
FIELDS = (
    "name",
    "pinyin",
    "place",
    "capacity",
    "background_checked_on",
    "skills",
    "languages",
    "status",
)
ORDER = {tier: rank for rank, tier in enumerate(Tier)}


@dataclass(frozen=True)
class Candidate:
    carer: Carer
    tier: Tier
    place: str
    load: int
    in_date: bool
    turned_down: str = ""
    """Why an earlier round's proposal of the two was rejected."""

    @property
    def free(self) -> int:
        return max(self.carer.capacity - self.load, 0)

    @property
    def able(self) -> bool:
        return self.in_date and self.free > 0

    @property
    def tone(self) -> str:
        return TONES[self.tier]

    @property
    def skills(self) -> str:
        words = dict([*Carer.Skill.choices, *Carer.Language.choices])
        known = [*self.carer.skills, *self.carer.languages]
        return "、".join(str(words[one]) for one in known if one in words)


def candidates(child: Child, reader: Reader, q: str = "") -> list[Candidate]:
    """Active carers of the child's district within the reader's scope: three queries."""
    district = reader.tree.district_of(child.place_id)
    carers = Carer.objects.visible_to(reader, Permission.RUN_ROUNDS).filter(status="active")
    if district is not None:
        carers = carers.filter(place__in=reader.tree.below(district.id))
    if q:
        carers = carers.filter(name__contains=q) | carers.filter(pinyin__startswith=q.lower())
    rows = list(carers.only(*FIELDS))
    load = loads(reader.on, [carer.pk for carer in rows])
    here = where(reader.tree, child.place_id)
    refused = dict(
        Rejection.objects.filter(lifted_at=None, proposal__household=child.household_id)
        .order_by("proposal__decided_at")
        .values_list("proposal__carer", "proposal__reason")
    )
    found = [
        _candidate(carer, here, load.get(carer.pk, 0), reader, refused.get(carer.pk, ""))
        for carer in rows
    ]
    found.sort(key=lambda c: (not c.able, ORDER[c.tier], c.load, c.carer.pinyin, c.carer.pk))
    return found[:SHOWN]


def _candidate(carer: Carer, here: Where, load: int, reader: Reader, turned_down: str) -> Candidate:
    tier = Tier(tier_of(here, where(reader.tree, carer.place_id)).value)
    place = reader.tree.full_name(carer.place_id, " ")
    in_date = checked(carer.background_checked_on, reader.on)
    return Candidate(carer, tier, place, load, in_date, turned_down)


def waiting_unit(child: Child, reader: Reader) -> Unit | None:
    """The children who would be paired together with this one."""
    household = Child.objects.filter(household=child.household_id)
    return next((unit for unit in units(household, reader.on) if child.pk in unit.children), None)
