"""`ethics screen`: a table in, a table out, whole or not at all, with a clear word on whatever is wrong."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ethics_engine.cli.main import ethics

from ethics_engine.screening import tables

TABLE = """\
id,client_romance,client_threatens_violence,done:consult_supervisor,done:set_boundary,shoe_size
a,casual,,,,40
b,,yes,,,41
c,unknown,,,,42
d,a little,,,,43
e,persistent,no,yes,yes,44
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "cases.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


@pytest.fixture
def screen(tmp_path: Path) -> Callable[..., Result]:
    """Screen into `out.csv`, asking whether the practitioner may refer."""

    def run(*words: object, output: str = "out.csv") -> Result:
        where = ["-o", str(tmp_path / output)] if output else []
        return CliRunner().invoke(ethics, ["screen", *map(str, words), *where, "--question", "may refer"])

    return run


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_gets_an_answer_and_a_bad_one_a_reason(screen: Callable[..., Result], table: Path) -> None:
    result = screen(table, "--columns", "first,to_ask")

    found = {row["id"]: row for row in rows_of(table.with_name("out.csv"))}
    assert result.exit_code == 0
    assert {name: row["answer"] for name, row in found.items()} == {
        "a": "advised_against", "b": "not_yet", "c": "open", "e": "yes",
    }  # fmt: skip
    assert found["b"]["first"] == "secure_own_safety"
    assert found["c"]["in_bulk"] == "decided"
    assert found["c"]["to_ask"].split()[0] == "client_romance"
    (bad,) = rows_of(table.with_name("out.csv.rejects.csv"))
    assert (bad["row"], bad["column"]) == ("4", "client_romance")
    assert "`a little`" not in bad["column"]
    assert "states no fact and is left out: `shoe_size`" in result.stderr
    assert "1 rows cannot be read and are left out" in result.stderr


@pytest.mark.slow
def test_undecided_rows_are_answered_exactly_if_asked_for(screen: Callable[..., Result], table: Path) -> None:
    table.write_text("former_partner\nyes\n", encoding="utf-8")
    screen(table, output="before.csv")
    screen(table, "--exact", "--jobs", 1, "--ask", "refer")

    (before,), (found,) = rows_of(table.with_name("before.csv")), rows_of(table.with_name("out.csv"))
    assert (before["in_bulk"], before["answer"], before["firmness"]) == ("undecided", "", "")
    assert (found["answer"], found["firmness"]) == ("yes", "provisional")
    assert found["status:refer"]


def test_rows_are_kept_by_their_answer(screen: Callable[..., Result], table: Path) -> None:
    screen(table, "--ask", "refer", "--only", "answer=open,yes")

    found = rows_of(table.with_name("out.csv"))
    assert [(row["id"], row["answer"], row["firmness"]) for row in found] == [
        ("c", "open", "open"),
        ("e", "yes", "provisional"),
    ]
    assert found[1]["status:refer"] == "advised"


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet", "arrow"])
def test_every_format_gives_the_same(screen: Callable[..., Result], table: Path, ending: str) -> None:
    """In and out: the table is written in this format first, with what it lets through."""
    if ending in ("parquet", "arrow"):
        pytest.importorskip("pyarrow", reason="these formats need the extra `batch`")
    screen(table, "--columns", "firmness,force")
    expected = rows_of(table.with_name("out.csv"))
    source = table.with_name(f"cases.{ending}")
    lines = [{name: cell or None for name, cell in row.items()} for row in rows_of(table)]
    _write(source, lines)

    result = screen(source, "--columns", "firmness,force", output=f"out.{ending}")

    assert result.exit_code == 0, result.output
    written = _read(source.with_name(f"out.{ending}"))
    found = [{name: "" if cell is None else str(cell) for name, cell in row.items()} for row in written]
    assert found == expected


