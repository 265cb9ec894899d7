"""A small world with everything in it once, the bundled ruleset, and the command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ethics_engine.cli.main import ethics

import ethics_engine as ee

WORLD = Path(__file__).parent.parent / "loading" / "world"


@pytest.fixture(scope="session")
def world() -> ee.Ruleset:
    return ee.load_ruleset(WORLD)


@pytest.fixture(scope="session")
def bundled() -> ee.Ruleset:
    return ee.load_ruleset()


@pytest.fixture
def run() -> Callable[..., Result]:
    """Calls `ethics rules`; anything but an exit on purpose is a failure of the test."""

    def call(*arguments: str | Path) -> Result:
        result = CliRunner().invoke(ethics, ["rules", *(str(argument) for argument in arguments)], prog_name="ethics")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call
