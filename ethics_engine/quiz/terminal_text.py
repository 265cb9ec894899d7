"""Items as plain lines for a terminal, which a screen reader can read from top to bottom."""

from __future__ import annotations

import shlex
import textwrap

from .answer_log import LearnerAnswer
from .certainty_marking import CERTAINTY_IN_WORDS
from .citations import Citations
from .item import Item, ItemKind
from .session import AskedItem, ItemStanding

KIND_IN_WORDS = {
    ItemKind.ANSWER: "the answer to a case",
    ItemKind.STATUS: "the standing of an action",
    ItemKind.DECIDING_FACT: "the fact that decides",
    ItemKind.MINIMAL_PAIR: "two cases that differ in one thing",
    ItemKind.NEXT_QUESTION: "what to ask next",
    ItemKind.CHANGE: "what would have to change",
    ItemKind.CONTROLLING: "the rule that controls",
    ItemKind.ORDER: "steps in their order",
    ItemKind.UNKNOWN: "what is unknown and matters",
    ItemKind.CONDUCT: "whether it was right",
}


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
        ItemStanding.DUE: f"It is due again; you last answered it on {day}.",
        ItemStanding.CHANGED: f"It has changed since you answered it on {day}, so it starts anew.",
        ItemStanding.NEW: "",
        ItemStanding.EARLY: f"It is not due yet; you last answered it on {day}.",
    }[asked.standing]


def reasons(item: Item, answer: LearnerAnswer, columns: int, citations: Citations, rules: str = "") -> str:
    """Whether an answer is right, why, and what each option has to do with it.

    `rules` is what a command needs to find the ruleset, where it is not the usual one.
    """
    verdict = "Right." if answer.right else f"Not right. You answered {_letters(answer.chosen)}."
    if not answer.right:
        verdict += f" The right {'order' if item.ordered else 'answer'} is {_letters(item.key)}."
    if answer.marks is not None and answer.certainty is not None:
        marks = f"{answer.marks} mark{'' if answer.marks == 1 else 's'}"
        verdict += f" Being {CERTAINTY_IN_WORDS[answer.certainty]} sure, you get {marks}."
    parts = [wrapped(verdict, columns), wrapped(item.explanation, columns)]
    parts.append("\n".join(_feedback(item, answer, columns)))
    parts += [wrapped(line, columns, hanging="  ") for line in citations.resting(item)]
    if item.sources:
        command = f"ethics rules source {shlex.quote(item.sources[0])}{rules}"
        parts.append(wrapped(f"`{command}` shows what a source says.", columns))
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
    right = "right" if letter in item.key else "not right"
    return f"{right}, and your answer" if letter in answer.chosen else right


def _letters(chosen: tuple[str, ...]) -> str:
    return ", ".join(chosen)
