"""A case as a text: the story, the question, what was held and why."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ethics_engine.model.case import Case, Dissent, Held
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import STEP_KEYS
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.width import width
from ethics_engine.text.answers import question_in_words
from ethics_engine.text.lists import listed
from ethics_engine.text.values import as_clause

from .corpus import RELATIONS
from .holdings import Point, holdings


def case_text(case: Case, ruleset: Ruleset) -> str:
    """Write out the whole case, without what an engine makes of it."""
    lines = [f"{case.id}{f': {case.title}' if case.title else ''}", ""]
    lines += _text(case.narrative)
    lines += ["QUESTION", *_text(question_in_words(PossibilityQuery(case.question, case.did, case.omitted), ruleset))]
    lines += _section("STATED", _stated(case, ruleset))
    if case.held is None:
        lines += ["HELD", "  not decided yet", ""]
    else:
        lines += _section("HELD", held_in_words(case.held))
    if case.rationale:
        lines += ["BECAUSE", *_text(case.rationale)]
    if case.dissent is not None:
        lines += _dissent(case.dissent)
    if case.decided is not None:
        under = f", under {case.decided.under}" if case.decided.under else ""
        lines += ["DECIDED", *_text(f"by {case.decided.by}, {case.decided.date.isoformat()}{under}")]
    related = (f"{relation}: {listed(getattr(case, relation))}" for relation in RELATIONS if getattr(case, relation))
    lines += _section("OTHER CASES", related)
    lines += _section("SOURCES", (f"{name}: {ruleset.passage[name].says}" for name in case.sources))
    lines += _section("TAGS", case.tags)
    return "\n".join(lines).rstrip() + "\n"


def held_in_words(held: Held) -> Iterator[str]:
    """Each thing that was held, in the words of the file."""
    if held.constraint is not None:
        yield f"the facts contradict each other: {held.constraint}"
    for holding in holdings(held):
        words = " and ".join(holding.words)
        match holding.point:
            case Point.STATUS:
                yield f"{holding.subject}: {words}"
            case Point.DENIED:
                yield f"{holding.subject}: not {words}"
            case Point.ANSWER | Point.DISPOSITION | Point.FIRST | Point.VERDICT:
                yield f"{holding.point.value}: {words}"
            case Point.RATIO | Point.NORMS | Point.MUST_ASK:
                continue
    for point, names in (("decided on", held.ratio), ("in conflict", held.norms), ("to be asked", held.must_ask)):
        if names:
            yield f"{point}: {listed(names)}"


def _stated(case: Case, ruleset: Ruleset) -> Iterator[str]:
    for name, statement in case.facts.items():
        if name.startswith(DONE):
            label = ruleset.action[name.removeprefix(DONE)].label
            said = next((key for key, known in STEP_KEYS.items() if known == statement.known), "not known if done")
            yield f"{said.replace('_', ' ')}: {label}"
        else:
            fact = ruleset.fact[name]
            by = f" (reported by {statement.reported_by})" if statement.reported_by else ""
            note = f" [{statement.note}]" if statement.note else ""
            yield f"{as_clause(fact, statement.known)}{by}{note}"


def _dissent(dissent: Dissent) -> Iterator[str]:
    yield f"DISSENT{f' BY {dissent.by.upper()}' if dissent.by else ''}"
    yield from _text(dissent.rationale)
    if dissent.held is not None:
        yield from _section("THE DISSENT WOULD HOLD", held_in_words(dissent.held))


def _section(heading: str, items: Iterable[str]) -> Iterator[str]:
    listed_items = list(items)
    if listed_items:
        yield heading
        for item in listed_items:
            yield from textwrap.wrap(item, width(), initial_indent="  - ", subsequent_indent="    ")
        yield ""


def _text(text: str) -> Iterator[str]:
    for paragraph in filter(None, text.split("\n")):
        yield from textwrap.wrap(paragraph, width(), initial_indent="  ", subsequent_indent="  ")
    if text:
        yield ""
