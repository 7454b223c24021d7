"""What a way to carry a duty asks for: of the contact, and of the child and the day."""

from collections.abc import Set

from nuantong.calendars.festivals import Festival
from nuantong.duties.protocols import Acceptance


def has_what(way: Acceptance, acts: Set[str], means: str, topics: Set[str]) -> bool:
    """Whether a contact of these acts, by these means and about these topics is enough."""
    return (
        not way.acts.isdisjoint(acts)
        and (not way.means or means in way.means)
        and (not way.topics or not way.topics.isdisjoint(topics))
    )


def is_for(way: Acceptance, stage: str, boarding: bool) -> bool:
    """Whether the way is meant for such a child."""
    return (not way.stages or stage in way.stages) and way.boarding in (None, boarding)


def is_open(way: Acceptance, in_term: bool, festivals: Set[Festival]) -> bool:
    """Whether the way is open on such a day."""
    return way.in_term in (None, in_term) and (
        not way.festivals or not way.festivals.isdisjoint(festivals)
    )
