"""The C engine crashes, leaks and runs out of room in ways that a consult must never meet."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from ethics_engine.engines import forward_chaining
from ethics_engine.engines.forward_chaining import program_cache
from ethics_engine.engines.forward_chaining.durable_host import Sheet
from ethics_engine.model.conditions import AllOf, AnyOf, FactTest, Operator
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import NO, YES, Numbers
from ethics_engine.model.truth import Truth

pytestmark = pytest.mark.usefixtures("needs_chaining")


def test_more_runs_than_the_engine_has_room_for_sessions(enacted, rule, competent, agrees):
    """The engine holds 1,024 sessions at once."""
    enactment = enacted(rule("r", competent, ("must", "document"), unless=agrees))

    for _ in range(3_000):
        found = forward_chaining.evaluate(enactment, {"competent": YES, "agrees": NO})

    assert found.effective["r"] is Truth.TRUE


def test_threads_do_not_meet_in_the_engine(enacted, rule, competent, agrees):
    enactment = enacted(
        rule("a", AllOf((competent, agrees)), ("must", "document")), rule("b", AnyOf((competent, agrees)))
    )
    cases = [{"competent": one, "agrees": other} for one in (YES, NO) for other in (YES, NO)]
    expected = [forward_chaining.run(enactment, case) for case in cases]

    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda number: forward_chaining.run(enactment, cases[number % 4]), range(1_200)))

    assert all(run == expected[number % 4] for number, run in enumerate(found))


class TestManyRulesets:
    """More than are kept: the engine gives none back by itself."""

    @pytest.fixture
    def enactments(self, enacted, rule, competent):
        return [enacted(rule("r", competent), name=f"ruleset-{number}") for number in range(40)]

    def test_are_freed_when_others_push_them_out(self, monkeypatch, enactments):
        freed = []
        free = Sheet.free
        monkeypatch.setattr(Sheet, "free", lambda sheet: (freed.append(sheet), free(sheet)))

        for enactment in enactments:
            forward_chaining.run(enactment, {})

        assert len(freed) >= 40 - program_cache.KEPT
        assert len(freed) == len(set(map(id, freed)))

    def test_come_back_when_they_are_used_again(self, enactments):
        for enactment in (*enactments, *enactments[:3]):
            assert forward_chaining.evaluate(enactment, {"competent": NO}).effective == {"r": Truth.FALSE}

    def test_a_ruleset_in_use_is_not_pushed_out(self, monkeypatch, enactments):
        for enactment in enactments:
            forward_chaining.run(enactments[0], {})
            forward_chaining.run(enactment, {})
        compiled: list[Enactment] = []
        monkeypatch.setattr(program_cache, "compiled", compiled.append)

        forward_chaining.run(enactments[0], {})

        assert compiled == []

    def test_of_the_same_content_are_loaded_once(self, monkeypatch, enacted, rule):
        forward_chaining.run(enacted(rule("r"), name="twin"), {})
        monkeypatch.delattr(program_cache, "compiled")

        assert forward_chaining.evaluate(enacted(rule("r"), name="twin"), {}).effective == {"r": Truth.TRUE}


def test_more_rules_on_one_fact_than_the_engine_can_match_at_once(enacted, rule):
    """It fails at 65 patterns matched by one message."""
    tests = [FactTest("sessions", Operator.AT_LEAST, (number,)) for number in range(1, 301)]
    enactment = enacted(*(rule(f"r{number}", AllOf((test,))) for number, test in enumerate(tests)))

    assert set(forward_chaining.evaluate(enactment, {"sessions": Numbers(((300, 300),))}).effective.values()) == {
        Truth.TRUE
    }
    assert set(forward_chaining.evaluate(enactment, {"sessions": Numbers(((0, 0),))}).effective.values()) == {
        Truth.FALSE
    }


def test_an_answer_of_the_engine_that_is_not_understood_is_not_passed_over(monkeypatch, enacted, rule, competent):
    enactment = enacted(rule("r", competent), name="broken")
    forward_chaining.run(enactment, {})
    import durable_rules_engine

    monkeypatch.setattr(durable_rules_engine, "assert_fact", lambda *_: (3, 1))

    with pytest.raises(RuntimeError, match="durable-rules answered 3"):
        forward_chaining.run(enactment, {})
