"""A status is settled by what its open rules need; the solver is not asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee
from ethics_engine.consultation import determinacy

World = Callable[[str], ee.Ruleset]
Ask = Callable[..., ee.Determination]


@pytest.fixture(autouse=True)
def _without_the_solver(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("the solver was asked")

    monkeypatch.setattr(determinacy, "exact_possibilities", refuse)


# So many facts that their completions are not gone through one by one.
MANY = ", ".join(f"{{id: f{number}, presumed: no}}" for number in range(20))
ALL_OF_THEM = "{all: [" + ", ".join(f"{{f{number}: yes}}" for number in range(20)) + "]}"
ONE_OF_THEM = ALL_OF_THEM.replace("all:", "any:")


def test_what_no_rule_can_bring_about_is_ruled_out_part_by_part(world: World, ask: Ask) -> None:
    ruleset = world(f"""
facts: [{MANY}]
concepts: [{{id: bad, means: {ONE_OF_THEM}}}]
actions: [{{id: go, way: yes}}, {{id: look}}, {{id: check}}]
rules:
  - {{id: where_all_is_well, when: {{bad: no}}, then: [{{must: look}}]}}
  - {{id: where_nothing_is_said, when: {{bad: no, status: {{look: [unregulated]}}}}, then: [{{must: check}}]}}
""")

    status = ask(ruleset, "may go").status("check")

    assert (status.status, status.firmness) == (ee.Status.UNREGULATED, ee.Firmness.FIRM)


def test_what_only_many_unusual_facts_bring_about_together_is_found(world: World, ask: Ask) -> None:
    ruleset = world(f"""
facts: [{MANY}]
actions: [{{id: go, way: yes}}, {{id: check}}]
rules: [{{id: r, when: {ALL_OF_THEM}, then: [{{must: check}}]}}]
""")

    status = ask(ruleset, "may go").status("check")

    assert (status.status, status.firmness) == (ee.Status.UNREGULATED, ee.Firmness.PROVISIONAL)
