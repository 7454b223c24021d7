"""A child's year as her family may keep it: who came, what they did together, festivals, photos.

Only what was good is told, and nothing that was confided: no notes, no guardian's or teacher's
words, no needs, labels or numbers of cards, and nothing of what was not done.
"""

import base64
import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from nuantong.calendars.festivals import TITLES, Festival, FestivalTable
from nuantong.calendars.tables import civil_calendar
from nuantong.core.photos import Photo as Picture
from nuantong.core.photos import turned
from nuantong.duties.models import Contact
from nuantong.duties.vocabulary import Act
from nuantong.growth.models import Photo
from nuantong.people.models import Child
from nuantong.people.queries.ages import age_on

MOST_PHOTOS: Final = 6
TURNS: Final = {3: 180, 6: 90, 8: 270}
TOLD: Final = (Act.MEET, Act.TALK, Act.ACTIVITY, Act.FESTIVAL)
COUNTED: Final = {
    Act.MEET: "次见面", Act.TALK: "次谈心", Act.ACTIVITY: "次活动", Act.FESTIVAL: "个节日",
}  # fmt: skip


@dataclass
class Story:
    """What one keepsake tells; `carers` in the order in which they came."""

    child: Child
    year: int
    contacts: list[Contact] = field(default_factory=list)

    @property
    def carers(self) -> list[str]:
        return list(dict.fromkeys(map(_who, self.contacts)))

    @property
    def counts(self) -> Counter[str]:
        return Counter(act for one in self.contacts for act in one.acts if act in TOLD)


def stories(children: Collection[Child], year: int, on: dt.date) -> dict[int, Story]:
    """By child, what the year holds until the day. One query for any number of children."""
    first = dt.date(year, 1, 1)
    last = min(dt.date(year, 12, 31), on)
    rows = Contact.objects.in_effect().filter(
        child__in=children, happened_on__range=(first, last), acts__overlap=list(TOLD)
    )  # fmt: skip
    found = {child.pk: Story(child, year) for child in children}
    known = rows.select_related("carer").only("child", "happened_on", "acts", "carer__name")
    for contact in known.order_by("happened_on", "pk"):
        found[contact.child_id].contacts.append(contact)
    return found


def photos_of(child: Child, year: int) -> list[Photo]:
    """Those of the year that may be shown, the earliest first."""
    rows = Photo.objects.shown().filter(child=child, taken_on__year=year)
    return list(rows.order_by("taken_on", "pk")[:MOST_PHOTOS])


def _who(contact: Contact) -> str:
    return contact.carer.name if contact.carer else "爱心妈妈"


def months(story: Story) -> Iterator[dict[str, Any]]:
    """The year month by month, in lines addressed to the child."""
    table = civil_calendar().festivals
    for month, contacts in groupby(story.contacts, lambda one: one.happened_on.month):
        yield {"name": f"{month}月", "lines": list(_lines(list(contacts), table, story.child))}


def _lines(contacts: list[Contact], table: FestivalTable, child: Child) -> Iterator[str]:
    yield from _visits(contacts)
    for one in contacts:
        if Act.FESTIVAL in one.acts:
            kept = table.festivals_on(one.happened_on, child.birth_date)
            yield f"{one.happened_on.day}日，{_who(one)}和你一起{_kept(kept)}。"
        if Act.ACTIVITY in one.acts:
            yield f"{one.happened_on.day}日，{_who(one)}和你一起参加亲子活动。"


def _kept(festivals: Iterable[Festival]) -> str:
    if Festival.BIRTHDAY in festivals:
        return "过生日"
    return f"过{'、'.join(TITLES[one] for one in sorted(festivals)) or '节'}"


def _visits(contacts: list[Contact]) -> Iterator[str]:
    met: Counter[str] = Counter(_who(one) for one in contacts if Act.MEET in one.acts)
    talked: Counter[str] = Counter(_who(one) for one in contacts if Act.TALK in one.acts)
    for who in dict.fromkeys([*met, *talked]):
        parts = [f"来看你{met[who]}次"] * bool(met[who]) + [f"和你谈心{talked[who]}次"] * bool(
            talked[who]
        )
        yield f"{who}{'，'.join(parts)}。"


def drawn(picture: Picture) -> str:
    """The picture within a square SVG, the right way up: what a template can take as text."""
    turn = TURNS.get(turned(picture), 0)
    data = base64.b64encode(picture.data).decode()
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
        f'<g transform="rotate({turn} 50 50)"><image width="100" height="100" '
        f'href="data:{picture.kind};base64,{data}"/></g></svg>'
    )


def called(child: Child, year: int) -> str:
    """小朋友 until fourteen, 同学 after."""
    age = age_on(child.birth_date, dt.date(year, 12, 31))
    return f"{child.name}{'小朋友' if age is not None and age < 14 else '同学'}"
