"""What would change a case: every other outcome, with the smallest changes that bring it about, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs
from attrs import frozen

from ethics_engine.consultation.plan import TAKEN, due_steps
from ethics_engine.consultation.report.redaction import plain_fact
from ethics_engine.consultation.safety import by_urgency
from ethics_engine.deadline import SECONDS, Deadline
from ethics_engine.model.case import Ask
from ethics_engine.model.determination import Determination, FactReport, PlanStep, Provenance
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.text.answers import to_a_degree
from ethics_engine.text.provenance import provenance_in_words

from .finder import MOST, CounterfactualFinder
from .goal_report import EditReport, EditSetReport, GoalReport, goal_report
from .goals import Goal
from .search import SearchResults

SHOWN = 3
"""How many changes are given for each outcome."""
FEW = 2
"""Of how many facts the changes are at most where there are very many: to any course, and from what is open."""

_WITHHELD = "something sensitive, left out because of --redact"


@frozen
class CounterfactualReport:
    """What would change a case.

    Attributes:
        where: What it comes from, in words.

        case: The id of the case.

        question: The question in words.

        answer: The answer, and how far it is settled, in words.

        prospects: For each other outcome, or for each asked about, what would bring it about.

        due: What the rules ask of the practitioner now, whatever the answer becomes: first the steps by which they get
            help or learn. Nothing where conduct is judged, for that is over.

        missed: The outcomes for which no change was found.

        most: Of how many facts the changes that were looked for are at most.

        proved: Up to how many facts all changes were looked at that might bring another outcome still.

        stopped_after: After how many seconds the search was stopped; None where it came to its end.

        givens: How many facts were left alone because they are fixed facts.

        told_givens: Those of them that the case states.

        on_ways: Whether the outcomes are courses of action, of which only those are named that some change brings.

        course: The course of action that the rules ask for, in words; empty where they ask for none.

        safety: What to do about each danger that was stated.

        safety_alone: Whether a danger was stated and no outcome asked for, so that text and Markdown leave out what
            would change the answer, and `due` has every step that is due.

        judged_anew: Whether a step is due that is not offered because its result has to be judged anew.
    """

    provenance: Provenance
    where: str
    case: str
    question: str
    answer: str
    prospects: tuple[GoalReport, ...]
    due: tuple[PlanStep, ...]
    missed: tuple[GoalReport, ...]
    most: int
    proved: int
    stopped_after: float | None
    givens: int
    told_givens: tuple[FactReport, ...] = ()
    on_ways: bool = False
    course: str = ""
    safety: tuple[str, ...] = ()
    safety_alone: bool = False
    judged_anew: bool = False
    redacted: bool = False


def counterfactual_report(
    changing: CounterfactualFinder,
    determination: Determination,
    goals: Sequence[Goal] = (),
    *,
    shown: int = SHOWN,
    seconds: float = SECONDS,
) -> CounterfactualReport:
    """What would bring each goal about; without goals, each other outcome of the question.

    Args:
        changing: The case, and the ways in which it could be changed.

        determination: What `consult` makes of the case as it stands.

        goals: What is to be brought about.

        shown: How many changes are given for each outcome.

        seconds: How long the searches go on at most, about; what the practitioner can do is looked for first.

    Raises:
        CaseError: `seconds` is not more than none.
    """
    deadline = Deadline.after(seconds)
    asked = changing.now.engine_input.query.question
    on_ways = asked.ask in (Ask.WHAT, Ask.FIRST, Ask.HOW) and not goals
    open_or_ways = not goals and (on_ways or changing.now.outcome() is None)
    most = FEW if open_or_ways else MOST

    def search(among: CounterfactualFinder, limit: int) -> SearchResults:
        if goals:
            return among.to(goals, most=most, limit=limit, deadline=deadline)
        return among.others(most=most, limit=limit, deadline=deadline)

    # What was done is done: the practitioner can change nothing about it any more.
    over = asked.ask is Ask.RIGHT
    able = SearchResults({}, most) if over else search(changing.within_reach(), shown)
    # The best of them come first here too, so that more are looked for than are shown.
    found = search(changing, 2 if on_ways else 2 * shown)
    enactment = changing.now.engine_input.enactment
    reports = tuple(_prospects(found, able, enactment, shown))
    safety = tuple(report.sentence for report in by_urgency(determination, enactment) if report.stated)
    safety_alone = bool(safety) and not goals
    due = () if over else _due(determination, enactment, () if safety_alone else reports)
    return CounterfactualReport(
        provenance=determination.provenance,
        where=provenance_in_words(determination.provenance, redacted=determination.redacted),
        case=determination.case,
        question=determination.question,
        answer=to_a_degree(determination.answer.sentence, determination.answer.firmness),
        prospects=tuple(each for each in reports if each.changes or each.next),
        due=due,
        missed=tuple(each for each in reports if not (each.changes or each.next)),
        most=most,
        proved=found.proved,
        stopped_after=seconds if found.stopped or able.stopped else None,
        givens=len(changing.fixed_facts),
        told_givens=tuple(fact for fact in determination.stated if fact.fact in changing.fixed_facts),
        on_ways=on_ways,
        course="" if over or determination.disposition.force not in TAKEN else determination.disposition.sentence,
        safety=safety,
        safety_alone=safety_alone,
        judged_anew=any(step.action in changing.withheld for step in due),
    )


def _due(determination: Determination, enactment: Enactment, reports: Iterable[GoalReport]) -> tuple[PlanStep, ...]:
    """The steps that are due and are not named among the changes that the practitioner can make."""
    named = {edit.fact for each in reports for change in each.next for edit in change.edits}
    return tuple(step for step in due_steps(determination, enactment) if done_fact(step.action) not in named)


def _prospects(found: SearchResults, able: SearchResults, enactment: Enactment, shown: int) -> Iterator[GoalReport]:
    reached = {goal: smallest for goal, smallest in able.of.items() if smallest.changes}
    for goal, smallest in {**reached, **found.of}.items():
        next_ = reached[goal].changes if goal in reached else ()
        yield goal_report(smallest, next_, shown, enactment)


def redacted(report: CounterfactualReport) -> CounterfactualReport:
    """The report without what is sensitive."""
    return attrs.evolve(
        report,
        redacted=True,
        where=f"{report.where}, redacted",
        told_givens=tuple(plain_fact(fact) for fact in report.told_givens if not fact.sensitive),
        prospects=tuple(
            attrs.evolve(each, changes=_changes(each.changes), next=_changes(each.next)) for each in report.prospects
        ),
    )


def _changes(changes: Iterable[EditSetReport]) -> tuple[EditSetReport, ...]:
    plain = (attrs.evolve(change, edits=tuple(map(_edit, change.edits))) for change in changes)
    return tuple(dict.fromkeys(plain))


def _edit(report: EditReport) -> EditReport:
    if not report.sensitive:
        return report
    return attrs.evolve(report, fact="", says=_WITHHELD, before="", weight=0)
