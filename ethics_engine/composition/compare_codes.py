"""One case under several compositions: what each answers, where they differ, and what each answer rests on."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

import attrs
from attrs import frozen

from ethics_engine.consultation import consult
from ethics_engine.consultation.consult import Engine, day_of
from ethics_engine.consultation.law_and_ethics import where_law_and_ethics_differ
from ethics_engine.model.case import Answer, Ask, Case, Statement
from ethics_engine.model.determination import ContributingNorm, Determination, StatusReport
from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import Values
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status
from ethics_engine.text.legal import difference_in_words
from ethics_engine.text.norms import STATUS_IN_WORDS

NO_RULE = "no rule"

BASE = "base"
"""What the side without an overlay is called."""

THE_BASE = "the base"
"""What the base is called among the parts that decided."""

LAW = "law and ethics"

HEADINGS = ("answer", "course of action", LAW)
"""The rows that are there whether or not the sides differ; the last only if the law of a side speaks against ethics."""

_UNKNOWN = "this side has no such action"
_MOST = 3
"""How many facts that an open answer depends on are named."""


@frozen
class Cell:
    """What one side makes of a row.

    Attributes:
        says: In words.

        key: What is compared: two cells with one key say the same.

        sections: The passages responsible, of the rules that decide.

        parts: The parts of the side that these rules come from.

        why: The reason that the first of them gives, one of an overlay before one of the base; only with the answer.
    """

    says: str
    key: str
    sections: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    why: str = ""


@frozen
class ComparedRow:
    """One thing that is compared, with a cell for each side, in their order."""

    what: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether two sides say different things."""
        return len({cell.key for cell in self.cells}) > 1


@frozen
class Side:
    """The case under one composition.

    Attributes:
        name: Its overlays with commas, or `base`.

        ruleset: The composition.

        determination: The answer; None if this side does not know the action that is asked about.

        left_out: What was stated and this side knows nothing of.

        set_otherwise: The facts that were stated, and that this side sets to another value, such as another place.
    """

    name: str
    ruleset: Ruleset
    determination: Determination | None
    left_out: tuple[str, ...]
    set_otherwise: tuple[str, ...] = ()


@frozen
class CodeComparison:
    """A case under several codes.

    Attributes:
        rows: The answer; the course of action, if one is named and the answer does not say the same; and each status
            that differs, courses of action before steps. Left out are courses that no side has a rule of its own on,
            and a step that sides only speak against, whatever was stated that is not as usual, unless it is asked
            about or was done.

        agree: Whether the sides give the same answer and the same status to each course of action.
    """

    case: str
    question: str
    sides: tuple[Side, ...]
    rows: tuple[ComparedRow, ...]
    agree: bool


def side_of(ruleset: Ruleset, case: Case, *, as_of: datetime.date | None = None) -> Side:
    """A case under one composition; what this does not know, or sets to another value, is left out.

    Raises:
        ContradictionError: The facts that are left contradict each other.
    """
    known = {*ruleset.fact, *(DONE + step.id for step in ruleset.steps)}
    acts = (*case.did, *case.omitted)
    left_out = [name for name in case.facts if name not in known]
    left_out += [act for act in acts if act not in ruleset.action and DONE + act not in left_out]
    otherwise = tuple(
        name for name, value in ruleset.settings.items() if name in case.facts and not _may_be(case.facts[name], value)
    )
    here = attrs.evolve(
        case,
        facts={name: statement for name, statement in case.facts.items() if name in known and name not in otherwise},
        did=tuple(act for act in case.did if act in ruleset.action),
        omitted=tuple(act for act in case.omitted if act in ruleset.action),
    )
    asked = case.question.action
    lost = (asked is not None and asked not in ruleset.action) or (acts and not (*here.did, *here.omitted))
    determination = None if lost else consult(ruleset, here, as_of=as_of, engine=Engine.BITSET)
    return Side(",".join(ruleset.overlays) or BASE, ruleset, determination, tuple(left_out), otherwise)


def _may_be(statement: Statement, value: str) -> bool:
    """Whether what was stated of a choice leaves room for a value."""
    return isinstance(statement.known, Values) and value in statement.known.possible


def compare_codes(case: Case, sides: Sequence[Side]) -> CodeComparison:
    """What several compositions make of a case, side by side."""
    question = next((side.determination.question for side in sides if side.determination), case.id)
    answer = ComparedRow(HEADINGS[0], tuple(_answer(side) for side in sides))
    course = ComparedRow(HEADINGS[1], tuple(_course(side) for side in sides))
    asked = {case.question.action, *case.did, *case.omitted}
    ways = [row for name, row in _statuses(sides, ways=True) if row.differs]
    steps = [
        row for name, row in _statuses(sides, ways=False) if row.differs and (name in asked or _speaks(name, sides))
    ]
    agree = not (answer.differs or course.differs or ways)
    ways = [row for row in ways if any(cell.sections for cell in row.cells)]
    same = all(one.says == other.says for one, other in zip(answer.cells, course.cells, strict=True))
    courses = [] if same or not (course.differs or any(cell.sections for cell in course.cells)) else [course]
    said = ComparedRow(LAW, tuple(map(_law_and_ethics, sides)))
    law = [said] if any(cell.key for cell in said.cells) else []
    return CodeComparison(case.id, question, tuple(sides), (answer, *courses, *law, *ways, *steps), agree)


def in_force(side: Ruleset, case: Case, *, as_of: datetime.date | None = None) -> bool:
    """Whether each overlay of a side counts on the day that a case is judged by."""
    day = day_of(case, as_of)
    return all(part.in_force.includes(day) for part in side.parts[1:])


