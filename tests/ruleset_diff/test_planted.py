"""Changes planted one at a time: what is said of each."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import ethics_engine as ee
from ethics_engine.ruleset_diff import RulesetComparison, compare
from ethics_engine.ruleset_diff.result import Effect, EffectAspect, How, Order

from .conftest import DAY

Compared = Callable[..., RulesetComparison]


def shown(comparison: RulesetComparison) -> list[tuple[dict[str, str], set[tuple[str | None, str, str]]]]:
    """What is stated in each witness, and the differences it shows."""
    assert comparison.effect is not None
    return [
        ({fact.fact: fact.value for fact in witness.told}, {(e.action, e.old, e.new) for e in witness.effects})
        for witness in comparison.effect.witnesses
    ]


def only_change(comparison: RulesetComparison) -> tuple[str, str, How, dict[str, tuple[str, str]]]:
    assert comparison.changes is not None
    (change,) = comparison.changes
    return change.kind.value, change.id, change.how, {part.name: (part.old, part.new) for part in change.parts}


def test_a_norm_that_is_weakened_shows_in_the_case_of_its_rule(compared: Compared) -> None:
    found = compared(("{should: sing, before: hum}", "{may: sing, before: hum}"))

    assert shown(found) == [({"mood": "low"}, {("sing", "advised", "permitted")})]
    kind, name, how, parts = only_change(found)
    assert (kind, name, how) == ("rule", "sing.low", How.CHANGED)
    assert parts == {
        "strength": (
            "the practitioner should sing before going on to hum",
            "the practitioner may sing before going on to hum",
        )
    }


def test_a_way_that_is_newly_required_shows_in_the_disposition_too(compared: Compared) -> None:
    found = compared(("then: [{must not: go}]", "then: [{must not: go}, {must: stay}]"))

    ((facts, effects),) = shown(found)
    assert facts == {"storm": "yes"}
    assert effects == {("stay", "unregulated", "required"), (None, "left: stay", "required: stay")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: {mood: low}, then: [{should: hum}]", "when: {none: [{mood: high}]}, then: [{should: hum}]"),
        ("means: {any: [{rain: yes}, {storm: yes}]}", "means: {none: [{all: [{rain: no}, {storm: no}]}]}"),
        ("when: {visits: {at_least: 3}}", "when: {none: [{visits: {at_most: 2}}]}"),
        ("never: {rain: yes, wet: no}", "never: {all: [{wet: no}, {none: [{rain: no}]}]}"),
        ("when: {storm: yes}, then", "when: {all: [{storm: yes}, {foul: yes}]}, then"),
    ],
)
def test_what_is_written_otherwise_and_means_the_same_is_proved_equivalent(
    compared: Compared, old: str, new: str
) -> None:
    found = compared((old, new))

    assert found.effect is not None
    assert found.effect.equivalent
    assert not found.effect.untouched
    assert not found.differs_in_effect
    assert only_change(found)[2] is How.CHANGED


def test_what_no_outcome_rests_on_leaves_it_untouched(compared: Compared) -> None:
    found = compared(
        ("because: Hm.", "because: Humming helps."),
        ("Look., sources: B-1}\n  - {id: sing", "Look., sources: B-2}\n  - {id: sing"),
    )

    assert found.effect is not None
    assert found.effect.untouched
    assert found.changes is not None
    assert [(change.id, [part.name for part in change.parts]) for change in found.changes] == [
        ("hum.often", ["reason"]),
        ("look.first", ["sources"]),
    ]


def test_a_rule_that_is_removed_shows_in_what_it_brought(compared: Compared) -> None:
    rule = "  - {id: hum.often, when: {mood: low}, then: [{should: hum}], because: Hm., sources: B-1}\n"
    found = compared((rule, ""))

    assert shown(found) == [({"mood": "low"}, {("hum", "advised", "unregulated")})]
    assert only_change(found)[:3] == ("rule", "hum.often", How.REMOVED)


def test_a_rule_under_another_name_is_its_twin(compared: Compared) -> None:
    found = compared(("id: hum.often", "id: hum.sometimes"))

    assert found.effect is not None
    assert found.effect.equivalent
    assert found.changes is not None
    assert {(change.id, change.how, change.twin) for change in found.changes} == {
        ("hum.often", How.REMOVED, "hum.sometimes"),
        ("hum.sometimes", How.ADDED, "hum.often"),
    }


def test_an_exception_that_is_dropped_shows_where_it_held(compared: Compared) -> None:
    found = compared(("unless: {done: look}, ", ""))

    facts = {"storm": "yes", "done:look": "yes"}
    assert [one for one, _ in shown(found)] == [facts]
    assert ("go", "permitted", "prohibited") in shown(found)[0][1]
    assert set(only_change(found)[3]) == {"exception"}


def test_a_wait_that_is_dropped_shows_in_what_the_action_awaits(compared: Compared) -> None:
    found = compared(("{must: look, before: go}", "{must: look}"))

    assert {(e.aspect, e.action, e.step, e.old, e.new) for e in effects(found)} == {
        (EffectAspect.AWAITS, "go", "look", "yes", "no")
    }


def test_another_order_shows_in_a_plan_where_nothing_else_differs(compared: Compared) -> None:
    low = "{id: hum.often, when: {mood: low}, then: [{should: hum}]"
    found = compared(
        ("{should: sing, before: hum}", "{should: sing}"),
        (low, low.replace("{should: hum}", "{should: hum, before: sing}")),
    )

    assert found.effect is not None
    assert found.effect.order is Order.DIFFERS
    (effect,) = effects(found)
    assert (effect.aspect, effect.old, effect.new) == (EffectAspect.PLAN, "sing, hum", "hum, sing")


def test_an_order_that_no_plan_shows_is_not_called_proved(compared: Compared) -> None:
    found = compared(("{should: sing, before: hum}", "{should: sing}"))

    assert found.effect is not None
    assert found.effect.order is Order.UNDECIDED
    assert not found.effect.equivalent


def test_a_constraint_that_is_dropped_makes_a_case_possible(compared: Compared) -> None:
    found = compared(("constraints:\n  - {id: rain_wets, never: {rain: yes, wet: no}, because: Rain is wet.}\n", ""))

    assert shown(found) == [({"rain": "yes", "wet": "no"}, {(None, "contradiction", "possible")})]


def test_availability_that_changes_shows_as_not_possible(compared: Compared) -> None:
    found = compared(("available: {visits: {at_most: 5}}", "available: {visits: {at_most: 1}}"))

    assert ("hum", "unregulated", "missing") in {e for _, all_ in shown(found) for e in all_}
    assert all("visits" in facts for facts, _ in shown(found))


class TestVocabulary:
    """Facts and actions that only one of the two knows."""

    FACT = (
        "  - {id: wet,",
        '  - {id: hail, ask: "Does it hail?", says: it hails, type: yes_no, presumed: no}\n  - {id: wet,',
    )

    def test_a_fact_that_nothing_reads_changes_nothing_in_effect(self, compared: Compared) -> None:
        found = compared(self.FACT)

        assert found.effect is not None
        assert found.effect.equivalent
        assert found.effect.scope.only_new_facts == ("hail",)

    def test_a_new_fact_that_a_rule_reads_differs_only_where_it_is_told(self, compared: Compared) -> None:
        found = compared(
            self.FACT,
            (
                "when: {mood: low}, then: [{should: hum}]",
                "when: {any: [{mood: low}, {hail: yes}]}, then: [{should: hum}]",
            ),
        )

        assert shown(found) == [({"hail": "yes"}, {("hum", "unregulated", "advised")})]
        assert found.effect is not None
        assert found.effect.only_beyond
        assert found.effect.witnesses[0].told[0].told_to == "new"

    def test_a_new_fact_of_which_nothing_is_presumed_leaves_open_what_was_decided(self, compared: Compared) -> None:
        fact = (self.FACT[0], self.FACT[1].replace("presumed: no}\n", "unpresumed: It may.}\n"))
        found = compared(fact, ("when: {mood: low}, then: [{should: hum}]", "when: {hail: yes}, then: [{should: hum}]"))

        assert found.effect is not None
        assert not found.effect.only_beyond
        assert ({}, {("hum", "unregulated", "open")}) in shown(found)

    def test_a_assumption_that_changes_shows_with_nothing_told(self, compared: Compared) -> None:
        found = compared(("high: high}, presumed: high", "high: high}, presumed: low"))

        assert shown(found) == [({}, {("sing", "unregulated", "advised"), ("hum", "unregulated", "advised")})]
        assert only_change(found)[3] == {"assumption": ("high", "low")}

    def test_a_value_that_only_one_knows_is_reported(self, compared: Compared) -> None:
        found = compared(("{low: low, high: high}", "{low: low, middle: middling, high: high}"))

        assert found.effect is not None
        assert found.effect.equivalent
        assert found.effect.scope.other_values == ("mood",)

    def test_a_new_action_differs_where_it_is_regulated(self, compared: Compared) -> None:
        action = ("  - {id: sing, label: sing}\n", "  - {id: sing, label: sing}\n  - {id: shout, label: shout}\n")
        found = compared(action, ("then: [{should: hum}]", "then: [{should: hum}, {must not: shout}]"))

        assert shown(found) == [({"mood": "low"}, {("shout", "unknown", "prohibited")})]


def test_the_same_ruleset_is_known_by_its_content(compared: Compared) -> None:
    found = compared()

    assert found.same
    assert not found.differs_in_effect
    assert found.changes is None


def test_every_witness_is_what_a_consult_on_either_side_says(folder: Callable[..., Path]) -> None:
    sides = [
        ee.load_ruleset(folder("old")),
        ee.load_ruleset(folder("new", ("{should: sing", "{must: sing"), ("{storm: yes}, then", "{rain: yes}, then"))),
    ]
    found = compare(*sides, as_of=DAY).effect

    assert found is not None
    assert len(found.witnesses) > 1
    for witness in found.witnesses:
        facts = {fact.fact: fact.value for fact in witness.told}
        said = [ee.consult(side, ee.new_case(side, "what", facts), as_of=DAY) for side in sides]
        for effect in (effect for effect in witness.effects if effect.aspect is EffectAspect.STATUS):
            assert effect.action is not None
            statuses = [one.status(effect.action).status for one in said]
            assert [status.value for status in statuses if status] == [effect.old, effect.new]


def effects(comparison: RulesetComparison) -> list[Effect]:
    assert comparison.effect is not None
    return [effect for witness in comparison.effect.witnesses for effect in witness.effects]


def test_the_strength_of_a_source_and_where_a_rule_has_its_own_from_are_compared_and_touch_no_outcome(
    compared: Compared,
) -> None:
    found = compared(
        ('"1": So it is written.', '"1": {says: So it is written., authority: code, said: should}'),
        ("because: Hm., sources: B-1}", "because: Hm., sources: B-1, strength_from: B-1}"),
    )

    assert found.effect is not None
    assert found.effect.untouched
    assert found.changes is not None
    assert {(change.id, part.name, part.new) for change in found.changes for part in change.parts} == {
        ("hum.often", "where its strength comes from", "B-1"),
        ("B-1", "authority", "code"),
        ("B-1", "strength of its own words", "should"),
    }
