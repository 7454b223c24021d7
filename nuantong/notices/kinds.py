"""What kinds of notice there are. Every app registers its own; nothing else knows them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of notice: its title in the list; `action` says what opening it is for; `leaves` that
    its subject also goes to the person's phone."""

    code: str
    title: str
    action: str = ""
    leaves: bool = False


KINDS: dict[str, Kind] = {}


def register_kind(code: str, title: str, action: str = "", *, leaves: bool = False) -> str:
    """For AppConfig.ready(): gives the code back, so that it may be kept as a constant."""
    KINDS[code] = Kind(code, title, action, leaves)
    return code


def kind_of(code: str) -> Kind:
    """The kind of a notice; one whose app is gone keeps its code as its title."""
    return KINDS.get(code) or Kind(code, code)
