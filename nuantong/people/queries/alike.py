"""How like a child on the register is to one who is being entered: the linkage model, live.

Looked up by index (number, sound of the name, birthday, guardian's phone), weighed in Python.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from nuantong.people.identity import id_index, search_key
from nuantong.people.models import Child, Guardian

MOST = 60
FEWEST = 10_000
"""However few are registered so far: chance is that of a city."""
YEAR = dt.timedelta(days=366)


@dataclass(frozen=True)
class Asked:
    """What is known of the child so far; text that is not known is ''."""

    name: str
    id_number: str = ""
    birth_date: dt.date | None = None
    phone: str = ""


@dataclass(frozen=True)
class Alike:
    """`weight`: log2 of the odds that she is the one; `agrees`: what says so."""

    child: Child
    weight: float
    agrees: list[str]


def alike(asked: Asked) -> list[Alike]:
    """Whoever may be meant, the likeliest first."""
    found = _look_up(asked)
    weighed = [Alike(child, *like) for child, like in zip(found, _weigh(asked, found), strict=True)]
    return sorted(weighed, key=lambda one: (-one.weight, one.child.pk))


def _look_up(asked: Asked) -> list[Child]:
    """One small query for each index: an OR over two tables would read the whole register."""
    children = Child.objects.order_by("pk")
    ways: list[QuerySet[Child]] = []
    if index := id_index(asked.id_number):
        ways.append(children.filter(id_index=index))
    named, day = children.filter(pinyin=search_key(asked.name)), asked.birth_date
    if day:
        ways += [
            named.filter(birth_date__range=(day - YEAR, day + YEAR)),
            named.filter(birth_date=None),
            children.filter(birth_date=day),
        ]
    else:
        ways.append(named)
    if phone := Guardian._meta.get_field("phone_index").of(asked.phone):
        of_phone = Guardian.objects.filter(phone_index=phone, until=None)
        ways.append(
            children.filter(pk__in=list(of_phone.values_list("child_id", flat=True)[:MOST]))
        )
    return list({child.pk: child for way in ways for child in way[:MOST]}.values())


def _weigh(asked: Asked, found: list[Child]) -> list[tuple[float, list[str]]]:
    """polars and the model are loaded when the first child is entered, not when the site starts."""
    import polars as pl

    from nuantong.linkage import live, mixture
    from nuantong.linkage.cleaning import clean
    from nuantong.linkage.model import trained

    if not found:
        return []
    phones = dict(
        Guardian.objects.filter(child__in=found, until=None).values_list("child_id", "phone")
        if asked.phone
        else ()
    )
    rows = [_row(asked.name, asked.id_number, asked.birth_date, asked.phone)]
    rows += [_row(c.name, c.id_number, c.birth_date, phones.get(c.pk, "")) for c in found]
    frame = clean(pl.DataFrame(rows, orient="row", schema=COLUMNS))
    last = Child.objects.aggregate(last=Max("pk"))["last"] or 0
    register = max(last, FEWEST)
    namesakes = sum(child.name == asked.name for child in found)
    known = mixture.expected(trained(), register, 1)
    likely = live.likenesses(frame[:1], frame[1:], known, max(namesakes, 1) / register)
    return [(one.weight, one.agrees) for one in likely]


COLUMNS = ["name", "id_number", "birth_date", "phone"]


def _row(name: str, number: object, born: dt.date | None, phone: object) -> tuple[str, ...]:
    """A sealed text opens when it becomes a str."""
    return name, str(number), born.isoformat() if born else "", str(phone)
