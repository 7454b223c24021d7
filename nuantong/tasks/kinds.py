"""What kinds of task there are. Every app registers its own; nothing else knows them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of task: its title in the list, and what is to be done in plain words.

    `outlives` keeps its tasks open when the child leaves the register; `elsewhere` says that they
    are handed over on the page where they are done.
    """

    code: str
    title: str
    what: str
    outlives: bool = False
    elsewhere: bool = False


KINDS: dict[str, Kind] = {}


def register_kind(
    code: str, title: str, what: str, *, outlives: bool = False, elsewhere: bool = False
) -> str:
    """For AppConfig.ready(): gives the code back, so that it may be kept as a constant."""
    KINDS[code] = Kind(code, title, what, outlives, elsewhere)
    return code


def kind_of(code: str) -> Kind:
    """The kind of a task; one whose app is gone keeps its code as its title."""
    return KINDS.get(code) or Kind(code, code, "")


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.code, kind.title) for kind in KINDS.values()]
