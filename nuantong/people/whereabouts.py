"""Where a person works, for what goes to the office or the police station next to her."""

from nuantong.access.models import Grant
from nuantong.access.reader import Reader
from nuantong.people.models import Carer
from nuantong.regions.models import OrganisationArea


def place_of(reader: Reader) -> int | None:
    """A carer's village, else the smallest place of the grants; those that ended serve too."""
    if reader.user is None:
        return None
    carer = Carer.objects.filter(user=reader.user, place__isnull=False).first()
    if carer:
        return carer.place_id
    grants = reader.grants or list(Grant.objects.filter(user=reader.user).select_related("region"))
    regions = [grant.region for grant in grants if grant.region]
    if regions:
        return max(regions, key=lambda region: region.level).pk
    return _area([grant.organisation_id for grant in grants if grant.organisation_id])


def _area(organisations: list[int]) -> int | None:
    areas = OrganisationArea.objects.filter(organisation__in=organisations).order_by("pk")
    return areas.values_list("region_id", flat=True).first()
