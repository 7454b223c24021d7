"""Who walks the tour, by staff number (nuantong.demo.cast)."""

from collections.abc import Callable
from typing import Final

from tests.browser.visitor import Visitor

Comes = Callable[[str], Visitor]
CARER: Final = "C5001130001"
VILLAGE_CHAIR: Final = "C5001130002"
TOWNSHIP_CHAIR: Final = "T500113111"
SECOND_READER: Final = "T5001131112"
DISTRICT_OFFICER: Final = "D500113"
CITY_OFFICER: Final = "M500001"
COUNSELLOR: Final = "P500001"
SUPERVISOR: Final = "P500002"
RIGHTS_OFFICER: Final = "R500113"
LEADER: Final = "L500001"
SYSTEM_ADMIN: Final = "S500001"
SECURITY_ADMIN: Final = "S500002"
AUDITOR: Final = "S500003"
