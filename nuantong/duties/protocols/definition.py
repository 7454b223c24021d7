"""What a protocol says, as values."""

from dataclasses import dataclass
from functools import cached_property

from nuantong.calendars.festivals import Festival
from nuantong.calendars.periods import Rule
from nuantong.duties.protocols.rungs import USUAL, Rung


class InvalidDefinition(ValueError):
    """The definition cannot be used; the message names the place and the remedy, in Chinese."""


@dataclass(frozen=True, eq=False)
class Acceptance:
    """One way to carry a duty. An empty set asks for nothing.

    Acts, means, topics and festivals each need one of the listed. ``stages``, ``boarding`` and
    ``in_term`` say for which child and when this way is open.
    """

    acts: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    festivals: frozenset[Festival] = frozenset()
    stages: frozenset[str] = frozenset()
    boarding: bool | None = None
    in_term: bool | None = None


@dataclass(frozen=True, eq=False)
class Duty:
    """A recurring promise: so many times in each period, carried by a contact of some kind."""

    code: str
    title: str
    period: Rule
    accepts: tuple[Acceptance, ...]
    times: int = 1
    grace_days: int = 0
    catch_up: bool = False


@dataclass(frozen=True, eq=False)
class ProtocolDefinition:
    """All duties of one protocol version."""

    code: str
    title: str
    duties: tuple[Duty, ...]
    summary: str = ""
    ladder: tuple[Rung, ...] = USUAL

    @cached_property
    def by_code(self) -> dict[str, Duty]:
        return {duty.code: duty for duty in self.duties}
