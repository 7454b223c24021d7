"""What both lists of a round show: the children of a household, and places in few words."""

from collections import defaultdict
from collections.abc import Iterable

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.models import Child

Lines = tuple[str, str]
"""A place in two lines: the village, then the township with its district."""


def km(metres: int) -> str:
    return f"{metres / 1000:.1f} 公里"


def children_of(
    households: Iterable[int], reader: Reader, setting: str | None
) -> dict[int, list[Child]]:
    """The children by household, as far as the reader may see them."""
    found: dict[int, list[Child]] = defaultdict(list)
    children = Child.objects.visible_to(reader, to=Permission.RUN_ROUNDS).on_register()
    children = children.filter(household__in=list(households))
    if setting:
        children = children.filter(setting=setting)
    shown = children.only("number", "name", "birth_date", "household", "setting")
    for child in shown.order_by("birth_date", "pk"):
        found[child.household_id].append(child)
    return found


def in_two(place: int | None, reader: Reader) -> Lines:
    *above, own = names_of(place, reader) or [""]
    return own, " ".join(above)


def seen_from(place: int | None, other: int | None, reader: Reader) -> str:
    """A carer's place as the household's neighbours would say it: without what both share."""
    here, there = names_of(place, reader), names_of(other, reader)
    shared = next(
        (n for n, pair in enumerate(zip(here, there, strict=False)) if len(set(pair)) > 1),
        len(there),
    )
    return " ".join(there[min(shared, len(there) - 1) :])


def names_of(place: int | None, reader: Reader) -> list[str]:
    known = reader.tree.get(place)
    return [reader.tree.name(a) for a in known.ancestors[1:]] if known else []


def columns_of(place: int | None, reader: Reader) -> list[str]:
    return [*names_of(place, reader), "", "", ""][:3]
