"""The answer-set page grounded for a ruleset, kept ready to be solved again and again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from importlib.resources import files
from threading import Lock
from typing import cast

from attrs import field, frozen
from clingo import Configuration, Control, Function, Model, String, Symbol

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Assignment, variables_of

from .encoding import data_of
from .symbols import named_values, symbol_of

# Brave reasoning, over all models. Starting afresh at each model, rather than near the last, makes the next one show
# more that is new: a third of the models, and no outliers.
_OPTIONS = ("0", "-Wno-atom-undefined", "--enum-mode=brave", "--restart-on-model", "--save-progress=0")


def term(name: str, *arguments: str | Symbol) -> Symbol:
    """A term of the page; a string among the arguments is the name of a thing, which the page has quoted."""
    return Function(name, [String(argument) if isinstance(argument, str) else argument for argument in arguments])


@frozen
class InForce:
    """An enactment as a key: equal to every other with the same rules in force of the same ruleset."""

    content_hash: str
    rules: tuple[str, ...]
    enactment: Enactment = field(eq=False)

    @classmethod
    def of(cls, enactment: Enactment) -> InForce:
        """The key of an enactment."""
        return cls(enactment.ruleset.content_hash, tuple(rule.id for rule in enactment.rules), enactment)


class Grounded:
    """Parts of the page grounded for a ruleset. Threads may share it: they take turns."""

    def __init__(self, enactment: Enactment, *, parts: Sequence[str], values: str) -> None:
        """Ground the named parts; `values` is the predicate that says which value a fact has, or could have."""
        variables = variables_of(enactment)
        self._control = Control(list(_OPTIONS))
        self._control.add("base", [], data_of(enactment, variables))
        self._control.add("base", [], _page())
        self._control.ground([("base", []), *((part, []) for part in parts)])
        self._lock = Lock()
        literals = {atom.symbol: atom.literal for atom in self._control.symbolic_atoms.by_signature(values, 2)}
        self._values = [
            (variable, value, literals[Function(values, [symbol_of(variable), name])])
            for variable in variables
            for value, name in named_values(variable)
        ]

    def literal(self, atom: Symbol) -> int | None:
        """The solver's number for an atom; None where the atom can never be true."""
        found = self._control.symbolic_atoms[atom]
        return None if found is None else found.literal

    def atoms(self, predicate: str, arity: int) -> Iterator[tuple[Sequence[Symbol], int]]:
        """The arguments and the number of each atom of a predicate."""
        for atom in self._control.symbolic_atoms.by_signature(predicate, arity):
            yield atom.symbol.arguments, atom.literal

    def possible(self, knowledge: Knowledge) -> Iterator[tuple[int, bool]]:
        """For each value of each fact the number of its atom, and whether the knowledge leaves it possible."""
        for variable, value, literal in self._values:
            yield literal, variable.allows(value, knowledge)

    def excluded(self, knowledge: Knowledge) -> Iterator[int]:
        """That no fact has a value that the knowledge rules out, as assumptions."""
        for variable, value, literal in self._values:
            if variable.fact in knowledge and not variable.allows(value, knowledge):
                yield -literal

    def consistent(self, assumptions: Sequence[int]) -> bool:
        """Whether all the assumptions can be true together."""
        with self._lock, self._control.solve(assumptions, yield_=True) as handle:
            return handle.model() is not None

    def model(self, assumptions: Sequence[int]) -> Assignment | frozenset[str]:
        """The values of the facts in some model under the assumptions.

        Without any model, the facts of which the assumptions, as far as they exclude one together, tell something.
        """
        with self._lock, self._one_model(), self._control.solve(assumptions, yield_=True) as handle:
            found = handle.model()
            if found is not None:
                return {variable: value for variable, value, literal in self._values if found.is_true(literal)}
            core = {abs(literal) for literal in handle.core()}
            return frozenset(variable.fact for variable, _, literal in self._values if abs(literal) in core)

    @contextmanager
    def _one_model(self) -> Iterator[None]:
        """Search for a model as it is while the block runs, not for what is true of any."""
        solving = cast("Configuration", self._control.configuration.solve)
        before = solving.enum_mode
        solving.enum_mode = "auto"
        try:
            yield
        finally:
            solving.enum_mode = before

    def reachable(self, assumptions: Sequence[int], literals: Collection[int]) -> frozenset[int] | None:
        """Those of the shown literals that some model under the assumptions makes true; None without any model."""
        found: list[frozenset[int]] = []

        def collect(model: Model) -> None:
            found.append(frozenset(literal for literal in literals if model.is_consequence(literal)))

        with self._lock:
            self._control.solve(assumptions, on_last=collect)
        return found[0] if found else None


@cache
def _page() -> str:
    return files(__package__).joinpath("semantics.lp").read_text(encoding="utf-8")
