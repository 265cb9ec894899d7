"""What is kept of a mutant is what would be found anew, whatever else has changed.

Every change of the small ruleset is one of its own mutants; a digest that rests on too little fails here.
"""

from __future__ import annotations

import datetime

import pytest

import ethics_engine as ee
from ethics_engine.audit.mutants import mutants_of
from ethics_engine.audit.mutants.corpus_columns import corpora
from ethics_engine.audit.mutants.fingerprints import Fingerprints
from ethics_engine.audit.mutants.kept_verdicts import KeptVerdicts
from ethics_engine.audit.mutants.mutation_run import Fate, confirmed, judge_mutants, judged, still_holding
from ethics_engine.case_law.corpus import ReportedCase, read_corpus
from tests.small_ruleset import ruleset_of

DAY = datetime.date(2026, 11, 29)
PARTS = """
facts:
  - {id: storm, type: yes_no, presumed: no}
  - {id: wind, type: choice, ordered: yes, values: {calm: calm, fresh: fresh, gale: gale}, presumed: calm}
  - {id: tired, type: yes_no, presumed: no}
  - {id: late, type: yes_no, presumed: no}
concepts:
  - {id: foul, means: {any: [{storm: yes}, {wind: gale}]}}
  - {id: still, means: {wind: calm}}
constraints:
  - {id: storms_blow, never: {all: [{storm: yes}, still: yes]}}
  - {id: nobody_is_late_and_tired, never: {late: yes, tired: yes}}
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes, available: {wind: {at_least: fresh}}}
  - {id: tell, met_by: [call, write]}
  - {id: call}
  - {id: write, available: {tired: no}}
  - {id: look}
  - {id: pack, after: [look]}
  - {id: lock, of: [go]}
  - {id: dry}
  - {id: wash}
  - {id: sweep}
  - {id: thank}
rules:
  - {id: out.go, when: {foul: no}, then: [{may: go}, {should: lock}]}
  - id: out.stay
    when: {foul: yes}
    then: [{should: stay}, {must: look, before: go}]
    unless: {tired: yes}
  - {id: out.tell, when: {late: yes}, then: [{must: tell}]}
  - {id: out.no-call, when: {storm: yes}, then: [{must not: call}]}
  - {id: out.no-letter, when: {wind: {at_least: fresh}}, then: [{must not: write}]}
  - {id: out.pack, when: {late: no}, then: [{should: pack}]}
  - {id: out.light, when: {tired: yes}, then: [{should not: pack}], overrides: [out.pack]}
  - {id: out.thank, when: {status: {stay: [advised]}}, then: [{should: thank}]}
  - {id: out.thank-too, when: {status: {stay: [advised]}}, then: [{should: thank}]}
  - {id: out.in-a-storm, when: {storm: yes, tired: no}, then: [{should: stay}, {must: look, before: go}]}
  - {id: out.bow, when: {late: yes}, then: [{must: thank}]}
  - {id: out.gale, when: {all: [{wind: gale}, {foul: yes}, {late: no}]}, then: [{should not: go}]}
  - {id: home.sweep, when: {tired: yes}, then: [{should: sweep, before: wash}]}
  - {id: home.wash, when: {tired: yes}, then: [{should: wash, before: dry}, {should: dry}]}
  - {id: home.dry, when: {tired: yes}, then: [{should: sweep, before: dry}]}
  - {id: out.rest, when: {tired: yes}, then: [{may: stay}, {must: look, before: pack}]}
"""
TESTS = """\
kind: test
cases:
  - {id: blank, held: {disposition: [go], statuses: {pack: advised, look: unregulated, lock: advised}}, because: It is.}
  - id: stormy
    question: may go
    facts: {storm: yes, wind: gale}
    held: {answer: advised_against, first: look, statuses: {call: prohibited, stay: advised, thank: advised}}
    because: Storms are no weather to go.
  - id: breezy
    facts: {wind: fresh}
    held: {statuses: {write: prohibited, stay: unregulated, go: permitted}, ratio: [out.go]}
    because: A breeze is none.
  - id: late
    question: must tell
    facts: {late: yes}
    held: {answer: 'yes', statuses: {pack: unregulated}}
    because: Whoever is late tells.
  - id: late-in-a-gale
    question: must tell
    facts: {late: yes, storm: yes, wind: gale}
    held: {answer: dilemma}
    because: There is no means.
  - id: tired
    question: what
    facts: {tired: yes, wind: fresh}
    held: {statuses: {pack: discouraged, stay: permitted, look: required}, disposition: [go, stay], first: look}
    because: Rest is right.
  - {id: storm-alone, facts: {storm: yes}, held: {statuses: {stay: advised, call: prohibited}}, because: It blows.}
  - {id: never, facts: {storm: yes, wind: calm}, held: {constraint: storms_blow}, because: Storms blow.}
  - id: tired-in-a-gale
    question: may go
    facts: {tired: yes, wind: gale}
    held: {statuses: {stay: permitted}}
    because: Rest is right.
  - id: tired-after-looking
    question: first
    facts: {tired: yes}
    done: [look]
    held: {answer: sweep}
    because: Sweep, wash, dry.
"""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> ee.Ruleset:
    return ruleset_of(PARTS, tmp_path_factory.mktemp("weather"))


