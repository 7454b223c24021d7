"""The trained model: how often each level is found among pairs of one child, and of two.

`m` and `u` are Fellegi and Sunter's (A Theory for Record Linkage, 1969). The JSON is what training
writes and the only thing that linking reads.
"""

import json
import math
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from nuantong.linkage.blocking import RULES
from nuantong.linkage.levels import COMPARISONS, Comparison, Level

HERE: Final = Path(__file__).parent / "model"
Shares = dict[str, dict[str, float]]
"""Comparison → level → share of the pairs that can be compared."""
PRIOR_WEIGHT: Final = -20.0
"""Only orders the pairs that Splink hands out; the two lists say the true one (see mixture)."""


@dataclass(frozen=True)
class Model:
    """`others`: pairs of two children who are no mere strangers (see mixture.KINDS)."""

    version: str
    m: Shares
    u: Shares
    others: dict[str, Shares]

    def weight(self, comparison: Comparison, gamma: int) -> float:
        """log2(m/u) of a level; 0 where nothing can be compared."""
        level = comparison.level(gamma)
        if level is None:
            return 0.0
        name = comparison.name
        return math.log2(self.m[name][level.name] / self.u[name][level.name])

    def text(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n"


@cache
def trained(name: str = "children") -> Model:
    return load((HERE / f"{name}.json").read_text(encoding="utf-8"))


def load(text: str) -> Model:
    """Refuses a model whose levels are not those of this program."""
    model = Model(**json.loads(text))
    for shares in (model.m, model.u, *model.others.values()):
        for comparison in COMPARISONS:
            if list(shares[comparison.name]) != [level.name for level in comparison.levels]:
                raise ValueError(f"{comparison.name}: the model was trained on other levels")
    return model


def splink_settings(model: Model) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "uid",
        "probability_two_random_records_match": 1 / (1 + 2**-PRIOR_WEIGHT),
        "comparisons": [_comparison(one, model) for one in COMPARISONS],
        "blocking_rules_to_generate_predictions": [rule.joined for rule in RULES],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": True,
    }


def _comparison(comparison: Comparison, model: Model) -> dict[str, Any]:
    unknown = {
        "sql_condition": comparison.unknown.sql,
        "label_for_charts": "unknown",
        "is_null_level": True,
    }
    levels = [_level(comparison, level, model) for level in comparison.levels]
    return {"output_column_name": comparison.name, "comparison_levels": [unknown, *levels]}


def _level(comparison: Comparison, level: Level, model: Model) -> dict[str, Any]:
    found = {
        "sql_condition": level.when.sql if level.when else "ELSE",
        "label_for_charts": level.name,
        "m_probability": model.m[comparison.name][level.name],
        "u_probability": model.u[comparison.name][level.name],
    }
    if level.by_rarity:
        found["tf_adjustment_column"] = comparison.name
    return found
