"""`ethics quiz build`: make a paper after a blueprint."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import attrs
import click

import ethics_engine as ee
from ethics_engine.caselaw.corpus import Corpus
from ethics_engine.errors import CaseError
from ethics_engine.handbook.writing import write
from ethics_engine.loading import DEFAULT_RULESET
from ethics_engine.training.blueprint import read_blueprint
from ethics_engine.training.citing import citations_of
from ethics_engine.training.item import Item, Kind
from ethics_engine.training.paper import build
from ethics_engine.training.papers import PAPER_FORMATS, render_paper
from ethics_engine.wording.lists import counted

from .printing import say
from .test import corpus_of

rules_option = click.option(
    "--rules", default=DEFAULT_RULESET, show_default=True, metavar="NAME|PATH", help="The ruleset."
)
cases_option = click.option(
    "--cases",
    multiple=True,
    metavar="PATH",
    help="Case files, or folders of them, instead of those that come with the ruleset. Repeatable.",
)


@click.command("build")
@click.option(
    "--blueprint",
    "file",
    required=True,
    metavar="FILE",
    help="What the paper is to hold; - for standard input.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(PAPER_FORMATS),
    default=PAPER_FORMATS[0],
    show_default=True,
    help="How the paper is written; JSON is what `ethics quiz grade` and `export` read.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write to a file instead of standard output."
)
@rules_option
@cases_option
def command(*, file: str, form: str, output: Path | None, rules: str, cases: tuple[str, ...]) -> None:
    """Make a paper after a blueprint: questions, then the key. The same blueprint makes the same paper.

    A blueprint says in YAML what a paper is to hold: title, number, topics, and if need be kinds, difficulty and seed.
    A list says what is allowed, a mapping how much of each: `topics: {values: 2, romance: 1}`.
    """
    ruleset = ee.load_ruleset(rules)
    corpus = sound_corpus(cases, ruleset)
    blueprint = read_blueprint(file, corpus.topics)
    kinds = [kind for kind in Kind if blueprint.kinds.allow(kind.value)]
    items = items_from(corpus, ruleset, kinds, blueprint.topics.allowed(corpus.topics))
    paper = build(blueprint, items, named(ruleset))
    paper = attrs.evolve(paper, citations=citations_of(ruleset, paper.items))
    text = render_paper(paper, form)
    if output is None:
        say(text)
    else:
        write(output, text)


def sound_corpus(paths: tuple[str, ...], ruleset: ee.Ruleset) -> Corpus:
    """The cases asked for, all of them sound: a paper must not hang on which files could be read.

    Raises:
        CaseError: A file is broken.
    """
    corpus = corpus_of(paths, ruleset)
    if corpus.broken:
        raise CaseError(finding for file in corpus.broken for finding in file.findings)
    return corpus


def ask_for_patience(corpus: Corpus) -> None:
    """Tell whoever sits at a terminal that it takes a while to make questions."""
    if sys.stderr.isatty():
        click.echo(f"making questions of {counted(len(corpus.cases), 'case')}; this takes some seconds", err=True)


def items_from(
    corpus: Corpus, ruleset: ee.Ruleset, kinds: Iterable[Kind] | None, topics: Iterable[str] | None
) -> tuple[Item, ...]:
    """The items that cases give, of these kinds and topics or of all; a terminal is told that it takes a while."""
    from ethics_engine.training.items import items_of

    ask_for_patience(corpus)
    made = items_of(ruleset, corpus.cases, kinds=None if kinds is None else frozenset(kinds))
    wanted = None if topics is None else frozenset(topics)
    return tuple(item for item in made if wanted is None or item.topic in wanted)


def named(ruleset: ee.Ruleset) -> str:
    """A ruleset by its name, version and content."""
    return f"{ruleset.name} {ruleset.version}, {ruleset.content_hash[:12]}"
