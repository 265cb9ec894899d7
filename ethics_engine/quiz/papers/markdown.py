"""A paper as Markdown."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.exports.text import in_order, instruction, paragraphs
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.paper import Paper
from ethics_engine.rendering.html import readable
from ethics_engine.text.plural import counted


def as_markdown(paper: Paper, parts: Collection[str]) -> str:
    """The questions, then the key."""
    return "\n\n".join(_lines(paper, parts)) + "\n"


def _lines(paper: Paper, parts: Collection[str]) -> Iterator[str]:
    if "questions" in parts:
        yield f"# {_marked(paper.title)}"
        yield f"{counted(len(paper.items), 'question')}. Paper {paper.mark}. Name: ______________________________"
        for number, item in enumerate(paper.items, start=1):
            yield from _question(number, item)
    if len(parts) > 1:
        yield "---"
    if "key" not in parts:
        return
    yield f"# Key to {_marked(paper.title)}"
    yield f"Paper {paper.mark}; seed {paper.seed}; rules: {_marked(paper.rules)}."
    for number, item in enumerate(paper.items, start=1):
        yield from _key(number, item, paper.citations)


def _question(number: int, item: Item) -> Iterator[str]:
    yield f"## Question {number}"
    yield from map(_marked, paragraphs(item.vignette))
    yield f"**{_marked(item.question)}** {instruction(item)}"
    yield "\n".join(f"- {option.id}\\. {_marked(option.text)}" for option in item.options)
    if item.ordered:
        yield f"Order: {' '.join(['____'] * len(item.options))}"


def _key(number: int, item: Item, citations: Citations) -> Iterator[str]:
    yield f"## {number}: {', '.join(item.key)}"
    yield from map(_marked, paragraphs(item.explanation))
    yield "\n".join(f"- {id_}\\. {_marked(item.option[id_].feedback)}" for id_ in in_order(item))
    yield "\n".join(f"- {_marked(line)}" for line in [*citations.resting(item), f"Item: {item.id}"])


def _marked(text: str) -> str:
    """Text on one line in which nothing is markup."""
    line = re.sub(r"\s+", " ", readable(text)).strip()
    line = re.sub(r"([\\`*_<>&\[\]#|~])", r"\\\1", line)
    return re.sub(r"^([+-]|\d+(?=[.)]))", lambda start: f"\\{start[0]}" if start[0] in "+-" else f"{start[0]}\\", line)
