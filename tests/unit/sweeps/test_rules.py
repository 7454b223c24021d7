"""Pure rules: which standing a row begins with, agreement, what agrees on a card."""

import pytest

from nuantong.sweeps.agreement import agreement
from nuantong.sweeps.comparing_words import APART, CLOSE, SAME, UNKNOWN, compared, how
from nuantong.sweeps.hints import UNCLEAR
from nuantong.sweeps.models import Flag, Reason, Standing
from nuantong.sweeps.rules import Facts, judge

PLAIN = Facts(frozenset(), "", care=False, has_id=True)
SPEC = [
    ("whoever is linked is on the register", PLAIN._replace(child=7, flags=frozenset({"adult"})), "on_register", ""),
    ("an equal row before it", PLAIN._replace(first=3, hint="orphan"), "excluded", "duplicate"),
    ("a pair for people to look at", PLAIN._replace(proposed=True, flags=frozenset({"adult"})), "waiting", "review"),
    ("no name and no number", PLAIN._replace(flags=frozenset({Flag.NO_NAME}), has_id=False), "excluded", "no_person"),
    ("no name but a number", PLAIN._replace(flags=frozenset({Flag.NO_NAME})), "waiting", "facts"),
    ("eighteen", PLAIN._replace(flags=frozenset({Flag.ADULT}), hint="orphan"), "excluded", "adult"),
    ("cells moved back", PLAIN._replace(flags=frozenset({Flag.SHIFTED})), "waiting", "facts"),
    ("elsewhere", PLAIN._replace(flags=frozenset({Flag.OUTSIDE})), "excluded", "outside"),
    ("on a care list, not on the register", PLAIN._replace(care=True), "waiting", "register"),
    ("one parent lost, nothing of the other", PLAIN._replace(hint=UNCLEAR), "waiting", "facts"),
    ("both lost", PLAIN._replace(hint="orphan"), "waiting", "visit"),
    ("an ordinary pupil", PLAIN, "excluded", "ordinary"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "standing", "reason"), [s[1:] for s in SPEC], ids=[s[0] for s in SPEC]
)
def test_the_first_rule_that_holds_decides(facts: Facts, standing: str, reason: str) -> None:
    verdict = judge(facts)
    assert (verdict.standing, verdict.reason) == (standing, reason)
    assert bool(verdict.rule) == (verdict.standing == Standing.EXCLUDED)
    assert verdict.reason in ("", *Reason.values)


def test_kappa_is_agreement_beyond_chance() -> None:
    said = (
        [("same", "same")] * 20
        + [("same", "different")] * 5
        + [("different", "same")] * 10
        + [("different", "different")] * 15
    )
    found = agreement(said)
    assert (found.pairs, found.percent) == (50, 70)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_of_nothing_or_of_one_answer_alone_is_not_known() -> None:
    assert agreement([]) == (0, None, None)
    assert agreement([("same", "same")] * 3) == (3, 100, None)


@pytest.mark.parametrize(
    ("one", "other", "word"),
    [
        ("王子涵", "王子涵", SAME),
        ("王子涵", "王梓涵", CLOSE),
        ("王子涵", "李雨桐", APART),
        ("", "李", UNKNOWN),
    ],
)
def test_how_two_values_agree(one: str, other: str, word: str) -> None:
    assert how(one, other) == word


def test_masked_parts_are_compared_whole_and_shown_masked() -> None:
    left, right = {"id_number": "500113200903043616"}, {"id_number": "500113200903043617"}
    [row] = compared(left, {"id_number": "5001**3616"}, right, {"id_number": "5001**3617"})
    assert (row.left, row.right, row.word) == ("5001**3616", "5001**3617", CLOSE)


def test_a_guardian_whose_relation_one_list_does_not_say_is_the_same_person() -> None:
    [row] = compared({"guardian": "周永军"}, {}, {"guardian": "周永军（祖父）"}, {})
    assert (row.word, row.right) == (SAME, "周永军（祖父）")
    [row] = compared({"guardian": "周永军（祖父）"}, {}, {"guardian": "李秀英（祖父）"}, {})
    assert row.word == APART
