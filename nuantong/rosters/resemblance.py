"""When two records are the same person. Pure. Never by name alone."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Protocol

from nuantong.core.text import near_numbers, pinyin_full

LOST = "□"
Index = Callable[[str], bytes | None]
"""The blind index of an ID number."""


class Person(Protocol):
    """A row of a list, or somebody on the register, as far as they are compared."""

    name: str
    sex: str
    place: int | None
    phone_index: bytes | None

    @property
    def valid_id(self) -> bytes | None: ...


class Child(Person, Protocol):
    birth_date: dt.date | None
    birth_written: dt.date | None
    guardian_name: str

    @property
    def parents(self) -> tuple[str, str]: ...
    @property
    def wrong_id(self) -> str: ...


def same_name(one: str, other: str) -> bool:
    """Equal, or equal but for characters that did not survive a computer."""
    if one == other:
        return True
    if len(one) != len(other) or (LOST not in one and LOST not in other):
        return False
    return all(a == b or LOST in (a, b) for a, b in zip(one, other, strict=True))


def same_carer_by_id(one: Person, other: Person, renamed: bool) -> bool | None:
    """Both have the same valid ID number. None: the lists alone do not tell.

    A telephone is a carer's own, so with her surname and number it says that she was renamed or her
    name miswritten; but only of two lists (`renamed`): of one list nobody has two names, and there
    it is a row whose number and telephone were copied from the one above.
    """
    if _sound_alike(one, other):
        return True
    if one.sex and other.sex and one.sex != other.sex:
        return False
    phone = one.phone_index is not None and one.phone_index == other.phone_index
    if renamed and phone and one.name[:1] == other.name[:1]:
        return True
    return None if phone or _slip(one, other) else False


def same_child_by_id(one: Child, other: Child) -> bool | None:
    """Both have the same valid ID number. None: the lists alone do not tell.

    A name one character off may be a slip of the pen, or a sister under her brother's number, who
    has his birth date from it and his home: only birth dates written on both sides tell. The same
    guard as `linkage.deciding.guard`.
    """
    if _sound_alike(one, other) or not _slip(one, other):
        return _sound_alike(one, other)
    if one.birth_written and other.birth_written:
        return one.birth_written == other.birth_written
    return None


def _sound_alike(one: Person, other: Person) -> bool:
    return same_name(one.name, other.name) or pinyin_full(one.name) == pinyin_full(other.name)


def _slip(one: Person, other: Person) -> bool:
    if one.sex and other.sex and one.sex != other.sex:
        return False
    return _off_by_one(one.name, other.name) and _same_home(one, other, None)


def same_without_id(one: Child, other: Child, township: Mapping[int, int]) -> bool:
    """Same name, and birth date with a place or phone, or a place with the family.

    `township` gives the township of a region.
    """
    if one.valid_id and other.valid_id:  # both right, and not equal
        return False
    if one.birth_date and other.birth_date:
        return one.birth_date == other.birth_date and _same_home(one, other, township)
    return one.place is not None and one.place == other.place and _same_family(one, other)


def same_by_mistyped_id(one: Child, other: Child, index: Index) -> bool:
    """Same name and birth date, and the number of one is the other's, mistyped."""
    if one.birth_date is None or one.birth_date != other.birth_date:
        return False
    if not same_name(one.name, other.name):
        return False
    if one.wrong_id and other.wrong_id:
        return one.wrong_id == other.wrong_id
    wrong, right = (one, other) if one.wrong_id else (other, one)
    if not wrong.wrong_id or not right.valid_id:
        return False
    return any(index(number) == right.valid_id for number in near_numbers(wrong.wrong_id))


def same_by_sound(one: Child, other: Child) -> bool:
    """张小明 and 张晓明 of one birth date and village, with the same family, one without an ID."""
    if one.valid_id and other.valid_id:
        return False
    if one.sex and other.sex and one.sex != other.sex:
        return False
    alike = _off_by_one(one.name, other.name) and pinyin_full(one.name) == pinyin_full(other.name)
    return alike and _same_family(one, other)


def _same_home(one: Person, other: Person, township: Mapping[int, int] | None) -> bool:
    if one.place is not None and one.place == other.place:
        return True
    if one.phone_index and one.phone_index == other.phone_index:
        return True
    if township is None or one.place is None or other.place is None:
        return False
    return township.get(one.place, one.place) == township.get(other.place, other.place)


def _same_family(one: Child, other: Child) -> bool:
    if one.phone_index and one.phone_index == other.phone_index:
        return True
    if all(one.parents) and one.parents == other.parents:
        return True
    return bool(one.guardian_name) and one.guardian_name == other.guardian_name


def _off_by_one(one: str, other: str) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
