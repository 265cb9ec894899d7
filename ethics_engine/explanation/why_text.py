"""An explanation in words: a line, a paragraph, or a report with the whole proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum

from ethics_engine.model.determination import FactReport
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.provenance import provenance_in_words
from ethics_engine.text.sources import source_in_words
from ethics_engine.text.values import fact_clause, fact_in_words

from .result import LEFT_OUT, Explanation, Step, StepKind, StepRole

MANY = 5
"""How many assumptions a paragraph names; the tree names all of them."""

TOGETHER = 2
"""How many assumed facts of one step have a line each; more stand in one line."""

QUESTION_AND_ANSWER, TO_FIND_OUT, PROOF = "Question and answer", "What to find out", "Proof"
ENOUGH_FACTS, ASSUMPTIONS, SOURCES, VERSION = "Enough facts", "Assumptions", "Sources", "Rules and version"
"""The headings of the proof; whoever picks or folds a part names it by these."""

_SAID = (StepRole.OUTWEIGHED, StepRole.DEFEATED, StepRole.DEFEATS)
"""The bearings that are said before a step; how the others stand to it is plain."""


class Length(Enum):
    """How much is said."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    TREE = "tree"


def line(explanation: Explanation) -> str:
    """The result and the facts that are enough for it, in one line."""
    if not explanation.smallest:
        return " ".join([*explanation.results, *explanation.still_open])
    facts = explanation.smallest[0]
    because = f"Because: {_listed(facts)}." if facts else "It needs no stated fact."
    return " ".join([*explanation.results, because, *explanation.still_open])


def paragraphs(explanation: Explanation) -> Iterator[str]:
    """The question, the result, the facts that settle it, what they lean on, and the rules."""
    yield " ".join([explanation.question, *explanation.results, *explanation.still_open])
    if explanation.still_open:
        yield _open(explanation)
    if explanation.smallest:
        yield " ".join(_settling(explanation))
    if explanation.leans_on:
        yield " ".join(_necessary_assumptions(explanation, MANY))
    yield from (f"Rule {step.id}, {step.says}" for step in _first_rules(explanation))


def proof_first(explanation: Explanation) -> tuple[ReportSection, ...]:
    """The proof for somebody who learns: first the answer and how it follows, then the facts, a few assumptions."""
    sections = {section.heading: section for section in report(explanation)}
    if explanation.leans_on:
        few = tuple(_necessary_assumptions(explanation, MANY))
        sections[ASSUMPTIONS] = ReportSection(ASSUMPTIONS, few)
    wanted = (QUESTION_AND_ANSWER, TO_FIND_OUT, PROOF, ENOUGH_FACTS, ASSUMPTIONS, SOURCES)
    return tuple(sections[heading] for heading in wanted if heading in sections)


def report(explanation: Explanation) -> tuple[ReportSection, ...]:
    """Everything, with the proof and the sources."""
    settling = tuple(_settling(explanation)) if explanation.smallest else ()
    assumptions = tuple(_necessary_assumptions(explanation, len(explanation.leans_on))) if explanation.leans_on else ()
    documents: dict[str, list[ReportItem]] = {}
    for source in explanation.sources:
        documents.setdefault(source.document, []).append(ReportItem(source_in_words(source)))
    unknown = tuple(ReportItem(f"{report.ask} [{report.fact}]") for report in explanation.unknown)
    sections = [
        ReportSection(QUESTION_AND_ANSWER, (explanation.question, *explanation.results, *explanation.still_open)),
        ReportSection(TO_FIND_OUT, items=unknown),
        ReportSection(ENOUGH_FACTS, settling),
        ReportSection(ASSUMPTIONS, assumptions),
        ReportSection(PROOF, items=tuple(map(_item, explanation.proof))),
        ReportSection(
            SOURCES, items=tuple(ReportItem(title, tuple(passages)) for title, passages in documents.items())
        ),
        ReportSection(VERSION, (provenance_in_words(explanation.provenance, redacted=explanation.redacted),)),
    ]
    return tuple(section for section in sections if section.paragraphs or section.items)


