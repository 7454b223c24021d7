"""What a carer sees on her phone: her children, what each is owed, what was done last."""

from dataclasses import dataclass, field

from django.db.models import QuerySet

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.care.presets import BY_KEY, EXTRAS, PRESETS, Extra, Preset
from nuantong.duties.models import Contact
from nuantong.duties.queries import Foreseen, Owed, Way, owed_by_children
from nuantong.duties.titles import duty_titles
from nuantong.pairing.responsible import Responsible, responsible
from nuantong.people.models import Carer, Child
from nuantong.people.queries.ages import age_on

AT_ONCE = 60
"""A carer has a handful of children, a village chair some dozens."""


@dataclass
class Card:
    """One child on the first screen."""

    child: Child
    age: int | None
    place: str
    owed: list[Owed] = field(default_factory=list)
    who: Responsible | None = None

    @property
    def carer(self) -> Carer | None:
        """Her carer of the day: whoever stands in while the carer is on leave."""
        return self.who.carer if self.who else None

    @property
    def due(self) -> list[Owed]:
        return [one for one in self.owed if one.is_due]

    @property
    def now(self) -> list[Owed]:
        """What cannot wait: this week's and half-month's, what ends soon, what is in grace."""
        return [one for one in self.due if is_pressing(one)]

    @property
    def later(self) -> list[Owed]:
        return [one for one in self.due if not is_pressing(one)]

    @property
    def done(self) -> list[Owed]:
        return [one for one in self.owed if one.is_done]


def is_pressing(owed: Owed) -> bool:
    return owed.state != "open" or owed.due_soon or owed.days_left < 15


def own_children(reader: Reader) -> QuerySet[Child]:
    """The children the reader may record contacts for."""
    return Child.objects.visible_to(reader, to=Permission.RECORD_CONTACT).on_register()


def cards(reader: Reader) -> list[Card]:
    """The reader's children, those with something pressing first."""
    shown = list(
        own_children(reader).filter(setting="scattered").order_by("pinyin", "pk")[:AT_ONCE]
    )
    owed = owed_by_children([child.pk for child in shown], reader.on)
    carers = responsible([child.pk for child in shown], reader.on)
    found = [
        Card(
            child,
            age_on(child.birth_date, reader.on),
            reader.tree.name(child.place_id),
            owed[child.pk],
            carers.get(child.pk),
        )
        for child in shown
    ]
    return sorted(found, key=lambda card: -len(card.now))


@dataclass(frozen=True)
class Choice:
    """One tap with the duties it would fill."""

    what: Preset | Extra | str
    fills: list[str]
    chosen: bool


def choices(
    foreseen: Foreseen, preset: str, extras: set[str], talked: set[str]
) -> dict[str, list[Choice]]:
    """What can be tapped, and what each would count for on the day; of a topic what it adds."""
    topics, taken = foreseen.topics(), BY_KEY.get(preset, PRESETS[0])
    ways = [Way(p.acts, p.means) for p in PRESETS] + [Way((e.key,), "face") for e in EXTRAS]
    ways += [Way(taken.acts, taken.means, (topic,)) for topic in topics]
    titles = [[fill.title for fill in fills if not fill.already] for fills in foreseen.fills(ways)]
    main = [Choice(p, t, p.key == preset) for p, t in zip(PRESETS, titles, strict=False)]
    more = zip(EXTRAS, titles[len(PRESETS) :], strict=False)
    plain = titles[PRESETS.index(taken)]
    about = zip(topics, titles[len(PRESETS) + len(EXTRAS) :], strict=True)
    return {
        "main": main, "more": [Choice(e, t, e.key in extras) for e, t in more],
        "about": [Choice(one, [t for t in fills if t not in plain], one in talked)
                  for one, fills in about],
    }  # fmt: skip


def last_contacts(child: Child, limit: int = 5) -> list[Contact]:
    """The newest contacts in effect, with who was there."""
    contacts = Contact.objects.in_effect().filter(child=child, acts__len__gt=0)
    return list(contacts.select_related("carer", "recorded_by")[:limit])


def filled_by(contact: Contact) -> list[str]:
    """Titles of the duties a saved contact counts for."""
    titles = duty_titles()
    links = contact.fulfilments.select_related("enrolment")
    return [titles.get((link.enrolment.protocol_id, link.duty), link.duty) for link in links]


def owed_by_carer(reader: Reader) -> list[Owed]:
    """What the reader herself has to do, as a carer or standing in; a village's others are not hers."""
    seen = own_children(reader).filter(setting="scattered").values_list("pk", flat=True)
    carers = responsible(list(seen), reader.on)
    own = [child for child, who in carers.items() if who.carer.user_id == reader.actor_id]
    return [one for rows in owed_by_children(own, reader.on).values() for one in rows]
