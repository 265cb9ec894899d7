"""`ethics facts`: find facts, actions and terms by everyday words."""

from __future__ import annotations

import click

import ethics_engine as ee
from ethics_engine.text.hits import HIT_FORMATS, hits_as_json, hits_in_words
from ethics_engine.vocabulary_search import search_among

from ..options import format_option, rules_option
from ..output import say
from ..rules_choice import RulesChoice

_FIRST = 5
_FIRST_TERMS = 2


@click.command("facts")
@click.argument("words", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help="Show every hit, not only the first.")
@rules_option
@format_option(HIT_FORMATS)
def command(words: tuple[str, ...], rules: RulesChoice, form: str, *, everything: bool) -> None:
    """Find facts, values, steps, courses of action and defined terms by everyday words.

    WORDS are what you would call it, such as suicidal, or: cannot pay. Each hit shows how to state it.
    """
    asked = " ".join(words)
    ruleset = rules.for_answers()
    found = ee.search(ruleset, asked)
    terms = tuple(hit for hit in search_among(ruleset.concepts, asked) if hit.every_word)
    hits = (*found, *terms) if everything else (*found[:_FIRST], *terms[:_FIRST_TERMS])
    more = len(found) + len(terms) - len(hits)
    say(hits_as_json(asked, hits, more) if form == "json" else hits_in_words(hits, more), form)
