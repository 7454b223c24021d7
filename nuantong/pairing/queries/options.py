"""What can be done for one household at once, in words, each with its price."""

from collections.abc import Iterable
from functools import cached_property

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.pairing.as_it_stands import district_around, whole_district_around
from nuantong.pairing.inputs import checked, open_needs, turned_down, units, where
from nuantong.pairing.matching import Answer, Assignment, Standing
from nuantong.pairing.matching import Carer as CarerInput
from nuantong.pairing.matching import Household as HouseholdInput
from nuantong.pairing.matching.measure import Measure
from nuantong.pairing.matching.values import DEFAULT
from nuantong.pairing.models import Pairing
from nuantong.pairing.queries.wording import Option, Wording
from nuantong.people.models import Carer, Child
from nuantong.regions.pins import positions

FREE = 5
"""Free carers shown."""


class Options:
    """The household of a child among those of its district that the reader pairs."""

    def __init__(self, child: Child, reader: Reader) -> None:
        self.child, self.reader = child, reader
        self.home = child.household_id
        district = reader.tree.district_of(child.place_id)
        self.places = reader.tree.below(district.id) if district else []

    @cached_property
    def current(self) -> Carer | None:
        """The carer it has now."""
        rows = Pairing.objects.standing(self.reader.on).filter(child__household=self.home)
        first = rows.select_related("carer").order_by("-start", "pk").first()
        return first.carer if first else None

    @cached_property
    def event(self) -> HouseholdInput | None:
        """The household as it asks; None when nobody of it lives scattered on the register."""
        children = Child.objects.filter(household=self.home)
        waiting = [u for u in units(children, self.reader.on) if not u.in_institution]
        refused = turned_down(waiting, None).get(self.home, frozenset())
        at_home = children.on_register().filter(setting=Child.Setting.SCATTERED).count()
        asked = HouseholdInput(
            self.home, at_home, where(self.reader.tree, self.child.place_id), refused=refused,
            needs=open_needs(children).get(self.home, frozenset()),
            at=positions([self.child.place_id or 0]).get(self.child.place_id or 0),
        )  # fmt: skip
        if waiting:
            return asked._replace(children=len(waiting[0].children), carer=waiting[0].carer)
        if self.current is None or not at_home:
            return None
        return asked._replace(current=self.current.pk)

    @cached_property
    def district(self) -> Standing | None:
        return district_around(self.event, self.places, self.reader) if self.event else None

    @cached_property
    def found(self) -> list[Option]:
        """The least disturbing first: free carers, then one other family that changes carers where
        that is better than every free one."""
        if self.event is None:
            return []
        if self.event.carer is not None:
            return self._worded(self._siblings_carer(self.event))
        if self.district is None:
            return []
        nobody, *swap = self.district.answers([self.home])
        free = self.district.free(self.home, FREE) if nobody.given else []
        return self._worded([*free, *swap])

    @cached_property
    def widest(self) -> Option | None:
        """What a round over the district would do for this household, whoever moves, where that is
        better than what can be had more quietly. Takes as long as a round does."""
        if self.event is None or self.event.carer is not None:
            return None
        district = whole_district_around(self.event, self.places, self.reader)
        if district is None:
            return None
        quiet = district.answers([self.home])[-1]
        best = district.optimum([self.home])
        better = (len(best.left), best.cost) < (len(quiet.left), quiet.cost)
        return self._worded([best])[0] if better and best.given and len(best.moved) > 1 else None

    def _siblings_carer(self, event: HouseholdInput) -> list[Answer]:
        """Siblings go to the carer their brother or sister has, and to nobody else."""
        rows = Carer.objects.visible_to(self.reader, Permission.RUN_ROUNDS)
        hers = rows.filter(pk=event.carer or 0, status=Carer.Status.ACTIVE).first()
        barred = event.carer in event.refused
        if hers is None or barred or not checked(hers.background_checked_on, self.reader.on):
            return []
        at = positions([hers.place_id or 0]).get(hers.place_id or 0)
        where_ = where(self.reader.tree, hers.place_id)
        can = frozenset([*hers.skills, *hers.languages])
        carer = CarerInput(hers.pk, where_, 0, skills=can, at=at)
        given: Assignment = Measure(DEFAULT).assign(event, carer)
        return [Answer((given,), (), (), given.cost)]

    def _worded(self, answers: Iterable[Answer]) -> list[Option]:
        assert self.event is not None
        source = self.event.current or self.event.carer
        return Wording(list(answers), source, self.reader).options
