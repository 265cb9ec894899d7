"""How fast the library is, as ratios and times measured in one run; see README.md beside this file."""

from __future__ import annotations

import contextlib
import datetime
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import attrs
from measuring import BARE, COMMAND, Measured, report, seconds_of

import ethics_engine as ee
from ethics_engine.engines import answer_set, forward_chaining
from ethics_engine.loading import bundled
from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.case import Case, Statement
from ethics_engine.model.conditions import FactTest, Operator
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.facts import YES_NO_VALUES, Fact, FactType
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.sources import Document, Passage

DAY = datetime.date(2026, 11, 21)
COMPARE_S, CODES = 1.5, 9
COLD_RATIO, WARM_MS, SOLVER_MS, PAGE_MS, SESSIONS, THREADS, GROWTH_PERCENT = 3.0, 10.0, 60.0, 150.0, 10_000, 4, 10.0


def cold(runs: int = 15) -> Iterator[Measured]:
    """A consult from the command line, against importing only what no command can do without."""
    yield _cold("cold consult", runs, "consult")


def under(runs: int = 15) -> Iterator[Measured]:
    """The same under an overlay; and one case under the base and eight overlays side by side."""
    yield _cold("cold consult under an overlay", runs, "consult", "--under", "aca-2014")
    codes = ["none", *list(bundled.overlays())[: CODES - 1]]
    sides = [option for code in codes for option in ("--under", code)]
    if len(codes) < CODES:
        print(f"compare: only {len(codes)} codes are bundled")
    seconds = statistics.median(seconds_of([*COMMAND, "compare", "values-002", *sides]) for _ in range(5))
    imports = statistics.median(seconds_of(BARE) for _ in range(5))
    note = f"{seconds / imports:.1f} times the bare imports of {imports * 1e3:.0f} ms, median of 5"
    yield Measured(f"compare over {len(codes)} codes", seconds, COMPARE_S, " s", note)


