"""The free places of one block, handed out one household at a time."""

import heapq
from collections.abc import Sequence

from nuantong.pairing.matching.needs import fit
from nuantong.pairing.matching.values import Carer, Key

Skills = frozenset[str]
Entry = tuple[int, Key, Carer]
NOBODY: frozenset[Key] = frozenset()


class Pool:
    """Carers of a block by their skills; `places` is shared between blocks and counted down."""

    def __init__(self, carers: Sequence[Carer], places: dict[Key, int]) -> None:
        self.places = places
        self.queues: dict[Skills, list[Entry]] = {}
        for carer in carers:
            taken = carer.load + carer.free - places[carer.id]
            self.queues.setdefault(carer.skills, []).append((taken, carer.id, carer))
        for queue in self.queues.values():
            heapq.heapify(queue)

    def take(self, needs: frozenset[str], refused: frozenset[Key] = NOBODY) -> Carer | None:
        """The carer who answers most of the needs; among equals the fewest other skills, then
        the fewest households, then the id. None when every place is taken, or refused."""
        aside = self._set_aside(refused) if refused else []
        chosen = self._take(needs)
        for entry in aside:
            heapq.heappush(self.queues.setdefault(entry[2].skills, []), entry)
        return chosen

    def _set_aside(self, refused: frozenset[Key]) -> list[Entry]:
        """Takes these carers out of the pool."""
        aside = [entry for queue in self.queues.values() for entry in queue if entry[1] in refused]
        for skills in {entry[2].skills for entry in aside}:
            kept = [entry for entry in self.queues.pop(skills) if entry[1] not in refused]
            if kept:
                heapq.heapify(kept)
                self.queues[skills] = kept
        return aside

    def _take(self, needs: frozenset[str]) -> Carer | None:
        skills = min(self.queues, key=lambda known: self._rank(known, needs), default=None)
        if skills is None:
            return None
        queue = self.queues[skills]
        taken, key, carer = queue[0]
        self.places[key] -= 1
        if self.places[key]:
            heapq.heapreplace(queue, (taken + 1, key, carer))
        else:
            heapq.heappop(queue)
        if not queue:
            del self.queues[skills]
        return carer

    def _rank(self, skills: Skills, needs: frozenset[str]) -> tuple[int, int, int, Key]:
        met, _ = fit(needs, skills)
        taken, key, _ = self.queues[skills][0]
        return -len(met), len(skills) - len(met), taken, key
