"""Find what a story may be about: the facts and steps whose own words stand in it.

`vocabulary_search` looks for every word that somebody types, which suits a word or two. Of a sentence most words fit
nothing; so this asks the other way round: which synonym, label or id stands in the story, whole or nearly so. A text
counts as found where the words that carry it stand close together in one sentence; the little words between them count
a little. Nothing is understood: a story that denies a thing finds it too, so whoever reads decides.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from attrs import frozen

from .model.actions import Action
from .model.facts import Fact
from .vocabulary_search import LITTLE_WORDS, WORDS_FOR_ANYBODY, FoundBy, stem_of, texts_of, words_in

_Item = TypeVar("_Item", Fact, Action)

_WORDS_OF_ANY_STORY = frozenset(
    words_in(
        "woman women man men girl boy lady like likes liked go goes going went come comes came one two three four five "
        "six seven eight nine ten"
    )
)
_TELLS_NOTHING_ALONE = frozenset(
    words_in(
        "agreed all answer answers asked asks back bad books both brother car change children coach colleague doctor "
        "end ended enough face feels file files finds full given gone good heard help home house husband know knows "
        "last late lately later leave lies little lives manager marriage mother moved name names new nobody nothing "
        "number nurse office once only openly other own part place practice present private psychiatrist pupil reason "
        "reasons retired safe second seen session sessions several show sister small son staff stands stay stayed "
        "staying stays stopped student supervision supervisor take taken talk talked talks teacher telephone travel "
        "trusts university ward way whom wife year years yet ago ahead approach assessed background become begun "
        "benefits chance clear coming dead death died difficult distance divorce ex father fathers follows "
        "form former friend friendly friends gives harm health held honest hospital insurer interest known learns low "
        "meant mental messages minutes month months none order outside past plan planned question safety school sent "
        "service social state street surely team thought time times together took under use well where"
    )
)
"""Words that stand in many decided stories, and hardly ever where a fact that has them was stated; steps may."""
_LITTLE_WORDS = LITTLE_WORDS | WORDS_FOR_ANYBODY | _WORDS_OF_ANY_STORY
_LITTLE_STEMS = frozenset(map(stem_of, _LITTLE_WORDS))
_STEMS_ALONE = frozenset(map(stem_of, _TELLS_NOTHING_ALONE))
_OF_ITS_OWN = frozenset({"grievance", "grievances", "policy", "policies"})
"""Words that are no form of what they look like: nobody who grieves has a grievance, and no policy is the police."""
_SENTENCE_ENDS = re.compile(r"[.!?;:\n]+")
_LITTLE = 0.5  # what a word such as "of" or "client" counts; "told to stop" is more than any "stop"
_MOST_OF_IT = 0.6  # the share of a text that has to stand in the story
_CLOSE = 9  # words from the first to the last
_TELLS_ENOUGH = 0.53  # of what a word tells that nothing else has; one that a few dozen facts have tells less
_OF_OTHER_TEXTS = 0.5
_IS_LITTLE = "~"


@frozen
class StoryHit(Generic[_Item]):
    """Something that a story may be about.

    Attributes:
        words: The words of the story by which it was found, as they stand there; empty if they were not its own.

        score: How much these tell.

        exact: Whether a text of the fact or action stands there as a whole, in its own forms.
    """

    item: _Item
    words: str
    score: float = 0.0
    exact: bool = False


@frozen
class _Sentence:
    """A sentence of a story.

    Attributes:
        places: The places of each word, by its key.
    """

    words: tuple[str, ...]
    places: Mapping[str, list[int]]

    def quoted(self, keys: Iterable[str]) -> str:
        """Some of its words as they stand there, with a sign where others are left out."""
        places = sorted({min(self.places[key]) for key in keys})
        parts = [f"{'' if place - 1 in places else '… '}{self.words[place]}" for place in places]
        return " ".join(parts).removeprefix("… ")


@frozen
class _TellingText:
    """A text of a fact or an action, with the words that tell something and those that tell little."""

    words: str
    telling: tuple[str, ...]
    little: tuple[str, ...]


def found_in_story(items: Iterable[_Item], story: str) -> tuple[StoryHit[_Item], ...]:
    """The facts or actions that a story may be about, the likeliest first; none if no words of theirs stand in it."""
    if not (sentences := [*_sentences(story)]):
        return ()
    texts = [(item, _texts(item)) for item in items]
    having: defaultdict[str, int] = defaultdict(int)
    for _, of_item in texts:
        for word in {word for text in of_item for word in text.telling}:
            having[word] += 1
    rarity = {word: math.log(1 + len(texts) / (1 + number)) for word, number in having.items()}
    least = _TELLS_ENOUGH * math.log(1 + len(texts) / 2)
    literally = frozenset(words_in(story))
    in_story = frozenset(map(_key, literally))
    scored = []
    for at, (item, of_item) in enumerate(texts):
        weak = _STEMS_ALONE if isinstance(item, Fact) else ()
        found = [
            (score, text, there, sentence)
            for text in of_item
            if not in_story.isdisjoint(text.telling)
            for sentence in sentences
            if (there := _standing(text, sentence, weak)) and (score := _score(text, there, sentence, rarity))
        ]
        if found:
            best, _, there, sentence = max(found, key=lambda each: each[0])
            others = {word for _, _, words, _ in found for word in words}.difference(there)
            total = best + _OF_OTHER_TEXTS * sum(rarity[word] for word in others)
            if total >= least:
                exact = any(literally.issuperset(words_in(each.words)) for _, each, *_ in found)
                scored.append((-total, not exact, at, StoryHit(item, sentence.quoted(there), total, exact)))
    return tuple(hit for *_, hit in sorted(scored, key=lambda each: each[:3]))


def telling_words(story: str) -> Iterator[str]:
    """The words of a story that tell something, each as all its forms are told."""
    keys = map(_key, words_in(story))
    return (key for key in keys if not key.startswith(_IS_LITTLE))


def _sentences(story: str) -> Iterator[_Sentence]:
    for sentence in _SENTENCE_ENDS.split(story):
        words, places = words_in(sentence), defaultdict(list)
        for place, word in enumerate(words):
            places[_key(word)].append(place)
        if words:
            yield _Sentence(words, places)


def _key(word: str) -> str:
    """What all forms of a word have in common; those of a little word are no other's: `should` is not `shoulder`."""
    stem = stem_of(word)
    if word in _OF_ITS_OWN:
        return word
    is_little = word in _LITTLE_WORDS or (stem in _LITTLE_STEMS and word.endswith(("s", "ing")))
    return f"{_IS_LITTLE}{stem}" if is_little else stem


