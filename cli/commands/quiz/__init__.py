"""`ethics quiz`: questions on decided cases, for a student to answer and a trainer to use."""

from __future__ import annotations

import datetime
import secrets
import shlex
from collections.abc import Collection
from pathlib import Path

import click

from ethics_engine.case_law.failure_report import broken_entry
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading.by_name import DEFAULT_RULESET, load_case
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.quiz.citations import citations_of
from ethics_engine.quiz.disputes import disputes_file
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.item_bank import ItemBank
from ethics_engine.quiz.progress import Progress
from ethics_engine.quiz.session import sitting
from ethics_engine.quiz.spaced_repetition import available
from ethics_engine.text.lists import listed

from ...corpus import check_topics
from ...lazy_group import LazyGroup
from ...learner_options import data_option, kept_in, learner_option
from ...options import bank_options, cases_option, difficulties_option, given, kinds_option, rules_option, topics_option
from ...output import complain
from ...quiz_items import adjusted, bank_and_broken
from ...rules_choice import RulesChoice
from .run import Quiz

COMMANDS = {
    "topics": "Count the questions that a paper can have on each topic.",
    "build": "Make a paper from a blueprint.",
    "export": "Export questions to Moodle, Anki and other systems.",
    "grade": "Grade the answers of a class and analyse the questions.",
    "panel": "Score learners on contested cases against a panel.",
    "check": "List questions whose key has changed since it was recorded.",
    "disputes": "List the keys that learners dispute.",
    "progress": "Show the progress of a learner.",
    "report": "Report on a class.",
    "forget": "Delete all saved answers of a learner.",
}


@click.group("quiz", cls=LazyGroup, modules=f"{__package__}.", commands=COMMANDS, invoke_without_command=True)
@topics_option("questions on this topic")
@kinds_option()
@difficulties_option
@click.option("--number", type=click.IntRange(1), default=10, show_default=True, help="Ask this many questions.")
@click.option("--seed", type=int, help="Ask the same new questions in the same order. Default: random.")
@learner_option
@click.option("--no-certainty", is_flag=True, help="Do not ask how sure you are.")
@bank_options
@rules_option
@cases_option
@data_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    topics: tuple[str, ...],
    kinds: tuple[str, ...],
    difficulties: tuple[int, ...],
    number: int,
    seed: int | None,
    learner: str,
    no_certainty: bool,
    exclude: Path | None,
    own: Path | None,
    rules: RulesChoice,
    cases: tuple[str, ...],
    data: Path | None,
) -> None:
    """Ask questions on decided cases, and show the reasons after each answer.

    A question comes back when you are about to forget it. Answers are saved on this machine only, under your --learner
    name.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_options(ctx)
        return
    if "-" in cases:
        raise click.UsageError("standard input is for the answers: give --cases a file")
    ruleset = rules.load()
    bank, corpus = bank_and_broken(cases, ruleset)
    bank = adjusted(bank, ruleset, exclude, own)
    check_topics(topics, bank.topics)
    of_kinds = [kind for kind in ItemKind if not kinds or kind.value in kinds]

    def wanted(item: Item) -> bool:
        return (not topics or item.topic in topics) and (not difficulties or item.difficulty in difficulties)

    with Progress(kept_in(data)) as progress:
        held = sitting(
            [item for item in bank.items if item.kind in of_kinds and wanted(item)],
            [
                answer
                for answer in progress.answers(learner)
                if answer.ruleset == ruleset.name
                and (not kinds or answer.kind in kinds)
                and (not topics or answer.topic in topics)
            ],
            now=datetime.datetime.now().astimezone(),
            number=number,
            seed=secrets.randbits(32) if seed is None else seed,
        )
        if not held.asked:
            hint = "leave out --kind, --difficulty or --topic, or give more cases"
            raise CaseError([Finding(Place("ethics quiz"), "no question matches", hint)])
        for complaint in (*map(broken_entry, corpus.broken), available()):
            if complaint:
                complain(complaint)
        if alike := _namesake(learner, progress.learners()):
            complain(alike)
        quiz = Quiz(
            progress,
            learner,
            ruleset.name,
            held,
            number,
            certainty=not no_certainty,
            rules=rules.as_options(DEFAULT_RULESET),
            citations=citations_of(ruleset, (one.item for one in held.asked)),
            titles=bank.titles,
            disputes=disputes_file(kept_in(data)),
            proof=lambda item: _proof(item, bank, ruleset),
        )
        ctx.exit(quiz.hold())


def _proof(item: Item, bank: ItemBank, ruleset: Ruleset) -> str:
    """How the answer of the case follows from its facts."""
    from ethics_engine.explanation import why
    from ethics_engine.explanation.why_text import proof_first
    from ethics_engine.rendering.section_layout import as_text

    if item.cases[0] not in bank.files:
        return "A trainer wrote this question: there is no proof of its key."
    case = load_case(bank.files[item.cases[0]], ruleset)
    return as_text(proof_first(why(ruleset, case)))


def _namesake(learner: str, known: Collection[str]) -> str | None:
    """A hint, where a learner who is new differs from one who is not in nothing but capital letters."""
    if learner in known:
        return None
    alike = [name for name in known if name.casefold() == learner.casefold()]
    return (
        f"`{alike[0]}` has answered before; if that is you, quit and use --learner {shlex.quote(alike[0])}"
        if alike
        else None
    )


def _refuse_options(ctx: click.Context) -> None:
    """An option before the name of a command would be lost, and with it, say, whose progress is meant."""
    misplaced = [param.opts[0] for param in ctx.command.params if param.name and given(ctx, param.name)]
    if misplaced:
        raise click.UsageError(
            f"put {listed(misplaced)} after `{ctx.invoked_subcommand}`: before it, the option has no effect"
        )
