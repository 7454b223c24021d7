"""Which pairs are worth comparing."""

import re
from typing import Final

from nuantong.linkage.conditions import Condition
from nuantong.linkage.engines import Engine
from nuantong.linkage.levels import RULES

LEFT: Final = re.compile(r"\bl\.(\w+)")
MOST: Final = 40
"""Left records of one key, so that a list of one child a thousand times stays a list."""


def block(
    engine: Engine, left: str = "l_side", right: str = "r_side", *, within: bool = False
) -> str:
    """SQL for the pairs of two tables that agree on one of the rules, each pair once.

    `within`: both tables hold the same rows, and a pair stands once with the smaller row first.
    """
    most = engine.fetch(" union all ".join(_most(rule, left) for rule in RULES))
    counts = dict(most.iter_rows())
    order = " and l.row < r.row" if within else ""
    parts = [
        f"select l.uid as join_key_l, r.uid as join_key_r"
        f" from {left if counts[rule.joined] <= MOST else _few(engine, rule, number, left)} as l"
        f" inner join {right} as r on {rule.joined}{order}"
        for number, rule in enumerate(RULES)
    ]
    return " union ".join(parts)


def _most(rule: Condition, left: str) -> str:
    """How many left records share a key at most."""
    known = " and ".join(f"{key} is not null" for key in rule.keys)
    counts = f"select count(*) as n from {left} as l where {known} group by {', '.join(rule.keys)}"
    return f"select '{rule.joined}' as rule, coalesce(max(n), 0) as n from ({counts}) as k"


def _few(engine: Engine, rule: Condition, number: int, left: str) -> str:
    """A table of the left rows' keys, with the first MOST records of each; made once."""
    known = " and ".join(f"{key} is not null" for key in rule.keys)
    columns = ", ".join(sorted(set(LEFT.findall(rule.joined)) - {"row"}))
    place = f"row_number() over (partition by {', '.join(rule.keys)} order by row)"
    rows = f"select uid, row, {columns}, {place} as place from {left} as l where {known}"
    engine.make(f"few_{number}", f"select * from ({rows}) as k where place <= {MOST}")
    return f"few_{number}"
