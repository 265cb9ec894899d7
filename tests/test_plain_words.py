"""No text that anybody reads has a turn that keeps people from understanding it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from ethics_engine.cli.main import ethics

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
MODULES = sorted([*(ROOT / "ethics_engine").rglob("*.py"), *(ROOT / "cli").rglob("*.py"), ROOT / "start.py"])

FORBIDDEN = re.compile(
    r"settled on (presumptions|assumptions)|were one|nevertheless, to|is told so|\bas (it is )?told\b"
    r"|so far (told|presumed) otherwise|hold .{0,40} against the rules|(?<!no )(?<![-\w])one (may|must|should)\b"
    r"|what is left|nobody (has )?said?|say so|whence|wherein|turns on|leans on|hangs on|it is not so that",
    re.IGNORECASE,
)
"""Archaic or roundabout: each has a plain way to put it."""

COMMANDS = [
    *(["consult", case] for case in ("culture-001", "romance-006", "violence-004", "romance-009")),
    ["consult", "culture-001", "--full"],
    ["consult", "violence-004", "--full", "--format", "markdown"],
    ["consult", "--question", "may terminate", "--fact", "client_threatens_violence=yes"],
    ["consult", "--question", "right refer", "--fact", "client_asks_for_another=yes"],
    ["why", "culture-001"],
    ["why", "romance-006", "--length", "tree"],
    ["why-not", "culture-001", "refer"],
    ["what-if", "culture-001", "client_asks_for_another=yes"],
    ["what-if", "violence-002", "--to", "yes", "--seconds", "5"],
    ["ask", "--question", "may terminate"],
    ["quiz", "--number", "2", "--topic", "violence", "--data", "answers"],
    ["schema", "case"],
    ["consult", "nosuch", "--rules", "nosuch"],
    ["consult", "--fact", "refer=yes", "--fact", "nosuch=yes", "--done", "refer"],
    ["cases", "list", "--topic", "violence"],
    ["cases", "show", "culture-001"],
    ["cases", "new", "--fact", "client_threatens_violence=yes"],
    ["rules", "list"],
    ["rules", "list", "--facts", "--actions"],
    ["rules", "show", "romance.refer-when-it-persists"],
    ["rules", "source", "S3-30"],
    ["rules", "trace"],
    ["rules", "book"],
    ["test", "culture-001"],
    ["audit", "coverage", "culture-001"],
    ["diff", "referral-and-termination", "referral-and-termination"],
    ["quiz", "topics", "--topic", "values"],
    ["consult", "culture-001", "--format", "json", "--brief"],
    ["consult", "culture-001", "--under", "aca-2014"],
    ["compare", "culture-001", "--under", "none", "--under", "aca-2014"],
    ["rules", "graph", "romance.refer-when-it-persists"],
    ["rules", "check"],
    ["facts", "supervisor"],
    ["facts", "nosuchword"],
    [],
]
"""A sample of what every command prints."""

TASKS = {
    "a paper": [
        ["quiz", "build", "--cases", "violence", "--blueprint", "blueprint.yaml"],
        [
            "quiz",
            "build",
            "--cases",
            "violence",
            "--blueprint",
            "blueprint.yaml",
            "--format",
            "json",
            "--output",
            "paper.json",
        ],
        [
            "quiz",
            "export",
            "--paper",
            "paper.json",
            "--format",
            "gift",
            "--output",
            "paper.gift",
        ],
        [
            "quiz",
            "grade",
            "--paper",
            "paper.json",
            "--template",
            "--output",
            "table.csv",
        ],
        ["quiz", "grade", "--paper", "paper.json", "responses.csv"],
        [
            "quiz",
            "grade",
            "--paper",
            "paper.json",
            "responses.csv",
            "--format",
            "html",
        ],
        ["quiz", "check", "--cases", "violence", "--write", "record.json"],
        ["quiz", "check", "--cases", "violence", "record.json"],
    ],
    "a panel": [
        ["quiz", "panel", "new", "--topic", "school", "--output", "panel.yaml"],
        ["quiz", "panel", "print", "--panel", "panel.yaml"],
        ["quiz", "panel", "score", "--panel", "panel.yaml", "responses.csv"],
    ],
    "a learner": [
        ["quiz", "--number", "1", "--cases", "violence", "--data", "answers"],
        ["quiz", "progress", "--data", "answers"],
        ["quiz", "report", "--data", "answers"],
        ["quiz", "disputes", "--data", "answers"],
        ["quiz", "forget", "me", "--data", "answers", "--yes"],
    ],
    "an overlay": [
        ["rules", "new", "our-agency"],
        ["settings", "show"],
        ["settings", "under", "our-agency"],
        ["test", "our-agency", "--under", "our-agency"],
        ["settings", "under", "none"],
    ],
    "files": [
        ["cases", "migrate", "violence", "--output", "new"],
        ["consult", "violence/threat.case.yaml", "--format", "json", "--output", "kept.json"],
        ["show", "kept.json"],
        ["screen", "table.csv", "--question", "may refer", "--output", "-", "--output-format", "csv"],
        ["screen", "table.csv", "--question", "may refer", "--summary"],
    ],
}
"""Commands that read what others wrote, in order."""

FILES = {
    "blueprint.yaml": "title: Threats\nnumber: 1\ntopics: [violence]\n",
    "responses.csv": "learner,item,answer\nA,1,a\nB,1,b\n",
    "table.csv": "id,client_in_crisis\na,yes\nb,maybe\n",
    "violence/threat.case.yaml": (
        "id: threat\nquestion: may terminate\nfacts: {client_threatens_violence: yes}\n"
        "held: {answer: not_yet}\nrationale: Safety first.\ndecided: {by: us, date: 2026-01-02}\n"
    ),
}

LEFT_OUT = {("serve",), ("audit", "mutants"), ("audit", "questions"), ("audit", "rules")}
"""A server, whose pages have a test of their own, and what takes minutes; their help is read all the same."""


def turns(text: str) -> list[str]:
    """The forbidden turns of a text, each with what stands around it."""
    text = " ".join(text.split())
    return [text[max(0, found.start() - 40) : found.end() + 20] for found in FORBIDDEN.finditer(text)]


def helps(command: click.Command, *names: str) -> Iterator[tuple[str, ...]]:
    """The names of a command and of all commands below it."""
    yield names
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from helps(below, *names, name)


def docstrings(module: Path) -> Iterator[str]:
    """The docstrings of a module, and of everything in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            yield ast.get_docstring(node) or ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_pages(page: Path) -> None:
    assert turns(page.read_text(encoding="utf-8")) == []


