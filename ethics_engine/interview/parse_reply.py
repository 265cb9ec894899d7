"""What was typed in answer to a question, understood."""

from __future__ import annotations

from collections.abc import Sequence

from ethics_engine.model.facts import Fact, FactType
from ethics_engine.text.lists import listed

NOBODY_KNOWS = (
    "don't know",
    "dont know",
    "don’t know",
    "do not know",
    "not known",
    "unknown",
    "?",
    "maybe",
    "idk",
    "not sure",
    "unsure",
)
NONE = "none"
_SHORT = {"y": "yes", "n": "no", "true": "yes", "false": "no"}
_MOST_DIGITS = 12


class UnclearReplyError(ValueError):
    """What was typed is no answer to what was asked; the message says what would be."""


def read_reply(text: str, fact: Fact) -> object:
    """The value meant, as `tell` takes it.

    Options are named by number, by id or by label, several parted by commas.

    Raises:
        UnclearError: It is no answer.
    """
    words = " ".join(text.split()).rstrip(".").lower()
    if words in NOBODY_KNOWS:
        return "unknown"
    match fact.type:
        case FactType.YES_NO:
            return _one(_SHORT.get(words, words), fact, "Please answer yes or no.")
        case FactType.CHOICE:
            meant = _SHORT[words] if _SHORT.get(words) in fact.value_ids else words
            return _one(meant, fact, f"Please give one number from 1 to {len(fact.values)}.")
        case FactType.CHOICES:
            advice = f"Please give numbers from 1 to {len(fact.values)}, parted by commas, or `{NONE}`."
            return [] if words == NONE else [_one(word.strip(), fact, advice) for word in words.split(",")]
        case FactType.COUNT:
            if not (words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS):
                raise UnclearReplyError("Please give a whole number from zero.")
            return int(words)


def _one(word: str, fact: Fact, advice: str) -> str:
    numbers: Sequence[str] = () if fact.type is FactType.YES_NO else fact.value_ids
    named = {
        **{str(number): value for number, value in enumerate(numbers, start=1)},
        **{value.label.lower().rstrip("."): value.id for value in fact.values},
        **{value.id.lower(): value.id for value in fact.values},
    }
    if word not in named:
        raise UnclearReplyError(advice)
    return named[word]


def read_numbers(text: str, most: int) -> tuple[int, ...]:
    """Numbers from 1 to `most`, parted by commas or blanks; none for "none" or "no".

    Raises:
        UnclearError: It is no such thing.
    """
    words = text.replace(",", " ").rstrip(".").lower().split()
    if words in ([NONE], ["no"], ["n"]):
        return ()
    numbers = {str(number): number for number in range(1, most + 1)}
    if not words or not set(words) <= numbers.keys():
        raise UnclearReplyError(f"Please give numbers from 1 to {most}, parted by commas, or `{NONE}`.")
    return tuple(dict.fromkeys(numbers[word] for word in words))


def choices_in_words(fact: Fact) -> str:
    """What may be answered, in a line."""
    match fact.type:
        case FactType.YES_NO:
            return "yes or no"
        case FactType.CHOICE:
            return "one number"
        case FactType.CHOICES:
            return f"numbers parted by commas, or {NONE}"
        case FactType.COUNT:
            return f"a number{f' of {fact.unit}' if fact.unit else ''}"


COMMANDS = ("don't know", "why", "back", "save FILE", "quit")


def commands_in_words() -> str:
    """What else may be typed."""
    return f"You may also answer: {listed(COMMANDS, 'or')}."
