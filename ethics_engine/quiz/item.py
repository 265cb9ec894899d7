"""What a quiz is made of: items, each with options, a key, and a reason for every option."""

from __future__ import annotations

import hashlib
import json
from enum import Enum
from functools import cached_property

import attrs
from attrs import frozen


class ItemKind(Enum):
    """What an item asks about a case."""

    ANSWER = "answer"
    MINIMAL_PAIR = "minimal_pair"
    CONDUCT = "conduct"
    CODE = "code"
    OWN = "own"


KIND_IN_WORDS = {
    ItemKind.ANSWER: "the answer to a case",
    ItemKind.MINIMAL_PAIR: "two cases that differ in one thing",
    ItemKind.CONDUCT: "whether it was right",
    ItemKind.CODE: "what a code makes of it",
    ItemKind.OWN: "a question of the trainer",
}


@frozen
class Option:
    """One of the things to choose from, or, of an item that asks for an order, to put in order.

    Attributes:
        id: A letter, `a` for the first.

        text: What it says.

        feedback: Why it is right, or why it is not; for an order, why it stands where it does.
    """

    id: str
    text: str
    feedback: str


@frozen(slots=False)
class Item:
    """A question on a case, with its key.

    Attributes:
        id: Its name; the same for as long as it asks the same of the same case.

        kind: What it asks about.

        topic: The topic of the case.

        cases: The ids of the cases that it shows; two of a minimal pair, else one.

        vignette: What happened, in paragraphs.

        question: What is asked.

        options: What there is to choose from, in the order in which it is shown.

        key: The ids of the options that are right; for an order, of all options in the right order.

        explanation: The reasoned answer, in paragraphs.

        rules: The rules that it rests on, by id.

        sources: The sources of those rules, by reference.

        difficulty: 1 for the easiest, 3 for the hardest.

        ordered: Whether all options are to be put in order, rather than some chosen; only a trainer's own items do.

        family: What it shares with every item of the same minimal pair; no paper holds two of one family.
    """

    id: str
    kind: ItemKind
    topic: str
    cases: tuple[str, ...]
    vignette: str
    question: str
    options: tuple[Option, ...]
    key: tuple[str, ...]
    explanation: str
    rules: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    difficulty: int = 2
    family: str = ""
    ordered: bool = False

    @property
    def several(self) -> bool:
        """Whether more than one option is to be chosen."""
        return not self.ordered and len(self.key) > 1

    @cached_property
    def option(self) -> dict[str, Option]:
        """The options by id."""
        return {option.id: option for option in self.options}

    @cached_property
    def fingerprint(self) -> str:
        """Changes when, and only when, what is shown or the key changes; 16 hexadecimal digits."""
        shown = attrs.asdict(
            self, value_serializer=lambda _, __, value: value.value if isinstance(value, ItemKind) else value
        )
        return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:16]

    def is_right(self, chosen: tuple[str, ...]) -> bool:
        """Whether an answer is wholly right."""
        return chosen == self.key if self.ordered else set(chosen) == set(self.key)
