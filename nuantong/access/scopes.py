"""A place or an organisation as an administrator types it."""

from nuantong.access.actions.grants import Scope
from nuantong.core.errors import Refusal
from nuantong.core.text import compact
from nuantong.regions.models import Organisation
from nuantong.regions.tree import Place, Tree

MOST = 5


def typed_scope(text: str, tree: Tree) -> Scope:
    """巴南区麻柳嘴镇八角村, 八角村 when there is one, a code, or an organisation's short name."""
    asked = compact(text)
    if not asked:
        return Scope()
    organisation = Organisation.objects.filter(short_name=asked).first()
    if organisation:
        return Scope(organisation=organisation)
    found = _places(asked, tree)
    if not found:
        raise Refusal(f"没有找到“{asked[:30]}”。请写全称，如：巴南区麻柳嘴镇八角村。")
    if len(found) > 1:
        several = "、".join(tree.full_name(place.id) for place in found[:MOST])
        raise Refusal(f"“{asked}”不止一个：{several}等。请写全称。")
    return Scope(region=found[0].id)


def _places(asked: str, tree: Tree) -> list[Place]:
    by_code = tree.by_code(asked) if asked.isascii() and asked.isdigit() else None
    if by_code:
        return [by_code]
    current = [place for place in tree.places.values() if not place.former]
    ends = [place for place in current if asked.endswith(place.name)]
    whole = [place for place in ends if tree.full_name(place.id) == asked]
    return whole or [place for place in ends if place.name == asked]
