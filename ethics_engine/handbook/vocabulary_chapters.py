"""The chapters of the handbook that hold the words: defined terms, facts, and what cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ethics_engine.model.citations import Citing
from ethics_engine.model.facts import Concept, Constraint, Fact, FactType
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.document import DocumentSection, Entries, Entry, Line, Paragraph, Strong, anchor, separated
from ethics_engine.text.conditions import condition_in_words, listed_condition
from ethics_engine.text.lists import listed, sentence
from ethics_engine.text.values import value_in_words

from .facts_in_conditions import conditions_of, tested
from .links import links, to_passage

_Uses = Mapping[str, Mapping[Citing, Sequence[str]]]


def terms_chapter(ruleset: Ruleset) -> DocumentSection:
    """The defined terms."""
    used = _uses(ruleset)
    return DocumentSection(
        "Defined terms",
        "terms",
        (
            Paragraph(("A term stands for a condition that several rules share.",)),
            Entries(tuple(_term(concept, ruleset, used) for concept in ruleset.concepts)),
        ),
    )


def facts_chapter(ruleset: Ruleset) -> DocumentSection:
    """The facts by topic."""
    lead = "A fact is a question about the case. What is assumed counts unless something else is stated."
    used = _uses(ruleset)
    return DocumentSection(
        "Facts",
        "facts",
        (Paragraph((lead,)),),
        tuple(
            DocumentSection(
                sentence(topic).rstrip(".") or "Other",
                anchor("facts", topic),
                (Entries(tuple(_fact(fact, ruleset, used) for fact in ruleset.facts if fact.topic == topic)),),
            )
            for topic in sorted({fact.topic for fact in ruleset.facts})
        ),
    )


def constraints_chapter(ruleset: Ruleset) -> DocumentSection:
    """What cannot be."""
    lead = "A case that states one of these contradicts itself, and gets no answer until it is corrected."
    return DocumentSection(
        "Impossible combinations",
        "constraints",
        (Paragraph((lead,)), Entries(tuple(_constraint(item, ruleset) for item in ruleset.constraints))),
    )


def sources_line(references: Iterable[str]) -> tuple[Line, ...]:
    """The sources of something, or nothing where it has none of its own."""
    found = separated((to_passage(reference),) for reference in references)
    return (("Sources: ", *found),) if found else ()


def synonyms_line(also: tuple[str, ...]) -> tuple[Line, ...]:
    """Other everyday words for something, or nothing where there are none."""
    return ((f"Also called: {', '.join(also)}.",),) if also else ()


def _term(concept: Concept, ruleset: Ruleset, used: _Uses) -> Entry:
    lead, parts = listed_condition(concept.means, ruleset)
    meaning: list[Line] = [(f"This means: {lead}{':' if parts else '.'}",)]
    meaning.extend((f"{number}. {part}",) for number, part in enumerate(parts, start=1))
    return Entry(
        (Strong(concept.id), f": {concept.says}"),
        (*meaning, *_used(concept.id, used), *sources_line(concept.sources)),
        anchor(Citing.CONCEPT.value, concept.id),
    )


def _fact(fact: Fact, ruleset: Ruleset, used: _Uses) -> Entry:
    return Entry(
        (Strong(fact.id), f": {fact.ask}"),
        (
            *_answers(fact),
            *_assumption(fact),
            *_flags(fact, ruleset),
            *synonyms_line(fact.also),
            *_used(fact.id, used),
            *sources_line(fact.sources),
        ),
        anchor(Citing.FACT.value, fact.id),
    )


def _answers(fact: Fact) -> Iterator[Line]:
    labels = [f"{value.label} ({', '.join([value.id, *value.also])})" for value in fact.values]
    match fact.type:
        case FactType.YES_NO:
            yield (f"Yes means that {fact.says}{f'; no, that {fact.denies}' if fact.denies else ''}.",)
        case FactType.CHOICE:
            order = ", from less to more" if fact.ordered else ""
            yield (f"One of these{order}: {'; '.join(labels)}.",)
        case FactType.CHOICES:
            yield (f"Any number of these: {'; '.join(labels)}.",)
        case FactType.COUNT:
            yield (f"A number of {fact.unit}.",)


def _assumption(fact: Fact) -> Iterator[Line]:
    if fact.presumed is not None:
        yield (f"Assumed unless stated: {value_in_words(fact, fact.presumed)}.",)
    elif fact.unpresumed:
        yield (f"Nothing is assumed: {sentence(fact.unpresumed)}",)
    else:
        yield ("Nothing is assumed.",)


def _flags(fact: Fact, ruleset: Ruleset) -> Iterator[Line]:
    flags = {
        "a judgement": fact.judged,
        "sensitive, and left out of redacted reports": fact.sensitive,
        "nothing the practitioner can change": fact.immutable,
        "never offered as a change, because to name it for the sake of the answer would be a pretext": fact.pretext,
    }
    if any(flags.values()):
        yield (f"This is {listed([words for words, flag in flags.items() if flag])}.",)
    if fact.pretext_if:
        yield (f"A pretext, and not offered as a change, if {ruleset.concept[fact.pretext_if].says}.",)
    for value, names in fact.withholds:
        yield (f"Not offered as a change while it is {value}: {listed([_named(name, ruleset) for name in names])}.",)
    if fact.within_reach:
        yield (f"What the practitioner can do: {sentence(fact.within_reach)}",)


def _named(name: str, ruleset: Ruleset) -> str:
    """What is withheld: a step, or a fact to be set right."""
    return ruleset.action[name].label if name in ruleset.action else ruleset.fact[name].within_reach or name


def _constraint(constraint: Constraint, ruleset: Ruleset) -> Entry:
    never = condition_in_words(constraint.never, ruleset)
    return Entry(
        (Strong(constraint.id), f": it is impossible that {never}."),
        ((f"Because: {constraint.because}",), *sources_line(constraint.sources)),
        anchor(Citing.CONSTRAINT.value, constraint.id),
    )


def _uses(ruleset: Ruleset) -> _Uses:
    """For each fact and term, everything that asks for it itself."""
    found: dict[str, dict[Citing, list[str]]] = {}
    for kind, name, conditions in (
        *((Citing.RULE, rule.id, conditions_of(rule)) for rule in ruleset.rules),
        *((Citing.CONCEPT, concept.id, (concept.means,)) for concept in ruleset.concepts),
        *((Citing.CONSTRAINT, constraint.id, (constraint.never,)) for constraint in ruleset.constraints),
        *((Citing.ACTION, action.id, (action.available,)) for action in ruleset.actions),
    ):
        asked = tested(conditions)
        for each in (*asked.facts, *asked.concepts):
            found.setdefault(each, {}).setdefault(kind, []).append(name)
    return found


def _used(name: str, used: _Uses) -> Iterator[Line]:
    for kind, names in used.get(name, {}).items():
        yield (f"Used by {_ASKING[kind]}: ", *links(kind, names))


_ASKING = {
    Citing.RULE: "the rules",
    Citing.CONCEPT: "the terms",
    Citing.CONSTRAINT: "the constraints",
    Citing.ACTION: "the actions",
}
