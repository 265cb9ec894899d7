"""Why an action does not have a status: what each rule lacks, gives way to or is outweighed by, and what would help."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

import ethics_engine as ee
from ethics_engine.counterfactual import CounterfactualFinder
from ethics_engine.explanation import ABSENCE_FORMATS, Absence, redacted_absence, render_absence, why_not
from ethics_engine.explanation.why_not_result import Obstacle
from tests.sampling import Of, each_case

World = Callable[[str], ee.Ruleset]

RULES = """
facts:
  - {id: a, presumed: no}
  - {id: b, presumed: no}
  - {id: c, sensitive: yes}
  - {id: many, type: count, unit: times}
  - {id: kinds, type: choices, values: {x: ex, y: why, z: zed}, presumed: []}
concepts: [{id: hard, means: {any: [{a: yes}, {all: [{b: yes}, {c: yes}]}]}}]
actions:
  - {id: go, way: yes}
  - {id: stay, way: yes}
  - {id: fly, way: yes, available: {b: yes}}
  - {id: look}
  - {id: ask}
rules:
  - {id: hard, when: {hard: yes}, then: [{must: go}]}
  - {id: often, when: {many: {at_least: 3}, c: no}, then: [{may: go}]}
  - {id: only, when: {kinds: {only: [x]}}, then: [{may: look}]}
  - {id: never, when: {b: yes}, then: [{must not: ask}]}
  - {id: always, then: [{may: ask}]}
  - {id: gone, then: [{should: ask}], unless: {kinds: {includes: x}}}
  - {id: fly, then: [{may: fly}]}
  - {id: first, when: {a: yes}, then: [{must: look, before: stay}]}
  - {id: staying, then: [{may: stay}]}
  - {id: follow, when: {status: {go: [required]}}, then: [{must not: look}]}
