"""`ethics rules`: list, show, check."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

import ethics_engine as ee
from tests.small_ruleset import write_ruleset

Run = Callable[..., Result]


def test_list_names_every_rule_with_what_it_says(run: Run) -> None:
    shown = run("rules", "list").stdout

    ruleset = ee.load_ruleset()
    assert [rule.id for rule in ruleset.rules if f"  {rule.id}\n" not in shown] == []
    assert ruleset.content_hash[:12] in shown
    assert "must bracket_values" in shown


@pytest.mark.parametrize("step", [60, pytest.param(5, marks=pytest.mark.exhaustive)])
def test_show_explains_every_name_that_the_ruleset_has(run: Run, step: int) -> None:
    ruleset = ee.load_ruleset()
    some = (ruleset.rule, ruleset.action, ruleset.fact, ruleset.concept, ruleset.constraint)
    names = [name for items in some for name in list(items)[::step]] + list(ruleset.passage)[:: 2 * step]

    for name in names:
        result = run("rules", "show", name)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith(f"{name} (")


def test_show_tells_what_a_rule_says_why_and_on_what_it_rests(small: Path, run: Run) -> None:
    name, when, then, because, source = run("rules", "show", "wait", "--rules", small).stdout.splitlines()

    assert name == "wait (a rule on small)"
    assert when.startswith("  If: the answer")
    assert then.startswith("  Then: the practitioner must sing")
    assert then.endswith(" look  [sing]")
    assert because == "  Because: So."
    assert source == "  Source B-1: So it is written."


def test_a_norm_that_comes_before_several_acts_is_told_once(run: Run) -> None:
    shown = run("rules", "show", "violence.own-safety-first").stdout
    listed = run("rules", "list").stdout

    assert shown.count("Then: the practitioner must get to safety and stay there before") == 1
    assert listed.count("must secure_own_safety before") == 1


def test_show_tells_when_a_rule_is_in_force(small: Path, run: Run) -> None:
    assert "In force: from the beginning until 2020-12-31" in run("rules", "show", "old", "--rules", small).stdout


def test_show_of_an_unknown_name_gives_the_nearest(refused: Callable[..., str]) -> None:
    assert "did you mean `values.bracket`?" in refused("rules", "show", "values.brakcet")


def test_show_names_each_modality_of_a_rule_once(run: Run) -> None:
    assert "must, must" not in run("rules", "show", "secure_own_safety").stdout


def test_check_of_the_bundled_ruleset_finds_nothing_wrong(run: Run) -> None:
    result = run("rules", "check")

    assert result.exit_code == 0
    assert result.stdout.endswith(": no errors, no warnings\n")


def test_check_counts_warnings_and_fails_on_them_only_where_it_is_strict(small: Path, run: Run) -> None:
    (small / "idle.yaml").write_text("actions: [{id: idle, label: idle}]\n")

    relaxed, strict = run("rules", "check", small), run("rules", "check", small, "--strict")

    assert relaxed.exit_code == 0
    assert f"{small}/idle.yaml:1:16: warning: no rule mentions action `idle`" in relaxed.stdout
    assert strict.exit_code == 1
    assert strict.stdout == relaxed.stdout


def test_check_says_everything_that_is_wrong_with_its_place_and_exits_with_two(small: Path, run: Run) -> None:
    (small / "wrong.yaml").write_text("rules:\n  - {id: wrong, then: [{must: looook}], because: So., sources: B-9}\n")

    result = run("rules", "check", small)

    assert result.exit_code == 2
    assert f"{small}/wrong.yaml:2:31: error: no action `looook`" in result.stdout
    assert "did you mean `look`?" in result.stdout
    assert "no passage of `B` called `B-9`" in result.stdout
    assert "2 errors" in " ".join(result.stdout.split())


@pytest.mark.parametrize("command", [["list"], ["show", "x"]])
def test_a_ruleset_that_does_not_load_is_refused(command: list[str], small: Path, refused: Callable[..., str]) -> None:
    (small / "wrong.yaml").write_text("rules: [{id: wrong}]\n")

    assert "a rule needs" in refused("rules", *command, "--rules", small)


def test_source_of_a_document_lists_its_passages(run: Run) -> None:
    shown = run("rules", "source", "S4").stdout

    document = next(document for document in ee.load_ruleset().documents if document.id == "S4")
    assert document.title in shown
    assert [passage.reference for passage in document.passages if f"  {passage.reference} (" not in shown] == []


STRENGTHS = """
actions: [{id: rest, label: rest}, {id: call, label: call}, {id: look, label: look}]
facts: [{id: tired, ask: Tired?, says: one is tired, type: yes_no}]
sources:
  - id: C
    title: A code
    authority: code
    passages:
      1: {says: Call., said: must}
      2: {says: Calling helps., said: none, authority: lay, note: From a leaflet.}
