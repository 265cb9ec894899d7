"""What a case evaluates to: each notion true, false or unknown, each status among those still possible."""

from __future__ import annotations

import datetime

import attrs
import pytest

from ethics_engine.engines import forward_chaining
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, DoneTest, FactTest, NoneOf, Operator, StatusTest
from ethics_engine.model.facts import Concept, Constraint
from ethics_engine.model.knowledge import EITHER, NO, YES, Numbers, Selection, Values
from ethics_engine.model.period import Period
from ethics_engine.model.rules import Modality, Norm
from ethics_engine.model.status import Force, Status
from ethics_engine.model.truth import Truth

pytestmark = pytest.mark.usefixtures("needs_chaining")

TRUE, FALSE, UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


def only(status: Status) -> frozenset[Status]:
    return frozenset({status})


class TestConditions:
    """A condition is true, false or unknown by strong Kleene logic."""

    @pytest.fixture
    def worth(self, enacted, rule):
        return lambda condition, knowledge: forward_chaining.evaluate(
            enacted(rule("r", condition)), knowledge
        ).applicable["r"]

    @pytest.fixture
    def both(self, competent, agrees):
        return competent, agrees

    @pytest.mark.parametrize(
        ("known", "expected"), [({"competent": YES}, TRUE), ({"competent": NO}, FALSE), ({}, UNKNOWN)]
    )
    def test_a_test_is_worth_what_is_known(self, worth, competent, known, expected):
        assert expected is worth(competent, known)

    def test_a_fact_told_as_unknown_is_unknown(self, worth, competent):
        assert worth(competent, {"competent": EITHER}) is UNKNOWN

    @pytest.mark.parametrize(
        ("join", "known", "expected"),
        [
            (AllOf, {"competent": YES, "agrees": YES}, TRUE),
            (AllOf, {"competent": YES}, UNKNOWN),
            (AllOf, {"competent": NO}, FALSE),
            (AnyOf, {"competent": YES}, TRUE),
            (AnyOf, {"competent": NO}, UNKNOWN),
            (AnyOf, {"competent": NO, "agrees": NO}, FALSE),
            (NoneOf, {"competent": YES}, FALSE),
            (NoneOf, {"competent": NO}, UNKNOWN),
            (NoneOf, {"competent": NO, "agrees": NO}, TRUE),
        ],
    )
    def test_all_any_and_none(self, worth, both, join, known, expected):
        assert expected is worth(join(both), known)

    @pytest.mark.parametrize(("join", "expected"), [(AllOf, TRUE), (AnyOf, FALSE), (NoneOf, TRUE)])
    def test_all_any_and_none_of_nothing_have_their_usual_truth(self, worth, join, expected):
        assert expected is worth(join(()), {})
        assert expected is worth(AllOf((join(()),)), {})

    @pytest.mark.parametrize(
        ("known", "expected"),
        [
            ({"competent": NO}, TRUE),
            ({"competent": YES, "agrees": YES}, TRUE),
            ({"competent": YES, "agrees": NO}, FALSE),
            ({"competent": YES}, UNKNOWN),
            ({"agrees": YES}, TRUE),
            ({"agrees": NO}, UNKNOWN),
        ],
    )
    def test_nested_conditions_are_evaluated(self, worth, competent, agrees, known, expected):
        """Not competent or agreed, said the long way round."""
        competent_alone = AllOf((competent, NoneOf((agrees,))))

        assert expected is worth(NoneOf((AllOf((competent_alone, AnyOf((competent, agrees)))),)), known)

    def test_a_contradiction_is_unknown_until_something_is_known(self, worth, competent):
        contradiction = AllOf((competent, NoneOf((competent,))))

        assert worth(contradiction, {}) is UNKNOWN
        assert worth(contradiction, {"competent": YES}) is FALSE

    @pytest.mark.parametrize("join", [AllOf, AnyOf])
    def test_wider_than_the_engine_can_match_at_once(self, worth, join):
        wide = join(tuple(FactTest("sessions", Operator.AT_LEAST, (number,)) for number in range(1, 1001)))

        assert worth(wide, {"sessions": Numbers(((1000, None),))}) is TRUE
        assert worth(wide, {"sessions": Numbers(((0, 0),))}) is FALSE
        assert worth(wide, {}) is UNKNOWN

    @pytest.mark.parametrize(
        ("test", "known", "expected"),
        [
            (FactTest("risk", Operator.AT_LEAST, ("some",)), Values(frozenset({"some", "high"})), TRUE),
            (FactTest("risk", Operator.AT_LEAST, ("some",)), Values(frozenset({"low", "high"})), UNKNOWN),
            (FactTest("reasons", Operator.ONLY, ("cost",)), Selection(frozenset({"values"}), frozenset()), FALSE),
            (FactTest("sessions", Operator.IS, (1,)), Numbers(((1, 1),)), TRUE),
            (FactTest("sessions", Operator.AT_MOST, (3,)), Numbers(((2, 9),)), UNKNOWN),
        ],
    )
    def test_every_type_of_fact_is_tested(self, worth, test, known, expected):
        assert expected is worth(test, {test.fact: known})


