"""Whether what a student reads before answering already holds the words of the answer."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

_STEM = 6
"""So many letters of a word count, so that `forbid`, `forbids` and `forbidden` are one."""

# Words that stand in any text; whether one of them stands in a narrative says nothing.
_COMMON = frozenset(
    re.findall(
        r"\S+",
        """
        a about after all also an and any are as at be because been before but by can cannot client client's clients
        come comes could did do does done else first for from had has have he her here him his how if in into is it
        its may me more must my no none nor not nothing of on one only or other others out over practitioner
        practitioner's said say says she should so some somebody something step steps take taken than that the their
        them then there these they thing this those to under up was we were what when where whether which who will
        with work would
        yes yet you
        """,
    )
)


def gives_away(shown: str, keys: Collection[str], distractors: Iterable[str]) -> bool:
    """Whether one could pick the right options by looking for their words in what is shown.

    So it is where all that sets each right option apart from the other options stands in what is shown, and of no
    wrong option all that sets it apart does. Words count by their first letters, and only those that mean something.
    The test is on the safe side: it may turn down a fair item, and lets no such echo pass.
    """
    wrong = list(distractors)
    everywhere = frozenset.intersection(*(stems(option) for option in (*keys, *wrong)))
    known = stems(shown)

    def echoed(option: str) -> bool:
        own = stems(option) - everywhere
        return bool(own) and own <= known

    return all(map(echoed, keys)) and not any(map(echoed, wrong))


def stems(text: str) -> frozenset[str]:
    """The words of a text that mean something, by their first letters."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return frozenset(word[:_STEM] for word in words if word not in _COMMON)


def words_in(text: str) -> frozenset[str]:
    """Every word of a text, as somebody counts them who looks only for an echo."""
    return frozenset(re.findall(r"[^\W\d_]+", text.casefold()))
