"""Options that are alike in what does not matter, so that the right one cannot be guessed.

Items are looked at together. No option is right more than a few times; of each item the place of the key among the
options is drawn by lot: by length, by the words that it shares with what is shown, and by how often its like is right
in the whole bank. Of the near misses those are offered that give it this place, the nearest first where several do.
Where too many could be guessed all the same, some of them are left out.
"""

from __future__ import annotations

import hashlib
import math
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
_FEW = 12
"""Of fewer items of a kind none is left out."""
_ABOVE = 0.05
"""A way to guess may get so much more right than chance."""
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
    offered = [attrs.evolve(draft, wrong=_offered(draft, often)) for draft in made if draft.id in kept]
    yield from _thinned([draft for draft in offered if draft.wrong])


def _thinned(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Items of a kind without some of those that a way to guess gets right, where it gets too many right."""
    for measure in _MEASURES:
        if len(drafts) < _FEW:
            return drafts
        often = Counter((draft.kind, draft.key.text) for draft in drafts)
        share = {draft.id: _guessed(draft, measure, often) for draft in drafts}
        most = sum(1 / (1 + len(draft.wrong)) for draft in drafts) / len(drafts) + _ABOVE
        spare = math.ceil((sum(share.values()) - most * len(drafts)) / (1 - most))
        right = sorted((draft for draft in drafts if share[draft.id] == 1), key=lambda draft: _lot(draft, "thinned"))
        left_out = {draft.id for draft in right[: max(spare, 0)]}
        drafts = [draft for draft in drafts if draft.id not in left_out]
    return drafts


def _guessed(draft: Draft, measure: _Measure, often: _Often) -> float:
    """The chance that the option for which a measure is greatest is the key."""
    here = {option.name: measure(draft, option, often) for option in (draft.key, *draft.wrong)}
    best = [name for name, value in here.items() if value == max(here.values())]
    return 1 / len(best) if draft.key.name in best else 0


def _length(_draft: Draft, option: DraftOption, _often: _Often) -> float:
    return -len(option.text)


def _echo(draft: Draft, option: DraftOption, _often: _Often) -> float:
    return len(words_in(option.text) & words_in(f"{draft.vignette} {draft.question}"))


def _elsewhere(draft: Draft, option: DraftOption, often: _Often) -> float:
    return often.get((draft.kind, option.text), 0) - (option is draft.key)


_Often = Mapping[tuple[ItemKind, str], int]
"""How often a text is the key of items of a kind."""
_Measure = Callable[[Draft, DraftOption, _Often], float]
_MEASURES: Sequence[_Measure] = (_elsewhere, _echo, _length)
"""What somebody who knows nothing goes by: see `ethics_engine.quiz.guessing`."""


def _offered(draft: Draft, often: _Often) -> tuple[DraftOption, ...]:
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
