"""The chapter of the handbook that holds the rules."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ethics_engine.model.citations import Citing
from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.rules import Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.document import Block, Bullets, DocumentSection, Entries, Entry, Line, Paragraph, anchor
from ethics_engine.text.conditions import listed_condition
from ethics_engine.text.lists import sentence
from ethics_engine.text.rules import consequence_in_words, rule_in_words
from ethics_engine.text.sources import authority_and_strength, strength_in_words

from .facts_in_conditions import conditions_of, tested_through
from .links import link, links, to_passage, to_rule

_OVERRIDES, _OVERRIDDEN_BY, _SPEAKS_OF, _STRENGTH = "Overrides", "Overridden by", "Speaks of", "Strength"
_TERMS, _FACTS = "Uses the terms", "Depends on the facts"
_STEPS, _STATUSES = "Depends on whether these steps are done", "Depends on the status of"

FOR_KEEPERS = (_OVERRIDES, _OVERRIDDEN_BY, _SPEAKS_OF, _TERMS, _FACTS, _STEPS, _STATUSES, _STRENGTH)
"""What is told of a rule to those who keep it, and can be folded for those who read it."""


def rules_chapter(ruleset: Ruleset) -> DocumentSection:
    """The rules by topic."""
    topics = sorted({rule.topic for rule in ruleset.rules})
    return DocumentSection("The rules", "rules", sections=tuple(_topic(topic, ruleset) for topic in topics))


def _topic(topic: str, ruleset: Ruleset) -> DocumentSection:
    rules = [rule for rule in ruleset.rules if rule.topic == topic]
    return DocumentSection(
        sentence(topic).rstrip("."),
        anchor("topic", topic),
        sections=tuple(
            DocumentSection(
                rule.id,
                anchor(Citing.RULE.value, rule.id),
                (*_said(rule, ruleset), Entries(tuple(_about(rule, ruleset)))),
            )
            for rule in rules
        ),
    )


def _said(rule: Rule, ruleset: Ruleset) -> Iterator[Block]:
    """The rule as a sentence; where a condition of it has many parts, they stand in a list."""
    lead, parts = listed_condition(rule.when, ruleset)
    exception, exceptions = listed_condition(rule.unless or ALWAYS, ruleset)
    if not parts and not exceptions:
        yield Paragraph((rule_in_words(rule, ruleset),))
        return
    if parts:
        yield Paragraph((f"If {lead}:",))
        yield Bullets(tuple((part,) for part in parts))
        yield Paragraph((sentence(f"then {consequence_in_words(rule, ruleset)}"),))
    else:
        yield Paragraph((rule_in_words(attrs.evolve(rule, unless=None), ruleset),))
    if rule.unless is not None:
        yield Paragraph((f"Unless {exception}{':' if exceptions else '.'}",))
    if exceptions:
        yield Bullets(tuple((part,) for part in exceptions))


def _about(rule: Rule, ruleset: Ruleset) -> Iterator[Entry]:
    yield Entry(("Because",), ((rule.because,),))
    if rule.in_base is not None:
        yield Entry(("Restated by",), tuple((f"{each.part}: {each.because}",) for each in rule.restatements))
        yield Entry(("In the base",), ((sentence(consequence_in_words(rule.in_base, ruleset)),),))
    if rule.unless_because:
        yield Entry(("Reason for the exception",), ((rule.unless_because,),))
    if rule.only_until:
        yield Entry(("Only until",), ((sentence(rule.only_until),),))
    if rule.overrides:
        yield Entry((_OVERRIDES,), tuple(to_rule(other) for other in rule.overrides))
    if above := tuple(_overridden_by(rule, ruleset)):
        yield Entry((_OVERRIDDEN_BY,), above)
    if rule.in_force.since or rule.in_force.until:
        since, until = rule.in_force.since or "the beginning", rule.in_force.until or "further notice"
        yield Entry(("In force",), ((f"from {since} until {until}",),))
    if rule.norms:
        spoken_of = dict.fromkeys(norm.action for norm in rule.norms)
        yield Entry((_SPEAKS_OF,), (links(Citing.ACTION, spoken_of),))
    yield from _depends_on(rule, ruleset)
    yield Entry(
        ("Sources",),
        tuple((to_passage(source), _cited(source, ruleset)) for source in rule.sources),
    )
    if strength := strength_in_words(rule.strength_from, rule.strength_because):
        yield Entry((_STRENGTH,), ((sentence(strength),),))


def _cited(reference: str, ruleset: Ruleset) -> str:
    passage = ruleset.passage[reference]
    standing = authority_and_strength(passage.authority, passage.said)
    return f"{f' ({standing})' if standing else ''}: {passage.says}"


def _overridden_by(rule: Rule, ruleset: Ruleset) -> Iterator[Line]:
    for other in ruleset.rules:
        if rule.id in other.overrides:
            yield (*to_rule(other.id), f": {other.because}")
        if rule.id + EXCEPTION in other.overrides:
            yield ("its exception is overridden by ", *to_rule(other.id), f": {other.because}")


def _depends_on(rule: Rule, ruleset: Ruleset) -> Iterator[Entry]:
    asked = tested_through(conditions_of(rule), ruleset)
    if asked.concepts:
        yield Entry((_TERMS,), (links(Citing.CONCEPT, asked.concepts),))
    if asked.facts:
        facts = tuple((link(Citing.FACT, fact), f": {ruleset.fact[fact].ask}") for fact in asked.facts)
        yield Entry((_FACTS,), facts)
    if asked.steps:
        yield Entry((_STEPS,), (links(Citing.ACTION, asked.steps),))
    if asked.statuses:
        yield Entry((_STATUSES,), (links(Citing.ACTION, asked.statuses),))
