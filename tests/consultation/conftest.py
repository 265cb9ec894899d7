"""How small rulesets are consulted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import ethics_engine as ee


@pytest.fixture
def ask() -> Callable[..., ee.Determination]:
    """Consults a ruleset, with `columns` because nothing here is about an engine: `ask(ruleset, "may go", {...})`."""

    def consult(
        ruleset: ee.Ruleset,
        question: str,
        facts: dict[str, object] | None = None,
        *,
        assumptions: bool = True,
        **rest: object,
    ) -> ee.Determination:
        case = ee.new_case(ruleset, question, facts, **rest)
        return ee.consult(ruleset, case, assumptions=assumptions, engine=ee.Engine.BITSET)

    return consult
