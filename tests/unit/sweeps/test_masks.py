"""Who works with numbers finds no names on the way, neither by reading nor by searching."""

import pytest
from django.urls import reverse

from nuantong.access.roles import Role
from nuantong.sweeps.models import LoadRow
from nuantong.sweeps.queries.loads import veiled
from tests.unit.sweeps.rosters_made import a_source, bring, csv_of, pupil

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("500113200903041234", "500***************"), ("13800138000", "138********"),
        ("周小航", "周*航"), ("周航", "周*"), ("麻柳嘴镇一村3组12号", "麻柳嘴镇…"),
        ("联系13800138000", "联系138********"), ("是", "*"), ("", ""),
    ],
)  # fmt: skip
def test_a_sample_tells_what_a_column_holds_and_not_whom(text: str, shown: str) -> None:
    assert veiled(text) == shown


def test_a_loads_rows_show_names_as_lists_do(client_of) -> None:
    source = a_source(code="500113000000")
    bring(source, csv_of([pupil("周小航", 361)]))
    url = reverse("sweeps:load", args=[source.loads.get().pk])
    officer = client_of(Role.DISTRICT_OFFICER)
    page = officer.get(url).content.decode()
    assert "周*航" in page and "周小航" not in page
    for name, found in (("周", 0), ("小航", 0), ("周小航", 1)):
        assert officer.get(url, {"name": name}).context["listing"].total == found
    assert LoadRow.objects.count() == 1
