"""Learn from decided cases how often each value occurs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ethics_engine.consultation import engine_input_of
from ethics_engine.model.case import Case
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
    for case in cases:
        engine_input = engine_input_of(ruleset, case)
        presumed = usual(engine_input.enactment)
        pattern = {}
        for variable in variables_of(engine_input.enactment):
            variables[variable] = None
            if variable.fact not in engine_input.stated:
                if variable in presumed:
                    met[variable, variable.values[presumed[variable]]] += 1
            elif len(possible := variable.possible(engine_input.stated)) == 1:
                pattern[variable] = possible[0]
                met[variable, possible[0]] += 1
        patterns.append(pattern)
    rates = {
        variable: tuple(met[variable, value] + _SMOOTHING for value in variable.values)
        for variable in variables
        if any(met[variable, value] for value in variable.values)
    }
    return BaseRates(rates, tuple(patterns))
