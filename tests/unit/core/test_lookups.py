"""Finding by arrays."""

import pytest

from nuantong.core.kept import Kept, slot
from nuantong.core.lookups import MANY
from nuantong.regions.models import Region

pytestmark = pytest.mark.django_db
KEPT = Kept(lambda: Region.objects.filter(id__any_of=slot("keys")))


@pytest.mark.parametrize("size", [0, 3, MANY - 1, MANY, MANY * 4])
def test_any_of_finds_the_same_however_many_are_asked_for(size: int) -> None:
    keys = list(Region.objects.order_by("id").values_list("id", flat=True)[: size // 2])
    codes = list(Region.objects.filter(pk__in=keys).values_list("code", flat=True))
    asked = keys + [-number for number in range(1, size - len(keys) + 1)]
    assert set(Region.objects.filter(id__any_of=asked).values_list("id", flat=True)) == set(keys)
    assert Region.objects.filter(code__any_of=codes).count() == len(keys)
    assert {region.pk for region in KEPT(keys=asked)} == set(keys)


def test_any_of_takes_bytes_too() -> None:
    from nuantong.people.models import Carer

    marks = [bytes([number % 256, number // 256]) for number in range(MANY + 1)]
    Carer.objects.create(name="王二", phone_index=marks[7])
    for asked in (marks, marks[:9]):
        assert Carer.objects.filter(phone_index__any_of=asked).count() == 1
