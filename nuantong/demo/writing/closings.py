"""Villages of which every row is accounted for, closed by their township's chair. One district is
further than another; the tour's own has still to begin."""

from collections.abc import Iterator
from random import Random
from typing import Final

from nuantong.accounts.models import User
from nuantong.core import clock
from nuantong.demo import cast
from nuantong.demo.offices import township_chair
from nuantong.demo.size import SEED, chance
from nuantong.regions.tree import VILLAGE, Place, Tree
from nuantong.sweeps.models import Closing, Source
from nuantong.sweeps.queries.closing import counts_of
from nuantong.sweeps.queries.sums import Sums, book

SHARES: Final = (1.0, 1.0, 0.95, 0.8, 0.6, 0.4, 0.15, 0.0)
"""How many of a district's villages are closed by now, each as likely."""


def write_closings(tree: Tree, users: dict[str, int], seed: int = SEED) -> None:
    rng, sources = chance("closings", seed), list(Source.objects.values_list("pk", flat=True))
    names = dict(User.objects.filter(pk__in=users.values()).values_list("pk", "name"))
    closings = []
    for village, sums in _closed(tree, sources, rng):
        township = tree.township_of(village.id)
        user = users[township_chair(township.code)] if township else 0
        closings.append(Closing(
            region_id=village.id, by_id=user, by_name=names[user], at=clock.now(),
            counts=counts_of(sums),
        ))  # fmt: skip
    Closing.objects.bulk_create(closings)


def _closed(tree: Tree, sources: list[int], rng: Random) -> Iterator[tuple[Place, Sums]]:
    for district in sorted(tree.districts(), key=lambda one: one.code):
        share = rng.choice(SHARES)
        if district.code.startswith(cast.DISTRICT):
            continue
        for region, sums in sorted(
            book(tree, district.id, sources, clock.today()).by_place.items()
        ):
            place = tree.places[region]
            done = place.level == VILLAGE and sums.total and not sums.standing["waiting"]
            if done and rng.random() < share:
                yield place, sums
