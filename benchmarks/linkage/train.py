"""Trains the model anew and writes it with its card: python -m benchmarks.linkage.train DATE.

With --card the model stays as it is and only its card is measured anew: after a change of blocking,
of cuts or of guards.
"""

import argparse
import json
import platform
from dataclasses import asdict
from importlib.metadata import version

from benchmarks.linkage.generator import make
from benchmarks.linkage.measuring import figures, truth
from nuantong.linkage.cleaning import clean
from nuantong.linkage.linking import link
from nuantong.linkage.model import HERE, Model, trained
from nuantong.linkage.training import SAMPLE, Lists, learn

NAME = "children"
SIZE = 100_000
TRAINED = {"ordinary": 11, "hard": 12}
CHECKED = {"ordinary": 21, "hard": 22}
"""Profiles of the generator and the seeds of the lists."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linkage.train")
    parser.add_argument("date")
    parser.add_argument("--card", action="store_true", help="measure the card only")
    chosen = parser.parse_args()
    model = trained() if chosen.card else _learnt(chosen.date)
    card = json.dumps(_card(model, chosen.date), ensure_ascii=False, indent=1) + "\n"
    (HERE / f"{NAME}.card.json").write_text(card, encoding="utf-8")


def _learnt(date: str) -> Model:
    lists = [_lists(profile, seed) for profile, seed in TRAINED.items()]
    model = learn(lists, f"{NAME} {date}", seed=TRAINED["ordinary"])
    HERE.mkdir(exist_ok=True)
    (HERE / f"{NAME}.json").write_text(model.text(), encoding="utf-8")
    return model


def _lists(profile: str, seed: int) -> Lists:
    made = make(SIZE, SIZE, profile, seed)
    return Lists(clean(made.left), clean(made.right), made.left_person, made.right_person)


GUARDS = {
    "rival": "a better partner exists, unless both are plainly one child written twice",
    "close": "a second partner is nearly as good and neither a number nor name and birthday decides",
    "number": "the number agrees and the name differs in sound, unless both lists have a birth date of their own and these agree",
    "name": "the names differ in sound and no number agrees",
}
"""linkage.deciding.guard"""


def _card(model: Model, date: str) -> dict[str, object]:
    libraries = {name: version(name) for name in ("splink", "duckdb", "polars")}
    return {
        "version": model.version,
        "measured": date,
        "purpose": "links lists of children to each other and to the register; never decides alone",
        "trained_on": {
            "generator": "benchmarks/linkage/generator.py: made-up children, no real person",
            "seeds": TRAINED,
            "rows": [SIZE, SIZE],
            "random_pairs": SAMPLE,
        },
        "libraries": libraries | {"python": platform.python_version()},
        "decides": {
            "weight": "log2 of the odds, with the number of matches and their levels learnt from each pair of lists",
            "automatic_from": "a cut found for each pair of lists, never below 4, and no guard",
            "guards": GUARDS,
        },
        "measured_on_fresh_lists": {name: _measured(model, name) for name in CHECKED},
        "limits": [
            "errors of two made-up lists are independent; offices copy from each other",
            "names with · and moves between provinces are rare in the lists",
            "reviewed pairs move no cut: people read what was held back, which says nothing of what was linked; a page compares the model's odds with their answers, and they can be exported for training",
            "learn the cuts anew from labels of two districts before links count without a person",
        ],
    }


def _measured(model: Model, profile: str) -> dict[str, float]:
    made = make(SIZE, SIZE, profile, CHECKED[profile])
    pairs = link(clean(made.left), clean(made.right), model=model).pairs
    found = figures(pairs, truth(made), SIZE)
    return {key: round(value, 6) for key, value in asdict(found).items()}


if __name__ == "__main__":
    main()
