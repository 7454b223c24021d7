"""Who answers a complaint: the nearest officer upwards from a place."""

from dataclasses import dataclass

from nuantong.access.officers import Officer, nearest, upwards
from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.people.whereabouts import place_of


@dataclass(frozen=True)
class Officers:
    """Who answers, and who does when the complaint is about that person."""

    nearest: Officer | None
    instead: Officer | None

    def about(self, nearest: bool) -> Officer | None:
        return self.instead if nearest else self.nearest


def officers_for(reader: Reader) -> Officers:
    """The reader's own place decides; nobody answers herself."""
    above = upwards(reader, place_of(reader), Permission.ANSWER_COMPLAINTS)
    found = [officer for officer in above if officer.user.pk != reader.actor_id]
    first = nearest(found)
    if first is None:
        return Officers(None, None)
    others = [officer for officer in found if officer.user != first.user]
    higher = [officer for officer in others if officer.desk.level < first.desk.level]
    return Officers(first, nearest(higher) or nearest(others))
