"""A concept that others build on again and again is looked into once, however many levels there are."""

from __future__ import annotations

from collections.abc import Callable

import ethics_engine as ee

LEVELS = 40
"""Looked into anew at each mention, the lowest of them would be looked into two to the power of this many times."""


def test_a_consult_names_the_facts_below_many_levels_of_concepts(world: Callable[[str], ee.Ruleset]) -> None:
    concepts = ["{id: c0, means: {rain: yes}}"]
    for level in range(1, LEVELS):
        below = f"{{c{level - 1}: yes}}"
        concepts.append(f"{{id: c{level}, means: {{any: [{below}, {{all: [{below}, {below}]}}]}}}}")
    ruleset = world(f"""
    facts: [{{id: rain}}, {{id: snow}}]
    concepts: [{", ".join(concepts)}]
    constraints: [{{id: dry, never: {{all: [{{c{LEVELS - 1}: yes}}, {{snow: yes}}]}}}}]
    actions: [{{id: go}}]
    rules: [{{id: stay, when: {{c{LEVELS - 1}: yes}}, then: [{{must not: go}}]}}]
    """)

    found = ee.consult(ruleset, ee.new_case(ruleset, "may go", {"rain": True}))

    assert found.answer.value == "no"
    assert "rain" in ee.render(found, "json")
