"""Which decided cases come out otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.case_law.case_tests import CaseTestResult, check_cases, evaluate_case
from ethics_engine.case_law.corpus import BrokenFile, ReportedCase, read_corpus, read_decided
from ethics_engine.case_law.failure_report import decided_in_brief
from ethics_engine.consultation.consult import day_of
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.answer_set.pair_solver import PairedInput
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions
from ethics_engine.engines.bitset import evaluate
from ethics_engine.engines.bitset.batch import assumptions
from ethics_engine.engines.bitset.case_set import NO_CASES
from ethics_engine.model.case import Ask, Case, Held
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.truth import Truth
from ethics_engine.text.answers import word_in_words
from ethics_engine.text.courses import force_in_words
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS

from .differing_cases import known_to, look
from .result import Flip, InCases, OutcomeChange
from .ruleset_pair import alike, pair_of


def in_cases(old: Ruleset, new: Ruleset, paths: Iterable[str | Path] | None) -> InCases:
    """Hold decided cases, each as of its day, against both rulesets; without paths those that come with the package."""
    corpus = read_corpus(paths, old, any_version=True)
    flips, broken = [], []
    for file in corpus.broken:
        read = read_decided(file.file, new, any_version=True)
        if isinstance(read, BrokenFile):
            broken.append(file.file)
        else:
            case = read.case
            flips.append(Flip(case.id, case.title, file.file, OutcomeChange.READABLE, _why_broken(file)))
    fitting = []
    for entry in corpus.cases:
        misfits = tuple(_misfits(entry.case, enact(new, day_of(entry.case, None))))
        if misfits:
            flips.append(Flip(entry.case.id, entry.case.title, entry.file, OutcomeChange.UNREADABLE, misfits))
        else:
            fitting.append(entry)
    flips += _flips(_suspects(fitting, old, new), old, new)
    return InCases(
        cases=len(corpus.cases) + len(corpus.broken) - len(broken),
        flips=tuple(sorted(flips, key=lambda flip: (list(OutcomeChange).index(flip.turn), flip.case))),
        broken=tuple(broken),
    )


def _why_broken(file: BrokenFile) -> tuple[str, ...]:
    return tuple(finding.message for finding in file.findings)


def _misfits(case: Case, side: Enactment) -> Iterator[str]:
    """What a case says that a ruleset has no word for; rules that it names may be gone."""
    held = case.held or Held()
    for name, statement in case.facts.items():
        fact = side.fact.get(name)
        if fact is None:
            yield f"it states `{name}`, and there is no such fact"
        elif not _fits(statement.known, fact.anything, fact.value_ids):
            yield f"it states a value that `{name}` does not have"
    actions = (case.question.action, *case.did, *case.omitted, *held.statuses, *held.denied)
    for action in dict.fromkeys(actions):
        if action is not None and action not in side.action:
            yield f"it names `{action}`, and there is no such action"


def _fits(known: Possible, anything: Possible, values: Sequence[str]) -> bool:
    match known:
        case Values(possible):
            return isinstance(anything, Values) and possible <= set(values)
        case Selection(included, excluded):
            return isinstance(anything, Selection) and included | excluded <= set(values)
        case Numbers():
            return isinstance(anything, Numbers)


def _suspects(entries: Sequence[ReportedCase], old: Ruleset, new: Ruleset) -> list[ReportedCase]:
    """The cases that may come out otherwise; of all others the columns show that they do not."""
    enacted: dict[tuple[Enactment, Enactment], list[ReportedCase]] = {}
    for entry in entries:
        day = day_of(entry.case, None)
        enacted.setdefault((enact(old, day), enact(new, day)), []).append(entry)
    return [
        member
        for sides, members in enacted.items()
        for member, doubtful in zip(members, _doubtful(alike(*sides), [one.case for one in members]), strict=True)
        if doubtful
    ]


def _doubtful(both: SharedDefinitions, cases: Sequence[Case]) -> Iterator[bool]:
    """For each case whether it may come out otherwise."""
    pairs: list[PairedInput] = [{fact: (item.known, item.known) for fact, item in case.facts.items()} for case in cases]
    lawful = look(both, pairs).lawful
    if both.constraints and not both.loose:
        # The same assumptions fall on both sides, or the same cases are contradictions.
        pairs = [
            paired if lawful >> index & 1 else {**_may_fall(paired, both.old), **paired}
            for index, paired in enumerate(pairs)
        ]
        lawful = ~NO_CASES
    seen = look(both, pairs)
    unlike = NO_CASES
    for column in seen.differences.values():
        unlike |= column
    for index, case in enumerate(cases):
        yield (
            bool(unlike >> index & 1)
            or not lawful >> index & 1
            or _is_touched(case, both, {rule for rule, column in seen.turned.items() if column >> index & 1})
            or (bool(seen.open >> index & 1) and _is_open(case, pairs[index], both))
        )


def _is_open(case: Case, paired: PairedInput, both: SharedDefinitions) -> bool:
    """Whether something is left open that may not be the same on both sides, or may not be asked for alike."""
    asks = case.held is not None and bool(case.held.must_ask) and not both.reads_alike
    presumed = [assumptions(side) for side in both.sides]
    facts = dict.fromkeys((*presumed[0], *presumed[1], *paired))
    known = {fact: paired.get(fact) or (presumed[0].get(fact), presumed[1].get(fact)) for fact in facts}
    return asks or both.loose or pair_of(both).can_differ(known)


def _may_fall(paired: PairedInput, side: Enactment) -> PairedInput:
    """The assumptions that may have to be given up in a case, stated as unknown: all that is tied to what it breaks."""
    knowledge = {**assumptions(side), **known_to(0, paired)}
    kept = evaluate(side, knowledge).constraints
    reads = {
        item.id: {fact for fact in facts_read(item.never, side) if fact not in paired} for item in side.constraints
    }
    fallen = set[str]().union(*(reads[name] for name, broken in kept.items() if broken is not Truth.FALSE))
    while more := [facts for facts in reads.values() if facts & fallen and not facts <= fallen]:
        fallen = fallen.union(*more)
    return {fact: (side.fact[fact].anything, side.fact[fact].anything) for fact in fallen}


def _is_touched(case: Case, both: SharedDefinitions, turned: Collection[str]) -> bool:
    """Whether something was held that the actions do not show: on what it turns, or what comes first."""
    held = case.held or Held()
    asks_first = case.question.ask is Ask.FIRST or held.first is not None
    return (
        any(rule in turned for rule in (*held.ratio, *held.norms))
        or any(both.old.rule.get(rule) != both.new.rule.get(rule) for rule in held.norms)
        or (asks_first and not both.order)
    )


def _flips(entries: Sequence[ReportedCase], old: Ruleset, new: Ruleset) -> Iterator[Flip]:
    all_tested = [[tested.evaluated for tested in evaluate_case(entries, side)] for side in (old, new)]
    judged = [list(check_cases(entries, side)) for side in (old, new)]
    for entry, *evaluated_cases, before, after in zip(entries, *all_tested, *judged, strict=True):
        stood, stands = (isinstance(one, CaseTestResult) and one.stands for one in (before, after))
        turn, details = OutcomeChange.UNNOTICED, tuple(_outcome(*evaluated_cases))
        if stood is not stands:
            turn, against = (OutcomeChange.FALLS, after) if stood else (OutcomeChange.STANDS, before)
            details = (*_against(against), *details)
        if details:
            yield Flip(entry.case.id, entry.case.title, entry.file, turn, details)


def _against(judged: CaseTestResult | BrokenFile) -> Iterator[str]:
    """What is otherwise than was held."""
    if isinstance(judged, BrokenFile):
        yield from _why_broken(judged)
        return
    for difference in judged.differences:
        yield f"decided: {decided_in_brief(difference, judged.case)}; rules now say: {difference.said}"


def _outcome(old: CaseEvaluation | None, new: CaseEvaluation | None) -> Iterator[str]:
    """How the outcome differs."""
    if old is None or new is None:
        if old is not new:
            names = ["a contradiction" if one is None else "possible" for one in (old, new)]
            yield f"the case: {names[0]} -> {names[1]}"
        return
    if old.query.question.ask not in (Ask.WHAT, Ask.HOW):
        answers = (
            listed(sorted(word_in_words(answer.value, one.enactment.ruleset) for answer in one.answers()), "or")
            for one in (old, new)
        )
        yield from _changed("the answer", *answers)
    ways = [
        " or ".join(
            sorted(
                force_in_words(force, [one.enactment.action[way].label for way in sorted(named)])
                for force, named in one.dispositions()
            )
        )
        for one in (old, new)
    ]
    yield from _changed("the course of action", *ways)
    for action in old.enactment.actions:
        if action.id in new.enactment.action:
            statuses = [
                listed(sorted(STATUS_IN_WORDS[status] for status in one.statuses(action.id)), "or")
                for one in (old, new)
            ]
            yield from _changed(f"{action.label} [{action.id}]", *statuses)


def _changed(what: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{what}: {old} -> {new}"
