"""Any folder comes out as the rules say when they are read literally, whatever the order of rows."""

import datetime as dt
import tempfile
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from nuantong.duties.batch.reading import Problems
from nuantong.duties.batch.running import known_of, read_folder
from nuantong.duties.engine.running import run, run_compiled
from nuantong.duties.engine.tables import Known
from tests.unit.duties.batch.folders import judged, write_folder
from tests.unit.duties.batch.oracle import SIX_ONES, Oracle

FIRST = dt.date(2017, 11, 20)
LAST = 420
"""Days after FIRST."""
CHILDREN, CARERS = ("c1", "c2"), ("li", "wang", "zhao")
ACTS = ("meet", "talk", "guardian", "teacher", "activity", "festival")
Table = list[dict[str, Any]]


def days(least: int = 0, most: int = LAST) -> st.SearchStrategy[str]:
    return st.integers(least, most).map(lambda n: (FIRST + dt.timedelta(n)).isoformat())


@st.composite
def spans(draw: st.DrawFn, most: int = 200) -> dict[str, str]:
    start = draw(st.integers(0, LAST))
    length = draw(st.one_of(st.none(), st.integers(1, most)))
    end = "" if length is None else (FIRST + dt.timedelta(start + length)).isoformat()
    return {"start": (FIRST + dt.timedelta(start)).isoformat(), "end": end}


@st.composite
def moments(draw: st.DrawFn, on: str, late: int = 40) -> str:
    at = dt.datetime.fromisoformat(on) + dt.timedelta(days=draw(st.integers(-1, late)))
    hour, offset = draw(st.integers(0, 23)), draw(st.sampled_from((0, 8)))
    zone = dt.timezone(dt.timedelta(hours=offset))
    return at.replace(hour=hour, tzinfo=zone).isoformat()


@st.composite
def duties(draw: st.DrawFn, code: str) -> dict[str, Any]:
    period = draw(st.sampled_from(
        ("day", "week", "half_month", "month", "quarter", "term", "three_months", "half_year", "year")
    ))  # fmt: skip
    way = {"acts": draw(st.lists(st.sampled_from(ACTS[:3]), min_size=1, max_size=2, unique=True))}
    if draw(st.booleans()):
        way["means"] = draw(st.lists(st.sampled_from(("face", "phone")), min_size=1, max_size=2))
    other = {"acts": ["talk"], "boarding": draw(st.booleans()), "in_term": True}
    return {
        "code": code,
        "period": period,
        "times": draw(st.sampled_from((1, 1, 1, 2, 3))),
        "catch_up": draw(st.booleans()),
        "grace_days": draw(st.integers(0, 40)),
        "accepts": [way, other] if draw(st.booleans()) else [way],
    }


@st.composite
def versions(draw: st.DrawFn) -> list[tuple[dt.date, list[dict[str, Any]]]]:
    since = [dt.date(2017, 1, 1), *sorted(draw(st.sets(st.integers(20, 300), max_size=2)))]
    starts = [one if isinstance(one, dt.date) else FIRST + dt.timedelta(one) for one in since]
    codes = ("a", "b")
    return [
        (start, [draw(duties(code)) for code in codes[: draw(st.integers(1, 2))]])
        for start in starts
    ]


@st.composite
def contacts(draw: st.DrawFn) -> Table:
    found: Table = []
    first = draw(st.integers(0, LAST - 160))
    for number in range(draw(st.integers(0, 40))):
        on = draw(days(first, first + 160))
        acts = draw(st.lists(st.sampled_from(ACTS), min_size=2, max_size=4, unique=True))
        found.append({
            "contact": f"k{draw(st.sampled_from((number,) * 9 + (0,)))}",
            "child": draw(st.sampled_from(CHILDREN)), "carer": draw(st.sampled_from(CARERS)),
            "happened_on": on, "received_at": draw(moments(on)), "acts": ";".join(acts),
            "means": draw(st.sampled_from(("face", "face", "phone", "video"))),
            "supersedes": draw(st.sampled_from(("",) * 9 + (f"k{number - 1}",))),
        })  # fmt: skip
    return found


