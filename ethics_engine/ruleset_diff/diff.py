"""The one way in: two rulesets, and what changed from the one to the other."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from ethics_engine.argument_types import checked
from ethics_engine.model.ruleset import Ruleset

from .result import Edition, RulesetComparison
from .text_diff import changes


@checked
def compare(
    old: Ruleset,
    new: Ruleset,
    *,
    as_of: datetime.date | None = None,
    cases: Iterable[str | Path] | None = (),
    text: bool = True,
    effect: bool = True,
    names: tuple[str, str] = ("", ""),
) -> RulesetComparison:
    """Compare two rulesets.

    Args:
        old: The ruleset as it was.

        new: The ruleset as it is.

        as_of: The day whose rules are compared; by default today. A decided case is judged as of its own.

        cases: Files and folders of decided cases; None for those that come with the package, nothing for none.

        text: Whether to say what changed in the text.

        effect: Whether to say what changed in effect, in every possible case and in the decided ones.

        names: Where the two come from, for the reader.
    """
    one, other = (
        Edition(name or side.name, side.name, side.version, side.content_hash)
        for name, side in zip(names, (old, new), strict=True)
    )
    comparison = RulesetComparison(one, other)
    if comparison.same:
        return comparison
    in_effect = in_cases = None
    if effect:
        from . import case_diff
        from . import semantic_diff as effects

        in_effect = effects.in_effect(old, new, as_of or datetime.date.today())
        in_cases = None if cases == () else case_diff.in_cases(old, new, cases)
    return RulesetComparison(one, other, changes(old, new) if text else None, in_effect, in_cases)
