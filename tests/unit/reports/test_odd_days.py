"""Days in an address that no calendar of this register knows."""

import pytest

from nuantong.access.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", ["0001-01-01", "2018-02-30", "9999-12-31", "²018-01-01", ""])
@pytest.mark.parametrize("url", ["/figures/?as_of={}", "/figures/monthly/?known={}"])
def test_an_impossible_day_is_as_none(cast, client_of, url, day) -> None:
    assert client_of(Role.TOWNSHIP_CHAIR).get(url.format(day)).status_code == 200
