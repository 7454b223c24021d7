"""Random histories against a plain model: the books are what a child with coins would count."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.books import posting
from nuantong.books.models import Balance, Entry
from nuantong.core.errors import Refusal
from tests.unit.books.book import make_fund, move, undo

PLACES = ("any", "winter_coat", "gift_pack")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["pledge", "receive", "forgo", "commit", "release", "spend", "pay", "assign",
                         "give_back", "undo"]),
        st.sampled_from(PLACES), st.integers(1, 9), st.integers(0, 30),
    ),
    max_size=14,
)  # fmt: skip


class Coins:
    """The plain model: for each purpose what came, is promised, was spent and went back."""

    def __init__(self) -> None:
        self.here = {p: dict.fromkeys(("came", "pledged", "promised", "spent", "back"), 0)
                     for p in PLACES}  # fmt: skip

    def try_(self, *changes: tuple[str, str, int]) -> bool:
        """Do it when nothing falls short; say whether it was done."""
        after = {purpose: dict(box) for purpose, box in self.here.items()}
        for purpose, what, fen in changes:
            after[purpose][what] += fen
        fine = all(self._fine(purpose, box) for purpose, box in after.items())
        self.here = after if fine else self.here
        return fine

    @staticmethod
    def _fine(purpose: str, box: dict[str, int]) -> bool:
        unused = box["promised"] == box["spent"] == 0
        left = box["came"] - box["spent"] - box["back"] - box["promised"]
        return min(left, *box.values()) >= 0 and (purpose != "any" or unused)


def changes_of(verb: str, purpose: str, fen: int) -> list[tuple[str, str, int]]:
    return {
        "pledge": [(purpose, "pledged", fen)],
        "forgo": [(purpose, "pledged", -fen)],
        "receive": [(purpose, "came", fen)],
        "commit": [(purpose, "promised", fen)],
        "release": [(purpose, "promised", -fen)],
        "spend": [(purpose, "spent", fen)],
        "pay": [(purpose, "spent", fen), (purpose, "promised", -fen)],
        "assign": [("any", "came", -fen), (purpose, "came", fen)],
        "give_back": [(purpose, "back", fen)],
    }[verb]


def post(verb: str, fund: Any, purpose: str, fen: int) -> Entry:
    if verb == "assign":
        return move(posting.assign, fund, fen, purpose="any", to=posting.Part(purpose))
    if verb == "pay":
        return move(posting.spend, fund, fen, purpose=purpose, committed=fen)
    return move(getattr(posting, verb), fund, fen, purpose=purpose)


def done(work: Callable[[], Entry]) -> Entry | None:
    try:
        return work()
    except Refusal:
        return None


@pytest.mark.django_db
@settings(max_examples=25)
@given(STEPS)
def test_the_books_agree_with_a_plain_count_at_every_step(steps: Any) -> None:
    with transaction.atomic():
        fund, coins = make_fund(), Coins()
        history: list[tuple[Entry, list[tuple[str, str, int]], bool]] = []
        for verb, purpose, fen, which in steps:
            if verb == "undo":
                _undo(coins, history, which)
            elif not (verb == "assign" and purpose == "any"):
                changes = changes_of(verb, purpose, fen)
                entry = done(lambda v=verb, p=purpose, f=fen: post(v, fund, p, f))
                assert (entry is not None) == coins.try_(*changes), (verb, purpose, fen)
                history += [(entry, changes, False)] if entry else []
            assert _counted(fund) == coins.here
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        transaction.set_rollback(True)


def _undo(coins: Coins, history: list[Any], which: int) -> None:
    """One of the past is undone, unless it was before or what it brought is gone."""
    if not history:
        return
    at = which % len(history)
    entry, changes, gone = history[at]
    if gone:
        return
    back = done(lambda: undo(entry))
    assert (back is not None) == coins.try_(*((p, what, -fen) for p, what, fen in changes))
    history[at] = (entry, changes, back is not None)


def _counted(fund: Any) -> dict[str, dict[str, int]]:
    empty = dict.fromkeys(("came", "pledged", "promised", "spent", "back"), 0)
    rows = {b.purpose: b for b in Balance.objects.filter(fund=fund)}
    assert all(b.income + b.bank + b.stock + b.spent + b.returned == 0 for b in rows.values())
    return {
        p: {"came": b.raised, "pledged": b.pledged, "promised": b.committed, "spent": b.spent,
            "back": b.returned} if (b := rows.get(p)) else empty
        for p in PLACES
    }  # fmt: skip
