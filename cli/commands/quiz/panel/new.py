"""`ethics quiz panel new`: an empty form from the contested cases."""

from __future__ import annotations

from pathlib import Path

import click

from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.quiz.concordance import form_of
from ethics_engine.quiz.concordance.form import as_markdown, as_yaml

from ....corpus import check_topics, sound_corpus
from ....options import cases_option, format_option, output_option, rules_option, topics_option
from ....output import give
from ....rules_choice import RulesChoice

_FORMATS = {"yaml": as_yaml, "markdown": as_markdown}


@click.command("new")
@topics_option("cases of this topic")
@format_option(_FORMATS, "Choose YAML to record the answers of a panel, Markdown to read or print.")
@output_option
@rules_option
@cases_option
def command(
    *, topics: tuple[str, ...], form: str, output: Path | None, rules: RulesChoice, cases: tuple[str, ...]
) -> None:
    """Write an empty form for a panel, with questions on contested cases.

    A case is contested if a dilemma was held or somebody dissented. Each question adds one fact, and asks how much more
    or less appropriate something then is. Delete the questions that you do not want, and print the form with
    `ethics quiz panel print`.
    """
    ruleset = rules.load()
    corpus = sound_corpus(cases, ruleset)
    check_topics(topics, corpus.topics)
    chosen = [entry for entry in corpus.cases if not topics or entry.topic in topics]
    empty = form_of(ruleset, chosen)
    if not empty.questions:
        hint = "a case is contested if a dilemma was held or somebody dissented"
        raise CaseError([Finding(Place("ethics quiz panel new"), "no case is contested", hint)])
    text = _FORMATS[form](empty)
    give(text, output)
