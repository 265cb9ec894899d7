"""Conditions: what rules, concepts and constraints ask of a case."""

from __future__ import annotations

from collections.abc import Iterable

from ethics_engine.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
    concept_test,
    fact_test,
)
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.record import frozen_record
from ethics_engine.model.renaming import RenamedKind
from ethics_engine.model.status import Status

from .declared_names import Known
from .diagnostics import Diagnostics, choice_of, listed
from .field_parsers import FALSE, TRUE, kind_of, mapping, record, words
from .parse_statements import number, numbers, value_of
from .yaml_nodes import Mapping, Node, Scalar, Sequence

RESERVED = ("all", "any", "none", "done", "tried", "status")
_GROUPS: dict[str, type[AllOf | AnyOf | NoneOf]] = {"all": AllOf, "any": AnyOf, "none": NoneOf}
_OPERATORS = {
    FactType.CHOICE: ("one_of", "at_least", "at_most"),
    FactType.CHOICES: ("includes", "includes_any", "only", "none_of"),
    FactType.COUNT: ("one_of", "at_least", "at_most"),
}


@frozen_record
class Conditions:
    """Reads the conditions of one kind of thing.

    Attributes:
        owner: What it is that asks, such as `a concept`.

        allowed: What may be tested besides facts and concepts: `done`, `status`.
    """

    owner: str
    allowed: tuple[str, ...]
    known: Known
    report: Diagnostics

    def read(self, node: Node | None) -> Condition:
        """A condition; one that always holds where none is written."""
        if node is None:
            return ALWAYS
        if isinstance(node, Mapping) and not node.entries:
            self.report.error(node, "this condition is empty", "remove it if it always holds")
        if isinstance(node, Sequence):
            self.report.error(node, "a condition must be a mapping, not a list", "write {all: [..]} or {any: [..]}")
            return ALWAYS
        parts = [part for key, value in mapping(node, "a condition", self.report) for part in self._part(key, value)]
        return _all(parts)

    def _part(self, key: Scalar, node: Node) -> Iterable[Condition]:
        name = key.text
        if name in _GROUPS:
            return [_GROUPS[name](self._list(name, node))]
        if name in {"done", "tried", "status"}:
            if ("done" if name == "tried" else name) not in self.allowed:
                self.report.error(key, f"{self.owner} cannot test `{name}`", "move the test to a rule")
                return []
            return self._status(node) if name == "status" else self._done(node, tried=name == "tried")
        if name in self.known.concepts:
            return self._concept(name, node)
        if name in self.known.facts:
            fact = self.known.facts[name]
            return [] if fact is None else self._fact(fact, node)
        if self.known.renaming(RenamedKind.FACT, key, self.report) is not None:
            return []
        names = (*self.known.facts, *self.known.concepts, *RESERVED)
        if name not in self.known.actions and not self.report.nearest(key, names):
            self.report.undeclared(key, "fact or concept", (), self.known.in_a_condition(key, self.report))
            return []
        hint = f"write {{done: {name}}}, or {{status: {{{name}: [..]}}}}" if name in self.known.actions else None
        self.report.undeclared(key, "fact or concept", names if hint is None else (), hint)
        return []

    def _list(self, name: str, node: Node) -> tuple[Condition, ...]:
        if not isinstance(node, Sequence):
            self.report.error(
                node, f"`{name}` needs a list of conditions, not {kind_of(node)}", f"write {{{name}: [..]}}"
            )
            return ()
        return tuple(self.read(item) for item in node.items)

    def _done(self, node: Node, *, tried: bool) -> Iterable[Condition]:
        steps = (
            self.known.tried(item, self.report) if tried else self.known.action(item, self.report, way=False)
            for item in words(node, "a step", self.report)
        )
        tests = [DoneTest(step, tried) for step in steps if step is not None]
        return [_all(tests)] if tests else []

    def _status(self, node: Node) -> Iterable[Condition]:
        for key, value in mapping(node, "`status`", self.report):
            action = self.known.action(key, self.report)
            found = tuple(read_status(item, self.report) for item in words(value, "a status", self.report))
            statuses = tuple(status for status in found if status is not None)
            if not found:
                self.report.error(value, "no status is given", "name at least one, such as `permitted`")
            if action is not None and statuses:
                yield StatusTest(action, statuses)

    def _concept(self, name: str, node: Node) -> Iterable[Condition]:
        if isinstance(node, Scalar) and node.text in TRUE + FALSE:
            test = concept_test(name)
            return [test if node.text in TRUE else NoneOf((test,))]
        self.report.error(node, f"concept `{name}` takes yes or no, not {kind_of(node)}")
        return []

    def _fact(self, fact: Fact, node: Node) -> Iterable[Condition]:
        if fact.type is FactType.YES_NO:
            if isinstance(node, Scalar) and node.text in TRUE + FALSE:
                return [_is(fact, "yes" if node.text in TRUE else "no")]
            self.report.error(node, f"`{fact.id}` takes yes or no, not {kind_of(node)}")
            return []
        if isinstance(node, Mapping):
            return self._operators(fact, node)
        if fact.type is FactType.CHOICES or isinstance(node, Sequence):
            example = f"{{{_OPERATORS[fact.type][0]}: {node.text if isinstance(node, Scalar) else '[..]'}}}"
            hint = f"write {example}" if example.isprintable() and len(example) < 60 else None
            self.report.error(node, f"`{fact.id}` needs one of {listed(_OPERATORS[fact.type])}", hint)
            return []
        operand = number(fact, node, self.report) if fact.type is FactType.COUNT else value_of(fact, node, self.report)
        return [] if operand is None else [_is(fact, operand)]

    def _operators(self, fact: Fact, node: Mapping) -> Iterable[Condition]:
        fields = record(node, f"a test of `{fact.id}`", (), _OPERATORS[fact.type], self.report)
        if not node.entries:
            self.report.error(node, f"`{fact.id}` needs one of {listed(_OPERATORS[fact.type])}", "add a test")
        tests = []
        for name, value in fields.items():
            operands = self._operands(fact, name, value)
            if operands:
                tests.append(fact_test(fact.id, Operator(name), operands))
        if _impossible(fact, tests):
            self.report.error(node, f"no value of `{fact.id}` passes this test", "change one of the limits")
        return [_all(tests)] if tests else []

    def _operands(self, fact: Fact, name: str, node: Node) -> tuple[str | int, ...]:
        before = len(self.report.findings)
        operands: tuple[str | int, ...]
        if fact.type is FactType.COUNT:
            operands = tuple(numbers(fact, node, self.report))
        else:
            found = (value_of(fact, item, self.report) for item in words(node, "a value", self.report))
            operands = tuple(value for value in found if value is not None)
        side = name in {"at_least", "at_most"}
        if side and fact.type is FactType.CHOICE and not fact.ordered:
            self.report.error(node, f"`{name}` needs ordered values, and `{fact.id}` has none", "use `one_of`")
        if (not operands or (side and len(operands) > 1)) and len(self.report.findings) == before:
            self.report.error(node, f"`{name}` needs {'one value' if side else 'at least one value'}")
        return operands if len(self.report.findings) == before else ()


