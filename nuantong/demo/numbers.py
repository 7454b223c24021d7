"""Numbers that look right and can be nobody's.

ID numbers follow GB 11643 (date, sequence code, check character) under a region code that never
existed: of a district's code 5001xx or 5002xx the fourth digit becomes 9, and GB/T 2260 has no
5009xx. So every program accepts them, and no person can have one.

Phones begin with 154: the Ministry of Industry's table of network numbers (公众移动通信网网号分配情况,
state of March 2023) gives 154 to no operator, and it never was in service.
"""

import datetime as dt
from random import Random
from typing import Final

from nuantong.core.text import check_character

NEVER_IN_SERVICE: Final = "154"
RESERVED_PHONES: Final = 1_000
"""The lowest numbers are kept for the people of the tour."""


class Numbers:
    """Hands out ID numbers and phones, each once."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._used: set[str] = set()

    def identity(self, district: str, born: dt.date, boy: bool) -> str:
        """An ID number of somebody born that day in the district (a code of 6 digits or more)."""
        prefix = f"{invented_region(district)}{born:%Y%m%d}"
        while True:
            sequence = self._rng.randrange(0, 500) * 2 + boy
            first17 = f"{prefix}{sequence:03d}"
            number = first17 + check_character(first17)
            if sequence and number not in self._used and not number.endswith("000"):
                self._used.add(number)
                return number

    def phone(self) -> str:
        while True:
            number = f"{NEVER_IN_SERVICE}{self._rng.randrange(RESERVED_PHONES, 10**8):08d}"
            if number not in self._used:
                self._used.add(number)
                return number


def invented_region(district: str) -> str:
    """500113 → 500913."""
    return f"{district[:3]}9{district[4:6]}"


def reserved_phone(number: int) -> str:
    """The phones of the people of the tour: 15400000001 and on."""
    assert 0 < number < RESERVED_PHONES
    return f"{NEVER_IN_SERVICE}{number:08d}"


def mistyped(identity: str, rng: Random) -> str:
    """The number with a wrong check character."""
    check = rng.choice([c for c in "0123456789" if c != identity[17]])
    return identity[:17] + check