def _speaks(name: str, sides: Sequence[Side]) -> bool:
    """Whether some side says more of an action than that it is not to be done, or says so because of what was stated.

    What every side forbids or advises against in every case is no difference between codes that matters here.
    """
    found = [
        (side, status)
        for side in sides
        if side.determination
        for status in side.determination.statuses
        if status.action == name
    ]
    return any(status.status not in _FORBIDDEN or _on_what_was_stated(status, side) for side, status in found)


def _on_what_was_stated(status: StatusReport, side: Side) -> bool:
    """Whether a rule that decides a status reads something that was stated and would not be assumed anyway."""
    made = side.determination
    if made is None or made.basis is None:
        return False
    facts, deciding = side.ruleset.fact, {norm.rule for norm in status.decided_by}
    usual = {
        name for name, said in made.basis.case.facts.items() if name in facts and said.known == facts[name].presumed
    }
    read = (fact for reason in made.reasons if reason.rule in deciding for fact in reason.facts)
    return any(not fact.assumed and fact.fact not in usual for fact in read)


_FORBIDDEN = (Status.PROHIBITED, Status.DISCOURAGED, Status.UNREGULATED)


def _answer(side: Side) -> Cell:
    made = side.determination
    if made is None:
        return Cell(_UNKNOWN, "")
    key = made.answer.value
    if key == Answer.OPEN.value:
        key = f"open: {', '.join(sorted(made.answer.possible))}"
    if made.answer.first:
        key = f"{key}: {made.answer.first[0]}"
    waits = made.answer.value == Answer.NOT_YET.value  # then what is awaited makes the difference
    responsible = made.answer.first if waits or made.ask is Ask.FIRST else (made.action,)
    norms = [norm for status in made.statuses if status.action in responsible for norm in status.decided_by]
    norms = norms or _of_course(made)
    cell = _cell(f"{made.answer.sentence}{_depends(side, 'answer')}", key, norms, side)
    return attrs.evolve(cell, why=_why(made, norms))


def _why(made: Determination, norms: Sequence[ContributingNorm]) -> str:
    """The reason of the first rule that decides, one of an overlay before one of the base."""
    deciding = {norm.rule for norm in norms}
    reasons = [reason for reason in made.reasons if reason.rule in deciding]
    return min(reasons, key=lambda reason: not reason.parts).because if reasons else ""


def _depends(side: Side, on: str) -> str:
    """What an open result depends on, as the questions that would settle it."""
    unknown = [each.ask for each in side.determination.unknown if on in each.bears_on] if side.determination else []
    more = f" and {len(unknown) - _MOST} more" if len(unknown) > _MOST else ""
    return f" It depends on this: {' '.join(unknown[:_MOST])}{more}" if unknown else ""


def _course(side: Side) -> Cell:
    made = side.determination
    if made is None:
        return Cell(_UNKNOWN, "")
    force = made.disposition.force
    key = f"{force.value if force else 'open'}: {', '.join(sorted(made.disposition.ways))}"
    asked = made.answer.value == Answer.OPEN.value  # then the answer says what it depends on
    depends = "" if asked else _depends(side, "disposition")
    return _cell(f"{made.disposition.sentence}{depends}", key, _of_course(made), side)


def _law_and_ethics(side: Side) -> Cell:
    """Where the law says one thing of an action at issue, and ethics another."""
    found = () if side.determination is None else where_law_and_ethics_differ(side.determination)
    if not found:
        return Cell("no difference", "")
    said = [difference_in_words(each.label, each.law, each.ethics) for each in found]
    follows = dict.fromkeys(each.follows for each in found)
    key = "; ".join(
        f"{each.action}: {each.law.value} / {each.ethics.value if each.ethics else NO_RULE}" for each in found
    )
    norms = [ContributingNorm(each.law, rule) for each in found for rule in each.law_rules]
    return _cell(" ".join([*said, *follows]), key, norms, side)


def _of_course(made: Determination) -> list[ContributingNorm]:
    return [norm for status in made.statuses if status.action in made.disposition.ways for norm in status.decided_by]


def _statuses(sides: Sequence[Side], *, ways: bool) -> Iterator[tuple[str, ComparedRow]]:
    """For each course, or each step, of any side its id and its statuses; a side that lacks it has no rule on it."""
    of_sides = [
        {status.action: status for status in side.determination.statuses} if side.determination else {}
        for side in sides
    ]
    actions = {name: status for statuses in of_sides for name, status in statuses.items()}
    for name, status in actions.items():
        if status.way is not ways:
            continue
        cells = tuple(_status(statuses.get(name), side) for statuses, side in zip(of_sides, sides, strict=True))
        yield name, ComparedRow(status.label, cells)


def _status(status: StatusReport | None, side: Side) -> Cell:
    if status is None:
        return Cell(_UNKNOWN if side.determination is None else "no rule", "")
    if status.status is None:
        possible = sorted(each.value for each in status.possible)
        words = " or ".join(STATUS_IN_WORDS[each] for each in status.possible)
        return _cell(f"open: {words}", f"open: {possible}", status.decided_by, side)
    key = status.status.value if status.decided_by or status.outweighed else ""
    return _cell(STATUS_IN_WORDS[status.status], key, status.decided_by, side)


def _cell(says: str, key: str, norms: Sequence[ContributingNorm], side: Side) -> Cell:
    rules = tuple(dict.fromkeys(norm.rule for norm in norms if norm.rule is not None))
    reasons = [] if side.determination is None else [each for each in side.determination.reasons if each.rule in rules]
    sections = tuple(dict.fromkeys(source.reference for reason in reasons for source in reason.sources))
    base = side.ruleset.base.name
    decided = (part for reason in reasons for part in reason.parts or (base,))
    parts = tuple(dict.fromkeys(THE_BASE if part == base else part for part in decided))
    return Cell(says, key, sections, parts)
