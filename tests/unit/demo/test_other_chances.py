"""A larger city differs from a smaller one by its chances alone; other seeds are other chances.

The whole city takes minutes: it is built by ./dev run and for the pictures.
"""

import pytest
from django.test import override_settings

from nuantong.demo.building import build
from nuantong.demo.models import DemoMark
from nuantong.demo.size import TODAY, Size

pytestmark = pytest.mark.once

FEW, FAR = (
    Size(scattered=40, institution=8, carers=40),
    Size(scattered=90, institution=8, carers=50),
)
"""The smallest that is ever built, and one where carers are scarce."""


@pytest.mark.parametrize(("size", "seed"), [(FEW, 1), (FAR, 2), (FAR, 3)])
def test_any_chances_give_a_city(db: None, size: Size, seed: int) -> None:
    with override_settings(TODAY=TODAY, DEMO=True):
        build(size, seed=seed)
    assert DemoMark.objects.get().children == size.scattered + size.institution
