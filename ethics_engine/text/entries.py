"""What a ruleset says of one of its names: a rule, an action, a fact, a concept, a constraint or a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from ethics_engine.model.citations import citations
from ethics_engine.model.conditions import ALWAYS, ConceptTest, Condition, FactTest, tests_in
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.rules import Rule
from ethics_engine.model.ruleset import Ruleset

from .conditions import condition_in_words
from .norms import actor
from .rules import norms_in_words
from .sources import (
    AUTHORITY_IN_WORDS,
    CONFIDENCE_IN_WORDS,
    SAID_IN_WORDS,
    authority_and_strength,
    bibliography_line,
    by_kind,
    strength_in_words,
)
from .values import value_in_words


def names(ruleset: Ruleset) -> tuple[str, ...]:
    """Every name that `entry` explains."""
    return (
        *ruleset.rule,
        *ruleset.action,
        *ruleset.fact,
        *ruleset.concept,
        *ruleset.constraint,
        *ruleset.passage,
    )


def entry(name: str, ruleset: Ruleset) -> str:
    """The explanation of a name; raises KeyError for one that the ruleset does not know."""
    if name in ruleset.rule:
        lines = _rule(ruleset.rule[name], ruleset)
    elif name in ruleset.action:
        lines = _action(name, ruleset)
    elif name in ruleset.fact:
        lines = _fact(ruleset.fact[name], ruleset)
    elif name in ruleset.concept:
        lines = _concept(name, ruleset)
    elif name in ruleset.constraint:
        lines = _constraint(name, ruleset)
    else:
        lines = _passage(name, ruleset)
    return "\n".join(lines)


def facts_in_brief(ruleset: Ruleset) -> Iterator[str]:
    """The facts by topic: name, question, and the values that it takes, each with its label."""
    for topic, facts in groupby(sorted(ruleset.facts, key=lambda fact: (fact.topic, fact.id)), lambda fact: fact.topic):
        yield f"\n{topic.upper()}"
        for fact in facts:
            yield f"  {fact.id}: {_takes(fact)}\n      {fact.ask}"
            if fact.type is not FactType.YES_NO:
                yield from (f"      - {value.id}: {value.label}" for value in fact.values)


def _takes(fact: Fact) -> str:
    match fact.type:
        case FactType.YES_NO:
            return "yes | no"
        case FactType.CHOICE:
            return "one of these"
        case FactType.CHOICES:
            return "any of these"
        case FactType.COUNT:
            return f"a number of {fact.unit}"


def actions_in_brief(ruleset: Ruleset) -> Iterator[str]:
    """The courses of action and the steps: name and label."""
    for heading, actions in (("courses of action", ruleset.ways), ("steps", ruleset.steps)):
        yield f"\n{heading.upper()}"
        for action in actions:
            by = f" (by {action.by})" if action.by else ""
            yield f"  {action.id}: {action.label}{by}{' (can be tried)' if action.needs_client else ''}"


def terms_in_brief(ruleset: Ruleset) -> Iterator[str]:
    """The defined terms by topic: name and meaning in a few words."""
    terms = sorted(ruleset.concepts, key=lambda term: (term.topic, term.id))
    for topic, of_topic in groupby(terms, lambda term: term.topic):
        yield f"\n{topic.upper()}"
        yield from (f"  {term.id}: {term.says}" for term in of_topic)


def norms_in_brief(rule: Rule) -> str:
    """What a rule says, such as `must bracket_values; should consult_supervisor before refer, terminate`."""
    befores: dict[str, list[str]] = {}
    for norm in rule.norms:
        instead = f" instead of {norm.instead_of}" if norm.instead_of else ""
        before = befores.setdefault(f"{norm.modality.value} {norm.action}{instead}", [])
        if norm.before:
            before.append(norm.before)
    norms = [f"{norm} before {', '.join(before)}" if before else norm for norm, before in befores.items()]
    return "; ".join(norms) if norms else f"overrides {', '.join(rule.overrides)}"


def _rule(rule: Rule, ruleset: Ruleset) -> Iterator[str]:
    yield f"{rule.id} (a rule on {rule.topic})"
    yield f"  If: {condition_in_words(rule.when, ruleset)}"
    for action, words in norms_in_words(rule, ruleset):
        yield f"  Then: {words}  [{action}]"
    yield f"  Because: {rule.because}"
    if rule.unless is not None:
        yield f"  Unless: {condition_in_words(rule.unless, ruleset)}"
        if rule.unless_because:
            yield f"      {rule.unless_because}"
    if rule.only_until:
        yield f"  It holds only until {rule.only_until}."
    if rule.overrides:
        yield f"  Overrides: {', '.join(rule.overrides)}"
    overridden_by = [other.id for other in ruleset.rules if rule.id in other.overrides]
    if overridden_by:
        yield f"  Overridden by: {', '.join(overridden_by)}"
    for each in rule.restatements:
        yield f"  Restated by {each.part}: {each.because}"
    if rule.in_force.since or rule.in_force.until:
        since, until = rule.in_force.since or "the beginning", rule.in_force.until or "further notice"
        yield f"  In force: from {since} until {until}"
    strength = strength_in_words(rule.strength_from, rule.strength_because)
    if strength:
        yield f"  {strength[0].upper()}{strength[1:]}"
    yield from _sources(rule.sources, ruleset)


def _action(name: str, ruleset: Ruleset) -> Iterator[str]:
    action = ruleset.action[name]
    yield f"{name} ({'a course of action' if action.is_way else 'a step'} of {actor(action)}): {action.label}"
    if action.meaning:
        yield f"  That is: {action.meaning}"
    if action.of:
        yield f"  A step of: {'; '.join(ruleset.action[way].label for way in action.of)}"
    available = condition_in_words(action.available, ruleset)
    if available != "always":
        yield f"  Possible only if: {available}"
    if action.after:
        yield f"  Comes after: {', '.join(action.after)}"
    if action.needs_client:
        yield "  Needs the client: it counts as tried if the client prevents it"
    if action.met_by:
        yield f"  Can be met by: {', '.join(action.met_by)}"
    if action.is_way:
        together = [way.id for way in ruleset.ways if way.id != name and ruleset.compatible(way.id, name)]
        yield f"  Can be combined with: {', '.join(together) or 'no other course'}"
    yield from _synonyms(action.also)
    speaking = [rule for rule in ruleset.rules if any(norm.action == name for norm in rule.norms)]
    for rule in speaking:
        said = dict.fromkeys(norm.modality.value for norm in rule.norms if norm.action == name)
        yield f"  {', '.join(said)}: {rule.id}"
    yield from _sources(action.sources, ruleset)


def _synonyms(also: tuple[str, ...]) -> Iterator[str]:
    if also:
        yield f"  Also called: {', '.join(also)}"


def _in_brackets(also: tuple[str, ...]) -> str:
    return f" (also: {', '.join(also)})" if also else ""


_TYPE_IN_WORDS = {
    FactType.YES_NO: "yes or no",
    FactType.CHOICE: "one of several",
    FactType.CHOICES: "any of several",
    FactType.COUNT: "a number",
}


def _fact(fact: Fact, ruleset: Ruleset) -> Iterator[str]:
    yield f"{fact.id} (a fact: {_TYPE_IN_WORDS[fact.type]}): {fact.ask}"
    if fact.type.value.startswith("choice"):
        yield f"  Values{', from less to more' if fact.ordered else ''}:"
        for value in fact.values:
            yield f"      {value.id}: {value.label}{_in_brackets(value.also)}"
    if fact.presumed is not None:
        yield f"  Assumed unless stated: {value_in_words(fact, fact.presumed)}"
    elif fact.unpresumed:
        yield f"  Nothing is assumed: {fact.unpresumed}"
    for flag, says in (
        (fact.judged, "It is a judgement."),
        (fact.sensitive, "It is sensitive: --redact leaves it out."),
    ):
        if flag:
            yield f"  {says}"
    yield from _synonyms(fact.also)
    yield from _used_by(fact.id, ruleset)
    yield from _sources(fact.sources, ruleset)


def _concept(name: str, ruleset: Ruleset) -> Iterator[str]:
    concept = ruleset.concept[name]
    yield f"{name} (a defined term): {concept.says}"
    yield f"  It means: {condition_in_words(concept.means, ruleset)}"
    yield from _used_by(name, ruleset)
    yield from _sources(concept.sources, ruleset)


def _constraint(name: str, ruleset: Ruleset) -> Iterator[str]:
    constraint = ruleset.constraint[name]
    yield f"{name} (an impossible combination): {condition_in_words(constraint.never, ruleset)}"
    yield f"  Because: {constraint.because}"
    yield from _sources(constraint.sources, ruleset)


def _passage(reference: str, ruleset: Ruleset) -> Iterator[str]:
    passage = ruleset.passage[reference]
    document = ruleset.document[passage.document]
    yield f"{reference} (a source): {passage.says}"
    yield f"  From: {bibliography_line(document)}"
    if passage.authority:
        yield f"  Authority: {AUTHORITY_IN_WORDS[passage.authority]}"
    if passage.said:
        yield f"  Strength of its own words: {SAID_IN_WORDS[passage.said]}"
    if passage.confidence:
        yield f"  Confidence: {CONFIDENCE_IN_WORDS[passage.confidence]}"
    if passage.note:
        yield f"  Note: {passage.note}"
    for kind, found in by_kind(citations(ruleset)[reference]).items():
        yield f"  Used by {kind}: {', '.join(found)}"
    if passage.not_encoded:
        yield f"  Not encoded: {passage.not_encoded}"


def _used_by(name: str, ruleset: Ruleset) -> Iterator[str]:
    rules = [rule.id for rule in ruleset.rules if name in _names_in(rule.when, rule.unless or ALWAYS)]
    concepts = [item.id for item in ruleset.concepts if name in _names_in(item.means)]
    if rules:
        yield f"  Used by rules: {', '.join(rules)}"
    if concepts:
        yield f"  Used by terms: {', '.join(concepts)}"


def _names_in(*conditions: Condition) -> set[str]:
    tests = [test for condition in conditions for test in tests_in(condition)]
    return {test.fact for test in tests if isinstance(test, FactTest)} | {
        test.concept for test in tests if isinstance(test, ConceptTest)
    }


def _sources(references: Iterable[str], ruleset: Ruleset) -> Iterator[str]:
    for reference in references:
        passage = ruleset.passage[reference]
        standing = authority_and_strength(passage.authority, passage.said)
        yield f"  Source {reference}{f' ({standing})' if standing else ''}: {passage.says}"
