"""What this app puts on a carer's page."""

from dataclasses import dataclass
from typing import Any

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.carers.models import BackgroundCheck
from nuantong.people.models import Carer
from nuantong.people.queries.carers import in_words


@dataclass(frozen=True)
class Shown:
    """A check as the reader may see it: what was found is for those who keep the record."""

    check: BackgroundCheck
    full: bool

    @property
    def tone(self) -> str:
        return "plain" if not self.check.stands else "late" if self.check.is_adverse else "good"


def checks_section(carer: Carer, reader: Reader) -> dict[str, Any]:
    full = reader.covers(Permission.EDIT_CARERS, carer.place_id)
    rows = list(carer.checks.all()) if full else [c for c in carer.checks.all() if c.stands]
    return {
        "title": "背景查询", "template": "carers/sections/checks.html", "carer": carer,
        "checks": [Shown(row, full) for row in rows if full or not row.is_adverse],
        "barred": any(row.stands and row.is_adverse for row in rows), "may_edit": full,
    }  # fmt: skip


def record_section(carer: Carer, reader: Reader) -> dict[str, Any]:
    """Pledges and trainings."""
    trainings = list(carer.trainings.all())
    return {
        "title": "承诺与培训", "template": "carers/sections/record.html", "carer": carer,
        "pledges": list(carer.pledges.all()), "trainings": trainings,
        "hours": sum(row.hours for row in trainings if row.on.year == reader.on.year),
        "may_edit": reader.covers(Permission.EDIT_CARERS, carer.place_id), "year": reader.on.year,
    }  # fmt: skip


def offers_section(carer: Carer, reader: Reader) -> dict[str, Any]:
    """When she has time, what she speaks, and how many households she could take before."""
    return {
        "title": "时间与语言", "template": "carers/sections/offers.html", "carer": carer,
        "times": in_words(carer.availability, Carer.Time.choices),
        "languages": in_words(carer.languages, Carer.Language.choices),
        "capacities": list(carer.capacity_changes.all()),
    }  # fmt: skip