"""


@pytest.fixture
def small(world: World) -> ee.Ruleset:
    return world(RULES)


def absent(ruleset: ee.Ruleset, asked: str, **facts: object) -> Absence:
    action, _, status = asked.partition("=")
    return why_not(ruleset, ee.new_case(ruleset, "what", facts), action, status or None)


def obstacle(absence: Absence, rule: str) -> Obstacle:
    return next(one for one in absence.obstacles if one.rule == rule)


def lacks(absence: Absence, rule: str) -> list[str]:
    missing = obstacle(absence, rule).missing
    assert missing is not None
    return [one.needed for one in missing]


def test_a_rule_lacks_the_fewest_facts_that_would_make_its_condition_true(small: ee.Ruleset) -> None:
    assert lacks(absent(small, "go=required"), "hard") == ["it is so: a"]
    assert lacks(absent(small, "go=required", b=True), "hard") == ["it is so: a"]


def test_an_unknown_fact_is_missing_too_and_is_told_as_not_known(small: ee.Ruleset) -> None:
    often = obstacle(absent(small, "go=permitted", many=1), "often")

    assert often.missing is not None
    assert [(one.needed, one.fact and one.fact.value) for one in often.missing] == [
        ("it is not true that it is so: c", "not known"),
        ("it is so: many is at least 3 times", "1 times"),
    ]


def test_a_choice_of_several_is_changed_as_little_as_can_be(small: ee.Ruleset) -> None:
    assert lacks(absent(small, "look", kinds=["y"]), "only") == ['it is so: kinds are nothing but "ex"']


def test_it_says_what_the_action_would_then_be(small: ee.Ruleset) -> None:
    assert obstacle(absent(small, "go=required"), "hard").then == (ee.Status.REQUIRED,)
    assert obstacle(absent(small, "look", a=False), "only").then == (ee.Status.PERMITTED,)


def test_a_rule_on_a_status_lacks_that_status(small: ee.Ruleset) -> None:
    assert lacks(absent(small, "look=prohibited"), "follow") == ['the rules require the course "do go"']


def test_a_rule_that_gives_way_says_to_which(small: ee.Ruleset) -> None:
    gone = obstacle(absent(small, "ask=advised", kinds=["x"]), "gone")

    assert (gone.missing, [one.rule for one in gone.defeated_by]) == ((), ["gone#unless"])


def test_a_norm_that_is_outweighed_says_by_which(small: ee.Ruleset) -> None:
    always = obstacle(absent(small, "ask", b=True), "always")

    assert [one.rule for one in always.outdone_by] == ["never"]


def test_a_norm_that_a_rival_rules_out_says_by_which_way(small: ee.Ruleset) -> None:
    staying = obstacle(absent(small, "stay", a=True), "staying")

    assert [one.says for one in staying.outdone_by] == ['must not: "do go" is required instead']


def test_an_action_that_is_not_possible_says_what_it_would_take(small: ee.Ruleset) -> None:
    absence = absent(small, "fly")

    assert absence.unavailable is not None
    assert [one.needed for one in absence.unavailable] == ["it is so: b"]
    assert absence.sentence == "It is not possible to do fly, on what is known."


def test_what_has_to_come_first_keeps_one_from_doing_what_is_permitted(world: World) -> None:
    ruleset = world(RULES.replace("when: {hard: yes}", "when: {b: yes}"))
    absence = absent(ruleset, "stay", a=True)

    assert (absence.status, absence.met, absence.awaits) == (ee.Status.PERMITTED, False, ("do look",))
    assert absence.changes[0].within_reach
    assert absent(ruleset, "stay=permitted", a=True).met


def test_to_be_forbidden_a_way_may_also_lack_a_rival(small: ee.Ruleset) -> None:
    assert "do go: no rule, not required" in absent(small, "stay=prohibited", many=1).rivals


def test_a_dilemma_lacks_a_norm_of_equal_strength_on_the_other_side(world: World) -> None:
    ruleset = world(RULES.replace("when: {hard: yes}", "when: {b: yes}"))

    assert [one.rule for one in absent(ruleset, "look=dilemma", a=True).obstacles] == ["follow"]
    assert {one.rule for one in absent(ruleset, "look=dilemma").obstacles} == {"first", "follow"}


def test_what_is_so_already_needs_no_reason(small: ee.Ruleset) -> None:
    absence = absent(small, "ask")

    assert (absence.met, absence.obstacles, absence.changes) == (True, (), ())
    assert "It already is." in render_absence(absence, "text")


def test_what_no_rule_brings_says_so(small: ee.Ruleset) -> None:
    assert "No rule can make it required." in render_absence(absent(small, "ask=required"), "text")


def test_where_the_rules_are_to_say_nothing_it_tells_what_they_say(small: ee.Ruleset) -> None:
    assert [one.rule for one in absent(small, "fly=unregulated", b=True, c=False, many=1).decided_by] == ["fly"]


TEMPTING = """
facts:
  - {id: reason, presumed: no, pretext: yes}
  - {id: ill, presumed: no}
actions:
  - {id: go, way: yes}
  - {id: rest}
  - {id: train, support: yes}
rules:
  - {id: reason, when: {reason: yes}, then: [{may: go}]}
  - {id: either, when: {any: [{reason: yes}, {ill: yes}]}, then: [{may: go}]}
  - {id: due, then: [{should: [rest, train]}]}
