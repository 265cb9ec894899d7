"""Understand what was typed in answer to a question."""

from __future__ import annotations

from collections.abc import Mapping

from ethics_engine.errors import UnclearReplyError
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Values
from ethics_engine.text.lists import listed

NOT_KNOWN = frozenset(
    (
        "can't say",
        "cannot say",
        "do not know",
        "don't know",
        "dont know",
        "dunno",
        "i do not know",
        "i don't know",
        "i'm not sure",
        "idk",
        "maybe",
        "no idea",
        "not certain",
        "not known",
        "not sure",
        "perhaps",
        "possibly",
        "uncertain",
        "unclear",
        "unknown",
        "unsure",
    )
)
NONE = "none"
_NONE_OF_THEM = (NONE, "no", "none of these", "none of them")
_SHORT = {"y": "yes", "n": "no", "true": "yes", "false": "no"}
_MOST_DIGITS = 12


def read_reply(text: str, fact: Fact) -> object:
    """The value meant, as `Interview.tell` takes it.

    Options are named by number, by id, by label or by synonym, several separated by commas, numbers also by blanks. Yes
    and no name an option only if it is clear which: an option called so, the only one whose label begins with the word,
    or, for no, the option "none", if that is the least of a scale, and usual.

    Raises:
        UnclearReplyError: It does not answer the question.
    """
    words = _plain(text)
    if words in NOT_KNOWN:
        return "unknown"
    words = _SHORT.get(words, words)
    match fact.type:
        case FactType.YES_NO:
            return _one(words, {"yes": "yes", "no": "no"}, fact)
        case FactType.CHOICE:
            return _one(words, _names(fact) | _meant_by_yes_and_no(fact), fact)
        case FactType.CHOICES:
            if words in _names(fact):
                return [_names(fact)[words]]
            several = words.split() if words.replace(" ", "").isdigit() else words.split(",")
            return [] if words in _NONE_OF_THEM else [_one(word.strip(), _names(fact), fact) for word in several]
        case FactType.COUNT:
            if not (words.isascii() and words.isdigit() and len(words) <= _MOST_DIGITS):
                raise UnclearReplyError(_advice(fact))
            return int(words)


def read_numbers(text: str, most: int) -> tuple[int, ...]:
    """Numbers from 1 to `most`, separated by commas or blanks; empty for "none".

    Raises:
        UnclearReplyError: It is not that.
    """
    reply = _plain(text)
    if _SHORT.get(reply, reply) in _NONE_OF_THEM:
        return ()
    words = reply.replace(",", " ").split()
    numbers = {str(number): number for number in range(1, most + 1)}
    if not words or not set(words) <= numbers.keys():
        span = "1" if most == 1 else f"numbers from 1 to {most}, separated by commas,"
        raise UnclearReplyError(f"Please type {span} or `{NONE}`.")
    return tuple(dict.fromkeys(numbers[word] for word in words))


def what_to_type(fact: Fact) -> str:
    """What a question takes as an answer, in a few words."""
    match fact.type:
        case FactType.YES_NO:
            return "yes or no"
        case FactType.CHOICE:
            return "one number"
        case FactType.CHOICES:
            return f"numbers, or {NONE}"
        case FactType.COUNT:
            return f"a number{f' of {fact.unit}' if fact.unit else ''}"


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).rstrip(".!").lower()


def _one(word: str, names: Mapping[str, str], fact: Fact) -> str:
    if word not in names:
        raise UnclearReplyError(_advice(fact))
    return names[word]


def _names(fact: Fact) -> dict[str, str]:
    """The options by number, label, id and synonym; a synonym that two share names neither."""
    synonyms: dict[str, list[str]] = {}
    for value in fact.values:
        for word in value.also:
            synonyms.setdefault(_plain(word), []).append(value.id)
    return {
        **{word: found[0] for word, found in synonyms.items() if len(found) == 1},
        **{str(number): value.id for number, value in enumerate(fact.values, start=1)},
        **{_plain(value.label): value.id for value in fact.values},
        **{value.id.lower(): value.id for value in fact.values},
    }


def _meant_by_yes_and_no(fact: Fact) -> dict[str, str]:
    found = {}
    for word, others in (("yes", ()), ("no", (NONE,))):
        named = [value.id for value in fact.values if value.id == word]
        labelled = [value.id for value in fact.values if _first_word(value.label) in (word, *others)]
        usual = [
            value.id for value in fact.values[:1] if fact.ordered and value.id in others and _is_usual(value.id, fact)
        ]
        if len(meant := named or labelled or usual) == 1:
            found[word] = meant[0]
    return found


def _is_usual(value: str, fact: Fact) -> bool:
    return fact.presumed == Values(frozenset({value}))


def _first_word(label: str) -> str:
    """The word that a label begins with, if it stands alone or before a comma: `no progress` is more than a no."""
    return label.partition(",")[0].strip().lower()


def _advice(fact: Fact) -> str:
    match fact.type:
        case FactType.YES_NO:
            return "Please answer yes, no or don't know."
        case FactType.CHOICE:
            options = [f"{number} ({value.label})" for number, value in enumerate(fact.values, start=1)]
            return f"Please type one number: {listed(options, 'or')}."
        case FactType.CHOICES:
            return f"Please type numbers from 1 to {len(fact.values)}, separated by commas, or `{NONE}`."
        case FactType.COUNT:
            return "Please type a whole number, 0 or more."
