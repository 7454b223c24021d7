"""The telephone numbers printed on the danger page (china.md §3.1), most urgent first."""

from typing import Final, NamedTuple


class Number(NamedTuple):
    phone: str
    who: str


POLICE: Final = Number("110", "公安报警")
HELPLINES: Final = (
    Number("12338", "妇联维权"),
    Number("12356", "心理援助"),
    Number("12355", "青少年服务"),
)
