"""The default battery: which scale is given to whom (china.md §6, by the ages the scales are made for).

Under eight no child fills in anything: adults tick the observation list, which is not a scale.
"""

from typing import Final, NamedTuple


class Part(NamedTuple):
    """An instrument's code, and the ages in whole years."""

    code: str
    from_age: int
    to_age: int


DEFAULT: Final = (
    Part("phq-a", 12, 17),
    Part("gad-7", 12, 17),
    Part("ces-dc", 8, 11),
    Part("ses", 10, 17),
    Part("who-5", 9, 17),
)
YOUNGEST: Final = 8


def due(parts: list[tuple[int, int]], age: int | None) -> int:
    """How many of the parts (ages from and to) are for a child of this age; unknown is none."""
    return sum(low <= age <= high for low, high in parts) if age is not None else 0
