"""`ethics quiz topics`: how many questions a paper can have on each topic."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.quiz.item import ItemKind
from ethics_engine.quiz.paper import ONE_OF_A_GROUP, possible, supply
from ethics_engine.quiz.terminal_text import wrapped
from ethics_engine.rendering.width import width
from ethics_engine.text.lists import sentence
from ethics_engine.text.plural import counted

from ...corpus import check_topics
from ...options import bank_options, cases_option, difficulties_option, rules_option, topics_option
from ...output import say
from ...quiz_items import adjusted, items_from, sound_bank
from ...rules_choice import RulesChoice


@click.command("topics")
@topics_option("this topic")
@difficulties_option
@bank_options
@rules_option
@cases_option
def command(
    *,
    topics: tuple[str, ...],
    difficulties: tuple[int, ...],
    exclude: Path | None,
    own: Path | None,
    rules: RulesChoice,
    cases: tuple[str, ...],
) -> None:
    """Count the questions that a paper can have on each topic, in all and of each kind."""
    ruleset = rules.load()
    bank = adjusted(sound_bank(cases, ruleset), ruleset, exclude, own)
    check_topics(topics, bank.topics)
    made = items_from(bank, None, topics or None)
    items = [item for item in made if not difficulties or item.difficulty in difficulties]
    found = supply(items)
    columns = width()
    lead = "The most that a paper can have, by topic and kind:"
    say(wrapped(f"{sentence(ONE_OF_A_GROUP)} {lead}", columns))
    say("")
    for topic in topics or bank.topics:
        counts = found.get(topic, {"": 0})
        kinds = [f"{kind.value} {counts[kind.value]}" for kind in ItemKind if kind.value in counts]
        say(wrapped(": ".join(filter(None, [f"{topic} {counts['']}", ", ".join(kinds)])), columns, hanging="    "))
    say("")
    say(f"all topics: {counted(possible(items), 'question')} at most")