def _texts(item: Fact | Action) -> list[_TellingText]:
    texts = []
    for by, words, _ in texts_of(item):
        keys = tuple(dict.fromkeys(map(_key, words_in(words))))
        telling = tuple(key for key in keys if not key.startswith(_IS_LITTLE))
        little = tuple(key for key in keys if key.startswith(_IS_LITTLE))
        if telling and by is not FoundBy.QUESTION:
            texts.append(_TellingText(words.replace("_", " "), telling, little))
    return texts


def _standing(text: _TellingText, sentence: _Sentence, weak: Container[str]) -> tuple[str, ...]:
    """The telling words of a text that stand in a sentence, if they stand close together; not weak ones alone."""
    places = sentence.places
    there = tuple(word for word in text.telling if word in places)
    if all(word in weak for word in there):
        return ()
    reach = min(max(min(abs(place - other) for other in places[word]) for word in there) for place in places[there[0]])
    return there if reach < _CLOSE else ()


def _score(text: _TellingText, there: tuple[str, ...], sentence: _Sentence, rarity: Mapping[str, float]) -> float:
    """How much it tells that these words of a text stand in a sentence; 0 if too much of the text does not."""
    told, whole = (sum(rarity[word] for word in words) for words in (there, text.telling))
    if told < _MOST_OF_IT * whole:
        return 0.0
    told += _LITTLE * sum(word in sentence.places for word in text.little)
    share = told / (whole + _LITTLE * len(text.little))
    return told * share if share >= _MOST_OF_IT else 0.0


__all__ = ["StoryHit", "found_in_story", "telling_words"]
