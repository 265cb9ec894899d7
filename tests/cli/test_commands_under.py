"""Every command and the library under a composition: what it shows is what the parts together say."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine as ee
from tests.small_ruleset import BOOK, items_of, write_overlay, write_ruleset

Run = Callable[..., Result]
DAY = datetime.date(2026, 11, 29)
BASE = """
facts:
  - {id: threat, presumed: no}
  - {id: moved, presumed: no}
actions:
  - {id: refer, way: yes}
  - {id: go_on, way: yes}
  - {id: talk}
rules:
  - {id: safety.end, when: {threat: yes}, then: [{should: refer}]}
  - {id: move.may, when: {moved: yes}, then: [{may: refer}]}
  - {id: move.same, when: {moved: yes}, then: [{may: refer}]}
"""
LAW = """
facts: [{id: unpaid, presumed: no}]
rules:
  - {id: law.refer, when: {unpaid: yes}, then: [{may: refer}], unless: {threat: yes}, sources: [L 1]}
  - {id: law.talk, when: {unpaid: yes}, then: [{must: talk, before: refer}], sources: [L 1]}
sources: [{id: L, title: The law, passages: {"1": {says: "Who is not paid may end."}}}]
"""
CASE = """\
id: law-001
title: Nothing paid since May
question: may refer
under: [law]
facts: {unpaid: yes}
narrative: Nothing was paid since May.
held: {answer: not_yet, statuses: {refer: permitted, talk: required, go_on: unregulated}, ratio: [law.talk]}
rationale: The law lets the work end, after a talk.
decided: {by: us, date: 2026-11-29, under: small+law 1+1}
"""
ACCEPTED = {"idle-rule:move.same": "It stays for the record.", "idle-rule:move.may": "So does this."}


@pytest.fixture(autouse=True)
def law(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An overlay `law` over a small base, with a case of its own."""
    monkeypatch.setenv("ETHICS_SETTINGS", str(tmp_path / "settings.json"))
    parts = json.dumps({**items_of(BASE), "sources": BOOK})
    write_ruleset(tmp_path / "base", parts, language=2, accepted={**ACCEPTED, "idle-rule:gone": "It was here."})
    folder = write_overlay(tmp_path / "law", LAW)
    (folder / "cases").mkdir()
    (folder / "cases" / "law-001.case.yaml").write_text(CASE)
    return folder


@pytest.fixture
def under(law: Path) -> tuple[str, ...]:
    return ("--rules", str(law.parent / "base"), "--under", str(law))


def said(result: Result) -> str:
    return " ".join(result.output.split())


def test_coverage_is_of_what_the_overlay_says(run: Run, law: Path, under: tuple[str, ...]) -> None:
    result = run("audit", "coverage", law / "cases", *under, "--format", "json")

    covered = json.loads(result.output)
    assert [each["rule"] for each in covered["rules"]] == ["law.refer", "law.refer#unless", "law.talk"]
    assert {each["fact"] for each in covered["values"]} == {"unpaid"}
    required = said(run("audit", "coverage", law / "cases", *under, "--require"))
    assert "law.refer#unless is never effective" in required
    assert "safety.end" not in required


def test_an_audit_asks_an_overlay_only_for_what_it_accepts_itself(run: Run, law: Path, under: tuple[str, ...]) -> None:
    main = law / "overlay.yaml"
    content = json.loads(main.read_text()) | {"accepted": {"idle-rule:law.gone": "It was in the draft."}}
    main.write_text(json.dumps(content))

    output = said(run("audit", "rules", law / "cases", *under))

    assert "stale:idle-rule:law.gone" in output
    assert "stale:idle-rule:gone" not in output
    assert "idle-rule:gone" in said(run("audit", "rules", *under[:2]))


def test_the_quiz_asks_about_cases_of_the_overlay(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    cases = ("--cases", "rulesets/example-agency/cases", "--under", "example-agency")
    data = ("--data", tmp_path / "answers.json", "--number", "1", "--no-certainty", "--seed", "1")

    assert "example-agency" in said(run("quiz", "topics", *cases))
    assert "Question 1 of 1. Topic example-agency" in said(run("quiz", *cases, *data, stdin="quit\n"))


def test_a_committee_asks_under_the_overlay_and_its_case_file_names_it(
    run: Run, law: Path, under: tuple[str, ...]
) -> None:
    saved = law.parent / "cases" / "mine.case.yaml"
    saved.parent.mkdir()
    options = ("--question", "may refer", "--fact", "unpaid=yes", "--save", saved)

    output = said(run("ask", *under, *options, stdin="no\n" * 9))

    assert "Not yet" in output
    assert "small+law 1+1" in output or "law 1" in output
    assert "under: [law]" in saved.read_text()


def test_a_new_case_of_an_overlay_names_it(run: Run, law: Path, under: tuple[str, ...]) -> None:
    file = law / "cases" / "law-002.case.yaml"

    assert run("cases", "new", *under, "--fact", "unpaid=yes", "--id", "law-002", "--output", file).exit_code == 0

    assert "under: [law]\n" in file.read_text()
    assert run("consult", file, *under[:2]).exit_code == 0


def test_the_schema_of_a_case_knows_the_facts_of_the_overlay(run: Run, under: tuple[str, ...]) -> None:
    known = json.loads(run("schema", "case", *under).output)["properties"]["facts"]["properties"]

    assert {"threat", "unpaid"} <= known.keys()


def test_a_passage_shows_the_case_of_the_overlay_that_depends_on_it(run: Run, under: tuple[str, ...]) -> None:
    assert "law-001" in said(run("rules", "source", "L 1", *under))


def test_pictures_lists_and_searches_have_what_the_overlay_adds(run: Run, under: tuple[str, ...]) -> None:
    assert "law.refer" in run("rules", "graph", "unpaid", *under).output
    assert "law.talk" in run("rules", "list", *under).output
    assert "unpaid" in run("facts", "unpaid", *under).output


def test_a_draft_of_a_case_that_a_mutant_needs_names_the_overlay(
    run: Run, law: Path, under: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(law.parent / "cache"))
    drafts = law.parent / "drafts"
    run("audit", "mutants", law / "cases", *under, "--operator", "flip-assumption", "--draft", drafts)

    (draft,) = drafts.iterdir()
    assert "under: [law]\n" in draft.read_text()


def test_the_library_answers_explains_and_asks_under_a_composition(law: Path) -> None:
    ruleset = ee.load_ruleset(law.parent / "base", under=[law])
    case = ee.load_case(law / "cases" / "law-001.case.yaml", ruleset)

    made = ee.consult(ruleset, case, as_of=DAY)
    assert [part.name for part in made.provenance.parts] == ["small", "law"]
    assert ee.Determination.from_dict(made.to_dict()) == made
    assert ee.answer_page(made).to_dict()
    assert ee.render(made, "markdown").count("law.talk")
    assert ee.why(ruleset, case, as_of=DAY)
    assert ee.why_not(ruleset, case, "go_on", as_of=DAY)
    session = ee.Session(ruleset, ee.new_case(ruleset, "may refer"), as_of=DAY)
    assert session.determination.answer.value == "rules_say_nothing"
    session.tell("unpaid", True)
    assert session.determination.answer.value == "not_yet"
