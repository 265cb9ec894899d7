"""A case as a text: the story, the question, what was held and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ethics_engine.model.case import Case, Dissent, Held
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import STEP_KEYS
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status
from ethics_engine.rendering.section_layout import wrapped
from ethics_engine.text.answers import VERDICT_IN_WORDS, question_in_words, word_in_words
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS
from ethics_engine.text.values import as_clause

from .corpus import RELATIONS
from .holdings import DILEMMA, NONE, OPEN


def case_text(case: Case, ruleset: Ruleset) -> str:
    """Write out the whole case, without what an engine makes of it."""
    lines = [f"{case.id}{f': {case.title}' if case.title else ''}", ""]
    lines += _text(case.narrative)
    lines += ["QUESTION", *_text(question_in_words(PossibilityQuery(case.question, case.did, case.omitted), ruleset))]
    lines += _section("STATED", _stated(case, ruleset))
    if case.held is None:
        lines += ["HELD", "  not decided yet", ""]
    else:
        lines += _section("HELD", held_in_words(case.held, ruleset))
    if case.rationale:
        lines += ["BECAUSE", *_text(case.rationale)]
    if case.dissent is not None:
        lines += _dissent(case.dissent, ruleset)
    if case.decided is not None:
        under = f", under {case.decided.under}" if case.decided.under else ""
        lines += ["DECIDED", *_text(f"by {case.decided.by}, {case.decided.date.isoformat()}{under}")]
    related = (f"{relation}: {listed(getattr(case, relation))}" for relation in RELATIONS if getattr(case, relation))
    lines += _section("OTHER CASES", related)
    lines += _section("SOURCES", (f"{name}: {ruleset.passage[name].says}" for name in case.sources))
    lines += _section("TAGS", case.tags)
    return "\n".join(lines).rstrip() + "\n"


def held_in_words(held: Held, ruleset: Ruleset) -> Iterator[str]:
    """Put each thing that was held in words; actions of one status stand together."""
    if held.constraint is not None:
        yield f"the facts contradict each other: {held.constraint}"
    if held.answer is not None:
        yield f"answer: {_OPEN if held.answer == OPEN else word_in_words(held.answer, ruleset)}"
    if held.disposition:
        dilemma = DILEMMA in held.disposition
        ways = [_label(way, ruleset) for way in held.disposition if way != DILEMMA]
        named = listed(ways, "or") if dilemma else " and ".join(_COURSES.get(way, way) for way in ways)
        yield f"course of action: {': '.join(filter(None, ('a dilemma' if dilemma else '', named)))}"
    if held.first is not None:
        yield f"first: {_label(held.first, ruleset)}"
    if held.verdict is not None:
        yield f"verdict: {VERDICT_IN_WORDS[held.verdict]}"
    by_status: dict[str, list[str]] = {}
    for action, status in held.statuses.items():
        by_status.setdefault(STATUS_IN_WORDS[status] if status else _OPEN, []).append(_label(action, ruleset))
    for action, denied in held.denied.items():
        words = "covered by some rule" if denied is Status.UNREGULATED else f"not {STATUS_IN_WORDS[denied]}"
        by_status.setdefault(words, []).append(_label(action, ruleset))
    for words, labels in by_status.items():
        yield f"{words}: {'; '.join(labels)}"
    for point, names in (("decided on", held.ratio), ("in conflict", held.norms), ("to find out", held.must_ask)):
        if names:
            yield f"{point}: {listed(names)}"


_OPEN = "not known"
_COURSES = {OPEN: _OPEN, NONE: "none that the rules name"}


def _label(action: str, ruleset: Ruleset) -> str:
    """An action in words; an id that the ruleset does not know as it is, as with cases of overlays."""
    return ruleset.action[action].label if action in ruleset.action else action


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


def _dissent(dissent: Dissent, ruleset: Ruleset) -> Iterator[str]:
    yield f"DISSENT{f' BY {dissent.by.upper()}' if dissent.by else ''}"
    yield from _text(dissent.rationale)
    if dissent.held is not None:
        yield from _section("THE DISSENT WOULD HOLD", held_in_words(dissent.held, ruleset))


def _section(heading: str, items: Iterable[str]) -> Iterator[str]:
    listed_items = list(items)
    if listed_items:
        yield heading
        for item in listed_items:
            yield from wrapped(item, "  - ", "    ")
        yield ""


def _text(text: str) -> Iterator[str]:
    for paragraph in filter(None, text.split("\n")):
        yield from wrapped(paragraph, "  ", "  ")
    if text:
        yield ""
