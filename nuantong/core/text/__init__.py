"""What people type, made comparable: names, pinyin, ID numbers, phones, dates, small words.

Pure: no Django, no clock. Whoever needs 'today' hands it in.
"""

from nuantong.core.text.characters import clean, compact, plain
from nuantong.core.text.dates import ParsedDate, in_full, month_day, parse_date
from nuantong.core.text.id_numbers import (
    IdNumber,
    IdStatus,
    check_character,
    near_numbers,
    parse_id_number,
)
from nuantong.core.text.names import Name, normalise_name, parse_name
from nuantong.core.text.phones import Phone, normalise_phone, parse_phone
from nuantong.core.text.pinyin import pinyin_full, pinyin_initials
from nuantong.core.text.words import is_placeholder, parse_sex, parse_yes_no

__all__ = [
    "IdNumber", "IdStatus", "Name", "ParsedDate", "Phone", "check_character", "clean", "compact",
    "in_full", "is_placeholder", "month_day", "near_numbers", "normalise_name", "normalise_phone", "parse_date", "parse_id_number",
    "parse_name", "parse_phone", "parse_sex", "parse_yes_no", "pinyin_full", "pinyin_initials", "plain",
]  # fmt: skip
