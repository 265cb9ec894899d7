"""A case as it is stated on the command line."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs

import ethics_engine as ee
from ethics_engine.reading import facts_from_options


def stated(**names: Collection[str]) -> Mapping[str, list[str]]:
    """Steps and acts as a case tells them: `done`, `not_done`, `did` and `omitted`, those of which there are any."""
    return {key: list(values) for key, values in names.items() if values}


def stated_case(
    ruleset: ee.Ruleset, question: str | None, facts: Collection[str], told: Mapping[str, list[str]], *, name: str
) -> ee.Case:
    """The case of facts given as `NAME=VALUE`, and of steps and acts.

    Raises:
        CaseError: They do not fit the ruleset.
    """
    asked = question or ("right" if told.keys() & {"did", "omitted"} else "what")
    case = ee.new_case(ruleset, asked, None, id=name, **told)
    return attrs.evolve(case, facts={**facts_from_options(facts, ruleset), **case.facts})
