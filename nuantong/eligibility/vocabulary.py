"""What hints share with labels and tasks."""

from typing import Final

CHANGING: Final = "eligibility_change"
ANSWER: Final = "eligibility_answer"
LABELS_FOR: Final = {
    "orphan": ("orphan", "unattended"), "unattended": ("orphan", "unattended"),
    "at_risk": ("guardianship", "orphan", "unattended"),
    "hardship": ("hardship", "poor", "disabled", "severely_ill", "guardianship"),
}  # fmt: skip
"""Which labels say that a child of this category is on a care list; else the one of its name."""


FROM_LABELS: Final = frozenset({"poor", "disabled", "severely_ill", "guardianship", "hardship"})
"""Categories whose facts are labels: where the label is, a hint would only say it again."""


def only_repeats(category: str, labels: frozenset[str]) -> bool:
    """Whether a result says no more than a label its facts came from."""
    return category in FROM_LABELS and bool(labels & {*labels_for(category)})


def labels_for(category: str) -> tuple[str, ...]:
    return LABELS_FOR.get(category, (category,))
