"""Consults as practitioners put them are answered as they should be, under the ruleset that comes with the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import ethics_engine as ee

# Without the YAML 1.1 reading of `yes` and `no`, which are values of facts here.
CONSULTS: dict[str, dict[str, Any]] = yaml.load(
    (Path(__file__).parent / "consults.yaml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
)


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.mark.parametrize("consult", CONSULTS.values(), ids=CONSULTS)
def test_a_consult_is_answered_as_is_right(consult: dict[str, Any], ruleset: ee.Ruleset) -> None:
    steps = {key: consult[key] for key in ("done", "tried", "did", "omitted") if key in consult}
    case = ee.new_case(ruleset, consult["ask"], consult.get("facts"), **steps)

    determination = ee.consult(ruleset, case)

    if "disposition" in consult:
        assert list(determination.disposition.ways) == consult["disposition"]
    else:
        assert determination.answer is not None
        assert determination.answer.value == consult["answer"]
    if "first" in consult:
        assert determination.answer is not None
        assert determination.answer.first[0] == consult["first"]


def test_where_nothing_was_stated_it_is_open_of_no_action_how_it_stands(ruleset: ee.Ruleset) -> None:
    """A rule that reads nothing but a fact without an assumption would leave something open in every case."""
    determination = ee.consult(ruleset, ee.new_case(ruleset, "what", {}))

    assert [each.action for each in determination.statuses if each.status is None] == []
