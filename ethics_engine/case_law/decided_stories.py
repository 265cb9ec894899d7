"""What decided stories in like words were about, by which it is told what a new story may be about.

Near is what has many words in common and few others, as in `cases_alike`; the nearest tell, by how near they are
(k nearest neighbours: T. M. Cover and P. E. Hart, Nearest neighbor pattern classification, IEEE Transactions on
Information Theory 13, 1967).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log, sqrt

from attrs import frozen

from ethics_engine.model.case import Case
from ethics_engine.model.facts import Fact
from ethics_engine.story_search import StoryHit, found_in_story, telling_words

MOST = 6
"""How many facts are offered of a story."""

_NEAREST = 20
_WORDS_OF_A_STORY = 12  # fewer tell the less of what it is about
_OF_ANY_STORY = 0.5  # of how often a fact is stated of any story; what many stories are about tells little of one
_BY_ITS_WORDS, _LATER = 0.2, 0.3  # what the first fact found by its own words counts, and how much less each later one
_ENOUGH = 0.15


@frozen
class _DecidedStory:
    """A decided story: what was stated of it that is not as usual, and what each of its words tells."""

    facts: frozenset[str]
    words: Mapping[str, float]


class DecidedStories:
    """Decided stories, to be compared with a new one."""

    def __init__(self, cases: Iterable[Case], facts: Iterable[Fact]) -> None:
        """Learn from the stories of decided cases of what facts such words tell."""
        usual = {fact.id: fact.presumed for fact in facts}
        told = [(case, Counter(telling_words(case.narrative))) for case in cases if case.narrative]
        having = Counter(word for _, words in told for word in words)
        self._rarity = {word: log(len(told) / number) for word, number in having.items()}
        self._stories: list[_DecidedStory] = []
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for case, counted in told:
            stated = frozenset(name for name, each in case.facts.items() if name in usual and each.known != usual[name])
            words = self._weighed(counted)
            for word in words:
                self._having[word].append(len(self._stories))
            self._stories.append(_DecidedStory(stated, words))
        often = Counter(name for each in self._stories for name in each.facts)
        self._share = {name: number / len(self._stories) for name, number in often.items()}

    def __len__(self) -> int:
        return len(self._stories)

    def about(self, story: str) -> Mapping[str, float]:
        """How far the nearest decided stories speak for each fact, above what is so of any story; up to 1."""
        counted = Counter(telling_words(story))
        words, known = self._weighed(counted), min(1.0, len(counted) / _WORDS_OF_A_STORY)
        near: defaultdict[int, float] = defaultdict(float)
        for word, tells in words.items():
            for number in self._having[word]:
                near[number] += tells * self._stories[number].words[word]
        nearest = sorted(near.items(), key=lambda pair: -pair[1])[:_NEAREST]
        total = sum(nearness for _, nearness in nearest)
        found: defaultdict[str, float] = defaultdict(float)
        for number, nearness in nearest:
            for name in self._stories[number].facts:
                found[name] += nearness / total
        return {name: known * (share - _OF_ANY_STORY * self._share[name]) for name, share in found.items()}

    def _weighed(self, counted: Mapping[str, int]) -> Mapping[str, float]:
        """What each word tells that some decided story has; all of them together have length 1."""
        tells = {word: (1 + log(n)) * self._rarity[word] for word, n in counted.items() if word in self._rarity}
        length = sqrt(sum(each * each for each in tells.values())) or 1.0
        return {word: each / length for word, each in tells.items()}


def facts_of_story(facts: Sequence[Fact], story: str, decided: DecidedStories) -> tuple[StoryHit[Fact], ...]:
    """A few facts that a story may be about, the likeliest first.

    A fact counts that decided stories in like words were about, and more so if its own words stand in the story. By its
    own words alone only the first is found; without decided stories all are.
    """
    by_words = found_in_story(facts, story)
    if not len(decided):
        return by_words[:MOST]
    score = dict(decided.about(story))
    for place, hit in enumerate(by_words):
        if place == 0 or score.get(hit.item.id, 0) > 0:
            score[hit.item.id] = score.get(hit.item.id, 0) + _BY_ITS_WORDS / (1 + _LATER * place)
    quoted, known = {hit.item.id: hit.words for hit in by_words}, {fact.id: fact for fact in facts}
    found = sorted((name for name in score if name in known and score[name] >= _ENOUGH), key=lambda name: -score[name])
    return tuple(StoryHit(known[name], quoted.get(name, "")) for name in found[:MOST])
