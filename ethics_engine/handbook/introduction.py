"""The opening chapters of the handbook: what it is, how to read it, and the words on danger."""

from __future__ import annotations

from ethics_engine.model.citations import Citing
from ethics_engine.model.ruleset import Part, Ruleset, SafetyLine
from ethics_engine.rendering.document import Bullets, DocumentSection, Entries, Entry, Paragraph, anchor
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import listed, quoted

from .links import links

_HOW_TO_READ = (
    (
        "Each rule is one sentence, made from the rule that the software evaluates. Nobody wrote it by hand: what you "
        "read is what is applied."
    ),
    (
        "Must and must not bind. Should and should not advise: they leave room for judgement, and for reasons to act "
        "differently. May permits. If a rule that binds conflicts with one that advises, the one that binds decides."
    ),
    (
        "If two rules of equal weight conflict and neither overrides the other, the answer is a dilemma that names "
        'both. If no rule speaks of an act, the answer is "no rule". That is not a yes.'
    ),
    (
        "An exception (unless) overrides its rule. A rule may also override others, or their exceptions. What is "
        "overridden applies again if the rule that overrides it is overridden itself."
    ),
    (
        "A fact that nobody stated may be assumed. An answer that depends on an assumption is provisional: it holds "
        "while the assumption holds. What is neither stated nor assumed is not known, and an answer that needs it "
        "stays open."
    ),
    (
        "To check the handbook against a source, use the index by source. It shows for every passage which rules, "
        "terms, facts, constraints and actions use it, or why none does. To check a rule, follow its sources."
    ),
)


def about_chapter(ruleset: Ruleset) -> DocumentSection:
    """What this is, and what it does not cover."""
    counts = (
        f"It holds {len(ruleset.rules)} rules, {len(ruleset.concepts)} defined terms, {len(ruleset.facts)} facts, "
        f"{len(ruleset.constraints)} constraints and {len(ruleset.actions)} actions, and uses "
        f"{len(ruleset.passage)} passages of {len(ruleset.documents)} documents."
    )
    edition = f"Ruleset {ruleset.name}, version {ruleset.version} (content {ruleset.content_hash})."
    parts = (Paragraph(("It is made of:",)), Bullets(tuple((_part(part),) for part in ruleset.parts)))
    description = (Paragraph((ruleset.description,)),) if ruleset.description else ()
    not_covered = DocumentSection(
        "What it does not cover", "not-covered", (Bullets(tuple((text,) for text in ruleset.not_covered)),)
    )
    return DocumentSection(
        "About this handbook",
        "about",
        (*description, Paragraph((edition,)), *(parts if ruleset.parts else ()), Paragraph((counts,))),
        (not_covered,) if ruleset.not_covered else (),
    )


def _part(part: Part) -> str:
    """A base or an overlay: what it is called, which edition of it, and what an overlay covers."""
    covers = f" {part.description}" if part.description else ""
    return f"{part.title}: {part.name} {part.version} ({part.content_hash}).{covers}"


def reading_chapter() -> DocumentSection:
    """How to read it."""
    return DocumentSection("How to read it", "reading", tuple(Paragraph((text,)) for text in _HOW_TO_READ))


def safety_chapter(ruleset: Ruleset) -> DocumentSection:
    """What is said on danger before any answer."""
    lead = "These notes come before any answer that they matter to."
    entries = tuple(_safety(line, ruleset) for line in ruleset.safety)
    return DocumentSection("Safety first", "safety", (Paragraph((lead,)), Entries(entries)))


def _safety(line: SafetyLine, ruleset: Ruleset) -> Entry:
    return Entry(
        (f"If {condition_in_words(line.when, ruleset)}",),
        (
            (line.danger,),
            (f"If it was not stated: {line.ask}",),
            *([(f"If it is not known: {line.meanwhile}",)] if line.meanwhile else []),
            *(
                [(f"It is said instead of: {listed(quoted(name) for name in line.instead_of)}",)]
                if line.instead_of
                else []
            ),
            ("It matters to: ", *links(Citing.ACTION, line.matters_for)),
        ),
        anchor("safety", line.id),
    )
