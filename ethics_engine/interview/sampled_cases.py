"""Complete cases that could be the one at hand, drawn at random and held as columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate

from attrs import define, field, frozen

from ethics_engine.engines.bitset import Batch, PossibleColumns, run_columns
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases, repeated
from ethics_engine.engines.bitset.machine import union
from ethics_engine.engines.bitset.sampling import completions
from ethics_engine.model import knowledge
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import Value, Variable

from .base_rates import BaseRates, chances, usual
from .prototypes import Fits, Prototypes

DEPARTING = 0.05
"""How often a fact of a drawn case is drawn for itself, instead of being as it is in the pattern of the case."""


@frozen
class CaseSample:
    """Cases that agree with what was stated.

    Attributes:
        possible: What is known of each; facts stated as unknown are in it unknown.

        lawful: The cases that break no constraint, as a column.
    """

    possible: PossibleColumns
    batch: Batch
    lawful: CaseSet

    def where(self, variable: Variable, value: Value) -> CaseSet:
        """The lawful cases in which a variable has a value; none if it cannot matter to what was asked."""
        columns = self.possible.get(variable)
        return NO_CASES if columns is None else columns[variable.values.index(value)] & self.lawful


@define(eq=False)
class Population:
    """Cases such as experience leads one to expect.

    Each takes a case that was met as its pattern, the likelier the better that agrees with what was stated, and departs
    from it in each fact with a small chance; what departs, or has no pattern, is as often so as the rates say. What was
    stated changes which pattern a case takes, and nothing else is drawn anew, so that samples differ by it alone.

    Attributes:
        count: How many cases there are.

        sureness: 1 to go by experience as it is; less to be less sure of it, down to 0, where all is equally likely.
    """

    enactment: Enactment
    experience: BaseRates
    count: int
    seed: int
    sureness: float = 1.0
    _patterns: Prototypes = field(init=False)
    _drawn: Mapping[Variable, Sequence[CaseSet]] = field(init=False)
    _departs: Mapping[Variable, CaseSet] = field(init=False)
    _repetitions: dict[tuple[Variable, int], tuple[CaseSet, Sequence[CaseSet]]] = field(factory=dict, init=False)
    _read: dict[tuple[str, knowledge.Possible], Mapping[Variable, Fits]] = field(factory=dict, init=False)

    @_patterns.default
    def _blunted(self) -> Prototypes:
        rates = chances(self.enactment, self.experience)
        departing = _blunt((DEPARTING, 1 - DEPARTING), self.sureness)[0] if self.experience.patterns else 1.0
        blunt = {variable: _blunt(each, self.sureness) for variable, each in rates.items()}
        return Prototypes(self.experience, blunt, usual(self.enactment), departing)

    @_drawn.default
    def _draw(self) -> Mapping[Variable, Sequence[CaseSet]]:
        return completions(self.enactment, {}, self.count, seed=self.seed, rates=self._patterns.chances)

    @_departs.default
    def _draw_departures(self) -> Mapping[Variable, CaseSet]:
        """Drawn as if the first value of each variable stood for a departure."""
        share = self._patterns.departing
        rates = {
            variable: (share, 1 - share, *([0.0] * len(each)))[: len(each)]
            for variable, each in self._patterns.chances.items()
        }
        drawn = completions(self.enactment, {}, self.count, seed=self.seed + 1, rates=rates)
        return {variable: columns[0] for variable, columns in drawn.items()}

    def agreeing(
        self,
        statements: Sequence[knowledge.Knowledge],
        facts: Collection[str],
        query: PossibilityQuery,
        *,
        without: int | None = None,
    ) -> CaseSample:
        """The cases as they are where something was stated, for each statement in turn, one after the other.

        They are drawn as far as `facts` go, and evaluated as far as the answer to the question; `without` is the number
        of a pattern that no case takes.
        """
        variables = [variable for variable in self._drawn if variable.fact in facts]
        fitting = [self._fitting(stated) for stated in statements]
        blocks = self._blocks(fitting, without)
        possible = {
            variable: self._columns(variable, blocks, len(statements), self._clamps(variable, fitting))
            for variable in variables
        }
        batch = run_columns(self.enactment, possible, self.count * len(statements), [query])
        return CaseSample(possible, batch, batch.memory.everyone & ~batch.unlawful())

    def _fitting(self, stated: knowledge.Knowledge) -> Mapping[Variable, Fits]:
        """The variables that were stated."""
        fitting: dict[Variable, Fits] = {}
        for fact, known in stated.items():
            if (fact, known) not in self._read:
                self._read[fact, known] = {
                    variable: tuple(variable.allows(value, {fact: known}) for value in variable.values)
                    for variable in self._drawn
                    if variable.fact == fact
                }
            fitting |= self._read[fact, known]
        return fitting

    def _blocks(self, fitting: Iterable[Mapping[Variable, Fits]], without: int | None) -> Sequence[CaseSet]:
        """For each pattern the cases that take it."""
        blocks = [NO_CASES] * len(self.experience.patterns)
        for place, each in enumerate(fitting):
            weights = self._patterns.weights(each, without)
            share = self.count / (sum(weights) or 1.0)
            start = place * self.count
            for number, weight in enumerate(accumulate(weights)):
                end = place * self.count + round(weight * share)
                if end > start:
                    blocks[number] |= all_cases(end) & ~all_cases(start)
                    start = end
        return blocks

    def _columns(
        self, variable: Variable, blocks: Sequence[CaseSet], times: int, clamps: Mapping[Fits, CaseSet]
    ) -> Sequence[CaseSet]:
        """The cases in which a variable has each of its values."""
        departs, drawn = self._repeated(variable, times)
        columns = [column & departs for column in drawn]
        rest = all_cases(self.count * times) & ~departs
        for number, value in self._patterns.unlike.get(variable, ()):
            if blocks[number]:
                columns[value] |= blocks[number] & rest
                rest &= ~blocks[number]
        usual_value = self._patterns.usual.get(variable)
        if usual_value is None:
            columns = [column | (own & rest) for column, own in zip(columns, drawn, strict=True)]
        else:
            columns[usual_value] |= rest
        for fits, where in clamps.items():
            if all(fits):  # stated as not known
                columns = [column | where for column in columns]
            else:
                rates = self._patterns.chances[variable]
                likeliest = max((i for i, fit in enumerate(fits) if fit), key=rates.__getitem__)
                unfit = union(column & where for column, fit in zip(columns, fits, strict=True) if not fit)
                columns = [column if fit else column & ~where for column, fit in zip(columns, fits, strict=True)]
                columns[likeliest] |= unfit
        return columns

    def _clamps(self, variable: Variable, fitting: Sequence[Mapping[Variable, Fits]]) -> Mapping[Fits, CaseSet]:
        """Where the variable was stated, by the values that fit what was stated."""
        clamps: dict[Fits, CaseSet] = {}
        for place, each in enumerate(fitting):
            fits = each.get(variable)
            if fits is not None:
                clamps[fits] = clamps.get(fits, 0) | (all_cases(self.count) << place * self.count)
        return clamps

    def _repeated(self, variable: Variable, times: int) -> tuple[CaseSet, Sequence[CaseSet]]:
        """What was drawn of a variable, for as many tellings."""
        if times == 1:
            return self._departs[variable], self._drawn[variable]
        key = (variable, times)
        if key not in self._repetitions:
            drawn = [repeated(column, self.count, times) for column in self._drawn[variable]]
            self._repetitions[key] = (repeated(self._departs[variable], self.count, times), drawn)
        return self._repetitions[key]


def _blunt(rates: Sequence[float], sureness: float) -> tuple[float, ...]:
    powers = [rate**sureness if rate else 0.0 for rate in rates]
    total = sum(powers)
    return tuple(power / total for power in powers)
