"""`ethics quiz build`: make a paper after a blueprint."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from ethics_engine.quiz.blueprint import read_blueprint
from ethics_engine.quiz.citations import citations_of
from ethics_engine.quiz.item import ItemKind
from ethics_engine.quiz.paper import build
from ethics_engine.quiz.papers import PAPER_FORMATS, PaperPart, render_paper
from ethics_engine.rendering.atomic_write import write

from ...options import bank_options, cases_option, format_option, output_option, rules_option
from ...output import give
from ...quiz_items import adjusted, items_from, named, sound_bank
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
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the key into a file of its own; the paper then has none.",
)
@bank_options
@rules_option
@cases_option
def command(
    *,
    file: str,
    form: str,
    output: Path | None,
    key_file: Path | None,
    exclude: Path | None,
    own: Path | None,
    rules: RulesChoice,
    cases: tuple[str, ...],
) -> None:
    """Make a paper from a blueprint: questions, then the key. The same blueprint makes the same paper.

    A blueprint is a YAML file with title, number, topics and, if you like, kinds, difficulty and seed. A list says what
    is allowed; a mapping says how much of each: `topics: {values: 2, romance: 1}`.
    """
    if key_file is not None and form == "json":
        raise click.UsageError("--key needs --format markdown or html: in JSON, question and key belong together")
    ruleset = rules.load()
    bank = adjusted(sound_bank(cases, ruleset), ruleset, exclude, own)
    blueprint = read_blueprint(file, bank.topics)
    kinds = [kind for kind in ItemKind if blueprint.kinds.allow(kind.value)]
    items = items_from(bank, kinds, blueprint.topics.allowed(bank.topics))
    paper = build(blueprint, items, named(ruleset))
    paper = attrs.evolve(paper, citations=citations_of(ruleset, paper.items))
    if key_file is None:
        give(render_paper(paper, form), output)
    else:
        write(key_file, render_paper(paper, form, [PaperPart.KEY]))
        give(render_paper(paper, form, [PaperPart.QUESTIONS]), output)
