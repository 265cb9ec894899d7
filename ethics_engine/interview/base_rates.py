"""How often each value occurs: what an interview goes by as long as it is not stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.sampling import Rates
from ethics_engine.model.enactment import Enactment, worked_out_once
from ethics_engine.model.facts import Fact
from ethics_engine.model.variables import Variable, variables_of

_AS_ASSUMED = 0.9
"""How often a fact is as assumed, if neither the vocabulary nor any case tells how often."""


@frozen(eq=False)
class BaseRates:
    """What is known of other cases.

    Attributes:
        rates: How often each value occurs; only their proportions count.

        patterns: For each case that was met, the values that were stated of it; everything else was as assumed.
    """

    rates: Rates = field(factory=dict)
    patterns: tuple[Mapping[Variable, str | tuple[int, int | None]], ...] = ()


NO_EXPERIENCE = BaseRates()


def chances(enactment: Enactment, experience: BaseRates) -> dict[Variable, tuple[float, ...]]:
    """How often each value of each variable occurs, in order, adding up to one.

    The vocabulary's own `base_rate` comes first, then experience, and then what is assumed.
    """
    presumed = usual(enactment)
    return {
        variable: _in_all_one(
            _declared(variable, enactment.fact[variable.fact])
            or experience.rates.get(variable)
            or _presuming(variable, presumed.get(variable))
        )
        for variable in variables_of(enactment)
    }


@worked_out_once
def usual(enactment: Enactment) -> Mapping[Variable, int]:
    """The one value that each variable is assumed to have, by index, if there is one."""
    presumed = assumptions(enactment)
    possible = {variable: variable.possible(presumed) for variable in variables_of(enactment)}
    return {
        variable: variable.values.index(values[0])
        for variable, values in possible.items()
        if variable.fact in presumed and len(values) == 1
    }


def _declared(variable: Variable, fact: Fact) -> Sequence[float] | None:
    """The base rates of the vocabulary; values that it does not name share the rest."""
    declared = dict(fact.base_rate)
    if variable.option is not None:
        rate = declared.get(variable.option)
        return None if rate is None else (100 - rate, rate)
    if not declared or any(not isinstance(value, str) for value in variable.values):
        return None
    unnamed = sum(value not in declared for value in variable.values)
    left = max(0, 100 - sum(declared.values())) / unnamed if unnamed else 0
    return [declared.get(str(value), left) for value in variable.values]


def _presuming(variable: Variable, presumed: int | None) -> Sequence[float]:
    others = len(variable.values) - 1
    if presumed is None or not others:
        return [1.0] * len(variable.values)
    return [_AS_ASSUMED if i == presumed else (1 - _AS_ASSUMED) / others for i in range(others + 1)]


def _in_all_one(rates: Sequence[float]) -> tuple[float, ...]:
    total = sum(rates)
    return tuple(rate / total if total else 1 / len(rates) for rate in rates)
