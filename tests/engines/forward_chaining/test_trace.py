"""The trace tells what fired on what, in order."""

from __future__ import annotations

import pytest

from ethics_engine.engines import forward_chaining
from ethics_engine.engines.forward_chaining import Literal, NotionKind, Resolved
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, FactTest, NoneOf, Operator, StatusTest
from ethics_engine.model.facts import Concept
from ethics_engine.model.knowledge import NO, YES, Numbers
from ethics_engine.model.status import Status

pytestmark = pytest.mark.usefixtures("needs_chaining")


@pytest.fixture
def tracing(enacted):
    """The lines of the trace, without what is unregulated."""

    def traced(knowledge, *rules, **parts):
        trace = forward_chaining.run(enacted(*rules, **parts), knowledge).trace
        return [str(firing) for firing in trace if "unregulated" not in str(firing.fired)]

    return traced


def test_runs_from_facts_through_concepts_and_rules_to_statuses_and_on(tracing, rule, competent, agrees):
    lines = tracing(
        {"competent": YES, "agrees": NO},
        rule("a", ConceptTest("able"), ("must", "consult"), unless=agrees),
        rule("b", StatusTest("consult", (Status.REQUIRED, Status.ADVISED)), ("may", "document")),
        concepts=(Concept("able", AllOf((competent,)), "able", "t"),),
    )

    assert lines == [
        "concept `able` holds, because `competent` is yes",
        "`terminate` is not available, because not: `agrees` is yes",
        "rule `a#unless` is not effective, because not: `agrees` is yes",
        "rule `a` is applicable, because concept `able` holds",
        "rule `a` is effective, because rule `a` is applicable; rule `a#unless` is not effective",
        "`consult` is required, because rule `a` is effective",
        "rule `b` is effective, because `consult` is required or advised",
        "`document` is permitted, because rule `b` is effective",
    ]


def test_a_disjunction_fires_on_every_part_that_holds_and_a_false_conjunction_on_every_part_that_fails(
    tracing, rule, competent, agrees
):
    some_sessions = FactTest("sessions", Operator.AT_LEAST, (3,))
    rules = (
        rule("all", AllOf((competent, agrees, some_sessions))),
        rule("any", AnyOf((competent, agrees, some_sessions))),
        rule("mixed", AllOf((some_sessions, NoneOf((AllOf((competent, agrees)),))))),
    )

    lines = tracing({"competent": NO, "agrees": YES, "sessions": Numbers(((4, 9),))}, *rules)

    assert lines == [
        "`terminate` is available, because `agrees` is yes",
        "rule `all` is not effective, because not: `competent` is yes",
        "rule `any` is effective, because `agrees` is yes; `sessions` at least 3",
        "rule `mixed` is effective, because `sessions` at least 3; not: `competent` is yes",
    ]


def test_what_is_unknown_does_not_fire(tracing, rule, competent):
    assert tracing({}, rule("r", competent), concepts=(Concept("able", AllOf((competent,)), "able", "t"),)) == []


def test_a_rule_without_condition_fires_on_nothing(tracing, rule):
    assert tracing({}, rule("r")) == ["rule `r` is effective"]


def test_statuses_of_ways_rest_on_the_base_statuses_of_their_rivals(tracing, rule):
    lines = tracing({"agrees": NO}, rule("r", AllOf(()), ("must", "refer")))

    assert "`refer` is required by its own norms, because rule `r` is effective" in lines
    assert (
        "`continue` is prohibited, because `refer` is required by its own norms; "
        "`terminate` is unregulated by its own norms" in lines
    )


def test_an_open_status_names_every_status_still_possible(enacted, rule, competent):
    trace = forward_chaining.run(enacted(rule("r", competent, ("must", "document"))), {}).trace

    assert "`document` is required or unregulated" in map(str, trace)


def test_a_firing_is_data(enacted, rule, competent):
    trace = forward_chaining.run(enacted(rule("r", competent, ("must", "document"))), {"competent": YES}).trace

    effective = next(firing for firing in trace if isinstance(firing.fired, Literal))
    document = next(firing for firing in trace if getattr(firing.fired, "action", None) == "document")

    assert (effective.fired.notion.kind, effective.fired.notion.id) == (NotionKind.EFFECTIVE, "r")
    assert [literal.notion.test for literal in effective.on] == [competent]
    assert document.fired == Resolved("document", frozenset({Status.REQUIRED}))
    assert document.on == (effective.fired,)


def test_all_that_a_firing_rests_on_is_a_fact_or_a_status_or_fired_before(enacted, rule, competent, agrees):
    enactment = enacted(
        rule("a", AnyOf((competent, agrees)), ("must", "refer"), unless=agrees),
        rule("b", AllOf((agrees, AnyOf((competent, ConceptTest("able"))))), ("should", "continue")),
        rule("c", StatusTest("consult", (Status.UNREGULATED,)), overrides=("b",)),
        concepts=(Concept("able", NoneOf((competent,)), "able", "t"),),
    )

    fired = set()
    for firing in forward_chaining.run(enactment, {"competent": NO, "agrees": YES}).trace:
        for ground in firing.on:
            assert ground in fired or (isinstance(ground, Literal) and ground.notion.test is not None)
        fired.add(firing.fired)


def test_the_same_case_gives_the_same_trace(enacted, rule, competent, agrees):
    enactment = enacted(rule("a", AnyOf((competent, agrees)), ("must", "refer"), unless=agrees))

    first, second = (forward_chaining.run(enactment, {"agrees": YES}) for _ in range(2))

    assert first == second
