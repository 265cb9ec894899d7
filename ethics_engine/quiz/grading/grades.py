"""What the answers of a class come to: of each learner, of each question, and of the paper."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from attrs import frozen

from ethics_engine.quiz.certainty_marking import GREATEST, Certainty
from ethics_engine.quiz.item import Item

from .parse_responses import Response, Responses
from .statistics import Thirds, difficulty, discrimination, kr20, standard_error, thirds, variance


@frozen
class Score:
    """What a learner has reached.

    Attributes:
        asked: How many questions the learner was asked.

        answered: How many of them were not left out.

        marks: The marks for certainty, of `possible` at best; a question that was left out gets none.

        confident_mistakes: How many answers were wrong although the learner was very sure.
    """

    learner: str
    asked: int
    answered: int
    right: int
    marks: int
    possible: int
    confident_mistakes: int


@frozen
class Chosen:
    """How often an option was chosen; of an item that asks for an order, how often an order was given.

    Attributes:
        answer: The letter of the option, or those of the order; empty for no answer.

        is_key: Whether it is right, or belongs to what is right.

        upper: How often in the upper third of learners; None where there are no thirds.
    """

    answer: str
    text: str
    is_key: bool
    times: int
    upper: int | None = None
    lower: int | None = None


@frozen
class Analysis:
    """How a question did.

    Attributes:
        asked: How many learners were asked.

        difficulty: The proportion of right answers.

        discrimination: The corrected point-biserial correlation; None where it has no meaning.
    """

    number: int
    item: Item
    asked: int
    right: int
    difficulty: float
    discrimination: float | None
    confident_mistakes: int
    options: tuple[Chosen, ...]


@frozen
class GradeGroup:
    """The answers to all questions on a topic, or that rest on a rule, or that were given with one certainty."""

    name: str
    items: int
    answers: int
    right: int

    @property
    def share(self) -> float:
        """The proportion of right answers."""
        return self.right / self.answers


@frozen
class Grades:
    """What the answers of a class come to.

    Attributes:
        scores: By learner, in order.

        mean: The mean number of right answers.

        deviation: The standard deviation of the numbers of right answers, that of the population.

        kr20: The reliability of the paper; None where it has no meaning, or not everybody was asked the same.

        standard_error: The standard error of measurement of a number of right answers.

        upper: How many learners are in the upper third; None where there are no thirds.

        pass_mark: The share of right answers, in per cent, from which a learner has passed; None where there is none.
    """

    responses: Responses
    scores: tuple[Score, ...]
    analyses: tuple[Analysis, ...]
    mean: float
    deviation: float
    kr20: float | None
    standard_error: float | None
    upper: int | None
    lower: int | None
    topics: tuple[GradeGroup, ...]
    rules: tuple[GradeGroup, ...]
    certainties: tuple[tuple[Certainty, GradeGroup], ...]

    pass_mark: int | None = None

    def passed(self, score: Score) -> bool | None:
        """Whether a learner has reached the pass mark; None where there is none."""
        return None if self.pass_mark is None else 100 * score.right >= self.pass_mark * score.asked

    @property
    def has_certainty(self) -> bool:
        """Whether anybody said how sure they were."""
        return bool(self.certainties)


def grade(responses: Responses, *, pass_mark: int | None = None) -> Grades:
    """Score every learner and analyse every question; see `measures` for what is computed, and from what.

    What compares learners (discrimination, thirds, reliability) is only given where everybody was asked the same.
    """
    scores = tuple(_score(name, responses) for name in responses.learners)
    totals = [score.right for score in scores]
    split = thirds(totals) if responses.complete else None
    table = (
        [[responses.given[name, item.id].right for item in responses.items] for name in responses.learners]
        if (responses.complete)
        else []
    )
    reliability = kr20(table)
    spread = variance(totals) or 0.0
    return Grades(
        responses=responses,
        scores=scores,
        analyses=tuple(
            _analysis(number, item, responses, totals, split) for number, item in enumerate(responses.items, start=1)
        ),
        mean=sum(totals) / len(totals),
        deviation=spread**0.5,
        kr20=reliability,
        standard_error=None if reliability is None else standard_error(spread, reliability),
        upper=None if split is None else len(split.upper),
        lower=None if split is None else len(split.lower),
        topics=_groups(responses, lambda item: (item.topic,)),
        rules=_groups(responses, lambda item: item.rules),
        certainties=tuple(_certainties(responses)),
        pass_mark=pass_mark,
    )


def _score(name: str, responses: Responses) -> Score:
    given = [responses.given[name, item.id] for item in responses.items if (name, item.id) in responses.given]
    return Score(
        learner=name,
        asked=len(given),
        answered=sum(bool(response.chosen) for response in given),
        right=sum(response.right for response in given),
        marks=sum(response.marks for response in given),
        possible=sum(response.certainty is not None or not response.chosen for response in given) * GREATEST
        if responses.asks_certainty
        else 0,
        confident_mistakes=sum(map(_confidently_wrong, given)),
    )


def _confidently_wrong(response: Response) -> bool:
    return response.certainty is Certainty.HIGH and not response.right


def _analysis(number: int, item: Item, responses: Responses, totals: Sequence[int], split: Thirds | None) -> Analysis:
    places = [place for place, name in enumerate(responses.learners) if (name, item.id) in responses.given]
    given = {place: responses.given[responses.learners[place], item.id] for place in places}
    right = [response.right for response in given.values()]
    return Analysis(
        number=number,
        item=item,
        asked=len(given),
        right=sum(right),
        difficulty=difficulty(right) or 0.0,
        discrimination=discrimination(right, totals) if responses.complete else None,
        confident_mistakes=sum(map(_confidently_wrong, given.values())),
        options=tuple(_orders(item, given, split) if item.ordered else _options(item, given, split)),
    )


def _options(item: Item, given: dict[int, Response], split: Thirds | None) -> Iterable[Chosen]:
    for option in item.options:
        places = [place for place, response in given.items() if option.id in response.chosen]
        yield _chosen(option.id, option.text, places, split, is_key=option.id in item.key)
    yield from _none(given, split)


def _orders(item: Item, given: dict[int, Response], split: Thirds | None) -> Iterable[Chosen]:
    """The right order, then those that were given, the most frequent first."""
    times = Counter(response.chosen for response in given.values() if response.chosen)
    times.setdefault(item.key, 0)
    for order in sorted(times, key=lambda order: (order != item.key, -times[order], order)):
        places = [place for place, response in given.items() if response.chosen == order]
        yield _chosen(" ".join(order), "", places, split, is_key=order == item.key)
    yield from _none(given, split)


def _none(given: dict[int, Response], split: Thirds | None) -> Iterable[Chosen]:
    places = [place for place, response in given.items() if not response.chosen]
    if places:
        yield _chosen("", "no answer", places, split, is_key=False)


def _chosen(answer: str, text: str, places: Sequence[int], split: Thirds | None, *, is_key: bool) -> Chosen:
    upper = None if split is None else len(set(places).intersection(split.upper))
    lower = None if split is None else len(set(places).intersection(split.lower))
    return Chosen(answer, text, is_key, len(places), upper, lower)


def _groups(responses: Responses, names: Callable[[Item], Sequence[str]]) -> tuple[GradeGroup, ...]:
    """In alphabetical order; an item that has several names counts for each."""
    found: dict[str, list[Item]] = {}
    for item in responses.items:
        for name in dict.fromkeys(names(item)):
            found.setdefault(name, []).append(item)
    return tuple(_group(name, found[name], responses) for name in sorted(found))


def _group(name: str, items: Sequence[Item], responses: Responses) -> GradeGroup:
    keys = ((learner, item.id) for item in items for learner in responses.learners)
    given = [responses.given[key] for key in keys if key in responses.given]
    return GradeGroup(name, len(items), len(given), sum(response.right for response in given))


def _certainties(responses: Responses) -> Iterable[tuple[Certainty, GradeGroup]]:
    from ethics_engine.quiz.certainty_marking import CERTAINTY_IN_WORDS

    for level in Certainty:
        given = [response for response in responses.given.values() if response.certainty is level]
        if given:
            items = len({item for (_, item), response in responses.given.items() if response.certainty is level})
            yield level, GradeGroup(CERTAINTY_IN_WORDS[level], items, len(given), sum(one.right for one in given))
