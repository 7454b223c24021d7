"""Files in, files out: whatever a row says, it is used or answered, and the rest goes on."""

import csv
import datetime as dt
import json
from pathlib import Path

import pytest

from nuantong.core.errors import Refusal
from nuantong.pairing.batch.policy import defaults
from nuantong.pairing.batch.reading import in_date
from nuantong.pairing.batch.running import run

TODAY = dt.date(2018, 8, 24)
CHILDREN = "child,household,district,township,village,x,y,needs\n"
CARERS = "carer,district,township,village,x,y,capacity,skills,checked\n"
GOOD_CHILD = "k,h,D,T,V,0,0,\n"
GOOD_CARER = "c,D,T,V,3,4,1,,2018-01-01\n"


def pair(folder: Path, children: str, carers: str, current: str = "", **policy: object) -> dict:
    (folder / "children.csv").write_text(CHILDREN + children, encoding="utf-8")
    (folder / "carers.csv").write_text(CARERS + carers, encoding="utf-8")
    (folder / "policy.json").write_text(json.dumps(policy), encoding="utf-8")
    if current:
        (folder / "current.csv").write_text("household,carer\n" + current, encoding="utf-8")
    return run(folder, folder / "out", TODAY)


def table(folder: Path, name: str) -> list[list[str]]:
    with (folder / "out" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


COSTS = [
    ("the floor of the straight distance", "k,h,D,T,V,0,0,\n", "c,D,T,V,2,2,1,,2018-01-01\n", "", 2),
    ("each child counts", "k1,h,D,T,V,0,0,\nk2,h,D,T,V,0,0,\n", GOOD_CARER, "", 10),
    ("a child twice counts once", GOOD_CHILD * 2, GOOD_CARER, "", 5),
    ("another village of the township", "k,h,D,T,W,0,0,\n", GOOD_CARER, "", 30_005),
    ("another township", "k,h,D,S,W,0,0,\n", GOOD_CARER, "", 100_005),
    ("a village not known is not the same", "k,h,D,T,,0,0,\n",
     "c,D,T,,3,4,1,,2018-01-01\n", "", 30_005),
    ("each distinct need that she lacks", "k,h,D,T,V,0,0,a;b\nl,h,D,T,V,0,0,b;c\n",
     "c,D,T,V,3,4,1,a;z,2018-01-01\n", "", 2 * 4_005),
    ("a move", GOOD_CHILD, GOOD_CARER, "h,other\n", 10_005),
    ("no move", GOOD_CHILD, GOOD_CARER, "h,c\n", 5),
    ("without any point, by tier: village", "k,h,D,T,V,,,\n", "c,D,T,V,,,1,,2018-01-01\n", "", 0),
    ("without any point, by tier: township", "k,h,D,T,W,,,\n", "c,D,T,V,,,1,,2018-01-01\n", "",
     35_000),
    ("without any point, by tier: district", "k,h,D,S,W,,,\n", GOOD_CARER, "", 120_000),
]  # fmt: skip


@pytest.mark.parametrize(("what", "children", "carers", "current", "cost"), COSTS)
def test_a_pair_costs(tmp_path, what, children, carers, current, cost):
    found = pair(tmp_path, children, carers, current, unmatched_cost=1_000_000)
    assert (found["cost"], found["bound"]) == (cost, cost), what


def test_who_has_no_point_is_in_the_middle_of_the_township(tmp_path):
    """Of its children and carers with a point, those barred too: (90 + 90 + 30 + 60) / 4 = 67.5."""
    children = "k,h,D,T,V,,,\nl,g,D,T,W,90,0,\nm,g,D,T,W,90,0,\n"
    carers = "c,D,T,V,30,0,1,,2018-01-01\nbarred,D,T,W,60,0,1,,\n"
    pair(tmp_path, children, carers, tier_cost={"township": 10**6, "district": 10**6})
    assert table(tmp_path, "pairs.csv") == [["h", "c", "village", "37", "37"]]


BARS = [
    ("another district", "c,E,T,V,3,4,1,,2018-01-01\n", "no_carer_in_range"),
    ("out of range", "c,D,T,V,0,25001,1,,2018-01-01\n", "no_carer_in_range"),
    ("no check", "c,D,T,V,3,4,1,,\n", "expired_checks"),
    ("a check older than a year", "c,D,T,V,3,4,1,,2017-08-23\n", "expired_checks"),
    ("a check that is no date", "c,D,T,V,3,4,1,,soon\n", "expired_checks"),
    ("capacity zero", "c,D,T,V,3,4,0,,2018-01-01\n", "all_full"),
    ("capacity in words", "c,D,T,V,3,4,two,,2018-01-01\n", "all_full"),
    ("nobody at all", "", "no_carer_in_range"),
]


@pytest.mark.parametrize(("what", "carers", "reason"), BARS)
def test_a_limit_that_binds_is_the_reason(tmp_path, what, carers, reason):
    found = pair(tmp_path, GOOD_CHILD, carers)
    assert table(tmp_path, "unpaired.csv") == [["h", reason]], what
    assert found["cost"] == found["bound"] == 1_000_000


@pytest.mark.parametrize(
    ("what", "carer"),
    [
        ("as far as the range", "c,D,T,V,0,25000,1,,2018-01-01\n"),
        ("a check of this day a year ago", "c,D,T,V,3,4,1,,2017-08-24\n"),
        ("a check of today", "c,D,T,V,3,4,1,,2018/8/24\n"),
        ("a check of the day after, which is reported", "c,D,T,V,3,4,1,,2018-08-25\n"),
        ("a number as spreadsheets write it", "c,D,T,V,3.0,4.0,1.0,,2018-01-01\n"),
    ],
)
def test_at_the_edge_of_a_limit_is_within_it(tmp_path, what, carer):
    assert pair(tmp_path, GOOD_CHILD, carer)["matched"] == 1, what


def test_a_check_of_a_leap_day_lasts_to_the_first_of_march():
    leap = dt.date(2016, 2, 29)
    assert in_date(leap, dt.date(2017, 3, 1))
    assert not in_date(leap, dt.date(2017, 3, 2))


ODD_ROWS = [
    ("a carer twice", GOOD_CHILD, GOOD_CARER * 2, "", ("carers.csv", 3)),
    ("capacity in words", GOOD_CHILD, GOOD_CARER + "d,D,T,V,0,0,two,,2018-01-01\n", "",
     ("carers.csv", 3)),
    ("capacity zero", GOOD_CHILD, GOOD_CARER + "d,D,T,V,0,0,0,,2018-01-01\n", "",
     ("carers.csv", 3)),
    ("a household over two villages", GOOD_CHILD + "l,h,D,T,W,0,0,\n", GOOD_CARER, "",
     ("children.csv", 3)),
    ("half a point", GOOD_CHILD + "l,g,E,T,V,5,,\n", GOOD_CARER, "", ("children.csv", 3)),
    ("a point of another country", GOOD_CHILD * 1 + "l,g,D,T,V,9000000,0,\n", GOOD_CARER, "",
     ("children.csv", 3)),
    ("degrees for metres", GOOD_CHILD + "l,g,E,T,V,106.71,29.42,\n", GOOD_CARER, "",
     ("children.csv", 3)),
    ("no district", GOOD_CHILD + "l,g,,,,,,\n", GOOD_CARER, "", ("children.csv", 3)),
    ("too few cells", GOOD_CHILD + "l,g,E\n", GOOD_CARER, "", ("children.csv", 3)),
    ("a village that does not exist", "k,h,500113,500113100,500113100999,0,0,\n"
     "l,g,500101,500101001,500101001001,0,0,\nm,f,500101,500101001,500101001002,0,0,\n",
     "c,500113,500113100,500101001001,3,4,1,,2018-01-01\n", "", ("children.csv", 2)),
    ("a present carer whose check is not in date", GOOD_CHILD,
     GOOD_CARER + "d,D,T,V,0,0,1,,\n", "h,d\n", ("current.csv", 2)),
    ("a present carer of another district", GOOD_CHILD,
     GOOD_CARER + "d,E,T,V,0,0,1,,2018-01-01\n", "h,d\n", ("current.csv", 2)),
    ("a present pair of somebody unknown", GOOD_CHILD, GOOD_CARER, "g,c\n", ("current.csv", 2)),
]  # fmt: skip


@pytest.mark.parametrize(("what", "children", "carers", "current", "row"), ODD_ROWS)
def test_an_odd_row_is_answered_and_the_rest_is_paired(
    tmp_path, what, children, carers, current, row
):
    found = pair(tmp_path, children, carers, current)
    assert row in {(one["file"], one["line"]) for one in found["problems"]}, what
    assert ["h", "c"] in [line[:2] for line in table(tmp_path, "pairs.csv")]


def test_files_of_a_spreadsheet_in_gb18030_with_extra_columns_are_read(tmp_path):
    (tmp_path / "children.csv").write_bytes(
        "备注,Child,household,district,township,village\n好,k,h,区,镇,村\n".encode("gb18030")
    )
    (tmp_path / "carers.csv").write_text(
        "carer,district,township,village,capacity,checked\nc,区,镇,村,1,2018-01-01\n",
        encoding="utf-8-sig",
    )
    assert run(tmp_path, tmp_path / "out", TODAY)["tiers"]["village"] == 1


def test_no_rows_are_no_error(tmp_path):
    found = pair(tmp_path, "", "")
    assert (found["cost"], found["matched"], found["unpaired"]) == (0, 0, 0)
    assert table(tmp_path, "unpaired.csv") == []


def test_files_with_nothing_in_them_are_no_error_either(tmp_path):
    for name in ("children.csv", "carers.csv", "current.csv"):
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf")
    found = run(tmp_path, tmp_path / "out", TODAY)
    assert (found["cost"], found["bound"], found["households"]) == (0, 0, 0)
    assert [one["file"] for one in found["problems"]] == [
        "children.csv",
        "carers.csv",
        "current.csv",
    ]


@pytest.mark.parametrize(
    "policy",
    [{"variant": "fair"}, {"range_m": -1}, {"move_cost": 1.5}, {"tier_cost": {"street": 1}},
     {"as_of": "someday"}, {"unmatched_cost": 10**18}, {"cross_border": "all"}],
)  # fmt: skip
def test_a_policy_that_makes_no_sense_is_refused_and_nothing_is_written(tmp_path, policy):
    with pytest.raises(Refusal, match=r"policy\.json"):
        pair(tmp_path, GOOD_CHILD, GOOD_CARER, **policy)
    assert not (tmp_path / "out").exists()


def test_a_file_without_its_columns_is_refused(tmp_path):
    (tmp_path / "children.csv").write_text("name\nx\n", encoding="utf-8")
    with pytest.raises(Refusal, match="child"):
        run(tmp_path, tmp_path / "out", TODAY)


def test_the_defaults_are_those_promised():
    assert defaults(TODAY) == {
        "variant": "policy", "as_of": "2018-08-24", "range_m": 25_000,
        "tier_cost": {"village": 0, "township": 30_000, "district": 100_000},
        "preference_cost": 2_000, "move_cost": 10_000, "unmatched_cost": 1_000_000,
        "cross_border": [],
    }  # fmt: skip


def test_the_order_of_rows_changes_no_pair(tmp_path):
    children = [f"k{n},h{n // 2},D,T,V{n % 3},{n * 37 % 11},{n},a\n" for n in range(12)]
    carers = [f"c{n},D,T,V{n % 3},{n * 17 % 7},{n},1,,2018-01-01\n" for n in range(5)]
    first = pair(tmp_path, "".join(children), "".join(carers))
    pairs = sorted(table(tmp_path, "pairs.csv"))
    again = pair(tmp_path, "".join(children[6:] + children[:6]), "".join(reversed(carers)))
    assert (again["cost"], sorted(table(tmp_path, "pairs.csv"))) == (first["cost"], pairs)


def test_the_summary_has_its_seven_figures_and_the_details_what_was_said_of_rows(tmp_path):
    pair(tmp_path, GOOD_CHILD, GOOD_CARER + "d,D,T,V,3,4,two,,2018-01-01\n")
    summary, details = (
        json.loads((tmp_path / "out" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("summary", "details")
    )
    assert [*summary] == ["cost", "bound", "matched", "tiers", "moved", "cpu_s", "peak_mb"]
    assert [one["line"] for one in details["problems"]] == [3]


def test_an_empty_policy_is_that_of_the_defaults_and_is_said(tmp_path):
    pair(tmp_path, GOOD_CHILD, GOOD_CARER)
    (tmp_path / "policy.json").write_text("\n", encoding="utf-8")
    found = run(tmp_path, tmp_path / "out", TODAY)
    assert (found["matched"], found["problems"][0]["file"]) == (1, "policy.json")
