from hypothesis import given
from hypothesis import strategies as st

from nuantong.counselling.effect import panel
from nuantong.counselling.effect.numbers import Absent
from nuantong.counselling.effect.panel import Form


@given(st.sets(st.text("abc", min_size=1, max_size=4)), st.integers(0, 30), st.integers(0, 99))
def test_the_same_seed_draws_the_same_files_whatever_the_order(keys, size, seed):
    drawn = panel.draw(keys, size, seed)
    assert drawn == panel.draw(sorted(keys, reverse=True), size, seed)
    assert len(drawn) == len(set(drawn)) == min(size, len(keys)) and set(drawn) <= keys


def forms(*files):
    return [
        Form(at, f"专家{n}", word, {"mood": mark})
        for at, row in enumerate(files)
        for n, (word, mark) in enumerate(row)
    ]


def test_what_most_say_counts_and_a_tie_is_unsure():
    found = panel.result(
        forms(
            [("better", 5), ("better", 4)],
            [("better", 4), ("worse", 2)],
            [("same", 3), ("same", 3)],
        )  # fmt: skip
    )
    assert found.counts == {"better": 1, "same": 1, "worse": 0, "unsure": 1}
    assert (found.files, found.experts) == (3, 2)
    mood = next(one for one in found.aspects if one.title == "情绪低落")
    assert mood.mark.value == 3.5 and mood.single.value > 0


def test_a_file_that_one_expert_has_not_judged_waits():
    rows = forms([("better", 5), ("better", 4)], [("same", 3), ("same", 3)])
    found = panel.result([*rows, Form(7, "专家0", "worse", {})])
    assert found.files == 2 and found.counts["worse"] == 0


def test_a_panel_without_forms_has_words_for_it():
    found = panel.result([])
    assert found.files == 0 and isinstance(found.kappa, Absent)
    assert "还没有评定" in panel.sentences(found)[0]
