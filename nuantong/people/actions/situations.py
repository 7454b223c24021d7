"""The details of a parent's situation on which a child's rights depend: dates, term, grade."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Final

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal
from nuantong.people.actions.common import child_for_change, differences, log, told, write
from nuantong.people.models import ParentSituation

REFUSALS: Final = {
    "parentsituation_ends_after_start": "止的日期应在起的日期之后。",
    "parentsituation_grade_is_one_to_four": "残疾等级是一级到四级。",
    "parentsituation_months_are_sane": "期限请填月数，例如三年填36。",
}


@dataclass(frozen=True)
class SituationDetails:
    """What a document says: 起止, 期限, 残疾类别等级, whether the work is outside the county."""

    since: dt.date | None = None
    until: dt.date | None = None
    basis: str = ""
    months: int | None = None
    disability_kind: str = ""
    disability_grade: int | None = None
    cross_county: bool | None = None


@transaction.atomic
def complete_situation(
    *, situation: ParentSituation, details: SituationDetails, by: Reader, version: int | None = None
) -> ParentSituation:
    """Fill in what was not known of a situation, or correct it. The log keeps both values."""
    child = child_for_change(situation.child, by, version=version)
    row = ParentSituation.objects.select_for_update().get(pk=situation.pk, child=child)
    if details.since and details.since > by.on:
        raise Refusal("起始日期在今天之后，请核对。")
    changes = differences(row, asdict(details))
    if not changes:
        return row
    written = told(row, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    with refusing(REFUSALS):
        row.save(update_fields=[*changes])
    write(child, {})
    log("补充父母情况", child, by, parent=row.parent, status=row.status, **written)
    return row
