"""Files of terse tests: what they may say, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

import ethics_engine as ee
from ethics_engine.case_law.corpus import BrokenFile, ReportedCase, read_corpus, read_tests
from ethics_engine.loading.schemas import schema
from ethics_engine.model.case import Ask
from tests.small_ruleset import ruleset_of

RULES = """
facts: [{id: storm, type: yes_no, presumed: no}]
actions: [{id: look}]
rules: [{id: a.look, when: {storm: yes}, then: [{must: look}]}]
"""
ONE = "{id: t1, facts: {storm: yes}, held: {statuses: {look: required}}, because: It storms.}"


@pytest.fixture
def stormy(tmp_path: Path) -> ee.Ruleset:
    return ruleset_of(RULES, tmp_path / "stormy")


def read(text: str, ruleset: ee.Ruleset, folder: Path) -> tuple[ReportedCase, ...] | BrokenFile:
    file = folder / "a.tests.yaml"
    file.write_text(text)
    return read_tests(file, ruleset)


def test_a_file_holds_many_cases_and_asks_what_if_nothing_else_is_asked(stormy: ee.Ruleset, tmp_path: Path) -> None:
    text = f"kind: test\ncases:\n  - {ONE}\n  - {ONE.replace('t1', 't2')}\n"
    found = read(text, stormy, tmp_path)
    assert not isinstance(found, BrokenFile)
    assert [entry.case.id for entry in found] == ["t1", "t2"]
    assert {entry.case.question.ask for entry in found} == {Ask.WHAT}
    assert found[0].case.rationale == "It storms."
    jsonschema.Draft202012Validator(schema("tests")).validate(yaml.safe_load(text))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"kind: tale\ncases: [{ONE}]", "no kind `tale`"),
        ("kind: test\ncases: {}", "must be a list"),
        ("kind: test\ncases: [{id: t1, because: So.}]", "held"),
        (f"kind: test\ncases: [{ONE.replace('because', 'narrative')}]", "narrative"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str, stormy: ee.Ruleset, tmp_path: Path) -> None:
    found = read(text, stormy, tmp_path)
    assert isinstance(found, BrokenFile)
    assert any(says in str(finding) for finding in found.findings)


def test_two_tests_with_one_id_are_a_broken_file(stormy: ee.Ruleset, tmp_path: Path) -> None:
    read(f"kind: test\ncases:\n  - {ONE}\n  - {ONE}\n", stormy, tmp_path)
    corpus = read_corpus([tmp_path / "a.tests.yaml"], stormy, tests=True)
    assert "two cases have the id `t1`" in str(corpus.broken[0].findings[0])


def test_tests_are_no_decided_cases_unless_they_are_asked_for() -> None:
    bundled = ee.load_ruleset()
    cases, both = (read_corpus(None, bundled, tests=tests).cases for tests in (False, True))
    assert {entry.topic for entry in both} - {entry.topic for entry in cases} == {"tests"}
