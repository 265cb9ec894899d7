"""`ethics rules source`: what rests on a passage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine as ee

Run = Callable[..., Result]
WORLD = Path(__file__).parent.parent / "loading" / "world"
CASE = """
id: {name}
title: A case
question: {{ask: may, action: refer}}
facts: {{threat: yes}}
sources: [{sources}]
{held}
"""
HELD = "held: {{answer: open, ratio: [{ratio}]}}\ndecided: {{by: one, date: 2026-01-31, under: world 1.10}}"


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    written = {
        "through": ("", HELD.format(ratio="culture.threat")),
        "both": ("B-1", HELD.format(ratio='"culture.no-referral#unless", culture.no-referral')),
        "neither": ("", HELD.format(ratio="")),
        "undecided": ("B-1", ""),
    }
    for name, (sources, held) in written.items():
        (tmp_path / f"{name}.case.yaml").write_text(CASE.format(name=name, sources=sources, held=held))
    return tmp_path


def test_it_shows_the_line_the_document_and_all_that_rests_on_it(cases: Path, run: Run) -> None:
    assert run("source", "B-1", "--rules", WORLD, "--cases", cases).stdout.splitlines() == [
        "B-1 (a source): Learn.",
        "  From: A. Uthor. The book. professional guidance, second, 1999. Nobody has read it.",
        "  Authority: professional guidance",
        "  Strength of its own words: must",
        "  Used by rules: culture.no-referral, culture.threat",
        "  Used by facts: threat",
        "  Used by constraints: not_both",
        "  Used by actions: consult",
        "  Decided cases that depend on it:",
        "      both: A case (directly, through culture.no-referral)",
        "      through: A case (through culture.threat)",
    ]


def test_a_single_case_can_be_asked_about(cases: Path, run: Run) -> None:
    shown = run("source", "B-1", "--rules", WORLD, "--cases", cases / "through.case.yaml").stdout

    assert "through: A case" in shown
    assert "both: A case" not in shown


def test_of_a_passage_that_is_not_encoded_it_shows_why(run: Run) -> None:
    shown = run("source", "B-7", "--rules", WORLD).stdout

    assert "  Not encoded: a statement about the world\n  No decided case depends on it.\n" in shown


def test_the_bundled_cases_are_looked_at_for_the_bundled_ruleset(bundled: ee.Ruleset, run: Run) -> None:
    source = bundled.rule["values.bracket"].sources[0]

    assert "values-001" in run("source", source).stdout


def test_an_unknown_passage_is_refused_with_the_nearest(run: Run) -> None:
    result = run("source", "B-8", "--rules", WORLD)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `B-" in result.stderr


def test_cases_that_are_not_there_are_refused_before_anything_is_shown(run: Run, tmp_path: Path) -> None:
    result = run("source", "B-1", "--rules", WORLD, "--cases", tmp_path / "none.case.yaml")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "none.case.yaml: error:" in result.stderr
