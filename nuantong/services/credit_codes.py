"""The unified social credit code 统一社会信用代码 (GB 32100-2015): 18 characters, the last a check."""

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Without I, O, S, V and Z."""
LENGTH: Final = 18


def check_character(first: str) -> str:
    """The eighteenth character after seventeen: weights are the powers of 3 modulo 31."""
    total = sum(ALPHABET.index(one) * pow(3, place, 31) for place, one in enumerate(first))
    return ALPHABET[-total % 31]


def problem_of(code: str) -> str:
    """What is wrong with a code, '' when nothing is."""
    if len(code) != LENGTH:
        return f"统一社会信用代码应是{LENGTH}位，现在是{len(code)}位。"
    strange = [one for one in code if one not in ALPHABET]
    if strange:
        return f"统一社会信用代码里不应有“{strange[0]}”（没有字母 I、O、S、V、Z，字母用大写）。"
    if check_character(code[:-1]) != code[-1]:
        return "统一社会信用代码的最后一位对不上，请对照登记证书核对。"
    return ""
