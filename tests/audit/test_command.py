"""`ethics audit rules`, on the ruleset that comes with the package and on small ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ethics_engine.cli.main import ethics

import ethics_engine as ee
from tests.small_ruleset import BOOK, items_of, write_ruleset

COLLIDING = """
facts:
  - {id: urgent, says: it is urgent, presumed: no}
  - {id: risky, says: it is risky, presumed: no}
actions: [{id: refer, way: yes}, {id: go_on, way: yes}]
rules:
  - {id: t.refer, when: {urgent: yes}, then: [{must: refer}]}
  - {id: t.stay, when: {risky: yes}, then: [{must not: refer}]}
"""


@pytest.fixture
def small(tmp_path: Path) -> Callable[..., str]:
    """Write a ruleset in which two rules can collide, with more in its `ruleset.yaml`."""
    parts = json.dumps({**items_of(COLLIDING), "sources": BOOK})
    return lambda **main: str(write_ruleset(tmp_path, parts, **main))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(ethics, ["audit", "rules", *arguments])


@pytest.mark.exhaustive  # that nothing is found is what `.ci/run` tries too
def test_the_bundled_ruleset_has_no_finding_that_nobody_accepted() -> None:
    result = run("--all", "--format", "json")

    assert result.exit_code == 0, result.output
    audit = json.loads(result.stdout)
    assert audit["findings"] == []
    assert len(audit["accepted_findings"]) == audit["accepted"]
    assert all(item["accepted_because"] for item in audit["accepted_findings"])
    ruleset = ee.load_ruleset()
    for item in audit["accepted_findings"]:
        if item["kind"] == "dilemma":
            stated = {key: item["witness"][key] for key in ("done", "not_done") if item["witness"][key]}
            action = item["id"].partition(":")[2]
            case = ee.new_case(ruleset, f"may {action}", item["witness"]["facts"], **stated)
            assert ee.consult(ruleset, case).answer.value == "dilemma", item["id"]


def test_a_new_finding_is_told_in_the_words_of_the_vocabulary_and_fails(small: Callable[..., str]) -> None:
    result = run("--rules", small())

    assert result.exit_code == 1
    assert "DILEMMAS THAT CAN ARISE" in result.stdout
    assert "  dilemma:refer\n" in result.stdout
    assert "      - it is urgent\n" in result.stdout
    assert "      - it is risky\n" in result.stdout
    assert "`t.refer` and `t.stay`" in result.stdout


def test_the_same_in_markdown(small: Callable[..., str]) -> None:
    result = run("--rules", small(), "--format", "markdown")

    assert result.exit_code == 1
    assert "### `dilemma:refer`" in result.stdout
    assert "- it is urgent" in result.stdout


def test_the_witness_in_json_can_be_told_as_it_stands(small: Callable[..., str]) -> None:
    audit = json.loads(run("--rules", small(), "--format", "json").stdout)

    (dilemma,) = (item for item in audit["findings"] if item["id"] == "dilemma:refer")
    assert dilemma["witness"]["facts"] == {"urgent": "yes", "risky": "yes"}


def test_accepted_findings_are_only_counted_unless_all_are_asked_for(small: Callable[..., str]) -> None:
    rules = small(accepted={"dilemma:refer": "The committee decides."})

    usual, full = run("--rules", rules), run("--rules", rules, "--all")

    assert usual.exit_code == full.exit_code == 0
    assert "No findings beyond the 1 that the ruleset accepts" in usual.stdout
    assert "dilemma:refer" not in usual.stdout
    assert "Accepted: The committee decides." in full.stdout


def test_an_acceptance_that_nothing_needs_any_more_fails(small: Callable[..., str]) -> None:
    rules = small(accepted={"dilemma:refer": "The committee decides.", "dead-rule:t.gone": "It was of use."})

    result = run("--rules", rules)

    assert result.exit_code == 1
    assert "stale:dead-rule:t.gone" in result.stdout


def test_a_case_that_is_not_there_is_refused() -> None:
    result = run("nowhere/no.case.yaml")

    assert result.exit_code == 2
    assert "no.case.yaml" in result.stderr
