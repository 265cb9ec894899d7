"""A pytest plugin: each decided case, `*.case.yaml` anywhere, is a test of the rules.

A module of its own, outside the package, because pytest imports it on every run: the package is imported only when the
first case is met, which is also after coverage has begun to count.
"""

from __future__ import annotations

from pathlib import Path

import pytest

SUFFIX = ".case.yaml"
ENGINES = ("columns", "chaining", "reasoning")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for ruleset and engine."""
    group = parser.getgroup("ethics", "decided cases (ethics-engine)")
    group.addoption("--ethics-rules", metavar="NAME|PATH", help="The ruleset that decided cases are held against.")
    group.addoption("--ethics-engine", choices=ENGINES, default=ENGINES[0], help="What evaluates decided cases.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a decided case."""
    if not file_path.name.endswith(SUFFIX):
        return None
    from ethics_engine.caselaw.collecting import CaseFile

    return CaseFile.from_parent(parent, path=file_path)
