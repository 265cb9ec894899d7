"""Mutants of a composition: those of what its overlays say, on the day of each case."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from ethics_engine.cli.main import ethics

import ethics_engine as ee
from ethics_engine.audit.mutants import mutants_of
from ethics_engine.audit.mutants.kept_verdicts import KeptVerdicts
from ethics_engine.audit.mutants.mutation_run import Fate, MutantResult, judge_mutants
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.engines.bitset import evaluate
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.model.enactment import enact, reenact
from tests.small_ruleset import BOOK, items_of, write_overlay, write_ruleset

BASE = """
facts:
  - {id: threat, presumed: no}
  - {id: moved, presumed: no}
concepts:
  - {id: ground, means: {any: [{threat: yes}, {moved: yes}]}}
actions:
  - {id: refer, way: yes}
  - {id: talk}
rules:
  - {id: safety.end, when: {threat: yes}, then: [{should: refer}]}
  - {id: talk.first, when: {ground: yes}, then: [{must: talk, before: refer}]}
"""
LAW = """
facts: [{id: unpaid, presumed: no}]
rules: [{id: law.talk, when: {unpaid: yes}, then: [{should: talk}]}]
"""
SAYS = {"because": "the law says it.", "sources": ["B-1"]}
TESTS = """\
kind: test
decided: {by: us, date: 2026-11-29, under: small+law 1+1}
cases:
  - id: unpaid
    facts: {unpaid: yes}
    held: {statuses: {talk: required}}
    because: An unpaid bill is a ground, and a ground asks for a talk.
"""
BEFORE = """\
id: before-the-law
title: Before the law
question: what
as_of: 2019-06-01
facts: {threat: yes}
narrative: It was threatened in 2019.
held: {statuses: {refer: advised}}
rationale: Before the law a referral was advised.
decided: {by: us, date: 2026-11-29, under: small 1}
"""


@pytest.fixture
def law(tmp_path: Path) -> Path:
    write_ruleset(tmp_path / "base", json.dumps({**items_of(BASE), "sources": BOOK}), language=2)
    restates = {"safety.end": {"then": [{"may": "refer"}], **SAYS}}
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "law.tests.yaml").write_text(TESTS)
    (tmp_path / "cases" / "before-the-law.case.yaml").write_text(BEFORE)
    return write_overlay(
        tmp_path / "law",
        LAW,
        restates=restates,
        extends={"ground": {"unpaid": True}},
        in_force={"from": "2020-01-01"},
    )


@pytest.fixture
def composed(law: Path) -> ee.Ruleset:
    return ee.load_ruleset(law.parent / "base", under=[law])


@pytest.fixture
def judged(composed: ee.Ruleset, tmp_path: Path) -> dict[str, MutantResult]:
    corpus = read_corpus([tmp_path / "cases"], composed, tests=True)
    assert not corpus.broken
    results = judge_mutants(mutants_of(composed), corpus.cases, composed, kept=KeptVerdicts())
    return {result.mutant.id: result for result in results}


def test_the_mutants_of_a_composition_are_those_of_its_overlays(composed: ee.Ruleset) -> None:
    assert {mutant.item for mutant in mutants_of(composed)} == {"law.talk", "safety.end", "ground", "unpaid"}


def test_what_an_overlay_restates_is_dropped_as_a_whole_and_norm_by_norm(composed: ee.Ruleset) -> None:
    found = {mutant.id: mutant for mutant in mutants_of(composed) if mutant.item == "safety.end"}

    assert {"safety.end/drop-rule/law", "safety.end/drop-norm/law.may.refer"} <= found.keys()
    assert not any("negate-part" in name for name in found)
    whole = found["safety.end/drop-rule/law"].applied_to(composed)
    assert whole.rule["safety.end"].norms == composed.rule["safety.end"].in_base.norms
    assert found["safety.end/drop-norm/law.may.refer"].sentence.startswith("In what law has rule safety.end say, the")


def test_an_extension_without_its_case_survives_and_with_it_is_killed(judged: dict[str, MutantResult]) -> None:
    assert judged["ground/drop-part/law"].killed_by == "unpaid"
    assert judged["ground/negate-part/law.unpaid=yes"].fate is Fate.KILLED
    assert judged["safety.end/change-strength/law.may.refer>should"].fate is Fate.SURVIVED


def test_a_case_of_a_day_on_which_the_overlay_does_not_count_kills_none_of_its_mutants(
    judged: dict[str, MutantResult],
) -> None:
    assert "before-the-law" not in {result.killed_by for result in judged.values()}


@pytest.mark.parametrize("day", [datetime.date(2019, 6, 1), datetime.date(2026, 11, 29)])
def test_what_is_taken_over_means_what_enacting_anew_means(composed: ee.Ruleset, day: datetime.date) -> None:
    enactment = enact(composed, day)
    for mutant in mutants_of(composed):
        changed = mutant.applied_to(composed)
        quick, anew = reenact(enactment, changed), enact(changed, day)
        assert evaluate(quick, assumptions(anew)) == evaluate(anew, assumptions(anew)), mutant.id


def test_a_survivor_is_shown_where_the_overlay_says_it(
    law: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    rules = ["--rules", str(tmp_path / "base"), "--under", str(law)]
    result = CliRunner().invoke(ethics, ["audit", "mutants", str(tmp_path / "cases"), *rules])

    assert result.exit_code == 1
    shown = result.stdout.partition("SURVIVED safety.end")[2]
    assert f"{law}/overlay.yaml:1:" in shown.partition("SURVIVED")[0].replace("\n", "").replace(" ", "")
