"""Items as plain lines for a terminal, which a screen reader can read from top to bottom."""

from __future__ import annotations

import shlex
import textwrap

from ethics_engine.text.plural import numbered

from .answer_log import LearnerAnswer
from .certainty_marking import CERTAINTY_IN_WORDS
from .citations import Citations
from .item import KIND_IN_WORDS, Item
from .session import AskedItem, ItemStanding


def wrapped(text: str, columns: int, indent: str = "", hanging: str | None = None) -> str:
    """The text in lines that fit; line breaks of its own stay."""
    further = indent if hanging is None else hanging
    return "\n".join(
        textwrap.fill(line, columns, initial_indent=indent, subsequent_indent=further, break_on_hyphens=False)
        for line in text.strip().splitlines()
    )


def question(asked: AskedItem, number: int, of: int, columns: int) -> str:
    """All of an item but its key and its reasons."""
    item = asked.item
    heading = f"Question {number} of {of}. Topic {item.topic}, {KIND_IN_WORDS[item.kind]}."
    parts = [heading, _why_now(asked), item.vignette, item.question]
    options = [wrapped(option.text, columns, f"{option.id}. ", "   ") for option in item.options]
    return "\n\n".join([*(wrapped(part, columns) for part in parts if part), "\n".join(options)])


def _why_now(asked: AskedItem) -> str:
    day = f"{asked.last.astimezone():%Y-%m-%d}" if asked.last else ""
    return {
        ItemStanding.DUE: f"Due again; last answered on {day}.",
        ItemStanding.CHANGED: f"Changed since you answered it on {day}, so it counts as new.",
        ItemStanding.NEW: "",
        ItemStanding.EARLY: f"Not due yet; last answered on {day}.",
    }[asked.standing]


def reasons(item: Item, answer: LearnerAnswer, columns: int, citations: Citations, rules: str = "") -> str:
    """Whether an answer is right, why, and the feedback of each option.

    `rules` is what a command needs to find the ruleset, where it is not the usual one.
    """
    verdict = "Right."
    if not answer.right:
        what = "order" if item.ordered else "answer"
        verdict = f"Wrong: you chose {_letters(answer.chosen)}, the {what} is {_letters(item.key)}."
    if answer.marks is not None and answer.certainty is not None:
        marks = numbered(answer.marks, "mark")
        verdict += f" You were {CERTAINTY_IN_WORDS[answer.certainty]} sure: {marks}."
    parts = [wrapped(verdict, columns), wrapped(item.explanation, columns)]
    parts.append("\n".join(_feedback(item, answer, columns)))
    parts += [wrapped(line, columns, hanging="  ") for line in citations.resting(item)]
    if item.sources:
        command = f"ethics rules source {shlex.quote(item.sources[0])}{rules}"
        parts.append(wrapped(f"To see what a source says: `{command}`", columns))
    return "\n\n".join(part for part in parts if part)


def _feedback(item: Item, answer: LearnerAnswer, columns: int) -> list[str]:
    if item.ordered:
        ordered = [(f"{place}. ", item.option[letter]) for place, letter in enumerate(item.key, start=1)]
        lines = [(f"{place}{option.id}, {option.text}", option.feedback) for place, option in ordered]
    else:
        lines = [
            (f"{option.id}, {_standing(option.id, item, answer)}", option.feedback or option.text)
            for option in item.options
        ]
    return [wrapped(f"{head}: {feedback}" if feedback else head, columns, hanging="   ") for head, feedback in lines]


def _standing(letter: str, item: Item, answer: LearnerAnswer) -> str:
    right = "right" if letter in item.key else "wrong"
    return f"{right}, your answer" if letter in answer.chosen else right


def _letters(chosen: tuple[str, ...]) -> str:
    return ", ".join(chosen)