def test_docstrings() -> None:
    found = {
        str(module.relative_to(ROOT)): [turn for text in docstrings(module) for turn in turns(text)]
        for module in MODULES
    }

    assert {module: turns for module, turns in found.items() if turns} == {}


def test_help() -> None:
    found = {}
    for names in helps(ethics):
        result = CliRunner().invoke(ethics, [*names, "--help"])
        assert result.exit_code == 0
        found[" ".join(names)] = turns(result.output)

    assert {command: turns for command, turns in found.items() if turns} == {}


def test_the_output_of_every_command_is_read() -> None:
    read = [*COMMANDS, *(command for task in TASKS.values() for command in task)]
    bottom = {names for names in helps(ethics) if names and not _has_more_below(names)}

    assert {names for names in bottom if not any(tuple(one[: len(names)]) == names for one in read)} == LEFT_OUT


def _has_more_below(names: tuple[str, ...]) -> bool:
    return any(other[: len(names)] == names and other != names for other in helps(ethics))


@pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
def test_output_of_a_task(task: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ETHICS_SETTINGS", str(tmp_path / "settings.json"))
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    for command in task:
        result = CliRunner().invoke(ethics, command, input="a\n1\n")

        assert not isinstance(result.exception, Exception), result.exception
        assert turns(result.output) == [], command


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_output(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(ethics, command, input="why\nyes\na\n1\nno\nback\nquit\n")

    assert turns(result.output) == []