class TestConcepts:
    def test_chain_to_rules(self, enacted, rule, competent, agrees):
        concepts = (
            Concept("able", AllOf((competent,)), "able", "t"),
            Concept("ready", AllOf((ConceptTest("able"), agrees)), "ready", "t"),
            Concept("hopeless", NoneOf((ConceptTest("able"), ConceptTest("ready"))), "hopeless", "t"),
        )
        enactment = enacted(rule("r", ConceptTest("ready")), concepts=concepts)

        found = forward_chaining.evaluate(enactment, {"competent": YES, "agrees": YES})
        lost = forward_chaining.evaluate(enactment, {"competent": NO})

        assert found.concepts == {"able": TRUE, "ready": TRUE, "hopeless": FALSE}
        assert found.applicable == {"r": TRUE}
        assert lost.concepts == {"able": FALSE, "ready": FALSE, "hopeless": TRUE}
        assert lost.applicable == {"r": FALSE}

    def test_constraints_are_worth_what_their_conditions_are(self, enacted, competent, agrees):
        constraints = (Constraint("a", AllOf((competent, agrees)), "b"), Constraint("b", NoneOf((competent,)), "b"))

        found = forward_chaining.evaluate(enacted(constraints=constraints), {"competent": YES})

        assert found.constraints == {"a": UNKNOWN, "b": FALSE}


class TestDefeat:
    """An applicable rule is effective unless a rule that overrides it is."""

    @pytest.fixture
    def with_exception(self, enacted, rule, competent, agrees):
        return enacted(rule("r", competent, ("must", "document"), unless=agrees))

    @pytest.mark.parametrize(
        ("known", "effective", "status"),
        [
            ({"competent": YES, "agrees": NO}, TRUE, {Status.REQUIRED}),
            ({"competent": YES, "agrees": YES}, FALSE, {Status.UNREGULATED}),
            ({"competent": YES}, UNKNOWN, {Status.REQUIRED, Status.UNREGULATED}),
            ({"competent": NO}, FALSE, {Status.UNREGULATED}),
        ],
    )
    def test_a_rule_is_defeated_by_its_own_exception(self, with_exception, known, effective, status):
        found = forward_chaining.evaluate(with_exception, known)

        assert effective is found.effective["r"]
        assert status == found.statuses["document"]

    def test_an_exception_to_the_exception_reinstates(self, enacted, rule, competent, agrees):
        enactment = enacted(
            rule("r", NoneOf(()), ("must", "document"), unless=agrees),
            rule("s", competent, overrides=("r#unless",)),
        )

        found = forward_chaining.evaluate(enactment, {"agrees": YES, "competent": YES})

        assert found.applicable == {"r": TRUE, "r#unless": TRUE, "s": TRUE}
        assert found.effective == {"r": TRUE, "r#unless": FALSE, "s": TRUE}
        assert found.statuses["document"] == only(Status.REQUIRED)

    def test_an_unknown_exception_does_not_save_a_rule_that_another_defeats(self, enacted, rule, competent, agrees):
        enactment = enacted(
            rule("r", AllOf(()), ("must", "document"), unless=agrees), rule("s", competent, overrides=("r",))
        )

        assert forward_chaining.evaluate(enactment, {"competent": YES}).effective["r"] is FALSE

    def test_a_rule_out_of_force_is_absent_with_all_that_it_overrides(self, enacted, rule):
        over = Period(until=datetime.date(2026, 1, 31))
        rules = (rule("r", AllOf(()), ("must", "document")), rule("s", AllOf(()), overrides=("r",), in_force=over))

        found = forward_chaining.evaluate(enacted(*rules), {})
        then = forward_chaining.evaluate(enacted(*rules, day=datetime.date(2026, 1, 31)), {})

        assert found.effective == {"r": TRUE}
        assert then.effective == {"r": FALSE, "s": TRUE}


