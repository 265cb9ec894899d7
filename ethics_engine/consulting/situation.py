"""What is known of a case: what was stated, and what may be presumed beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import frozen

from ethics_engine.columns import evaluate_all
from ethics_engine.errors import ContradictionError, Finding, Place
from ethics_engine.model.conditions import ConceptTest, Condition, FactTest, tests_in
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge, Possible
from ethics_engine.model.truth import Truth


@frozen
class Situation:
    """What is known of a case.

    Attributes:
        stated: What was said; a fact told as unknown is in it, with every value possible.

        presumed: The presumptions that stand.

        fallen: The presumptions given up, each with the constraint that it would have helped to break.

        unpresumed: The evaluation of what was stated alone.
    """

    enactment: Enactment
    stated: Knowledge
    presumed: Knowledge
    fallen: Mapping[str, str]
    unpresumed: Evaluation

    @property
    def known(self) -> Knowledge:
        """What was stated, and what is presumed beside it."""
        return {**self.presumed, **self.stated}


def situation(enactment: Enactment, stated: Knowledge, *, presume: bool, places: Mapping[str, Place]) -> Situation:
    """Find out what is known; `places` says where facts were told, as far as that is known.

    Raises ContradictionError where the statements cannot all be true.
    """
    presumptions = (
        {fact.id: fact.presumed for fact in enactment.facts if fact.presumed is not None and fact.id not in stated}
        if presume
        else {}
    )
    unpresumed, presuming = evaluate_all(enactment, [stated, {**presumptions, **stated}])
    if not _all_kept(presuming) and not _all_kept(unpresumed):
        _refuse_contradictions(enactment, stated, places)
    broken = tuple(item for item, truth in presuming.constraints.items() if truth is Truth.TRUE)
    presumed, fallen = dict(presumptions), dict[str, str]()
    while presumed and not _all_kept(presuming):
        broken = broken or _jointly_broken(enactment, {**presumed, **stated})
        if not broken:
            break
        fallen = {**_read_presumptions(enactment, broken, presumptions), **fallen}
        presumed = {fact: known for fact, known in presumptions.items() if fact not in fallen}
        (presuming,) = evaluate_all(enactment, [{**presumed, **stated}])
        broken = ()
    return Situation(enactment, stated, presumed, fallen, unpresumed)


def _all_kept(evaluation: Evaluation) -> bool:
    return all(truth is Truth.FALSE for truth in evaluation.constraints.values())


def _refuse_contradictions(enactment: Enactment, stated: Knowledge, places: Mapping[str, Place]) -> None:
    from ethics_engine.reasoning import conflict

    broken = conflict(enactment, stated)
    if broken:
        raise ContradictionError([_finding(enactment, item, stated, places) for item in broken], broken)


def _finding(enactment: Enactment, broken: str, stated: Knowledge, places: Mapping[str, Place]) -> Finding:
    constraint = next(item for item in enactment.constraints if item.id == broken)
    facts = [fact for fact in dict.fromkeys(facts_read(constraint.never, enactment)) if fact in stated]
    if not facts:
        message = f"no case can keep all constraints of the ruleset, `{broken}` among them"
        return Finding(Place("the case"), message, "the fault is in the ruleset, not in what was said")
    return Finding(
        min((places[fact] for fact in facts if fact in places), default=Place("the case")),
        f"the facts stated cannot all be so: {', '.join(f'`{fact}`' for fact in facts)}",
        f"{constraint.because} (constraint `{broken}`)",
    )


def _jointly_broken(enactment: Enactment, known: Knowledge) -> tuple[str, ...]:
    """Constraints that cannot all be kept, though none of them is broken by itself."""
    from ethics_engine.reasoning import conflict

    return conflict(enactment, known)


def _read_presumptions(
    enactment: Enactment, broken: tuple[str, ...], presumptions: Mapping[str, Possible]
) -> dict[str, str]:
    never = {item.id: item.never for item in enactment.constraints}
    return {fact: item for item in broken for fact in facts_read(never[item], enactment) if fact in presumptions}


def facts_read(condition: Condition, enactment: Enactment) -> Iterator[str]:
    """The facts that a condition reads, directly or through concepts."""
    for test in tests_in(condition):
        if isinstance(test, FactTest):
            yield test.fact
        elif isinstance(test, ConceptTest):
            yield from facts_read(enactment.concept[test.concept].means, enactment)
