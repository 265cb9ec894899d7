"""What depends on what; a ruleset that runs in a circle is found, and shown."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import attrs

from ethics_engine.model.conditions import AllOf, ConceptTest, NoneOf, StatusTest
from ethics_engine.model.dependencies import WAYS, Dependency, DependencyKind, cycle_in, dependencies, in_order
from ethics_engine.model.facts import Concept
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status

MakeRule = Callable[..., Rule]


def _rule(name: str) -> Dependency:
    return Dependency(DependencyKind.RULE, name)


def _status(action: str) -> StatusTest:
    return StatusTest(action, (Status.REQUIRED,))


def _with_rules(ruleset: Ruleset, *rules: Rule) -> Ruleset:
    return attrs.evolve(ruleset, rules=rules)


def test_a_rule_depends_on_what_its_condition_and_its_exception_name(ruleset: Ruleset, rule: MakeRule) -> None:
    reading = rule("r", when=AllOf((NoneOf((ConceptTest("agreed"),)),)), unless=_status("consult"))

    graph = dependencies(_with_rules(ruleset, reading))

    assert set(graph[_rule("r")]) == {
        Dependency(DependencyKind.CONCEPT, "agreed"),
        Dependency(DependencyKind.STEP, "consult"),
    }


def test_a_rule_depends_on_the_rules_that_override_it_or_its_exception(ruleset: Ruleset, rule: MakeRule) -> None:
    graph = dependencies(
        _with_rules(
            ruleset,
            rule("r", unless=ConceptTest("agreed")),
            rule("over-rule", overrides=("r",)),
            rule("over-exception", overrides=("r#unless",)),
        )
    )

    assert {_rule("over-rule"), _rule("over-exception")} <= set(graph[_rule("r")])


def test_all_ways_are_one_node_that_depends_on_every_rule_about_a_way(ruleset: Ruleset, rule: MakeRule) -> None:
    graph = dependencies(
        _with_rules(
            ruleset,
            rule("one", norms=(Norm(Modality.MUST, "refer"),)),
            rule("two", norms=(Norm(Modality.MUST, "continue"),)),
            rule("step", norms=(Norm(Modality.MUST, "document"),)),
        )
    )

    assert set(graph[WAYS]) == {_rule("one"), _rule("two")}
    assert graph[Dependency(DependencyKind.STEP, "document")] == (_rule("step"),)


def test_a_ruleset_without_cycles_has_none(ruleset: Ruleset) -> None:
    assert cycle_in(dependencies(ruleset)) == ()


def test_a_rule_about_a_way_may_not_test_the_status_of_another_way(ruleset: Ruleset, rule: MakeRule) -> None:
    graph = dependencies(
        _with_rules(ruleset, rule("r", when=_status("continue"), norms=(Norm(Modality.MUST, "refer"),)))
    )

    assert set(cycle_in(graph)) == {WAYS, _rule("r")}


def test_rules_that_override_each_other_run_in_a_circle(ruleset: Ruleset, rule: MakeRule) -> None:
    graph = dependencies(_with_rules(ruleset, rule("a", overrides=("b",)), rule("b", overrides=("a",))))

    assert set(cycle_in(graph)) == {_rule("a"), _rule("b")}


def test_a_rule_may_not_override_its_own_exception(ruleset: Ruleset, rule: MakeRule) -> None:
    graph = dependencies(_with_rules(ruleset, rule("r", unless=ConceptTest("agreed"), overrides=("r#unless",))))

    assert cycle_in(graph) == (_rule("r"), _rule("r"))


def test_in_a_cycle_shown_each_rests_on_the_next_and_the_first_comes_again(ruleset: Ruleset) -> None:
    concepts = [Concept(name, ConceptTest(other), "", "t") for name, other in ("ab", "bc", "ca")]
    graph = dependencies(attrs.evolve(ruleset, concepts=concepts, rules=()))

    cycle = cycle_in(graph)

    assert len(cycle) == 4
    assert cycle[0] == cycle[-1]
    assert all(following in graph[node] for node, following in itertools.pairwise(cycle))


def test_everything_comes_after_what_it_depends_on(ruleset: Ruleset, rule: MakeRule) -> None:
    graph = dependencies(
        _with_rules(
            ruleset,
            rule("a", when=_status("document")),
            rule("b", norms=(Norm(Modality.MUST, "document"),), when=ConceptTest("agreed")),
            rule("c", overrides=("b",)),
        )
    )

    order = in_order(graph)

    assert len(order) == len(set(order))
    assert set(order) == set(graph)
    for node, reads in graph.items():
        assert all(order.index(read) < order.index(node) for read in reads)


def test_nodes_are_shown_in_the_words_of_the_rule_language() -> None:
    assert (str(_rule("values.bracket")), str(WAYS)) == ("rule `values.bracket`", "the courses of action")
