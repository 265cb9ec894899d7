"""GIFT, as Moodle reads it (its `question/format/gift`): ids and tags stand in the comment before each question.

GIFT has no question that asks for an order; such an item becomes a matching question, step by step with its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import Item
from ethics_engine.rendering.html import readable

from .text import asked, by_topic, category, explained, fractions, html, in_order, tags

_ESCAPES = str.maketrans({char: f"\\{char}" for char in "\\~=#{}:"} | {"\n": "\\n"})


def as_gift(items: Sequence[Item], title: str, citations: Citations) -> bytes:
    """All items, in a category for each topic within one of this title."""
    lines: list[str] = []
    for topic, known in by_topic(items):
        lines += [f"$CATEGORY: {category(title, topic)}\n", *(_question(item, citations) for item in known)]
    return "\n".join(lines or [f"$CATEGORY: {category(title, '')}\n"]).encode()


def _question(item: Item, citations: Citations) -> str:
    head = f"::{_escaped(readable(item.id))}::{_html(asked(item))}{{"
    return "\n".join([_comment(item), head, *_answers(item, citations), "}\n"])


def _comment(item: Item) -> str:
    """Moodle takes the id and the tags from here; a closing bracket in them has a backslash before it."""
    named = [("id", readable(item.id)), *(("tag", tag) for tag in tags(item))]
    return "// " + " ".join(f"[{what}:{name.replace(']', chr(92) + ']')}]" for what, name in named)


def _answers(item: Item, citations: Citations) -> Iterator[str]:
    if item.ordered:
        places = in_order(item)
        for number, id_ in enumerate(places, start=1):
            yield f"\t={_html(html(item.option[id_].text))} -> {number}"
        # A matching question has no feedback for each pair.
        steps = "".join(f"<li>{html(item.option[id_].text)} {html(item.option[id_].feedback)}</li>" for id_ in places)
        yield f"\t####{_html(f'<ol>{steps}</ol>{explained(item, citations)}')}"
        return
    earned = fractions(item)
    for option in item.options:
        right = option.id in item.key
        mark = f"~%{earned[option.id]}%" if item.several else "=" if right else "~"
        yield f"\t{mark}{_html(html(option.text))}#{_html(html(option.feedback))}"
    yield f"\t####{_html(explained(item, citations))}"


def _html(text: str) -> str:
    """A text that says that it is HTML; each one does, for a bracket at its start could be read as a format."""
    return f"[html]{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
