"""A question as it is asked. Pure."""

from typing import NamedTuple


class Question(NamedTuple):
    """An item: its key in the answers, its text ('' where only the paper has it), and its choices
    as the form's own numbers with their words."""

    key: str
    text: str
    choices: tuple[tuple[int, str], ...]
    lead: str = ""

    @property
    def heading(self) -> str:
        return f"第{self.key}题"
