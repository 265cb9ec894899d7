"""`ethics quiz build`: make a paper after a blueprint."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sized
from pathlib import Path

import attrs
import click

import ethics_engine as ee
from ethics_engine.case_law.corpus import Corpus
from ethics_engine.errors import CaseError
from ethics_engine.quiz.blueprint import read_blueprint
from ethics_engine.quiz.citations import citations_of
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.paper import build
from ethics_engine.quiz.papers import PAPER_FORMATS, render_paper
from ethics_engine.text.lists import counted

from ...options import cases_option, format_option, output_option, rules_option
from ...output import give
from ..test import corpus_of


@click.command("build")
@click.option(
    "--blueprint",
    "file",
    required=True,
    metavar="FILE",
    help="What the paper is to hold; - for standard input.",
)
@format_option(PAPER_FORMATS, "How the paper is written; JSON is what `ethics quiz grade` and `export` read.")
@output_option
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
    kinds = [kind for kind in ItemKind if blueprint.kinds.allow(kind.value)]
    items = items_from(corpus, ruleset, kinds, blueprint.topics.allowed(corpus.topics))
    paper = build(blueprint, items, named(ruleset))
    paper = attrs.evolve(paper, citations=citations_of(ruleset, paper.items))
    text = render_paper(paper, form)
    give(text, output)


def sound_corpus(paths: tuple[str, ...], ruleset: ee.Ruleset) -> Corpus:
    """The cases asked for, all of them sound: a paper must not hang on which files could be read.

    Raises:
        CaseError: A file is broken.
    """
    corpus = corpus_of(paths, ruleset)
    if corpus.broken:
        raise CaseError(finding for file in corpus.broken for finding in file.findings)
    return corpus


def ask_for_patience(cases: Sized) -> None:
    """Tell whoever sits at a terminal that it takes a while to make questions."""
    if sys.stderr.isatty():
        click.echo(f"making questions of {counted(len(cases), 'case')}; this takes some seconds", err=True)


def items_from(
    corpus: Corpus, ruleset: ee.Ruleset, kinds: Iterable[ItemKind] | None, topics: Iterable[str] | None
) -> tuple[Item, ...]:
    """The items that cases give, of these kinds and topics or of all; a terminal is told that it takes a while."""
    from ethics_engine.quiz.items import families_touching, items_of

    wanted = None if topics is None else frozenset(topics)
    touched = families_touching(corpus.cases, wanted)
    cases = [entry for entry in corpus.cases if entry.case.id in touched]
    ask_for_patience(cases)
    made = items_of(ruleset, cases, kinds=None if kinds is None else frozenset(kinds))
    return tuple(item for item in made if wanted is None or item.topic in wanted)


def named(ruleset: ee.Ruleset) -> str:
    """A ruleset by its name, version and content."""
    return f"{ruleset.name} {ruleset.version}, {ruleset.content_hash[:12]}"
