"""Addresses of one page for many records, where a list has one in every row."""

from collections.abc import Callable
from typing import Final

from django.urls import reverse

MARK: Final = "0MARK0"


def addresses(name: str) -> Callable[[str], str]:
    """The page's address for a number or code of letters and digits; worked out once."""
    before, after = reverse(name, args=[MARK]).split(MARK)
    return lambda number: f"{before}{number}{after}"
