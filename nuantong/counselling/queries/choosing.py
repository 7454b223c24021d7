"""Who may take a case on, the least burdened near by first, and why the others may not."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.counselling.models import Case, Charge
from nuantong.services.models import Area, Contract, Practitioner


@dataclass(frozen=True)
class Option:
    practitioner: Practitioner
    load: int
    here: bool
    wrong: tuple[str, ...]

    @property
    def words(self) -> str:
        near = "常驻本区县" if self.here else "常驻别的区县"
        return f"{near}，现有{self.load}个个案，最多{self.practitioner.capacity}个"


def left_in(area: Area) -> int:
    """Places of a district that nobody has had yet; a case that began has had one."""
    return area.places - Case.objects.filter(area=area, started_on__isnull=False).count()


def load_of(practitioners: Iterable[Practitioner]) -> dict[int, int]:
    """Cases that each has now."""
    rows = Charge.objects.filter(
        practitioner__in=[one.pk for one in practitioners], end=None, case__closed_on=None
    )
    return dict(rows.values_list("practitioner").annotate(n=Count("pk")))


def lacking(practitioner: Practitioner, contract: Contract, on: dt.date) -> list[str]:
    """Why she may not take one more case of the contract from the day on."""
    wrong = [*practitioner.lacks(on), *_no_account(practitioner, on)]
    if practitioner.provider_id != contract.provider_id:
        wrong.append("不是合同机构的人员")
    load = load_of([practitioner]).get(practitioner.pk, 0)
    if load >= practitioner.capacity:
        wrong.append(f"已有{load}个个案，满了")
    return wrong


def _no_account(practitioner: Practitioner, on: dt.date) -> list[str]:
    """Without the role she would see nothing of the case that is hers."""
    user = practitioner.user
    grants = Grant.objects.in_force(on).filter(user=user, role=Role.COUNSELLOR)
    return [] if user.is_active and grants.exists() else ["账号没有心理咨询师的授权"]


def options(case: Case, reader: Reader) -> list[Option]:
    """Everybody of the contract's organisation: who may, first; near by and with the fewest cases."""
    contract = case.area.contract
    people = list(
        Practitioner.objects.filter(provider=contract.provider_id)
        .filter(Q(left_on=None) | Q(left_on__gt=reader.on))
        .select_related("user")
    )
    loads, district = load_of(people), reader.tree.district_of(case.child.place_id)
    found = []
    for one in people:
        load = loads.get(one.pk, 0)
        wrong = [
            *one.lacks(reader.on),
            *([f"已有{load}个个案，满了"] if load >= one.capacity else []),
        ]
        here = district is not None and reader.tree.current(one.district_id) == district.id
        found.append(Option(one, load, here, tuple(wrong)))
    return sorted(found, key=lambda o: (bool(o.wrong), not o.here, o.load, o.practitioner.pk))
