"""What single completions of the rows of a table show of the answer: that it is open, or no more than provisional."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import cached_property, lru_cache

from ethics_engine.consultation.batch_assumptions import known_columns, steps_stated_not_done
from ethics_engine.consultation.batch_completions import Completions, Marks, differing, lawful
from ethics_engine.engines.bitset import run_possible
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet
from ethics_engine.engines.bitset.kernel import Kernel, kernel_of
from ethics_engine.model.case import Ask
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.record import frozen_record
from ethics_engine.model.variables import Variable, variables_of

from .bulk_results import NUMBERS, BulkQuery, CompletionBasis, Constant, Given, given_of, inputs_of, marks_of
from .chosen_rows import ChosenRows

PossibleOutput = tuple[CompletionBasis, Variable, int] | str
"""The cases in which a variable may have a value, given by number; or those in which a step is stated not done."""

CompletedInput = Given | str
"""The cases in which a variable has a value; or those in which a step is stated not done."""

_LAWFUL = "lawful"


@frozen_record
class CompletionKernel:
    """What single completions of cases show of an answer, ready to be worked out for tables of any size.

    Attributes:
        possible: What remains possible of each case, and for each step whether it is stated as not done.

        completed: Whether a completion keeps the constraints, and what tells its answer from others.
    """

    law: Enactment
    possible: Kernel[Given, PossibleOutput]
    completed: Kernel[CompletedInput, Hashable]

    def differing(
        self, given: Mapping[Given, CaseSet], among: Mapping[CompletionBasis, CaseSet]
    ) -> Mapping[CompletionBasis, CaseSet]:
        """Of some cases, those of which two completions with different answers are found; see `settled_results`."""
        return {basis: self._differing(given, basis, cases) for basis, cases in among.items()}

    def _differing(self, given: Mapping[Given, CaseSet], basis: CompletionBasis, cases: CaseSet) -> CaseSet:
        if not cases:
            return NO_CASES
        rows = ChosenRows.of(cases)
        everyone = rows.everyone
        columns = self.possible.run([rows.moved(given.get(each, NO_CASES)) for each in self.possible.inputs], everyone)
        stated_not_done = [columns[each] for each in self.completed.inputs if isinstance(each, str)]
        completions = Completions(
            self.law,
            {
                variable: tuple(columns[basis, variable, index] for index in range(len(variable.values)))
                for variable in self.places
            },
        )
        places = [(self.places[each[0]], each[1]) for each in self.completed.inputs if not isinstance(each, str)]

        def completed(number: int) -> tuple[CaseSet, Marks]:
            chosen = [*completions.numbered(number).values()]
            inputs = [chosen[place][index] for place, index in places]
            marks = dict(self.completed.run([*inputs, *stated_not_done], everyone))
            return marks.pop(_LAWFUL), marks

        return rows.moved_back(differing(rows.moved(cases), completed, NUMBERS[basis]))

    @cached_property
    def places(self) -> Mapping[Variable, int]:
        """The variables whose values are completed, numbered in order."""
        variables = dict.fromkeys(each[0] for each in self.completed.inputs if not isinstance(each, str))
        return {variable: place for place, variable in enumerate(variables)}


@lru_cache(maxsize=16)
def completion_kernel(asked: BulkQuery, constant: Constant = ()) -> CompletionKernel:
    """Compile what completions are looked at for."""
    law = asked.enactment
    steps = tuple(law.step_of.values()) if asked.query.question.ask is Ask.RIGHT else ()

    def completing(recorded: Mapping[CompletedInput, CaseSet], everyone: CaseSet) -> Mapping[Hashable, CaseSet]:
        chosen = {
            variable: tuple(recorded[variable, index] for index in range(len(variable.values)))
            for variable in variables_of(law)
        }
        batch = run_possible(law, chosen, everyone)
        definite, marks = marks_of(asked, batch, chosen, {step: recorded[step] for step in steps})
        return {**marks, _LAWFUL: definite & lawful(law, chosen, everyone)}

    inputs: list[CompletedInput] = [*inputs_of(law, ()), *steps]
    complete = kernel_of(inputs, completing)
    needed = dict.fromkeys(each[0] for each in complete.inputs if not isinstance(each, str))

    def knowing(recorded: Mapping[Given, CaseSet], everyone: CaseSet) -> Mapping[PossibleOutput, CaseSet]:
        given = given_of(law, recorded, everyone, constant)
        known = known_columns(law, given, everyone, assume=asked.assumptions)
        of = {CompletionBasis.KNOWN: known.known, CompletionBasis.STATED: known.stated}
        return {
            **{
                (basis, variable, index): column
                for basis, possible in of.items()
                for variable in needed
                for index, column in enumerate(possible[variable])
            },
            **{step: column for step, column in steps_stated_not_done(law, given).items() if step in steps},
        }

    return CompletionKernel(law, kernel_of(inputs_of(law, constant), knowing), complete)
