"""The presumptions that a reason leans on: those without which it would not settle the result."""

from __future__ import annotations

from attrs import frozen

from ethics_engine.columns import run_worlds
from ethics_engine.columns.machine import bits
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.variables import Value, Variable, known_by, variables_of

from .statements import Part, Statements
from .target import Told


@frozen
class _Change:
    """A presumed fact, or an option of one, with another value than the one presumed."""

    variable: Variable
    value: Value


def leaning(statements: Statements, part: Part) -> tuple[str, ...]:
    """The presumed facts that would leave the result open if nobody knew of them, in the order of the vocabulary.

    `part` settles the result, with all presumptions standing.
    """
    changes = [
        _Change(variable, value)
        for variable in variables_of(statements.brief.enactment)
        if variable.fact in statements.presumptions and variable.fact not in part
        for value in variable.values
        if not variable.allows(value, statements.presumptions)
    ]
    if not changes:
        return ()
    refuted, doubtful = _by_columns(statements, part, changes)
    needed = {change.variable.fact for index, change in enumerate(changes) if refuted >> index & 1}
    asked = {change.variable.fact for index, change in enumerate(changes) if doubtful >> index & 1}
    needed |= {fact for fact in asked - needed if not _without(statements, part, fact)}
    return tuple(fact.id for fact in statements.brief.enactment.facts if fact.id in needed)


def _by_columns(statements: Statements, part: Part, changes: list[_Change]) -> tuple[int, int]:
    """The changes under which the result surely does not come out, and those of which that is left in doubt.

    A change that breaks a constraint is neither: what cannot be takes nothing from a result.
    """
    known = statements.knowledge(part)
    everyone = (1 << len(changes)) - 1
    changed: dict[Variable, dict[Value, int]] = {}
    for index, change in enumerate(changes):
        changed.setdefault(change.variable, {})[change.value] = 1 << index
    columns = {}
    for variable in variables_of(statements.brief.enactment):
        if variable.fact in known:
            here = changed.get(variable, {})
            rest = everyone & ~sum(here.values())
            columns[variable] = tuple(
                here.get(value, 0) | (rest if variable.allows(value, known) else 0) for value in variable.values
            )
    batch = run_worlds(statements.brief.enactment, columns, len(changes))
    told = (Told(everyone, statements.inquiry(part)),)

    def knowledge(index: int) -> Knowledge:
        return {**known, **known_by({changes[index].variable: changes[index].value})}

    surely, never = statements.target.of_batch(batch, columns, told)
    impossible = batch.unlawful()
    refuted = never & batch.lawful()
    for index in bits(never & ~refuted & ~impossible):
        refuted |= int(statements.can_be(knowledge(index))) << index
    return refuted, everyone & ~(surely | refuted | impossible)


def _without(statements: Statements, part: Part, fact: str) -> bool:
    """Whether the result is settled although it is not known what was presumed of a fact."""
    unknown = {fact: statements.brief.enactment.fact[fact].anything}
    return statements.told({**statements.stated(part), **unknown}, statements.inquiry(part)).settles
