"""Two officers at the same moment, on two connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

from nuantong.access.reader import reader_of
from nuantong.access.roles import Role
from nuantong.core.errors import Refusal
from nuantong.notices.models import Notice
from nuantong.pairing.actions import (
    accept_proposals,
    pair,
    publish_round,
    run_round,
    start_round,
)
from nuantong.pairing.models import Pairing, Proposal

from .conftest import NEXT_VILLAGE, TODAY, VILLAGE

PEOPLE = 6


def at_once(*work: Callable[[], Any]) -> list[Any]:
    """Everything at the same moment, each on a connection of its own."""
    gate = Barrier(len(work))

    def run(one: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            gate.wait()
            return one()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(run, work))


def officers(make, count: int) -> list[Any]:
    users = [
        make.user(f"q{n}", f"干部{n}", Role.DISTRICT_OFFICER, VILLAGE[:6]) for n in range(count)
    ]
    return [reader_of(user, TODAY) for user in users]


def test_officers_accept_the_same_proposals_and_every_child_is_paired_once(committed):
    make = committed
    for n in range(8):
        make.child(f"小{n}", VILLAGE)
        make.carer(f"妈妈{n}", VILLAGE)
    readers = officers(make, PEOPLE)
    begun = start_round(region=make.place(VILLAGE[:6]), by=readers[0])
    round = run_round(round_id=begun.pk)
    decisions = at_once(*(lambda by=by: accept_proposals(round=round, by=by) for by in readers))
    counts = [d.households for d in decisions if not isinstance(d, Refusal)]
    assert sum(counts) == 8
    told = at_once(*(lambda by=by: publish_round(round=round, by=by) for by in readers))
    assert sum(one.households for one in told if not isinstance(one, Refusal)) == 8
    assert Pairing.objects.count() == 8
    assert not Proposal.objects.exclude(state="published").exists()
    assert Notice.objects.count() == 8


def test_a_carers_last_place_goes_to_one_of_them(committed):
    make = committed
    carer = make.carer("李春梅", VILLAGE, capacity=1)
    children = [make.child(f"小{n}", NEXT_VILLAGE) for n in range(PEOPLE)]
    readers = officers(make, PEOPLE)
    answers = at_once(
        *(
            lambda child=child, by=by: pair(child=child, carer=carer, by=by)
            for child, by in zip(children, readers, strict=True)
        )
    )
    assert sum(isinstance(answer, Refusal) for answer in answers) == PEOPLE - 1
    assert Pairing.objects.get().carer == carer


def test_the_wall_holds_for_writers_who_lock_nothing(committed):
    make = committed
    carer = make.carer("李春梅", VILLAGE, capacity=2)
    children = [make.child(f"小{n}", VILLAGE) for n in range(PEOPLE)]

    def write(child: Any) -> str:
        values = {"tier": "village", "checked_on": carer.background_checked_on, "start": TODAY}
        try:
            Pairing.objects.create(child=child, carer=carer, **values)
        except Exception as error:
            return str(error)
        return ""

    answers = at_once(*(lambda child=child: write(child) for child in children))
    assert answers.count("") == 2
    assert all("capacity" in answer for answer in answers if answer)


def test_a_child_paired_by_hand_meanwhile_lapses_from_the_round(committed):
    make = committed
    child, carer = make.child("小乐", VILLAGE), make.carer("李春梅", VILLAGE)
    other = make.carer("王秀英", VILLAGE)
    one, two = officers(make, 2)
    round = run_round(round_id=start_round(region=make.place(VILLAGE[:6]), by=one).pk)
    proposed = Proposal.objects.get().carer
    accept_proposals(round=round, by=one)
    at_once(
        lambda: publish_round(round=round, by=one),
        lambda: pair(child=child, carer=carer if proposed == other else other, by=two),
    )
    assert Pairing.objects.count() == 1
    assert Proposal.objects.get().state in {"published", "lapsed"}