rules:
  - {id: a.call, then: [{must: call}], because: Called for., sources: [C 1, C 2], strength_from: C 1}
  - id: a.rest
    then: [{should: rest}]
    unless: {tired: no}
    unless_because: Nobody needs it.
    because: Rest helps.
    sources: C 2
    strength_because: It keeps people well.
"""


@pytest.fixture
def strengths(tmp_path: Path) -> Path:
    return write_ruleset(tmp_path, STRENGTHS)


def test_an_answer_shows_the_authority_of_each_source_and_what_a_rule_has_its_strength_from(
    strengths: Path, run: Run
) -> None:
    shown = run("consult", "--question", "must call", "--fact", "tired=yes", "--rules", strengths, "--full").stdout

    assert "sources: code C 1; lay C 2" in shown
    assert "its strength comes from C 1" in shown
    assert "C 1 (code, must): Call." in shown
    assert "C 2 (lay, only describes): Calling helps." in shown


def test_the_exception_of_a_rule_explains_no_strength(strengths: Path, run: Run) -> None:
    options = ("--fact", "tired=no", "--rules", strengths, "--format", "json")
    reasons = json.loads(run("consult", "--question", "must rest", *options).stdout)["reasons"]

    assert {reason["rule"]: reason["strength_because"] for reason in reasons} == {
        "a.call": None,
        "a.rest": "It keeps people well.",
        "a.rest#unless": None,
    }


FOR_A_TIME = """
actions: [{id: stay, label: stay}, {id: wait, label: wait}]
facts: [{id: late, ask: Late?, says: it is late, denies: it is early, type: yes_no}]
sources: [{id: C, title: A code, authority: code, passages: {1: {says: Staying is fine., said: may}}}]
rules:
  - {id: a.stay, always: yes, then: [{may: stay}], because: Stay., sources: C 1, only_until: somebody has come}
  - {id: a.late, when: {late: yes}, then: [{may: stay}], because: It is late., sources: C 1}
"""


@pytest.fixture
def for_a_time(tmp_path: Path) -> Path:
    return write_ruleset(tmp_path, FOR_A_TIME)


def test_what_is_permitted_for_a_time_is_said_to_be_unless_another_rule_permits_it(for_a_time: Path, run: Run) -> None:
    def answer(late: str) -> str:
        return run("consult", "--question", "may stay", "--fact", f"late={late}", "--rules", for_a_time).stdout

    assert "may stay, but only until somebody has come." in answer("no")
    assert "only until" not in answer("yes")
    assert "It holds only until somebody has come." in run("rules", "show", "a.stay", "--rules", for_a_time).stdout


def test_source_shows_authority_strength_and_note(strengths: Path, run: Run) -> None:
    shown = run("rules", "source", "C 2", "--rules", strengths).stdout

    assert "Authority: lay text\n  Strength of its own words: only describes\n  Note: From a leaflet.\n" in shown


def test_the_course_of_action_says_until_when_it_is_permitted(tmp_path: Path, run: Run) -> None:
    ways = FOR_A_TIME.replace("label: stay", "label: stay, way: yes").replace("label: wait", "label: wait, way: yes")
    rules = write_ruleset(tmp_path, ways)

    def course(late: str) -> str:
        return run("consult", "--question", "what", "--fact", f"late={late}", "--rules", rules).stdout

    assert "may stay, but only until somebody has come." in course("no")
    assert "only until" not in course("yes")
