"""Where every passage went."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine as ee
from ethics_engine.handbook.trace import Totals, Trace, trace
from ethics_engine.handbook.trace_formats import TRACE_FORMATS, render_trace
from tests.small_ruleset import write_overlay, write_ruleset

Run = Callable[..., Result]
INCOMPLETE = Path(__file__).parent.parent / "loading" / "bad" / "rulesets" / "incomplete"


@pytest.fixture
def traced(world: ee.Ruleset) -> Trace:
    return trace(world)


def test_a_passage_went_to_what_cites_it_or_is_not_encoded(traced: Trace) -> None:
    _, book = traced.documents

    assert [(went.passage.reference, len(went.resting), went.nowhere) for went in book.destinations] == [
        ("B-1", 5, False),
        ("B-7", 0, False),
    ]
    assert book.totals == Totals(passages=2, cited=1, not_encoded=1, nowhere=0)
    assert traced.totals == Totals(passages=3, cited=2, not_encoded=1, nowhere=0, from_memory=1)


def test_the_text_names_every_destination_and_ends_in_the_totals(traced: Trace) -> None:
    lines = render_trace(traced, "text").splitlines()

    assert "B: The book (complete)" in lines
    rests = "rules: culture.no-referral, culture.threat; facts: threat; constraints: not_both; actions: consult"
    assert f"  B-1 (guidance, must): {rests}" in lines
    assert "  B-7 (guidance): not encoded: a statement about the world" in lines
    assert lines[-1] == (
        "All documents: 3 passages: 2 cited, 1 not encoded, 0 nowhere. Wording: 0 checked, 0 partly, 1 from memory."
    )


def test_the_json_is_the_table_for_software(traced: Trace) -> None:
    table = json.loads(render_trace(traced, "json"))

    assert table["totals"] == {
        "passages": 3,
        "cited": 2,
        "not_encoded": 1,
        "nowhere": 0,
        "verified": 0,
        "partly": 0,
        "from_memory": 1,
    }
    assert table["lost"] == []
    assert table["documents"][1]["passages"][1] == {
        "reference": "B-7",
        "says": "The world is round.",
        "authority": "guidance",
        "said": None,
        "confidence": None,
        "note": None,
        "cited_by": [],
        "not_encoded": "a statement about the world",
    }


def test_the_markdown_has_a_table_for_each_document(traced: Trace) -> None:
    shown = render_trace(traced, "markdown")

    assert shown.count("| Passage | Authority, strength | What it says | Where it went |") == 2
    assert "| B-7 | guidance | The world is round. | not encoded: a statement about the world |" in shown


@pytest.mark.parametrize("form", TRACE_FORMATS)
def test_a_passage_of_a_complete_document_that_went_nowhere_fails_the_command(form: str, run: Run) -> None:
    result = run("trace", "--rules", INCOMPLETE, "--format", form)

    assert result.exit_code == 1
    assert "B 2" in result.stdout


def test_the_passages_that_went_nowhere_are_listed_and_those_of_other_documents_only_counted(run: Run) -> None:
    lines = run("trace", "--rules", INCOMPLETE).stdout.splitlines()

    assert lines[-2:] == [
        "All documents: 4 passages: 1 cited, 1 not encoded, 2 nowhere.",
        "Of complete documents, these went nowhere: B 2",
    ]


def test_a_citation_of_what_does_not_exist_is_refused(tmp_path: Path, run: Run) -> None:
    folder = shutil.copytree(INCOMPLETE, tmp_path / "copy")
    (folder / "more.yaml").write_text("actions: [{id: look, label: look, sources: [B 4]}]\n")

    result = run("trace", "--rules", folder)

    assert result.exit_code == 2
    assert "no passage of `B` called `B 4`" in result.stderr


def test_the_totals_of_the_bundled_ruleset_add_up(bundled: ee.Ruleset, run: Run) -> None:
    traced = trace(bundled)
    every = [traced.totals, *(document.totals for document in traced.documents)]

    assert all(one.passages == one.cited + one.not_encoded + one.nowhere for one in every)
    assert traced.totals.passages == sum(one.passages for one in every[1:]) == len(bundled.passage)
    assert traced.totals.cited == sum(one.cited for one in every[1:])
    assert run("trace").exit_code == 0


def test_only_the_documents_that_are_named_are_traced(run: Run) -> None:
    lines = run("trace", "AGENCY", "--under", "example-agency").stdout.splitlines()

    assert lines[-1] == "These documents: 4 passages: 4 cited, 0 not encoded, 0 nowhere."
    result = run("trace", "AGENZY", "--under", "example-agency")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean `AGENCY`?" in result.stderr


def test_a_passage_of_an_overlay_that_went_nowhere_is_shown(tmp_path: Path, run: Run) -> None:
    base = write_ruleset(tmp_path / "base", "actions: [{id: go, label: go}]")
    passages = {"2": {"says": "Go."}}
    folder = write_overlay(tmp_path / "law")
    (folder / "sources.json.yaml").write_text(
        json.dumps({"sources": [{"id": "L", "title": "Law", "complete": True, "passages": passages}]})
    )

    result = run("trace", "--rules", base, "--under", folder)

    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "Of complete documents, these went nowhere: L 2"
