"""Unquoted words mean what YAML 1.2 says, and not what YAML 1.1 said."""

from __future__ import annotations

import math

import pytest

from ethics_engine.loading.yaml_scalars import resolved


@pytest.mark.parametrize(
    "text",
    ["yes", "no", "on", "off", "NO", "y", "1:30", "1_000", "0b1", "2026-11-21", "<<", "=", "-", ".", "1e", "09a"],
)
def test_words_stay_words(text: str) -> None:
    assert resolved(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[
            ("true", True),
            ("False", False),
            ("", None),
            ("~", None),
            ("null", None),
            ("0", 0),
            ("-12", -12),
            ("010", 10),
        ],
        *[("0o17", 15), ("0xfF", 255), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("-.inf", -math.inf), ("+1.", 1.0)],
    ],
)
def test_the_core_schema_is_resolved(text: str, value: object) -> None:
    found = resolved(text)

    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(float(str(resolved(".nan"))))


def test_endless_digits_are_no_number() -> None:
    assert resolved("9" * 5000) == "9" * 5000
