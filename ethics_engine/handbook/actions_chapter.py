"""The chapter of the handbook that holds the actions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from ethics_engine.model.actions import Action
from ethics_engine.model.citations import Citing
from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.rules import Modality
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.document import DocumentSection, Entries, Entry, Line, Paragraph, Strong, anchor
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.norms import PRACTITIONER, actor

from .links import links
from .vocabulary_chapters import sources_line, synonyms_line

_Speaking = Mapping[tuple[str, Modality], Collection[str]]


def actions_chapter(ruleset: Ruleset) -> DocumentSection:
    """Ways, steps and manners, each in the declared order."""
    steps = [step for step in ruleset.steps if not step.of]
    manners = [step for step in ruleset.steps if step.of]
    return DocumentSection(
        "Actions",
        "actions",
        sections=(
            _section("Courses of action", "ways", ruleset.ways, ruleset),
            _section("Steps", "steps", steps, ruleset),
            _section("Steps of a course of action", "manners", manners, ruleset),
        ),
    )


def _section(heading: str, name: str, actions: Iterable[Action], ruleset: Ruleset) -> DocumentSection:
    speaking = _speaking(ruleset)
    entries = tuple(_entry(action, ruleset, speaking) for action in actions)
    return DocumentSection(heading, name, (Entries(entries) if entries else Paragraph(("There are none.",)),))


def _entry(action: Action, ruleset: Ruleset, speaking: _Speaking) -> Entry:
    return Entry(
        (Strong(action.id), f": {action.label}"),
        (
            *_about(action, ruleset),
            *synonyms_line(action.also),
            *_rules(action, ruleset, speaking),
            *sources_line(action.sources),
        ),
        anchor(Citing.ACTION.value, action.id),
    )


def _about(action: Action, ruleset: Ruleset) -> Iterator[Line]:
    if actor(action) != PRACTITIONER:
        yield (f"Who acts: {actor(action)}.",)
    if action.available != ALWAYS:
        yield (f"Possible only if {condition_in_words(action.available, ruleset)}.",)
    if action.is_way:
        together = [way.id for way in ruleset.ways if way.id != action.id and ruleset.compatible(way.id, action.id)]
        yield ("Can be combined with: ", *(links(Citing.ACTION, together) or ("no other course",)))
    for words, names in (("A step of", action.of), ("Comes after", action.after), ("Met by", action.met_by)):
        if names:
            yield (f"{words}: ", *links(Citing.ACTION, names))


def _speaking(ruleset: Ruleset) -> _Speaking:
    """The rules that speak of each action, by the modality in which they do."""
    found: dict[tuple[str, Modality], dict[str, None]] = {}
    for rule in ruleset.rules:
        for norm in rule.norms:
            found.setdefault((norm.action, norm.modality), {})[rule.id] = None
    return found


def _rules(action: Action, ruleset: Ruleset, speaking: _Speaking) -> Iterator[Line]:
    """The rules that speak of the action, and those that put it after another."""
    for modality in Modality:
        if (action.id, modality) in speaking:
            yield (f"{modality.value.capitalize()}: ", *links(Citing.RULE, [*speaking[action.id, modality]]))
    awaited = {norm.action for rule in ruleset.rules for norm in rule.norms if norm.before == action.id}
    if awaited:
        yield (
            "Rules may put before it: ",
            *links(Citing.ACTION, [step.id for step in ruleset.steps if step.id in awaited]),
        )
