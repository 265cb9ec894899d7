"""How fast mutants are judged, in processor time; see README.md beside this file."""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence

import attrs
from measuring import Measured, report

import ethics_engine as ee
from ethics_engine.audit.mutants import Mutant, mutants_of
from ethics_engine.audit.mutants.kept_verdicts import KeptVerdicts
from ethics_engine.audit.mutants.mutation_run import Fate, judge_mutants
from ethics_engine.case_law.corpus import ReportedCase, read_corpus
from ethics_engine.model.rules import Rule
from ethics_engine.model.ruleset import Ruleset

KILLED_MS, SURVIVOR_S, AGAIN_S, SAMPLED, CHANGED = 25.0, 1.5, 10.0, 400, "payment.no-ground"


def killed() -> Iterator[Measured]:
    """Mutants that the bundled cases kill, and mutants that nothing kills as there are no cases."""
    ruleset, mutants, entries = _bundled()
    sample = random.Random(1).sample(mutants, SAMPLED)
    taken = [seconds for fate, seconds in _timed(sample, entries, ruleset) if fate is Fate.KILLED]
    yield Measured("killed", statistics.mean(taken) * 1e3, KILLED_MS, " ms", _note(taken))


def survivor() -> Iterator[Measured]:
    """Mutants for which the solver finds a smallest case, or proves that there is none."""
    ruleset, mutants, _ = _bundled()
    sample = random.Random(2).sample(mutants, SAMPLED // 4)
    taken = [seconds for _, seconds in _timed(sample, (), ruleset)]
    yield Measured("survivor or equivalent", statistics.mean(taken), SURVIVOR_S, " s", _note(taken))


def again() -> Iterator[Measured]:
    """All mutants once more, after one rule has changed; the first run takes some minutes."""
    ruleset, mutants, entries = _bundled()
    kept = KeptVerdicts()
    for _ in judge_mutants(mutants, entries, ruleset, kept=kept):
        pass
    changed = attrs.evolve(
        ruleset, rules=tuple(_weakened(rule) if rule.id == CHANGED else rule for rule in ruleset.rules)
    )
    start = time.process_time()
    anew = sum(not result.was_kept for result in judge_mutants(mutants_of(changed), entries, changed, kept=kept))
    taken = time.process_time() - start
    yield Measured(f"again after a change in {CHANGED}", taken, AGAIN_S, " s", f"{anew} of {len(mutants)} judged anew")


def _weakened(rule: Rule) -> Rule:
    return attrs.evolve(rule, norms=rule.norms[:0])


def _timed(
    mutants: Sequence[Mutant], entries: Sequence[ReportedCase], ruleset: Ruleset
) -> Iterator[tuple[Fate, float]]:
    """The fate of each mutant, and the processor time that it took; what all share is worked out with the first."""
    start, first = time.process_time(), True
    for result in judge_mutants(mutants, entries, ruleset, kept=KeptVerdicts()):
        now = time.process_time()
        if not first:
            yield result.fate, now - start
        start, first = time.process_time(), False


def _bundled() -> tuple[Ruleset, list[Mutant], tuple[ReportedCase, ...]]:
    ruleset = ee.load_ruleset()
    return ruleset, list(mutants_of(ruleset)), read_corpus(None, ruleset, tests=True).cases


def _note(taken: Sequence[float]) -> str:
    return f"mean of {len(taken)}, median {statistics.median(taken) * 1e3:.0f} ms, most {max(taken) * 1e3:.0f} ms"


if __name__ == "__main__":
    sys.exit(report({"killed": killed, "survivor": survivor, "again": again}, __doc__))
