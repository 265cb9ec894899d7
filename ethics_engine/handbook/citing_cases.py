"""Which decided cases rest on a passage."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from ethics_engine.model.case import Case
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.ruleset import Ruleset


@frozen
class RestingCase:
    """A decided case that rests on a passage.

    Attributes:
        directly: Whether the case names the passage among its own sources.

        rules: The rules of its ratio that rest on the passage.
    """

    case: Case
    directly: bool
    rules: tuple[str, ...]


def cases_resting_on(reference: str, ruleset: Ruleset, cases: Iterable[Case]) -> tuple[RestingCase, ...]:
    """The decided cases that rest on a passage, directly or through the rules of their ratio, by id."""
    found = []
    for case in sorted(cases, key=lambda case: case.id):
        if case.held is None:
            continue
        ratio = dict.fromkeys(name.removesuffix(EXCEPTION) for name in case.held.ratio)
        rules = tuple(rule for rule in ratio if reference in ruleset.rule[rule].sources)
        if rules or reference in case.sources:
            found.append(RestingCase(case, reference in case.sources, rules))
    return tuple(found)


def resting_in_words(resting: RestingCase) -> str:
    """A case with how it rests on the passage."""
    ways = [*(["directly"] if resting.directly else []), *(f"through {rule}" for rule in resting.rules)]
    title = f": {resting.case.title}" if resting.case.title else ""
    return f"{resting.case.id}{title} ({', '.join(ways)})"
