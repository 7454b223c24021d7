"""The lists that linkage is measured on: the same seed gives the same, and truth is true."""

import numpy as np

from benchmarks.linkage.generator import OVERLAP, make


def test_the_same_seed_gives_the_same_lists() -> None:
    one, two = make(300, 300, "hard", 7), make(300, 300, "hard", 7)
    assert one.left.equals(two.left) and one.right.equals(two.right)
    assert np.array_equal(one.left_person, two.left_person)


def test_lists_have_the_rows_asked_for_and_the_overlap_promised() -> None:
    lists = make(2000, 2000, "ordinary", 1)
    assert (len(lists.left), len(lists.right)) == (2000, 2000)
    shared = np.intersect1d(lists.left_person, lists.right_person)
    assert abs(len(shared) / 2000 - OVERLAP) < 0.02


def test_a_bad_list_has_more_mistakes_than_an_ordinary_one() -> None:
    missing = {
        profile: (make(2000, 2000, profile, 3).left["id_number"] == "").mean()
        for profile in ("ordinary", "hard")
    }
    assert missing["ordinary"] < 0.1 < missing["hard"]
