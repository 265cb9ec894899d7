"""The help of groups says in full what each command does, however narrow the terminal is."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from ethics_engine.cli.main import COMMANDS, ethics

GROUPS = [[], ["audit"], ["cases"], ["rules"], ["quiz"], ["quiz", "panel"]]


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("group", GROUPS, ids=" ".join)
def test_no_summary_is_cut_off(group: list[str], columns: int) -> None:
    said = CliRunner(env={"COLUMNS": str(columns)}).invoke(ethics, [*group, "--help"]).output

    _, _, commands = said.partition("Commands:")
    assert commands
    assert "..." not in commands
    assert max(map(len, said.splitlines())) <= columns


def test_every_summary_is_there_whole() -> None:
    said = CliRunner(env={"COLUMNS": "40"}).invoke(ethics, ["--help"]).output

    for summary in COMMANDS.values():
        assert summary in " ".join(said.split())


def test_options_leave_room_for_what_they_do_in_a_narrow_terminal() -> None:
    said = CliRunner(env={"COLUMNS": "40"}).invoke(ethics, ["consult", "--help"]).output

    assert max(map(len, said.splitlines())) <= 40
    assert "--as-of DATE" in said.replace("\n", " ")
