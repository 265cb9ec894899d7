"""`ethics quiz export`: write questions as other systems take them."""

from __future__ import annotations

import datetime
from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.quiz.blueprint import MOST, MOST_SEED, Blueprint, Shares
from ethics_engine.quiz.citations import citations_of
from ethics_engine.quiz.exports import FORMATS, export
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.paper import build
from ethics_engine.quiz.papers.json import read_paper
from ethics_engine.rendering.atomic_write import write

from ...corpus import check_topics
from ...options import bank_options, cases_option, difficulties_option, given, kinds_option, rules_option, topics_option
from ...output import say
from ...quiz_items import adjusted, items_from, named, sound_bank
from ...rules_choice import RulesChoice


@click.command("export")
@click.option("--format", "form", type=click.Choice(FORMATS), required=True, help="Choose the system to export to.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Write to this file; an existing file is replaced.",
)
@click.option("--paper", metavar="FILE", help="Export the questions of a paper, from its JSON file.")
@topics_option("questions on this topic")
@kinds_option()
@difficulties_option
@click.option("--number", type=click.IntRange(1, MOST), help="Take this many questions, as for a paper. Default: all.")
@click.option(
    "--seed",
    type=click.IntRange(0, MOST_SEED),
    default=0,
    show_default=True,
    help="Choose the questions by this seed.",
)
@click.option("--title", metavar="TEXT", help="Name the category or deck. Default: the title of the paper or ruleset.")
@click.option(
    "--dated",
    type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
    metavar="DATE",
    help="Date the cards of an Anki deck, in UTC, for the same bytes each time. Default: now.",
)
@bank_options
@rules_option
@cases_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    form: str,
    output: Path,
    paper: str | None,
    topics: tuple[str, ...],
    kinds: tuple[str, ...],
    difficulties: tuple[int, ...],
    number: int | None,
    seed: int,
    title: str | None,
    dated: datetime.datetime | None,
    exclude: Path | None,
    own: Path | None,
    rules: RulesChoice,
    cases: tuple[str, ...],
) -> None:
    """Export questions to Moodle (XML), GIFT, Anki, QTI 3.0 or 2.1, or a spreadsheet (CSV).

    Export all questions on the cases, a selection, or those of a paper. Ids stay the same, so you can tell a corrected
    question from a new one.
    """
    if paper is not None:
        _refuse_beside_paper(ctx)
        read = read_paper(paper)
        items, named_so, citations = read.items, read.title, read.citations
    else:
        ruleset = rules.load()
        wanted = Blueprint(
            file="--number",
            title=title or ruleset.title,
            number=number or 1,
            seed=seed,
            topics=Shares(topics),
            kinds=Shares(kinds),
            difficulty=difficulties,
        )
        items = _selected(wanted, ruleset, cases, exclude, own, every=number is None)
        named_so = ruleset.title
        citations = citations_of(ruleset, items)
    when = dated.replace(tzinfo=datetime.UTC) if dated else datetime.datetime.now(datetime.UTC)
    made = export(items, form, title=title or named_so, dated=when, citations=citations)
    write(output, made.content)
    say(f"{output}: {len(items)} questions")
    for remark in made.remarks:
        say(remark)


def _refuse_beside_paper(ctx: click.Context) -> None:
    """A paper is exported as it is; what would choose other questions is refused rather than ignored."""
    for param in ctx.command.params:
        if param.name in _CHOOSING and given(ctx, param.name):
            raise click.UsageError(f"--paper and {param.opts[0]} cannot be combined: a paper is exported whole")


_CHOOSING = ("topics", "kinds", "difficulties", "number", "seed", "exclude", "own", "rules", "cases")


def _selected(
    wanted: Blueprint,
    ruleset: ee.Ruleset,
    paths: tuple[str, ...],
    exclude: Path | None,
    own: Path | None,
    *,
    every: bool,
) -> tuple[Item, ...]:
    bank = adjusted(sound_bank(paths, ruleset), ruleset, exclude, own)
    check_topics(wanted.topics.names, bank.topics)
    kinds = [kind for kind in ItemKind if wanted.kinds.allow(kind.value)]
    items = items_from(bank, kinds, wanted.topics.allowed(bank.topics))
    found = tuple(item for item in items if not wanted.difficulty or item.difficulty in wanted.difficulty)
    if not found:
        hint = "leave out --kind, --difficulty or --topic, or give more cases"
        raise CaseError([Finding(Place("ethics quiz export"), "no question matches", hint)])
    return found if every else build(wanted, found, named(ruleset)).items
