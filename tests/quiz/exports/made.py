"""Items made to be exported, most with hostile texts, and what a reader sees of them."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Sequence

from ethics_engine.quiz.exports import export
from ethics_engine.quiz.item import Item, ItemKind, Option

HOSTILE = "a~b=c#d{e}f:g\\h->i //j %50%k [html]l ]]>m <script>n</script>&amp;o \"p\" 'q' ::r:: \\n {{c1::s}} ####t é ✓"
DAY = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
TITLE = "Ethics / <b>quiz</b> & more"


def option(letter: str, text: str) -> Option:
    return Option(letter, f"{text} ({letter})", f"Because of {text}, {letter}.")


def item(id_: str, kind: ItemKind, key: tuple[str, ...], text: str = "an option", letters: str = "abcd") -> Item:
    return Item(
        id=id_,
        kind=kind,
        topic="values",
        cases=("values-001",),
        vignette=f"A first paragraph: {text}.\n\n=A second\nparagraph.",
        question=f"What of {text}?",
        options=tuple(option(letter, text) for letter in letters),
        key=key,
        explanation=f"Explained by {text}.\n\nAnd again.",
        rules=("values.bracket", "referral.steps"),
        sources=("ACA A.11.b", "S3-31"),
        difficulty=3,
        family="values-001",
        ordered=kind is ItemKind.OWN,
    )


ITEMS = (
    item("values-001:answer", ItemKind.ANSWER, ("b",)),
    item("values-001:unknown", ItemKind.CONDUCT, ("a", "c", "d"), HOSTILE),
    item("values-001:order", ItemKind.OWN, ("c", "a", "d", "b"), HOSTILE),
    item("hostile ] id", ItemKind.CODE, ("a",), HOSTILE, "ab"),
)


def exported(form: str, items: Sequence[Item] = ITEMS) -> bytes:
    return export(items, form, title=TITLE, dated=DAY).content


def text_of(markup: str) -> str:
    """What a reader of HTML sees."""
    return html.unescape(re.sub(r"<[^>]*>", "\n", markup))


def on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
