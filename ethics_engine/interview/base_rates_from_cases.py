"""Learn from decided cases how often each value occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ethics_engine.consultation import engine_input_of
from ethics_engine.model.case import Case
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.variables import Value, Variable, variables_of

from .base_rates import BaseRates, usual

_SMOOTHING = 0.5
"""How often each value counts as met before any case is read."""


def base_rates_of(cases: Iterable[Case], ruleset: Ruleset) -> BaseRates:
    """The base rates of decided cases, and what was said of each as a pattern; the patterns stand in their order.

    A fact that a case does not state counts as assumed, and not at all if nothing is assumed of it.
    Source of the smoothing: H. Jeffreys, An invariant form for the prior probability in estimation problems,
    Proceedings of the Royal Society A 186 (1946).
    """
    patterns: list[dict[Variable, Value]] = []
    met: Counter[tuple[Variable, Value]] = Counter()
    variables: dict[Variable, None] = {}
    by_fact: dict[Enactment, Mapping[str, Sequence[Variable]]] = {}
    cases_in: Counter[Enactment] = Counter()
    stated_in: Counter[tuple[Enactment, str]] = Counter()
    for case in cases:
        engine_input = engine_input_of(ruleset, case)
        enactment, stated = engine_input.enactment, engine_input.stated
        cases_in[enactment] += 1
        stated_in.update((enactment, fact) for fact in stated)
        if enactment not in by_fact:
            by_fact[enactment] = _by_fact(enactment)
        pattern = {
            variable: possible[0]
            for fact in stated
            for variable in by_fact[enactment].get(fact, ())
            if len(possible := variable.possible(stated)) == 1
        }
        met.update(pattern.items())
        patterns.append(pattern)
    for enactment, count in cases_in.items():
        presumed = usual(enactment)
        for variable in variables_of(enactment):
            variables[variable] = None
            if variable in presumed:
                met[variable, variable.values[presumed[variable]]] += count - stated_in[enactment, variable.fact]
    rates = {
        variable: tuple(met[variable, value] + _SMOOTHING for value in variable.values)
        for variable in variables
        if any(met[variable, value] for value in variable.values)
    }
    return BaseRates(rates, tuple(patterns))


def _by_fact(enactment: Enactment) -> Mapping[str, Sequence[Variable]]:
    found: dict[str, list[Variable]] = {}
    for variable in variables_of(enactment):
        found.setdefault(variable.fact, []).append(variable)
    return found
