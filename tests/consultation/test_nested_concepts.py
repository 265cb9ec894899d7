"""A concept that others build on again and again is looked into once, however many levels there are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee

LEVELS = 40
"""Looked into anew at each mention, the lowest of them would be looked into two to the power of this many times."""


@pytest.fixture
def nested(world: Callable[[str], ee.Ruleset]) -> ee.Ruleset:
    concepts = ["{id: c0, means: {rain: yes}}"]
    for level in range(1, LEVELS):
        below = f"{{c{level - 1}: yes}}"
        concepts.append(f"{{id: c{level}, means: {{any: [{below}, {{all: [{below}, {below}]}}]}}}}")
    return world(f"""
    facts: [{{id: rain}}, {{id: snow}}]
    concepts: [{", ".join(concepts)}]
    constraints: [{{id: dry, never: {{all: [{{c{LEVELS - 1}: yes}}, {{snow: yes}}]}}}}]
    actions: [{{id: go}}]
    rules: [{{id: stay, when: {{c{LEVELS - 1}: yes}}, then: [{{must not: go}}]}}]
    """)


def test_a_consult_names_the_facts_below_many_levels_of_concepts(nested: ee.Ruleset) -> None:
    found = ee.consult(nested, ee.new_case(nested, "may go", {"rain": True}))

    assert found.answer.value == "no"
    assert "rain" in ee.render(found, "json")


def test_a_consult_ends_if_nothing_is_known_of_what_many_levels_rest_on(nested: ee.Ruleset) -> None:
    found = ee.consult(nested, ee.new_case(nested, "may go", {}))

    assert found.answer.value == "open"
