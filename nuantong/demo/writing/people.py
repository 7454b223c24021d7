"""Households, children, and what is known of them."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from nuantong.core.copying import reserve_ids
from nuantong.demo.children import ChildPlan
from nuantong.demo.city import City
from nuantong.demo.families import Family
from nuantong.demo.institutions import institution_name
from nuantong.demo.writing.labels import label_rows
from nuantong.demo.writing.tables import write
from nuantong.people.identity import search_key
from nuantong.people.models import (
    Child,
    Guardian,
    Household,
    Label,
    Need,
    ParentSituation,
    Residence,
)  # fmt: skip
from nuantong.regions.models import Organisation

Row = dict[str, Any]
Rows = Iterator[Row]


class People:
    """The written families with the ids of their children, in the plan's order."""

    def __init__(self, families: list[Family]) -> None:
        self.families = families
        self.households = reserve_ids(Household, len(families))
        ids = iter(reserve_ids(Child, sum(len(family.children) for family in families)))
        self.children = [[next(ids) for _ in family.children] for family in families]

    def each(self) -> Iterator[tuple[int, Family, ChildPlan]]:
        for family, ids in zip(self.families, self.children, strict=True):
            for key, child in zip(ids, family.children, strict=True):
                yield key, family, child


def write_people(city: City) -> People:
    """The children's numbers begin with T0000001, for the first household of the plan."""
    people = People(city.families)
    with connection.cursor() as cursor:
        cursor.execute("ALTER SEQUENCE people_child_number RESTART")
    write(Household, _households(people))
    write(Child, _children(people, _institutions(city)))
    write(Residence, _residences(people))
    write(Guardian, _guardians(people))
    write(ParentSituation, _parents(people))
    write(Label, (row for one in people.each() for row in label_rows(*one)))
    write(Need, _needs(people))
    return people


def _institutions(city: City) -> list[int]:
    """The institutions' ids, by seat."""
    return [
        Organisation.objects.create(
            name=institution_name(spot), short_name=institution_name(spot),
            kind=Organisation.Kind.INSTITUTION,
        ).pk
        for spot in city.seats
    ]  # fmt: skip


def _households(people: People) -> Rows:
    for key, family in zip(people.households, people.families, strict=True):
        yield {"id": key, "place": family.spot.village.id}


def _children(people: People, institutions: list[int]) -> Rows:
    for household, family, ids in zip(
        people.households, people.families, people.children, strict=True
    ):
        shared = {**_home(family, institutions), "household": household}
        for key, child in zip(ids, family.children, strict=True):
            yield {"id": key, **shared, **_child(child), **_school(child)}


def _home(family: Family, institutions: list[int]) -> Row:
    seat = family.institution
    setting = Child.Setting.SCATTERED if seat is None else Child.Setting.INSTITUTION
    came_from = family.moved_from or family.spot
    return {
        "place": family.spot.village.id,
        "place_since": family.moved_on,
        "registered_place": came_from.village.id,
        "address": family.address,
        "setting": setting,
        "institution": None if seat is None else institutions[seat],
    }


def _child(child: ChildPlan) -> Row:
    return {
        "status": Child.Status.ON_REGISTER,
        "registered_on": child.registered_on,
        "left_reason": "",
        "name": child.name,
        "pinyin": search_key(child.name),
        "sex": Child.Sex.BOY if child.boy else Child.Sex.GIRL,
        "birth_date": child.born,
        "ethnicity": child.ethnicity,
        "id_number": child.id_number,
        "id_index": child.id_number,
        "id_status": child.id_status,
        "health": child.health,
        "health_note": child.health_note,
    }


def _school(child: ChildPlan) -> Row:
    school = child.schooling
    return {
        "stage": school.stage,
        "school": school.school,
        "grade": school.grade,
        "boarding": school.boarding,
        "teacher": school.teacher,
        "teacher_phone": school.teacher_phone,
    }


def _residences(people: People) -> Rows:
    for key, family, _ in people.each():
        if family.moved_from and family.moved_on:
            yield {
                "child": key, "place": family.moved_from.village.id, "until": family.moved_on,
                "reason": "随监护人迁居", "by": f"{family.spot.township.name}妇联",
            }  # fmt: skip


def _guardians(people: People) -> Rows:
    for key, family, _ in people.each():
        guardian = family.guardian
        yield {
            "child": key, "name": guardian.name, "relation": guardian.relation,
            "phone": guardian.phone, "phone_index": guardian.phone, "since": guardian.since,
        }  # fmt: skip


def _parents(people: People) -> Rows:
    parents = ParentSituation.Parent
    for key, family, _ in people.each():
        for which, parent in ((parents.FATHER, family.father), (parents.MOTHER, family.mother)):
            if parent is not None:
                yield {
                    "child": key, "parent": which, "name": parent.name, "status": parent.status,
                    "wording": parent.wording, "since": parent.since, "until": parent.until,
                    "basis": parent.basis,
                }  # fmt: skip


def _needs(people: People) -> Rows:
    for key, family, child in people.each():
        by = f"{family.spot.township.name}妇联"
        for need in child.needs:
            yield {
                "child": key, "kind": need.kind, "note": need.note, "raised_on": need.raised_on,
                "raised_by": by, "met_on": need.met_on,
                "met_how": "已联系落实" if need.met_on else "",
            }  # fmt: skip
