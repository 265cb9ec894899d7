"""`ethics consult --jsonl` answers a case a line, in order, and a bad line with an error."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable

from click.testing import Result

LINES = """\
{"id": "a", "question": "may refer", "facts": {"client_romance": "casual"}}
{"id": "b", "facts": {"client_romance": "a little"}}
nonsense
["a"]

{"facts": {"client_threatens_violence": "yes"}}
"""


def results(run: Callable[..., Result], *words: str, lines: str = LINES) -> list[dict[str, object]]:
    result = run("consult", "--jsonl", *words, stdin=lines)
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_has_its_answer_or_its_error(run: Callable[..., Result]) -> None:
    found = results(run, "--question", "may terminate")

    assert [each["line"] for each in found] == [1, 2, 3, 4, 6]
    assert (found[0]["case"], found[0]["answer"]) == ("a", "advised_against")
    assert "`a little` is not a value of `client_romance`" in str(found[1]["error"])
    assert str(found[2]["error"]).startswith("['line 3: error: this is not JSON")
    assert "this is no JSON object" in str(found[3]["error"])
    assert (found[4]["case"], found[4]["answer"]) == ("line-6", "not_yet")


def test_the_detail_says_how_much(run: Callable[..., Result]) -> None:
    (brief,) = results(run, "--detail", "brief", lines=LINES.splitlines()[0])
    (full,) = results(run, "--detail", "full", lines=LINES.splitlines()[0])

    assert brief["course"] == ["continue"]
    assert isinstance(full["determination"], dict)
    assert full["determination"]["answer"]["value"] == "advised_against"


def test_overlays_that_a_line_names_must_be_given(run: Callable[..., Result]) -> None:
    line = '{"question": "may refer", "under": ["aca-2014"]}'

    assert "add `--under aca-2014`" in str(results(run, lines=line)[0]["error"])
    assert "answer" in results(run, "--under", "aca-2014", lines=line)[0]


def test_cases_come_from_lines_alone(refused: Callable[..., str]) -> None:
    assert "state facts in the lines" in refused("consult", "--jsonl", "--fact", "client_romance=casual")


def test_a_program_may_wait_for_each_answer() -> None:
    command = [sys.executable, "-c", "from ethics_engine.cli import main; main()", "consult", "--jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2):
            process.stdin.write('{"question": "may refer", "facts": {"client_romance": "casual"}}\n')
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["line"] == number
        process.stdin.close()
        assert process.wait(timeout=60) == 0
