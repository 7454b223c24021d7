"""The accounts that the sign-in page of a demo offers and build_demo prints."""

from typing import Final

from nuantong.demo.cast import CAST

PASSWORD: Final = "nuantong-2018"
"""One for everybody: nobody in this city is real."""


def listed() -> list[dict[str, str]]:
    return [
        {
            "role": one.role.label,
            "name": one.name,
            "staff_number": one.staff_number,
            "password": PASSWORD,
            "what": one.what,
        }
        for one in CAST
    ]