_WRITTEN_AS = {
    "forbidden": "write `prohibited`",
    "advised against": "write `discouraged`",
    "advised_against": "write `discouraged`",
    "no rule": "write `unregulated`",
    "no_rule": "write `unregulated`",
}
"""The words in which answers put a status, and how files write it."""


def read_status(name: Scalar, report: Diagnostics) -> Status | None:
    """A status by its word."""
    known = [status.value for status in Status]
    if name.text in known:
        return Status(name.text)
    hint = _WRITTEN_AS.get(name.text)
    report.unknown(name, "status", () if hint else known, hint or f"use {choice_of(known)}")
    return None


def _all(parts: list[Condition] | list[DoneTest] | list[FactTest]) -> Condition:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _is(fact: Fact, operand: str | int) -> FactTest:
    return fact_test(fact.id, Operator.IS, (operand,))


def _impossible(fact: Fact, tests: list[FactTest]) -> bool:
    operand = {test.operator: test.operands[0] for test in tests}
    low, high = operand.get(Operator.AT_LEAST), operand.get(Operator.AT_MOST)
    if isinstance(low, int) and isinstance(high, int):
        return low > high
    if isinstance(low, str) and isinstance(high, str):
        return fact.value_ids.index(low) > fact.value_ids.index(high)
    return False
