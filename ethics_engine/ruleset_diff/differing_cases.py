"""In which of many cases two enactments are seen to differ, by columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ethics_engine.consultation.default_assumptions import case_knowledge
from ethics_engine.engines.answer_set.pair_solver import Difference, PairedInput
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions
from ethics_engine.engines.bitset import Batch, run
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.machine import Pair, exactly_one
from ethics_engine.errors import ContradictionError
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.status import Force

OPEN = "open"
"""How something stands that what is known does not decide."""


@frozen
class DifferingCases:
    """In which cases the two are seen to differ, and how.

    Attributes:
        differences: For each difference the cases that show it, as a column.

        lawful: The cases in which both surely keep every constraint, assumptions included, as a column.

        open: The cases in which what may differ is left open on both sides.

        turned: For each rule that is not alike, the cases in which it is not known to be effective just as before.
    """

    differences: Mapping[Difference, CaseSet]
    lawful: CaseSet
    open: CaseSet
    turned: Mapping[str, CaseSet]

    def of(self, index: int) -> frozenset[Difference]:
        """The differences that one case shows."""
        return frozenset(what for what, column in self.differences.items() if column >> index & 1)


def known_to(side: int, paired: PairedInput) -> Knowledge:
    """What is stated to one side."""
    return {fact: known for fact, both in paired.items() if (known := both[side]) is not None}


def look(alike: SharedDefinitions, inputs: Sequence[PairedInput]) -> DifferingCases:
    """Look at cases, assuming what was not stated; if an assumption would have to fall, look at them by `look_at`."""
    batches = [
        run(side, [known_to(index, paired) for paired in inputs], assumptions(side))
        for index, side in enumerate(alike.sides)
    ]
    lawful = batches[0].lawful() & batches[1].lawful()
    return DifferingCases(
        dict(_differences(alike, batches)), lawful, _open(alike, batches), dict(_turned(alike, batches))
    )


def look_at(alike: SharedDefinitions, inputs: Sequence[PairedInput]) -> list[frozenset[Difference]]:
    """What each case shows; one by one where assumptions fall, or the case may contradict itself."""
    seen = look(alike, inputs)
    return [seen.of(index) if seen.lawful >> index & 1 else _one(alike, paired) for index, paired in enumerate(inputs)]


def _one(alike: SharedDefinitions, paired: PairedInput) -> frozenset[Difference]:
    known: list[Knowledge | None] = []
    for index, side in enumerate(alike.sides):
        try:
            known.append(case_knowledge(side, known_to(index, paired), presume=True, places={}).known)
        except ContradictionError:
            known.append(None)
    old, new = known
    if old is None or new is None:
        return frozenset() if old is new else frozenset({_lawful(0 if new is None else 1)})
    batches = [run(side, [stated]) for side, stated in zip(alike.sides, (old, new), strict=True)]
    return frozenset(what for what, column in _differences(alike, batches) if column)


def _lawful(side: int) -> Difference:
    names = ("old", "new")
    return ("lawful", "", names[side], names[1 - side])


_Compared = tuple[tuple[str, str, str], Mapping[str, CaseSet], Mapping[str, CaseSet]]
"""What is compared: its kind, the action, and the step; and the cases in which it stands how, on either side."""


def _compared(alike: SharedDefinitions, batches: Sequence[Batch]) -> Iterator[_Compared]:
    """Everything that may differ."""
    old, new = batches
    for action in alike.actions:
        yield ("status", action, ""), _stands(old, action), _stands(new, action)
    for action, step in alike.awaits:
        yield ("awaits", action, step), _awaits(old, (action, step)), _awaits(new, (action, step))
    if not alike.ways:
        yield ("disposition", "", ""), _forces(old), _forces(new)


def _differences(alike: SharedDefinitions, batches: Sequence[Batch]) -> Iterator[tuple[Difference, CaseSet]]:
    everyone = batches[0].memory.everyone
    for (kind, action, step), old, new in _compared(alike, batches):
        for pair, column in _unlike(old, new, everyone):
            if kind != "awaits":
                yield (kind, action, *pair), column
            elif OPEN not in pair:
                yield (kind, action, step, "old" if pair[0] == "yes" else "new"), column
        if kind == "disposition":
            for force, column in _other_ways(batches, old, new).items():
                yield (kind, "", force, force), column


def _open(alike: SharedDefinitions, batches: Sequence[Batch]) -> CaseSet:
    """The cases in which something that may differ is left open on both sides."""
    found = NO_CASES
    for _, old, new in _compared(alike, batches):
        found |= old.get(OPEN, NO_CASES) & new.get(OPEN, NO_CASES)
    return found


def _turned(alike: SharedDefinitions, batches: Sequence[Batch]) -> Iterator[tuple[str, CaseSet]]:
    old, new = (batch.program.effective for batch in batches)
    for rule in dict.fromkeys((*old, *new)):
        if rule in old and rule in new and not alike.rule(rule):
            (yes, no), (also, not_) = (batch.memory.read(batch.program.effective[rule]) for batch in batches)
            yield rule, (yes ^ also) | (no ^ not_)
        elif rule not in old or rule not in new:
            yield rule, batches[0].memory.everyone


def _unlike(
    old: Mapping[str, CaseSet], new: Mapping[str, CaseSet], everyone: CaseSet
) -> Iterator[tuple[tuple[str, str], CaseSet]]:
    """The pairs of words that stand on the two sides, where they are not the same, with the cases."""
    left = everyone
    for word, column in old.items():
        left &= ~(column & new.get(word, NO_CASES))
    if left:
        for word, column in old.items():
            for other, also in new.items():
                if word != other and not _is_silent((word, other)) and column & also & left:
                    yield (word, other), column & also & left


def _is_silent(pair: tuple[str, str]) -> bool:
    """Whether the one side does not know the action and the other says nothing of it."""
    return "unknown" in pair and not {"missing", "unregulated"}.isdisjoint(pair)


def _stands(batch: Batch, action: str) -> Mapping[str, CaseSet]:
    program, memory = batch.program, batch.memory
    if action not in program.statuses:
        return {"unknown": memory.everyone}
    available, missing = memory.read(program.available[action])
    unmet, met = memory.read(program.unmet[action]) if action in program.unmet else (NO_CASES, memory.everyone)
    statuses = batch.statuses(action)
    decided = exactly_one(statuses.values()) & available & met
    found = {status.value: column & decided for status, column in statuses.items()}
    found |= {"missing": missing, "unmet": unmet & available}
    return _with_open(found, memory.everyone)


def _awaits(batch: Batch, pair: tuple[str, str]) -> Mapping[str, CaseSet]:
    operand = batch.program.awaits.get(pair)
    yes, no = (NO_CASES, batch.memory.everyone) if operand is None else batch.memory.read(operand)
    return _with_open({"yes": yes, "no": no}, batch.memory.everyone)


def _forces(batch: Batch) -> Mapping[str, CaseSet]:
    found = {force.value: batch.memory.read(operand)[0] for force, operand in batch.program.forces.items()}
    return _with_open(found, batch.memory.everyone)


def _other_ways(
    batches: Sequence[Batch], old: Mapping[str, CaseSet], new: Mapping[str, CaseSet]
) -> Mapping[str, CaseSet]:
    """For each force the cases in which both sides have it, and surely name other ways."""
    found: dict[str, CaseSet] = {}
    ways = {way for batch in batches for _, way in batch.program.disposed}
    for force in Force:
        both = old.get(force.value, NO_CASES) & new.get(force.value, NO_CASES)
        unlike = NO_CASES
        for way in ways:
            (yes, no), (also, not_) = (_named(batch, force, way) for batch in batches)
            unlike |= yes & not_ | no & also
        found[force.value] = both & unlike
    return found


def _named(batch: Batch, force: Force, way: str) -> Pair:
    operand = batch.program.disposed.get((force, way))
    return (NO_CASES, batch.memory.everyone) if operand is None else batch.memory.read(operand)


def _with_open(found: Mapping[str, CaseSet], everyone: CaseSet) -> Mapping[str, CaseSet]:
    decided = 0
    for column in found.values():
        decided |= column
    return {**found, OPEN: everyone & ~decided}
