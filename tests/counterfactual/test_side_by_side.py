"""Two determinations side by side: what differs, and the rules that make the difference."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

import ethics_engine as ee
from ethics_engine.counterfactual import SideBySide, compare, render


def compared(ruleset: ee.Ruleset, question: str, first: Mapping[str, object], then: Mapping[str, object]) -> SideBySide:
    """A case beside the same with some facts changed."""
    before = ee.new_case(ruleset, question, first)
    changes = ee.new_case(ruleset, question, then).facts
    after = attrs.evolve(before, facts={**before.facts, **changes})
    return compare(ee.consult(ruleset, before), ee.consult(ruleset, after), changes)


def test_only_what_differs_is_told(small: ee.Ruleset) -> None:
    """To look out is as it was."""
    comparison = compared(small, "may go", {}, {"wet": True})

    assert [difference.action for difference in comparison.statuses] == ["go"]
    assert comparison.answer is not None
    assert (comparison.answer.before.value, comparison.answer.after.value) == ("yes", "no")


def test_a_rule_that_comes_to_hold_makes_a_difference(small: ee.Ruleset) -> None:
    """The one that decides the status then."""
    comparison = compared(small, "may go", {}, {"wet": True})

    assert [(rule.rule, rule.holds) for rule in comparison.rules] == [("wet", True)]


def test_an_exception_makes_a_difference_with_the_rule_that_gives_way_to_it(small: ee.Ruleset) -> None:
    """Both are named, and which gives way to which."""
    comparison = compared(small, "may go", {"wet": True}, {"coat": True})

    found = {rule.rule: (rule.holds, rule.gives_way_to) for rule in comparison.rules}

    assert found == {"wet": (False, ("wet#unless",)), "wet#unless": (True, ())}


def test_a_rule_that_asks_for_a_rival_way_makes_a_difference(small: ee.Ruleset) -> None:
    """To stay is required by a rule, and to go is forbidden by what follows from it."""
    comparison = compared(small, "may go", {"cold": False}, {"cold": True, "hours": 3})

    assert {difference.action for difference in comparison.statuses} == {"go", "stay"}
    assert [rule.rule for rule in comparison.rules] == ["cold"]


def test_what_makes_no_difference_is_said_to_make_none(small: ee.Ruleset) -> None:
    """A hat in the dry."""
    comparison = compared(small, "may go", {"cold": False}, {"hat": True})

    assert not comparison.differs
    assert "Same answer, nothing differs" in render(comparison, "text")


def test_what_is_to_be_done_is_told_where_it_differs(small: ee.Ruleset) -> None:
    """With a rope one looks out first."""
    comparison = compared(small, "may go", {}, {"bag": ["rope"]})

    assert ([step.action for step in comparison.plan_before], [step.action for step in comparison.plan_after]) == (
        [],
        ["look"],
    )


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_every_format_names_what_differs(small: ee.Ruleset, form: str) -> None:
    """The fact, the rule, and the status on either side."""
    shown = render(compared(small, "may go", {}, {"wet": True}), form)

    assert shown.endswith("\n")
    assert all(words in shown for words in ("it is wet", "Who is wet stays in.", "permitted"))


def test_the_table_is_at_most_eighty_columns_wide(real: ee.Ruleset) -> None:
    """So that it can be read in any terminal."""
    found = compared(real, "may refer", {"practitioner_values_conflict": True}, {"client_threatens_violence": True})

    shown = render(found, "text")
    table = shown[shown.index("WHAT DIFFERS") : shown.index("NEW DUTIES")]

    assert len(table.splitlines()) > 10
    assert max(map(len, table.splitlines())) <= 80
