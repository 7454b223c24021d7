"""Whose lists show names in full."""

from collections.abc import Callable

from django.db.models import Q

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.masking import mask_name
from nuantong.people.searching import child_query


def shows_names(reader: Reader, permission: Permission = Permission.SEE_CHILDREN) -> bool:
    """Carers, villages and townships know the families by name; wider scopes get masked lists.

    A district's or the city's list is for work with numbers; whoever needs one child searches the
    full name (which she then knows) or opens the file, which is on the log.
    """
    townships = {reader.tree.township_of(region) for region in reader.regions(permission)}
    return None not in townships and len(townships) <= 1 and not reader.system


def found_by(text: str, reader: Reader) -> Q:
    """child_query() for one reader: where names are masked only a whole one finds."""
    return child_query(text, reader.tree, whole=not shows_names(reader))


def place_namer(
    reader: Reader, permission: Permission = Permission.SEE_CHILDREN
) -> Callable[[int | None], str]:
    """Names places without what all places of the reader have in common: a township's chair reads
    villages, a district's officer townships and villages, a carer township and village."""
    tree = reader.tree
    paths = [tree.ancestors(region) for region in reader.regions(permission)]
    common = set(paths[0]).intersection(*paths[1:]) if paths else set()

    def name(place: int | None) -> str:
        path = tree.ancestors(place)[1:] if tree.get(place) and place else ()
        shown = [a for a in path if a not in common] if paths else path[1:]
        return " ".join(map(tree.name, shown or path[-1:]))

    return name


def shown_name(name: str, full: bool, searched: str = "") -> str:
    return name if full or name == searched.replace(" ", "") else mask_name(name)
