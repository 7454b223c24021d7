"""Counts of few people are not published: whoever knows one of them would learn of the others.

Fewer than five, as statistical offices do. Nothing may be worked out from the rest either: where a
total is known, one hidden part alone would be the total minus the others.
"""

from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

LEAST: Final = 5
HIDDEN: Final = f"不足{LEAST}人"
Key = TypeVar("Key", bound=Hashable)


def is_small(count: int) -> bool:
    """Whether a count may not be shown; none at all may."""
    return 0 < count < LEAST


def published(parts: Mapping[Key, int]) -> dict[Key, int | None]:
    """The parts of a known total as they may be shown: None is hidden.

    With a small part the smallest others are hidden too, until those hidden are two and together
    no fewer than LEAST.
    """
    hidden = {key for key, count in parts.items() if is_small(count)}
    rest = sorted((key for key in parts if parts[key] >= LEAST), key=lambda key: parts[key])
    for key in rest:
        if not hidden or (len(hidden) > 1 and sum(parts[one] for one in hidden) >= LEAST):
            break
        hidden.add(key)
    return {key: None if key in hidden else count for key, count in parts.items()}
