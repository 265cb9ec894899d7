"""Names of rules, sources and facts in a text, as a reader wants them: rules in words, with a link to the handbook."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from ethics_engine.model.citations import Citing
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.document import anchor
from ethics_engine.rendering.html import readable
from ethics_engine.text.lists import capital

_NAME = re.compile(
    rf"(?P<rule>\b[a-z]+(?:-[a-z]+)*\.[a-z0-9]+(?:-[a-z0-9]+)*)(?P<exception>{re.escape(EXCEPTION)})?"
    r"|(?P<sources>\[[A-Z][^\]]*\])| \[(?P<fact>[a-z][a-z0-9_:-]*)\]"
)


def heading_of(rule: str) -> str:
    """What a rule is called in words: its name without its topic."""
    return capital(rule.partition(".")[2].replace("-", " ") or rule)


def name_alone(rule: str) -> str:
    """What a rule is called away from its topic, without which a single word says little: `Gifts: large`."""
    topic, _, name = rule.partition(".")
    return heading_of(rule) if "-" in name else f"{capital(topic.replace('-', ' '))}: {name}"


def place_of_rule(rule: str, ruleset: Ruleset) -> str:
    """Where a rule stands in the handbook."""
    return f"/handbook/rules/{anchor('topic', ruleset.rule[rule].topic)}#{anchor(Citing.RULE.value, rule)}"


def with_names_in_words(rules: Ruleset, handbook: Ruleset | None) -> Callable[[str], Markup]:
    """Puts the rules that a text names in words, with a link if the handbook has them; and drops the ids of facts.

    Without a handbook there are no links, as in a file.
    """

    def named(found: re.Match[str]) -> Markup:
        if found["sources"]:
            return Markup('<span class="soft">{}</span>').format(found["sources"])
        if found["fact"]:
            return Markup() if found["fact"] in rules.fact else escape(found[0])
        if found["rule"] not in rules.rule:
            return escape(found[0])
        words = name_alone(found["rule"])
        if handbook is not None and found["rule"] in handbook.rule:
            said = Markup('<a class="rule" href="{}">{}</a>').format(place_of_rule(found["rule"], handbook), words)
        else:
            said = escape(words)
        return said + " (its exception)" if found["exception"] else said

    def put(text: str) -> Markup:
        shown, made, end = readable(text), Markup(), 0
        for found in _NAME.finditer(shown):
            made += escape(shown[end : found.start()]) + named(found)
            end = found.end()
        return made + escape(shown[end:])

    return put
