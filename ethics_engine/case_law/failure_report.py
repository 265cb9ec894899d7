"""Reports of case tests, for those who decided the cases."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from ethics_engine.consultation.report.reasons import MANY
from ethics_engine.model.case import Case
from ethics_engine.model.determination import FactReport
from ethics_engine.rendering.width import width
from ethics_engine.text.lists import listed
from ethics_engine.text.plural import numbered
from ethics_engine.text.values import fact_clause

from .case_tests import CaseTestResult, Difference
from .conflicting_rules import ConflictingRule
from .corpus import BrokenFile
from .holdings import Point


def failure_entry(judgment: CaseTestResult, name: str | None = None) -> str:
    """Describe a case that fails: what was decided and where, what the rules say now, and the rules on either side.

    The case is called by `name`, where its id does not tell enough.
    """
    case = judgment.case
    lines = [f"{name or case.id}{f': {case.title}' if case.title else ''}"]
    if case.decided and case.decided.under:
        lines.append(f"  decided on {case.decided.date} by {case.decided.by}, under {case.decided.under}")
    shown: set[str] = set()
    for difference in judgment.differences:
        lines.append(f"  {difference.place}")
        lines.append(f"    decided:       {decided_in_brief(difference, case)}")
        lines.append(f"    rules now say: {difference.said}")
        lines += _side("rules for what was decided", difference.for_held, shown)
        lines += _side("rules for what they say now", difference.for_said, shown)
    return "\n".join(lines)


def broken_entry(broken: BrokenFile) -> str:
    """List everything that is wrong with a file."""
    return "\n".join(str(finding) for finding in broken.findings)


def decided_in_brief(difference: Difference, case: Case) -> str:
    """Say what was decided at a point, in the words of the case file."""
    match Point(difference.point) if difference.point != "constraint" else None:
        case None:
            return f"the facts contradict each other (constraint {difference.held})"
        case Point.ANSWER:
            question = case.question
            asked = f"{question.ask.value} {question.action}" if question.action else question.ask.value
            return f"{asked}? {difference.held}"
        case Point.DISPOSITION:
            return f"the course is {difference.held}"
        case Point.STATUS:
            return f"{difference.subject} is {difference.held}"
        case Point.DENIED:
            return f"{difference.subject} is not {difference.held}"
        case Point.FIRST:
            return f"first comes {difference.held}"
        case Point.VERDICT:
            return f"the verdict is {difference.held}"
        case Point.RATIO:
            return f"decided on rule {difference.subject}"
        case Point.NORMS:
            return f"rule {difference.subject} conflicts with another"
        case Point.MUST_ASK:
            return f"{difference.subject} must be asked"


def _side(heading: str, speakers: Iterable[ConflictingRule], shown: set[str]) -> Iterator[str]:
    """The rules of one side; what a rule depends on is printed once a case."""
    for index, speaker in enumerate(speakers):
        if index == 0:
            yield f"    {heading}:"
        yield f"      - {speaker.rule} ({speaker.says}) {speaker.standing}"
        if speaker.facts and speaker.rule not in shown:
            shown.add(speaker.rule)
            yield textwrap.fill(
                f"because {'; '.join(_rests(speaker.facts))}",
                width(),
                initial_indent=" " * 10,
                subsequent_indent=" " * 12,
                break_long_words=False,
                break_on_hyphens=False,
            )


def _rests(facts: Iterable[FactReport]) -> Iterator[str]:
    """What was stated, and so many assumptions as can be read at a glance."""
    assumed = [f"{fact_clause(fact)} (assumed)" for fact in facts if fact.assumed]
    yield from (fact_clause(fact) for fact in facts if not fact.assumed)
    if len(assumed) > MANY:
        yield f"and {len(assumed)} assumptions"
    else:
        yield from assumed


def topic_line(topic: str, width: int, stand: int, fall: Iterable[str], broken: int) -> str:
    """Summarize the cases of one topic."""
    fallen = list(fall)
    parts = [numbered(stand, "passes", "pass")]
    if fallen:
        parts.append(f"{numbered(len(fallen), 'fails', 'fail')}: {listed(fallen)}")
    if broken:
        parts.append(numbered(broken, "file cannot be read", "files cannot be read"))
    return f"{topic:{width}}  {', '.join(parts)}"
