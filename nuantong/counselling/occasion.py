"""What a case says to the sheets given in it."""

from typing import Final
from uuid import UUID

from nuantong.core.errors import Refusal
from nuantong.counselling.models import Case
from nuantong.instruments.models import AnswerSheet

KIND: Final = "case"


def may_fill(sheet: AnswerSheet) -> None:
    """Refused when the case has ended, has not begun, or is another child's."""
    key, _, _ = sheet.occasion_key.partition("/")
    case = Case.objects.filter(key=UUID(key), child=sheet.child_id).first()
    if case is None:
        raise Refusal("这份量表不属于这名儿童的个案。")
    if not case.is_open:
        raise Refusal("这个个案已经结束，不能再填量表。")
    if not case.has_begun:
        raise Refusal("这个个案还没有开始，不能填量表。")
