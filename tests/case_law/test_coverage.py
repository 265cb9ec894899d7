"""Coverage says which cases test which rule, value and condition, and what is missing says which case to write."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import pytest
from click.testing import Result

import ethics_engine as ee
from ethics_engine.case_law.case_tests import evaluate_case
from ethics_engine.case_law.corpus import Corpus, ReportedCase, read_corpus
from ethics_engine.case_law.coverage import Coverage, RuleCoverage, TestCoverage, coverage_of
from ethics_engine.case_law.holdings import outcomes, said
from ethics_engine.case_law.suggested_cases import in_ids, suggested_cases
from ethics_engine.model.conditions import FactTest
from ethics_engine.model.ruleset import AcceptedFinding

Run = Callable[..., Result]
Decided = Callable[..., Path]
Read = Callable[[], Corpus]

MAY_GO = "question: {ask: may, action: go}\n"


@pytest.fixture
def covered(decided: Decided, corpus: Read, weather: ee.Ruleset) -> Coverage:
    """What five cases cover."""
    decided("storm", f"{MAY_GO}facts: {{storm: yes, rain: no}}\nheld: {{answer: no}}")
    decided("looked", f"{MAY_GO}facts: {{storm: yes, rain: no}}\ndone: [look]\nheld: {{answer: yes}}")
    decided("rain", "question: {ask: what}\nfacts: {rain: yes}\nheld: {disposition: stay}")
    decided("nobody-knows", "question: {ask: what}\nheld: {statuses: {stay: open}}")
    decided("low", "question: {ask: must, action: sing}\nfacts: {rain: no, mood: low}\nheld: {answer: open}")
    return coverage_of(corpus().cases, weather)


def of_rule(covered: Coverage, rule: str) -> RuleCoverage:
    return next(cover for cover in covered.rules if cover.rule == rule)


def test_a_rule_is_effective_defeated_unknown_or_not_applicable(covered: Coverage) -> None:
    assert attrs.asdict(of_rule(covered, "go.not-in-a-storm")) == {
        "rule": "go.not-in-a-storm",
        "effective": ("storm",),
        "defeated": ("looked",),
        "unknown": (),
        "not_applicable": ("low", "nobody-knows", "rain"),
        "decisive": ("storm",),
    }
    assert of_rule(covered, "stay.in-the-rain").unknown == ("nobody-knows",)


def test_an_exception_is_covered_as_a_rule_of_its_own(covered: Coverage) -> None:
    exception = of_rule(covered, "go.not-in-a-storm#unless")

    assert (exception.effective, exception.decisive) == (("looked",), ("looked",))


def test_a_rule_is_decisive_where_an_outcome_that_was_held_changes_without_it(covered: Coverage) -> None:
    assert of_rule(covered, "go.may").decisive == ("looked",)
    assert of_rule(covered, "stay.in-the-rain").decisive == ("nobody-knows", "rain")
    assert of_rule(covered, "look.first").decisive == ()


@pytest.mark.parametrize("rule", ["go.may", "stay.in-the-rain", "look.first", "sing.when-low", "sing.not-to-many"])
def test_decisive_is_what_a_ruleset_without_the_rule_shows(
    rule: str, covered: Coverage, corpus: Read, weather: ee.Ruleset
) -> None:
    without = attrs.evolve(weather, rules=tuple(item for item in weather.rules if item.id != rule))

    assert set(of_rule(covered, rule).decisive) == _changed(corpus().cases, weather, without)


@pytest.mark.exhaustive
def test_decisive_is_so_for_the_bundled_rules_too() -> None:
    ruleset = ee.load_ruleset()
    entries = read_corpus(None, ruleset).cases
    covered = coverage_of(entries, ruleset)

    for rule in ruleset.rules[::40]:
        rest = (
            attrs.evolve(other, overrides=tuple(name for name in other.overrides if name.split("#")[0] != rule.id))
            for other in ruleset.rules
            if other.id != rule.id
        )
        without = attrs.evolve(ruleset, rules=tuple(other for other in rest if other.norms or other.overrides))
        assert set(of_rule(covered, rule.id).decisive) == _changed(entries, ruleset, without)


def _changed(entries: tuple[ReportedCase, ...], one: ee.Ruleset, other: ee.Ruleset) -> set[str]:
    """The cases in which an outcome that was held differs between two rulesets, three-valued."""
    found = []
    for ruleset in (one, other):
        worths: dict[str, object] = {}
        for tested in evaluate_case(entries, ruleset):
            if tested.evaluated is None:  # the facts contradict each other, so that nothing else is held
                assert tested.case.held is not None
                assert tested.case.held.constraint in tested.broken
                continue
            evaluated = attrs.evolve(tested.evaluated, ask_solver=False)
            worths[tested.case.id] = [said(holding, evaluated) for holding in outcomes(tested.case)]
        found.append(worths)
    return {name for name in found[0] if found[0][name] != found[1][name]}


def test_a_rule_and_a_concept_of_one_id_are_covered_apart(
    decided: Decided, corpus: Read, with_more: Callable[..., ee.Ruleset]
) -> None:
    """The concept is tested both ways, the rule of its name one way."""
    ruleset = with_more("{id: foul, when: {mood: low}, then: [{should: look}], because: Look., sources: B-1}")
    decided("storm")
    decided("calm", "question: {ask: what}\nfacts: {storm: no, rain: no}\nheld: {disposition: go}")

    tests = [cover for cover in coverage_of(corpus().cases, ruleset).tests if cover.of == "foul"]

    assert sorted(cover.test.fact for cover in tests if isinstance(cover.test, FactTest)) == ["mood", "rain", "storm"]


def test_without_cases_nothing_is_covered(weather: ee.Ruleset) -> None:
    assert coverage_of((), weather).mcdc == 0


def test_every_value_of_every_fact_is_looked_for(covered: Coverage) -> None:
    seen: Mapping[tuple[str, str], tuple[str, ...]] = {(c.fact, c.value): c.cases for c in covered.values}

    assert seen["rain", "yes"] == ("rain",)
    assert seen["rain", "no"] == ("looked", "low", "storm")
    assert seen["mood", "high"] == ("looked", "nobody-knows", "rain", "storm")
    assert seen["mood", "middle"] == ()
    assert seen["friends", "ann"] == ()
    assert seen["done:look", "yes"] == ("looked",)
    assert ("done:sing", "yes") not in seen


def test_a_count_is_cut_where_some_rule_tells_numbers_apart(
    decided: Decided, corpus: Read, weather: ee.Ruleset
) -> None:
    for name, visits in {"few": "2", "many": "{at_least: 3}", "either": "{at_least: 2}"}.items():
        decided(name, f"question: {{ask: what}}\nfacts: {{visits: {visits}}}\nheld: {{disposition: open}}")

    values = coverage_of(corpus().cases, weather).values

    assert {cover.value: cover.cases for cover in values if cover.fact == "visits"} == {
        "0 to 2": ("few",),
        "3 or more": ("many",),
    }


def deciding(coverage: Coverage, name: str) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    of = [cover for cover in coverage.tests if cover.of == name]
    return {in_ids(cover.test, passes=True): (cover.passing, cover.failing) for cover in of}


def sing(decided: Decided, name: str, facts: str) -> None:
    decided(name, f"question: {{ask: must, action: sing}}\nfacts: {{{facts}}}\nheld: {{statuses: {{go: open}}}}")


def test_a_test_decides_an_all_where_the_rest_holds(decided: Decided, corpus: Read, weather: ee.Ruleset) -> None:
    sing(decided, "both", "visits: 3, mood: low")
    sing(decided, "few", "visits: 2, mood: low")
    sing(decided, "happy", "visits: 3, mood: high")
    sing(decided, "neither", "visits: 2, mood: high")
    sing(decided, "unknown", "mood: low")

    assert deciding(coverage_of(corpus().cases, weather), "sing.not-to-many") == {
        "visits is at least 3": (("both",), ("few",)),
        "mood is at most middle": (("both",), ("happy",)),
    }


def test_a_test_decides_an_any_where_nothing_else_holds(decided: Decided, corpus: Read, weather: ee.Ruleset) -> None:
    sing(decided, "both", "rain: yes, storm: yes")
    sing(decided, "rain", "rain: yes, storm: no")
    sing(decided, "storm", "rain: no, storm: yes")
    sing(decided, "neither", "rain: no, storm: no")

    assert deciding(coverage_of(corpus().cases, weather), "foul") == {
        "rain is yes": (("rain",), ("neither",)),
        "storm is yes": (("storm",), ("neither",)),
    }


def test_a_test_decides_under_a_none_and_through_levels(decided: Decided, cases: Path, folder: Path) -> None:
    parts = folder / "parts.yaml"
    when = "{any: [{none: [{rain: yes}, {storm: yes}]}, {all: [{wet: yes}, {status: {sing: required}}]}]}"
    rule = f"  - {{id: deep, when: {when}, then: [{{may: look}}], because: So., sources: B-1}}\nsources:"
    parts.write_text(parts.read_text().replace("sources:\n", f"{rule}\n", 1))
    weather = ee.load_ruleset(folder)
    sing(decided, "fine", "rain: no, storm: no, wet: no, mood: high")
    sing(decided, "storm", "rain: no, storm: yes, wet: no, mood: high")
    sing(decided, "low", "rain: no, storm: yes, wet: yes, mood: low, visits: 0")
    sing(decided, "high", "rain: no, storm: yes, wet: yes, mood: high")

    covered = coverage_of(read_corpus([cases], weather).cases, weather)

    assert deciding(covered, "deep") == {
        "rain is yes": ((), ("fine",)),
        "storm is yes": (("high", "storm"), ("fine",)),
        "wet is yes": (("low",), ()),
        "sing is required": (("low",), ("high",)),
    }


def test_mcdc_is_the_share_of_tests_that_decided_both_ways(covered: Coverage) -> None:
    both = [cover for cover in covered.tests if cover.passing and cover.failing]

    assert covered.mcdc == 100 * len(both) / len(covered.tests)
    assert [cover for cover in covered.tests if isinstance(cover, TestCoverage) and cover.covered] == both


def test_cases_whose_facts_contradict_each_other_cover_nothing(
    decided: Decided, corpus: Read, weather: ee.Ruleset
) -> None:
    decided("torn", "question: {ask: what}\nfacts: {rain: yes, wet: no}\nheld: {constraint: rain_wets}")

    covered = coverage_of(corpus().cases, weather)

    assert covered.cases == 0
    assert not any(cover.effective or cover.not_applicable for cover in covered.rules)


def test_cases_of_different_days_are_covered_together(decided: Decided, cases: Path, folder: Path) -> None:
    parts = folder / "parts.yaml"
    parts.write_text(parts.read_text().replace("{id: go.may, then", "{id: go.may, in_force: {from: 2026-01-02}, then"))
    weather = ee.load_ruleset(folder)
    body = f"{MAY_GO}facts: {{rain: no}}\nheld: {{statuses: {{stay: unregulated}}}}\n"
    decided("before", f"{body}decided: {{by: one, date: 2026-01-01}}\n")
    decided("after", f"{body}decided: {{by: one, date: 2026-01-02}}\n")

    covered = coverage_of(read_corpus([cases], weather).cases, weather)

    assert of_rule(covered, "go.may").effective == ("after",)
    assert of_rule(covered, "stay.in-the-rain").not_applicable == ("after", "before")


def test_what_is_missing_says_which_case_to_write(covered: Coverage) -> None:
    asked = {item.what: item.write for item in suggested_cases(covered, 100)}

    assert asked["rule sing.not-to-many is never effective"] == (
        "write a case where visits is at least 3, and the rest is as in low"
    )
    assert asked["rule look.first never decides anything that is held"] == (
        "in looked write under `held` that look is required: without look.first it would be unregulated"
    )
    assert asked["mood is never middle"] == "write a case where mood is middle, and the rest is as in low"
    assert asked["friends is never ann"] == "write a case where friends includes ann"
    assert asked["in sing.not-to-many, `visits is at least 3` never decides by passing"] == (
        "write a case where visits is at least 3, and the rest is as in low"
    )


def test_a_case_that_is_written_as_told_covers_what_was_missing(
    covered: Coverage, decided: Decided, corpus: Read, weather: ee.Ruleset
) -> None:
    assert not of_rule(covered, "sing.not-to-many").effective
    body = "question: {ask: must, action: sing}\nfacts: {rain: no, mood: low, visits: 3}\nheld: {answer: dilemma}"
    decided("low-and-many", body)

    now = coverage_of(corpus().cases, weather)

    assert of_rule(now, "sing.not-to-many").effective == ("low-and-many",)
    assert of_rule(now, "sing.not-to-many").decisive == ("low", "low-and-many")


def test_a_rule_defeated_everywhere_asks_for_a_case_without_its_defeater(
    decided: Decided, corpus: Read, weather: ee.Ruleset
) -> None:
    decided("looked", f"{MAY_GO}facts: {{storm: yes, rain: no}}\ndone: [look]\nheld: {{answer: yes}}")

    asked = {item.what: item.write for item in suggested_cases(coverage_of(corpus().cases, weather))}

    assert asked["rule go.not-in-a-storm is never effective"] == (
        "write a case where look is not done, and the rest is as in looked"
    )


def test_a_rule_that_another_repeats_asks_for_a_case_without_the_other(
    decided: Decided, cases: Path, with_more: Callable[..., ee.Ruleset]
) -> None:
    weather = with_more("{id: again, when: {storm: yes}, then: [{must not: go}], because: So., sources: B-1}")
    decided("storm", f"{MAY_GO}facts: {{storm: yes, rain: no}}\nheld: {{answer: no}}")

    asked = {
        item.what: item.write for item in suggested_cases(coverage_of(read_corpus([cases], weather).cases, weather))
    }

    assert asked["rule again never decides anything that is held"] == (
        "write a case where no other rule says what again says, and the rest is as in storm"
    )


@pytest.mark.parametrize("finding", ["idle-rule:again", "idle-condition:again:storm=yes:always"])
def test_nothing_is_asked_of_a_rule_that_the_ruleset_accepts_as_idle(
    finding: str, decided: Decided, cases: Path, with_more: Callable[..., ee.Ruleset]
) -> None:
    repeating = with_more("{id: again, when: {storm: yes}, then: [{must not: go}], because: So., sources: B-1}")
    weather = attrs.evolve(repeating, accepted=(AcceptedFinding(finding, "The page shows it."),))
    decided("storm", f"{MAY_GO}facts: {{storm: yes, rain: no}}\nheld: {{answer: no}}")

    asked = [item.what for item in suggested_cases(coverage_of(read_corpus([cases], weather).cases, weather))]

    assert not [what for what in asked if "rule again" in what]


def test_an_exception_that_changes_nothing_asks_for_a_case_where_it_does(
    decided: Decided, cases: Path, with_more: Callable[..., ee.Ruleset]
) -> None:
    rule = "{id: quiet, when: {storm: yes}, then: [{may: look}], unless: {mood: low}, because: So., sources: B-1}"
    weather = with_more(rule)
    decided("low", f"{MAY_GO}facts: {{storm: no, rain: no, mood: low}}\nheld: {{answer: yes}}")

    asked = {
        item.what: item.write for item in suggested_cases(coverage_of(read_corpus([cases], weather).cases, weather))
    }

    assert asked["rule quiet#unless never decides anything that is held"] == (
        "write a case where quiet would decide something but for quiet#unless, and the rest is as in low"
    )


def test_a_test_of_a_status_is_told_as_one(decided: Decided, cases: Path, with_more: Callable[..., ee.Ruleset]) -> None:
    weather = with_more(
        "{id: torn, when: {status: {sing: [required, advised]}}, then: [{may: look}], because: So., sources: B-1}"
    )
    decided("fine", f"{MAY_GO}facts: {{rain: no}}\nheld: {{answer: yes}}")

    asked = {
        item.what: item.write for item in suggested_cases(coverage_of(read_corpus([cases], weather).cases, weather))
    }

    assert asked["rule torn is never effective"] == (
        "write a case where sing is required or advised, and the rest is as in fine"
    )


def test_without_any_case_everything_is_missing(weather: ee.Ruleset) -> None:
    asked = {item.what: item.write for item in suggested_cases(coverage_of((), weather))}

    assert asked["rule stay.in-the-rain is never effective"] == "write the first case"
    assert asked["rain is never yes"] == "write a case where rain is yes"


def test_a_rule_in_force_on_no_day_of_a_case_asks_for_such_a_day(decided: Decided, cases: Path, folder: Path) -> None:
    parts = folder / "parts.yaml"
    parts.write_text(parts.read_text().replace("{id: go.may, then", "{id: go.may, in_force: {until: 1999-12-31}, then"))
    weather = ee.load_ruleset(folder)
    decided("now", f"{MAY_GO}facts: {{rain: no}}\nheld: {{answer: rules_say_nothing}}\n")

    asked = {
        item.what: item.write for item in suggested_cases(coverage_of(read_corpus([cases], weather).cases, weather))
    }

    assert (
        asked["rule go.may is never effective"] == "write a case that is decided on a day on which go.may is in force"
    )


def test_tests_are_wanted_only_while_too_few_are_covered(covered: Coverage) -> None:
    assert any(item.what.startswith("in ") for item in suggested_cases(covered, 100))
    assert not any(item.what.startswith("in ") for item in suggested_cases(covered, 0))


class TestTheCommand:
    def test_the_table_has_a_row_a_rule(self, covered: Coverage, run: Run, cases: Path, folder: Path) -> None:
        result = run("audit", "coverage", cases, "--rules", folder)

        assert result.exit_code == 0
        heading, *rows = result.stdout.splitlines()
        assert heading.split() == ["effective", "defeated", "unknown", "n/a", "decisive", "MC/DC", "rule"]
        assert rows[1].split() == ["1", "1", "0", "3", "1", "1/1", "go.not-in-a-storm"]
        assert "  rain: yes 1, no 3" in rows
        assert "  foul: 2/2" in rows or "  foul: 1/2" in rows
        assert f"{covered.cases} cases" in rows
        assert "missing" not in rows

    def test_json_has_the_ids(self, covered: Coverage, run: Run, cases: Path, folder: Path) -> None:
        found = json.loads(run("audit", "coverage", cases, "--rules", folder, "--format", "json").stdout)

        rule = next(rule for rule in found["rules"] if rule["rule"] == "go.not-in-a-storm")
        assert (rule["effective"], rule["defeated"], rule["decisive"]) == (["storm"], ["looked"], ["storm"])
        assert {"fact": "rain", "value": "yes", "cases": ["rain"]} in found["values"]
        assert found["mcdc"] == round(covered.mcdc, 1)

    def test_the_handbook_is_annotated_with_the_cases(
        self, covered: Coverage, run: Run, cases: Path, folder: Path
    ) -> None:
        shown = run("audit", "coverage", cases, "--rules", folder, "--format", "markdown").stdout

        assert f"{covered.cases} cases" in shown
        assert "### go.not-in-a-storm\n\nIf there is a storm, the practitioner must not go out, unless" in shown
        assert "- effective: storm\n- defeated: looked\n" in shown
        assert "- its exception is effective: looked\n" in shown
        assert "- `mood is at most middle` never decides by" in shown

    def test_what_is_required_and_missing_is_printed_and_exits_with_one(
        self, covered: Coverage, run: Run, cases: Path, folder: Path
    ) -> None:
        result = run("audit", "coverage", cases, "--rules", folder, "--require")

        assert result.exit_code == 1
        shown = " ".join(result.stdout.split())
        for item in suggested_cases(covered):
            assert f"- {item.what} {item.write}" in shown

    def test_what_is_required_and_there_exits_with_zero(
        self, run: Run, decided: Decided, cases: Path, folder: Path
    ) -> None:
        parts = folder / "parts.yaml"
        text = parts.read_text()
        start, end = text.index("facts:"), text.index("actions:")
        facts = 'facts:\n  - {id: rain, ask: "Rain?", says: it rains, type: yes_no, unpresumed: It varies.}\n'
        rule = "rules:\n  - {id: stay, when: {rain: yes}, then: [{should: stay}], because: Dry., sources: B-1}\n"
        text = text[:start] + facts + text[end:]
        parts.write_text(text[: text.index("rules:")] + rule + text[text.index("sources:\n  -") :])
        decided("wet", "question: {ask: what}\nfacts: {rain: yes}\nheld: {disposition: stay}")
        decided("dry", "question: {ask: what}\nfacts: {rain: no}\nheld: {disposition: none}")

        result = run("audit", "coverage", cases, "--rules", folder, "--require", "--mcdc", "100")

        assert (result.exit_code, result.stderr) == (0, "")
        assert "1 of 1 tests of conditions are covered (MC/DC 100.0 %)" in result.stdout

    def test_without_a_case_that_can_be_read_only_what_is_wrong_is_printed(self, run: Run, folder: Path) -> None:
        result = run("audit", "coverage", "nosuch", "--rules", folder)

        assert (result.exit_code, result.stdout) == (2, "")
        assert "no case `nosuch`" in result.stderr

    def test_a_broken_file_is_told_and_exits_with_two(
        self, covered: Coverage, run: Run, decided: Decided, cases: Path, folder: Path
    ) -> None:
        unread = decided("unread", "question: {ask: which}")
        torn = decided("torn", "question: {ask: what}\nfacts: {rain: yes, wet: no}\nheld: {disposition: none}")

        result = run("audit", "coverage", cases, "--rules", folder, "--require")

        assert result.exit_code == 2
        assert f"{unread}:2:17: error: `which` is not a kind of question" in result.stderr
        assert f"{torn}:3:9: error: these facts contradict each other" in result.stderr
        assert f"\n{covered.cases} cases\n" in result.stdout
