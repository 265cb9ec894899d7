"""What a learner has reached, as a plain-text chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ethics_engine.text.plural import numbered

from .answer_log import LearnerAnswer, last_of_each
from .certainty_marking import CERTAINTY_IN_WORDS
from .tally import AnswerTally, by_certainty, by_topic, tally
from .terminal_text import wrapped

BAR = 10
"""How long a full bar is."""

ENOUGH = 3
"""A topic needs so many questions to count as a strength."""

STRONG = 80
"""A topic needs so many per cent right to count as a strength."""


def progress_in_words(
    learner: str, answers: Sequence[LearnerAnswer], columns: int, titles: Mapping[str, str] | None = None
) -> str:
    """The chart by topic, strengths, confident mistakes, and how right the learner was when how sure.

    Topics count each question once, as it was last answered: what matters is what is known now. `titles` are those of
    cases, by id.
    """
    last = last_of_each(answers)
    topics = by_topic(last)
    days = sorted(f"{answer.at.astimezone():%Y-%m-%d}" for answer in answers)
    first = f"{numbered(len(answers), 'answer')} to {numbered(len(last), 'question')}, {days[0]} to {days[-1]}."
    strong = [name for name, count in topics.items() if count.answers >= ENOUGH and (count.percent or 0) >= STRONG]
    mistakes = _mistakes(last, titles or {})
    if mistakes:
        mistakes.append("To read a case again: `ethics cases show` and the id in brackets.")
    sections = [
        f"PROGRESS OF {learner}\n{wrapped(' '.join([first, marks_in_words(tally(answers))]), columns)}",
        "\n".join(["BY TOPIC, each question as last answered", *chart(topics)]),
        _section("STRENGTHS", strong or [f"none yet (needs {ENOUGH} questions on a topic, {STRONG} % right)"], columns),
        _section("CONFIDENT MISTAKES, not corrected yet", mistakes or ["none"], columns),
    ]
    sure = {CERTAINTY_IN_WORDS[level]: count for level, count in by_certainty(answers).items()}
    if sure:
        sections.append("\n".join(["CERTAINTY, and how often right", *chart(sure)]))
    return "\n\n".join(sections) + "\n"


def chart(counts: Mapping[str, AnswerTally]) -> list[str]:
    """A line each, the words first, for whoever hears it read, and the bar last."""
    wide = max(map(len, counts), default=0)
    digits = max((len(str(count.answers)) for count in counts.values()), default=0)
    return [
        f"  {name:{wide}} {count.right:{digits}} of {count.answers:{digits}} {_bar(count)}"
        for name, count in counts.items()
    ]


def marks_in_words(count: AnswerTally) -> str:
    """The marks for certainty, if there are any."""
    return f"{count.marks} of {numbered(count.possible, 'mark')} for certainty." if count.marked else ""


def _bar(count: AnswerTally) -> str:
    full = round(BAR * count.right / count.answers)
    return "#" * full + "-" * (BAR - full)


def titled(case: str, titles: Mapping[str, str]) -> str:
    """A case by its title, with its name, or by its name alone."""
    return f"\u201c{titles[case]}\u201d ({case})" if titles.get(case) else case


def wrong_cases(answers: Iterable[LearnerAnswer]) -> tuple[str, ...]:
    """The cases that a learner was very sure and wrong about, as last answered."""
    return tuple(_cases(answer for answer in last_of_each(answers) if answer.confidently_wrong))


def _mistakes(last: Iterable[LearnerAnswer], titles: Mapping[str, str]) -> list[str]:
    """By topic, with the cases to read again."""
    wrong = [answer for answer in last if answer.confidently_wrong]
    return [
        f"{topic}: {count.answers}, on "
        + ", ".join(titled(case, titles) for case in _cases(answer for answer in wrong if answer.topic == topic))
        for topic, count in by_topic(wrong).items()
    ]


def _cases(answers: Iterable[LearnerAnswer]) -> list[str]:
    return sorted({case for answer in answers for case in answer.cases})


def _section(heading: str, lines: Iterable[str], columns: int) -> str:
    return "\n".join([heading, *(wrapped(line, columns, "  ", "    ") for line in lines)])
