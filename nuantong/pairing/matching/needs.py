"""Which skill of a carer answers which need of a child."""

from collections.abc import Mapping
from typing import Final

LANGUAGES: Final = ("sign", "tujia", "miao", "yi", "tibetan", "elsewhere", "foreign")
"""Spoken with a child besides Mandarin and the dialect of the place: answered by who speaks it."""
ANSWERS: Final[dict[str, str]] = {
    "study": "education",
    "counselling": "psychology",
    "medical": "medical",
    "legal": "law",
    **dict(zip(LANGUAGES, LANGUAGES, strict=True)),
}
"""Need → skill. Other needs (living, housing …) are nothing a carer's skill decides."""


def fit(
    needs: frozenset[str], skills: frozenset[str], answers: Mapping[str, str] = ANSWERS
) -> tuple[frozenset[str], frozenset[str]]:
    """(met, not met) among the needs that a skill can answer."""
    answerable = needs & answers.keys()
    met = frozenset(need for need in answerable if answers[need] in skills)
    return met, answerable - met
