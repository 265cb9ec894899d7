"""Two enactments in one solver program, to be asked for a lawful case in which they differ.

Facts are shared, everything that is alike stands there once, and only what may differ, with all that it is worked out
from, stands there twice: so a small change makes a small program.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any, cast

from clingo import Control, Function, String, Symbol, SymbolType

from .product_program import PairedInput, ProductProgram
from .shared_definitions import SharedDefinitions

Difference = tuple[str, str, str, str]
"""What differs, of which action, and how it is on the old and on the new side.

`("status", ACTION, STATUS, STATUS)`, where besides a status there may stand `missing` (not possible), `unmet` (a duty
that cannot be met) and `unknown` (no such action); `("awaits", ACTION, STEP, SIDE)`, where only that side makes the
action await the step; `("disposition", "", FORCE, FORCE)`; `("lawful", "", SIDE, SIDE)`, where the case is possible on
the first side and a contradiction on the second.
"""


class Pair:
    """Two enactments in one program."""

    def __init__(self, alike: SharedDefinitions, *, order: bool = False) -> None:
        """`order` takes in all that the order of the plan is worked out from, which is nearly everything."""
        self._merged = ProductProgram(alike)
        self._merged.take_in(order=order)
        self._control = _grounded(self._merged, ["base", "exact", "pair", *(["order"] if order else [])])

    def differences(self) -> frozenset[Difference]:
        """Everything in which the two differ in some case that is possible on either side.

        Empty where they are equivalent: that is a proof.
        """
        return frozenset(map(_difference, self._reachable("differs", 4)))

    def can_differ(self, known: PairedInput) -> bool:
        """Whether they differ in some completion of what is known of a case."""
        differs = self._literal("differs")
        if differs is None:
            return False
        atoms = self._control.symbolic_atoms
        excluded = (atoms[Function("is", [variable, value])] for variable, value in self._merged.excluded(known))
        assumptions = [differs, *(-atom.literal for atom in excluded if atom is not None)]
        self._optimise("ignore")
        with self._control.solve(assumptions, yield_=True) as handle:
            return handle.model() is not None

    def differ_within_reach_of_both(self) -> bool:
        """Whether they differ in some case that tells nothing that only one of them knows."""
        differs, stranger = self._literal("differs"), self._literal("stranger")
        if differs is None:
            return False
        self._optimise("ignore")
        with self._control.solve([differs, *([] if stranger is None else [-stranger])], yield_=True) as handle:
            return handle.model() is not None

    def case_of(self, difference: Difference) -> PairedInput:
        """A case in which they differ so, as near as can be to what is presumed; the difference must be a true one.

        What is presumed is left out, but of a case that contradicts itself on one side, where it would fall.
        """
        what, of, old, new = difference
        one = String(old) if what == "awaits" else Function(old)
        case = self._best([Function("differs", [Function(what), String(of), one, Function(new)])])
        return self._merged.paired_input(case, complete=what == "lawful")

    def nearest_case(self) -> PairedInput | None:
        """A case in which they differ in anything, as near as can be to what is presumed.

        None where there is no such case: that is a proof that the two are equivalent, but for the order of the plan.
        """
        if not self.can_differ({}):
            return None  # to find that out is far quicker than to look for the nearest
        case = self._best([Function("differs")])
        stated_whole = any(atom.match("differs", 4) and atom.arguments[0] == Function("lawful") for atom in case)
        return self._merged.paired_input(case, complete=stated_whole) if case else None

    def can_reorder(self) -> bool:
        """Whether in some case in which nothing else differs other norms put one action before another."""
        redirected = self._literal("redirected")
        if redirected is None:
            return False
        self._optimise("ignore")
        with self._control.solve([redirected], yield_=True) as handle:
            return handle.model() is not None

    def values_apart(self, fact: str) -> tuple[frozenset[str], frozenset[str]]:
        """The values of a choice that only the new side knows with which the two differ in some case.

        And those with which, in some case in which nothing differs, other norms put one action before another. Of each
        value that is not named this is a proof.
        """
        atoms = self._control.symbolic_atoms
        values = {
            atom.literal: value
            for variable, value, symbol in self._merged.values_on_new_side(fact)
            if (atom := atoms[Function("is", [variable, symbol])]) is not None
        }
        return self._values_with("differs", values), self._values_with("redirected", values)

    def _values_with(self, predicate: str, values: Mapping[int, str]) -> frozenset[str]:
        wanted, found = self._literal(predicate), list[int]()
        if wanted is None:
            return frozenset()
        self._optimise("ignore")
        with self._control.solve([wanted], yield_=True) as handle:
            for model in handle:
                found.append(next(literal for literal in values if model.is_true(literal)))
                model.context.add_clause([-found[-1]])
        return frozenset(values[literal] for literal in found)

    def reordered(self, most: int) -> Iterator[tuple[PairedInput, str | None]]:
        """Cases in which nothing differs but perhaps the plan, each with the way asked about, where that matters.

        No more than so many; none at all is a proof that the plan is the same wherever everything else is. For a pair
        that takes in the order.
        """
        for ordered in sorted(self._reachable("reordered", 3))[:most]:
            model = self._best([ordered])
            yield (
                self._merged.paired_input(model),
                next((atom.arguments[0].string for atom in model if atom.name == "chosen"), None),
            )

    def _reachable(self, predicate: str, arity: int) -> frozenset[Symbol]:
        """The atoms of a predicate that some case makes true: each case that is met must show another one."""
        some = self._literal(predicate)
        left = {atom.literal: atom.symbol for atom in self._control.symbolic_atoms.by_signature(predicate, arity)}
        found: list[Symbol] = []
        if some is None:
            return frozenset()
        self._optimise("ignore")
        with self._control.solve([some], yield_=True) as handle:
            for model in handle:
                shown = [literal for literal in left if model.is_true(literal)]
                found += [left.pop(literal) for literal in shown]
                model.context.add_clause(list(left))
        return frozenset(found)

    def _best(self, wanted: Sequence[Symbol]) -> Sequence[Symbol]:
        """The atoms of a case in which these are true that strays as little as can be from what is presumed."""
        self._optimise("opt")
        best: Sequence[Symbol] = ()
        literals = [self._control.symbolic_atoms[atom] for atom in wanted]
        with self._control.solve([atom.literal for atom in literals if atom is not None], yield_=True) as handle:
            for model in handle:
                best = model.symbols(atoms=True)
        return best

    def _literal(self, name: str) -> int | None:
        atom = self._control.symbolic_atoms[Function(name)]
        return None if atom is None else atom.literal

    def _optimise(self, mode: str) -> None:
        cast("Any", self._control.configuration.solve).opt_mode = mode


class RulesApart:
    """Two enactments in one program that has no more of them than when some rules are effective."""

    def __init__(self, alike: SharedDefinitions, rules: Sequence[str]) -> None:
        merged = ProductProgram(alike)
        merged.take_in_rules(rules)
        self._control = _grounded(merged, ["base", "exact", "pair"])

    def somewhere(self) -> bool:
        """Whether in some case that is possible on both sides one of the rules is effective on one side only."""
        apart = self._control.symbolic_atoms[Function("apart")]
        if apart is None:
            return False
        cast("Any", self._control.configuration.solve).opt_mode = "ignore"
        with self._control.solve([apart.literal], yield_=True) as handle:
            return handle.model() is not None  # the first is enough


def _grounded(merged: ProductProgram, parts: Sequence[str]) -> Control:
    control = Control(["0", "-Wno-atom-undefined", "--opt-strategy=usc"])
    control.add("base", [], "\n".join(merged.program()))
    for page in ("semantics.lp", "pair.lp"):
        control.add("base", [], files(__package__).joinpath(page).read_text(encoding="utf-8"))
    control.ground([(part, []) for part in parts])
    return control


def _difference(atom: Symbol) -> Difference:
    what, of, old, new = (part.string if part.type is SymbolType.String else part.name for part in atom.arguments)
    return what, of, old, new


__all__ = ["Difference", "Pair", "PairedInput", "RulesApart"]
