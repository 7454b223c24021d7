"""Asking what a draft would have changed, and working it out."""

from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from nuantong.access.reader import Reader
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.longwork import LongWork
from nuantong.duties.actions.protocols import calendar_of, draft_for_change
from nuantong.duties.foreseeing import foresee
from nuantong.duties.models import Enrolment, ProtocolDraft
from nuantong.regions.tree import tree_on

BROKEN: Final = "没有算完，请再点一次；再次中断时请联系系统管理员。"
CHANGED: Final = "草稿在计算时又改过，请再点一次。"


@transaction.atomic
def ask(*, draft: ProtocolDraft, version: int, by: Reader) -> ProtocolDraft:
    """Queues it once, whoever presses however often."""
    found = draft_for_change(draft, version, by)
    if found.is_active:
        return found
    found.work_state, found.done, found.message = LongWork.State.QUEUED, 0, ""
    found.save(update_fields=["work_state", "done", "message"])
    app.configure_task("duties.foresee").defer(draft_id=found.pk)
    return found


def work_out(draft_id: int) -> None:
    """Keeps the answer with the draft, if that still says the same."""
    draft = ProtocolDraft.objects.select_related("protocol").filter(pk=draft_id).first()
    if draft is None or not draft.is_active:
        return
    try:
        _work_out(draft)
    except Refusal as refusal:
        draft.fail(str(refusal))
    except Exception:
        draft.fail(BROKEN)
        raise


def _work_out(draft: ProtocolDraft) -> None:
    before = draft.protocol.version_on(clock.today(), draft.region_id)
    if before is None:
        raise Refusal("这个方案还没有施行的版本，没有可以比较的。")
    enrolments = governed(draft)
    draft.begin(enrolments.count())
    seen = foresee(
        before=before.parsed, after=draft.parsed, enrolments=enrolments,
        calendar=calendar_of(draft.region_id), today=clock.today(), progress=draft.advance,
    )  # fmt: skip
    rows = ProtocolDraft.objects.filter(pk=draft.pk, version=draft.version)
    if not rows.update(seen=seen, seen_version=draft.version):
        raise Refusal(CHANGED)
    draft.finish()


def governed(draft: ProtocolDraft) -> QuerySet[Enrolment]:
    """The enrolments of the children who live where the draft is to hold.

    The city's version does not hold in a district that has an edition of its own.
    """
    rows = Enrolment.objects.filter(protocol=draft.protocol)
    tree = tree_on(clock.today())
    if draft.region_id is not None:
        return rows.filter(child__place__in=tree.below(draft.region_id))
    own = draft.protocol.versions.in_effect().exclude(region=None)
    districts = own.values_list("region", flat=True).distinct()
    places = [place for district in districts for place in tree.below(district)]
    return rows.exclude(child__place__in=places)
