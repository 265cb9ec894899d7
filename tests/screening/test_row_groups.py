"""Parts of files give, put together, what the whole gives; and so they do on Spark, where that is installed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.screening.row_groups import RowGroups, row_groups, screened_part

ROWS: list[dict[str, object]] = [
    {"id": 1, "client_romance": "casual", "client_threatens_violence": None},
    {"id": 2, "client_romance": None, "client_threatens_violence": True},
    {"id": 3, "client_romance": "unknown", "client_threatens_violence": False},
    {"id": 4, "client_romance": "a little", "client_threatens_violence": None},
] * 25


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pa = pytest.importorskip("pyarrow", reason="files of Parquet need the extra `batch`")
    from pyarrow import parquet

    path = tmp_path_factory.mktemp("tables") / "cases.parquet"
    parquet.write_table(pa.Table.from_pylist(ROWS), path, row_group_size=30)
    return path


@pytest.fixture(scope="module")
def screen() -> ee.Screen:
    return ee.Screen(ee.load_ruleset(), "may refer", columns=["firmness"])


def test_files_are_cut_along_their_row_groups(table: Path) -> None:
    assert row_groups([table], rows=50) == [
        RowGroups(str(table), (0, 1), 1),
        RowGroups(str(table), (2, 3), 61),
    ]


def test_parts_give_what_the_whole_gives(table: Path, screen: ee.Screen) -> None:
    expected = [{"file": str(table), "row": row["id"], **row} for row in _expected(screen)]

    parts = [part for each in row_groups([table], rows=30) for part in screened_part(screen, each, ["id"])]

    found = [row for batch in parts for row in batch.to_pylist()]
    assert [row["row"] for row in found] == list(range(1, 101))
    assert [{**row, "row": row["id"]} for row in found] == expected


def _expected(screen: ee.Screen) -> list[dict[str, object]]:
    facts = [{name: cell for name, cell in row.items() if name != "id"} for row in ROWS]
    return [{"id": row["id"], **result} for row, result in zip(ROWS, screen(facts), strict=True)]


@pytest.mark.exhaustive
def test_spark_gives_the_same_rows(table: Path, screen: ee.Screen) -> None:
    """On a cluster of two workers, each a process of its own."""
    sql = pytest.importorskip("pyspark.sql", reason="it needs the extra `spark`")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, which this machine lacks")
    from ethics_engine.screening.on_spark import screen_on_spark

    builder = sql.SparkSession.builder.master("local-cluster[2,1,1024]").config("spark.ui.enabled", "false")
    session = builder.config("spark.executorEnv.PYTHONPATH", str(Path(ee.__file__).parent.parent)).getOrCreate()
    try:
        found = screen_on_spark(session, screen, [table], kept=["id"], rows=30).collect()
    finally:
        session.stop()

    rows = sorted((row.asDict() for row in found), key=lambda row: row["row"])
    assert [row.pop("row") for row in rows] == list(range(1, 101))
    expected = [{"file": str(table), **row, "id": str(row["id"])} for row in _expected(screen)]
    assert rows == expected
