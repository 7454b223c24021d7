"""Whose lists show names in full."""

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.masking import mask_name


def shows_names(reader: Reader, permission: Permission = Permission.SEE_CHILDREN) -> bool:
    """Carers, villages and townships know the families by name; wider scopes get masked lists.

    A district's or the city's list is for work with numbers; whoever needs one child searches the
    full name (which she then knows) or opens the file, which is on the log.
    """
    townships = {reader.tree.township_of(region) for region in reader.regions(permission)}
    return None not in townships and len(townships) <= 1 and not reader.system


def shown_name(name: str, full: bool, searched: str = "") -> str:
    return name if full or name == searched.replace(" ", "") else mask_name(name)