@st.composite
def folders(draw: st.DrawFn) -> tuple[dict[str, Table], dict[str, Any]]:
    protocols = {"six-ones": [(dt.date(2000, 1, 1), SIX_ONES)], "other": draw(versions())}
    yes = st.sampled_from(("0", "1"))
    enrolments = [
        {
            "enrolment": f"e{number}", "child": draw(st.sampled_from(CHILDREN)),
            "protocol": draw(st.sampled_from(tuple(protocols))), **draw(spans()),
            "stage": draw(st.sampled_from(("", "primary"))), "no_signal": draw(yes),
            "boarding": draw(yes), "birthday": draw(st.sampled_from(("", "2009-05-04", "2008-02-29"))),
        }
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    with_child = st.sampled_from(CHILDREN)
    carer = st.sampled_from(CARERS)
    tables = {
        "enrolments": enrolments,
        "pairings": [{"child": draw(with_child), "carer": draw(carer), **draw(spans())} for _ in range(draw(st.integers(0, 4)))],
        "exemptions": [{"child": draw(with_child), **draw(spans(60)), "reason": draw(st.sampled_from(("住院", "外出")))} for _ in range(draw(st.integers(0, 3)))],
        "contacts": draw(contacts()),
    }  # fmt: skip
    if draw(st.booleans()):
        tables["leaves"] = [
            {"carer": draw(carer), **draw(spans(60)), "substitute": draw(st.sampled_from(("", *CARERS)))}
            for _ in range(draw(st.integers(0, 3)))
        ]  # fmt: skip
        tables["leaves"] = [one for one in tables["leaves"] if one["carer"] != one["substitute"]]
    if draw(st.booleans()):
        tables["heard"] = [
            {"carer": one, "last_heard_at": draw(moments(draw(days())))}
            for one in draw(st.lists(carer, max_size=4))
        ]
    if draw(st.booleans()):
        tables["terms"] = [
            {"stage": "primary", "term": "2017-2018-T2", "start": "2018-03-05", "end": draw(days(215, 240))},
            {"stage": "", "term": "2018-2019-T1", "start": "2018-09-03", "end": "2019-01-20"},
        ]  # fmt: skip
    return tables, protocols


def definitions(protocols: dict[str, Any]) -> dict[str, Any]:
    return {
        "other": {
            "versions": [
                {"valid_from": since.isoformat(), "duties": listed}
                for since, listed in protocols["other"]
            ]
        }
    }


Given = tuple[dict[str, Table], dict[str, Any]]
FOUND = (Phase.explicit, Phase.reuse, Phase.generate)
"""A folder is not made smaller: that would take longer than reading it."""


def outcomes(given: Given, as_of: str) -> Table:
    tables, protocols = given
    with tempfile.TemporaryDirectory() as folder:
        return judged(write_folder(Path(folder), tables, definitions(protocols)), as_of)


def by_key(rows: Table) -> dict[tuple[str, str, str], Any]:
    found = {(row["enrolment"], row["duty"], row["period"]): row for row in rows}
    assert len(found) == len(rows)
    return found


@given(folders(), days(100, LAST))
@settings(phases=FOUND, max_examples=50)
def test_every_owed_window_has_the_one_outcome_that_the_rules_say(given: Given, as_of: str) -> None:
    expected = Oracle(*given, dt.date.fromisoformat(as_of)).outcomes()

    assert by_key(outcomes(given, as_of)) == expected


@given(folders(), days(100, LAST), st.randoms(use_true_random=False))
@settings(phases=FOUND, max_examples=25)
def test_any_order_of_arrival_gives_the_same_outcomes(
    given: Given, as_of: str, random: Random
) -> None:
    tables, protocols = given
    shuffled = {name: random.sample(rows, len(rows)) for name, rows in tables.items()}
    shuffled["contacts"] += random.sample(tables["contacts"], len(tables["contacts"]) // 2)

    assert by_key(outcomes((shuffled, protocols), as_of)) == by_key(outcomes(given, as_of))


@given(folders(), days(100, LAST))
@settings(phases=FOUND, max_examples=25)
def test_the_rules_say_the_same_interpreted_and_compiled(given: Given, as_of: str) -> None:
    tables, protocols = given
    with tempfile.TemporaryDirectory() as path:
        source = write_folder(Path(path), tables, definitions(protocols))
        folder = read_folder(source, dt.date.fromisoformat(as_of), Problems())
    book, known = folder.sheets.book(folder.contacts.sorts), known_of(folder)
    day = dt.date.fromisoformat(as_of).toordinal()
    for since in (0, day - 120):
        compiled = run_compiled(book, known, day, since)
        interpreted = run(book, Known(*(one.tolist() for one in known)), day, since)

        assert [one.tolist() for one in compiled] == list(interpreted)


@given(folders(), days(100, LAST))
@settings(phases=FOUND, max_examples=25)
def test_coverage_never_exceeds_what_is_owed(given: Given, as_of: str) -> None:
    rows = outcomes(given, as_of)
    for duty in {row["duty"] for row in rows}:
        met = [row for row in rows if row["duty"] == duty and row["outcome"] in ("met", "met_late")]
        owed = [
            row for row in rows if row["duty"] == duty and row["outcome"] not in ("exempt", "void")
        ]
        counted = [(row["enrolment"], row["contact"]) for row in met]

        assert len(met) <= len(owed)
        assert len(counted) == len(set(counted))
