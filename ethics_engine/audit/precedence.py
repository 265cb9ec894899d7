"""Which rules put a step before another action, beyond the natural order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from ethics_engine.model.enactment import Enactment


@lru_cache(maxsize=64)
def before_pairs(enactment: Enactment) -> Mapping[tuple[str, str], tuple[tuple[str, str], ...]]:
    """For each step, and action that it comes before by some norm: the rules that state it, each with the step.

    What comes before by the natural order anyway is left out.
    """
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for rule in enactment.rules:
        for norm in rule.norms:
            if (
                norm.before is not None
                and norm.modality.positive
                and norm.action not in _naturally_before(enactment, norm.before)
            ):
                found.setdefault((norm.action, norm.before), []).append((rule.id, norm.action))
    return {pair: tuple(dict.fromkeys(rules)) for pair, rules in found.items()}


def _naturally_before(enactment: Enactment, action: str) -> frozenset[str]:
    found: set[str] = set()
    waiting = [action]
    while waiting:
        for earlier in enactment.action[waiting.pop()].after:
            if earlier not in found:
                found.add(earlier)
                waiting.append(earlier)
    return frozenset(found)
