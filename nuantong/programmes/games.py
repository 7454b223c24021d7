"""The library of games and activities, read once from games.toml."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

SHELF: Final = Path(__file__).with_name("games.toml")


@dataclass(frozen=True, kw_only=True)
class Game:
    """`how` are its steps; `mind` says what to be careful about."""

    code: str
    title: str
    minutes: int
    group: str
    ages: str
    aim: str
    how: tuple[str, ...]
    mind: str
    needs: tuple[str, ...] = field(default=())


@cache
def library() -> dict[str, Game]:
    """Every game by its code, in the order of the shelf."""
    with SHELF.open("rb") as file:
        shelf = tomllib.load(file)
    return {code: Game(code=code, **_frozen(said)) for code, said in shelf.items()}


def _frozen(said: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(one) if isinstance(one, list) else one for name, one in said.items()}
