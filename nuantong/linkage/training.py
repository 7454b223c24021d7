"""Lists with their truth → a model. Made-up lists only; real ones have no truth to learn from.

Matches are counted. Strangers are random pairs; what random pairs never show is counted among
the candidates. The other kinds of pairs are not labelled: expectation maximisation finds them
among the candidates that are no matches, each started from what defines it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from nuantong.linkage import mixture
from nuantong.linkage.blocking import block
from nuantong.linkage.engines import Engine, Resources
from nuantong.linkage.levels import COMPARISONS, NAME, Comparison
from nuantong.linkage.mixture import FEWEST, GAMMAS, KINDS, PATTERN, likelihood, log2_sum
from nuantong.linkage.model import Model, Shares
from nuantong.linkage.scoring import score

SAMPLE: Final = 10_000_000
ROUNDS: Final = 60
EVERYTHING: Final = -1000.0
SURE: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "siblings": {"household": ("phone_guardian", "phone_town", "guardian_village", "house")},
    "namesakes": {"name": ("equal",), "birth": ("year",), "household": ("elsewhere",)},
    "locals": {"name": ("equal", "sound"), "household": ("village", "town")},
    "neighbours": {"id": ("cut", "typo"), "birth": ("equal",), "name": ("other",)},
}
"""What a kind mostly shows; where EM starts from."""

BY_HAND: Final = {"name": {"given": 0.0003, "other": 0.0001}}
"""Matches that made-up lists hardly show and real ones do: a surname that changed with a mother's
marriage, a child renamed. At least these shares."""


@dataclass(frozen=True)
class Lists:
    """Two CLEAN frames, and for each row who it is."""

    left: pl.DataFrame
    right: pl.DataFrame
    left_person: Sequence[int]
    right_person: Sequence[int]

    def truth(self) -> pl.DataFrame:
        left = pl.DataFrame({"left_row": self.left["row"], "person": self.left_person})
        right = pl.DataFrame({"right_row": self.right["row"], "person": self.right_person})
        return left.join(right, on="person").select("left_row", "right_row")


class Unseen(ValueError):
    """A level that no pair showed: its weight would be an invention."""


@dataclass(frozen=True)
class _Candidates:
    """Patterns of the candidates of two lists: `n` pairs, of which `match` are of one child."""

    patterns: pl.DataFrame
    pairs: int
    rows: int


def learn(lists: Sequence[Lists], version: str, seed: int, sample: int = SAMPLE) -> Model:
    """Raises Unseen where a level is found in no match, or in no other pair."""
    neutral = _neutral()
    matches = pl.concat([_levels(one, neutral, one.truth()) for one in lists])
    candidates = [_candidates(one, neutral) for one in lists]
    m = {one.name: _seen(_matched(matches, one), one, "matches") for one in COMPARISONS}
    random = pl.concat([_levels(one, neutral, _random(one, seed, sample)) for one in lists])
    u = {one.name: _strangers(random, candidates, one) for one in COMPARISONS}
    weigh = Model(version, m, u, {})
    return Model(version, m, u, _others(candidates, weigh))


def _neutral() -> Model:
    """Any weights, no two alike: training only looks at levels."""
    return Model("neutral", _falling(0.53), _falling(1.9), {})


def _falling(ratio: float) -> Shares:
    found: Shares = {}
    for one in COMPARISONS:
        counts = {level.name: ratio**number for number, level in enumerate(one.levels)}
        found[one.name] = _seen(counts, one, "nothing")
    return found


def _levels(lists: Lists, neutral: Model, pairs: pl.DataFrame | None) -> pl.DataFrame:
    """The gammas of these pairs; of the candidates where none are given."""
    left, right = lists.left, lists.right

    def chosen(engine: Engine) -> str:
        if pairs is None:
            return block(engine)
        keys = pairs.select(join_key_l="left_row", join_key_r=pl.col("right_row") + left.height)
        engine.register("chosen", keys)
        return "select * from chosen"

    return score(left, right, neutral, Resources(), pairs=chosen, lowest=EVERYTHING)


def _random(lists: Lists, seed: int, sample: int) -> pl.DataFrame:
    """Pairs of two children, drawn with this seed."""
    sides = [
        frame["row"].sample(sample, with_replacement=True, seed=seed + number).alias(name)
        for number, (frame, name) in enumerate(
            [(lists.left, "left_row"), (lists.right, "right_row")]
        )
    ]
    return (
        pl.DataFrame(sides).unique().join(lists.truth(), on=["left_row", "right_row"], how="anti")
    )


def _candidates(lists: Lists, neutral: Model) -> _Candidates:
    found = _levels(lists, neutral, None)
    exact = neutral.u[NAME.name]["equal"]
    pairs = found.join(
        lists.truth().with_columns(match=1), on=["left_row", "right_row"], how="left"
    ).with_columns(rarity=pl.col("rarity") - np.log2(exact))
    patterns = pairs.with_columns(rarity=mixture.rounded_rarity()).group_by(PATTERN)
    counted = patterns.agg(n=pl.len(), match=pl.col("match").fill_null(0).sum())
    rows = min(lists.left.height, lists.right.height)
    return _Candidates(counted, lists.left.height * lists.right.height, rows)


def _counts(frame: pl.DataFrame, comparison: Comparison, column: str = "") -> dict[str, float]:
    """How many pairs show each level."""
    gamma = f"gamma_{comparison.name}"
    number = pl.col(column).sum() if column else pl.len()
    seen = dict(frame.group_by(gamma).agg(number).iter_rows())
    return {one.name: float(seen.get(comparison.gamma(one.name), 0)) for one in comparison.levels}


def _matched(matches: pl.DataFrame, comparison: Comparison) -> dict[str, float]:
    counts = _counts(matches, comparison)
    total = sum(counts.values())
    least = BY_HAND.get(comparison.name, {})
    return {name: max(count, least.get(name, 0.0) * total) for name, count in counts.items()}


def _seen(counts: dict[str, float], comparison: Comparison, where: str) -> dict[str, float]:
    missing = [name for name, count in counts.items() if not count]
    if missing:
        raise Unseen(f"{comparison.name}: {', '.join(missing)} never seen among {where}")
    total = sum(counts.values())
    return {name: count / total for name, count in counts.items()}


def _strangers(
    random: pl.DataFrame, candidates: list[_Candidates], comparison: Comparison
) -> dict[str, float]:
    drawn = _counts(random, comparison)
    known = sum(drawn.values())
    every = sum(one.pairs for one in candidates)
    others = pl.concat(
        [one.patterns.with_columns(n=pl.col("n") - pl.col("match")) for one in candidates]
    )
    found = _counts(others, comparison, "n")
    scaled = {name: max(count, found[name] / every * known) for name, count in drawn.items()}
    return _seen(scaled, comparison, "pairs of two children")


def _others(candidates: list[_Candidates], model: Model) -> dict[str, Shares]:
    """EM over the candidates that are no matches; each list has its own numbers of each kind."""
    frames = [
        one.patterns.with_columns(
            n=pl.col("n") - pl.col("match"),
            strangers=mixture.strangers(one.patterns, model, float(one.pairs)),
        )
        for one in candidates
    ]
    shares = _tied({kind: _start(SURE[kind]) for kind in SURE}, model)
    counts = [dict.fromkeys(KINDS, one.rows / 20) for one in candidates]
    for _ in range(ROUNDS):
        spread = [_spread(frame, shares, of) for frame, of in zip(frames, counts, strict=True)]
        counts = [_sums(one) for one in spread]
        shares = _tied(_reshared(pl.concat(spread)), model)
    return shares


def _sums(spread: pl.DataFrame) -> dict[str, float]:
    sums = spread.select(KINDS).sum().row(0, named=True)
    return {kind: max(count, FEWEST) for kind, count in sums.items()}


def _spread(
    frame: pl.DataFrame, shares: dict[str, Shares], counts: dict[str, float]
) -> pl.DataFrame:
    kinds = {k: likelihood(frame, shares[k]) + np.log2(counts[k]) for k in KINDS}
    total = log2_sum(frame["strangers"].to_numpy(), *kinds.values())
    n = frame["n"].to_numpy()
    found = {kind: np.exp2(one - total) * n for kind, one in kinds.items()}
    return frame.select(*GAMMAS).with_columns(**found)


def _reshared(spread: pl.DataFrame) -> dict[str, Shares]:
    """Twins tell as much about homes and names as other siblings do."""
    columns = spread.with_columns(siblings=pl.col("siblings") + pl.col("twins"))
    found: dict[str, Shares] = {}
    for kind in SURE:
        found[kind] = {}
        for one in COMPARISONS:
            counts = {name: n + 0.1 for name, n in _counts(columns, one, kind).items()}
            found[kind][one.name] = _seen(counts, one, kind)
    return found


def _tied(shares: dict[str, Shares], model: Model) -> dict[str, Shares]:
    """Siblings and people of one town are born as strangers are, twins as one child is."""
    birth = {"birth": model.u["birth"]}
    siblings, local = shares["siblings"] | birth, shares["locals"] | birth
    twins = siblings | {"birth": model.m["birth"]}
    return {**shares, "siblings": siblings, "twins": twins, "locals": local}


def _start(sure: dict[str, tuple[str, ...]]) -> Shares:
    found: Shares = {}
    for one in COMPARISONS:
        likely = sure.get(one.name, ())
        counts = {level.name: 50.0 if level.name in likely else 1.0 for level in one.levels}
        found[one.name] = _seen(counts, one, "nothing")
    return found
