"""Notices of what the ladder asks: one to each person for a kind of step, however many children."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from nuantong.access.reader import Reader
from nuantong.duties.ladder.receiving import Receivers
from nuantong.duties.ladder.words import trigger_of, what
from nuantong.duties.protocols.rungs import Trigger
from nuantong.duties.titles import duty_titles
from nuantong.notices.actions import Note, notify_all
from nuantong.pairing.responsible import responsible
from nuantong.people.models import Child
from nuantong.regions.tree import TOWNSHIP

ESCALATION: Final = "escalation"
OWN: Final = "escalation_own"
"""Kinds of notice: to whoever has to answer, and to the carer, of her own children alone."""


class Asked(NamedTuple):
    """A step that is at a desk since now."""

    pk: int
    child: int
    rule: str
    step: int
    level: int


Group = tuple[int, str, int, int]
"""Who is told, of which rule, how far, at which desk."""
Known = Mapping[int, tuple[str, int | None]]
"""Number and place of each child."""


def tell(asked: list[Asked], by: Reader) -> int:
    """Everybody at the desks, once for a kind of step; how many notices were new."""
    if not asked:
        return 0
    titles = {code: title for (_, code), title in duty_titles().items()}
    rows = Child.objects.filter(pk__any_of=[one.child for one in asked])
    known = {pk: (number, place) for pk, number, place in rows.values_list("pk", "number", "place")}
    groups = _groups(asked, known, by)
    notes = [*_to_desks(groups, known, titles, by), *_to_carers(asked, titles, by)]
    return notify_all(by=by, notes=notes)


def _groups(asked: Iterable[Asked], known: Known, by: Reader) -> dict[Group, list[Asked]]:
    receivers, found = Receivers(by.tree, by.on), defaultdict(list)
    for one in asked:
        for user in receivers.at(known[one.child][1], one.level):
            found[user, one.rule, one.step, one.level].append(one)
    return found


def _to_desks(
    groups: dict[Group, list[Asked]], known: Known, titles: dict[str, str], by: Reader
) -> Iterator[Note]:
    for (user, rule, step, level), rows in groups.items():
        alone = rows[0] if len(rows) == 1 else None
        yield Note(
            kind=ESCALATION, user=user,
            key=f"{ESCALATION}:{by.on}:{level}:{min(one.pk for one in rows)}",
            subject=f"{len(rows)}名儿童{what(rule, step, titles)}，请看并答复",
            text="请打开看发生了什么、找谁，写明怎么办、何时前办好。到期无人答复会自动上报。",
            child=alone.child if alone and level == TOWNSHIP else None,
            url_name="care:escalation" if alone else "care:escalations",
            url_args={"number": known[alone.child][0]} if alone else {},
        )  # fmt: skip


def _to_carers(asked: list[Asked], titles: dict[str, str], by: Reader) -> Iterator[Note]:
    """Of a silence her carer is told, too: perhaps it was only not written down."""
    silent = [one for one in asked if trigger_of(one.rule) == Trigger.SILENT]
    holders = responsible([one.child for one in silent], by.on)
    groups = defaultdict(list)
    for one in silent:
        if one.child in holders:
            groups[holders[one.child].carer.pk, one.step].append(one)
    for (carer, step), rows in groups.items():
        yield Note(
            kind=OWN, key=f"{OWN}:{by.on}:{min(one.pk for one in rows)}", carer=carer,
            subject=f"您有{len({one.child for one in rows})}名孩子{what('silent', step, titles)}",
            text="联系过的请补记；有困难请告诉乡镇（街道）妇联，会有人帮您。",
            url_name="care:my_children",
        )  # fmt: skip
