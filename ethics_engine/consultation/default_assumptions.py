"""What is known of a case: what was stated, and what may be presumed beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from random import Random

from ethics_engine.engines.bitset import broken as broken_in
from ethics_engine.engines.bitset import evaluate_all, variables_constrained
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, all_cases
from ethics_engine.engines.bitset.machine import union
from ethics_engine.engines.bitset.sampling import scattered, shared
from ethics_engine.errors import ContradictionError, Finding, Place
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    StatusTest,
    tests_in,
)
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.facts import Constraint
from ethics_engine.model.knowledge import Knowledge, Possible
from ethics_engine.model.record import frozen_record
from ethics_engine.model.truth import Truth, conjunction, disjunction, negation
from ethics_engine.model.variables import Value, Variable

_SCATTER, _DRAWS = (4, 3, 2, 1), 64
"""For each block of so many draws: a fact departs from what is usual once in two to the power of this."""


@frozen_record
class CaseKnowledge:
    """What is known of a case.

    Attributes:
        stated: What was said; a fact stated as unknown is in it, with every value possible.

        presumed: The assumptions that stand.

        fallen: The assumptions given up, each with the constraint that it would have helped to break.
    """

    enactment: Enactment
    stated: Knowledge
    presumed: Knowledge
    fallen: Mapping[str, str]

    @cached_property
    def known(self) -> Knowledge:
        """What was stated, and what is presumed beside it."""
        return {**self.presumed, **self.stated}

    @property
    def evaluation(self) -> Evaluation:
        """The evaluation of all that is known."""
        return self._evaluations[0]

    def is_pretext(self, fact: str) -> bool:
        """Whether a fact would be a pretext in this case, if it were taken up for the sake of the answer."""
        return self.enactment.is_pretext(fact, self._terms_of_pretexts)

    @cached_property
    def guards_pretexts(self) -> bool:
        """Whether a term holds that makes facts of the world a pretext."""
        return Truth.TRUE in self._terms_of_pretexts.values()

    @cached_property
    def _terms_of_pretexts(self) -> Mapping[str, Truth]:
        """Whether the terms hold that make a fact a pretext, without evaluating all else."""
        terms = dict.fromkeys(fact.pretext_if for fact in self.enactment.facts if fact.pretext_if is not None)
        return {term: truth_of(self.enactment.concept[term].means, self.enactment, self.known) for term in terms}

    @property
    def unpresumed(self) -> Evaluation:
        """The evaluation of what was stated alone."""
        return self._evaluations[-1]

    @cached_property
    def _evaluations(self) -> tuple[Evaluation, ...]:
        """Of all that is known, and of what was stated alone, worked out together."""
        return evaluate_all(self.enactment, [self.known, self.stated] if self.presumed else [self.known])


def case_knowledge(
    enactment: Enactment, stated: Knowledge, *, presume: bool, places: Mapping[str, Place]
) -> CaseKnowledge:
    """Find out what is known; `places` says where facts were stated, as far as that is known.

    Raises ContradictionError where the statements cannot all be true.
    """
    assumptions = (
        {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None and fact.id not in stated}
        if presume
        else {}
    )
    presumed, fallen = dict(assumptions), dict[str, str]()
    presuming = _broken(enactment, {**assumptions, **stated})
    broken = _surely(presuming)
    if broken and (by_statements := _surely(_broken(enactment, stated))):
        _refuse(by_statements[:1], enactment, stated, places)
    while presumed and not _all_kept(presuming):
        if not broken:
            _refuse(_jointly_broken(enactment, stated), enactment, stated, places)
            broken = _jointly_broken(enactment, {**presumed, **stated})
        if not broken:
            break
        fallen = {**_read_assumptions(enactment, broken, assumptions), **fallen}
        presumed = {fact: known for fact, known in assumptions.items() if fact not in fallen}
        presuming, broken = _broken(enactment, {**presumed, **stated}), ()
    if not presumed and not _all_kept(presuming):
        _refuse(_jointly_broken(enactment, stated), enactment, stated, places)
    return CaseKnowledge(enactment, stated, presumed, fallen)


def surely_broken(enactment: Enactment, knowledge: Knowledge) -> tuple[str, ...]:
    """The constraints that are broken whatever is not known."""
    return _surely(_broken(enactment, knowledge))


def surely_kept(enactment: Enactment, knowledge: Knowledge) -> bool:
    """Whether every constraint is kept whatever is not known."""
    return _all_kept(_broken(enactment, knowledge))


def truth_of(condition: Condition, enactment: Enactment, knowledge: Knowledge) -> Truth:
    """Whether a condition about facts holds, as that of a constraint or of a safety line is."""
    concepts: dict[str, Truth] = {}

    def truth(part: Condition) -> Truth:
        match part:
            case AllOf(parts):
                return conjunction(map(truth, parts))
            case AnyOf(parts):
                return disjunction(map(truth, parts))
            case NoneOf(parts):
                return negation(disjunction(map(truth, parts)))
            case ConceptTest(concept):
                if concept not in concepts:
                    concepts[concept] = truth(enactment.concept[concept].means)
                return concepts[concept]
            case FactTest(name):
                fact = enactment.fact[name]
                return truth_of_test(part, fact, knowledge.get(name) or fact.anything)
            case DoneTest() | StatusTest():
                raise AssertionError(part)  # it would be about what the rules make of the facts

    return truth(condition)


def _broken(enactment: Enactment, knowledge: Knowledge) -> Mapping[str, Truth]:
    """Whether each constraint is broken."""
    return {constraint.id: truth_of(constraint.never, enactment, knowledge) for constraint in enactment.constraints}


def _all_kept(broken: Mapping[str, Truth]) -> bool:
    return all(truth is Truth.FALSE for truth in broken.values())


def _surely(broken: Mapping[str, Truth]) -> tuple[str, ...]:
    """The constraints that are broken whatever is not known."""
    return tuple(constraint for constraint, truth in broken.items() if truth is Truth.TRUE)


def _refuse(broken: tuple[str, ...], enactment: Enactment, stated: Knowledge, places: Mapping[str, Place]) -> None:
    """Raise where the statements break constraints."""
    if broken:
        raise ContradictionError([_finding(enactment, item, stated, places) for item in broken], broken)


_CONTRADICT = {True: "this fact cannot have this value", False: "these facts contradict each other"}
"""By whether a single fact breaks a constraint."""


def _finding(enactment: Enactment, broken: str, stated: Knowledge, places: Mapping[str, Place]) -> Finding:
    constraint = next(item for item in enactment.constraints if item.id == broken)
    facts = [fact for fact in dict.fromkeys(facts_read(constraint.never, enactment)) if fact in stated]
    if not facts:
        message = f"the constraints of the ruleset contradict each other, `{broken}` among them"
        return Finding(Place("the case"), message, "correct the ruleset; the case is not at fault")
    change = "change or remove it" if len(facts) == 1 else "change or remove one"
    return Finding(
        min((places[fact] for fact in facts if fact in places), default=Place("the case")),
        f"{_CONTRADICT[len(facts) == 1]}: {', '.join(f'`{fact}`' for fact in facts)}",
        f"{constraint.because} (constraint `{broken}`); {change}",
    )


def _jointly_broken(enactment: Enactment, known: Knowledge) -> tuple[str, ...]:
    """A smallest set of constraints that cannot all be kept; none, where they can."""
    if _is_kept_by_one_drawn(enactment, known):
        return ()
    from ethics_engine.engines.answer_set import conflict

    return conflict(enactment, known)


def _is_kept_by_one_drawn(enactment: Enactment, known: Knowledge) -> bool:
    """Whether one of some completions, drawn near what is usual, keeps every constraint; there may be others."""
    random, everyone = Random(0), all_cases(_DRAWS * len(_SCATTER))
    possible: dict[Variable, list[CaseSet]] = {}
    for variable in dict.fromkeys(each for read in variables_constrained(enactment).values() for each in read):
        usual, *others = sorted(variable.possible(known), key=partial(_is_unusual, enactment, variable))
        departing = scattered(_SCATTER, _DRAWS, random) if others else NO_CASES
        told = {**shared(departing, others, everyone.bit_length(), random), usual: everyone & ~departing}
        possible[variable] = [told.get(value, NO_CASES) for value in variable.values]
    return bool(everyone & ~union(broken_in(enactment, possible, everyone.bit_length()).values()))


def _is_unusual(enactment: Enactment, variable: Variable, value: Value) -> bool:
    presumed = enactment.fact[variable.fact].presumed
    return presumed is not None and not variable.allows(value, {variable.fact: presumed})


def _read_assumptions(
    enactment: Enactment, broken: tuple[str, ...], assumptions: Mapping[str, Possible]
) -> dict[str, str]:
    never = {item.id: item.never for item in enactment.constraints}
    return {fact: item for item in broken for fact in facts_read(never[item], enactment) if fact in assumptions}


def tied_facts(enactment: Enactment, constraints: Iterable[Constraint], facts: Iterable[str]) -> tuple[str, ...]:
    """The facts, and after them all that a constraint ties to one of them, directly or through others."""
    groups = [dict.fromkeys(facts_read(constraint.never, enactment)) for constraint in constraints]
    found, before = dict.fromkeys(facts), -1
    while before != len(found):
        before = len(found)
        for group in groups:
            if not found.keys().isdisjoint(group):
                found |= group
    return tuple(found)


def facts_read(condition: Condition, enactment: Enactment) -> Iterator[str]:
    """The facts that a condition reads, directly or through concepts; each concept is looked into once."""
    looked_into = set[str]()

    def read(condition: Condition) -> Iterator[str]:
        for test in tests_in(condition):
            if isinstance(test, FactTest):
                yield test.fact
            elif isinstance(test, ConceptTest) and test.concept not in looked_into:
                looked_into.add(test.concept)
                yield from read(enactment.concept[test.concept].means)

    return read(condition)
