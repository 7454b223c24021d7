"""Whatever is written on the log can be read by whoever reads it."""

import re
from typing import Any

import pytest

from nuantong.access.log import touched
from nuantong.audit.models import Event
from tests.web.world import build_world

pytestmark = pytest.mark.django_db


def test_the_log_names_what_an_event_touched_in_chinese(cast: Any) -> None:
    build_world(cast)
    words = {touched(event) for event in Event.objects.all()}
    assert len(words) > 5
    assert not [word for word in words if re.search("[A-Za-z]", word)]
