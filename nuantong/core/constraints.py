"""What the database refused, said in words a person can act upon."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from nuantong.core.errors import Refusal


@contextmanager
def refusing(messages: Mapping[str, str]) -> Iterator[None]:
    """A broken constraint named in `messages` becomes a Refusal; the transaction lives on."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diagnosis = getattr(error.__cause__, "diag", None)
        message = messages.get(getattr(diagnosis, "constraint_name", "") or "")
        if message is None:
            raise
        raise Refusal(message) from error
