"""The same model on Spark: the same links as on DuckDB."""

import os

from polars.testing import assert_frame_equal

from benchmarks.linkage.generator import make
from nuantong.linkage.cleaning import clean
from nuantong.linkage.engines import Resources, find_java
from nuantong.linkage.linking import link

ROWS = 1500


def test_spark_and_duckdb_give_the_same_links():
    lists = make(ROWS, ROWS, "hard", seed=5)
    left, right = clean(lists.left), clean(lists.right)
    here = link(left, right).pairs
    there = link(left, right, resources=Resources(engine="spark", threads=1)).pairs
    assert here.height > ROWS / 2
    keys = ["left_row", "right_row"]
    assert_frame_equal(here.sort(keys), there.sort(keys), abs_tol=1e-6)


def test_java_comes_with_a_wheel_where_the_machine_has_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    find_java()
    assert os.path.isfile(f"{os.environ['JAVA_HOME']}/bin/java")


def test_a_java_of_the_machine_is_left_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    find_java()
    assert os.environ["JAVA_HOME"] == str(tmp_path)