def step_in_words(step: Step) -> str:
    """One step of a proof."""
    said = f"{step.id}, {step.says}" if step.kind is StepKind.RULE else step.says
    if step.bearing in _SAID:
        said = f"{step.bearing.value}: {said}"
    cited = f" [{', '.join(step.sources)}]" if step.sources else ""
    return f"{said}{cited}{' (deciding)' if step.deciding else ''}{' (see above)' if step.above else ''}"


def gathered(parts: Sequence[Step]) -> tuple[tuple[str, Step | None], ...]:
    """The parts of a step in words; many presumed facts stand together, at the end, as no single step."""
    presumed = [step for step in parts if step.fact is not None and step.fact.assumed]
    if len(presumed) <= TOGETHER:
        presumed = []
    shown: list[tuple[str, Step | None]] = [(step_in_words(step), step) for step in parts if step not in presumed]
    if presumed:
        facts = "; ".join(fact_clause(step.fact) for step in presumed if step.fact)
        shown.append((f"assumed: {facts}", None))
    return tuple(shown)


def _item(step: Step) -> ReportItem:
    return ReportItem(step_in_words(step), _items(step.parts))


def _items(parts: Sequence[Step]) -> tuple[ReportItem, ...]:
    return tuple(ReportItem(text, _items(step.parts) if step else ()) for text, step in gathered(parts))


def _open(explanation: Explanation) -> str:
    asked = [report.ask for report in explanation.unknown]
    lead = "The stated facts leave this open."
    return f"{lead} To find out: {' '.join(asked)}" if asked else lead


def _settling(explanation: Explanation) -> Iterator[str]:
    first, *others = explanation.smallest
    if not first:
        yield "It needs no stated fact."
        return
    yield f"{_count(first)}: {_listed(first)}."
    if explanation.stopped_after is not None:
        yield (
            f"The search was stopped after {explanation.stopped_after:g} seconds: fewer facts and assumptions may be "
            "enough. --seconds gives it more time."
        )
    elif not explanation.proved:
        yield "All are needed. Smaller sets were not all checked."
    elif len(first) > 1:
        yield "No fewer are enough."
    if others:
        each = "This is also enough" if len(others) == 1 else "Each of these is also enough"
        yield f"{each}: {', or: '.join(map(_listed, others))}."
    if explanation.more:
        yield "There are more sets of that size."


def _count(facts: Sequence[FactReport]) -> str:
    if LEFT_OUT in facts:
        return "Enough on its own"
    return "Enough on its own" if len(facts) == 1 else f"These {len(facts)} facts together are enough"


def _necessary_assumptions(explanation: Explanation, most: int) -> Iterator[str]:
    """What is assumed besides, if not all of it is shown only what is near to the facts that are enough."""
    assumed = [fact for fact in explanation.leans_on if fact.assumed]
    stated = [fact for fact in explanation.leans_on if not fact.assumed]
    topics = {fact.topic for fact in explanation.smallest[0]} if explanation.smallest else set()
    shown = assumed if len(explanation.leans_on) <= most else [fact for fact in assumed if fact.topic in topics][:most]
    if len(assumed) > len(shown):
        usual = "all else that nobody stated is as usual (--length tree lists it)"
        yield f"It assumes{': ' if shown else ' that '}{'; '.join([*map(fact_clause, shown), usual])}."
    elif shown:
        yield f"It assumes: {'; '.join(map(fact_clause, shown))}."
    if stated and (len(explanation.leans_on) <= most or len(stated) <= TOGETHER):
        yield f"Also stated, and as it would be assumed: {'; '.join(map(fact_clause, stated))}."
    elif stated:
        yield "What else was stated is as it would be assumed."
    if explanation.otherwise:
        yield f"This was stated too, and does not change the result: {_listed(explanation.otherwise)}."


def _listed(facts: Sequence[FactReport]) -> str:
    return "; ".join(map(fact_in_words, facts))


def _first_rules(explanation: Explanation) -> Iterator[Step]:
    """The rules nearest to the results, each once."""
    shown: set[str] = set()
    waiting = list(explanation.proof)
    for step in waiting:
        if step.kind is StepKind.RULE and step.bearing is StepRole.BECAUSE:
            if step.id not in shown:
                shown.add(step.id)
                yield step
        else:
            waiting.extend(part for part in step.parts if part.bearing is StepRole.BECAUSE)