def _write(path: Path, rows: list[dict[str, str | None]]) -> None:
    if path.suffix == ".csv":
        path.write_text(TABLE, encoding="utf-8")
    elif path.suffix == ".jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    else:
        import pyarrow as pa
        from pyarrow import feather, parquet

        made = pa.Table.from_pylist(rows)
        parquet.write_table(made, path) if path.suffix == ".parquet" else feather.write_feather(made, path)


def _read(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".csv":
        return [dict(row) for row in rows_of(path)]
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    from pyarrow import feather, parquet

    return list((parquet if path.suffix == ".parquet" else feather).read_table(path).to_pylist())


def test_the_summary_counts_by_answer_course_and_rule(screen: Callable[..., Result], table: Path) -> None:
    text = screen(table, "--summary", output="").stdout
    counts = json.loads(screen(table, "--summary", "--format", "json", output="").stdout)

    assert text.startswith("4 rows, asked: may refer; 1 cannot be read")
    assert "  advised_against           1   25.0%  ########" in text
    assert counts["counts"]["answer"] == {"advised_against": 1, "not_yet": 1, "open": 1, "yes": 1}
    assert counts["counts"]["course"]["refer"] == 2
    assert counts["counts"]["rules"]["violence.own-safety-first"] == 1


def test_a_template_can_be_read_as_a_mapping(screen: Callable[..., Result], table: Path) -> None:
    template = screen("--template", output="").stdout
    lines = template.splitlines()
    at = next(index for index, line in enumerate(lines) if line == "  COLUMN_client_romance:")
    mapping = table.with_name("mapping.yaml")
    mapping.write_text("\n".join(["columns:", "  R:", *lines[at + 1 : at + 3]]), encoding="utf-8")
    table.write_text("R\ncasual\n?\n", encoding="utf-8")

    result = screen(table, "--mapping", mapping)

    assert result.exit_code == 0, result.output
    assert [row["answer"] for row in rows_of(table.with_name("out.csv"))] == ["advised_against", "open"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "the table has no columns"),
        ("shoe_size\n40\n", "no column states a fact"),
        ("client_romance,client_romance\ncasual,none\n", "two columns are called `client_romance`"),
        ('client_romance\n"casual\n', "this is not CSV"),
        (b"client_romance\n\xff\xfe\n", "cases.csv:2:1: error: not UTF-8"),
    ],
)
def test_a_table_that_is_none_is_refused(
    screen: Callable[..., Result], table: Path, content: str | bytes, message: str
) -> None:
    table.write_bytes(content if isinstance(content, bytes) else content.encode())

    result = screen(table)

    assert result.exit_code == 2
    assert message in result.stderr
    assert not table.with_name("out.csv").exists()


def test_an_empty_table_gives_an_empty_table(screen: Callable[..., Result], table: Path) -> None:
    table.write_text("client_romance\n", encoding="utf-8")

    result = screen(table)

    assert result.exit_code == 0
    assert "the table has no rows" in result.stderr
    assert rows_of(table.with_name("out.csv")) == []


def test_strict_stops_at_what_cannot_be_read(screen: Callable[..., Result], table: Path) -> None:
    result = screen(table, "--strict")
    assert result.exit_code == 2
    assert "error: 1 column states no fact: `shoe_size`\n    map, keep or remove such columns" in result.stderr
    table.write_text("client_romance\ncasual\na little\n", encoding="utf-8")
    result = screen(table, "--strict")

    assert result.exit_code == 2
    assert "row 2, column `client_romance`: " in result.stderr
    assert [path.name for path in table.parent.iterdir()] == ["cases.csv"]


def test_lines_that_are_no_rows_are_rejected(screen: Callable[..., Result], table: Path) -> None:
    source = table.with_name("cases.jsonl")
    source.write_text('{"client_romance": "casual"}\n{"client_romance": \n[1]\n', encoding="utf-8")

    screen(source)

    assert len(rows_of(table.with_name("out.csv"))) == 1
    reasons = [row["reason"] for row in rows_of(table.with_name("out.csv.rejects.csv"))]
    assert reasons[0].startswith("it is not JSON: ")
    assert reasons[1] == "it is no JSON object"