class TestStatuses:
    @pytest.mark.parametrize(
        ("modalities", "status"),
        [
            ((), Status.UNREGULATED),
            (("may",), Status.PERMITTED),
            (("may", "should"), Status.ADVISED),
            (("should", "must"), Status.REQUIRED),
            (("may", "should not"), Status.DISCOURAGED),
            (("should", "must not"), Status.PROHIBITED),
            (("must", "should not"), Status.REQUIRED),
            (("should", "should not"), Status.DILEMMA),
            (("must", "must not"), Status.DILEMMA),
        ],
    )
    def test_the_stronger_side_decides(self, enacted, rule, modalities, status):
        rules = (rule(f"r{n}", AllOf(()), (modality, "document")) for n, modality in enumerate(modalities))

        assert forward_chaining.evaluate(enacted(*rules), {}).statuses["document"] == only(status)

    def test_range_over_the_strengths_not_excluded(self, enacted, rule, competent, agrees):
        enactment = enacted(
            rule("a", competent, ("must", "document")),
            rule("b", AllOf(()), ("should", "document")),
            rule("c", agrees, ("must not", "document")),
        )

        assert forward_chaining.evaluate(enactment, {}).statuses["document"] == {
            Status.REQUIRED,
            Status.ADVISED,
            Status.PROHIBITED,
            Status.DILEMMA,
        }
        assert forward_chaining.evaluate(enactment, {"agrees": YES}).statuses["document"] == {
            Status.PROHIBITED,
            Status.DILEMMA,
        }

    @pytest.mark.parametrize(
        ("known", "statuses"),
        [(YES, {Status.ADVISED}), (NO, {Status.UNREGULATED}), (EITHER, {Status.ADVISED, Status.UNREGULATED})],
    )
    def test_a_norm_on_what_is_not_available_has_no_effect(self, enacted, rule, known, statuses):
        found = forward_chaining.evaluate(enacted(rule("r", AllOf(()), ("should", "terminate"))), {"agrees": known})

        assert statuses == found.statuses["terminate"]

    def test_of_one_action_fire_the_rules_that_test_them(self, enacted, rule, competent):
        enactment = enacted(
            rule("a", competent, ("must", "consult")),
            rule("b", StatusTest("consult", (Status.REQUIRED, Status.ADVISED)), ("must", "document")),
            rule("c", StatusTest("document", (Status.REQUIRED,)), ("must not", "refer")),
        )

        found = forward_chaining.evaluate(enactment, {"competent": YES})
        denied = forward_chaining.evaluate(enactment, {"competent": NO})
        silent = forward_chaining.evaluate(enactment, {})

        assert found.applicable == {"a": TRUE, "b": TRUE, "c": TRUE}
        assert found.statuses["refer"] == only(Status.PROHIBITED)
        assert denied.applicable == {"a": FALSE, "b": FALSE, "c": FALSE}
        assert silent.applicable == {"a": UNKNOWN, "b": UNKNOWN, "c": UNKNOWN}
        assert silent.statuses["refer"] == {Status.PROHIBITED, Status.UNREGULATED}

    def test_a_status_that_is_open_may_still_pass_a_test(self, enacted, rule, competent):
        enactment = enacted(
            rule("a", competent, ("must", "consult")),
            rule("b", AllOf(()), ("should", "consult")),
            rule("c", StatusTest("consult", (Status.REQUIRED, Status.ADVISED))),
            rule("d", StatusTest("consult", (Status.PROHIBITED,))),
            rule("e", StatusTest("refer", (Status.UNREGULATED,))),
        )

        found = forward_chaining.evaluate(enactment, {})

        assert (found.applicable["c"], found.applicable["d"], found.applicable["e"]) == (TRUE, FALSE, TRUE)


class TestWays:
    def test_what_is_required_prohibits_every_rival_that_is_available(self, enacted, rule):
        enactment = enacted(rule("r", AllOf(()), ("must", "refer")))

        found = forward_chaining.evaluate(enactment, {"agrees": NO})

        assert found.base == {
            "refer": only(Status.REQUIRED),
            "continue": only(Status.UNREGULATED),
            "terminate": only(Status.UNREGULATED),
        }
        assert found.statuses["continue"] == only(Status.PROHIBITED)
        assert found.statuses["terminate"] == only(Status.UNREGULATED)

    def test_two_that_are_required_are_both_dilemmas(self, enacted, rule):
        enactment = enacted(rule("r", AllOf(()), ("must", "refer"), ("must", "continue")))

        found = forward_chaining.evaluate(enactment, {"agrees": YES})

        assert found.statuses["refer"] == found.statuses["continue"] == only(Status.DILEMMA)
        assert found.statuses["terminate"] == only(Status.PROHIBITED)

    def test_what_is_advised_discourages_its_rivals(self, enacted, rule):
        enactment = enacted(rule("r", AllOf(()), ("should", "refer"), ("may", "continue")))

        assert forward_chaining.evaluate(enactment, {}).statuses["continue"] == only(Status.DISCOURAGED)

    def test_what_may_be_required_may_prohibit_its_rivals(self, enacted, rule, competent):
        enactment = enacted(rule("r", competent, ("must", "refer")))

        assert forward_chaining.evaluate(enactment, {}).statuses["continue"] == {Status.PROHIBITED, Status.UNREGULATED}


