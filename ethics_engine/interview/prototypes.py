"""Which of the cases that were met a case at hand is likely to be like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field

from ethics_engine.model.variables import Variable

from .base_rates import BaseRates

Fits = tuple[bool, ...]
"""Whether each value of a variable fits what was stated."""


@define(eq=False)
class Prototypes:
    """The cases that were met, as patterns of others.

    Attributes:
        chances: How often each value of each variable occurs by itself.

        usual: The values that variables have in a pattern that says nothing of them, where there is one.

        departing: How often a case departs from its pattern in a fact, which then is as often so as the chances say.
    """

    experience: BaseRates
    chances: Mapping[Variable, Sequence[float]]
    usual: Mapping[Variable, int]
    departing: float
    unlike: Mapping[Variable, Sequence[tuple[int, int]]] = field(init=False)
    _factors: dict[tuple[Variable, Fits], Sequence[tuple[int, float]]] = field(factory=dict, init=False)

    @unlike.default
    def _read(self) -> Mapping[Variable, Sequence[tuple[int, int]]]:
        """For each variable, the patterns in which it is not as usual, with its value."""
        unlike: dict[Variable, list[tuple[int, int]]] = {}
        for number, pattern in enumerate(self.experience.patterns):
            for variable, value in pattern.items():
                if value in variable.values and variable.values.index(value) != self.usual.get(variable):
                    unlike.setdefault(variable, []).append((number, variable.values.index(value)))
        return unlike

    def weights(self, stated: Mapping[Variable, Fits], without: int | None) -> Sequence[float]:
        """How likely each pattern is, given what was stated."""
        weights = [1.0] * len(self.experience.patterns)
        if without is not None:
            weights[without] = 0.0
        for variable, fits in stated.items():
            if (variable, fits) not in self._factors:
                self._factors[variable, fits] = self._weighing(variable, fits)
            for number, factor in self._factors[variable, fits]:
                weights[number] *= factor
        return weights

    def _weighing(self, variable: Variable, fits: Fits) -> Sequence[tuple[int, float]]:
        """How much likelier patterns become, beside those that say nothing of the variable."""
        by_itself = sum(rate for rate, fit in zip(self.chances[variable], fits, strict=True) if fit)
        value = self.usual.get(variable)
        common = self._fit(by_itself, by_itself if value is None else fits[value])
        unlike = self.unlike.get(variable, ())
        return [(number, self._fit(by_itself, fits[other]) / common) for number, other in unlike] if common else []

    def _fit(self, by_itself: float, as_patterned: float) -> float:
        """How likely what was stated is in a case, given how likely it is by itself and in the pattern of the case."""
        return self.departing * by_itself + (1 - self.departing) * as_patterned
