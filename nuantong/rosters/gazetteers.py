"""The gazetteer of a day: the region tree and the zones that work over it."""

import datetime as dt
from collections import defaultdict
from functools import lru_cache

from nuantong.regions.gazetteer import Gazetteer
from nuantong.regions.models import Organisation, OrganisationArea
from nuantong.regions.tree import Tree, tree_on


def gazetteer_on(day: dt.date) -> Gazetteer:
    return _gazetteer(tree_on(day))


@lru_cache(maxsize=2)
def _gazetteer(tree: Tree) -> Gazetteer:
    zones: dict[str, list[int]] = defaultdict(list)
    areas = OrganisationArea.objects.filter(organisation__kind=Organisation.Kind.ZONE)
    for area in areas.select_related("organisation"):
        for name in (area.organisation.name, area.organisation.short_name):
            zones[name].append(tree.current(area.region_id))
    return Gazetteer(tree.places.values(), zones)
