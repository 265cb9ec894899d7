"""Cases that were made to be compared, minimal pairs among them, and the families that they form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ethics_engine.case_law.minimal_pairs import COMPARE, TAG
from ethics_engine.model.case import Case

from .context import ItemContext


def partners(case: Case) -> tuple[str, ...]:
    """The cases that a case is to be compared with."""
    tagged = [tag.removeprefix(each).strip() for tag in case.tags for each in (TAG, COMPARE) if tag.startswith(each)]
    return tuple(dict.fromkeys([*tagged, *case.distinguishes]))


def pairs_of(contexts: Sequence[ItemContext]) -> Iterator[tuple[ItemContext, ItemContext]]:
    """Each pair once, in the order of the corpus."""
    by_id = {context.case.id: context for context in contexts}
    found: set[tuple[int, int]] = set()
    for context in contexts:
        others = [by_id[name].number for name in partners(context.case) if name in by_id and name != context.case.id]
        found.update((min(context.number, other), max(context.number, other)) for other in others)
    by_number = {context.number: context for context in contexts}
    for one, other in sorted(found):
        yield by_number[one], by_number[other]


def families(cases: Sequence[Case]) -> Mapping[str, str]:
    """For each case the name of its family: the first case that pairs connect it with, itself if there is none."""
    leader = {case.id: case.id for case in cases}

    def find(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for case in cases:
        for other in partners(case):
            if other in leader:
                first, second = sorted((find(case.id), find(other)))
                leader[second] = first
    return {name: find(name) for name in leader}
