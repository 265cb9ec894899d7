"""The measures of classical test theory, in the standard library's own arithmetic.

All of them are None where they have no meaning: where there is nothing to measure, or nothing that varies.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, StatisticsError, correlation, pvariance

from attrs import frozen


def difficulty(right: Sequence[bool]) -> float | None:
    """The proportion of right answers: the higher, the easier. Usually written p."""
    return sum(right) / len(right) if right else None


def discrimination(right: Sequence[bool], scores: Sequence[int]) -> float | None:
    """The corrected point-biserial correlation of a question with the rest of the paper.

    `scores` are the numbers of right answers on the whole paper. The question itself is taken out of them, for with it
    in them it would be correlated with itself. None where all are right or all are wrong, or the rest does not vary.

    Source: S. Henrysson, "Correction of item-total correlations in item analysis", Psychometrika 28 (1963).
    """
    rest = [score - one for score, one in zip(scores, right, strict=True)]
    try:
        return correlation([int(one) for one in right], rest)
    except StatisticsError:
        return None


def kr20(answers: Sequence[Sequence[bool]]) -> float | None:
    """The Kuder-Richardson coefficient of reliability of a paper; one row for each learner, one column a question.

    k / (k - 1) * (1 - sum of p * (1 - p) / variance of the scores), for k questions. The variance is that of the
    population (divided by the number of learners), as p * (1 - p) is that of a question; with both divided by one less
    the result would be the same. None with fewer than two questions or where all scores are equal. It is negative where
    the questions contradict one another.

    Source: G. F. Kuder and M. W. Richardson, "The theory of the estimation of test reliability", Psychometrika 2
    (1937), formula 20.
    """
    questions = len(answers[0]) if answers else 0
    spread = variance([sum(row) for row in answers])
    if questions < 2 or not spread:
        return None
    of_questions = sum(pvariance([int(one) for one in column]) for column in zip(*answers, strict=True))
    return questions / (questions - 1) * (1 - of_questions / spread)


def variance(scores: Sequence[int]) -> float | None:
    """The variance of scores, that of the population."""
    return float(pvariance(scores)) if scores else None


def standard_error(spread: float, reliability: float) -> float:
    """The standard error of measurement of a score, in questions: s * sqrt(1 - r); `spread` is the variance.

    Source: F. M. Lord and M. R. Novick, Statistical Theories of Mental Test Scores (1968).
    """
    return math.sqrt(spread * (1 - reliability))


@frozen
class Thirds:
    """The numbers, by place, of those with the most right answers and of those with the fewest."""

    upper: tuple[int, ...]
    lower: tuple[int, ...]


def thirds(scores: Sequence[int]) -> Thirds | None:
    """The upper and the lower third of scores; who has the score at the edge of a third is in it, so it may be larger.

    None where that would put somebody into both.
    """
    size = len(scores) // 3
    if not size:
        return None
    ranked = sorted(scores)
    low, high = ranked[size - 1], ranked[-size]
    if low >= high:
        return None
    return Thirds(
        tuple(index for index, score in enumerate(scores) if score >= high),
        tuple(index for index, score in enumerate(scores) if score <= low),
    )


def at_least(times: int, of: int, share: float) -> float:
    """The chance of so many successes or more, each with this chance (binomial test, one-sided)."""
    return math.fsum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(times, of + 1))


def at_most(times: int, of: int, share: float) -> float:
    """The chance of so many successes or fewer, each with this chance (binomial test, one-sided)."""
    return math.fsum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(times + 1))


def more_often(upper: int, of_upper: int, lower: int, of_lower: int) -> float:
    """The chance that, of as many choices, so many or more fall to the first group (Fisher's exact test, one-sided)."""
    chosen, learners = upper + lower, of_upper + of_lower
    ways = math.comb(learners, chosen)
    most = min(chosen, of_upper)
    return sum(math.comb(of_upper, k) * math.comb(of_lower, chosen - k) for k in range(upper, most + 1)) / ways


def correlation_below(found: float, at: float, pairs: int) -> float:
    """The chance of so low a correlation if the true one is `at` (Fisher's z, one-sided); 1 with too few pairs."""
    if pairs <= 3 or found >= at:
        return 1.0
    inside = max(found, -0.999999)
    return NormalDist().cdf((math.atanh(inside) - math.atanh(at)) * math.sqrt(pairs - 3))
