"""A ruleset as it stands on a day: dates, exceptions, done steps and rivals, lowered once for every engine."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import attrs
import pytest

from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
)
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.facts import Concept, FactType
from ethics_engine.model.knowledge import NO
from ethics_engine.model.period import Period
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset, SafetyLine
from ethics_engine.model.status import Status

MakeRule = Callable[..., Rule]

DAY = datetime.date(2026, 11, 21)
ONE_DAY = datetime.timedelta(days=1)
CONSULTED = FactTest("done:consult", Operator.IS, ("yes",))
AGREED = ConceptTest("agreed")


def _enacted(ruleset: Ruleset, *rules: Rule, day: datetime.date = DAY) -> Enactment:
    return enact(attrs.evolve(ruleset, rules=rules), day)


class TestDoneSteps:
    def test_each_step_has_a_fact_of_its_own_presumed_no(self, ruleset: Ruleset) -> None:
        done = [fact for fact in enact(ruleset, DAY).facts if fact not in ruleset.facts]

        assert [fact.id for fact in done] == ["done:consult", "done:document"]
        assert all((fact.type, fact.presumed) == (FactType.YES_NO, NO) for fact in done)

    def test_asking_whether_a_step_is_done_is_testing_that_fact(self, ruleset: Ruleset, rule: MakeRule) -> None:
        nested = AllOf((AnyOf((NoneOf((DoneTest("consult"),)),)), AGREED))

        enactment = _enacted(ruleset, rule("r", when=nested, unless=DoneTest("consult")))

        assert enactment.rule["r"].when == AllOf((AnyOf((NoneOf((CONSULTED,)),)), AGREED))
        assert enactment.rule["r#unless"].when == CONSULTED
        assert enactment.action["refer"].available == CONSULTED
        assert enactment.constraints[0].never == NoneOf((CONSULTED, FactTest("client_agrees", Operator.IS, ("yes",))))
        assert {concept.id: concept.means for concept in enactment.concepts}["prepared"] == CONSULTED


class TestExceptions:
    def test_an_exception_is_a_rule_of_its_own_that_overrides_its_rule(self, ruleset: Ruleset, rule: MakeRule) -> None:
        period = Period(since=DAY)
        written = rule("r", unless=AGREED, unless_because="they agreed", overrides=("other",), in_force=period)

        enactment = _enacted(ruleset, written, rule("other"))

        exception, lowered = enactment.rule["r#unless"], enactment.rule["r"]
        assert (exception.when, exception.norms, exception.overrides) == (AGREED, (), ("r",))
        assert (exception.because, exception.in_force, exception.unless) == ("they agreed", period, None)
        assert lowered == attrs.evolve(written, unless=None, unless_because=None)
        assert enactment.overridden_by == {"r": ("r#unless",), "r#unless": (), "other": ("r",)}

    def test_without_a_reason_of_its_own_it_has_that_of_its_rule(self, ruleset: Ruleset, rule: MakeRule) -> None:
        enactment = _enacted(ruleset, rule("r", unless=AGREED, because="the rule's reason"))

        assert enactment.rule["r#unless"].because == "the rule's reason"

    def test_an_exception_can_be_overridden_by_its_id(self, ruleset: Ruleset, rule: MakeRule) -> None:
        enactment = _enacted(ruleset, rule("r", unless=AGREED), rule("back", norms=(), overrides=("r#unless",)))

        assert enactment.overridden_by["r#unless"] == ("back",)
        assert enactment.overridden_by["r"] == ("r#unless",)

    def test_a_rule_without_an_exception_gets_none(self, ruleset: Ruleset, rule: MakeRule) -> None:
        assert set(_enacted(ruleset, rule("r")).rule) == {"r"}


class TestDates:
    @pytest.mark.parametrize(
        ("period", "in_force"),
        [
            (Period(), True),
            (Period(since=DAY), True),
            (Period(until=DAY), True),
            (Period(since=DAY, until=DAY), True),
            (Period(since=DAY + ONE_DAY), False),
            (Period(until=DAY - ONE_DAY), False),
        ],
    )
    def test_both_ends_of_a_period_are_included(
        self, ruleset: Ruleset, rule: MakeRule, period: Period, *, in_force: bool
    ) -> None:
        assert ("r" in _enacted(ruleset, rule("r", in_force=period)).rule) is in_force

    def test_a_rule_out_of_force_is_gone_with_its_exception_and_its_overrides(
        self, ruleset: Ruleset, rule: MakeRule
    ) -> None:
        gone = rule("gone", unless=AGREED, overrides=("r",), in_force=Period(until=DAY - ONE_DAY))

        enactment = _enacted(ruleset, gone, rule("r"))

        assert set(enactment.rule) == {"r"}
        assert enactment.overridden_by == {"r": ()}

    def test_overriding_a_rule_out_of_force_does_nothing(self, ruleset: Ruleset, rule: MakeRule) -> None:
        enactment = _enacted(
            ruleset, rule("over", overrides=("gone",)), rule("gone", in_force=Period(since=DAY + ONE_DAY))
        )

        assert enactment.overridden_by == {"over": ()}
        assert enactment.norms_on["refer"] == ((enactment.rule["over"], Norm(Modality.MUST, "refer")),)

    def test_days_with_the_same_rules_in_force_share_one_enactment(self, ruleset: Ruleset, rule: MakeRule) -> None:
        dated = attrs.evolve(ruleset, rules=(rule("r", in_force=Period(since=DAY)),))

        assert enact(dated, DAY) is enact(dated, DAY + ONE_DAY)
        assert enact(dated, DAY) is not enact(dated, DAY - ONE_DAY)

    def test_days_still_share_one_enactment_after_many_other_rulesets(self, ruleset: Ruleset) -> None:
        for number in range(100):
            enact(attrs.evolve(ruleset, name=f"other-{number}"), DAY)
            enact(ruleset, DAY)

        assert enact(ruleset, DAY) is enact(ruleset, DAY + ONE_DAY)


class TestWays:
    def test_the_rivals_of_a_way_are_the_ways_it_is_not_compatible_with(self, ruleset: Ruleset) -> None:
        assert enact(ruleset, DAY).rivals == {
            "refer": ("continue",),
            "pause": ("continue",),
            "continue": ("refer", "pause"),
        }

    def test_steps_are_not_ways(self, ruleset: Ruleset) -> None:
        assert [way.id for way in enact(ruleset, DAY).ways] == ["refer", "pause", "continue"]


class TestNorms:
    def test_norms_are_found_by_their_action(self, ruleset: Ruleset) -> None:
        enactment = enact(ruleset, DAY)

        assert [(rule.id, norm.modality) for rule, norm in enactment.norms_on["refer"]] == [("b.refer", Modality.MUST)]
        assert enactment.norms_on["document"] == ()

    @pytest.mark.parametrize("modality", Modality)
    def test_an_action_awaits_only_what_must_come_before_it(
        self, ruleset: Ruleset, rule: MakeRule, modality: Modality
    ) -> None:
        enactment = _enacted(ruleset, rule("r", norms=(Norm(modality, "consult", before="refer"),)))

        awaited = [(rule.id, step) for rule, step in enactment.awaited_by["refer"]]
        assert awaited == ([("r", "consult")] if modality is Modality.MUST else [])


class TestSafety:
    def test_a_word_on_danger_tests_facts(self, ruleset: Ruleset) -> None:
        line = SafetyLine("danger", DoneTest("consult"), "call for help", "ask about it", ("refer",))

        enactment = enact(attrs.evolve(ruleset, safety=(line,)), DAY)

        assert enactment.safety == (attrs.evolve(line, when=CONSULTED),)


class TestOrder:
    def test_concepts_come_after_those_they_name(self, ruleset: Ruleset) -> None:
        chain: list[tuple[str, Condition]] = [("a", ConceptTest("b")), ("b", ConceptTest("c")), ("c", AllOf(()))]
        concepts = [Concept(name, means, "", "t") for name, means in chain]

        enactment = enact(attrs.evolve(ruleset, concepts=concepts), DAY)

        assert [concept.id for concept in enactment.concepts] == ["c", "b", "a"]
        assert enactment.concept["b"] is enactment.concepts[1]

    def test_rules_come_after_those_that_override_them_and_those_on_statuses_they_test(
        self, ruleset: Ruleset, rule: MakeRule
    ) -> None:
        enactment = _enacted(
            ruleset,
            rule("a", when=StatusTest("document", (Status.REQUIRED,)), unless=AGREED),
            rule("b", norms=(Norm(Modality.MUST, "document"),)),
            rule("c", overrides=("b",)),
            rule("d", overrides=("a#unless",), norms=()),
        )

        order = [rule.id for rule in enactment.rules]
        assert order.index("c") < order.index("b") < order.index("a")
        assert order.index("d") < order.index("a#unless") < order.index("a")
