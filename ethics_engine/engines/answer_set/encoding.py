"""A ruleset as data for the answer-set page: facts of the predicates listed at its top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from attrs import define, field
from clingo import String

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, Condition, DoneTest, FactTest, NoneOf, StatusTest
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.rules import Rule
from ethics_engine.model.variables import Variable

from .symbols import named_values, symbol_of

_GROUPS: Mapping[type[Condition], str] = {AllOf: "all", AnyOf: "any", NoneOf: "none"}


def data_of(enactment: Enactment, variables: Iterable[Variable]) -> str:
    """The ruleset in force as program text; names are quoted, so they may hold any character."""
    data = _Data()
    for variable in variables:
        data.add_variable(variable)
    for concept in enactment.concepts:
        data.add("concept", _quoted(concept.id), data.node(concept.means))
    for constraint in enactment.constraints:
        data.add("constraint", _quoted(constraint.id), data.node(constraint.never))
    for rule in enactment.rules:
        data.add_rule(rule, enactment.overridden_by[rule.id])
    for index, action in enumerate(enactment.actions):
        data.add_action(action, index, enactment.rivals.get(action.id, ()))
    return "\n".join(data.lines)


@lru_cache(maxsize=4096)
def _quoted(name: str) -> str:
    return str(String(name))


@define
class _Data:
    """Program text under construction.

    Attributes:
        lines: What is written so far.

        numbers: The conditions written so far; the same condition is written once.

        facts: The facts written so far.

        cells: For each number that a test of a count names, the index of its cell.
    """

    lines: list[str] = field(factory=list)
    numbers: dict[Condition, int] = field(factory=dict)
    facts: set[str] = field(factory=set)
    cells: dict[tuple[str, str | int], int] = field(factory=dict)

    def add(self, predicate: str, *terms: object) -> None:
        self.lines.append(f"{predicate}({','.join(map(str, terms))}).")

    def add_variable(self, variable: Variable) -> None:
        self.facts.add(variable.fact)
        if variable.option is not None:
            self.add("option", _quoted(variable.fact), _quoted(variable.option))
            return
        symbol = symbol_of(variable)
        for index, (value, term) in enumerate(named_values(variable)):
            self.add("value", symbol, term, index)
            if not isinstance(value, str):
                self.cells[variable.fact, value[0]] = index

    def add_rule(self, rule: Rule, overridden_by: Iterable[str]) -> None:
        name = _quoted(rule.id)
        self.add("rule", name, self.node(rule.when))
        for other in overridden_by:
            self.add("overrides", _quoted(other), name)
        for norm in rule.norms:
            direction, strength = "for" if norm.modality.positive else "against", norm.modality.strength
            self.add("norm", name, _quoted(norm.action), direction, strength)
            if norm.before is not None and norm.modality.positive:
                self.add("before", name, _quoted(norm.action), _quoted(norm.before), strength)
            if norm.instead_of is not None:
                self.add("permits_instead", name, _quoted(norm.action), _quoted(norm.instead_of))

    def add_action(self, action: Action, index: int, rivals: Iterable[str]) -> None:
        name = _quoted(action.id)
        self.add("action", name, index, self.node(action.available))
        if action.is_way:
            self.add("way", name)
        if action.by is not None:
            self.add("others", name)
        if done_fact(action.id) in self.facts:
            self.add("done", name, _quoted(done_fact(action.id)))
        for predicate, others in (
            ("rival", rivals),
            ("of", action.of),
            ("after", action.after),
            ("means", action.met_by),
        ):
            for other in others:
                self.add(predicate, name, _quoted(other))

    def node(self, condition: Condition) -> str | int:
        """What the page calls a condition, having written down what it is made of."""
        if isinstance(condition, ConceptTest):
            return f"concept({_quoted(condition.concept)})"
        if isinstance(condition, DoneTest):  # an enactment names the fact instead; the page knows both names
            return f"{'seen_to' if condition.tried else 'done'}({_quoted(condition.step)})"
        number = self.numbers.get(condition)
        if number is None:
            number = self.numbers[condition] = len(self.numbers)
            self._write(number, condition)
        return number

    def _write(self, number: int, condition: FactTest | StatusTest | AllOf | AnyOf | NoneOf) -> None:
        if isinstance(condition, FactTest):
            self.add("test", number, _quoted(condition.fact), condition.operator.value)
            for operand in condition.operands:
                cell = self.cells.get((condition.fact, operand))
                self.add("operand", number, _quoted(str(operand)) if cell is None else cell)
        elif isinstance(condition, StatusTest):
            self.add("asks", number, _quoted(condition.action))
            for status in condition.statuses:
                self.add("listed", number, status.value)
        else:
            kind = _GROUPS[type(condition)]
            if not condition.parts:
                self.add(kind, number)
            for part in condition.parts:
                self.add(kind, number, self.node(part))
