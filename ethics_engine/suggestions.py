"""Unknown names: the known name that is probably meant, and the command that finds the known ones."""

from __future__ import annotations

import re
from collections.abc import Iterable

FIND_FACTS = "find facts by everyday words: `ethics facts WORDS`"
FIND_ACTIONS = "find actions by everyday words: `ethics facts WORDS`"
FIND_RULES = "list rules: `ethics rules list`"
_ALIKE = 0.75  # the share of letters that two words have in common, in whatever order
_DISTINCTIVE = 0.2  # a word that five names have tells which is meant, one that six have does not


def nearest(name: str, known: Iterable[str]) -> str | None:
    """A hint naming the known name most like `name`, as a whole or by its words; nothing where none is alike."""
    import difflib

    names, words = list(known), _words(name)
    alike = difflib.get_close_matches(name, names, n=1, cutoff=0.85) or _with_words_like(name, words, names)
    if not alike and len(words) < 2:  # longer names are so alike by the words that many have in common
        alike = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    return did_you_mean(alike[:1])


def nearest_as_a_whole(name: str, known: Iterable[str]) -> str | None:
    """A hint naming the known name most like `name` from beginning to end; a word in common is not enough."""
    import difflib

    return did_you_mean(difflib.get_close_matches(name, list(known), n=1, cutoff=0.7))


def did_you_mean(names: Iterable[str]) -> str | None:
    """A hint naming what may be meant; None if there is nothing."""
    *first, last = [f"`{name}`" for name in names] or [""]
    return f"did you mean {', '.join(first)}{' or ' if first else ''}{last}?" if last else None


def misspelt(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` is but for a letter or two."""
    import difflib

    return next(iter(difflib.get_close_matches(name, list(known), n=1, cutoff=0.85)), None)


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]{4,}", name)


def _with_words_like(name: str, words: Iterable[str], names: Iterable[str]) -> list[str]:
    """The name with words like these, if there is one; a word counts the more, the fewer names have it."""
    from difflib import SequenceMatcher

    having: dict[str, list[str]] = {}
    for other in names:
        for word in _words(other):
            having.setdefault(word, []).append(other)
    shares: dict[str, float] = {}
    for word in words:
        # fingers slip in the order of letters, seldom in the first
        ratios = [(SequenceMatcher(None, one, word).quick_ratio(), one) for one in having if one[0] == word[0]]
        ratio, likest = max(ratios, default=(0.0, ""))
        if ratio >= _ALIKE:
            for other in having[likest]:
                shares[other] = shares.get(other, 0.0) + 1 / len(having[likest])
    best = max(shares, key=lambda other: (shares[other], SequenceMatcher(None, name, other).ratio()), default="")
    return [best] if shares.get(best, 0.0) >= _DISTINCTIVE else []
