"""Which questions to look at again, and for what there are too few learners to say anything.

A question is flagged only for what chance alone would seldom bring: less than 1 time in 20, or, of the many wrong
options, less than 1 in 100. The tests are exact where they can be: the binomial test for what is too easy, too hard or
never chosen; Fisher's exact test for a wrong option that strong learners choose more often than weak ones (R. A.
Fisher, Statistical Methods for Research Workers, 1925); and Fisher's z for discrimination (Metron 1, 1921). The
thresholds themselves are conventions; for discrimination see R. L. Ebel, Measuring Educational Achievement (1965).
What is computed from few learners is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from ethics_engine.text.lists import listed
from ethics_engine.text.plural import counted

from .grades import Analysis, Grades
from .statistics import at_least, at_most, correlation_below, more_often


class Statistic(Enum):
    """What needs some learners to say anything."""

    DIFFICULTY = "difficulty"
    OPTIONS = "the choice of options by thirds"
    DISCRIMINATION = "discrimination"
    RELIABILITY = "KR-20 and the standard error"


LEARNERS: Mapping[Statistic, int] = {
    Statistic.DIFFICULTY: 10,
    Statistic.OPTIONS: 15,
    Statistic.DISCRIMINATION: 30,
    Statistic.RELIABILITY: 30,
}
"""How many learners each needs."""

QUESTIONS = 10
"""How many questions reliability needs."""

EASY, HARD, LOW = 0.9, 0.2, 0.2
"""A question is too easy above, too hard below; discrimination is low below."""


SELDOM = 0.05
"""An option that fewer choose is of no use."""

LEVEL = 0.05
"""How improbable something has to be by chance alone before a question is flagged for it."""

OPTION_LEVEL = 0.01
"""The same for a wrong option, of which a paper has many."""

TESTS = (
    "Questions are flagged only for what is significant: at 5 % by the binomial test (too easy, too hard, never "
    "chosen) and Fisher's z (discrimination), at 1 % by Fisher's exact test (wrong options)."
)


def is_enough(statistic: Statistic, learners: int) -> bool:
    """Whether so many learners are enough."""
    return learners >= LEARNERS[statistic]


def flags(analysis: Analysis, grades: Grades) -> tuple[str, ...]:
    """Why a question should be looked at again, if it should."""
    return tuple(_flags(analysis, grades))


def _flags(analysis: Analysis, grades: Grades) -> Iterator[str]:
    if is_enough(Statistic.DIFFICULTY, analysis.asked):
        if at_least(analysis.right, analysis.asked, EASY) < LEVEL:
            yield "too easy"
        if at_most(analysis.right, analysis.asked, HARD) < LEVEL:
            yield "too hard"
    if is_enough(Statistic.DISCRIMINATION, analysis.asked) and analysis.discrimination is not None:
        if correlation_below(analysis.discrimination, 0, analysis.asked) < LEVEL:
            yield "negative discrimination: strong learners get it wrong more often than weak ones"
        elif correlation_below(analysis.discrimination, LOW, analysis.asked) < LEVEL:
            yield "low discrimination"
    if is_enough(Statistic.OPTIONS, analysis.asked) and not analysis.item.ordered:
        wrong = [option for option in analysis.options if option.answer and not option.is_key]
        unused = [option.answer for option in wrong if not option.times]
        if unused and at_most(0, analysis.asked, SELDOM) < LEVEL:
            yield f"never chosen: {listed(unused)}"
        for option in wrong:
            upper, lower = option.upper, option.lower
            if upper is None or lower is None or not grades.upper or not grades.lower:
                continue
            if more_often(upper, grades.upper, lower, grades.lower) < OPTION_LEVEL:
                drew = f"{upper} of {grades.upper} strong learners and {lower} of {grades.lower} weak ones"
                yield f"{option.answer} is wrong, and was chosen by {drew}"


def remarks(grades: Grades) -> tuple[str, ...]:
    """What to know before relying on the numbers, in sentences."""
    return tuple(_remarks(grades))


def _remarks(grades: Grades) -> Iterator[str]:
    responses, learners, questions = grades.responses, len(grades.scores), len(grades.analyses)
    few = [statistic for statistic in Statistic if not is_enough(statistic, learners)]
    if few:
        wanted = "; ".join(f"{statistic.value} ({LEARNERS[statistic]})" for statistic in few)
        says = "1 learner is too few" if learners == 1 else f"{learners} learners are too few"
        yield f"{says} for some numbers. Learners needed: {wanted}."
        yield "These numbers are shown, but no question is flagged because of them."
    if any(is_enough(statistic, learners) for statistic in Statistic):
        yield TESTS
    if not responses.complete:
        yield "The learners were asked different questions: no thirds, no discrimination, no reliability."
    elif grades.kr20 is None:
        why = "all scores are equal" if questions > 1 else "there is only one question"
        yield f"No reliability: {why}."
    else:
        if questions < QUESTIONS:
            yield f"{questions} questions are too few for reliability: it needs {QUESTIONS}."
        if grades.kr20 < 0:
            yield "Reliability is negative: the questions contradict one another, or there are too few learners."
    if responses.complete and grades.upper is None:
        yield "No thirds: too few learners, or too many equal scores."
    if responses.complete and any(analysis.discrimination is None for analysis in grades.analyses):
        yield "No discrimination for a question that everybody got right, or everybody wrong."
    if responses.missing and responses.complete:
        yield f"Counted as left out, because not in the table: {counted(responses.missing, 'answer')}."
    if responses.absent:
        yield f"No answers, not counted: {', '.join(responses.absent)}."
