"""The single ways in which a case could be changed, but for pretexts, and for steps that the rules speak against."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum

import attrs
from attrs import frozen

from ethics_engine.consultation import EngineInput
from ethics_engine.model.case import Case, Statement
from ethics_engine.model.enactment import DONE, Enactment, done_fact
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import NO, Knowledge, Possible, overlaid
from ethics_engine.model.variables import Value, Variable, known_by, variables_of


class Origin(Enum):
    """What is altered: something stated, something presumed, or something that nobody knew."""

    STATED = "stated"
    PRESUMED = "presumed"
    UNKNOWN = "unknown"


@frozen
class Edit:
    """One fact, or one option of a `choices` fact, with another value than it has.

    Attributes:
        variable: What is altered.

        value: What it is to be; of a count a range, any number of which will do.

        origin: What is altered.

        before: What is known of the fact so far.

        within_reach: Whether the practitioner can bring it about: a step of their own that is done, or a fact within
            their reach that comes to be as the vocabulary presumes it, or of which nothing is presumed.

        support: Whether it is a step by which the practitioner gets help with their own part, or learns.

        weight: How hard it is, from 1.
    """

    variable: Variable
    value: Value
    origin: Origin
    before: Possible
    within_reach: bool
    support: bool
    weight: int

    @property
    def fact(self) -> str:
        """The id of the fact."""
        return self.variable.fact

    @property
    def only_said(self) -> bool:
        """Whether it only says what was presumed: that a step is not done."""
        return self.fact.startswith(DONE) and self.value == "no" and self.before == NO


@frozen
class EditSet:
    """A case changed in one or more respects, each needed; every one that is returned has been verified.

    Attributes:
        edits: What is changed.

        facts: What is then stated of each fact concerned, the rest of it as it was.
    """

    edits: tuple[Edit, ...]
    facts: dict[str, Possible]

    @property
    def weight(self) -> int:
        """How hard it is: the sum of the weights."""
        return sum(edit.weight for edit in self.edits)

    @property
    def within_reach(self) -> bool:
        """Whether the practitioner can bring all of it about."""
        return all(edit.within_reach for edit in self.edits)

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps that are done, and were not."""
        return tuple(
            each.fact.removeprefix(DONE) for each in self.edits if each.fact.startswith(DONE) and each.value == "yes"
        )

    def applied(self, case: Case) -> Case:
        """The case with the changes."""
        return attrs.evolve(
            case, facts={**case.facts, **{name: Statement(known) for name, known in self.facts.items()}}
        )


def edits_of(
    engine_input: EngineInput,
    known: Knowledge,
    fixed_facts: Collection[str] | None = None,
    pretexts: Collection[str] = (),
    against: Collection[str] = (),
    withheld: Collection[str] = (),
) -> tuple[Edit, ...]:
    """Every single edit of a case of which so much is `known`, those of one topic together.

    Conduct that is judged stays as it was, and so does a fact in `fixed_facts`. By default those are the immutable
    facts; what is a given cannot be changed, but where it is not known it can still be found out, and what the
    practitioner did themselves is changed as far as it is within reach to set it right. What would be a
    pretext is never altered, a fact in `pretexts`, which would be one in this case, only as far as it is within reach,
    and no step in `against`, which the rules speak against, comes to be done. Nothing is offered of a step or a
    fact in `withheld`: what the step brings has to be judged anew, and the fact is not to be supposed otherwise.
    """
    enactment = engine_input.enactment
    judged = {done_fact(act) for act in engine_input.query.judged}
    found = []
    for variable in variables_of(enactment):
        fact = enactment.fact[variable.fact]
        before = known.get(fact.id) or fact.anything
        is_fixed = fact.immutable and before != fact.anything if fixed_facts is None else fact.id in fixed_facts
        edits = (_edit(variable, value, before, engine_input) for value in _values(variable, before, engine_input))
        found += [
            edit
            for edit in edits
            if can_be_offered(
                fact, edit.value, fixed=fact.id in judged or (is_fixed and not edit.within_reach), against=against
            )
            and (edit.within_reach or fact.id not in pretexts)
            and fact.id.removeprefix(DONE) not in withheld
        ]
    return tuple(sorted(found, key=lambda each: enactment.fact[each.fact].topic))


def can_be_offered(fact: Fact, value: Value, *, fixed: bool, against: Collection[str]) -> bool:
    """Decide whether `what-if` may offer a value of a fact, apart from `pretext_if`, which `edits_of` heeds.

    Never offered are a pretext, a fact that is `fixed` in this case, and doing a step in `against`, the steps that the
    rules speak against.
    """
    if fixed or fact.pretext:
        return False
    return not (value == "yes" and fact.id.startswith(DONE) and fact.id.removeprefix(DONE) in against)


def edit_set_of(chosen: Collection[Edit]) -> EditSet:
    """The change that consists of some edits, no two of the same variable."""
    facts: dict[str, Possible] = {}
    for edit in chosen:
        (changed,) = known_by({edit.variable: edit.value}).values()
        facts[edit.fact] = overlaid(facts.get(edit.fact, edit.before), changed)
    return EditSet(tuple(chosen), facts)


def _values(variable: Variable, before: Possible, engine_input: EngineInput) -> Iterator[Value]:
    possible = variable.possible({variable.fact: before})
    for value in variable.values:
        if value == "tried" and variable.fact.startswith(DONE):
            continue  # what the client does is nothing to bring about
        if possible != (value,) or variable.fact in _presumed_undone(engine_input):
            yield value


def _presumed_undone(engine_input: EngineInput) -> Collection[str]:
    """The steps that an act judged may have had to wait for; to say that they were not done would be news."""
    awaited = (step for act in engine_input.query.did for _, step in engine_input.enactment.awaited_by[act])
    return {done_fact(step) for step in awaited}.difference(engine_input.stated)


def _edit(variable: Variable, value: Value, before: Possible, engine_input: EngineInput) -> Edit:
    fact = engine_input.enactment.fact[variable.fact]
    if before == fact.anything:
        origin = Origin.UNKNOWN
    else:
        origin = Origin.STATED if fact.id in engine_input.stated else Origin.PRESUMED
    within_reach = _within_reach(fact, variable, value, engine_input.enactment)
    support = (
        within_reach and fact.id.startswith(DONE) and engine_input.enactment.action[fact.id.removeprefix(DONE)].support
    )
    return Edit(variable, value, origin, before, within_reach, support, fact.weight)


def _within_reach(fact: Fact, variable: Variable, value: Value, enactment: Enactment) -> bool:
    if fact.id.startswith(DONE):
        return value == "yes" and not enactment.action[fact.id.removeprefix(DONE)].by
    return fact.within_reach is not None and (fact.presumed is None or variable.allows(value, {fact.id: fact.presumed}))
