"""The exact half of the page: what remains possible of a case, over every completion that keeps the constraints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from threading import Lock

from clingo import Function, String, Symbol, SymbolType

from ethics_engine.model.case import Answer, Ask, Question, Verdict
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import AnswerValue, FirstStep
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.status import Force, Status

from .grounding import Grounded, InForce, term


def possibilities(enactment: Enactment, knowledge: Knowledge, query: PossibilityQuery) -> Possibilities | None:
    """What is the case in some completion of `knowledge` that keeps the constraints; None where there is none.

    Found by brave reasoning: one search for all atoms that some answer set contains.
    """
    return _ready(enactment, query.question).possibilities(knowledge, query)


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

    def possibilities(self, knowledge: Knowledge, query: PossibilityQuery) -> Possibilities | None:
        given = set(_symbols_of(query))
        assumptions = [literal if atom in given else -literal for atom, literal in self._inputs.items()]
        assumptions += [-literal for literal, possible in self.possible(knowledge) if not possible]
        assumptions += self._kept.values()
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
        facts = [-literal for literal, possible in self.possible(knowledge) if not possible]
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
