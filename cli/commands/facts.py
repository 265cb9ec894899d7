"""`ethics facts`: find facts and actions by everyday words."""

from __future__ import annotations

import click

import ethics_engine as ee
from ethics_engine.text.hits import HIT_FORMATS, hits_as_json, hits_in_words

from ..options import format_option, rules_option
from ..output import say
from ..rules_choice import RulesChoice

_FIRST = 5


@click.command("facts")
@click.argument("words", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help=f"Show every hit, not only the first {_FIRST}.")
@rules_option
@format_option(HIT_FORMATS)
def command(words: tuple[str, ...], rules: RulesChoice, form: str, *, everything: bool) -> None:
    """Find facts, values, steps and courses of action by everyday words.

    WORDS are what you would call it, such as suicidal, or: cannot pay. Each hit shows how to state it.
    """
    asked = " ".join(words)
    found = ee.search(rules.for_answers(), asked)
    hits = found if everything else found[:_FIRST]
    more = len(found) - len(hits)
    say(hits_as_json(asked, hits, more) if form == "json" else hits_in_words(hits, more), form)
