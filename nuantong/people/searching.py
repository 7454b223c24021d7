"""Finding by what people type: a name, its pinyin, an ID number, a child's number, a village."""

import re
from typing import Final

from django.db.models import Q

from nuantong.core.text import clean, parse_id_number
from nuantong.people.identity import id_index
from nuantong.regions.tree import VILLAGE, Tree

NUMBER: Final = re.compile(r"[Tt]\d{1,11}")
PLACE_WORDS: Final = ("村", "社区", "居委会", "镇", "乡", "街道")
MOST_PLACES: Final = 200


def looks_like_an_id(text: str) -> bool:
    return len(re.sub(r"\s", "", text)) >= 15 and parse_id_number(text).is_valid


def child_query(text: str, tree: Tree, whole: bool = False) -> Q:
    """A condition on Child for whatever was typed; nothing typed finds everybody.

    `whole`: for a list with masked names, in which a name must not be found out piece by piece.
    """
    words = clean(text)[:60]
    if not words:
        return Q()
    if looks_like_an_id(words):
        return Q(id_index=id_index(parse_id_number(words).text))
    if NUMBER.fullmatch(words):
        return Q(number=words.upper())
    return by_name(words, tree, whole)


def by_name(words: str, tree: Tree, whole: bool = False) -> Q:
    """By name, by pinyin (lz, liuzhe) or by the name of a village; for children and carers.
    `whole` finds by the whole name, all its initials or its whole pinyin only."""
    if words.isascii():
        letters = re.sub(r"[\s']", "", words).lower()
        if whole:
            return Q(pinyin__startswith=f"{letters} ") | Q(pinyin__endswith=f" {letters}")
        return Q(pinyin__sounds=letters)
    bare = words.replace(" ", "")
    found = Q(name=bare) if whole else Q(name__holds=bare)
    places = villages_named(words, tree) if len(words) >= 2 else []
    return found | Q(place__in=places) if places else found


def villages_named(words: str, tree: Tree) -> list[int]:
    """Villages, and everything in townships, of that name."""
    bare = words.replace(" ", "")
    found: list[int] = []
    for place in tree.places.values():
        if place.level >= VILLAGE - 1 and bare in place.name:
            found += [place.id] if place.level == VILLAGE else tree.below(place.id)
        if len(found) > MOST_PLACES:
            break
    return found