class TestDisposition:
    @pytest.mark.parametrize(
        ("norms", "force", "named"),
        [
            ((("must", "refer"),), Force.REQUIRED, {"refer"}),
            ((("must", "refer"), ("must", "continue")), Force.DILEMMA, {"refer", "continue"}),
            ((("must not", "refer"), ("must not", "continue")), Force.DILEMMA, set()),
            ((("should", "refer"),), Force.ADVISED, {"refer"}),
            ((("may", "refer"), ("may", "continue")), Force.PERMITTED, {"refer", "continue"}),
            ((("should not", "refer"),), Force.LEFT, {"continue"}),
            ((), Force.NONE, set()),
        ],
    )
    def test_has_one_force_where_all_is_known(self, enacted, rule, norms, force, named):
        """The service cannot be ended, for the client does not agree."""
        found = forward_chaining.evaluate(enacted(rule("r", AllOf(()), *norms)), {"agrees": NO})

        assert found.forces == {one: TRUE if one is force else FALSE for one in Force}
        assert {(force, way) for way in named} == {pair for pair, truth in found.disposed.items() if truth is TRUE}
        assert UNKNOWN not in found.disposed.values()

    def test_says_of_every_force_and_way_what_is_still_open(self, enacted, rule, competent):
        found = forward_chaining.evaluate(enacted(rule("r", competent, ("must", "refer"))), {"agrees": NO})

        assert found.forces[Force.REQUIRED] is UNKNOWN
        assert found.forces[Force.ADVISED] is FALSE
        assert found.disposed[Force.REQUIRED, "refer"] is UNKNOWN
        assert found.disposed[Force.REQUIRED, "continue"] is FALSE
        assert set(found.disposed) == {
            (force, way) for force in Force if force is not Force.NONE for way in ("refer", "continue", "terminate")
        }


class TestWhatFollows:
    @pytest.mark.parametrize(
        ("known", "expected"),
        [
            ({"competent": YES, "done:consult": NO}, TRUE),
            ({"competent": YES, "done:consult": YES}, FALSE),
            ({"competent": YES}, UNKNOWN),
            ({"competent": NO}, FALSE),
        ],
    )
    def test_an_action_awaits_a_step_that_must_come_before_it(self, enacted, rule, competent, known, expected):
        before = attrs.evolve(rule("r", competent), norms=(Norm(Modality.MUST, "consult", before="refer"),))

        assert forward_chaining.evaluate(enacted(before), known).awaits == {("refer", "consult"): expected}

    def test_a_step_that_only_should_come_before_is_not_awaited(self, enacted, rule):
        advised = attrs.evolve(rule("r"), norms=(Norm(Modality.SHOULD, "consult", before="refer"),))

        assert forward_chaining.evaluate(enacted(advised), {}).awaits == {}

    def test_a_duty_is_unmet_when_every_means_is_prohibited(self, enacted, rule, competent):
        enactment = enacted(
            rule("a", AllOf(()), ("must", "cover"), ("must not", "refer")),
            rule("b", competent, ("must not", "continue")),
        )

        assert forward_chaining.evaluate(enactment, {"competent": YES}).unmet == {"cover": TRUE}
        assert forward_chaining.evaluate(enactment, {"competent": NO}).unmet == {"cover": FALSE}
        assert forward_chaining.evaluate(enactment, {}).unmet == {"cover": UNKNOWN}

    def test_what_is_done_is_a_fact_like_any_other(self, enacted, rule):
        enactment = enacted(rule("r", DoneTest("consult"), ("may", "refer")))

        assert forward_chaining.evaluate(enactment, {"done:consult": YES}).applicable["r"] is TRUE


def test_a_ruleset_without_anything_to_work_out(enacted):
    found = forward_chaining.evaluate(enacted(), {})

    assert set(found.statuses) == {"refer", "continue", "terminate", "consult", "document", "cover"}
    assert found.available["terminate"] is UNKNOWN
    assert found.available["refer"] is TRUE
    assert (found.concepts, found.constraints, found.applicable, found.effective, found.awaits) == ({}, {}, {}, {}, {})
