"""From what an item says to the item: checked, shuffled and lettered."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from attrs import frozen

from ethics_engine.quiz.item import Item, ItemKind, Option

from .context import ItemContext
from .giveaway_check import gives_away

FEWEST = 3
"""With fewer options an item asks too little."""
MOST = 5
"""With more it asks for patience."""


@frozen
class DraftOption:
    """An option before it has a letter.

    Attributes:
        name: What tells it apart from the other options; its place among them depends on this alone.

        right: Whether it is a key.
    """

    name: str
    text: str
    feedback: str
    right: bool = False


@frozen
class Draft:
    """An item without letters; of one that asks for an order, the choices stand in the right one.

    Attributes:
        about: What the id says beside kind and case, where a case has several items of the kind.
    """

    kind: ItemKind
    context: ItemContext
    vignette: str
    question: str
    choices: tuple[DraftOption, ...]
    explanation: str
    rules: tuple[str, ...] = ()
    about: str = ""
    partner: ItemContext | None = None
    harder: int = 0

    @property
    def id(self) -> str:
        """The name of the item."""
        cases = [self.context.case.id, *([self.partner.case.id] if self.partner else [])]
        return ".".join([self.kind.value.replace("_", "-"), *cases, *([self.about] if self.about else [])])


def finished(draft: Draft) -> Item | None:
    """The item, or None where it would not be fair: too few options, two alike, or given away by what is shown."""
    choices = draft.choices
    texts = {choice.text for choice in choices}
    if len(choices) < FEWEST or len(texts) < len(choices):
        return None
    ordered = draft.kind is ItemKind.ORDER
    keys = [choice.text for choice in choices if choice.right]
    wrong = [choice.text for choice in choices if not choice.right]
    if not ordered and (not keys or not wrong or gives_away(f"{draft.vignette} {draft.question}", keys, wrong)):
        return None
    shuffled = _shuffled(draft.id, choices, ordered=ordered)
    letter = {choice.name: "abcdefghijklmnopqrstuvwxyz"[place] for place, choice in enumerate(shuffled)}
    context = draft.context
    return Item(
        id=draft.id,
        kind=draft.kind,
        topic=context.entry.topic,
        cases=tuple(shown.case.id for shown in (context, draft.partner) if shown),
        vignette=draft.vignette,
        question=draft.question,
        options=tuple(Option(letter[choice.name], choice.text, choice.feedback) for choice in shuffled),
        key=tuple(letter[choice.name] for choice in choices) if ordered else _right(shuffled, letter),
        explanation=draft.explanation,
        rules=tuple(rule.split("#")[0] for rule in dict.fromkeys(draft.rules)),
        sources=context.reasons.sources(draft.rules),
        difficulty=_difficulty(context.load + draft.harder),
        family=context.family,
    )


def _right(shuffled: Sequence[DraftOption], letter: dict[str, str]) -> tuple[str, ...]:
    return tuple(letter[choice.name] for choice in shuffled if choice.right)


def _shuffled(item: str, choices: Collection[DraftOption], *, ordered: bool) -> list[DraftOption]:
    """The choices as they are shown; an order is never shown as the right one."""
    shuffled = sorted(choices, key=lambda choice: hashlib.sha256(f"{item} {choice.name}".encode()).digest())
    if ordered and shuffled == list(choices):
        return [*shuffled[1:], shuffled[0]]
    return shuffled


def _difficulty(points: int) -> int:
    return 1 if points < 2 else 2 if points < 3 else 3
