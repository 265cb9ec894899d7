"""Mutants: which faults are made, which cases notice, and what is said of those that nobody notices."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from ethics_engine.cli.main import ethics

import ethics_engine as ee
from ethics_engine.audit.mutants import Mutant, MutationOperator, mutants_of
from ethics_engine.audit.mutants.kept_verdicts import KeptVerdicts
from ethics_engine.audit.mutants.mutation_report import report_schema
from ethics_engine.audit.mutants.mutation_run import Fate, MutantResult, judge_mutants
from ethics_engine.case_law.case_tests import check_case
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.engines.bitset import evaluate
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.model.enactment import enact, reenact
from tests.small_ruleset import ruleset_of, write_ruleset

DAY = datetime.date(2026, 11, 29)
PARTS = """
facts:
  - {id: storm, type: yes_no, presumed: no}
  - {id: wind, type: choice, ordered: yes, values: {calm: calm, fresh: fresh, gale: gale}, presumed: calm}
  - {id: friends, type: choices, values: {ann: Ann, bob: Bob}, presumed: []}
concepts:
  - {id: foul, means: {any: [{storm: yes}, {wind: {at_least: gale}}]}}
constraints:
  - {id: storms_blow, never: {storm: yes, wind: calm}}
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes, available: {wind: {at_least: fresh}}}
  - {id: look}
  - {id: pack}
rules:
  - {id: out.go, when: {foul: no}, then: [{may: go}]}
  - id: out.stay
    when: {foul: yes}
    then: [{should: stay}, {must: look, before: go}]
    unless: {friends: {includes: [ann]}}
  - {id: out.alone, when: {friends: {includes: [bob]}}, then: [{should not: pack}], overrides: [out.go]}
"""
TESTS = """\
kind: test
cases:
  - id: calm
    held: {statuses: {go: permitted, look: unregulated}}
    because: In calm weather one may go.
  - id: stormy
    question: first go
    facts: {storm: yes, wind: gale}
    held: {answer: look, statuses: {stay: advised}}
    because: Whoever goes out in a storm looks first.
"""


@pytest.fixture
def weather(tmp_path: Path) -> ee.Ruleset:
    return ruleset_of(PARTS, tmp_path / "weather")


@pytest.fixture
def tests_file(tmp_path: Path) -> Path:
    file = tmp_path / "weather.tests.yaml"
    file.write_text(TESTS)
    return file


def judged(ruleset: ee.Ruleset, *files: Path, kept: KeptVerdicts | None = None) -> dict[str, MutantResult]:
    corpus = read_corpus(files, ruleset, tests=True)
    assert not corpus.broken
    results = judge_mutants(mutants_of(ruleset), corpus.cases, ruleset, kept=kept or KeptVerdicts())
    return {result.mutant.id: result for result in results}


def test_every_operator_that_can_be_is_applied_and_ids_are_unique(weather: ee.Ruleset) -> None:
    mutants = list(mutants_of(weather))
    ids = [mutant.id for mutant in mutants]
    assert len(ids) == len(set(ids))
    assert "out.stay/drop-before/must.look.before.go" in ids
    assert "foul/move-threshold/means.wind>=gale>fresh" in ids
    missing = set(MutationOperator) - {mutant.operator for mutant in mutants}
    assert missing == {
        MutationOperator.DROP_OPTION,
        MutationOperator.CHANGE_STATUS_TEST,
        MutationOperator.DROP_INSTEAD,
        MutationOperator.DROP_COMPATIBLE,
        MutationOperator.DROP_MEANS,
    }


def test_a_mutant_differs_from_its_ruleset(weather: ee.Ruleset) -> None:
    assert all(mutant.applied_to(weather).content_hash != weather.content_hash for mutant in mutants_of(weather))


def test_what_is_taken_over_means_what_enacting_anew_means(weather: ee.Ruleset) -> None:
    enactment = enact(weather, DAY)
    for mutant in mutants_of(weather):
        changed = mutant.applied_to(weather)
        quick, anew = reenact(enactment, changed), enact(changed, DAY)
        assert evaluate(quick, assumptions(anew)) == evaluate(anew, assumptions(anew)), mutant.id


def test_a_case_that_fails_kills_and_is_named(weather: ee.Ruleset, tests_file: Path) -> None:
    results = judged(weather, tests_file)
    found = results["out.go/drop-rule"]
    assert (found.fate, found.killed_by) == (Fate.KILLED, "calm")
    assert results["out.stay/drop-before/must.look.before.go"].killed_by == "stormy"


def test_every_verdict_is_that_of_running_all_cases(weather: ee.Ruleset, tests_file: Path) -> None:
    corpus = read_corpus([tests_file], weather, tests=True)
    for name, result in judged(weather, tests_file).items():
        changed = result.mutant.applied_to(weather)
        tested = [check_case(entry.case, changed) for entry in corpus.cases if _is_possible(entry.case, changed)]
        fails = len(tested) < len(corpus.cases) or not all(one.stands for one in tested)
        assert fails is (result.fate is Fate.KILLED), name


def _is_possible(case: ee.Case, ruleset: ee.Ruleset) -> bool:
    try:
        ee.consult(ruleset, case)
    except ee.ContradictionError:
        return False
    return True


def test_a_survivor_comes_with_a_smallest_case(weather: ee.Ruleset, tests_file: Path) -> None:
    found = judged(weather, tests_file)["storms_blow/drop-constraint"]
    assert found.fate is Fate.SURVIVED
    assert found.case is not None
    assert set(found.case.stated) == {"storm", "wind"}
    assert found.differences[0].old == ("storms_blow",)


def test_an_action_that_is_possible_without_its_condition_differs_in_what_may_be_done(tmp_path: Path) -> None:
    parts = """
