"""What to ask of cases that columns leave undecided: every reply to every open question is tried at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from attrs import frozen

from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases
from ethics_engine.engines.bitset.kernel import BLOCK

from .bulk_results import BitPlane, BulkKernel, BulkPart, Given, InBulk

SHOWN = 3
"""How many facts are named for a case."""

_Key = TypeVar("_Key", bound=Hashable)


def facts_to_ask(compiled: BulkKernel, cases: Mapping[_Key, Collection[Given]]) -> Mapping[_Key, tuple[str, ...]]:
    """For each case the facts, a few at most, of which some reply would decide the answer; the best first.

    The best is the one of which the greatest share of replies decide. Nothing is named where no single reply does.
    """
    replies = _replies(compiled)
    keys = list(cases)
    at_once = max(1, BLOCK // (8 * replies.width))
    found: dict[_Key, tuple[str, ...]] = {}
    for start in range(0, len(keys), at_once):
        part = keys[start : start + at_once]
        column = _decided(compiled, [cases[key] for key in part], replies)
        decided = column.to_bytes(len(part) * replies.width, "little")
        for place, key in enumerate(part):
            bits = int.from_bytes(decided[place * replies.width : (place + 1) * replies.width], "little")
            known = _known(cases[key])
            telling = [
                ((bits & of).bit_count() / of.bit_count(), -rank, fact)
                for rank, (fact, of) in enumerate(replies.of_fact.items())
                if bits & of and fact not in known
            ]
            found[key] = tuple(fact for _, _, fact in sorted(telling, reverse=True)[:SHOWN])
    return found


@frozen(eq=False)
class _Replies:
    """All replies to all questions, numbered; a set of them is a whole number.

    Attributes:
        width: How many bytes such a set has.

        of_fact: The replies about each fact.

        setting: The replies that set each input.
    """

    width: int
    of_fact: Mapping[str, int]
    setting: Mapping[Given, int]


@lru_cache(maxsize=16)
def _replies(compiled: BulkKernel) -> _Replies:
    """A reply says one value of a fact; of a `choices` fact, one option alone. Steps are not asked about."""
    of_fact: dict[str, int] = {}
    setting: dict[Given, int] = {}
    number = 0

    def reply(fact: str, inputs: Iterable[Given]) -> None:
        nonlocal number
        of_fact[fact] = of_fact.get(fact, 0) | 1 << number
        for each in inputs:
            setting[each] = setting.get(each, 0) | 1 << number
        number += 1

    inputs: dict[str, list[Given]] = {}
    for each in compiled.kernel.inputs:
        inputs.setdefault(each[0].fact, []).append(each)
    for fact, of in inputs.items():
        if fact in compiled.asked.enactment.step_of:
            continue
        if of[0][0].option is None:
            for each in of:
                reply(fact, [each])
        else:
            for chosen in dict.fromkeys(each[0] for each in of):
                reply(fact, [each for each in of if (each[0].values[each[1]] == "yes") is (each[0] is chosen)])
    return _Replies(max(1, (number + 7) // 8), of_fact, setting)


def _known(stated: Collection[Given]) -> frozenset[str]:
    """The facts of which a single value was stated; of the others, something can be asked."""
    counts = Counter(variable for variable, _ in stated)
    return frozenset(variable.fact for variable in counts) - {
        variable.fact for variable, count in counts.items() if count > 1
    }


def _decided(compiled: BulkKernel, cases: Sequence[Collection[Given]], replies: _Replies) -> CaseSet:
    """Whether each reply decides each case: a run of bits for each case, with one for each reply."""
    everyone = all_cases(8 * len(cases) * replies.width)
    columns = []
    for each in compiled.kernel.inputs:
        setting, of_fact = replies.setting.get(each, 0), replies.of_fact.get(each[0].fact, 0)
        unset = setting.to_bytes(replies.width, "little")
        stated = (((1 << 8 * replies.width) - 1) & ~of_fact | setting).to_bytes(replies.width, "little")
        columns.append(CaseSet.from_bytes(b"".join(stated if each in case else unset for case in cases), "little"))
    planes = compiled.kernel.run(columns, everyone)
    in_bulk = compiled.values[BulkPart.IN_BULK.value]
    if InBulk.DECIDED.value not in in_bulk:
        return NO_CASES
    number = in_bulk.index(InBulk.DECIDED.value) + 1
    for digit in range(len(in_bulk).bit_length()):
        column = planes[BitPlane(BulkPart.IN_BULK.value, digit=digit)]
        everyone &= column if number >> digit & 1 else ~column
    return everyone
