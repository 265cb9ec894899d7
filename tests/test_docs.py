"""The examples in the documentation run, and what it shows of the command is real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = sorted(Path(__file__).parent.parent.joinpath("docs").glob("*.md"))


@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_python_example_of_a_page_runs(page: Path) -> None:
    """The examples of one page run in order, as a reader would type them."""
    names: dict[str, object] = {}

    for example in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        exec(compile(example, str(page), "exec"), names)
