"""What the tests of agreement tell at the end of a run, also when all went well: how much was compared."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_NOTES: pytest.StashKey[list[str]] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_NOTES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if notes := terminalreporter.config.stash[_NOTES]:
        terminalreporter.section("agreement of the engines")
        for line in notes:
            terminalreporter.write_line(line)


@pytest.fixture
def note(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Puts a line into the summary of the run."""
    return pytestconfig.stash[_NOTES].append
