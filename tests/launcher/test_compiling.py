"""What is compiled ahead is what is called afterwards: else a first start would wait all the same."""

from importlib import import_module
from pkgutil import iter_modules
from random import Random
from typing import Any

from nuantong.config.compiling import compile_judging, compile_matching
from nuantong.duties.engine.running import _compiled
from nuantong.pairing import matching
from nuantong.pairing.matching import Carer, Household, Where, match


def kernels() -> dict[str, Any]:
    """Every compiled function of matching with the kinds of arguments it was compiled for."""
    modules = [
        import_module(f"{matching.__name__}.{one.name}") for one in iter_modules(matching.__path__)
    ]
    members = {name: one for module in modules for name, one in vars(module).items()}
    return {
        name: list(one.signatures) for name, one in members.items() if hasattr(one, "signatures")
    }


def anybody(chance: Random, number: int) -> tuple[Household, Carer]:
    where = Where(1, chance.randrange(3), chance.randrange(9))
    at = (chance.randrange(30_000), chance.randrange(30_000))
    return (
        Household(number, chance.randint(1, 3), where, at=at),
        Carer(number, where, chance.randint(0, 2), at=at),
    )


def test_a_round_of_many_compiles_nothing_that_three_households_did_not() -> None:
    compile_matching()
    before = kernels()
    chance = Random(7)
    people = [anybody(chance, number) for number in range(200)]
    match([household for household, _ in people], [carer for _, carer in people[::2]])
    assert kernels() == before
    assert any(before.values())


def test_judging_nobody_compiles_both_of_its_kernels_once() -> None:
    compile_judging()
    assert [len(one.signatures) for one in _compiled()] == [1, 1]
