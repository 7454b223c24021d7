"""How far a batch is, by district, township and village; every number opens."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.handouts import states
from nuantong.handouts.models import Batch, Slip, SlipStep
from nuantong.regions.tree import CITY, VILLAGE, Place

PERMISSION = Permission.SEE_HAND_OUTS


@dataclass
class Line:
    """A place with how many slips stand how."""

    place: Place | None
    by_state: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def total(self) -> int:
        return sum(self.by_state.values())

    @property
    def handed(self) -> int:
        return self.by_state[states.HANDED]

    @property
    def open(self) -> int:
        return sum(self.by_state[one] for one in states.OPEN)

    @property
    def percent(self) -> int:
        return self.handed * 100 // self.total if self.total else 0

    @property
    def others(self) -> list[tuple[str, str, int]]:
        """(code, words, count) of what is neither waiting nor handed, where there is any."""
        rest = [one for one in states.TITLES if one not in (states.WAITING, states.HANDED)]
        return [(one, states.TITLES[one], self.by_state[one]) for one in rest if self.by_state[one]]

    @property
    def is_village(self) -> bool:
        return self.place is not None and self.place.level == VILLAGE


def in_scope(batch: Batch, reader: Reader) -> QuerySet[Slip]:
    """The slips whose figures the reader may see: those of her places; a carer's children's."""
    rows = Slip.objects.filter(batch=batch)
    if reader.places(PERMISSION) is None:
        return rows
    places = reader.places(PERMISSION)
    return rows.filter(place__id__any_of=places) if places else rows.visible_to(reader, PERMISSION)


def lines(batch: Batch, reader: Reader, at: Place) -> tuple[Line, list[Line]]:
    """The whole below `at`, and each place directly below it that has slips."""
    rows = in_scope(batch, reader)
    if at.level != CITY:
        rows = rows.filter(place__id__any_of=reader.tree.below(at.id))
    counted = rows.order_by().values_list("place", "state").annotate(count=Count("pk"))
    above = reader.tree.above(min(at.level + 1, VILLAGE))
    whole, parts = Line(at), dict[int | None, Line]()
    for place, state, count in counted:
        whole.by_state[state] += count
        key = above.get(place, at.id) if place else None
        parts.setdefault(key, Line(reader.tree.get(key))).by_state[state] += count
    order = sorted(parts.values(), key=lambda one: one.place.code if one.place else "")
    return whole, order


@dataclass(frozen=True)
class Gone:
    """Somebody who was on a place's list and lives elsewhere now: her number, no name."""

    number: str
    to: str
    state: str


def gone_from(batch: Batch, reader: Reader, at: Place) -> list[Gone]:
    """Who moved away from a place after the list was made, and where her slip went; for whoever
    answers for the place."""
    if not reader.covers(PERMISSION, at.id):
        return []
    inside = set(reader.tree.below(at.id))
    rows = SlipStep.objects.filter(
        slip__batch=batch, kind=SlipStep.Kind.REROUTED, place__id__any_of=list(inside)
    ).select_related("slip__child")
    slips = {row.slip_id: row.slip for row in rows}
    return [
        Gone(slip.child.number, reader.tree.full_name(_district(slip, reader)), slip.get_state_display())
        for slip in slips.values()
        if slip.place_id not in inside
    ]  # fmt: skip


def _district(slip: Slip, reader: Reader) -> int | None:
    found = reader.tree.district_of(slip.place_id)
    return found.id if found else None
