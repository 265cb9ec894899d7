"""The ruleset whose decisions are explained."""

from __future__ import annotations

import pytest

import ethics_engine as ee


@pytest.fixture(scope="session")
def rules() -> ee.Ruleset:
    """The ruleset that comes with the package."""
    return ee.load_ruleset()
