"""Writing a protocol, publishing it from a day on, and taking it back before that day."""

import datetime as dt
from typing import Any

from django.db import transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.calendars.civil import CivilCalendar
from nuantong.calendars.tables import calendar_at, revision
from nuantong.core import clock
from nuantong.core.constraints import refusing
from nuantong.core.errors import Refusal, StaleVersion
from nuantong.duties.models import Protocol, ProtocolDraft, ProtocolVersion
from nuantong.duties.protocols import InvalidDefinition, ProtocolDefinition, parse_definition
from nuantong.duties.protocols.checking import Fault, faults
from nuantong.duties.protocols.wording import differences
from nuantong.people.models import Child
from nuantong.regions.tree import DISTRICT

FARTHEST = dt.timedelta(days=366)
REFUSALS = {"protocolversion_one_a_day": "这一天已经有一个版本施行，请换一天，或先撤回那个版本。"}
Content = dict[str, Any]


class Faulty(Refusal):
    """The protocol cannot be published as it stands; each fault is told at its place."""

    def __init__(self, found: list[Fault]) -> None:
        super().__init__("方案里有不合适的地方，请按提示修改。")
        self.faults = found


def desks(by: Reader) -> list[int | None]:
    """For whom the reader writes protocols: her own districts, or the city (None)."""
    regions = [by.tree.places[region] for region in by.regions(Permission.EDIT_PROTOCOLS)]
    own = [place.id for place in regions if place.level == DISTRICT]
    return [None] if by.tree.root in regions else list(own)


@transaction.atomic
def begin_draft(
    *, protocol: Protocol, region: int | None, content: Content, by: Reader
) -> ProtocolDraft:
    """A draft of that content; the office's draft of the protocol, where there is one, stays."""
    _check_desk(region, by)
    definition = _ours(protocol, content)
    Protocol.objects.select_for_update().get(pk=protocol.pk)
    found = ProtocolDraft.objects.filter(protocol=protocol, region=region).first()
    return found or ProtocolDraft.objects.create(
        protocol=protocol, region_id=region, definition=definition,
        edited_at=clock.now(), edited_by=by.user,
    )  # fmt: skip


@transaction.atomic
def save_draft(
    *, draft: ProtocolDraft, content: Content, version: int, by: Reader
) -> ProtocolDraft:
    """Other content, which must be readable; it need not be fit for publication yet."""
    found = draft_for_change(draft, version, by)
    definition = _ours(found.protocol, content)
    if definition != found.definition:
        found.definition, found.version = definition, found.version + 1
        found.edited_at, found.edited_by = clock.now(), by.user
        found.save(update_fields=["definition", "version", "edited_at", "edited_by"])
    return found


@transaction.atomic
def discard_draft(*, draft: ProtocolDraft, version: int, by: Reader) -> None:
    found = draft_for_change(draft, version, by)
    _log("放弃方案草稿", found, by)
    found.delete()


@transaction.atomic
def publish(
    *, draft: ProtocolDraft, valid_from: dt.date, version: int, by: Reader
) -> ProtocolVersion:
    """The draft holds from the day on, for windows that start then; running ones stay (rule 8)."""
    found = draft_for_change(draft, version, by)
    _check_day(valid_from, by)
    definition = found.parsed
    check(definition, valid_from, found.region_id)
    before = found.protocol.version_on(valid_from, found.region_id)
    if before and _says_the_same(before.parsed, definition):
        raise Refusal("和那一天施行的版本完全一样，不用发布。")
    with refusing(REFUSALS):
        published = ProtocolVersion.objects.create(
            protocol=found.protocol, region_id=found.region_id, valid_from=valid_from,
            definition=found.definition, published_on=clock.today(), published_by=by.user,
        )  # fmt: skip
    _log("发布方案", found, by, valid_from=valid_from.isoformat())
    found.delete()
    return published


@transaction.atomic
def take_back(*, version: ProtocolVersion, by: Reader) -> ProtocolVersion:
    """It never comes into force. Its content is a draft again unless there is another one."""
    _check_desk(version.region_id, by)
    rows = ProtocolVersion.objects.filter(pk=version.pk).select_related("protocol")
    found = rows.select_for_update(of=("self",)).get()
    if found.withdrawn_on is not None:
        return found
    if found.published_on is None or found.valid_from <= clock.today():
        raise Refusal("这个版本已经施行，不能撤回；请另行发布新版本。")
    found.withdrawn_on, found.withdrawn_by = clock.today(), by.user
    found.save(update_fields=["withdrawn_on", "withdrawn_by"])
    begin_draft(protocol=found.protocol, region=found.region_id, content=found.definition, by=by)
    _log("撤回方案", found, by, valid_from=found.valid_from.isoformat())
    return found


def check(definition: ProtocolDefinition, valid_from: dt.date, region: int | None) -> None:
    """Raises Faulty with everything that is wrong if it were to hold from the day on."""
    stages = [value for value in Child.Stage.values if value]
    found = faults(definition, calendar_of(region), valid_from, stages)
    if found:
        raise Faulty(found)


def calendar_of(region: int | None) -> CivilCalendar:
    """The calendar as it is kept for a district, or for the city."""
    return calendar_at(revision().get(), region)


def _says_the_same(one: ProtocolDefinition, other: ProtocolDefinition) -> bool:
    named = (one.title, one.summary) == (other.title, other.summary)
    return named and not differences(one, other)


def _check_day(valid_from: dt.date, by: Reader) -> None:
    today = clock.today()
    if valid_from <= today:
        raise Refusal(f"施行日期要在今天（{today:%Y年%m月%d日}）以后：已经开始的周期不能改。")
    if valid_from > today + FARTHEST:
        raise Refusal("施行日期太远，请选一年以内的日期。")


def _check_desk(region: int | None, by: Reader) -> None:
    if not by.system and region not in desks(by):
        raise Refusal("只能制定本区县的方案。")


def draft_for_change(draft: ProtocolDraft, version: int, by: Reader) -> ProtocolDraft:
    _check_desk(draft.region_id, by)
    rows = ProtocolDraft.objects.filter(pk=draft.pk).select_related("protocol")
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise StaleVersion("这份草稿已经发布或放弃。")
    if found.version != version:
        raise StaleVersion("您打开以后，草稿已被别人改过，请看清楚再改。")
    return found


def _ours(protocol: Protocol, content: Content) -> Content:
    """The content under the protocol's own code, once it can be read."""
    definition = {**content, "code": protocol.code}
    try:
        parse_definition(definition)
    except InvalidDefinition as error:
        raise Refusal(str(error)) from error
    return definition


def _log(action: str, about: ProtocolDraft | ProtocolVersion, by: Reader, **changes: Any) -> None:
    region = by.tree.name(about.region_id) or "全市"
    record(
        action=action, by=by, object_type="protocolversion", object_id=about.protocol.code,
        changes={"region": region, **changes},
    )  # fmt: skip
