"""Two enactments merged into one program: what they have alike under its own name, the rest under one for each side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import attrs
from attrs import define, field, frozen
from clingo import String, Symbol

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import AllOf, AnyOf, ConceptTest, Condition, DoneTest, FactTest, NoneOf, StatusTest
from ethics_engine.model.enactment import Enactment, done_fact
from ethics_engine.model.facts import Concept, Constraint, Fact, FactType
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values
from ethics_engine.model.rules import Norm, Rule
from ethics_engine.model.variables import Value, Variable, cells

from .encoding import data_of
from .shared_definitions import Precedence, SharedDefinitions, precedences
from .symbols import named_values, symbol_of

_SIDES = ("old", "new")

PairedInput = Mapping[str, tuple[Possible | None, Possible | None]]
"""A case that is stated to both: for each fact what is stated of it to the old side, and what to the new."""


@frozen
class _Known:
    """A fact in the program.

    Attributes:
        fact: The fact as the side has it.

        side: The side that reads it under this name; None where both do.
    """

    fact: Fact
    side: int | None


@define
class ProductProgram:
    """The program under construction; sides are 0, the old, and 1, the new."""

    alike: SharedDefinitions
    facts: dict[str, _Known] = field(factory=dict)
    numbers: dict[str, set[int]] = field(factory=dict)
    concepts: dict[str, Concept] = field(factory=dict)
    constraints: dict[str, Constraint] = field(factory=dict)
    rules: dict[str, Rule] = field(factory=dict)
    overridden_by: dict[str, tuple[str, ...]] = field(factory=dict)
    norms: dict[str, dict[Norm, None]] = field(factory=dict)
    actions: dict[str, Action] = field(factory=dict)
    rivals: dict[str, tuple[str, ...]] = field(factory=dict)
    lines: list[str] = field(factory=list)

    # What to take in.

    def take_in(self, *, order: bool) -> None:
        """Everything that may differ between the sides, with all that it is worked out from."""
        alike = self.alike
        ways = order or not alike.ways
        both = [name for name in alike.old.action if name in alike.new.action]
        for side, enactment in enumerate(alike.sides):
            for constraint in enactment.constraints:
                alike_here = alike.constraint(constraint.id)
                self.say("constraint_at", None if alike_here else side, self.constraint(side, constraint))
            for action in dict.fromkeys((*both, *alike.actions)) if order else alike.actions:
                if action in enactment.action:
                    self.say("action_at", side, action, self.action(side, action))
                else:
                    self.say("absent_at", side, action)
            for way in enactment.ways if ways else ():
                self.say("way_at", side, way.id, self.action(side, way.id))
            for action, step in alike.awaits:
                self.waiting(side, action, step)
            for edge in () if order else alike.edges[side]:
                self.edge(side, edge)
            if order:
                self.order(side, both)

    def take_in_rules(self, rules: Sequence[str]) -> None:
        """Some rules that both sides have, with all that it is worked out from when they are effective."""
        for side, enactment in enumerate(self.alike.sides):
            for constraint in enactment.constraints:
                alike_here = self.alike.constraint(constraint.id)
                self.say("constraint_at", None if alike_here else side, self.constraint(side, constraint))
            for rule in rules:
                self.say("rule_at", side, rule, self.rule(side, rule))

    def waiting(self, side: int, action: str, step: str) -> None:
        """Whether an action awaits a step, where the side has rules that can make it."""
        enactment = self.alike.sides[side]
        awaited = [rule for rule, other in enactment.awaited_by[action] if other == step]
        if not awaited:
            return
        waiting, name = _apart(side, action), self.action(side, step)
        for rule in awaited:
            before = next(norm for norm in rule.norms if (norm.action, norm.before) == (step, action))
            self.norms[self.rule(side, rule.id)][Norm(before.modality, name, waiting)] = None
        self.done(side, step, name)
        self.say("awaits_at", side, action, step, waiting, name)

    def order(self, side: int, both: Sequence[str]) -> None:
        """What the plan is worked out from."""
        enactment = self.alike.sides[side]
        awaited = {step for way in enactment.ways for _, step in enactment.awaited_by[way.id]}
        for rank, action in enumerate(name for name in enactment.action if name in both):
            item = enactment.action[action]
            self.say("rank_at", side, action, rank)
            if item.by is None:
                self.say("own_at", side, action)
            if not item.is_way:
                self.done(side, action, self.action(side, action))
            for way in item.of:
                self.say("manner_at", side, action, way)
            if not item.is_way and not item.of:
                self.say("leads_plan_at", side, action)
            elif not item.is_way and action in awaited:
                self.say("may_lead_plan_at", side, action)
        for later in enactment.actions:
            for earlier in later.after:
                self.say("after_at", side, later.id, earlier)
        for edge in precedences(enactment):
            self.edge(side, edge)

    def edge(self, side: int, edge: Precedence) -> None:
        """A norm that puts an action before another."""
        rule, action, later = edge
        self.say("before_at", side, action, later, self.rule(side, rule), self.action(side, action))

    # Each thing by the name it goes by, taken in where it was not yet.

    def concept(self, side: int, concept: str) -> str:
        """A concept, with what it means."""
        name = concept if self.alike.concept(concept) else _apart(side, concept)
        if name not in self.concepts:
            item = self.alike.sides[side].concept[concept]
            self.concepts[name] = attrs.evolve(item, id=name, means=self.condition(side, item.means))
        return name

    def constraint(self, side: int, item: Constraint) -> str:
        """A constraint, with what it forbids."""
        name = item.id if self.alike.constraint(item.id) else _apart(side, item.id)
        if name not in self.constraints:
            self.constraints[name] = attrs.evolve(item, id=name, never=self.condition(side, item.never))
        return name

    def rule(self, side: int, rule: str) -> str:
        """A rule, with its condition and all that overrides it; its norms come with the actions."""
        name = rule if self.alike.rule(rule) else _apart(side, rule)
        if name not in self.rules:
            enactment = self.alike.sides[side]
            self.norms[name] = {}
            self.rules[name] = attrs.evolve(
                enactment.rule[rule], id=name, when=self.condition(side, enactment.rule[rule].when), norms=()
            )
            self.overridden_by[name] = tuple(self.rule(side, other) for other in enactment.overridden_by[rule])
        return name

    def action(self, side: int, action: str) -> str:
        """An action, with all that its status is worked out from."""
        alike = self.alike.status(action) and self.alike.unmet(action)
        name = action if alike else _apart(side, action)
        if name in self.actions:
            return name
        enactment = self.alike.sides[side]
        item = enactment.action[action]
        self.actions[name] = plain = Action(name, "", item.kind, available=self.condition(side, item.available))
        for rule, norm in enactment.norms_on[action]:
            instead_of = None if norm.instead_of is None else self.action(side, norm.instead_of)
            self.norms[self.rule(side, rule.id)][Norm(norm.modality, name, instead_of=instead_of)] = None
        if item.is_way:
            self.rivals[name] = tuple(self.action(side, rival) for rival in enactment.rivals[action])
        if not self.alike.unmet(action):
            self.actions[name] = attrs.evolve(plain, met_by=tuple(self.action(side, means) for means in item.met_by))
        return name

    def condition(self, side: int, condition: Condition) -> Condition:
        """The condition in the names of the program."""
        match condition:
            case AllOf(parts):
                return AllOf(tuple(self.condition(side, part) for part in parts))
            case AnyOf(parts):
                return AnyOf(tuple(self.condition(side, part) for part in parts))
            case NoneOf(parts):
                return NoneOf(tuple(self.condition(side, part) for part in parts))
            case ConceptTest(concept):
                return ConceptTest(self.concept(side, concept))
            case StatusTest(action, statuses):
                return StatusTest(self.action(side, action), statuses)
            case FactTest(fact):
                test = attrs.evolve(condition, fact=self.fact(side, fact))
                self.numbers[test.fact].update(number for number in test.operands if isinstance(number, int))
                return test
            case DoneTest():
                raise AssertionError(condition)  # an enactment has lowered all others

    def fact(self, side: int, fact: str) -> str:
        """A fact."""
        name = fact if self.alike.fact(fact) else _apart(side, fact)
        if name not in self.facts:
            self.facts[name] = _Known(self.alike.sides[side].fact[fact], None if name == fact else side)
            self.numbers[name] = set()
        return name

    def done(self, side: int, step: str, name: str) -> None:
        """Say which fact tells whether a step, which goes by the name, is done."""
        self.say("done", None, name, self.fact(side, done_fact(step)))

    def say(self, predicate: str, side: int | None, *terms: str | int | Symbol) -> None:
        """Add a line to the program; strings are names, and are quoted."""
        written = [str(term) if isinstance(term, int | Symbol) else str(String(term)) for term in terms]
        self.lines.append(f"{predicate}({','.join([*([] if side is None else [_SIDES[side]]), *written])}).")

    # The program, and its cases.

    def program(self) -> Iterator[str]:
        """All of it as text."""
        variables = dict(self.variables())
        yield data_of(
            Enactment(
                ruleset=self.alike.old.ruleset,
                in_force=self.alike.old.in_force,
                facts=(),
                concepts=tuple(self.concepts.values()),
                constraints=tuple(self.constraints.values()),
                actions=tuple(self.actions.values()),
                rules=tuple(attrs.evolve(rule, norms=tuple(self.norms[name])) for name, rule in self.rules.items()),
                overridden_by=self.overridden_by,
                rivals=self.rivals,
                safety=(),
                order=(),
            ),
            [variable for of_fact in variables.values() for variable in of_fact],
        )
        for name, known in self.facts.items():
            fact = known.fact
            twins = self.twins(fact.id)
            if known.side is not None and not twins:
                self.say("beyond", None, name)
            if twins == (name, _apart(1, fact.id)):
                old, new = (variables[twin] for twin in twins)
                for one, other in product(old, new):
                    if one.option == other.option:
                        self.say("twins", None, fact.id, symbol_of(one), symbol_of(other))
                if self.is_loose(fact.id):
                    self.say("loose", None, fact.id)
            if fact.presumed is not None:
                for variable in variables[name]:
                    for value, symbol in named_values(variable):
                        if variable.allows(value, {variable.fact: fact.presumed}):
                            self.say("presumed", None, fact.id if twins else name, symbol_of(variable), symbol)
        yield from self.lines

    def variables(self) -> Iterator[tuple[str, tuple[Variable, ...]]]:
        """The variables of each fact; twins have the same values as far as both know them."""
        for name, known in self.facts.items():
            fact = known.fact
            if fact.type is FactType.CHOICES:
                yield name, tuple(Variable(name, ("no", "yes"), option) for option in fact.value_ids)
            else:
                numbers = set[int]().union(*(self.numbers[twin] for twin in self.twins(fact.id) or (name,)))
                yield name, (Variable(name, cells(numbers) if fact.type is FactType.COUNT else fact.value_ids),)

    def twins(self, fact: str) -> tuple[str, ...]:
        """The names of a fact that both sides read, but not alike."""
        names = tuple(_apart(side, fact) for side in (0, 1))
        if not all(name in self.facts for name in names):
            return ()
        return names if len({self.facts[name].fact.type for name in names}) == 1 else ()

    def paired_input(self, atoms: Sequence[Symbol], *, complete: bool = False) -> PairedInput:
        """What a case states: all that it is worked out from, but what is assumed anyway unless it is complete."""
        stated = {atom.arguments[0].string for atom in atoms if atom.name == "stated"}
        values = {atom.arguments[0]: atom.arguments[1] for atom in atoms if atom.name == "is"}
        paired: dict[str, tuple[Possible | None, Possible | None]] = {}
        for name, of_fact in self.variables():
            known = self.facts[name]
            found = {
                variable: next(
                    value for value, symbol in named_values(variable) if symbol == values[symbol_of(variable)]
                )
                for variable in of_fact
            }
            loose = self.is_loose(known.fact.id)
            if not complete and (known.fact.id not in stated if loose else _goes_without_saying(known.fact, found)):
                continue
            possible = _possible_of(found)
            before = paired.get(known.fact.id, (None, None))
            paired[known.fact.id] = (
                before[0] if known.side == 1 else possible,
                before[1] if known.side == 0 else possible,
            )
        return paired

    def excluded(self, known: PairedInput) -> Iterator[tuple[Symbol, Symbol]]:
        """The values of variables that what is known of a case leaves no more possible."""
        for name, of_fact in self.variables():
            item = self.facts[name]
            both = known.get(item.fact.id, (None, None))
            possible = next((one for one in both if one is not None), None) if item.side is None else both[item.side]
            for variable in of_fact if possible is not None else ():
                for value, symbol in named_values(variable):
                    if possible is not None and not variable.allows(value, {name: possible}):
                        yield symbol_of(variable), symbol

    def values_on_new_side(self, fact: str) -> Iterator[tuple[Symbol, str, Symbol]]:
        """The values of a choice that only the new side knows, each with its variable and itself in the program."""
        for name, of_fact in self.variables():
            if name == _apart(1, fact):
                for variable in of_fact:
                    for value, symbol in named_values(variable):
                        yield symbol_of(variable), str(value), symbol

    def is_loose(self, fact: str) -> bool:
        """Whether the sides presume otherwise of a fact that both read."""
        return len({self.facts[name].fact.presumed for name in self.twins(fact)}) > 1


def _goes_without_saying(fact: Fact, found: Mapping[Variable, Value]) -> bool:
    """Whether these values, and no others, are presumed."""
    if fact.presumed is None:
        return False
    return all(variable.possible({variable.fact: fact.presumed}) == (value,) for variable, value in found.items())


def _possible_of(found: Mapping[Variable, Value]) -> Possible:
    """The values of the variables of one fact, as they are stated; of a range, its first number."""
    chosen = frozenset(variable.option for variable, value in found.items() if variable.option and value == "yes")
    if any(variable.option for variable in found):
        return Selection(chosen, frozenset(variable.option for variable in found if variable.option) - chosen)
    (value,) = found.values()
    return Values(frozenset({value})) if isinstance(value, str) else Numbers(((value[0], value[0]),))


def _apart(side: int, name: str) -> str:
    """What something is called that is not alike on both sides."""
    return f"{_SIDES[side]}|{name}"
