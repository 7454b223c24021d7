"""Which skill of a carer answers which need of a child."""

from typing import Final

ANSWERS: Final[dict[str, str]] = {
    "study": "education",
    "counselling": "psychology",
    "medical": "medical",
    "legal": "law",
}
"""Need → skill. Other needs (living, housing …) are nothing a carer's skill decides."""


def fit(needs: frozenset[str], skills: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """(met, not met) among the needs that a skill can answer."""
    answerable = needs & ANSWERS.keys()
    met = frozenset(need for need in answerable if ANSWERS[need] in skills)
    return met, answerable - met