@pytest.fixture(scope="module")
def cases(ruleset: ee.Ruleset, tmp_path_factory: pytest.TempPathFactory) -> tuple[ReportedCase, ...]:
    file = tmp_path_factory.mktemp("cases") / "weather.tests.yaml"
    file.write_text(TESTS)
    corpus = read_corpus([file], ruleset, tests=True)
    assert not corpus.broken
    return corpus.cases


@pytest.fixture(scope="module")
def kept(ruleset: ee.Ruleset, cases: tuple[ReportedCase, ...]) -> KeptVerdicts:
    verdicts = KeptVerdicts()
    fates = [result.fate for result in judge_mutants(mutants_of(ruleset), cases, ruleset, kept=verdicts)]
    assert fates.count(Fate.KILLED) > 50
    assert fates.count(Fate.EQUIVALENT) > 10
    return verdicts


def found_otherwise(changed: ee.Ruleset, cases: tuple[ReportedCase, ...], kept: KeptVerdicts) -> tuple[int, list[str]]:
    """How many verdicts are kept after a change, and the mutants of which a fresh run finds another fate."""
    groups = tuple(corpora(cases, changed))
    prints, mutants = Fingerprints(changed, groups), list(mutants_of(changed))
    results = [result for mutant in mutants if (result := still_holding(mutant, kept, prints)) is not None]
    unchanged = {result.mutant.id for result in results}
    results += confirmed([mutant for mutant in mutants if mutant.id not in unchanged], kept, prints, DAY).values()
    differ = [each.mutant.id for each in results if judged(each.mutant, groups, DAY).fate is not each.fate]
    return len(results), differ


@pytest.mark.exhaustive  # `test_mutants.py` has one change of each kind
@pytest.mark.parametrize("start", range(12))
def test_whatever_has_changed_what_is_kept_is_what_would_be_found_anew(
    ruleset: ee.Ruleset, cases: tuple[ReportedCase, ...], kept: KeptVerdicts, start: int
) -> None:
    in_all = 0
    for change in list(mutants_of(ruleset))[start::12]:
        number, differ = found_otherwise(change.applied_to(ruleset), cases, kept)
        assert not differ, f"after {change.id}"
        in_all += number
    assert in_all > 300  # it keeps enough for this to be a test


def test_a_kill_rests_on_no_rule_that_does_not_apply_in_its_case(
    ruleset: ee.Ruleset, cases: tuple[ReportedCase, ...], kept: KeptVerdicts
) -> None:
    (change,) = (each for each in mutants_of(ruleset) if each.id == "out.light/flip-polarity/should-not.pack>should")
    changed = change.applied_to(ruleset)
    prints = Fingerprints(changed, tuple(corpora(cases, changed)))
    held = {
        mutant.id for mutant in mutants_of(changed) if still_holding(mutant, kept, prints) is not None
    }  # `out.light` speaks of packing where somebody is tired
    assert "out.pack/drop-rule" in held  # killed by `blank`, where nobody is
    assert "tired/flip-assumption" not in held
