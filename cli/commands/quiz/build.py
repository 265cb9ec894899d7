"""`ethics quiz build`: make a paper after a blueprint."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from ethics_engine.quiz.blueprint import read_blueprint
from ethics_engine.quiz.citations import citations_of
from ethics_engine.quiz.item import ItemKind
from ethics_engine.quiz.paper import build
from ethics_engine.quiz.papers import PAPER_FORMATS, render_paper

from ...options import cases_option, format_option, output_option, rules_option
from ...output import give
from ...quiz_items import items_from, named, sound_bank
from ...rules_choice import RulesChoice


@click.command("build")
@click.option(
    "--blueprint",
    "file",
    required=True,
    metavar="FILE",
    help="Read the blueprint of the paper from this file; - for standard input.",
)
@format_option(PAPER_FORMATS, "Choose the format of the paper; `ethics quiz grade` and `export` read JSON.")
@output_option
@rules_option
@cases_option
def command(*, file: str, form: str, output: Path | None, rules: RulesChoice, cases: tuple[str, ...]) -> None:
    """Make a paper from a blueprint: questions, then the key. The same blueprint makes the same paper.

    A blueprint is a YAML file with title, number, topics and, if you like, kinds, difficulty and seed. A list says what
    is allowed; a mapping says how much of each: `topics: {values: 2, romance: 1}`.
    """
    ruleset = rules.load()
    bank = sound_bank(cases, ruleset)
    blueprint = read_blueprint(file, bank.topics)
    kinds = [kind for kind in ItemKind if blueprint.kinds.allow(kind.value)]
    items = items_from(bank, kinds, blueprint.topics.allowed(bank.topics))
    paper = build(blueprint, items, named(ruleset))
    paper = attrs.evolve(paper, citations=citations_of(ruleset, paper.items))
    text = render_paper(paper, form)
    give(text, output)
