"""Which pairs are worth comparing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from nuantong.linkage.columns import IdState
from nuantong.linkage.conditions import Condition, apart, has, missing, same
from nuantong.linkage.engines import Engine
from nuantong.linkage.features import LOST_LETTER

LEFT: Final = re.compile(r"\bl\.(\w+)")
MOST: Final = 40
"""Left records of one key, so that a list of one child a thousand times stays a list."""
CROWD: Final = 1000
"""A key of more left records is nobody's in particular (a number that a clerk put everywhere)."""
OF_CROWD: Final = 2


@dataclass(frozen=True)
class Rule:
    """Pairs of one key. `also`: what else must be near, where too many share the key by chance."""

    keys: tuple[str, ...]
    also: Condition | None = None

    @property
    def joined(self) -> str:
        equal = [same(key).joined for key in self.keys]
        return " and ".join([*equal, self.also.joined] if self.also else equal)

    def known(self) -> str:
        return " and ".join(f"{key} is not null" for key in self.keys)


_SLIP: Final = has("id_state", int(IdState.CUT), int(IdState.CHECK)).either_way
_HOMELESS: Final = missing("phone") & missing("district")
"""Nothing speaks against one home."""
_NEAR_BIRTH: Final = (
    same("month")
    | same("day")
    | (same("month", "day") & same("day", "month"))
    | apart("dob", 1)
    | same("dob_lunar", "dob").either_way
    | same("id_dob", "dob").either_way
)
_NEAR_NAME: Final = (
    same("letter_2")
    | same("letter_3")
    | same("letter_2", "letter_3").either_way
    | has("letter_2", LOST_LETTER).either_way
    | has("letter_3", LOST_LETTER).either_way
)
RULES: Final = (
    Rule(("id18",)),
    Rule(("id_first",)),
    Rule(("id_last",)),
    Rule(("phone",)),
    Rule(("py_dialect", "dob")),
    Rule(("py_dialect", "guardian_py")),
    Rule(("py_dialect", "town")),
    Rule(("guardian_py", "dob")),
    Rule(("village", "house")),
    Rule(("town", "dob")),
    Rule(("name", "year", "sex"), _NEAR_BIRTH | _SLIP | _HOMELESS),
    Rule(("surname", "dob", "sex"), _NEAR_NAME | _SLIP | _HOMELESS),
)
"""Pairs of two lists worth comparing agree on one of these: rule set R2 of our measurements, the
home in place of two rules that a missing sex defeats. Of the two that most pairs share by chance
those are left out that no other comparison could make likely."""
REPEATS: Final = (
    Rule(("id18",)),
    Rule(("id_first", "surname")),
    Rule(("id_last", "surname")),
    Rule(("phone", "dob")),
    Rule(("phone", "py_dialect")),
    Rule(("py_dialect", "dob")),
    Rule(("py_dialect", "guardian_py")),
    Rule(("py_dialect", "town")),
    Rule(("guardian_py", "dob")),
    Rule(("village", "dob")),
)
"""The same inside one list, which holds whole families: of those only who shares more than home."""


def block(
    engine: Engine, left: str = "l_side", right: str = "r_side", rules: tuple[Rule, ...] = RULES
) -> str:
    """SQL for the pairs of two tables that agree on one of the rules, each pair once."""
    return _pairs(engine, left, right, rules, "")


def within(engine: Engine, left: str = "l_side", right: str = "r_side") -> str:
    """The same where both tables hold the rows of one list: the smaller row is the left one."""
    return _pairs(engine, left, right, REPEATS, " and l.row < r.row")


Blocking = Callable[[Engine], str]


def _pairs(engine: Engine, left: str, right: str, rules: tuple[Rule, ...], order: str) -> str:
    counts = [engine.fetch(_most(rule, left)).item() for rule in rules]
    parts = [
        f"select l.uid as join_key_l, r.uid as join_key_r"
        f" from {left if most <= MOST else _few(engine, rule, number, left)} as l"
        f" inner join {right} as r on {rule.joined}{order}"
        for number, (rule, most) in enumerate(zip(rules, counts, strict=True))
    ]
    return " union ".join(parts)


def _most(rule: Rule, left: str) -> str:
    """How many left records share a key at most."""
    counts = (
        f"select count(*) as n from {left} where {rule.known()} group by {', '.join(rule.keys)}"
    )
    return f"select coalesce(max(n), 0) as n from ({counts}) as k"


def _few(engine: Engine, rule: Rule, number: int, left: str) -> str:
    """A table of the left rows' keys, with the first MOST records of each; made once."""
    columns = ", ".join(sorted(set(LEFT.findall(rule.joined)) - {"row"}))
    key = f"over (partition by {', '.join(rule.keys)}"
    count = f"row_number() {key} order by row) as place, count(*) {key}) as n"
    rows = f"select uid, row, {columns}, {count} from {left} where {rule.known()}"
    most = f"case when n > {CROWD} then {OF_CROWD} else {MOST} end"
    engine.make(f"few_{number}", f"select * from ({rows}) as k where place <= {most}")
    return f"few_{number}"
