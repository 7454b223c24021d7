"""What the database itself refuses, and what cannot be read in it."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.people import actions
from nuantong.people.models import Carer, Child, Guardian, Label, Need, Residence
from tests.conftest import NEXT_VILLAGE, TODAY, VILLAGE, place

pytestmark = pytest.mark.django_db
DAY = dt.date


def refused(make_row) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_row()


def test_two_children_never_have_one_valid_id(make) -> None:
    values = {"id_number": "x", "id_index": b"i" * 32}
    make.child("甲", VILLAGE, id_status="valid", **values)
    refused(lambda: make.child("乙", VILLAGE, id_status="valid", **values))
    make.child("丙", VILLAGE, id_status="shared", **values)


def test_a_known_id_has_its_index_and_a_name_is_never_empty(make) -> None:
    refused(lambda: make.child("甲", VILLAGE, id_status="wrong", id_number="5001"))
    refused(lambda: make.child("", VILLAGE))
    refused(lambda: make.carer("", VILLAGE))
    refused(lambda: make.carer("甲", VILLAGE, capacity=21))


@pytest.mark.parametrize(
    "values",
    [{"status": "left"}, {"status": "left", "left_on": TODAY}, {"left_on": TODAY},
     {"status": "left", "left_reason": "死亡"}],
)  # fmt: skip
def test_who_left_has_a_day_and_a_reason(make, values) -> None:
    refused(lambda: make.child("甲", VILLAGE, **values))


@pytest.mark.parametrize(
    ("since", "until"),
    [(DAY(2018, 1, 1), None), (None, None), (DAY(2017, 12, 1), DAY(2018, 2, 1)), (None, TODAY)],
)
def test_one_category_never_overlaps_itself(make, since, until) -> None:
    child = make.child("甲", VILLAGE)
    held = {"child": child, "category": "poor", "basis": "低保"}
    Label.objects.create(**held, since=DAY(2018, 1, 1), until=DAY(2018, 6, 1))
    refused(lambda: Label.objects.create(**held, since=since, until=until))
    Label.objects.create(**held, since=DAY(2018, 6, 1), until=None)
    refused(lambda: Label.objects.create(**held, since=TODAY, until=TODAY))


def test_a_child_lived_in_one_place_a_day(make) -> None:
    child = make.child("甲", VILLAGE)
    stay = {"child": child, "place": place(NEXT_VILLAGE), "by": "王"}
    Residence.objects.create(**stay, since=DAY(2017, 1, 1), until=DAY(2018, 1, 1))
    refused(lambda: Residence.objects.create(**stay, since=DAY(2017, 6, 1), until=DAY(2017, 7, 1)))
    refused(lambda: Residence.objects.create(**stay, since=None, until=DAY(2017, 2, 1)))
    refused(lambda: Residence.objects.create(**stay, since=TODAY, until=TODAY))


def test_one_guardian_one_open_need_at_a_time(make) -> None:
    child = make.child("甲", VILLAGE)
    Guardian.objects.create(child=child, name="王")
    refused(lambda: Guardian.objects.create(child=child, name="李"))
    need = {"child": child, "kind": "study", "raised_on": TODAY, "raised_by": "王"}
    Need.objects.create(**need)
    refused(lambda: Need.objects.create(**need))


def test_numbers_are_given_by_the_database_and_unique(make) -> None:
    one, two = make.child("甲", VILLAGE), make.child("乙", VILLAGE)
    assert one.number != two.number and len(one.number) == 8
    refused(lambda: Child.objects.filter(pk=one.pk).update(number=two.number))


def test_what_is_encrypted_cannot_be_read_in_the_tables(township, id_of) -> None:
    child = actions.register_child(
        values={"name": "刘哲", "id_number": id_of(), "address": "八角三组",
                "teacher_phone": "13700137000", "health_note": "哮喘", "remark": "怕生"},
        place=place(VILLAGE).pk, by=township,
    )  # fmt: skip
    actions.change_guardian(
        child=child, name="王", relation="祖母", phone="13800138000", by=township
    )
    actions.raise_need(child=child, kind="study", note="数学跟不上", by=township)
    actions.register_carer(
        values={"name": "谭", "phone": "13900139000", "id_number": id_of(DAY(1970, 1, 1)),
                "place_id": place(VILLAGE).pk},
        by=township,
    )  # fmt: skip
    secrets = [id_of(), id_of(DAY(1970, 1, 1)), "八角三组", "13700137000", "13800138000",
               "13900139000", "哮喘", "怕生", "数学跟不上"]  # fmt: skip
    for model in (Child, Guardian, Need, Carer):
        stored = raw(model._meta.db_table)
        for secret in secrets:
            assert secret.encode() not in stored and secret.encode().hex().encode() not in stored
    assert Child.objects.get(pk=child.pk).address == "八角三组"
    audited = raw("audit_event")
    assert not any(secret.encode() in audited for secret in secrets)


def raw(table: str) -> bytes:
    """Every value of a table, bytes as they are and everything else as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        values = [value for row in cursor.fetchall() for value in row]
    return b"\n".join(
        bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in values
    )
