"""Recording a visit, correcting it, taking it back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.audit.actions import record
from nuantong.core import clock
from nuantong.core.errors import Refusal
from nuantong.core.photos import Photo
from nuantong.people.actions.common import child_for_change, log
from nuantong.people.models import Child
from nuantong.visits import hooks
from nuantong.visits.actions import effects
from nuantong.visits.actions.photos import keep_photos
from nuantong.visits.filled import About, Filled, Subject, answers_of
from nuantong.visits.models import Visit, VisitedChild

OLDEST = 366
SURVEY = (Permission.SURVEY_HOMES, Permission.ENTER_SURVEYS)


class VisitConflict(Refusal):
    """The key is taken by a visit with other content: the stored one stays as it is."""


class VisitedAlready(Refusal):
    """Somebody recorded a visit to this child on the same day: the same one, or another?"""


@transaction.atomic
def record_visit(
    *,
    key: UUID,
    filled: Filled,
    by: Reader,
    supersedes: Visit | None = None,
    photos: Sequence[Photo] = (),
    again: bool = False,
) -> Visit:
    """Store a visit with what follows from it, in one transaction.

    `key` is made once by whoever fills the form: the same content again returns the stored visit,
    other content raises VisitConflict. `supersedes` is the visit this one corrects. Unless `again`
    says that there were two, a second visit to a child on one day raises VisitedAlready.
    """
    _check(filled, by)
    children = _children(filled, by)
    known = Visit.objects.filter(key=key).first()
    if known is not None:
        return _same(known, filled)
    if supersedes is None and not again:
        _refuse_second(children, filled)
    visit = _store(key, filled, by, supersedes)
    subjects = [VisitedChild(visit=visit, **columns) for columns in filled.rows]
    VisitedChild.objects.bulk_create(subjects)
    keep_photos(visit, photos)
    _log("更正走访记录" if supersedes else "记录入户走访", visit, children, by)
    effects.follow(visit, list(zip(subjects, children, strict=True)), by, supersedes)
    hooks.visited(visit, subjects, by)
    return visit


@transaction.atomic
def withdraw_visit(*, key: UUID, visit: Visit, by: Reader, why: str) -> Visit:
    """It did not take place, or not there: an empty one takes its place and says why."""
    if not why.strip():
        raise Refusal("请写明撤回的原因。")
    subjects = VisitedChild.objects.filter(visit=visit).select_related("child")
    about = [About(Subject(row.child, row.subject_key, row.label)) for row in subjects]
    filled = Filled(
        visit.happened_on, Visit.Outcome.WITHDRAWN, visit.place_id, by.actor_name, tuple(about),
        {"note": why.strip()[:200]}, visit.source,
    )  # fmt: skip
    return record_visit(key=key, filled=filled, by=by, supersedes=visit)


def may_correct(visit: Visit, by: Reader) -> bool:
    """Whoever wrote it, and whoever keeps the records of its place."""
    own = visit.recorded_by_id is not None and visit.recorded_by_id == by.actor_id
    return own or by.covers(Permission.ENTER_SURVEYS, visit.place_id)


def _check(filled: Filled, by: Reader) -> None:
    if filled.outcome not in Visit.Outcome.values or not filled.about:
        raise Refusal("请选择走访结果。")
    if filled.happened_on > by.on:
        raise Refusal("走访日期在今天之后，请核对。")
    if (by.on - filled.happened_on).days > OLDEST:
        raise Refusal("走访日期太早，只能补记一年以内的。")
    if filled.outcome == Visit.Outcome.MET and not (
        filled.answers.get("met") and filled.answers.get("grade")
    ):
        raise Refusal("请选择见到了谁，并评定监护状况。")
    if not filled.visitor.strip():
        raise Refusal("请填写走访人。")


def _children(filled: Filled, by: Reader) -> list[Child | None]:
    """The children, locked in one order: of two people at once one comes second."""
    named = {a.subject.child.pk: a.subject.child for a in filled.about if a.subject.child}
    locked = {pk: child_for_change(named[pk], by, *SURVEY) for pk in sorted(named)}
    for child in locked.values():
        _check_life(child, filled)
    if len(locked) < len(filled.about):
        _check_place(filled.place, by)
    return [locked[a.subject.child.pk] if a.subject.child else None for a in filled.about]


def _check_life(child: Child, filled: Filled) -> None:
    """Nobody visits a child before her birth, nor as one of the register after she left it."""
    on, withdrawn = filled.happened_on, filled.outcome == Visit.Outcome.WITHDRAWN
    if child.birth_date and on < child.birth_date and not withdrawn:
        raise Refusal(f"走访日期早于{child.name}的出生日期，请核对。")
    if child.left_on and on > child.left_on and not withdrawn:
        raise Refusal(f"{child.name}已于{child.left_on:%Y年%m月%d日}退出台账，以后的走访不再记录。")


def _check_place(place: int, by: Reader) -> None:
    if not any(by.covers(permission, place) for permission in SURVEY):
        raise Refusal(f"{by.tree.full_name(place) or '这个地方'}不在您的走访范围内。")


def _refuse_second(children: list[Child | None], filled: Filled) -> None:
    hers = [child.pk for child in children if child]
    same = Visit.objects.in_effect().filter(
        happened_on=filled.happened_on, children__child__in=hers, outcome=filled.outcome
    )
    found = same.only("visitor").first() if hers else None
    if found is not None:
        raise VisitedAlready(
            f"这个孩子{filled.happened_on:%-m月%-d日}已有一次走访记录（走访人{found.visitor}）。"
            "如果不是同一次，请勾选“不是同一次走访”再保存。"
        )


def _store(key: UUID, filled: Filled, by: Reader, supersedes: Visit | None) -> Visit:
    if supersedes is not None and not may_correct(supersedes, by):
        raise Refusal("这次走访不由您更正。请联系走访人或乡镇妇联。")
    try:
        with transaction.atomic():
            return Visit.objects.create(
                key=key, recorded_by=by.user, received_at=clock.now(), supersedes=supersedes,
                **filled.columns,
            )  # fmt: skip
    except IntegrityError as error:
        stored = Visit.objects.filter(key=key).first()
        if stored is None:
            raise Refusal("这条记录已被更正过，请更正最新的那一条。") from error
        return _same(stored, filled)


def _same(stored: Visit, filled: Filled) -> Visit:
    """The visit that has the key, if it says the same."""
    columns = filled.columns
    same = all(getattr(stored, name) == value for name, value in columns.items())
    names = list(filled.rows[0]) if filled.rows else []
    rows = [{name: getattr(row, name) for name in names} for row in stored.children.all()]
    if not same or rows != filled.rows:
        raise VisitConflict("同一编号的走访已经保存，内容不同；原记录保持不变，请另行更正。")
    return stored


def _log(action: str, visit: Visit, children: list[Child | None], by: Reader) -> None:
    told: dict[str, Any] = {"happened_on": visit.happened_on, "outcome": visit.outcome}
    for child in children:
        if child:
            log(action, child, by, **told)
    if not any(children):
        record(
            action=action, by=by, object_type="visit", object_id=visit.key.hex,
            changes={**told, "happened_on": f"{visit.happened_on:%F}"},
        )  # fmt: skip


def prefilled(visit: Visit) -> dict[str, Any]:
    """What a correction's form begins with."""
    return {
        **answers_of(visit), "happened_on": visit.happened_on, "outcome": visit.outcome,
        "visitor": visit.visitor,
    }  # fmt: skip
