"""The help of every command: whole summaries, and a first column that leaves room for them."""

from __future__ import annotations

from collections.abc import Iterable

import click


class HelpFormatter(click.HelpFormatter):
    """A formatter whose first column takes at most a third of the width; longer entries get a line of their own."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a definition list."""
        super().write_dl(rows, min(col_max, self.width // 3), col_spacing)


class HelpContext(click.Context):
    """The context of a command whose help is so formatted."""

    formatter_class = HelpFormatter


class Group(click.Group):
    """A group of commands that says of each what it does, in full."""

    context_class = HelpContext

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command."""
        found = super().get_command(ctx, cmd_name)
        if found is not None:
            found.context_class = HelpContext
        return found

    def summaries(self, ctx: click.Context) -> dict[str, str]:
        """What each command does, by its name."""
        found = {name: self.get_command(ctx, name) for name in self.list_commands(ctx)}
        return {name: command.get_short_help_str(1000) for name, command in found.items() if command}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries(ctx).items()))
