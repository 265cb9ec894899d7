"""Programs in the engine: compiled once, kept while they are in use, freed when others push them out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from itertools import count

from attrs import field, frozen

from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import Possible, Values
from ethics_engine.model.truth import Truth

from .compile import WORDS, RuleProgram, compiled
from .durable_host import Sheet

KEPT = 8
"""How many programs are kept; one of a hundred rules takes about 4 MB in the engine."""


@frozen(eq=False, repr=False)
class LoadedProgram:
    """A program and, stratum by stratum, its sheets in the engine."""

    program: RuleProgram
    sheets: tuple[tuple[Sheet, ...], ...]
    _passed: dict[tuple[str, Values], Mapping[str, str]] = field(factory=dict, init=False)

    def passed(self, fact: Fact, known: Possible) -> Mapping[str, str]:
        """What the tests of a fact come to, by attribute; worked out once for each choice of values."""
        if not isinstance(known, Values):  # there is no end of counts and selections
            return self._tested(fact, known)
        passed = self._passed.get((fact.id, known))
        if passed is None:
            passed = self._passed[fact.id, known] = self._tested(fact, known)
        return passed

    def _tested(self, fact: Fact, known: Possible) -> Mapping[str, str]:
        tests = self.program.fact_tests[fact.id]
        truths = {attribute: truth_of_test(test, fact, known) for attribute, test in tests.items()}
        return {attribute: WORDS[truth] for attribute, truth in truths.items() if truth is not Truth.UNKNOWN}


_kept: OrderedDict[Enactment, LoadedProgram] = OrderedDict()  # of enactments there is one for each content
_numbers = count()


def loaded(enactment: Enactment) -> LoadedProgram:
    """The program of an enactment, in the engine. The caller holds `host.LOCK` until it is done with the sheets.

    Raises:
        EngineUnavailableError: durable-rules cannot be imported here.
    """
    if enactment not in _kept:
        while len(_kept) >= KEPT:
            _free(_kept.popitem(last=False)[1])
        _kept[enactment] = _load(compiled(enactment))
    _kept.move_to_end(enactment)
    return _kept[enactment]


def _load(program: RuleProgram) -> LoadedProgram:
    return LoadedProgram(
        program,
        tuple(
            tuple(Sheet(f"sheet{next(_numbers)}", definitions.rules) for definitions in stratum.sheets)
            for stratum in program.strata
        ),
    )


def _free(old: LoadedProgram) -> None:
    for stratum in old.sheets:
        for sheet in stratum:
            sheet.free()
