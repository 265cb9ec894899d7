"""From what an item says to the item: checked, shuffled and lettered."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from attrs import frozen

from ethics_engine.quiz.item import Item, ItemKind, Option

from .citing import shown
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

        feedback: Why it is right or wrong here.

        group: What it has in common with some of the other options, such as a Yes; nothing in most kinds.
    """

    name: str
    text: str
    feedback: str
    group: str = ""


@frozen
class Draft:
    """An item without letters.

    Attributes:
        wrong: The near misses, the nearest first; of many only some are offered.

        sources: What it rests on; without any, the sources of its rules.

        about: What the id says beside kind and case, where a case has several items of the kind.
    """

    kind: ItemKind
    context: ItemContext
    vignette: str
    question: str
    key: DraftOption
    wrong: tuple[DraftOption, ...]
    explanation: str
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
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
    choices = (draft.key, *draft.wrong)
    texts = {choice.text for choice in choices}
    if len(choices) < FEWEST or len(texts) < len(choices):
        return None
    read = f"{draft.vignette} {draft.question}"
    if gives_away(read, [draft.key.text], [choice.text for choice in draft.wrong]):
        return None
    shuffled = _shuffled(draft.id, choices)
    letter = {choice.name: "abcdefghijklmnopqrstuvwxyz"[place] for place, choice in enumerate(shuffled)}
    context = draft.context
    return Item(
        id=draft.id,
        kind=draft.kind,
        topic=context.entry.topic,
        cases=tuple(each.case.id for each in (context, draft.partner) if each),
        vignette=draft.vignette,
        question=draft.question,
        options=tuple(Option(letter[choice.name], choice.text, choice.feedback) for choice in shuffled),
        key=(letter[draft.key.name],),
        explanation=draft.explanation,
        rules=tuple(rule.split("#")[0] for rule in dict.fromkeys(draft.rules)),
        sources=draft.sources or shown(context.ruleset, context.reasons.sources(draft.rules)),
        difficulty=_difficulty(context.load + draft.harder),
        family=context.family,
    )


def _shuffled(item: str, choices: Collection[DraftOption]) -> list[DraftOption]:
    return sorted(choices, key=lambda choice: hashlib.sha256(f"{item} {choice.name}".encode()).digest())


def _difficulty(points: int) -> int:
    return 1 if points < 2 else 2 if points < 3 else 3
