"""How fast the commands are that explain, compare and ask, and the same through the API; see README.md beside this."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from measuring import BARE, COMMAND, Measured, report, seconds_of

import ethics_engine as ee
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.counterfactual import OutcomeGoal
from ethics_engine.interview.base_rates_from_cases import base_rates_of
from ethics_engine.loading import bundled
from ethics_engine.loading.by_name import DEFAULT_RULESET
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import Numbers, Selection, Values

RUNS, CASES, WARMING, QUESTIONS = 7, 24, 4, 30
COLD_S, QUESTION_MS, WHY_MS, CHANGES_MS, AUDIT_S = 1.5, 100.0, 300.0, 200.0, 60.0


def cold() -> Iterator[Measured]:
    """Each command in a process of its own, each time of another case, or of another change of the rules."""
    times = defaultdict[str, list[float]](list)
    with tempfile.TemporaryDirectory() as folder:
        for case, changed in zip(_cases(ee.load_ruleset(), RUNS), _changed(Path(folder)), strict=False):
            times["imports"].append(seconds_of(BARE))
            for name, arguments, exit_codes in (
                ("why", [case.id], (0,)),
                ("why-not", [case.id, str(case.question.action)], (0,)),
                ("what-if", [case.id], (0,)),
                ("diff", [DEFAULT_RULESET, str(changed)], (0, 1)),
                ("ask", ["--question", _question(case)], (1,)),  # the input ends where the first answer is wanted
            ):
                times[name].append(seconds_of([*COMMAND, name, *arguments], exit_codes))
    imports = statistics.median(times.pop("imports"))
    for name, taken in times.items():
        yield _measured(f"ethics {name}, cold", taken, COLD_S, "s", imports)


def warm() -> Iterator[Measured]:
    """The same through the API with the ruleset loaded, once it has done so of some other cases."""
    ruleset = ee.load_ruleset()
    cases = _cases(ruleset, CASES)
    for what, times, target in (
        ("next question", _questions, QUESTION_MS),
        ("checked reason", _reasons, WHY_MS),
        ("smallest changes", _changes, CHANGES_MS),
    ):
        imports = _imports()
        for _ in times(ruleset, cases[:WARMING]):
            pass
        taken = [seconds * 1e3 for seconds in times(ruleset, cases[WARMING:])]
        yield _measured(f"{what}, warm", taken, target, "ms", imports * 1e3)


def audit() -> Iterator[Measured]:
    """What is to be said of the rules as a whole, from the command line."""
    imports = _imports()
    yield _measured("ethics audit rules", [seconds_of([*COMMAND, "audit", "rules"])], AUDIT_S, "s", imports)


def _questions(ruleset: ee.Ruleset, cases: Iterable[ee.Case]) -> Iterator[float]:
    """From an answer to the next question; what a case does not state is answered as assumed."""
    rates = base_rates_of((entry.case for entry in read_corpus(None, ruleset).cases), ruleset)
    for case in cases:
        interview = ee.Interview(ruleset, _question(case), rates=rates)
        query = interview.next()
        for _ in range(QUESTIONS):
            if query is None:
                break
            answer = _answer(query.fact, case)
            start = time.process_time()
            interview.tell(query.fact.id, answer)
            query = interview.next()
            yield time.process_time() - start


def _reasons(ruleset: ee.Ruleset, cases: Iterable[ee.Case]) -> Iterator[float]:
    for case in cases:
        start = time.process_time()
        ee.why(ruleset, case)
        yield time.process_time() - start


def _changes(ruleset: ee.Ruleset, cases: Iterable[ee.Case]) -> Iterator[float]:
    """To a plain yes, or from it to a plain no."""
    for case in cases:
        yes = ee.consult(ruleset, case).answer.value == ee.Answer.YES.value
        goal = OutcomeGoal(ee.Answer.NO if yes else ee.Answer.YES)
        start = time.process_time()
        ee.smallest_changes(ruleset, case, goal)
        yield time.process_time() - start


def _cases(ruleset: ee.Ruleset, number: int) -> Sequence[ee.Case]:
    """Bundled cases from all topics that ask whether one may or must, and can be so."""
    every = [ee.load_case(name, ruleset) for name in bundled.cases()]
    asking = [case for case in every if case.question.ask in (ee.Ask.MAY, ee.Ask.MUST)]
    possible = [case for case in asking if case.held is None or case.held.constraint is None]
    return possible[:: len(possible) // number][:number]


def _question(case: ee.Case) -> str:
    return f"{case.question.ask.value} {case.question.action}"


def _changed(folder: Path) -> Iterator[Path]:
    """Copies of the bundled ruleset, in each of which another rule only permits what it advised."""
    original = bundled.rulesets()[DEFAULT_RULESET]
    for number, rules in enumerate(sorted((original / "rules").glob("*.yaml"))):
        text = rules.read_text(encoding="utf-8")
        if "{should: " in text:
            copy = folder / str(number)
            shutil.copytree(original, copy)
            (copy / "rules" / rules.name).write_text(text.replace("{should: ", "{may: ", 1), encoding="utf-8")
            yield copy


def _answer(fact: Fact, case: ee.Case) -> object:
    known = case.facts[fact.id].known if fact.id in case.facts else fact.presumed
    match known:
        case Values(possible) if len(possible) == 1:
            return next(iter(possible))
        case Numbers(((low, high),)) if low == high:
            return low
        case Selection(included, _):
            return sorted(included)
        case _:
            return "unknown"


def _imports() -> float:
    return statistics.median(seconds_of(BARE) for _ in range(5))


def _measured(what: str, taken: Sequence[float], target: float, unit: str, imports: float) -> Measured:
    number = statistics.median(taken)
    note = f"{number / imports:.1f} times the bare imports of {imports:.3g} {unit}"
    if len(taken) > 1:
        note = f"median of {len(taken)}, the slowest {max(taken):.3g} {unit}; {note}"
    return Measured(what, number, target, f" {unit}", note)


if __name__ == "__main__":
    sys.exit(report({"cold": cold, "warm": warm, "audit": audit}, __doc__))
