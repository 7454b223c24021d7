"""Numbers of bank accounts: what can be one, how it is shown. Pure.

A card's number ends in a check digit (ISO/IEC 7812-1, Luhn); passbooks and accounts of rural banks
have numbers without one, so only what has the shape of a card is checked.
"""

from typing import Final

SHORTEST, LONGEST = 8, 30
CARD_LENGTHS: Final = {16, 18, 19}
UNIONPAY: Final = "62"


class BadAccount(ValueError):
    """What is wrong with the number that was typed."""


def read_account(text: str) -> str:
    """The digits alone; BadAccount when it cannot be an account's number."""
    number = "".join(one for one in text if one not in " -\u3000\t")
    if not number:
        return ""
    if not (number.isascii() and number.isdigit()):
        raise BadAccount("账号只能是数字，请核对。")
    if not SHORTEST <= len(number) <= LONGEST:
        raise BadAccount(f"账号有{len(number)}位，一般是{SHORTEST}到{LONGEST}位，请核对。")
    if looks_like_a_card(number) and not passes_luhn(number):
        raise BadAccount("卡号的校验位不对，可能写错了一位，请对照银行卡再核对。")
    return number


def looks_like_a_card(number: str) -> bool:
    return number.startswith(UNIONPAY) and len(number) in CARD_LENGTHS


def passes_luhn(number: str) -> bool:
    """Every second digit from the right doubled, the digits of all added: a multiple of ten."""
    doubled = (int(one) * 2 if at % 2 else int(one) for at, one in enumerate(reversed(number)))
    return sum(one - 9 if one > 9 else one for one in doubled) % 10 == 0


def masked(number: str) -> str:
    """尾号 1234: what is enough to compare with a card."""
    return f"尾号{number[-4:]}" if number else ""
