"""Drawing up a list, taking a child in or out by hand with the reason, freezing it."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.http import Http404

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission as P
from nuantong.audit.actions import record
from nuantong.cohorts.choosing import asked_of, by_hand, chosen
from nuantong.cohorts.criteria import CRITERIA, MOST, sentence
from nuantong.cohorts.models import Choice, Cohort, Member
from nuantong.core import clock
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.people.models import Child
from nuantong.regions.models import Region
from nuantong.regions.tree import DISTRICT, TOWNSHIP

FROZEN: Final = "名单已经冻结，不能再改。要增加的，另拟一份补充名单；要去掉的，在名单里移出。"


@transaction.atomic
def make(
    *, key: UUID, title: str, purpose: str, region: Region, rule: dict[str, Any], as_of: dt.date,
    by: Reader, at: dt.datetime | None = None,
) -> Cohort:  # fmt: skip
    """A draft; the same key again is the same list."""
    if not by.covers(P.CHOOSE_CHILDREN, region.pk):
        raise Http404
    known = Cohort.objects.filter(key=key).first()
    if known is not None:
        return known
    made = Cohort.objects.create(
        key=key, title=_title(title), purpose=purpose, region=region, rule=_checked(rule), as_of=as_of,
        made_at=at or clock.now(), maker=by.user, made_by=by.actor_name,
    )  # fmt: skip
    _log("拟定受助名单", made, by)
    return made


@transaction.atomic
def change(
    *, cohort: Cohort, version: int, title: str, purpose: str, rule: dict[str, Any], as_of: dt.date,
    by: Reader,
) -> Cohort:  # fmt: skip
    found = _draft(cohort, by)
    if found.version != version:
        raise StaleVersion("别人刚改过这份名单的条件，请刷新后再改。")
    found.title, found.purpose, found.rule, found.as_of = (
        _title(title),
        purpose,
        _checked(rule),
        as_of,
    )
    found.version += 1
    found.save(update_fields=["title", "purpose", "rule", "as_of", "version"])
    _log("修改受助名单条件", found, by)
    return found


@transaction.atomic
def choose(*, cohort: Cohort, child: Child, taken: bool, why: str, by: Reader) -> Choice:
    """A child taken in or left out by hand; said again, the last word counts."""
    found = _draft(cohort, by)
    if len(why.strip()) < 2:
        raise Refusal("请写明原因，例如：证件上的生日有误，已核实。")
    if not asked_of(found, by).filter(pk=child.pk).exists():
        raise Refusal(f"{child.number}不在这份名单的范围内，或已退出台账。")
    said = {"taken": taken, "why": why.strip()[:200], "by": by.actor_name, "at": clock.now()}
    made, _ = Choice.objects.update_or_create(cohort=found, child=child, defaults=said)
    _log("人工加入名单" if taken else "人工移出名单", found, by, child.number)
    return made


@transaction.atomic
def unchoose(*, choice: Choice, by: Reader) -> None:
    found = _draft(choice.cohort, by)
    _log("取消人工加减", found, by, choice.child.number)
    choice.delete()


@transaction.atomic
def freeze(*, cohort: Cohort, by: Reader, at: dt.datetime | None = None) -> int:
    """The list as it is now, by one statement; how many children it has. Twice is once."""
    found = _locked(cohort, by)
    if found.is_frozen:
        return found.members.count()
    count = _write_members(found, by)
    if not count:
        raise Refusal("按这些条件一名儿童也没有，不能冻结。请放宽条件再预览。")
    found.state, found.words = Cohort.State.FROZEN, sentence(found.rule, found.as_of)[:400]
    found.frozen_at, found.frozen_by = at or clock.now(), by.actor_name
    found.save(update_fields=["state", "words", "frozen_at", "frozen_by"])
    _log("冻结受助名单", found, by, count=count)
    return count


INSERT: Final = """
INSERT INTO cohorts_member (cohort_id, child_id, place_id, district_id, township_id, added, removed_by)
SELECT %s, found.id, found.place_id, above.district, above.township, found.id = ANY(%s), ''
FROM ({children}) found
LEFT JOIN unnest(%s::bigint[], %s::bigint[], %s::bigint[]) above (place, district, township)
  ON above.place = found.place_id
"""


def _write_members(cohort: Cohort, by: Reader) -> int:
    rows = chosen(cohort, by).values("id", "place_id")
    children, values = rows.query.sql_with_params()
    districts, townships = by.tree.above(DISTRICT), by.tree.above(TOWNSHIP)
    places = list(by.tree.places)
    above = [[level.get(place) for place in places] for level in (districts, townships)]
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT.format(children=children),
            [cohort.pk, by_hand(cohort, True), *values, places, *above],
        )
        return cursor.rowcount


@transaction.atomic
def remove(*, member: Member, why: str, by: Reader) -> Member:
    """Out of a frozen list, once, with the reason; nothing more is handed to her by it."""
    _locked(member.cohort, by)
    if len(why.strip()) < 2:
        raise Refusal("请写明移出的原因。")
    found = Member.objects.select_for_update().get(pk=member.pk)
    if found.removed_at is None:
        found.removed_at, found.removed_by = clock.now(), by.actor_name
        found.removed_why = why.strip()[:200]
        found.save(update_fields=["removed_at", "removed_by", "removed_why"])
        _log("移出已冻结名单", found.cohort, by, found.child.number)
    return found


def _title(text: str) -> str:
    if not text.strip():
        raise Refusal("请给名单起个名字。")
    return text.strip()[:60]


def _checked(rule: dict[str, Any]) -> dict[str, Any]:
    unknown = rule.keys() - CRITERIA.keys() - {MOST}
    if unknown:
        raise Refusal(f"没有“{'、'.join(sorted(unknown))}”这种条件。")
    if "ages" in rule and not 0 <= rule["ages"][0] <= rule["ages"][1] <= 30:
        raise Refusal("年龄要从小到大，0至30周岁之间。")
    return rule


def _locked(cohort: Cohort, by: Reader) -> Cohort:
    found = Cohort.objects.select_for_update().get(pk=cohort.pk)
    if not by.covers(P.CHOOSE_CHILDREN, found.region_id):
        raise Http404
    return found


def _draft(cohort: Cohort, by: Reader) -> Cohort:
    found = _locked(cohort, by)
    if found.is_frozen:
        raise Refusal(FROZEN)
    return found


def _log(action: str, cohort: Cohort, by: Reader, child: str = "", **changes: Any) -> None:
    record(
        action=action, by=by, object_type="cohort", object_id=cohort.pk, child_number=child,
        changes=changes,
    )  # fmt: skip
