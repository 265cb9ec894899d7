"""Lists in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping


def listed(items: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    *first, final = list(items) or [""]
    return f"{', '.join(first)} {last} {final}" if first else final


def quoted(words: str) -> str:
    """The words in quotation marks, to set them off from those around them."""
    return f'"{words}"'


def clauses(items: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b, and c`; a comma parts two clauses that have commas of their own."""
    *first, final = list(items) or [""]
    comma = "," if len(first) > 1 or any("," in item for item in first) else ""
    return f"{', '.join(first)}{comma} {last} {final}" if first else final


def sentence(words: str) -> str:
    """The words with a capital and a full stop."""
    return f"{capital(words)}{'' if words.endswith('.') else '.'}"


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [each for each in re.split(_SENTENCE_END, text) if each]


def unsaid(text: str, said: set[str]) -> str:
    """The sentences of a text that are not among those said already, to which they are added."""
    new = [each for each in sentences(text) if each not in said]
    said.update(new)
    return " ".join(new)


_SENTENCE_END = r"(?<=[.!?]) +"


def as_typed(words: Mapping[str, str]) -> str:
    """Words as one types them, each with what it means where that is not plain."""

    def glossed(word: str, meaning: str) -> str:
        plain = meaning.removeprefix("a ").removeprefix("the ")
        return f"`{word}`" if plain == word.replace("_", " ") else f"`{word}` ({meaning})"

    return ", ".join(glossed(word, meaning) for word, meaning in words.items())


def capital(text: str) -> str:
    """A text with a capital letter, as it begins a sentence."""
    return text[:1].upper() + text[1:]
