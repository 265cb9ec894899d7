"""Which questions to look at again, and for what there are too few learners to say anything.

The thresholds are conventions. Behind them: of 10 learners a proportion is known to about 0.3 either way, and of 30
learners a correlation to about 0.36 either way, at 95 %. What is computed from fewer is shown, and no question is
flagged for it. For discrimination see R. L. Ebel, Measuring Educational Achievement (1965).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

from ethics_engine.text.lists import listed
from ethics_engine.text.plural import counted

from .grades import Analysis, Grades


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


DRAWN = 2
"""So many strong learners have to choose a wrong option before it counts against the question."""


def is_enough(statistic: Statistic, learners: int) -> bool:
    """Whether so many learners are enough."""
    return learners >= LEARNERS[statistic]


def flags(analysis: Analysis, grades: Grades) -> tuple[str, ...]:
    """Why a question should be looked at again, if it should."""
    return tuple(_flags(analysis, grades))


def _flags(analysis: Analysis, grades: Grades) -> Iterator[str]:
    if is_enough(Statistic.DIFFICULTY, analysis.asked):
        if analysis.difficulty > EASY:
            yield "too easy"
        if analysis.difficulty < HARD:
            yield "too hard"
    if is_enough(Statistic.DISCRIMINATION, analysis.asked) and analysis.discrimination is not None:
        if round(analysis.discrimination, 4) < 0:
            yield "negative discrimination: strong learners get it wrong more often than weak ones"
        elif analysis.discrimination < LOW:
            yield "low discrimination"
    if is_enough(Statistic.OPTIONS, analysis.asked) and not analysis.item.ordered:
        wrong = [option for option in analysis.options if option.answer and not option.is_key]
        unused = [option.answer for option in wrong if not option.times]
        if unused:
            yield f"never chosen: {listed(unused)}"
        for option in wrong:
            upper, lower = option.upper, option.lower
            if upper is None or lower is None or not grades.upper or not grades.lower:
                continue
            if upper >= DRAWN and upper / grades.upper > lower / grades.lower:
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
