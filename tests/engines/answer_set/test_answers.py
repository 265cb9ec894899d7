"""What comes after the statuses, and the answers."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from ethics_engine.engines.answer_set import conflict, evaluate, possibilities
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import NO, YES, Knowledge
from ethics_engine.model.truth import Truth


def answers(enactment: Enactment, knowledge: Knowledge, query: Any) -> set[str]:
    found = possibilities(enactment, knowledge, query)
    assert found is not None
    return {answer.value for answer in found.answers}


@pytest.fixture
def waiting(make: ModuleType) -> Enactment:
    """One must consult before referring, and may refer."""
    enactment: Enactment = make.enacted(
        make.way("refer"),
        make.step("note"),
        make.step("consult", after=("note",)),
        make.rule("r", "must consult before refer", "must note before refer", "may refer"),
    )
    return enactment


class TestPreconditions:
    def test_an_action_awaits_a_step_until_it_is_done(self, waiting: Enactment) -> None:
        pairs = {("refer", "consult"): Truth.UNKNOWN, ("refer", "note"): Truth.UNKNOWN}

        assert evaluate(waiting, {}).awaits == pairs
        assert evaluate(waiting, {"done:consult": YES}).awaits["refer", "consult"] is Truth.FALSE
        assert evaluate(waiting, {"done:consult": NO}).awaits["refer", "consult"] is Truth.TRUE

    def test_with_should_nothing_waits(self, make: ModuleType) -> None:
        enactment = make.enacted(make.way("refer"), make.step("s"), make.rule("r", "should s before refer"))

        assert evaluate(enactment, {}).awaits == {}

    def test_not_yet_comes_before_yes(self, make: ModuleType, waiting: Enactment) -> None:
        done = {"done:consult": YES, "done:note": YES}

        assert answers(waiting, {"done:consult": NO}, make.query("may", "refer")) == {"not_yet"}
        assert answers(waiting, done, make.query("may", "refer")) == {"yes"}
        assert answers(waiting, {}, make.query("may", "refer")) == {"not_yet", "yes"}

    def test_the_first_step_awaited_is_the_one_that_comes_first(self, make: ModuleType, waiting: Enactment) -> None:
        undone = {"done:consult": NO, "done:note": NO}

        assert answers(waiting, undone, make.query("first", "refer")) == {"note"}
        assert answers(waiting, undone | {"done:note": YES}, make.query("first", "refer")) == {"consult"}
        assert answers(waiting, {}, make.query("first", "refer")) == {"note", "consult", "none"}


class TestMeans:
    def test_a_duty_without_means_is_unmet(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("f"),
            make.way("go_on"),
            make.way("refer", available=make.yes("f")),
            make.step("care", met_by=("go_on", "refer")),
            make.rule("r", "must care", "must not go_on"),
        )

        assert evaluate(enactment, {"f": NO}).unmet == {"care": Truth.TRUE}
        assert evaluate(enactment, {"f": YES}).unmet == {"care": Truth.FALSE}
        assert answers(enactment, {}, make.query("must", "care")) == {"dilemma", "yes"}


class TestFirst:
    def test_required_comes_before_advised_and_then_declared_order(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.step("a"), make.step("b"), make.step("c"), make.rule("r", "should a", "must b", "must c")
        )
        undone = {f"done:{step}": NO for step in "abc"}

        assert answers(enactment, undone, make.query("first")) == {"b"}
        assert answers(enactment, undone | {"done:b": YES}, make.query("first")) == {"c"}
        assert answers(enactment, undone | {"done:b": YES, "done:c": YES}, make.query("first")) == {"a"}

    def test_order_is_handed_on_by_what_is_not_in_the_plan(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.step("last", after=("between",)),
            make.step("between"),
            make.step("start"),
            make.rule("r", "must last", "may between", "should start before between"),
        )

        assert answers(enactment, {"done:start": NO, "done:last": NO}, make.query("first")) == {"start"}

    def test_others_do_not_act_in_the_plan_of_the_practitioner(self, make: ModuleType) -> None:
        enactment = make.enacted(make.step("approve", by="supervisor"), make.rule("r", "must approve"))

        assert answers(enactment, {}, make.query("first")) == {"none"}

    def test_manner_steps_count_only_on_the_way_named(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("f"),
            make.step("hand_over", of=("refer",)),
            make.way("refer"),
            make.way("go_on"),
            make.rule("step", "must hand_over before refer"),
            make.rule("way", "must refer", when=make.yes("f")),
        )
        undone = {"done:hand_over": NO}

        assert answers(enactment, undone | {"f": YES}, make.query("first")) == {"hand_over"}
        assert answers(enactment, undone | {"f": NO}, make.query("first")) == {"none"}


class TestMayAndMust:
    @pytest.mark.parametrize(
        ("norms", "may", "must"),
        [
            ([], "rules_say_nothing", "rules_say_nothing"),
            (["must a"], "yes", "yes"),
            (["should a"], "yes", "advised"),
            (["may a"], "yes", "no"),
            (["should not a"], "advised_against", "no"),
            (["must not a"], "no", "no"),
            (["must a", "must not a"], "dilemma", "dilemma"),
        ],
    )
    def test_the_answer_follows_the_status(self, make: ModuleType, norms: list[str], may: str, must: str) -> None:
        enactment = make.enacted(make.way("a"), make.rule("r", *norms))

        assert answers(enactment, {}, make.query("may", "a")) == {may}
        assert answers(enactment, {}, make.query("must", "a")) == {must}

    def test_what_is_not_available_is_not_possible(self, make: ModuleType) -> None:
        enactment = make.enacted(make.yes_no("f"), make.way("a", available=make.yes("f")), make.rule("r", "must a"))

        assert answers(enactment, {"f": NO}, make.query("may", "a")) == {"not_possible"}
        assert answers(enactment, {}, make.query("must", "a")) == {"not_possible", "yes"}

    def test_what_and_how_have_no_answer_of_their_own(self, make: ModuleType, waiting: Enactment) -> None:
        assert answers(waiting, {}, make.query("what")) == set()
        assert answers(waiting, {}, make.query("how", "refer")) == set()


class TestRight:
    @pytest.mark.parametrize(
        ("norm", "done", "omitted"),
        [
            ("must a", "consistent", "breach"),
            ("should a", "consistent", "departure"),
            ("may a", "consistent", "consistent"),
            ("should not a", "departure", "consistent"),
            ("must not a", "breach", "consistent"),
        ],
    )
    def test_the_verdict_follows_the_status(self, make: ModuleType, norm: str, done: str, omitted: str) -> None:
        enactment = make.enacted(make.way("a"), make.rule("r", norm))

        assert answers(enactment, {}, make.query("right", did=("a",))) == {done}
        assert answers(enactment, {}, make.query("right", omitted=("a",))) == {omitted}

    def test_the_worst_verdict_is_the_answer(self, make: ModuleType) -> None:
        enactment = make.enacted(make.step("a"), make.step("b"), make.rule("r", "must not a", "should b"))

        assert answers(enactment, {}, make.query("right", did=("a",), omitted=("b",))) == {"breach"}

    def test_it_is_premature_only_where_the_step_is_stated_as_not_done(
        self, make: ModuleType, waiting: Enactment
    ) -> None:
        undone = {"done:consult": NO, "done:note": YES}
        stated = make.query("right", did=("refer",), stated_not_done=frozenset({"consult"}))
        presumed = make.query("right", did=("refer",))

        assert answers(waiting, undone, stated) == {"premature"}
        assert answers(waiting, undone, presumed) == {"no_verdict"}

    def test_of_nothing_done_there_is_nothing_wrong(self, make: ModuleType, waiting: Enactment) -> None:
        assert answers(waiting, {}, make.query("right")) == {"consistent"}


class TestConstraints:
    def test_completions_that_break_one_do_not_count(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("f"), make.never("k", make.no("f")), make.way("a"), make.rule("r", "must a", when=make.yes("f"))
        )

        assert answers(enactment, {}, make.query("must", "a")) == {"yes"}
        assert evaluate(enactment, {}).constraints == {"k": Truth.UNKNOWN}
        assert evaluate(enactment, {"f": NO}).constraints == {"k": Truth.TRUE}

    def test_a_contradiction_leaves_nothing_possible(self, make: ModuleType) -> None:
        enactment = make.enacted(make.yes_no("f"), make.never("k", make.no("f")))

        assert possibilities(enactment, {"f": NO}, make.WHAT) is None
        assert conflict(enactment, {"f": NO}) == ("k",)
        assert conflict(enactment, {}) == ()

    def test_a_conflict_names_no_constraint_that_can_be_spared(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("f"),
            make.yes_no("g"),
            make.never("aside", make.no("g")),
            make.never("not_no", make.no("f")),
            make.never("not_yes", make.yes("f")),
        )

        assert conflict(enactment, {}) == ("not_no", "not_yes")
