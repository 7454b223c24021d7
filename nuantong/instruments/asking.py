"""The questions of a version as pages, grids and sheets ask them, and what a sheet comes to."""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.db.models import Max

from nuantong.access.reader import Reader
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.instruments.definition import ADMINISTERED_BY, Definition
from nuantong.instruments.models import Instrument, InstrumentVersion
from nuantong.instruments.questions import Question
from nuantong.instruments.scoring import score
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on

SEXES = {Child.Sex.BOY: "男", Child.Sex.GIRL: "女"}
SELF = "self"


@lru_cache(maxsize=64)
def _read(pk: int, added_at: dt.datetime) -> tuple[Definition, tuple[Question, ...]]:
    """Read once while a process runs: versions are never altered."""
    rules = InstrumentVersion.objects.get(pk=pk, added_at=added_at).rules
    asked = (
        Question(
            str(item.number), item.text, tuple((one.value, one.label) for one in item.options),
            rules.lead,
        )
        for item in rules.items
    )  # fmt: skip
    return rules, tuple(asked)


def rules_of(version: InstrumentVersion) -> Definition:
    return _read(version.pk, version.added_at)[0]


def questions(version: InstrumentVersion) -> tuple[Question, ...]:
    return _read(version.pk, version.added_at)[1]


def offered() -> list[InstrumentVersion]:
    """The newest version of each instrument that a child answers herself."""
    newest = Instrument.objects.annotate(newest=Max("versions")).values("newest")
    rows = InstrumentVersion.objects.filter(pk__in=newest).select_related("instrument")
    found = [one for one in rows.order_by("instrument__code") if rules_of(one).informant == SELF]
    return sorted(found, key=lambda one: not rules_of(one).has_texts)


def on_screen(version: InstrumentVersion) -> bool:
    """Whether its text may be shown; else it is filled in on paper and typed in."""
    return rules_of(version).has_texts


def checked_giver(version: InstrumentVersion, by: Reader) -> None:
    """Refused when the definition leaves giving it to others."""
    allowed = rules_of(version).administered_by
    if ("counsellor" if by.has_role(Role.COUNSELLOR) else "officer") not in allowed:
        raise Refusal(f"这份量表只由{'、'.join(ADMINISTERED_BY[one] for one in allowed)}发放。")


def may_see(version: InstrumentVersion, by: Reader) -> bool:
    """Whether the definition opens answers to such a reader; what she may read at all is the roles'."""
    who = "counsellor" if by.has_role(Role.COUNSELLOR) else "supervisor"
    return who in rules_of(version).seen_by


def checked_age(version: InstrumentVersion, child: Child, on: dt.date) -> None:
    """Refused when the scale is not made for the child's age."""
    age, rules = age_on(child.birth_date, on), rules_of(version)
    if age is None:
        raise Refusal(f"{child.name}的出生日期没有采集，不知道该用哪份量表。请先补登记。")
    if not rules.fits(age):
        first, last = rules.ages
        raise Refusal(
            f"{rules.short}适用{first}至{min(last, 18)}岁，{child.name}{age}岁，请换一份。"
        )


def result_of(
    version: InstrumentVersion, given: dict[str, int], child: Child, on: dt.date
) -> dict[str, Any]:
    """The columns of a finished sheet; an invalid one has its reason and no colour."""
    found = score(
        rules_of(version), {int(item): value for item, value in given.items()},
        age=age_on(child.birth_date, on), sex=SEXES.get(Child.Sex(child.sex), ""),
    )  # fmt: skip
    return {
        "total": found.total, "subscales": found.subscales, "valid": found.valid, "red": found.red,
        "colour": found.colour or "", "reason": found.reason[:200],
    }  # fmt: skip
