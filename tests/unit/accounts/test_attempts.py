"""Whoever fails too often is asked to come back later, and is told nothing by it."""

import datetime as dt

import pytest
from django.db import connection

from nuantong.accounts import attempts
from nuantong.accounts.attempts import attempted
from nuantong.accounts.models import FailedAttempt
from nuantong.core import clock
from nuantong.core.errors import Refusal

pytestmark = pytest.mark.django_db
SECRET = "1234"


def guess(word: str, what: str = "receipt", number: str = "77", sender: str = "10.0.0.1") -> bool:
    return attempted(what, [number, sender], lambda: word == SECRET)


def failing(times: int, **values: str) -> None:
    for n in range(times):
        assert not guess(f"{n:04d}", **values)


def test_after_ten_failures_not_even_the_right_word_helps_for_an_hour() -> None:
    failing(attempts.MOST)
    with pytest.raises(Refusal, match="过一小时"):
        guess(SECRET)
    FailedAttempt.objects.update(at=clock.now() - attempts.WITHIN)
    assert guess(SECRET)


def test_what_is_guessed_and_where_from_are_counted_each() -> None:
    for n in range(attempts.MOST):
        failing(1, sender=f"10.0.1.{n}")
    with pytest.raises(Refusal):
        guess(SECRET, sender="10.0.9.9")
    for n in range(attempts.MOST):
        failing(1, number=f"{n}", sender="10.0.3.3")
    with pytest.raises(Refusal):
        guess(SECRET, number="new", sender="10.0.3.3")
    assert guess(SECRET, number="new", sender="10.0.4.4")
    assert guess(SECRET, what="sign-in")


def test_who_succeeds_is_not_counted() -> None:
    failing(attempts.MOST - 1)
    assert all(guess(SECRET) for _ in range(30))


def test_nothing_guessed_is_readable_and_after_a_day_nothing_is_kept() -> None:
    failing(3, number="0123456789")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM accounts_failedattempt a")
        assert not any("0123456789" in row for (row,) in cursor.fetchall())
    FailedAttempt.objects.update(at=clock.now() - dt.timedelta(days=2))
    failing(1)
    assert FailedAttempt.objects.count() == 2
