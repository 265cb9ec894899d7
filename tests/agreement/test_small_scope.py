"""Every ruleset of a small scope, every case: most defects show themselves in some small example.

Source: D. Jackson, Software Abstractions (2006), on the small scope hypothesis.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from .exhaustive import compare
from .small_scope import SCOPES

SECONDS = float(os.environ.get("ETHICS_EXHAUSTIVE_SECONDS", "30"))
"""How long all scopes together may take; a slow machine compares the first part of each, and says so."""


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", SCOPES)
def test_all_engines_agree_on_every_ruleset_of_a_small_scope(name: str, note: Callable[[str], None]) -> None:
    compared = compare(SCOPES[name], SECONDS / len(SCOPES))

    assert compared.rulesets
    note(f"{name}: {compared}")