facts: [{id: storm, type: yes_no, presumed: yes}]
actions: [{id: look, available: {storm: yes}}]
rules: [{id: a.look, when: {storm: yes}, then: [{must: look}]}]
"""
    found = judged(ruleset_of(parts, tmp_path / "possible"))["look/drop-available"]
    assert found.fate is Fate.SURVIVED
    assert [(each.point, each.old, each.new) for each in found.differences] == [
        ("answer", ("not_possible",), ("rules_say_nothing",))
    ]


def test_what_no_case_can_tell_is_proved_equivalent(tmp_path: Path) -> None:
    parts = """
facts: [{id: storm, type: yes_no, presumed: no}]
actions: [{id: look}]
rules:
  - {id: a.look, when: {storm: yes}, then: [{must: look}]}
  - {id: b.look, when: {storm: yes}, then: [{should: look}]}
"""
    results = judged(ruleset_of(parts, tmp_path / "double"))
    assert results["b.look/drop-rule"].fate is Fate.EQUIVALENT
    assert results["a.look/drop-rule"].fate is Fate.SURVIVED


def test_a_fault_that_would_put_the_rules_in_a_circle_is_none(tmp_path: Path) -> None:
    parts = """
facts: [{id: storm, type: yes_no, presumed: no}]
actions: [{id: look}, {id: pack}]
rules:
  - {id: a.look, when: {storm: yes}, then: [{must: look, before: pack}]}
  - {id: b.pack, when: {status: {look: [required]}}, then: [{should: pack}]}
  - {id: c.pack, when: {storm: no}, then: [{should: pack}]}
