"""What the README and the documentation show is what happens."""

from __future__ import annotations

import doctest
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner
from ethics_engine.cli.main import ethics

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


LONG = {"auditing.md"}  # which audits every rule, as `.ci/run` does too


@pytest.mark.parametrize(
    "page",
    [pytest.param(page, marks=pytest.mark.exhaustive) if page.name in LONG else page for page in PAGES],
    ids=lambda page: page.name,
)
def test_every_python_example_of_a_page_runs(page: Path) -> None:
    """The examples of one page run in order, as a reader would type them."""
    names: dict[str, object] = {}

    for example in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(example, str(page), "exec"), names)


def shown() -> list[tuple[str, str, str]]:
    """What the pages pipe into a command, the command, and the output shown; `...` stands for lines left out."""
    text = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
    return re.findall(r"```console\n\$ (?:printf '([^']*)' \| )?ethics (.*?)\n(.*?)```", text, re.DOTALL)


@pytest.mark.parametrize(("typed", "arguments", "output"), shown(), ids=[command for _, command, _ in shown()])
def test_the_output_shown_is_the_output_got(typed: str, arguments: str, output: str) -> None:
    """Line for line, but for what is left out."""
    result = CliRunner().invoke(ethics, shlex.split(arguments), input=typed.replace("\\n", "\n"))

    assert result.exit_code == 0
    assert doctest.OutputChecker().check_output(output, result.output, doctest.ELLIPSIS), result.output


def test_every_page_is_linked_from_the_readme() -> None:
    """A page that nobody finds does not exist."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    assert [page.name for page in PAGES if page.name not in readme and page.name != "README.md"] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_within_the_repository_leads_somewhere(page: Path) -> None:
    """Links to files are relative to the page."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
