"""Questions made by hand, and what came of asking them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ethics_engine.quiz.item import Item, ItemKind, Option
from ethics_engine.quiz.progress import Progress

OPTIONS = (
    Option("a", "Take an umbrella.", "FEEDBACK-A"),
    Option("b", "Stay at home.", "FEEDBACK-B"),
    Option("c", "Sing.", "FEEDBACK-C"),
)
KEYS = {ItemKind.ANSWER: ("b",), ItemKind.OWN: ("c", "a", "b"), ItemKind.CONDUCT: ("a", "c")}


def made(topic: str, number: int, kind: ItemKind, **changed: Any) -> Item:
    case = f"{topic}-{number}"
    found: dict[str, Any] = {
        "id": f"{case}.{kind.value}",
        "kind": kind,
        "topic": topic,
        "cases": (case,),
        "vignette": f"This is what happened in {case}.",
        "question": "What now?",
        "options": OPTIONS,
        "key": KEYS[kind],
        "explanation": f"EXPLANATION of {case}.",
        "rules": ("values.bracket",),
        "sources": ("S3-31",),
        "difficulty": number,
        "ordered": kind is ItemKind.OWN,
    }
    return Item(**{**found, **changed})


ITEMS = [made(topic, number, kind) for topic in ("rain", "wind") for number in (1, 2, 3) for kind in KEYS]


def cases_of(out: str) -> list[str]:
    """The cases that were asked about, in order."""
    return [line.split()[-1].rstrip(".") for line in out.splitlines() if line.startswith("This is what")]


def kept(data: Path) -> tuple[Any, ...]:
    """All answers that are kept."""
    with Progress(data) as progress:
        return progress.answers()
