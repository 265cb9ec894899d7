"""Options that are alike in what does not matter, so that the right one cannot be guessed.

Items are looked at together. No option is right more than a few times; of each item the place of the key among the
options is drawn by lot: by length, by the words that it shares with what is shown, and by how often its like is right
in the whole bank. Of the near misses those are offered that give it this place, the nearest first where several do.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import attrs

from ethics_engine.quiz.item import ItemKind

from .draft import Draft, DraftOption
from .giveaway_check import words_in

OFFERED = 3
"""So many near misses are offered beside the key."""
MOST_ALIKE = 3
"""No more items of a kind have the same key."""
_POOL = 9
"""Of more near misses only the nearest are looked at."""
_WEIGHT = 6
"""So many places in the pool are given up for one place nearer to the lot."""


def balanced(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """The drafts that are kept, each with the near misses that are offered; in the order in which they come."""
    made = list(drafts)
    alike: dict[tuple[ItemKind, str], list[Draft]] = {}
    for draft in made:
        alike.setdefault((draft.kind, draft.key.text), []).append(draft)
    kept = {
        draft.id
        for group in alike.values()
        for draft in sorted(group, key=lambda each: _lot(each, "kept"))[:MOST_ALIKE]
    }
    often = Counter((draft.kind, draft.key.text) for draft in made if draft.id in kept)
    for draft in made:
        if draft.id in kept:
            yield attrs.evolve(draft, wrong=_offered(draft, often))


def _offered(draft: Draft, often: Mapping[tuple[ItemKind, str], int]) -> tuple[DraftOption, ...]:
    pool = draft.wrong[:_POOL]
    if len(pool) <= OFFERED:
        return pool
    shown = words_in(f"{draft.vignette} {draft.question}")
    measures: Sequence[Callable[[str], int]] = (
        len,
        lambda text: len(words_in(text) & shown),
        lambda text: often.get((draft.kind, text), 0),
    )
    lot = _lot(draft, "place")
    wanted = [
        ([_more(measure(option.text), measure(draft.key.text)) for option in pool], lot[turn] % (OFFERED + 1))
        for turn, measure in enumerate(measures)
    ]

    def cost(chosen: tuple[int, ...]) -> float:
        off = sum(abs(sum(places[i] for i in chosen) - place) for places, place in wanted)
        return _WEIGHT * (off + _odd_one_out(draft.key, [pool[i] for i in chosen])) + sum(chosen)

    return tuple(pool[i] for i in min(combinations(range(len(pool)), OFFERED), key=cost))


def _odd_one_out(key: DraftOption, chosen: Sequence[DraftOption]) -> int:
    """How far the key stands out by its group: at worst where it is alone, and all others are of one group."""
    groups = [option.group for option in chosen]
    if not key.group or key.group in groups:
        return 0 if not key.group or groups.count(key.group) == 1 else 1
    return 3 if len(set(groups)) == 1 else 1


def _more(one: int, other: int) -> float:
    return 1.0 if one > other else 0.5 if one == other else 0.0


def _lot(draft: Draft, about: str) -> bytes:
    """A place in a line that is the same in every run."""
    return hashlib.sha256(f"{about} {draft.id}".encode()).digest()
