"""What would change a case: every other outcome, with the smallest changes that bring it about, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import attrs
from attrs import frozen

from ethics_engine.model.case import Ask
from ethics_engine.model.determination import Determination, FactReport, Provenance
from ethics_engine.reports.outline import provenance_line
from ethics_engine.reports.redaction import plain_fact

from .alterations import Change
from .goals import WAY_ON, Goal
from .prospect import AlterationReport, ChangeReport, Prospect, prospect
from .search import Smallest
from .smallest import MOST, Changing

SHOWN = 3
"""How many changes are told for each outcome."""
FEW = 2
"""Of how many facts the changes are at most where there are very many: to any way on, and from what is open."""

_WITHHELD = "something sensitive, left out because of --redact"


@frozen
class Outlook:
    """What would change a case.

    Attributes:
        where: What it comes from, in words.

        case: The id of the case.

        question: The question in words.

        answer: The answer, and how far it is settled, in words.

        prospects: For each other outcome, or for each asked about, what would bring it about.

        missed: The outcomes for which no change was found.

        most: Of how many facts the changes that were looked for are at most.

        proved: Up to how many facts all changes were looked at that might bring another outcome still.

        givens: How many facts were left alone because they are givens.

        told_givens: Those of them that the case tells.

        on_ways: Whether the outcomes are ways on, of which only those are named that some change brings.
    """

    provenance: Provenance
    where: str
    case: str
    question: str
    answer: str
    prospects: tuple[Prospect, ...]
    missed: tuple[Prospect, ...]
    most: int
    proved: int
    givens: int
    told_givens: tuple[FactReport, ...] = ()
    on_ways: bool = False
    redacted: bool = False


def outlook(changing: Changing, determination: Determination, goals: Sequence[Goal] = ()) -> Outlook:
    """What would bring each goal about; without goals, each other outcome of the question.

    `determination` is what `consult` says of the case as it is told.
    """
    brief, asked = changing.now.brief, changing.now.brief.inquiry.question
    on_ways = asked.ask in (Ask.WHAT, Ask.FIRST, Ask.HOW)
    found: Mapping[Goal, Smallest]
    if goals:
        most = MOST
        found = {goal: changing.smallest(goal, most=most, limit=SHOWN) for goal in goals}
        proved = min(smallest.proved for smallest in found.values())
    else:
        most = FEW if on_ways or changing.now.outcome() is None else MOST
        others = changing.others(most=most, limit=1 if on_ways else SHOWN)
        found, proved = others.of, others.proved
    # What was done is done: there is no next.
    following = {} if asked.ask is Ask.RIGHT else _following(changing, found, most)
    on_ways = on_ways and not goals
    told = [
        prospect(smallest, following.get(goal, ()), brief.enactment, WAY_ON if on_ways else asked)
        for goal, smallest in found.items()
    ]
    answer = determination.disposition if on_ways else determination.answer
    return Outlook(
        provenance=determination.provenance,
        where=provenance_line(determination),
        case=determination.case,
        question=determination.question,
        answer=f"{answer.sentence.removesuffix('.')} ({answer.settled.value}).",
        prospects=tuple(each for each in told if each.changes),
        missed=tuple(each for each in told if not each.changes),
        most=most,
        proved=proved,
        givens=len(changing.givens),
        told_givens=tuple(fact for fact in determination.stated if fact.fact in changing.givens),
        on_ways=on_ways,
    )


def _following(changing: Changing, found: Mapping[Goal, Smallest], most: int) -> Mapping[Goal, tuple[Change, ...]]:
    """For each goal the best change that the practitioner can bring about, be it larger than those found."""
    able = changing.within_reach()
    return {
        goal: tuple(change for change in smallest.changes if change.within_reach)[:1]
        or able.smallest(goal, most=most, limit=1).changes
        for goal, smallest in found.items()
        if smallest.changes
    }


def redacted(outlook: Outlook) -> Outlook:
    """The outlook without what is sensitive."""
    return attrs.evolve(
        outlook,
        redacted=True,
        where=f"{outlook.where}, redacted",
        told_givens=tuple(plain_fact(fact) for fact in outlook.told_givens if not fact.sensitive),
        prospects=tuple(
            attrs.evolve(each, changes=_changes(each.changes), next=_changes(each.next)) for each in outlook.prospects
        ),
    )


def _changes(changes: Iterable[ChangeReport]) -> tuple[ChangeReport, ...]:
    plain = (attrs.evolve(change, alterations=tuple(map(_alteration, change.alterations))) for change in changes)
    return tuple(dict.fromkeys(plain))


def _alteration(report: AlterationReport) -> AlterationReport:
    if not report.sensitive:
        return report
    return attrs.evolve(report, fact="", says=_WITHHELD, value="", before="", weight=0, clause=None)