"""


def test_a_pretext_is_not_offered_and_what_is_due_comes_first(world: World) -> None:
    absence = absent(world(TEMPTING), "go")
    shown = render_absence(absence, "text", full=True)

    assert ([one.rule for one in absence.obstacles], absence.pretexts) == (["either"], 1)
    assert [one.needed for change in absence.changes for one in change.facts] == ["it is so: ill"]
    assert [step.action for step in absence.due] == ["train", "rest"]
    assert "it is so: reason" not in shown
    assert shown.index("WHAT THE PRACTITIONER CAN DO") < shown.index("WHAT WOULD LIFT IT")


@pytest.mark.parametrize("name", each_case(Of.QUESTION))
def test_in_the_corpus_nothing_that_is_offered_is_a_pretext(name: str, rules: ee.Ruleset) -> None:
    case = ee.load_case(name, rules)
    absence = why_not(rules, case, "refer")
    missing = [one for obstacle in absence.obstacles for one in obstacle.missing or ()]
    named = {one.fact.fact for one in (*missing, *(one for each in absence.changes for one in each.facts)) if one.fact}
    situation = CounterfactualFinder.of(rules, case).now.situation

    assert [name for name in named if situation.is_pretext(name) and not rules.fact[name].within_reach] == []


def test_a_search_that_is_stopped_says_so(small: ee.Ruleset) -> None:
    absence = why_not(small, ee.new_case(small, "what", {"many": 1}), "go", seconds=1e-9)

    assert absence.stopped_after == 1e-9
    assert "The search for changes was stopped" in render_absence(absence, "text")


@pytest.mark.parametrize("name", each_case(Of.QUESTION))
def test_in_the_corpus_a_status_that_is_not_there_has_a_reason(name: str, rules: ee.Ruleset) -> None:
    case = ee.load_case(name, rules)
    absence = why_not(rules, case, "refer", "permitted")

    assert absence.met == (ee.consult(rules, case).status("refer").status is ee.Status.PERMITTED)
    for one in absence.obstacles:
        assert one.missing is None or one.missing or one.defeated_by or one.outdone_by or absence.unavailable, one.rule


@pytest.mark.parametrize(
    ("asked", "hint"),
    [("goo", "did you mean `go`?"), ("go=permited", "did you mean `permitted`?"), ("go=zzz", "use `required`, ")],
)
def test_an_unknown_name_is_refused_with_the_nearest(asked: str, hint: str, small: ee.Ruleset) -> None:
    with pytest.raises(ee.CaseError, match=hint.replace("?", r"\?")):
        absent(small, asked)


class TestHowItIsWritten:
    @pytest.mark.parametrize("form", ABSENCE_FORMATS)
    def test_every_format_ends_in_a_line_break(self, form: str, small: ee.Ruleset) -> None:
        assert render_absence(absent(small, "go"), form).endswith("\n")

    def test_rules_for_other_cases_than_this_one_are_only_counted(self, rules: ee.Ruleset) -> None:
        absence = why_not(rules, ee.load_case("values-001", rules), "refer")
        short, full = render_absence(absence, "text"), render_absence(absence, "text", full=True)

        assert all(one.rule in full for one in absence.obstacles)
        assert [one.rule for one in absence.obstacles if one.rule in short] == []
        assert f"{len(absence.obstacles)}, in other cases than this one (--full)" in short
        assert "(--full)" not in full

    def test_a_rule_that_another_overrides_is_shown(self, rules: ee.Ruleset) -> None:
        absence = why_not(rules, ee.load_case("competence-021", rules), "refer")

        assert "- competence.refer-what-is-beyond, should:" in render_absence(absence, "text")

    def test_what_stands_in_the_way_opens_with_the_reason(self, rules: ee.Ruleset) -> None:
        text = render_absence(why_not(rules, ee.load_case("values-001", rules), "refer"), "text")

        assert "WHAT STANDS IN THE WAY\n  - The client's needs come before" in text

    def test_json_is_always_full(self, small: ee.Ruleset) -> None:
        whole = json.loads(render_absence(absent(small, "go", many=1), "json"))

        assert (whole["format"], whole["action"], whole["status"]) == (2, "go", "unregulated")
        assert [one["rule"] for one in whole["obstacles"]] == ["hard", "often"]

    @pytest.mark.parametrize("form", ABSENCE_FORMATS)
    def test_redaction_takes_out_what_is_sensitive(self, form: str, small: ee.Ruleset) -> None:
        text = render_absence(redacted_absence(absent(small, "go", many=5, c=True)), form)

        assert "it is so: c" not in text
        assert "something sensitive" in text
