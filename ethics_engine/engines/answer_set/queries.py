"""Whether there is a possible case of which some things are true: one that keeps the constraints, complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import cast

from attrs import frozen
from clingo import Configuration, Function, Number, String, Symbol

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.status import Force, Status
from ethics_engine.model.variables import Assignment, Value, Variable

from .grounding import Grounded, term
from .symbols import named_values, symbol_of

_CONFLICTS = 200_000
"""How many conflicts the solver may meet before a query is given up as undecided: some seconds."""

_ANY_NUMBER = 10
"""From how many departures from the usual on they are not counted."""

Claim = Symbol
"""Something that may be true of a case."""


class Undecided(Enum):
    """What is answered where the solver was stopped before it knew."""

    UNDECIDED = "undecided"


@frozen
class Impossible:
    """There is no such case; none of `constraints` can be spared for that, and the others play no part."""

    constraints: tuple[str, ...]


def applicable(rule: str) -> Claim:
    """The rule is applicable."""
    return _true(term("applicable", rule))


def effective(rule: str) -> Claim:
    """The rule is effective."""
    return _true(term("effective", rule))


def holds(concept: str) -> Claim:
    """The concept holds."""
    return _true(term("concept", concept))


def broken(constraint: str) -> Claim:
    """The constraint is broken."""
    return _true(term("broken", constraint))


def available(action: str) -> Claim:
    """The action is possible."""
    return _true(term("available", action))


def has_status(action: str, status: Status) -> Claim:
    """The action has the status."""
    return Function("is", [term("status", action), Function(status.value)])


def unmet(duty: str) -> Claim:
    """The duty is required while no means to it is left."""
    return _true(term("unmet", duty))


def disposed(force: Force, way: str | None = None) -> Claim:
    """The disposition has the force, and names the way."""
    if way is None:
        return _true(term("force", Function(force.value)))
    return _true(term("disposed", Function(force.value), way))


def fact_is(fact: str, value: str) -> Claim:
    """The fact, which is not a count nor a choice of any number, has the value."""
    return Function("is", [String(fact), String(value)])


def fact(predicate: str, *names: str) -> str:
    """Program text that says something of named things."""
    return f"{term(predicate, *names)}."


DIFFERS: Claim = Function("differs")
"""An outcome of an original differs from that of its copy, or one breaks a constraint and the other does not."""

DIFFERENCES = """\
broken(here)  :- copied_constraint(C,_), true(broken(C)).
broken(there) :- copied_constraint(_,C), true(broken(C)).
differs :- broken(here), not broken(there).
differs :- broken(there), not broken(here).

differs :- not broken(here), copied_action(A,B), is(status(A),S), not is(status(B),S).
differs :- not broken(here), copied_action(A,B), true(available(A)), not true(available(B)).
differs :- not broken(here), copied_action(A,B), true(available(B)), not true(available(A)).
differs :- not broken(here), copied_concept(A,B), true(concept(A)), not true(concept(B)).
differs :- not broken(here), copied_concept(A,B), true(concept(B)), not true(concept(A)).

ordered(X,Y) :- before(R,X,Y,_), true(counts(R,X)).
differs :- not broken(here), in_order(X,Y), copied_action(X,V), copied_action(Y,W), ordered(X,Y), not ordered(V,W).
differs :- not broken(here), in_order(X,Y), copied_action(X,V), copied_action(Y,W), ordered(V,W), not ordered(X,Y).
awaited(Y,X) :- before(_,X,Y,2), true(demanded(Y,X)).
differs :- not broken(here), copied_action(X,V), copied_action(Y,W), true(undone(X)), awaited(Y,X), not awaited(W,V).
differs :- not broken(here), copied_action(X,V), copied_action(Y,W), true(undone(X)), awaited(W,V), not awaited(Y,X).

differs :- not broken(here), copied_action(V,X), copied_action(W,Y), is(status(W),advised),
           true(instead(V,W)), not true(instead(X,Y)).
differs :- not broken(here), copied_action(V,X), copied_action(W,Y), is(status(W),advised),
           true(instead(X,Y)), not true(instead(V,W)).
"""
"""When outcomes of originals and copies, given by `copied_action` and the like, differ."""


def _true(formula: Symbol) -> Claim:
    return Function("true", [formula])


class PossibleCases(Grounded):
    """Every possible case of a ruleset; grounded once, asked again and again."""

    def __init__(self, enactment: Enactment, more: str = "", usual: Assignment | None = None) -> None:
        """Ground the ruleset; `more` is program text of further claims, `usual` what a case may depart from."""
        super().__init__(enactment, parts=("exact",), values="is")
        self._control.add("more", [], more + _departures(usual) if usual else more)
        self._control.ground([("more", [])])
        solving = cast("Configuration", self._control.configuration.solve)
        solving.solve_limit, solving.enum_mode, solving.models = str(_CONFLICTS), "auto", "1"
        self._kept = {arguments[0].string: literal for arguments, literal in self.atoms("kept", 1)}

    def case(
        self, claims: Mapping[Claim, bool], *, keeping: Iterable[str] | None = None, departing: int = _ANY_NUMBER
    ) -> Assignment | Impossible | Undecided:
        """A case of which the claims are true, or false, as said, and that keeps the constraints (these, or all).

        At most `departing` of its values are not the usual ones; beyond a few, any number may be.
        A claim that cannot be true of any case has no atom, and is false.
        """
        keeping = tuple(self._kept if keeping is None else keeping)
        wanted = []
        for claim, truth in claims.items():
            literal = self.literal(claim)
            if literal is None and truth:
                return Impossible(())
            if literal is not None:
                wanted.append(literal if truth else -literal)
        bound = self.literal(Function("departing", [Number(departing)]))
        wanted += [] if bound is None else [bound]
        found = self._solve([*wanted, *(self._kept[constraint] for constraint in keeping)])
        return self._needed(wanted, keeping) if found is None else found

    def _needed(self, wanted: list[int], keeping: tuple[str, ...]) -> Impossible:
        needed = list(keeping)
        for constraint in keeping:
            rest = [other for other in needed if other != constraint]
            if self._solve([*wanted, *(self._kept[other] for other in rest)]) is None:
                needed = rest
        return Impossible(tuple(needed))

    def _solve(self, assumptions: list[int]) -> Assignment | Undecided | None:
        with self._lock, self._control.solve(assumptions, yield_=True) as handle:
            model = handle.model()
            if model is not None:
                case: dict[Variable, Value] = {
                    variable: value for variable, value, literal in self._values if model.is_true(literal)
                }
                return case
            result = handle.get()
        return None if result.unsatisfiable else Undecided.UNDECIDED


def _departures(usual: Assignment) -> str:
    """Program text that bounds how many variables do not have their usual value."""
    lines = [
        f"usual({symbol_of(variable)},{symbol})."
        for variable, value in usual.items()
        for named, symbol in named_values(variable)
        if named == value
    ]
    bounds = (
        f"{{ departing(0..{_ANY_NUMBER - 1}) }}.",
        "departs(F) :- usual(F,V), not is(F,V).",
        ":- departing(N), #count { F : departs(F) } > N.",
    )
    return "\n".join([*lines, *bounds])