"""
    found = mutants_of(ruleset_of(parts, tmp_path / "order"))
    moved = {mutant.item for mutant in found if mutant.operator is MutationOperator.NEIGHBOUR_ACTION}
    assert moved == {"c.pack"}  # `a` would pack before it packs, and `b` look since it has to look


def test_a_verdict_is_kept_until_something_changes_that_it_rests_on(
    weather: ee.Ruleset, tests_file: Path, tmp_path: Path
) -> None:
    kept = KeptVerdicts(tmp_path / "kept.json")
    first = judged(weather, tests_file, kept=kept)
    kept.save()
    again = judged(weather, tests_file, kept=KeptVerdicts.read(tmp_path / "kept.json"))
    assert {name: result.fate for name, result in again.items()} == {name: each.fate for name, each in first.items()}
    assert all(result.was_kept for result in again.values() if result.fate in (Fate.KILLED, Fate.EQUIVALENT))
    other = ruleset_of(PARTS.replace("{should not: pack}", "{must not: pack}"), tmp_path / "other")
    changed = judged(other, tests_file, kept=KeptVerdicts.read(tmp_path / "kept.json"))
    assert changed["out.go/drop-rule"].was_kept  # nothing of it rests on the rule that changed


def test_other_words_for_what_is_declared_change_no_verdict(
    weather: ee.Ruleset, tests_file: Path, tmp_path: Path
) -> None:
    kept = KeptVerdicts()
    judged(weather, tests_file, kept=kept)
    reworded = PARTS.replace("{calm: calm,", "{calm: no wind at all,").replace("{id: pack}", "{id: pack, also: [bag]}")
    again = judged(ruleset_of(reworded, tmp_path / "other"), tests_file, kept=kept)
    anew = [name for name, result in again.items() if not result.was_kept and result.fate is not Fate.SURVIVED]
    assert [name for name in anew if not name.startswith(("wind", "pack"))] == []  # a mutant of an item has its words


def test_a_fact_and_a_term_that_no_rule_reads_change_no_verdict(
    weather: ee.Ruleset, tests_file: Path, tmp_path: Path
) -> None:
    kept = KeptVerdicts()
    judged(weather, tests_file, kept=kept)
    more = PARTS.replace(
        "concepts:", "  - {id: snow, type: yes_no, presumed: no}\nconcepts:\n  - {id: white, means: {snow: yes}}"
    )
    again = judged(ruleset_of(more, tmp_path / "other"), tests_file, kept=kept)
    anew = [name for name, result in again.items() if not result.was_kept and result.fate is not Fate.SURVIVED]
    assert [name for name in anew if not name.startswith(("snow", "white"))] == []


CHANGES = {
    "a norm": ("{should not: pack}", "{must not: pack}"),
    "an exception": ("unless: {friends: {includes: [ann]}}", "unless: {friends: {includes: [bob]}}"),
    "an assumption": ("presumed: calm}", "presumed: fresh}"),
}
MORE_CHANGES = {
    "a condition": ("when: {foul: no}, then", "when: {wind: calm}, then"),
    "a strength": ("{must: look, before: go}", "{should: look, before: go}"),
    "what is overridden": ("overrides: [out.go]", "overrides: [out.stay]"),
    "no condition": ("{id: out.go, when: {foul: no}, then: [{may: go}]}", "{id: out.go, then: [{may: go}]}"),
    "an action": ("{should: stay}", "{should: pack}"),
    "a term": ("{wind: {at_least: gale}}]", "{wind: {at_least: fresh}}]"),
    "a constraint": ("never: {storm: yes, wind: calm}", "never: {storm: yes, wind: fresh}"),
    "what is possible": ("available: {wind: {at_least: fresh}}", "available: {wind: {at_least: gale}}"),
}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        *(pytest.param(*change, id=name) for name, change in CHANGES.items()),
        *(pytest.param(*change, id=name, marks=pytest.mark.exhaustive) for name, change in MORE_CHANGES.items()),
    ],
)
def test_what_is_kept_is_what_would_be_found_anew(
    weather: ee.Ruleset, tests_file: Path, tmp_path: Path, old: str, new: str
) -> None:
    kept = KeptVerdicts()
    judged(weather, tests_file, kept=kept)
    other = ruleset_of(PARTS.replace(old, new), tmp_path / "other")
    assert other.content_hash != weather.content_hash

    again, anew = judged(other, tests_file, kept=kept), judged(other, tests_file)

    assert {name: result.fate for name, result in again.items()} == {name: each.fate for name, each in anew.items()}


def test_a_proof_that_is_made_again_hides_no_case_that_is_held_to_be_decided_by_the_rule(tmp_path: Path) -> None:
    parts = """
facts: [{id: storm, type: yes_no, presumed: no}]
actions: [{id: look}, {id: pack}]
rules:
  - {id: a.look, when: {storm: yes}, then: [{should: look}]}
  - {id: b.look, when: {storm: yes}, then: [{should: look}]}
  - {id: c.pack, when: {storm: yes}, then: [{should: pack}], overrides: [b.look]}
