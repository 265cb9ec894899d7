"""The measures of a paper, against worked examples and against another way to compute them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethics_engine.quiz.grading.statistics import difficulty, discrimination, kr20, standard_error, thirds, variance

# The data of K. L. Wuensch, "The Kuder-Richardson 20" (East Carolina University), with what he works out of them.
WUENSCH = [
    [bool(int(answer)) for answer in row]
    for row in (
        *("1111110110", "1011011101", "1111011001", "0010001000", "0000010010"),
        *("1110111111", "1101110111", "1111111101", "0101111101", "1101101110"),
    )
]
PQ = (0.21, 0.21, 0.24, 0.21, 0.24, 0.16, 0.21, 0.21, 0.25, 0.24)
VARIANCE = 5.84

papers = st.integers(2, 6).flatmap(
    lambda width: st.lists(st.lists(st.booleans(), min_size=width, max_size=width), min_size=3, max_size=12)
)


def column(table: Sequence[Sequence[bool]], place: int) -> list[bool]:
    return [row[place] for row in table]


class TestReliability:
    def test_a_published_example_comes_out(self) -> None:
        scores = [sum(row) for row in WUENSCH]
        shares = [difficulty(column(WUENSCH, place)) or 0 for place in range(10)]

        assert [share * (1 - share) for share in shares] == pytest.approx(PQ)
        assert variance(scores) == pytest.approx(VARIANCE)
        assert kr20(WUENSCH) == pytest.approx(10 / 9 * (1 - sum(PQ) / VARIANCE))
        assert kr20(WUENSCH) == pytest.approx(0.6963, abs=5e-5)

    def test_the_standard_error_is_the_deviation_times_the_root_of_what_is_unreliable(self) -> None:
        assert standard_error(VARIANCE, 0.6963) == pytest.approx(2.4166 * 0.5511, abs=1e-3)

    @given(papers)
    def test_it_is_the_alpha_of_cronbach_with_sample_variances_too(self, table: list[list[bool]]) -> None:
        """L. J. Cronbach (1951): for questions scored 0 and 1, alpha is KR-20."""
        count = len(table[0])
        spread = statistics.variance([sum(row) for row in table])
        if spread == 0:
            assert kr20(table) is None
        else:
            of_items = sum(statistics.variance([int(one) for one in column(table, place)]) for place in range(count))
            assert kr20(table) == pytest.approx(count / (count - 1) * (1 - of_items / spread))

    @pytest.mark.parametrize("table", [[], [[True], [False]], [[True, False], [False, True]]])
    def test_without_two_questions_or_any_spread_there_is_none(self, table: list[list[bool]]) -> None:
        assert kr20(table) is None

    def test_questions_that_agree_wholly_are_wholly_reliable_and_those_that_contradict_less_than_not_at_all(
        self,
    ) -> None:
        assert kr20([[True] * 4, [True] * 4, [False] * 4]) == pytest.approx(1)
        assert (kr20([[True, False, True], [False, True, False], [True, False, False]]) or 0) < 0


class TestDiscrimination:
    def test_a_small_table_worked_by_hand(self) -> None:
        """Rests 2, 1, 1, 0: of those right their mean is 1.5, of those wrong 0.5, their deviation the root of 0.5."""
        right, scores = [True, True, False, False], [3, 2, 1, 0]

        assert discrimination(right, scores) == pytest.approx((1.5 - 0.5) / math.sqrt(0.5) * math.sqrt(0.5 * 0.5))

    @given(papers)
    def test_it_is_what_the_textbook_formula_gives(self, table: list[list[bool]]) -> None:
        """(M1 - M0) / s * sqrt(p * (1 - p)), all of the scores without the question."""
        right, scores = column(table, 0), [sum(row) for row in table]
        rest = [sum(row[1:]) for row in table]
        ones = [score for score, one in zip(rest, right, strict=True) if one]
        others = [score for score, one in zip(rest, right, strict=True) if not one]
        deviation = statistics.pstdev(rest)
        if not ones or not others or deviation == 0:
            assert discrimination(right, scores) is None
        else:
            share = len(ones) / len(rest)
            expected = (statistics.mean(ones) - statistics.mean(others)) / deviation * math.sqrt(share * (1 - share))
            assert discrimination(right, scores) == pytest.approx(expected, abs=1e-9)


class TestThirds:
    def test_who_has_the_score_at_the_edge_is_in(self) -> None:
        split = thirds([9, 8, 8, 5, 4, 3, 3])

        assert split is not None
        assert (split.upper, split.lower) == ((0, 1, 2), (5, 6))

    @pytest.mark.parametrize("scores", [[], [1, 2], [5, 5, 5, 5], [4, 4, 4, 4, 4, 9]])
    def test_nobody_is_in_both_the_upper_and_the_lower_third(self, scores: list[int]) -> None:
        split = thirds(scores)

        assert split is None or not set(split.upper) & set(split.lower)

    def test_equal_scores_have_none(self) -> None:
        assert thirds([5, 5, 5, 5]) is None
        assert thirds([1, 2]) is None
        assert difficulty([]) is None
