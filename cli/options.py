"""The options that several commands share."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from ethics_engine.deadline import SECONDS
from ethics_engine.loading.by_name import DEFAULT_RULESET

from .rules_choice import RulesChoice

_Command = Callable[..., None]
_Option = Callable[[_Command], _Command]


def _day(_ctx: click.Context, _param: click.Parameter, value: datetime.datetime | None) -> datetime.date | None:
    return value.date() if value else None


class _Day(click.DateTime):
    """A day, as 2026-11-28."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a day."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            self.fail(f"{value!r} is not a date; write it as 2026-11-28", param, ctx)


def as_of_option(what: str = "Apply the rules of this day, such as 2026-11-28.") -> _Option:
    """A day, or None."""
    return click.option("--as-of", type=_Day(), callback=_day, metavar="DATE", help=what)


def class_list_option(what: str) -> _Option:
    """A class list; `what` says of whom."""
    path = click.Path(path_type=Path)
    return click.option(
        "--class", "class_list", type=path, metavar="FILE", help=f"Read a class list, one name a line: {what}"
    )


def fact_option(command: _Command) -> _Command:
    """Facts that are stated instead of a case."""
    stating = "State a fact instead of a case. Repeatable."
    return click.option("--fact", "stated_facts", multiple=True, metavar="NAME=VALUE", help=stating)(command)


def question_option(command: _Command) -> _Command:
    """What is asked of a case, or of the facts that are stated instead of one."""
    asking = 'Ask this, such as "may refer". Default: the case\'s, or "what".'
    return click.option("--question", metavar="TEXT", help=asking)(command)


def format_option(forms: Iterable[str], what: str = "Choose the format.") -> _Option:
    """The formats, the first of which is the usual one."""
    first, *others = forms
    choice = click.Choice([first, *others])
    return click.option("--format", "form", type=choice, default=first, show_default=True, help=what)


def kinds_option() -> _Option:
    """The kinds of questions; only the quiz has to import them."""
    from ethics_engine.quiz.item import ItemKind

    kinds = [kind.value for kind in ItemKind]
    what = f"Take only questions of this kind: {', '.join(kinds)}. Repeatable."
    return click.option("--kind", "kinds", multiple=True, type=click.Choice(kinds), metavar="KIND", help=what)


def topics_option(what: str) -> _Option:
    """Topics; `what` says of what, such as `cases of this topic`."""
    return click.option("--topic", "topics", multiple=True, metavar="TOPIC", help=f"Take only {what}. Repeatable.")


def bank_options(command: _Command) -> _Command:
    """Items to leave out, and items of the trainer's own: `exclude` and `own`, each a path or None."""
    path = click.Path(path_type=Path)
    exclude = click.option(
        "--exclude", type=path, metavar="FILE", help="Leave out the questions whose ids this file lists, one a line."
    )
    own = click.option("--own", type=path, metavar="FILE", help="Add the questions that you wrote into this YAML file.")
    return exclude(own(command))


cases_option = click.option(
    "--cases",
    multiple=True,
    metavar="PATH",
    help="Use these case files or folders instead of the bundled cases. Repeatable.",
)
did_option = click.option("--did", multiple=True, metavar="ACTION", help="Judge this act (with `right`). Repeatable.")
difficulties_option = click.option(
    "--difficulty",
    "difficulties",
    multiple=True,
    type=click.IntRange(1, 3),
    help="Take only questions of this difficulty; 1 is easiest. Repeatable.",
)
done_option = click.option("--done", multiple=True, metavar="STEP", help="State a step as done. Repeatable.")
no_assumptions_option = click.option("--no-assumptions", is_flag=True, help="Assume nothing that is not stated.")
not_done_option = click.option(
    "--not-done", multiple=True, metavar="STEP", help="State a step as not done. Repeatable."
)
omitted_option = click.option(
    "--omitted", multiple=True, metavar="ACTION", help="Judge this omission (with `right`). Repeatable."
)
output_option = click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead of standard output."
)
paths_argument = click.argument("paths", nargs=-1, metavar="[PATHS]...")
redact_option = click.option("--redact", is_flag=True, help="Leave out notes, reporters and sensitive facts.")
_rules_option = click.option(
    "--rules", default=DEFAULT_RULESET, show_default=True, metavar="NAME|PATH", help="Use this ruleset."
)
_under_option = click.option(
    "--under",
    multiple=True,
    metavar="OVERLAY",
    help="Lay this code, law or policy over it, by name or path; `none` for none. Repeatable.",
)


def rules_option(command: _Command) -> _Command:
    """The ruleset, and what is laid over it, as one argument called `rules`."""

    @functools.wraps(command)
    def choosing(*args: Any, rules: str, under: tuple[str, ...], **rest: Any) -> None:
        command(*args, rules=RulesChoice.of(rules, under), **rest)

    return _rules_option(_under_option(choosing))


seconds_option = click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    default=SECONDS,
    show_default=True,
    metavar="N",
    help="Stop the search after about N seconds, and show what it found.",
)
seed_option = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help="Draw the random cases from this seed."
)


tried_option = click.option(
    "--tried",
    multiple=True,
    metavar="STEP",
    help="State a step as tried: offered in earnest, but the client would not. Repeatable.",
)


def given(ctx: click.Context, name: str) -> bool:
    """Whether an option, by the name of its parameter, was written on the command line."""
    return ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE
