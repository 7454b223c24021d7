"""Work of a job as one transaction, begun again when the database ended it for another's sake."""

from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

P = ParamSpec("P")
R = TypeVar("R")
TIMES: Final = 5
GIVEN_UP: Final = {"40P01", "40001"}
"""deadlock_detected and serialization_failure: PostgreSQL asks to repeat the whole transaction."""


def retried(work: Callable[P, R]) -> Callable[P, R]:
    """`work` in a transaction, at most TIMES times; then the error is the caller's.

    It must alter nothing but the database before it returns. Within somebody's transaction it is a
    part of that one, which alone can be begun again. There is no pause: the one who lost waits for
    the locks of the one who won.
    """

    @wraps(work)
    def again(*args: P.args, **kwargs: P.kwargs) -> R:
        whole = transaction.atomic(work)
        for _ in range(0 if connection.in_atomic_block else TIMES - 1):
            try:
                return whole(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") not in GIVEN_UP:
                    raise
        return whole(*args, **kwargs)

    return again
