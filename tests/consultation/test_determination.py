"""A determination: frozen, reproducible, and the same by every engine."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.loading import bundled

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]

DATED = """
actions: [{id: go}]
rules:
  - {id: first, in_force: {until: "2020-12-31"}, then: [{may: go}]}
  - {id: then, in_force: {from: "2021-01-01", until: "2022-12-31"}, then: [{should: go}]}
  - {id: now, in_force: {from: "2023-01-01"}, then: [{must: go}]}
"""
DECIDED = {"by": "us", "date": "2022-12-31", "under": "small 1"}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def test_the_day_asked_for_comes_before_that_of_the_case_and_that_before_the_day_of_the_decision(world: World) -> None:
    ruleset = world(DATED)
    decided = ee.new_case(ruleset, "must go", decided=DECIDED)
    dated = ee.new_case(ruleset, "must go", decided=DECIDED, as_of="2020-12-31")
    plain = ee.new_case(ruleset, "must go")

    def answer(case: ee.Case, as_of: datetime.date | None = None) -> tuple[datetime.date, str]:
        determination = ee.consult(ruleset, case, as_of=as_of, engine=ee.Engine.BITSET)
        return determination.provenance.as_of, determination.answer.value

    assert answer(dated, day("2023-01-01")) == (day("2023-01-01"), "yes")
    assert answer(dated) == (day("2020-12-31"), "no")
    assert answer(decided) == (day("2022-12-31"), "advised")
    assert answer(plain) == (datetime.date.today(), "yes")


@pytest.mark.parametrize("field", ["case", "answer", "trace"])
def test_it_is_frozen(field: str, world: World, ask: Ask) -> None:
    determination = ask(world(DATED), "may go")

    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(determination, field, None)


def test_equal_ones_are_one_in_a_set(world: World, ask: Ask) -> None:
    ruleset = world(DATED)

    assert len({ask(ruleset, "may go"), ask(ruleset, "may go"), ask(ruleset, "must go")}) == 2


def test_it_names_all_that_is_needed_to_produce_it_again(world: World, ask: Ask) -> None:
    ruleset = world(DATED)

    made = ask(ruleset, "may go", as_of="2020-01-01").provenance

    assert (made.ruleset, made.version, made.content_hash) == ("small", "1", ruleset.content_hash)
    assert (made.as_of, made.engine, made.assumptions) == (day("2020-01-01"), "columns", True)


@pytest.mark.parametrize("name", ["values-001", "romance-006", "violence-001"])
def test_its_dictionary_survives_json(name: str) -> None:
    ruleset = ee.load_ruleset()
    determination = ee.consult(ruleset, ee.load_case(name, ruleset), engine=ee.Engine.BITSET)

    whole = determination.to_dict()

    assert json.loads(json.dumps(whole)) == whole
    assert whole["format"] == 2
    assert whole["provenance"]["as_of"] == determination.provenance.as_of.isoformat()


def test_an_action_that_does_not_exist_has_no_status(world: World, ask: Ask) -> None:
    with pytest.raises(KeyError):
        ask(world(DATED), "may go").status("fly")


def _with_an_outcome() -> list[str]:
    """The bundled cases but those whose facts contradict each other."""
    return [name for name, file in sorted(bundled.cases().items()) if "\n  constraint:" not in file.read_text("utf-8")]


@pytest.mark.parametrize("name", _with_an_outcome()[::8])
def test_every_engine_gives_the_same_determination(name: str, engines: tuple[ee.Engine, ...]) -> None:
    ruleset = ee.load_ruleset()
    case = ee.load_case(name, ruleset)

    def consulted(engine: ee.Engine) -> ee.Determination:
        found = ee.consult(ruleset, case, engine=engine)
        return attrs.evolve(found, trace=(), provenance=attrs.evolve(found.provenance, engine="any"))

    first, *others = map(consulted, engines)
    assert others
    assert all(other == first for other in others)


@pytest.mark.usefixtures("needs_chaining")
def test_forward_chaining_tells_what_fired_on_what_where_it_is_asked_to() -> None:
    ruleset = ee.load_ruleset()
    case = ee.new_case(ruleset, "may terminate", {"client_threatens_violence": True})

    traced = ee.consult(ruleset, case, engine=ee.Engine.FORWARD_CHAINING, trace=True)

    assert any("violence.end-the-work" in line for line in traced.trace)
    assert ee.consult(ruleset, case, engine=ee.Engine.FORWARD_CHAINING) == attrs.evolve(traced, trace=())


@pytest.mark.parametrize("engine", [ee.Engine.BITSET, ee.Engine.ANSWER_SET])
def test_the_other_engines_have_no_trace_to_tell(engine: ee.Engine) -> None:
    ruleset = ee.load_ruleset()

    assert ee.consult(ruleset, ee.new_case(ruleset, "what"), engine=engine, trace=True).trace == ()
