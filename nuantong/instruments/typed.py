"""Answers as they are typed or stand in a sheet: the form's own numbers, or nothing. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from nuantong.core.text import clean
from nuantong.instruments.questions import Question

EMPTY = frozenset({"", "-", "—", "/", "空", "无"})
"""What people write where nothing was answered."""


class Typed(NamedTuple):
    """What was understood by item, what was not by item, and which items are empty."""

    answers: dict[str, int]
    errors: dict[str, str]
    blank: list[str]


def read_typed(questions: Sequence[Question], texts: Mapping[str, str]) -> Typed:
    """Every item read; a number that is none of its choices is an error, never a guess."""
    found = Typed({}, {}, [])
    for one in questions:
        text = clean(texts.get(one.key, "")).removesuffix(".0")
        if text in EMPTY:
            found.blank.append(one.key)
        elif text in (words := {str(value): value for value, _ in one.choices}):
            found.answers[one.key] = words[text]
        else:
            found.errors[one.key] = f"填了“{text[:8]}”，只能填{'、'.join(words)}"
    return found
