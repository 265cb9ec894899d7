"""One small ruleset in which every construct of the rule language stands once."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethics_engine.loading import read_ruleset
from ethics_engine.model.ruleset import Ruleset

HERE = Path(__file__).parent

collect_ignore_glob = ["*.case.yaml", "bad/*"]  # data of these tests, not decided cases to be tested


@pytest.fixture
def here() -> Path:
    return HERE


@pytest.fixture(scope="session")
def world() -> Ruleset:
    return read_ruleset(HERE / "world")
