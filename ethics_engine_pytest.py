"""A pytest plugin: each decided case, anywhere or where `ethics_cases` says, is a test of the rules.

Cases are in files called `*.case.yaml`, terse ones in `*.tests.yaml`.

A module of its own, outside the package, because pytest imports it on every run: the package is imported only when the
first case is met, which is also after coverage has begun to count.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

SUFFIXES = (".case.yaml", ".tests.yaml")
ENGINES = ("columns", "chaining", "reasoning")
NOTES = pytest.StashKey[list[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options for ruleset and engine, and the setting for where cases live."""
    group = parser.getgroup("ethics", "decided cases (ethics-engine); switched off by -p no:ethics")
    group.addoption(
        "--ethics-rules",
        metavar="NAME|PATH",
        help="The ruleset that decided cases are checked against. In a configuration file a path is relative to that.",
    )
    group.addoption(
        "--ethics-under",
        action="append",
        metavar="OVERLAY",
        help="Lay this code, law or policy over it. Repeatable. Without it a case is checked under what it names.",
    )
    group.addoption("--ethics-engine", choices=ENGINES, default=ENGINES[0], help="What evaluates decided cases.")
    parser.addini("ethics_cases", "Where decided cases live: files or folders. Default: everywhere.", type="paths")


def pytest_configure(config: pytest.Config) -> None:
    """Note what a relative path of a ruleset is relative to; a worker of xdist gets it too."""
    config.stash[NOTES] = []
    if not hasattr(config.option, "ethics_rules_from"):
        typed = any(str(argument).startswith("--ethics-rules") for argument in config.invocation_params.args)
        folder = config.invocation_params.dir if typed or config.inipath is None else config.inipath.parent
        config.option.ethics_rules_from = str(folder)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a decided case."""
    homes = parent.config.getini("ethics_cases")
    if not file_path.name.endswith(SUFFIXES) or (homes and not any(file_path.is_relative_to(home) for home in homes)):
        return None
    from ethics_engine.case_law.pytest_items import CaseFile

    return CaseFile.from_parent(parent, path=file_path, named=bool(homes))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand the notes of a worker of xdist to its controller."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["ethics_notes"] = session.config.stash[NOTES]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take over the notes of a worker of xdist; each worker collects all files, and notes the same."""
    notes = node.config.stash[NOTES]
    notes += [note for note in getattr(node, "workeroutput", {}).get("ethics_notes", ()) if note not in notes]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print what was left alone, and what was probably not meant."""
    if notes := config.stash[NOTES]:
        terminalreporter.section("decided cases")
        for note in notes:
            terminalreporter.line(note)
