"""The opening chapters of the handbook: what it is, how to read it, and the words on danger."""

from __future__ import annotations

from ethics_engine.model.citations import Citing
from ethics_engine.model.ruleset import Ruleset, SafetyLine
from ethics_engine.rendering.document import Bullets, DocumentSection, Entries, Entry, Paragraph, anchor
from ethics_engine.text.conditions import condition_in_words

from .links import links

_HOW_TO_READ = (
    (
        "Each rule is one sentence, made from the rule that the software evaluates. Nobody wrote it by hand, so what "
        "you read is what is applied."
    ),
    (
        "Must and must not bind. Should and should not advise: they leave room for judgement, and for reasons to do "
        "otherwise. May permits. Where a rule that binds meets one that advises, the one that binds decides."
    ),
    (
        "Where two rules of equal weight collide and neither takes the place of the other, the answer is a dilemma "
        "that names both. Where no rule speaks, the answer is that the rules say nothing, which is not a yes."
    ),
    (
        "An exception (unless) suspends its rule. A rule may also take the place of others, or of their exceptions; "
        "what is suspended in this way comes back when the rule that suspends it is suspended itself."
    ),
    (
        "Facts that nobody stated may be presumed. An answer that rests on an assumption says so, and falls with it. "
        "What is neither stated nor presumed is unknown, and an answer that needs it stays open."
    ),
    (
        "To check the handbook against a source, take the index by source: it says of every passage which rules, "
        "terms, facts, constraints and actions rest on it, or why none does. To check a rule, follow its sources."
    ),
)


def about_chapter(ruleset: Ruleset) -> DocumentSection:
    """What this is, and what it does not cover."""
    counts = (
        f"It holds {len(ruleset.rules)} rules, {len(ruleset.concepts)} defined terms, {len(ruleset.facts)} facts, "
        f"{len(ruleset.constraints)} constraints and {len(ruleset.actions)} actions, and rests on "
        f"{len(ruleset.passage)} passages of {len(ruleset.documents)} documents."
    )
    edition = f"Ruleset {ruleset.name}, version {ruleset.version} (content {ruleset.content_hash})."
    description = (Paragraph((ruleset.description,)),) if ruleset.description else ()
    not_covered = DocumentSection(
        "What it does not cover", "not-covered", (Bullets(tuple((text,) for text in ruleset.not_covered)),)
    )
    return DocumentSection(
        "About this handbook",
        "about",
        (*description, Paragraph((edition,)), Paragraph((counts,))),
        (not_covered,) if ruleset.not_covered else (),
    )


def reading_chapter() -> DocumentSection:
    """How to read it."""
    return DocumentSection("How to read it", "reading", tuple(Paragraph((text,)) for text in _HOW_TO_READ))


def safety_chapter(ruleset: Ruleset) -> DocumentSection:
    """What is said on danger before any answer."""
    lead = "These words come before any answer to which they matter."
    entries = tuple(_safety(line, ruleset) for line in ruleset.safety)
    return DocumentSection("Safety first", "safety", (Paragraph((lead,)), Entries(entries)))


def _safety(line: SafetyLine, ruleset: Ruleset) -> Entry:
    return Entry(
        (f"When {condition_in_words(line.when, ruleset)}",),
        (
            (line.danger,),
            (f"Where nobody was asked: {line.ask}",),
            *([(f"Where it is not known: {line.meanwhile}",)] if line.meanwhile else []),
            ("It matters to: ", *links(Citing.ACTION, line.matters_for)),
        ),
        anchor("safety", line.id),
    )
