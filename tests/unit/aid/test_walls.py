"""The database refuses what the program forgot to."""

import uuid
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from nuantong.aid.models import Application, OtherAid, Paper, Payee, Scheme, Step
from nuantong.core import clock
from tests.conftest import TODAY, make_child
from tests.unit.aid.room import (
    GIVEN,
    Room,
    ask,
    granted,
    judged,
    make_room,
    refused,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast: SimpleNamespace) -> Room:
    return make_room(cast)


def write(one: Application, kind: str, by: Any = None, **values: Any) -> None:
    """A step as any writer might put it into the table."""
    Step.objects.create(
        application=one, kind=kind, key=uuid.uuid4(), on=TODAY, at=clock.now(), by=by,
        by_name="某人", **values,
    )  # fmt: skip


def refuses(wall: str, attack: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        attack()
    diagnosis: Any = getattr(caught.value.__cause__, "diag", None)
    assert wall in (diagnosis.constraint_name or "", diagnosis.message_primary or "")


def test_no_decision_without_both_opinions(room: Room) -> None:
    one = judged(room, "township")
    refuses("step_in_its_turn", lambda: write(one, "refused", words="不行"))
    write(one, "township", verdict="disagree", words="不符合")
    refuses("step_in_its_turn", lambda: write(one, "refused", words="不行"))
    write(one, "district", verdict="agree", by=room.district.user)
    write(one, "refused", words="不行")


def test_an_opinion_is_not_of_whoever_applied_nor_both_of_one_person(room: Room) -> None:
    one, applied = ask(room), room.carer.user
    for kind, values in (("visited", {"words": "看过"}), ("township", {"verdict": "agree"})):
        refuses("step_not_by_whoever_applied", lambda k=kind, v=values: write(one, k, applied, **v))
    write(one, "visited", words="看过", by=room.township.user)
    write(one, "township", verdict="agree", by=room.district.user)
    refuses(
        "step_opinions_of_two_people",
        lambda: write(one, "district", room.district.user, verdict="agree"),
    )


def test_nobody_agrees_before_the_visit(room: Room) -> None:
    one = ask(room)
    refuses("step_agrees_after_a_visit", lambda: write(one, "township", verdict="agree"))


def test_no_payment_above_the_decision_and_no_decision_above_the_scheme(room: Room) -> None:
    one, money = judged(room), room.balance
    refuses(
        "decision_within_the_scheme",
        lambda: write(one, "granted", fen=GIVEN + 1, source=money),
    )
    refuses("step_grants_from_a_fund", lambda: write(one, "granted", fen=GIVEN))
    write(one, "granted", fen=GIVEN, source=money)
    write(one, "paid", fen=GIVEN - 1, voucher="付-1")
    refuses("payment_within_the_decision", lambda: write(one, "paid", fen=2, voucher="付-2"))
    refuses("withdrawn_before_money", lambda: write(one, "withdrawn", words="不要了"))
    write(one, "paid", fen=1, voucher="付-2")
    refuses("step_in_its_turn", lambda: write(one, "paid", fen=1, voucher="付-3"))


def test_an_appeal_is_not_decided_by_whoever_refused(room: Room) -> None:
    one = refused(room)
    write(one, "appealed", words="不同意")
    refuses(
        "appeal_not_by_whoever_refused", lambda: write(one, "upheld", room.city.user, words="维持")
    )


def test_a_child_has_one_application_in_a_scheme_and_year_unless_in_vain(room: Room) -> None:
    one = ask(room)
    again_ = {name: getattr(one, name) for name in (
        "child", "scheme", "consent", "year", "applied_on", "applied_for", "need", "asked_fen",
        "entered_at", "entered_by_name",
    )}  # fmt: skip
    refuses(
        "application_once_a_year", lambda: Application.objects.create(**again_, key=uuid.uuid4())
    )
    write(one, "withdrawn", words="不要了")
    Application.objects.create(**again_, key=uuid.uuid4())


def test_an_application_rests_on_a_consent_of_the_child(room: Room) -> None:
    one = ask(room)
    rows = Application.objects.filter(pk=one.pk).values()
    values = {**rows.get(), "key": uuid.uuid4(), "year": 2018, "state": "new"}
    values.pop("id")
    brother = make_child("弟弟", room.child.place.code)
    refuses(
        "application_rests_on_consent",
        lambda: Application.objects.create(**{**values, "child_id": brother.pk}),
    )
    refuses(
        "application_state_from_its_steps",
        lambda: Application.objects.create(**{**values, "state": "city"}),
    )


def test_a_state_follows_from_steps_alone_and_nothing_else_changes(room: Room) -> None:
    one = ask(room)
    rows = Application.objects.filter(pk=one.pk)
    refuses("application_state_from_its_steps", lambda: rows.update(state="granted"))
    refuses("application_stays", lambda: rows.update(asked_fen=1))
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM aid_application WHERE id = %s", [one.pk])


def test_rows_of_history_are_never_altered(room: Room) -> None:
    one = ask(room)
    kept: list[tuple[Any, dict[str, Any]]] = [
        (Step.objects.filter(application=one), {"by_name": "别人"}),
        (Paper.objects.filter(application=one), {"what": "other"}),
        (Payee.objects.filter(application=one), {"name": "别人"}),
        (Scheme.objects.filter(pk=room.scheme.pk), {"fen": 1}),
    ]
    other = OtherAid.objects.create(
        child=room.child, key=uuid.uuid4(), source="other", what="救助", fen=1, on=TODAY,
        entered_at=clock.now(), entered_by_name="某人",
    )  # fmt: skip
    kept.append((OtherAid.objects.filter(pk=other.pk), {"fen": 2}))
    for rows, change in kept:
        assert rows.exists()
        for attack in (lambda r=rows, c=change: r.update(**c), lambda r=rows: r._raw_delete(r.db)):
            with pytest.raises(IntegrityError), transaction.atomic():
                attack()


@pytest.mark.parametrize(
    ("wall", "kind", "values"),
    [
        ("step_opinion_has_a_verdict", "township", {}),
        ("step_says_why", "township", {"verdict": "disagree"}),
        ("step_says_why", "withdrawn", {}),
        ("step_of_money_says_how_much", "checked", {"fen": 5}),
    ],
)
def test_a_step_says_what_it_must(room: Room, wall: str, kind: str, values: dict[str, Any]) -> None:
    one = ask(room)
    refuses(wall, lambda: write(one, kind, **values))


def test_the_words_and_papers_of_an_application_are_sealed_in_the_database(room: Room) -> None:
    one = granted(room)
    with connection.cursor() as cursor:
        for table in ("aid_application", "aid_step", "aid_paper", "aid_payee"):
            cursor.execute(f"SELECT string_agg(t::text, '') FROM {table} t")
            text = cursor.fetchone()[0]
            told = ("学费", "奶奶", "6228480000000000018", "PDF", "农商")
            assert not [w for w in told if w in text or w.encode().hex() in text], table
    assert one.papers.get().content.startswith(b"%PDF")
