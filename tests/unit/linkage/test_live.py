"""The check while a child is entered says what the linkage of lists says."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuantong.linkage import mixture, scoring
from nuantong.linkage.columns import IdState
from nuantong.linkage.engines import Engine, Resources
from nuantong.linkage.features import features
from nuantong.linkage.levels import COMPARISONS
from nuantong.linkage.live import likenesses, weigh
from nuantong.linkage.model import trained
from tests.unit.linkage.people import CHILD, clean

VALUES = {
    "name": ["王子涵", "王梓涵", "王涵子", "王子", "王子□", "李子涵", "欧阳子涵", "欧阳紫涵", None],
    "surname": ["王", "李", "欧阳"],
    "given": ["子涵", "梓涵", "紫涵"],
    "py": ["wangzihan", "lizihan"],
    "py_dialect": ["wanzihan", "lizihan"],
    "id18": ["500113201003050013", "500113201003050031", "500113201003050000", None],
    "id_state": list(map(int, IdState)),
    "dob": [14673, 14674, 14683, 14704, 15038, 12000, None],
    "dob_lunar": [14673, 14704, None],
    "sex": [1, 2, None],
    "phone": ["13912345678", "13812345678", None],
    "guardian": ["王建国", "王建囯", None],
    "guardian_py": ["wangjianguo", None],
    "district": [500113, 500112, None],
    "town": [500113111, 500113112, None],
    "village": [500113111200, 500113112201, None],
    "house": ["3-12", None],
    "school": ["界石小学", "南泉小学", None],
}
ROWS = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})


def _everybody(engine: Engine) -> str:
    return "select l.uid as join_key_l, r.uid as join_key_r from l_side as l cross join r_side as r"


@settings(max_examples=8)
@given(st.lists(ROWS, min_size=5, max_size=30))
def test_each_pair_has_the_weight_that_the_engine_gives_it(rows):
    one, others, model = clean(CHILD), clean(*rows), trained()
    found = scoring.score(
        features(one), features(others), model, Resources(), pairs=_everybody, lowest=-1000.0
    ).with_columns(rarity=pl.lit(0.0))
    known = mixture.expected(model, 1000, 1000)
    engine = known.weights(found.drop("weight")).sort("right_row")["weight"].to_list()
    ours = [weigh(pair.levels, 0.0, known) for pair in likenesses(one, others, known, 0.001)]
    assert ours == pytest.approx(engine)


def test_a_common_name_says_less_than_a_rare_one():
    known = mixture.expected(trained(), 275_000, 1)
    same = clean({"id18": None, "phone": None, "house": None})
    (rare,) = likenesses(clean(CHILD), same, known, name_share=1 / 275_000)
    (common,) = likenesses(clean(CHILD), same, known, name_share=400 / 275_000)
    assert rare.weight > common.weight


def test_it_says_in_words_what_agrees():
    known = mixture.expected(trained(), 275_000, 1)
    (pair,) = likenesses(clean(CHILD), clean({"name": "王梓涵", "phone": None}), known, 1e-5)
    assert pair.agrees == [
        "身份证号相同",
        "姓名同音",
        "出生日期相同",
        "性别相同",
        "家庭监护人和村相同",
    ]
    assert set(pair.levels) == {one.name for one in COMPARISONS}
