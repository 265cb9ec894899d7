"""Search the vocabulary of a ruleset by everyday words.

A fact or an action is found by its id, its label, its question and its synonyms (`also:`), a fact by those of its
values, too. Hits that have every word come first. Among them, a word counts the more, the fewer facts and actions have
it; a synonym, a label or an id counts twice as much as a question; and a short text that is all about the word counts
more than a long one. Words for anybody (*client*, *therapist*, *says*) need not be there, and count little, where there
are others.

Case, accents and hyphens make no difference. A word fits another of the same stem (*threat*, *threatened*), and one
that begins with it. A word that fits none is taken for the one that it is but for a letter or two.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from enum import Enum

from attrs import define, field, frozen

from .argument_types import checked
from .model.actions import Action
from .model.facts import Concept, Fact, FactType, FactValue
from .model.ruleset import Ruleset
from .suggestions import did_you_mean, misspelt, nearest


class HitKind(Enum):
    """What was found."""

    FACT = "fact"
    COURSE = "course_of_action"
    STEP = "step"
    TERM = "term"


class FoundBy(Enum):
    """The kind of text that has the words."""

    ID = "id"
    LABEL = "label"
    SYNONYM = "synonym"
    QUESTION = "question"


@frozen
class HitValue:
    """A value that a fact can take.

    Attributes:
        id: Its name.

        label: Its meaning.

        found: Whether the words fit this value.

        statement: How to state it to a command.
    """

    id: str
    label: str
    found: bool
    statement: str


@frozen
class SearchHit:
    """A fact or an action that the words fit.

    Attributes:
        kind: Whether it is a fact, a course of action, a step or a defined term.

        id: Its name in cases, rules and commands.

        label: What it is, in a few words.

        question: For a fact, the question that it answers.

        values: For a fact, what it can be; empty for a count.

        statement: How to state it to a command: the value that was found, if one was; for a course of action, how to
            ask about it; for a term, how a condition tests it.

        found_by: The kind of text that fits best.

        match: That text.

        every_word: Whether it has every word, apart from such as "the" or "my".
    """

    kind: HitKind
    id: str
    label: str
    question: str | None
    values: tuple[HitValue, ...]
    statement: str
    found_by: FoundBy
    match: str
    every_word: bool


@checked
def search(ruleset: Ruleset, words: str, *, limit: int | None = None) -> tuple[SearchHit, ...]:
    """Find the facts, values, actions and courses of action that fit some everyday words, the best first.

    Use it to find the name of a fact that you know by another word. Nothing is drawn at random: the same words in the
    same ruleset find the same.

    Args:
        ruleset: The ruleset whose vocabulary is searched.

        words: What somebody would type, such as `suicidal` or `cannot pay`; the first 20 different words count.

        limit: How many hits to give at most; None for all.

    Raises:
        ArgumentError: An argument is of the wrong type.
    """
    return search_among((*ruleset.facts, *ruleset.actions), words)[:limit]


def search_among(items: Iterable[Fact | Action | Concept], words: str) -> tuple[SearchHit, ...]:
    """All hits among some facts, actions and defined terms."""
    index = _Index()
    for item in items:
        index.add(item)
    return index.hits(words)


def values_found(fact: Fact, words: str) -> tuple[str, ...]:
    """The values of a fact that fit some words, each by its own texts; empty if only the fact as a whole fits."""
    return tuple(
        value.id for hit in search_among((fact,), words) if hit.every_word for value in hit.values if value.found
    )


def meant(name: str, items: Iterable[Fact | Action], others: Iterable[str] = ()) -> str | None:
    """A hint naming what an unknown name may stand for, or None.

    That is the id that it is but for a letter or two; else up to three facts or actions that have its words; else the
    id with a word alike. `others` are more ids, of what has no texts to search.
    """
    items = tuple(items)
    ids = [*(item.id for item in items), *others]
    if misspelt(name, ids) is None and (
        found := [hit.id for hit in search_among(items, name) if hit.every_word][:_MOST_MEANT]
    ):
        return did_you_mean(found)
    return nearest(name, ids)


_WEIGHTS = {FoundBy.ID: 2.0, FoundBy.LABEL: 2.0, FoundBy.SYNONYM: 2.0, FoundBy.QUESTION: 1.0}
_SAME_STEM, _BEGINS_SO, _MISSPELT = 0.9, 0.7, 0.6
_SHORTEST_BEGINNING = 3
_ALIKE = 0.82  # one letter of six may differ, but not one of five: court is not count
_OF_ANYBODY = 0.3  # the share that a word for anybody counts beside others
_OTHER_TEXTS = 0.3  # the share that words count where they stand in another text than the best
_WORTH_SHOWING = 0.5  # of the score of the best hit, where words are missing
_AS_GOOD = 0.6  # of the score of the best text: a value that fits so well, and better than the whole, was found

_WORD = re.compile(r"[^\W_]+")
LITTLE_WORDS = frozenset(
    _WORD.findall(
        "a about am an and any are as at be been being but by can could did do does doing for from get gets got had "
        "has have having he her hers him his how i if in is it its just me mine my no not of on or our she should so "
        "some than that the their them then there they this to too us very was we were what when which who why will "
        "with would you your"
    )
)
WORDS_FOR_ANYBODY = frozenset(
    _WORD.findall(
        "client clients counsellor counsellors counselor counselors patient patients practitioner practitioners "
        "psychologist therapist therapists said say says tell tells told want wanted wants"
    )
)
"""Who it is about, or that they said it: in nearly every story, so that other words say what it is about."""

_ENDINGS = (
    *(
        "ations",
        "ation",
        "ments",
        "ities",
        "ness",
        "ment",
        "ions",
        "ious",
        "ally",
        "ings",
        "ible",
        "able",
        "ance",
        "ence",
    ),
    *("ants", "ents", "ing", "ion", "ity", "ies", "ers", "ors", "ive", "ous", "ful", "ant", "ent", "als"),
    *("ed", "er", "or", "al"),
    *("es", "ly", "ic", "s", "e", "y"),
)
_SHORTEST_STEM = 4
_MOST_WORDS = 20
_MOST_MEANT = 3


@define
class _Text:
    """One text of an item.

    Attributes:
        value: The place of the value that it is about, or None.
    """

    by: FoundBy
    text: str
    value: int | None
    words: tuple[str, ...]
    compound: str


@define(eq=False)
class _Index:
    """The texts of facts and actions, by word."""

    items: list[Fact | Action | Concept] = field(factory=list)
    texts: list[list[_Text]] = field(factory=list)
    having: defaultdict[str, set[int]] = field(factory=lambda: defaultdict(set))

    def add(self, item: Fact | Action | Concept) -> None:
        texts = [_Text(by, text, value, words := words_in(text), "".join(words)) for by, text, value in texts_of(item)]
        for text in texts:
            for word in text.words:
                self.having[word].add(len(self.items))
        self.items.append(item)
        self.texts.append(texts)

    def hits(self, words: str) -> tuple[SearchHit, ...]:
        every = words_in(words)
        asked = [word for word in dict.fromkeys(every) if word not in LITTLE_WORDS]
        del asked[_MOST_WORDS:]
        fitting = [self._fitting(word) for word in asked]
        compound = "".join(every)
        needed = [at for at, word in enumerate(asked) if word not in WORDS_FOR_ANYBODY] or list(range(len(asked)))
        candidates = self._called(compound).union(*(self.having[word] for at in needed for word in fitting[at]))
        rarities = [
            (1.0 if at in needed else _OF_ANYBODY) * math.log(1 + len(self.items) / (1 + self._number_having(found)))
            for at, found in enumerate(fitting)
        ]
        scored = []
        for number in candidates:
            scores = [_score(text, fitting, rarities, compound) for text in self.texts[number]]
            best = max(range(len(scores)), key=lambda at: sum(scores[at]))
            total = sum(scores[best]) + _OTHER_TEXTS * sum(
                max(of_word) - here for of_word, here in zip(zip(*scores, strict=True), scores[best], strict=True)
            )
            complete = all(any(score[at] for score in scores) for at in needed)
            scored.append((complete, total, -number, best, scores))
        scored.sort(key=lambda found: found[:3], reverse=True)
        least = _WORTH_SHOWING * max((total for _, total, *_ in scored), default=0.0)
        return tuple(
            self._hit(-number, best, scores, complete=complete)
            for complete, total, number, best, scores in scored
            if complete or total >= least
        )

    def _fitting(self, word: str) -> dict[str, float]:
        """The known words that a word fits, and how well."""
        found: dict[str, float] = {}
        stem = stem_of(word)
        for known in self.having:
            if known == word:
                found[known] = 1.0
            elif known[0] == word[0]:
                if stem_of(known) == stem:
                    found[known] = _SAME_STEM
                elif len(word) >= _SHORTEST_BEGINNING and known.startswith(word):
                    found[known] = _BEGINS_SO
        return found or dict.fromkeys(self._misspelt(word), _MISSPELT)

    def _misspelt(self, word: str) -> list[str]:
        from difflib import get_close_matches

        if len(word) < _SHORTEST_STEM:
            return []
        letters = sorted(word)
        beginning_so = [known for known in self.having if known[0] == word[0]]  # fingers seldom slip in the first
        swapped = [known for known in beginning_so if sorted(known) == letters]
        return swapped or get_close_matches(word, beginning_so, n=2, cutoff=_ALIKE)

    def _called(self, compound: str) -> set[int]:
        """The items one of whose texts is the words written as one, or apart."""
        return {
            number
            for number, texts in enumerate(self.texts)
            for text in texts
            if compound and text.compound == compound
        }

    def _number_having(self, found: dict[str, float]) -> int:
        return len(set().union(*(self.having[word] for word in found)))

    def _hit(self, number: int, best: int, scores: list[list[float]], *, complete: bool) -> SearchHit:
        item, text = self.items[number], self.texts[number][best]
        texts = list(zip(self.texts[number], map(sum, scores), strict=True))
        of_the_whole = max(score for other, score in texts if other.value is None)
        enough = max(_AS_GOOD * sum(scores[best]), of_the_whole)
        of_values: dict[int, float] = {}
        for other, score in texts:
            if other.value is not None and score >= enough:
                of_values[other.value] = max(of_values.get(other.value, 0.0), score)
        if isinstance(item, Action):
            kind = HitKind.COURSE if item.is_way else HitKind.STEP
            statement = f'--question "may {item.id}"' if item.is_way else f"--done {item.id}"
            return SearchHit(kind, item.id, item.label, None, (), statement, text.by, text.text, complete)
        if isinstance(item, Concept):
            statement = f"{{{item.id}: yes}}"
            return SearchHit(HitKind.TERM, item.id, item.says, None, (), statement, text.by, text.text, complete)
        values = tuple(
            HitValue(value.id, _label(item, value), at in of_values, f"--fact {item.id}={value.id}")
            for at, value in enumerate(item.values)
        )
        stated = values[max(of_values, key=lambda at: of_values[at])].statement if of_values else _as_stated(item)
        return SearchHit(HitKind.FACT, item.id, item.says, item.ask, values, stated, text.by, text.text, complete)


def texts_of(item: Fact | Action | Concept) -> Iterable[tuple[FoundBy, str, int | None]]:
    if isinstance(item, Concept):
        return (FoundBy.ID, item.id, None), (FoundBy.LABEL, item.says, None)
    return _of_fact(item) if isinstance(item, Fact) else _of_action(item)


def _of_fact(fact: Fact) -> Iterator[tuple[FoundBy, str, int | None]]:
    yield FoundBy.ID, fact.id, None
    yield FoundBy.LABEL, fact.says, None
    yield FoundBy.QUESTION, fact.ask, None
    for synonym in fact.also:
        yield FoundBy.SYNONYM, synonym, None
    if fact.type is not FactType.YES_NO:
        for at, value in enumerate(fact.values):
            yield FoundBy.ID, value.id, at
            yield FoundBy.LABEL, value.label, at
            for synonym in value.also:
                yield FoundBy.SYNONYM, synonym, at


def _of_action(action: Action) -> Iterator[tuple[FoundBy, str, int | None]]:
    yield FoundBy.ID, action.id, None
    yield FoundBy.LABEL, action.label, None
    for synonym in action.also:
        yield FoundBy.SYNONYM, synonym, None


def _label(fact: Fact, value: FactValue) -> str:
    if fact.type is not FactType.YES_NO:
        return value.label
    return fact.says if value.id == "yes" else fact.denies or f"not: {fact.says}"


def _as_stated(fact: Fact) -> str:
    value = {FactType.YES_NO: "yes", FactType.COUNT: "NUMBER"}.get(fact.type, "VALUE")
    return f"--fact {fact.id}={value}"


def _score(text: _Text, fitting: list[dict[str, float]], rarities: list[float], compound: str) -> list[float]:
    """What each word that was asked for counts in a text; nothing where it does not stand there."""
    if text.compound == compound:
        return [2 * _WEIGHTS[text.by] * rarity for rarity in rarities]
    qualities = [max((found.get(word, 0.0) for word in text.words), default=0.0) for found in fitting]
    share = sum(1 for quality in qualities if quality) / max(len(text.words), 1)
    worth = _WEIGHTS[text.by] * (1 + share) / 2
    return [worth * quality * rarity for quality, rarity in zip(qualities, rarities, strict=True)]


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text, without case, accents and apostrophes."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return tuple(_WORD.findall(text.casefold().replace("_", " ").replace("'", "").replace("’", "")))


def stem_of(word: str) -> str:
    """A word without its ending; roughly, and the same for the forms of a word."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM - (ending in {"s", "ed", "ing"}):
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > _SHORTEST_STEM and word[-1] == word[-2] else word


__all__ = ["FoundBy", "HitKind", "HitValue", "SearchHit", "meant", "search", "search_among", "values_found"]
