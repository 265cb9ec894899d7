"""`ethics show`: an answer that was kept reads as it was given, whatever has become of the rules."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.small_ruleset import write_ruleset

Run = Callable[..., Result]
RULES = """
facts: [{id: storm, ask: Is there a storm?, says: there is a storm, type: yes_no, presumed: no}]
actions: [{id: go, label: go, way: yes}]
rules: [{id: out.go, when: {storm: no}, then: [{may: go}], because: One may., sources: [B-1]}]
sources: [{id: B, title: A book, separator: "-", passages: {"1": So it is written.}}]
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write_ruleset(tmp_path / "rules", RULES)


@pytest.fixture
def kept(run: Run, rules: Path, tmp_path: Path) -> Path:
    file = tmp_path / "kept.json"
    file.write_text(run("consult", "--rules", rules, "--question", "may go", "--format", "json").output)
    return file


@pytest.mark.parametrize("options", [(), ("--full",), ("--format", "markdown"), ("--full", "--format", "markdown")])
def test_a_kept_answer_reads_as_it_was_given_after_the_rules_have_changed(
    run: Run, rules: Path, kept: Path, options: tuple[str, ...]
) -> None:
    given = run("consult", "--rules", rules, "--question", "may go", *options).output
    (rules / "parts.yaml").write_text(RULES.replace("may: go", "must not: go"))

    shown = run("show", kept, *options).output

    head, _, rest = shown.partition("\n\n")
    assert "As it was given under small 1" in head
    assert rest == given


def test_the_page_is_missing_from_an_answer_that_was_read_back_and_the_report_is_not(
    refused: Callable[..., str], run: Run, kept: Path
) -> None:
    kept.write_text(json.dumps({**json.loads(kept.read_text()), "page": None}))

    assert "--full" in refused("show", kept)
    assert run("show", kept, "--full").exit_code == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [("[", "this is no JSON"), ("[]", "no answer of"), ('{"provenance": {}, "format": 9}', "format")],
)
def test_what_is_no_answer_is_refused(refused: Callable[..., str], tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(content)

    assert said in refused("show", file)
