"""One-time passwords: good for one sign-in, after which one's own must be chosen."""

import secrets
from typing import Final

LETTERS: Final = "abcdefghjkmnpqrstuvwxyz"
DIGITS: Final = "23456789"


def one_time_password() -> str:
    """Easy to read out over the phone: four letters and six digits, without look-alikes."""
    letters = (secrets.choice(LETTERS) for _ in range(4))
    digits = (secrets.choice(DIGITS) for _ in range(6))
    return "".join([*letters, *digits])
