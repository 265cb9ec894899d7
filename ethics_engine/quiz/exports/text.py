"""What all exports say alike: tags, instructions, general feedback, and text that is safe where it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.rendering.html import readable

_NO_TAG = re.compile(r"[<>`,\s]+")


def html(text: str) -> str:
    """Text in which nothing is markup, on one line."""
    return escape(re.sub(r"\s+", " ", readable(text)).strip(), quote=False)


def paragraphs(text: str) -> tuple[str, ...]:
    """The paragraphs of a text, each on one line."""
    return tuple(re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n[ \t]*\n", readable(text)) if part.strip())


def html_paragraphs(text: str) -> str:
    """The paragraphs of a text, as HTML."""
    return "".join(f"<p>{html(part)}</p>" for part in paragraphs(text))


def instruction(item: Item) -> str:
    """What the student is to do with the options."""
    if item.ordered:
        return "Each is used once."
    choose = "Choose all that apply." if item.several else "Choose one."
    return f"The codes may be used. {choose}" if item.kind is ItemKind.CODE else choose


def asked(item: Item) -> str:
    """What happened and what is asked, as HTML."""
    return f"{html_paragraphs(item.vignette)}<p><strong>{html(item.question)}</strong> {instruction(item)}</p>"


def explained(item: Item, citations: Citations) -> str:
    """The reasoned answer with its rules and sources, as HTML."""
    return html_paragraphs(item.explanation) + "".join(f"<p>{html(line)}</p>" for line in citations.resting(item))


def by_topic(items: Iterable[Item]) -> tuple[tuple[str, tuple[Item, ...]], ...]:
    """Runs of items on one topic, in the order of the items, so that a paper stays in its order."""
    return tuple((topic, tuple(run)) for topic, run in groupby(items, key=lambda item: item.topic))


def category(title: str, topic: str) -> str:
    """A category of Moodle: that of the topic within that of the title."""
    parts = [" ".join(readable(name).split()).replace("/", "//") for name in (title, topic)]
    return "/".join(["$course$/top", *(part for part in parts if part)])


def tags(item: Item) -> tuple[str, ...]:
    """What an item can be found by, such as `topic:values`, without what Moodle allows in no tag."""
    found = (
        ("topic", (item.topic,)),
        ("kind", (item.kind.value,)),
        ("difficulty", (str(item.difficulty),)),
        ("rule", item.rules),
        ("source", item.sources),
    )
    return tuple(f"{what}:{_NO_TAG.sub(' ', readable(name)).strip()}" for what, names in found for name in names)


def in_order(item: Item) -> tuple[str, ...]:
    """The ids of the options as a system that shuffles them itself gets them: right order first, else as shown."""
    return item.key if item.ordered else tuple(option.id for option in item.options)


def fractions(item: Item) -> dict[str, str]:
    """The per cent that choosing each option earns: the right ones share 100, the wrong ones lose it.

    Moodle knows these fractions for up to ten options of a sort, to five decimals; beyond that the wrong ones lose a
    tenth each.
    """
    wrong = min(len(item.options) - len(item.key), 10)
    return {
        option.id: _per_cent(100 / len(item.key) if option.id in item.key else -100 / wrong if item.several else 0)
        for option in item.options
    }


def _per_cent(number: float) -> str:
    return f"{number:.5f}".rstrip("0").rstrip(".")
