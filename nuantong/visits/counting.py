"""The plan of every district counted by place, each night."""

from collections import defaultdict
from dataclasses import asdict

from nuantong.access.reader import Reader
from nuantong.access.roles import Permission
from nuantong.core.retrying import retried
from nuantong.visits.models import PlanTally
from nuantong.visits.queries.plan import PlannedHome, plan, tally


@retried
def count_plan(by: Reader) -> int:
    """Every place with homes of the plan; how many homes. Twice equals once."""
    PlanTally.objects.all().delete()
    return sum(_of_district(district.id, by) for district in by.tree.districts())


def _of_district(district: int, by: Reader) -> int:
    found: dict[int, list[PlannedHome]] = defaultdict(list)
    for home in plan(by, to=Permission.SEE_VISITS, places=by.tree.below(district)):
        found[home.place or district].append(home)
    PlanTally.objects.bulk_create(
        PlanTally(place_id=place, on=by.on, **asdict(tally(homes)))
        for place, homes in found.items()
    )
    return sum(map(len, found.values()))