def test_a_parquet_file_cut_short_is_refused(screen: Callable[..., Result], table: Path) -> None:
    pytest.importorskip("pyarrow", reason="this format needs the extra `batch`")
    source = table.with_name("cases.parquet")
    _write(source, [{"client_romance": "casual"}] * 100)
    source.write_bytes(source.read_bytes()[:-20])

    result = screen(source)

    assert result.exit_code == 2
    assert "cases.parquet: error: cannot read it: " in result.stderr
    assert not table.with_name("out.csv").exists()


def test_without_the_extra_the_message_names_it(
    screen: Callable[..., Result], table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    table.with_name("cases.parquet").touch()

    result = screen(table.with_name("cases.parquet"))

    assert result.exit_code == 2
    assert 'pip install "ethics-engine[batch]"' in result.stderr


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["disk", "Ctrl-C"])
def test_what_is_broken_off_leaves_nothing(
    screen: Callable[..., Result], table: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fails(*_args: object, **_rest: object) -> None:
        raise error

    monkeypatch.setattr(tables._CsvSink, "write", fails)

    result = screen(table)

    assert result.exit_code in (2, 130)
    if isinstance(error, OSError):
        assert "out.csv: error: cannot write it: no space left on device" in result.stderr
    assert [path.name for path in table.parent.iterdir()] == ["cases.csv"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["cases.csv"], "nothing to write; give -o FILE, --summary or both"),
        (["-o", "x.csv"], "give a table"),
        (["nosuch.csv", "-o", "x.csv"], "nosuch.csv: error: file not found"),
        (["cases.txt", "-o", "x.csv"], "the format of this file is not known"),
        (
            ["cases.csv", "-o", "-"],
            "<stdout>: error: the format of this file is not known\n    add `--output",
        ),
        (["cases.csv", "-o", "x.csv", "--only", "anser=no"], "did you mean `answer`?"),
        (["cases.csv", "-o", "x.csv", "--only", "no"], "write NAME=VALUE"),
        (["cases.csv", "-o", "x.csv", "--only", "answer=advized"], "no value of `answer`; did you mean `advised`?"),
        (["cases.csv", "-o", "x.csv", "--only", "in_bulk=zzz"], "use decided, undecided, contradictory"),
        (["cases.csv", "-o", "x.csv", "--ask", "refer", "--only", "status:refer=zzz"], "no value of `status:refer`"),
        (["cases.csv", "-o", "cases.csv"], "`-o` would write over the table\n    name another file"),
        (["cases.csv", "-o", "x.csv", "--rejects", "cases.csv"], "`--rejects` would write over the table"),
        (["cases.csv", "-o", "x.csv", "--rejects", "./x.csv"], "`-o` and `--rejects` name one file"),
        (["cases.csv", "-o", "x.csv", "--question", "may reffer"], "did you mean `refer`?"),
        (["cases.csv", "-o", "nosuch/x.csv"], "nosuch/x.csv: error: cannot write it: no such file or directory"),
        (["cases.csv", "-o", "x.csv", "--keep", "name"], "the table has no column `name` to keep"),
    ],
)
def test_what_is_asked_for_wrongly_is_refused(
    table: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], message: str
) -> None:
    monkeypatch.chdir(table.parent)

    result = CliRunner().invoke(ethics, ["screen", *words])

    assert result.exit_code == 2
    assert message in result.stderr


def test_an_overlay_answers_too(screen: Callable[..., Result], table: Path) -> None:
    table.write_text("practitioner_values_conflict\nyes\n", encoding="utf-8")

    result = screen(table, "--under", "aca-2014", "--columns", "rules")

    assert result.exit_code == 0, result.output
    (row,) = rows_of(table.with_name("out.csv"))
    assert any(rule.startswith("aca-2014.") for rule in row["rules"].split())
