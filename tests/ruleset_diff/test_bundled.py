"""The rules that come with the package, changed: what is said of the decided cases is what judging all of them says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.case_law.case_tests import CaseTestResult, check_cases
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.model.conditions import AllOf
from ethics_engine.model.rules import Modality
from ethics_engine.ruleset_diff.case_diff import in_cases
from ethics_engine.ruleset_diff.result import OutcomeChange
from ethics_engine.ruleset_diff.semantic_diff import in_effect

from .conftest import DAY

RULESET = ee.load_ruleset()


def with_rule(name: str, **parts: Any) -> ee.Ruleset:
    rules = (attrs.evolve(rule, **parts) if rule.id == name else rule for rule in RULESET.rules)
    return attrs.evolve(RULESET, rules=tuple(rules))


def weaker(name: str) -> ee.Ruleset:
    norms = tuple(
        attrs.evolve(norm, modality=Modality.MAY) for norm in RULESET.rule[name].norms if norm.modality.positive
    )
    return with_rule(name, norms=norms)


def without(name: str) -> ee.Ruleset:
    left = [
        attrs.evolve(rule, overrides=tuple(other for other in rule.overrides if other.removesuffix("#unless") != name))
        for rule in RULESET.rules
        if rule.id != name
    ]
    return attrs.evolve(RULESET, rules=tuple(left))


@pytest.mark.parametrize(
    "change",
    [
        lambda: weaker("values.bracket"),
        *(
            pytest.param(lambda index=index: without(RULESET.rules[index].id), marks=pytest.mark.exhaustive)
            for index in range(0, len(RULESET.rules), 60)
        ),
    ],
)
def test_just_those_cases_are_named_that_judging_all_of_them_turns(change: Callable[[], ee.Ruleset]) -> None:
    new = change()
    entries = read_corpus(None, RULESET).cases

    said = {flip.case: flip.turn for flip in in_cases(RULESET, new, None).flips}

    stand = [
        {one.case.id for one in check_cases(entries, side) if isinstance(one, CaseTestResult) and one.stands}
        for side in (RULESET, new)
    ]
    assert {name for name, turn in said.items() if turn is OutcomeChange.FALLS} == stand[0] - stand[1]
    assert {name for name, turn in said.items() if turn is OutcomeChange.STANDS} == stand[1] - stand[0]


def test_a_condition_put_otherwise_is_proved_equivalent() -> None:
    rule = RULESET.rule["values.bracket"]

    found = in_effect(RULESET, with_rule(rule.id, when=AllOf((rule.when, rule.when))), DAY)

    assert found.equivalent
    assert not found.untouched
