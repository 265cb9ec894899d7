"""What a learner typed, understood."""

from __future__ import annotations

import re

from ethics_engine.errors import UnclearReplyError
from ethics_engine.text.lists import listed

from .certainty_marking import CERTAINTY_IN_WORDS, Certainty
from .item import Item


def read_answer(text: str, item: Item) -> tuple[str, ...]:
    """The options chosen: letters, apart or together, in either case.

    Raises:
        UnclearReplyError: It is no answer to the item.
    """
    letters = tuple(option.id for option in item.options)
    words = re.split(r"[\s,;>)]+", text.strip().rstrip(".").lower())
    chosen = [word for word in words if word]
    if not set(chosen) <= set(letters):
        chosen = list("".join(chosen))
    unknown = [letter for letter in dict.fromkeys(chosen) if letter not in letters]
    twice = [letter for letter in dict.fromkeys(chosen) if chosen.count(letter) > 1]
    if not any(map(str.isalnum, text)) and text.strip():
        raise UnclearReplyError(f"Please answer with {listed(letters, 'or')}; you may guess.")
    if not chosen or unknown:
        raise UnclearReplyError(f"Please answer with {listed(letters, 'or')}.")
    if twice:
        raise UnclearReplyError(f"You typed {listed(twice)} more than once.")
    if item.ordered and len(chosen) < len(letters):
        raise UnclearReplyError(f"Please put all of {listed(letters)} in order, such as: {' '.join(letters)}")
    if item.several and len(chosen) == 1:
        raise UnclearReplyError("More than one is right. Please type all of them.")
    if not item.ordered and not item.several and len(chosen) > 1:
        raise UnclearReplyError("Please choose only one.")
    return tuple(chosen if item.ordered else sorted(chosen, key=letters.index))


def read_certainty(text: str) -> Certainty:
    """How sure a learner is, by its number or its word.

    Raises:
        UnclearReplyError: It is neither.
    """
    for certainty, words in CERTAINTY_IN_WORDS.items():
        if text.strip().lower() in {str(certainty.value), words}:
            return certainty
    raise UnclearReplyError(f"Please answer with {listed([str(level.value) for level in Certainty], 'or')}.")


def what_to_type(item: Item) -> str:
    """What is expected as an answer."""
    if item.ordered:
        return "All letters, in the right order"
    return "All right letters" if item.several else "One letter"
