"""Cases are chosen by words joined by `and`, `or` and `not`."""

from __future__ import annotations

import pytest

from ethics_engine.case_law.select_cases import choosing
from ethics_engine.errors import CaseError


@pytest.mark.parametrize(
    ("expression", "chosen"),
    [
        ("culture", {"culture-001", "culture-002"}),
        ("CULTURE", {"culture-001", "culture-002"}),
        ("001", {"culture-001", "values-001"}),
        ("culture and 001", {"culture-001"}),
        ("culture or values", {"culture-001", "culture-002", "values-001"}),
        ("not culture", {"values-001"}),
        ("not not culture", {"culture-001", "culture-002"}),
        ("culture and not 001 or values", {"culture-002", "values-001"}),
        ("culture and not (001 or values)", {"culture-002"}),
        ("(((culture)))", {"culture-001", "culture-002"}),
    ],
)
def test_an_expression_chooses(expression: str, chosen: set[str]) -> None:
    chooses = choosing(expression)

    assert {name for name in ("culture-001", "culture-002", "values-001") if chooses(name)} == chosen


@pytest.mark.parametrize(
    "expression",
    ["", "and", "a and", "or a", "not", "(a", "a)", "a b", "()", "not " * 10_000 + "a", "(" * 10_000],
    ids=lambda expression: expression[:12],
)
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(CaseError, match="-k: error: this is not a selection of cases: "):
        choosing(expression)
