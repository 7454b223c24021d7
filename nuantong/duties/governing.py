"""Which version of a protocol governs when, for a child who lives here and then there. Pure."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from nuantong.duties.protocols import ProtocolDefinition
from nuantong.duties.windows import Version

District = int | None
"""None is the city: every district that has no edition of its own."""


class Edition(NamedTuple):
    """What the protocol says from a day on, in the city or in one district."""

    district: District
    valid_from: date
    definition: ProtocolDefinition


class Home(NamedTuple):
    """From the day on the child lives in the district."""

    district: District
    since: date


def governing(editions: Collection[Edition], homes: Sequence[Home]) -> list[Version]:
    """The versions one after the other; each governs the windows that start in its time.

    A district's own edition stands in the place of the city's from its first day on. The homes
    are in order; the first holds also before it, and no home is the city.
    """
    stays = list(homes) or [Home(None, date.min)]
    stays[0] = stays[0]._replace(since=date.min)
    ends = [*(home.since for home in stays[1:]), date.max]
    return [
        version
        for home, end in zip(stays, ends, strict=True)
        for version in _between(_line(editions, home.district), home.since, end)
    ]


def _line(editions: Collection[Edition], district: District) -> list[Version]:
    """What is in force in a district, day after day."""
    own = [one for one in editions if one.district == district]
    first = min((one.valid_from for one in own), default=date.max)
    city = [one for one in editions if one.district is None and one.valid_from < first]
    rows = own if district is None else [*city, *own]
    return [Version(one.valid_from, one.definition) for one in sorted(rows, key=_day)]


def _day(edition: Edition) -> date:
    return edition.valid_from


def _between(line: list[Version], since: date, until: date) -> Iterator[Version]:
    """What is in force from the one day to before the other, cut to it."""
    starts = [date.min, *(version.valid_from for version in line[1:])]
    for version, (start, end) in zip(line, pairwise([*starts, date.max]), strict=False):
        if start < until and end > since:
            yield Version(max(start, since), version.definition)