def _cold(what: str, runs: int, command: str, *options: str) -> Measured:
    # a case that was decided to contradict itself is refused
    known = [name for name, file in bundled.cases().items() if "constraint:" not in file.read_text(encoding="utf-8")]
    cases = known[:: -(-len(known) // runs)]
    times: list[list[float]] = [[], []]
    for run in range(-1, runs):
        consult = [*COMMAND, command, cases[run % len(cases)], *options]
        for arguments, taken in zip((BARE, consult), times, strict=True):
            seconds = seconds_of(arguments)
            if run >= 0:
                taken.append(seconds)
    imports, consulted = (statistics.median(taken) * 1e3 for taken in times)
    note = (
        f"consult {consulted:.0f} ms, imports {imports:.0f} ms, median of {runs} alternating runs, each of another case"
    )
    return Measured(f"{what} to bare imports", consulted / imports, COLD_RATIO, "", note)


def warm() -> Iterator[Measured]:
    """A consult through the API, ruleset and case being loaded; with all facts stated, and as the cases state them."""
    ruleset = ee.load_ruleset()
    cases = [ee.load_case(name, ruleset) for name in bundled.cases()]
    asked = _count_calls(answer_set, "possibilities", "conflict")
    stated = [_completed(case, enact(ruleset, DAY)) for case in cases]
    yield _warm("warm consult, everything stated", ruleset, stated, WARM_MS, asked)
    yield _warm("warm consult, something left open", ruleset, cases, SOLVER_MS, asked)


def _warm(what: str, ruleset: Ruleset, cases: Sequence[Case], target: float, asked: Callable[[], int]) -> Measured:
    times, solved = [], 0
    for measured in (False, True):
        for case in cases:
            before, start = asked(), time.process_time()
            try:
                ee.consult(ruleset, case, as_of=DAY)
            except ee.ContradictionError:
                continue
            if measured:
                times.append((time.process_time() - start) * 1e3)
                solved += asked() > before
    note = f"median of {len(times)} cases, {solved} of them by the solver, the slowest {max(times):.1f} ms"
    return Measured(what, statistics.median(times), target, " ms", note)


def page() -> Iterator[Measured]:
    """The answer on one page, of a determination at hand."""
    ruleset = ee.load_ruleset()
    determinations = list(_determinations(ruleset))
    times = []
    for measured in (False, True):
        for determination in determinations:
            start = time.process_time()
            ee.answer_page(determination)
            if measured:
                times.append((time.process_time() - start) * 1e3)
    note = f"median of {len(times)} cases, the slowest {max(times):.1f} ms"
    yield Measured("the page of an answer", statistics.median(times), PAGE_MS, " ms", note)


def _determinations(ruleset: Ruleset) -> Iterator[ee.Determination]:
    for name in bundled.cases():
        with contextlib.suppress(ee.ContradictionError):
            yield ee.consult(ruleset, ee.load_case(name, ruleset), as_of=DAY)


def sessions() -> Iterator[Measured]:
    """Many sessions open at once over a few threads, twice; the second time must need no more memory."""
    if why := forward_chaining.available():
        print(f"sessions by forward chaining: not measured, {why}")
        return
    ruleset = _small_ruleset()
    case = ee.new_case(ruleset, "may refer")

    def opened(number: int) -> ee.Session:
        session = ee.Session(ruleset, case, as_of=DAY, engine=ee.Engine.FORWARD_CHAINING)
        session.tell("client_agrees", number % 2 == 0)
        return session

    peaks = []
    start = time.perf_counter()
    for _ in range(2):
        with ThreadPoolExecutor(THREADS) as threads:
            all_open = list(threads.map(opened, range(SESSIONS)))
        answers = {session.determination.answer.value for session in all_open[::2]}
        others = {session.determination.answer.value for session in all_open[1::2]}
        if len(answers) != 1 or len(others) != 1 or answers == others:
            raise AssertionError(f"sessions with the same facts gave {answers} and {others}")
        peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        del all_open
    taken = (time.perf_counter() - start) / (2 * SESSIONS) * 1e3
    note = f"twice {SESSIONS:,} sessions open at once over {THREADS} threads, {taken:.1f} ms each, no crash"
    yield Measured(
        "memory grown by as many sessions again", (peaks[1] / peaks[0] - 1) * 100, GROWTH_PERCENT, " %", note
    )


def _count_calls(module: object, *names: str) -> Callable[[], int]:
    """Have the module count how often its functions are called."""
    calls = [0]

    def counting(function: Callable[..., object]) -> Callable[..., object]:
        def counted(*args: object) -> object:
            calls[0] += 1
            return function(*args)

        return counted

    for name in names:
        setattr(module, name, counting(getattr(module, name)))
    return lambda: calls[0]


def _completed(case: Case, enactment: Enactment) -> Case:
    """The case with everything stated: what it leaves open is as assumed, or the least that there is."""
    stated = {fact.id: Statement(_least(fact)) for fact in enactment.facts} | dict(case.facts)
    for name, statement in stated.items():
        if isinstance(statement.known, Selection):
            others = frozenset(enactment.fact[name].value_ids) - statement.known.included
            stated[name] = Statement(Selection(statement.known.included, others))
    return attrs.evolve(case, facts=stated)


def _least(fact: Fact) -> Possible:
    match fact.presumed or fact.anything:
        case Numbers(ranges):
            return Numbers(((ranges[0][0], ranges[0][0]),))
        case Values(possible):
            return Values(frozenset({next(value for value in reversed(fact.value_ids) if value in possible)}))
        case selection:
            return selection


def _small_ruleset() -> Ruleset:
    """One question and one rule, so that what is measured is the sessions."""
    agrees = Fact("client_agrees", "Does the client agree?", "the client agrees", FactType.YES_NO, "c", YES_NO_VALUES)
    rule = Rule(
        "consent",
        "c",
        "A client decides on their own care.",
        ("S-1",),
        when=FactTest("client_agrees", Operator.IS, ("no",)),
        norms=(Norm(Modality.MUST_NOT, "refer"),),
    )
    return Ruleset(
        name="small",
        version="1.0",
        title="A small ruleset",
        facts=(agrees,),
        concepts=(),
        constraints=(),
        actions=(Action("refer", "refer the client", ActionKind.WAY),),
        rules=(rule,),
        documents=(Document("S", "A source", (Passage("S-1", "S", "one asks first"),)),),
    )


if __name__ == "__main__":
    sys.exit(report({"cold": cold, "under": under, "warm": warm, "page": page, "sessions": sessions}, __doc__))
