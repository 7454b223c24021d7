"""Who is asked to a session: children by number or name, with their carers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.core.errors import Refusal
from nuantong.core.text import clean
from nuantong.pairing.models import Pairing
from nuantong.people.models import Child
from nuantong.programmes.actions.common import check_edit, log
from nuantong.programmes.models import Participant, Session
from nuantong.regions.tree import Tree
from nuantong.services.models import Area

MOST: Final = 200
"""In one session; a hall, not a group."""


@dataclass(frozen=True)
class Answer:
    """What became of a line: whether it was taken, and why not."""

    line: str
    taken: bool
    words: str


@transaction.atomic
def ask(
    *, session: Session, lines: Sequence[str], with_carers: bool, agreed: bool, by: Reader
) -> list[Answer]:
    """Each line a child's number or name; an answer for each. `agreed`: their guardians know.

    Whoever is named twice, or is on the list already, is on it once.
    """
    check_edit(session.plan, by)
    if session.cancelled_at is not None:
        raise Refusal("这场活动已取消。")
    written = [text for line in lines if (text := clean(line))]
    if not written:
        raise Refusal("请写下儿童编号或姓名，一行一名。")
    if len(written) > MOST or session.participants.count() > MOST:
        raise Refusal(f"一场活动最多{MOST}人，请分几场安排。")
    found = _known(written, by)
    inside = set(places_of(session.plan.area, by.tree))
    there = set(session.participants.exclude(child=None).values_list("child", flat=True))
    answers, children = [], dict[int, Child]()
    for line in written:
        words = _problem(found[line], inside, there | set(children))
        answers.append(Answer(line, not words, words or found[line][0].number))
        if not words:
            children[found[line][0].pk] = found[line][0]
    _write(session, children.values(), with_carers, agreed, by)
    return answers


def _known(written: Iterable[str], by: Reader) -> dict[str, list[Child]]:
    asked = set(written)
    rows = Child.objects.visible_to(by).on_register()
    rows = rows.filter(Q(number__in=[a.upper() for a in asked]) | Q(name__in=asked))
    found: dict[str, list[Child]] = defaultdict(list)
    for child in rows.only("pk", "number", "name", "place"):
        for line in {child.number, child.number.lower(), child.name}:
            found[line].append(child)
    return found


def _problem(children: list[Child], inside: set[int], there: set[int]) -> str:
    if not children:
        return "台账里没有，或不在您的工作范围内"
    if len(children) > 1:
        return f"有{len(children)}名同名儿童，请改写儿童编号"
    if children[0].place_id not in inside:
        return "不住在这个区县，请由她所在的区县安排"
    return "已在名单上" if children[0].pk in there else ""


def places_of(area: Area, tree: Tree) -> list[int]:
    """Every place of a district, or of all that a zone answers for."""
    zone = area.zone
    tops = zone.areas.values_list("region", flat=True) if zone else [area.region_id or 0]
    return [place for top in tops for place in tree.below(tree.current(top))]


def _write(
    session: Session, children: Iterable[Child], with_carers: bool, agreed: bool, by: Reader
) -> None:
    rows = [Participant(session=session, child=child, agreed=agreed) for child in children]
    if with_carers:
        ids = [row.child_id for row in rows]
        paired = Pairing.objects.filter(child__in=ids, start__lte=session.on)
        carers = paired.filter(Q(end=None) | Q(end__gt=session.on)).values_list("carer", flat=True)
        there = set(session.participants.exclude(carer=None).values_list("carer", flat=True))
        rows += [Participant(session=session, carer_id=c) for c in sorted(set(carers) - there)]
    Participant.objects.bulk_create(rows, ignore_conflicts=True)
    log("登记团辅名单", session, by, added=len(rows))


@transaction.atomic
def take_off(*, participant: Participant, by: Reader) -> None:
    """Off the list again, until she has come."""
    found = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    check_edit(found.session.plan, by)
    if found.came:
        raise Refusal("已点名到场的不能从名单上去掉。")
    log("团辅名单去掉一人", found.session, by)
    found.delete()
