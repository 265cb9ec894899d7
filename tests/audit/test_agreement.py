"""Random small rulesets: what is found is just what going through every case shows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import attrs
from hypothesis import assume, given, settings

from ethics_engine.audit import FindingKind, RuleFinding, audit_rules
from ethics_engine.audit.condition_ids import shorthand
from ethics_engine.audit.selectors import ConditionHost, ConditionPlace, places
from ethics_engine.audit.stuck_at import StuckAt, replaced, stuck_parts
from ethics_engine.engines.bitset import Batch, run
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.machine import STATUSES
from ethics_engine.model.conditions import AllOf, AnyOf
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.rules import Modality
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force, Status
from tests.agreement.strategies import DAY, completions, rulesets

MOST = 4_000
AIMS = {
    "must": "required",
    "should": "advised",
    "may": "permitted",
    "should not": "discouraged",
    "must not": "prohibited",
}


@settings(max_examples=settings().max_examples // 4)
@given(rulesets())
def test_an_audit_finds_just_what_every_case_shows(ruleset: Ruleset) -> None:
    enactment = enact(ruleset, DAY)
    cases = every_case(enactment)
    batch = run(enactment, cases)
    lawful = batch.lawful()

    found = audit_rules(ruleset, as_of=DAY).findings

    if not lawful:
        assert [finding.kind for finding in found] == [FindingKind.NO_CASE]
        return
    assert not any(finding.undecided for finding in found)
    ids = {finding.id for finding in found}
    reached = set(reachable(enactment, batch, lawful))
    assert {name for name in ids if name.startswith(("dilemma", "unmet", "no-way"))} == {
        name for name in reached if name.startswith(("dilemma", "unmet", "no-way"))
    }
    for rule in enactment.rules:
        never = f"effective:{rule.id}" not in reached
        assert never == bool(ids & {f"dead-rule:{rule.id}", f"defeated-rule:{rule.id}"})
        assert (f"dead-rule:{rule.id}" in ids) == (f"applicable:{rule.id}" not in reached)
    assert {name for name in ids if name.startswith("unreachable-status")} == {
        f"unreachable-status:{action}={AIMS[norm.modality.value]}"
        for action, norms in enactment.norms_on.items()
        for rule, norm in norms
        if f"effective:{rule.id}" in reached and f"status:{action}={AIMS[norm.modality.value]}" not in reached
    }
    assert {name for name in ids if name.startswith("unreachable-disposition")} == {
        f"unreachable-disposition:{way.id}={AIMS[norm.modality.value]}"
        for way in enactment.ways
        for rule, norm in enactment.norms_on[way.id]
        if norm.modality in (Modality.MUST, Modality.SHOULD, Modality.MAY)
        and f"effective:{rule.id}" in reached
        and f"status:{way.id}={AIMS[norm.modality.value]}" in reached
        and f"disposed:{way.id}={AIMS[norm.modality.value]}" not in reached
    }
    assert {name for name in ids if name.startswith("idle-constraint")} == {
        f"idle-constraint:{constraint.id}"
        for constraint in enactment.constraints
        if not breaking_only(batch, constraint.id)
    }
    assert_shown(enactment, found)


@settings(max_examples=settings().max_examples // 4)
@given(rulesets())
def test_what_could_go_is_just_what_changes_no_case(ruleset: Ruleset) -> None:
    enactment = enact(ruleset, DAY)
    cases = every_case(enactment)
    batch = run(enactment, cases)
    assume(batch.lawful())

    ids = {finding.id for finding in audit_rules(ruleset, as_of=DAY).findings}

    for place, condition in places(enactment):
        if place.host is ConditionHost.RULE and ids & {f"dead-rule:{place.id}", f"defeated-rule:{place.id}"}:
            continue
        reported: list[StuckAt] = []
        for stuck in stuck_parts(condition):
            idle = not differing(enactment, batch, run(held(enactment, place, stuck), cases))
            within = any(stuck.path[: len(larger.path)] == larger.path for larger in reported)
            if idle and not within:
                reported.append(stuck)
        names = {name_of(place, stuck) for stuck in reported}
        assert {name for name in ids if of_place(name, place)} == names


def every_case(enactment: Enactment) -> Sequence[Knowledge]:
    choices = [[(fact.id, one) for one in completions(fact)] for fact in enactment.facts]
    count = 1
    for choice in choices:
        count *= len(choice)
    assume(count <= MOST)
    return [dict(chosen) for chosen in itertools.product(*choices)]


def reachable(enactment: Enactment, batch: Batch, lawful: int) -> Iterator[str]:
    """What is the case somewhere, by name."""
    memory, program = batch.memory, batch.program
    for name, operands in (("effective", program.effective), ("applicable", program.applicable)):
        yield from (f"{name}:{rule}" for rule, operand in operands.items() if memory.read(operand)[0] & lawful)
    colliding = 0
    for action, slot in program.statuses.items():
        for status, column in zip(STATUSES, memory.statuses(slot), strict=True):
            if column & lawful:
                yield f"dilemma:{action}" if status is Status.DILEMMA else f"status:{action}={status.value}"
            if status is Status.DILEMMA and enactment.action[action].is_way:
                colliding |= column
    yield from (f"unmet:{duty}" for duty, operand in program.unmet.items() if memory.read(operand)[0] & lawful)
    if memory.read(program.forces[Force.DILEMMA])[0] & lawful & ~colliding:
        yield "no-way"
    for (force, way), operand in program.disposed.items():
        if memory.read(operand)[0] & lawful:
            yield f"disposed:{way}={force.value}"


def breaking_only(batch: Batch, constraint: str) -> int:
    column = batch.memory.everyone
    for other, operand in batch.program.constraints.items():
        column &= batch.memory.read(operand)[0 if other == constraint else 1]
    return column


def outcomes(enactment: Enactment, batch: Batch) -> list[int]:
    memory, program = batch.memory, batch.program
    columns = [column for slot in program.statuses.values() for column in memory.statuses(slot)]
    columns += [memory.read(operand)[0] for operand in (*program.available.values(), *program.awaits.values())]
    orders: dict[tuple[str, str], int] = {}
    for rule in enactment.rules:
        for norm in rule.norms:
            if norm.before and norm.modality.positive and norm.action not in earlier(enactment, norm.before):
                counts = memory.read(program.effective[rule.id])[0] & memory.read(program.available[norm.action])[0]
                orders[norm.action, norm.before] = orders.get((norm.action, norm.before), 0) | counts
    return [*columns, *orders.values()]


def earlier(enactment: Enactment, action: str) -> set[str]:
    found = set(enactment.action[action].after)
    return found.union(*(earlier(enactment, other) for other in found))


def differing(enactment: Enactment, one: Batch, other: Batch) -> int:
    found = one.lawful() ^ other.lawful()
    for column, changed in zip(outcomes(enactment, one), outcomes(enactment, other), strict=True):
        found |= one.lawful() & (column ^ changed)
    return found


def held(enactment: Enactment, place: ConditionPlace, stuck: StuckAt) -> Enactment:
    """The enactment in which a part of a condition is always, or never, so."""
    constant = AllOf(()) if stuck.at else AnyOf(())
    match place.host:
        case ConditionHost.RULE:
            rules = [
                attrs.evolve(rule, when=replaced(rule.when, stuck.path, constant)) if rule.id == place.id else rule
                for rule in enactment.rules
            ]
            return attrs.evolve(enactment, rules=tuple(rules))
        case ConditionHost.CONCEPT:
            concepts = [
                attrs.evolve(concept, means=replaced(concept.means, stuck.path, constant))
                if concept.id == place.id
                else concept
                for concept in enactment.concepts
            ]
            return attrs.evolve(enactment, concepts=tuple(concepts))
        case ConditionHost.ACTION:
            actions = [
                attrs.evolve(action, available=replaced(action.available, stuck.path, constant))
                if action.id == place.id
                else action
                for action in enactment.actions
            ]
            return attrs.evolve(enactment, actions=tuple(actions))


def name_of(place: ConditionPlace, stuck: StuckAt) -> str:
    if place.host is ConditionHost.RULE and not stuck.path and not stuck.at:
        return f"idle-rule:{place.id}"
    return f"idle-condition:{place.id}:{shorthand(stuck.part)}:{'always' if stuck.at else 'never'}"


def of_place(name: str, place: ConditionPlace) -> bool:
    return name == f"idle-rule:{place.id}" or name.startswith(f"idle-condition:{place.id}:")


def assert_shown(enactment: Enactment, found: Sequence[RuleFinding]) -> None:
    """Each dilemma is one in its witness, with nothing more stated."""
    for finding in found:
        if finding.kind is FindingKind.DILEMMA:
            assert finding.witness is not None
            batch = run(enactment, [finding.witness], assumptions(enactment))
            assert batch.lawful()
            possible = batch.memory.statuses(batch.program.statuses[finding.name])
            assert [status for status, bit in zip(STATUSES, possible, strict=True) if bit] == [Status.DILEMMA]
