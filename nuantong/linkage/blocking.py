"""Which pairs are worth comparing."""

from typing import Final

from nuantong.linkage.conditions import Condition
from nuantong.linkage.engines import Engine
from nuantong.linkage.levels import RULES

MOST: Final = 40
"""Left records of one key, so that a list of one child a thousand times stays a list."""


def block(
    engine: Engine, left: str = "l_side", right: str = "r_side", *, within: bool = False
) -> str:
    """SQL for the pairs of two tables that agree on one of the rules, each pair once.

    `within`: both tables hold the same rows, and a pair stands once with the smaller row first.
    """
    parts = [_pairs(engine, rule, left, right, within) for rule in RULES]
    return " union ".join(parts)


def _pairs(engine: Engine, rule: Condition, left: str, right: str, within: bool) -> str:
    order = " and l.row < r.row" if within else ""
    return (
        f"select l.uid as join_key_l, r.uid as join_key_r from {_few(engine, rule, left)} as l"
        f" inner join {right} as r on {rule.joined}{order}"
    )


def _few(engine: Engine, rule: Condition, left: str) -> str:
    """The left table, with the first MOST records of a key where any key has more."""
    key = ", ".join(rule.keys)
    most = engine.fetch(
        f"select max(n) as n from (select count(*) as n from {left} as l"
        f" where {' and '.join(f'{one} is not null' for one in rule.keys)} group by {key}) as k"
    )["n"][0]
    if (most or 0) <= MOST:
        return left
    return (
        f"(select * from (select l.*, row_number() over (partition by {key} order by row) as place"
        f" from {left} as l) as ranked where place <= {MOST})"
    )
