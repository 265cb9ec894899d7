"""How often items are got right by somebody who knows nothing: what a bank of items is held to.

Five ways to guess: the shortest option; the longest; the option that shares most words with what is shown; the option
that is most often right in the other items of its kind; and the option whose first word is found least often among the
others, such as the only Yes. Each is worth as much as chance in a sound bank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from attrs import frozen

from .item import Item, ItemKind, Option


@frozen
class Guessed:
    """Shares of items, from 0 to 1.

    Attributes:
        items: How many items there are.

        chance: The share that blind choice gets right.

        shortest: The share that the shortest option gets right.

        longest: The share that the longest option gets right.

        echo: The share that the option with most words of the story and the question gets right.

        frequent: The share that the option gets right that is most often right in other items of the kind.

        alone: The share that the option gets right whose first word the fewest others begin with.
    """

    items: int
    chance: float
    shortest: float
    longest: float
    echo: float
    frequent: float
    alone: float

    @property
    def worst(self) -> float:
        """How much the best of these guesses gains over chance."""
        return max(self.shortest, self.longest, self.echo, self.frequent, self.alone) - self.chance


def guessed(items: Iterable[Item]) -> Guessed:
    """How far each way to guess gets on items with one right option; of options alike, one is taken by chance.

    Raises:
        ValueError: There is no such item.
    """
    known = [item for item in items if not item.ordered and len(item.key) == 1]
    if not known:
        raise ValueError("no item with one right option")
    often: Counter[tuple[ItemKind, str]] = Counter((item.kind, item.option[item.key[0]].text) for item in known)
    chance = shortest = longest = echo = frequent = alone = 0.0
    for item in known:
        shown = _words(f"{item.vignette} {item.question}")

        def shared(option: Option, shown: frozenset[str] = shown) -> float:
            return len(_words(option.text) & shown)

        def elsewhere(option: Option, item: Item = item) -> float:
            return often[item.kind, option.text] - (option.id in item.key)

        first = Counter(_first(option) for option in item.options)

        def company(option: Option, first: Counter[str] = first) -> float:
            return -first[_first(option)]

        chance += 1 / len(item.options)
        shortest += _taken(item, lambda option: -len(option.text))
        longest += _taken(item, lambda option: len(option.text))
        echo += _taken(item, shared)
        frequent += _taken(item, elsewhere)
        alone += _taken(item, company)
    return Guessed(len(known), *(share / len(known) for share in (chance, shortest, longest, echo, frequent, alone)))


def _taken(item: Item, score: Callable[[Option], float]) -> float:
    """The chance that the option with the highest score is right."""
    best = max(map(score, item.options))
    chosen = [option for option in item.options if score(option) == best]
    return sum(option.id in item.key for option in chosen) / len(chosen)


def _first(option: Option) -> str:
    return next(iter(re.findall(r"\w+", option.text.casefold())), "")


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold()))
