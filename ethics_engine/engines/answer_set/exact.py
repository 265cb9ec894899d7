"""The exact half of the page: what remains possible of a case, over every completion that keeps the constraints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from threading import Lock

from attrs import frozen
from clingo import Function, String, Symbol, SymbolType

from ethics_engine.model.case import Answer, Ask, Question, Verdict
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import AnswerValue, FirstStep, WayOn
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.status import Force, Status
from ethics_engine.model.variables import Assignment

from .grounding import Grounded, InForce, term


def possibilities(enactment: Enactment, knowledge: Knowledge, query: PossibilityQuery) -> Possibilities | None:
    """What is the case in some completion of `knowledge` that keeps the constraints; None where there is none.

    Found by brave reasoning: one search for all atoms that some answer set contains.
    """
    return _ready(enactment, query.question).possibilities(knowledge, query)


def exception(
    enactment: Enactment, knowledge: Knowledge, query: PossibilityQuery, expected: ExpectedResults
) -> Assignment | frozenset[str]:
    """A completion of `knowledge` that keeps the constraints and does not have the results.

    If all have them, facts of which it is enough to know what `knowledge` says for that.

    One search for one answer set, where `possibilities` needs many.
    """
    return _ready(enactment, query.question).exception(knowledge, query, expected)


def conflict(enactment: Enactment, knowledge: Knowledge) -> tuple[str, ...]:
    """Constraints that no completion of `knowledge` keeps together, none of which can be spared; () if there are none.

    Where several such sets exist, it is always the same one, whatever was asked before.
    """
    with _GROUNDING:
        half = _half(InForce.of(enactment))
    return half.conflict(knowledge)


# Held while grounding, so that no two threads ground the same.
_GROUNDING = Lock()


def _ready(enactment: Enactment, question: Question) -> _Exact:
    key = InForce.of(enactment)
    with _GROUNDING:
        return _half_with_plan(key) if question.ask is Ask.FIRST else _half(key)


@lru_cache(maxsize=8)
def _half(key: InForce) -> _Exact:
    return _Exact(key.enactment, ("exact",))


# Apart, because the order of the plan is half of the work and only the question `first` needs it.
@lru_cache(maxsize=8)
def _half_with_plan(key: InForce) -> _Exact:
    return _Exact(key.enactment, ("exact", "plan"))


@frozen
class ExpectedResults:
    """Results that a case may have.

    Attributes:
        answer: The answer to a question that has a word for it; None where it may be any.

        course: The disposition; None where it may be any.

        statuses: The statuses of some actions.
    """

    answer: AnswerValue | None = None
    course: WayOn | None = None
    statuses: tuple[tuple[str, Status], ...] = ()


class _Exact(Grounded):
    """The exact half, with the atoms that state a question and a case, and those the outcome is read from."""

    def __init__(self, enactment: Enactment, parts: tuple[str, ...]) -> None:
        super().__init__(enactment, parts=parts, values="is")
        self._enactment = enactment
        self._kept = {arguments[0].string: literal for arguments, literal in self.atoms("kept", 1)}
        self._inputs = {
            Function(predicate, arguments): literal
            for predicate, arity in (("asked", 2), ("did", 1), ("beside", 1), ("omitted", 1), ("stated_not_done", 1))
            for arguments, literal in self.atoms(predicate, arity)
        }
        self._found = {(_key(what), value.name): literal for (what, value), literal in self.atoms("found", 2)}
        self._answers = {_answer(answer): literal for (answer,), literal in self.atoms("answer", 1)}
        self._differ: dict[ExpectedResults, int] = {}
        self._asked: tuple[frozenset[Symbol] | None, tuple[int, ...]] = None, ()

    def _given(self, knowledge: Knowledge, query: PossibilityQuery) -> list[int]:
        """What is asked, what is known, and that every constraint is kept, as assumptions of the solver."""
        given = frozenset(_symbols_of(query))
        asked, literals = self._asked
        if asked != given:
            literals = tuple(literal if atom in given else -literal for atom, literal in self._inputs.items())
            self._asked = given, literals
        return [*literals, *self.excluded(knowledge), *self._kept.values()]

    def exception(
        self, knowledge: Knowledge, query: PossibilityQuery, expected: ExpectedResults
    ) -> Assignment | frozenset[str]:
        return self.model([*self._given(knowledge, query), self._differing(expected)])

    def _differing(self, expected: ExpectedResults) -> int:
        """An atom that is true of the cases that lack one of the results."""
        with self._lock:
            if expected not in self._differ:
                with self._control.backend() as backend:
                    atom = self._differ[expected] = backend.add_atom()
                    for body in self._ways_to_differ(expected):
                        backend.add_rule([atom], body)
            return self._differ[expected]

    def _ways_to_differ(self, expected: ExpectedResults) -> Iterator[list[int]]:
        """For each way to lack one of the results, the literals that are then true."""

        def lacks(literal: int | None) -> list[int]:
            return [] if literal is None else [-literal]

        if expected.answer is not None:
            yield lacks(self._answers.get(expected.answer))
        for action, status in expected.statuses:
            yield lacks(self._found.get((("status", action), status.value)))
        if expected.course is not None:
            force = expected.course.force
            yield lacks(self._found.get((("force", force.value), "true")))
            for way in self._enactment.ways:
                named = self._found.get((("disposed", force.value, way.id), "true"))
                if way.id in expected.course.ways:
                    yield lacks(named)
                elif named is not None:
                    yield [named]

    def possibilities(self, knowledge: Knowledge, query: PossibilityQuery) -> Possibilities | None:
        assumptions = self._given(knowledge, query)
        reached = self.reachable(assumptions, {*self._found.values(), *self._answers.values()})
        if reached is None:
            return None
        found = {what for what, literal in self._found.items() if literal in reached}

        def truths(*what: str) -> frozenset[bool]:
            return frozenset(truth for truth in (True, False) if (what, str(truth).lower()) in found)

        forces = frozenset(force for force in Force if (("force", force.value), "true") in found)
        actions = self._enactment.actions
        return Possibilities(
            statuses={
                action.id: frozenset(status for status in Status if (("status", action.id), status.value) in found)
                for action in actions
            },
            forces=forces,
            named={
                (force, way.id): truths("disposed", force.value, way.id)
                for force in Force
                if force in forces and force is not Force.NONE
                for way in self._enactment.ways
            },
            unmet={action.id: truths("unmet", action.id) for action in actions if action.met_by},
            awaits={
                (action, step): truths("awaits", action, step)
                for action, norms in self._enactment.awaited_by.items()
                for _, step in norms
            },
            answers=frozenset(answer for answer, literal in self._answers.items() if literal in reached),
        )

    def conflict(self, knowledge: Knowledge) -> tuple[str, ...]:
        facts = [*self.excluded(knowledge)]
        needed = dict(self._kept)
        if self.consistent([*facts, *needed.values()]):
            return ()
        for constraint in self._kept:
            rest = {other: literal for other, literal in needed.items() if other != constraint}
            if not self.consistent([*facts, *rest.values()]):
                needed = rest
        return tuple(needed)


def _symbols_of(query: PossibilityQuery) -> Iterator[Symbol]:
    """The inputs that are true for an inquiry."""
    question = query.question
    if question.ask in (Ask.MAY, Ask.MUST, Ask.FIRST, Ask.RIGHT):
        action = Function("none") if question.action is None else String(question.action)
        yield Function("asked", [Function(question.ask.value), action])
    for predicate, actions in (
        ("did", query.did),
        ("beside", query.beside),
        ("omitted", query.omitted),
        ("stated_not_done", query.stated_not_done),
    ):
        yield from (term(predicate, action) for action in actions)


def _text(symbol: Symbol) -> str:
    return symbol.string if symbol.type is SymbolType.String else symbol.name


def _answer(symbol: Symbol) -> AnswerValue:
    if symbol.type is SymbolType.String:
        return FirstStep(symbol.string)
    if symbol.name == "none":
        return FirstStep(None)
    return _ANSWERS[symbol.name]


_ANSWERS: Mapping[str, AnswerValue] = {answer.value: answer for answer in (*Answer, *Verdict)}


def _key(what: Symbol) -> tuple[str, ...]:
    return (what.name, *(_text(argument) for argument in what.arguments))
