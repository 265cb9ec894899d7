"""Defeat and status."""

from __future__ import annotations

from types import ModuleType

import pytest

from ethics_engine.engines.answer_set import evaluate, possibilities
from ethics_engine.model.knowledge import NO, YES
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth

T, F, U = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN


class TestDefeat:
    def test_a_rule_defeats_what_it_overrides_while_effective(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("f"),
            make.step("s"),
            make.rule("general", "must s"),
            make.rule("special", when=make.yes("f"), overrides=("general",)),
        )

        assert evaluate(enactment, {"f": YES}).effective == {"general": F, "special": T}
        assert evaluate(enactment, {"f": NO}).effective == {"general": T, "special": F}
        assert evaluate(enactment, {}).effective == {"general": U, "special": U}

    def test_an_exception_to_an_exception_reinstates(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("f"),
            make.yes_no("g"),
            make.step("s"),
            make.rule("r", "must s", unless=make.yes("f")),
            make.rule("but", when=make.yes("g"), overrides=("r#unless",)),
        )

        reinstated = evaluate(enactment, {"f": YES, "g": YES})

        assert reinstated.applicable["r#unless"] is T
        assert reinstated.effective == {"r": T, "r#unless": F, "but": T}
        assert evaluate(enactment, {"f": YES, "g": NO}).effective == {"r": F, "r#unless": T, "but": F}


class TestStatus:
    @pytest.mark.parametrize(
        ("norms", "status"),
        [
            ([], "unregulated"),
            (["must s"], "required"),
            (["should s"], "advised"),
            (["may s"], "permitted"),
            (["should not s"], "discouraged"),
            (["must not s"], "prohibited"),
            (["must s", "must not s"], "dilemma"),
            (["should s", "should not s"], "dilemma"),
            (["must s", "should not s"], "required"),
            (["should s", "must not s"], "prohibited"),
            (["may s", "should not s"], "discouraged"),
            (["may s", "should s", "must s"], "required"),
        ],
    )
    def test_the_stronger_side_decides(self, make: ModuleType, norms: list[str], status: str) -> None:
        enactment = make.enacted(make.step("s"), make.rule("r", *norms))

        assert evaluate(enactment, {}).statuses == {"s": {Status(status)}}
        assert possibilities(enactment, {}, make.WHAT).statuses == {"s": {Status(status)}}

    def test_norms_on_what_is_not_available_do_not_count(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("client"), make.way("end", available=make.yes("client")), make.rule("r", "must end")
        )

        assert evaluate(enactment, {"client": NO}).statuses["end"] == {Status.UNREGULATED}
        assert evaluate(enactment, {}).statuses["end"] == {Status.UNREGULATED, Status.REQUIRED}

    def test_under_unknowns_the_sides_range_independently(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("f"),
            make.step("s"),
            make.rule("for", "must s", when=make.yes("f")),
            make.rule("against", "should not s", when=make.no("f")),
        )

        assert evaluate(enactment, {}).statuses["s"] == {Status.REQUIRED, Status.DISCOURAGED, Status.UNREGULATED}
        assert possibilities(enactment, {}, make.WHAT).statuses["s"] == {Status.REQUIRED, Status.DISCOURAGED}

    def test_a_rule_may_test_a_status(self, make: ModuleType) -> None:
        asked = make.status("s", "required", "advised")
        enactment = make.enacted(
            make.yes_no("f"),
            make.step("s"),
            make.step("t"),
            make.rule("strong", "must s", when=make.yes("f")),
            make.rule("weak", "should s"),
            make.rule("then", "should t", when=asked),
        )

        assert evaluate(enactment, {}).statuses["s"] == {Status.REQUIRED, Status.ADVISED}
        assert evaluate(enactment, {}).statuses["t"] == {Status.ADVISED}


class TestWays:
    def test_a_required_way_prohibits_its_rivals(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.way("refer", compatible=("pause",)),
            make.way("go_on"),
            make.way("pause"),
            make.rule("r", "must refer", "should go_on"),
        )

        evaluation = evaluate(enactment, {})

        assert evaluation.base["go_on"] == {Status.ADVISED}
        assert evaluation.statuses == {
            "refer": {Status.REQUIRED},
            "go_on": {Status.PROHIBITED},
            "pause": {Status.DISCOURAGED},
        }

    def test_two_required_rivals_are_dilemmas(self, make: ModuleType) -> None:
        enactment = make.enacted(make.way("refer"), make.way("end"), make.rule("r", "must refer", "must end"))

        assert evaluate(enactment, {}).statuses == {"refer": {Status.DILEMMA}, "end": {Status.DILEMMA}}

    def test_a_rival_that_is_not_available_is_left_alone(self, make: ModuleType) -> None:
        enactment = make.enacted(
            make.yes_no("client"),
            make.way("refer"),
            make.way("end", available=make.yes("client")),
            make.rule("r", "must refer"),
        )

        assert evaluate(enactment, {"client": NO}).statuses["end"] == {Status.UNREGULATED}
        assert evaluate(enactment, {"client": YES}).statuses["end"] == {Status.PROHIBITED}
