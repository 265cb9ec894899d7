"""The compiler: an enactment as a straight-line program over columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

import attrs
from attrs import define, field

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    StatusTest,
    tests_in,
)
from ethics_engine.model.dependencies import WAYS, Dependency, DependencyKind
from ethics_engine.model.enactment import EXCEPTION, Enactment
from ethics_engine.model.rules import DERIVED, Modality, Rule
from ethics_engine.model.status import GREATEST, NEGATIVE, Force, Status

from .column_program import ColumnProgram
from .machine import Conjunction, Instruction, Operand, Resolution, StatusMembership


def compile_enactment(enactment: Enactment) -> ColumnProgram:
    """The program of an enactment; `compiled` gives it without compiling it twice."""
    return _ColumnCompiler(enactment).program()


def recompiled(base: Enactment, enactment: Enactment, stale: Collection[Dependency]) -> ColumnProgram:
    """The program of an enactment that is much like another, as far as it is not that of the other.

    It continues the memory of a run of `compiled(base)`: its literals and its instructions are only those that the
    other lacks, and its operands point into what both leave behind. For many variants of one ruleset.

    Args:
        base: The other.

        enactment: The one to compile.

        stale: The concepts, rules, steps and ways whose values may not be those of the other, all that depends on one
            of them included. Constraints, what is awaited and unmet duties are looked at in any case.
    """
    return _compiler(base).continued(enactment, frozenset(stale)).program()


@lru_cache(maxsize=8)
def _compiler(enactment: Enactment) -> _ColumnCompiler:
    """The compiler as it ended."""
    compiler = _ColumnCompiler(enactment)
    compiler.program()
    return compiler


@define(slots=False, eq=False, repr=False)
class _ColumnCompiler:
    enactment: Enactment
    stale: frozenset[Dependency] | None = None
    taken_over: Enactment | None = None
    known_literals: int = 0
    literals: dict[FactTest, Operand] = field(factory=dict)
    instructions: list[Instruction] = field(factory=list)
    registers: int = 0
    slots: int = 0
    conjunctions: dict[tuple[Operand, ...], Operand] = field(factory=dict)
    concepts: dict[str, Operand] = field(factory=dict)
    available: dict[str, Operand] = field(factory=dict)
    applicable: dict[str, Operand] = field(factory=dict)
    effective: dict[str, Operand] = field(factory=dict)
    base: dict[str, int] = field(factory=dict)
    instead: dict[tuple[str, str], Operand] = field(factory=dict)
    statuses: dict[str, int] = field(factory=dict)
    memberships: dict[tuple[int, frozenset[Status]], Operand] = field(factory=dict)
    waiting: dict[tuple[str, str], Operand] = field(factory=dict)
    forces: dict[Force, Operand] = field(factory=dict)
    disposed: dict[tuple[Force, str], Operand] = field(factory=dict)

    def continued(self, enactment: Enactment, stale: frozenset[Dependency]) -> _ColumnCompiler:
        """A compiler that goes on where this one ended, with another enactment."""
        return attrs.evolve(
            self,
            enactment=enactment,
            stale=stale,
            taken_over=self.enactment,
            known_literals=len(self.literals),
            instructions=[],
            literals=dict(self.literals),
            conjunctions=dict(self.conjunctions),
            memberships=dict(self.memberships),
            concepts=dict(self.concepts),
            available=dict(self.available),
            applicable=dict(self.applicable),
            effective=dict(self.effective),
            base=dict(self.base),
            instead=dict(self.instead),
            statuses=dict(self.statuses),
        )

    def is_stale(self, node: Dependency) -> bool:
        return self.stale is None or node in self.stale

    def program(self) -> ColumnProgram:
        law = self.enactment
        for test in _literals(law, self.taken_over):
            if test not in self.literals:
                self.literals[test] = self.registers
                self.registers += 1
        for concept in law.concepts:
            if self.is_stale(Dependency(DependencyKind.CONCEPT, concept.id)):
                self.concepts[concept.id] = self.condition(concept.means)
        for action in law.actions:
            if self.is_stale(WAYS if action.is_way else Dependency(DependencyKind.STEP, action.id)):
                self.available[action.id] = self.condition(action.available)
        for node in self.stale or ():
            for name in (node.id + EXCEPTION, node.id) if node.kind is DependencyKind.RULE else ():
                self.applicable.pop(name, None)
                self.effective.pop(name, None)
        for node in law.order:
            if not self.is_stale(node):
                continue
            if node.kind is DependencyKind.RULE:
                self.rule(node.id)
            elif node.kind is DependencyKind.STEP:
                self.statuses[node.id] = self.resolve(self.own_norms(node.id))
            elif node.kind is DependencyKind.WAYS:
                self.ways()
        if self.is_stale(WAYS) or not self.forces:
            self.forces, self.disposed = self.disposition()
        forces, disposed = self.forces, self.disposed
        return ColumnProgram(
            constraints={constraint.id: self.condition(constraint.never) for constraint in law.constraints},
            awaits=self.awaits(),
            unmet={action.id: self.unmet(action) for action in law.actions if action.met_by},
            forces=forces,
            disposed=disposed,
            literals=tuple(self.literals)[self.known_literals :],
            instructions=tuple(self.instructions),
            concepts=self.concepts,
            applicable=self.applicable,
            effective=self.effective,
            available=self.available,
            base=self.base,
            instead=self.instead,
            statuses=self.statuses,
        )

    # Formulas: conjunction and negation are all that the machine has, and all that is needed.

    def every(self, operands: Iterable[Operand]) -> Operand:
        parts = tuple(dict.fromkeys(operands))
        if len(parts) == 1:
            return parts[0]
        found = self.conjunctions.get(parts)
        if found is None:
            found = self.conjunctions[parts] = self.emit(Conjunction(parts))
        return found

    def some(self, operands: Iterable[Operand]) -> Operand:
        return ~self.every([~operand for operand in operands])

    def emit(self, instruction: Instruction) -> Operand:
        self.instructions.append(instruction)
        self.registers += 1
        return self.registers - 1

    def condition(self, condition: Condition) -> Operand:
        match condition:
            case AllOf(parts):
                return self.every([self.condition(part) for part in parts])
            case AnyOf(parts):
                return self.some([self.condition(part) for part in parts])
            case NoneOf(parts):
                return ~self.some([self.condition(part) for part in parts])
            case ConceptTest(concept):
                return self.concepts[concept]
            case StatusTest(action, statuses):
                return self.has(action, *statuses)
            case FactTest():
                return self.literals[condition]
            case DoneTest():
                raise AssertionError(condition)  # an enactment has lowered all others

    # Rules and statuses.

    def rule(self, written: str) -> None:
        for name in (written + EXCEPTION, written):
            rule = self.enactment.rule.get(name)
            if rule is not None:
                self.applicable[name] = self.condition(rule.when)
                defeaters = [self.effective[other] for other in self.enactment.overridden_by[name]]
                self.effective[name] = self.every([self.applicable[name], *(~other for other in defeaters)])

    def counts(self, rule: Rule, action: str) -> Operand:
        return self.every([self.effective[rule.id], self.available[action]])

    def own_norms(self, action: str) -> list[tuple[Modality, Operand]]:
        return [(norm.modality, self.counts(rule, action)) for rule, norm in self.enactment.norms_on[action]]

    def resolve(self, norms: list[tuple[Modality, Operand]]) -> int:
        """Add the resolution of norms: every one counts on its modality's side, with its modality's strength."""

        def of(strength: int, *, positive: bool) -> tuple[Operand, ...]:
            spoken = ((modality, operand) for modality, operand in norms if modality.positive is positive)
            return tuple(operand for modality, operand in spoken if modality.strength == strength)

        self.instructions.append(
            Resolution(
                positive=tuple(of(strength, positive=True) for strength in range(GREATEST + 1)),
                negative=tuple(of(strength, positive=False) for strength in range(GREATEST + 1)),
            )
        )
        self.slots += 1
        return self.slots - 1

    def ways(self) -> None:
        ways = [way.id for way in self.enactment.ways]
        own = {way: self.own_norms(way) for way in ways}
        for way in ways:
            self.base[way] = self.resolve(own[way])
        self.instead = {}
        for (way, rival), permitting in self.enactment.instead.items():
            self.instead[way, rival] = self.some(self.counts(rule, way) for rule in permitting)
        for way in ways:
            derived = [
                (modality, self.every([self.available[way], self.some(pressing)]))
                for modality, pressing in self.pressing(way)
                if pressing
            ]
            self.statuses[way] = self.resolve(own[way] + derived)

    def pressing(self, way: str) -> Iterator[tuple[Modality, list[Operand]]]:
        """For each derived norm on a way, whether each of its rivals brings it."""
        for modality, status in DERIVED.items():
            yield modality, [self.puts(status, way, rival) for rival in self.enactment.rivals[way]]

    def puts(self, status: Status, way: str, rival: str) -> Operand:
        """Whether a rival has a base status that speaks against the way; advice spares a way permitted instead."""
        yields = status is Status.ADVISED and (way, rival) in self.instead
        return self.every([self.base_is(rival, status), *([~self.instead[way, rival]] if yields else ())])

    def base_is(self, way: str, status: Status) -> Operand:
        return self.membership(self.base[way], frozenset({status}))

    def has(self, action: str, *statuses: Status) -> Operand:
        return self.membership(self.statuses[action], frozenset(statuses))

    def membership(self, slot: int, statuses: frozenset[Status]) -> Operand:
        found = self.memberships.get((slot, statuses))
        if found is None:
            found = self.memberships[slot, statuses] = self.emit(StatusMembership(slot, statuses))
        return found

    # What follows from the statuses.

    def disposition(self) -> tuple[dict[Force, Operand], dict[tuple[Force, str], Operand]]:
        ways = [way.id for way in self.enactment.ways]
        unacceptable = {way: self.some([~self.available[way], self.has(way, *NEGATIVE)]) for way in ways}
        closed = [self.some([~self.available[way], self.has(way, Status.PROHIBITED)]) for way in ways]
        naming = {
            Force.REQUIRED: {way: self.has(way, Status.REQUIRED) for way in ways},
            Force.DILEMMA: {way: self.has(way, Status.DILEMMA) for way in ways},
            Force.ADVISED: {way: self.has(way, Status.ADVISED) for way in ways},
            Force.PERMITTED: {way: self.has(way, Status.PERMITTED) for way in ways},
            Force.LEFT: {
                way: self.every([~unacceptable[way], *(unacceptable[other] for other in ways if other != way)])
                for way in ways
            },
        }
        present = {force: self.some(named.values()) for force, named in naming.items()}
        naming[Force.ADVISED] = self.or_instead(naming[Force.ADVISED])
        no_way_acceptable = self.every([self.some(self.available[way] for way in ways), *closed])
        present[Force.DILEMMA] = self.some([present[Force.DILEMMA], no_way_acceptable])
        forces: dict[Force, Operand] = {}
        absent: list[Operand] = []
        for force, here in present.items():
            forces[force] = self.every([*absent, here])
            absent.append(~here)
        forces[Force.NONE] = ~self.some(forces.values())
        disposed = {
            (force, way): self.every([forces[force], operand])
            for force, named in naming.items()
            for way, operand in named.items()
        }
        return forces, disposed

    def or_instead(self, advised: Mapping[str, Operand]) -> dict[str, Operand]:
        """The advised ways, and those permitted that may be taken instead of one of them."""
        instead: dict[str, list[Operand]] = {}
        for (way, rival), counts in self.instead.items():
            instead.setdefault(way, []).append(self.every([advised[rival], counts]))
        permitted = {way: self.every([self.has(way, Status.PERMITTED), self.some(of)]) for way, of in instead.items()}
        return {way: self.some([one, permitted[way]]) if way in permitted else one for way, one in advised.items()}

    def awaits(self) -> dict[tuple[str, str], Operand]:
        stale = {node.id for node in self.stale or () if node.kind is not DependencyKind.CONCEPT}
        if self.is_stale(WAYS):
            stale.update(way.id for way in self.enactment.ways)
        before = {} if self.taken_over is None else self.taken_over.awaited_by
        found: dict[tuple[str, str], Operand] = {}
        for action, awaited in self.enactment.awaited_by.items():
            if awaited == before.get(action) and not any(rule.id in stale or step in stale for rule, step in awaited):
                found |= {(action, step): self.waiting[action, step] for _, step in awaited}
                continue
            waiting: dict[str, list[Operand]] = {}
            for rule, step in awaited:
                waiting.setdefault(step, []).append(
                    self.every([self.counts(rule, step), ~self.literals[self.enactment.seen_to(step)]])
                )
            found |= {(action, step): self.some(operands) for step, operands in waiting.items()}
        self.waiting = found
        return found

    def unmet(self, duty: Action) -> Operand:
        means = [self.some([self.has(m, Status.PROHIBITED), ~self.available[m]]) for m in duty.met_by]
        return self.every([self.has(duty.id, Status.REQUIRED), *means])


def _literals(enactment: Enactment, taken_over: Enactment | None) -> Iterable[FactTest]:
    """The tests of facts that an enactment makes, but of what is taken over from another."""
    known = frozenset[int]() if taken_over is None else _conditions_of(taken_over)
    for condition in _conditions(enactment):
        if id(condition) not in known:
            yield from (test for test in tests_in(condition) if isinstance(test, FactTest))
    for step in dict.fromkeys(step for awaited in enactment.awaited_by.values() for _, step in awaited):
        yield enactment.seen_to(step)


def _conditions(enactment: Enactment) -> Iterator[Condition]:
    yield from (concept.means for concept in enactment.concepts)
    yield from (constraint.never for constraint in enactment.constraints)
    yield from (action.available for action in enactment.actions)
    yield from (rule.when for rule in enactment.rules)


@lru_cache(maxsize=8)
def _conditions_of(enactment: Enactment) -> frozenset[int]:
    """The identities of all conditions of an enactment, which lives for as long as they are remembered here."""
    return frozenset(map(id, _conditions(enactment)))
