"""A group whose commands are imported when they are called, so that no command pays for another."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import Any

import click

from ethics_engine.rendering.terminal_escape import terminal_escape
from ethics_engine.suggestions import nearest

from .help import Group, HelpContext


class LazyGroup(Group):
    """A group of commands, each the `command` of a module that is called as it is."""

    def __init__(self, *args: Any, modules: str, commands: Mapping[str, str], **options: Any) -> None:
        """`commands` says what each command does; `modules` is what the names of all their modules begin with."""
        super().__init__(*args, **options)
        self._modules, self._commands = modules, commands

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self._commands)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in self._commands:
            return None
        module = importlib.import_module(self._modules + cmd_name.replace("-", "_"))
        command: click.Command = module.command
        command.context_class = HelpContext
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; of one that does not exist, name the nearest that does."""
        if args and args[0] not in self._commands and not args[0].startswith("-"):
            advice = nearest(args[0], self._commands) or f"use {', '.join(self._commands)}"
            ctx.fail(f"no command `{terminal_escape(args[0])}`; {advice}")
        return super().resolve_command(ctx, args)

    def summaries(self, _ctx: click.Context) -> dict[str, str]:
        """What each command does, without importing it."""
        return dict(self._commands)