"""
    file = tmp_path / "storms.tests.yaml"
    held = "held: {ratio: [b.look]}, because: Both say so."
    file.write_text(f"kind: test\ncases:\n  - {{id: stormy, facts: {{storm: yes}}, {held}}}\n")
    kept = KeptVerdicts()
    before = judged(ruleset_of(parts, tmp_path / "before"), file, kept=kept)
    assert before["b.look/drop-rule"].fate is Fate.EQUIVALENT  # it is never effective
    after = ruleset_of(parts.replace("c.pack, when: {storm: yes}", "c.pack, when: {storm: no}"), tmp_path / "after")
    assert judged(after, file, kept=kept)["b.look/drop-rule"].fate is Fate.KILLED


def test_damaged_verdicts_are_none(tmp_path: Path) -> None:
    (tmp_path / "kept.json").write_text("{]")
    assert KeptVerdicts.read(tmp_path / "kept.json").get("out.go/drop-rule") is None


# The command.


@pytest.fixture
def run(weather: ee.Ruleset, tmp_path: Path, tests_file: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert weather.name == "small"

    def call(*options: str) -> Result:
        arguments = ["audit", "mutants", str(tests_file), "--rules", str(tmp_path / "weather"), *options]
        return CliRunner().invoke(ethics, arguments)

    return call


def test_survivors_are_shown_with_place_and_case(run) -> None:
    result = run("--rule", "storms_blow", "--operator", "drop-constraint")
    assert result.exit_code == 1
    assert "1 mutant of" in result.stdout
    assert "SURVIVED storms_blow/drop-constraint" in result.stdout
    assert "parts.yaml:1:" in result.stdout


def test_nothing_that_survives_is_an_exit_of_zero(run) -> None:
    assert run("--rule", "out.go", "--operator", "drop-rule").exit_code == 0


def test_json_fits_its_schema(run) -> None:
    value = json.loads(run("--format", "json").stdout)
    jsonschema.Draft202012Validator(report_schema()).validate(value)
    assert value["judged"] == value["mutants"] == len(value["results"])


def test_the_page_names_each_survivor(run) -> None:
    page = run("--format", "html", "--rule", "storms_blow").stdout
    assert page.startswith("<!DOCTYPE html>")
    assert "storms_blow/drop-constraint" in page


def test_drafts_leave_narrative_and_holding_to_the_author(run, tmp_path: Path, weather: ee.Ruleset) -> None:
    run("--rule", "storms_blow", "--operator", "drop-constraint", "--draft", str(tmp_path / "drafts"))
    (draft,) = (tmp_path / "drafts").iterdir()
    case = ee.load_case(draft, weather)
    assert (case.held, case.narrative, set(case.facts)) == (None, "", {"storm", "wind"})
    assert "storms_blow/drop-constraint" in draft.read_text()


def test_an_unknown_rule_gets_the_nearest(run) -> None:
    result = run("--rule", "out.goo")
    assert result.exit_code == 2
    assert "`out.go`" in result.stderr


def test_a_sample_is_the_same_each_time(run) -> None:
    first, again = (json.loads(run("--sample", "3", "--format", "json").stdout) for _ in range(2))
    assert [each["id"] for each in first["results"]] == [each["id"] for each in again["results"]]
    assert 0 < first["judged"] < first["mutants"]


def test_a_mutant_says_what_was_changed(weather: ee.Ruleset) -> None:
    by_id: dict[str, Mutant] = {mutant.id: mutant for mutant in mutants_of(weather)}
    assert by_id["out.go/drop-rule"].sentence == "Rule out.go was dropped."
    assert by_id["out.stay/drop-before/must.look.before.go"].sentence.startswith("In rule out.stay, it was dropped")


def test_a_folder_may_hold_a_ruleset_without_cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = write_ruleset(tmp_path / "bare", "actions: [{id: go, label: go}]")
    result = CliRunner().invoke(ethics, ["audit", "mutants", "--rules", str(folder)])
    assert (result.exit_code, result.stdout.split(":")[0]) == (0, "Small")
