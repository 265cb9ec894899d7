"""The outcome of a case in which nothing that was asked is left unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.enactment import Enactment, is_seen_to
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.outcome import AnswerValue, FirstStep
from ethics_engine.model.possibilities import Possibilities, PossibilityQuery
from ethics_engine.model.record import Record, frozen_record
from ethics_engine.model.status import DUTIES, Status
from ethics_engine.model.truth import Truth

from .plan import TAKEN, declared_rank, in_order, ordering_rules, plan, predecessors

VERDICTS = tuple(Verdict)
"""From worst to best."""


@frozen_record
class ActionPosition(Record):
    """How the rules bear on one action: all that an answer about it is made from.

    Attributes:
        replaced: Whether something was done that may be done instead of it.
    """

    status: Status
    available: bool
    unmet: bool
    awaits: tuple[str, ...]
    way: bool = False
    replaced: bool = False

    @property
    def torn(self) -> bool:
        """Whether it is a dilemma, or a duty that cannot be met."""
        return self.status is Status.DILEMMA or self.unmet


def may(position: ActionPosition) -> Answer:
    """The answer to "may I"."""
    if not position.available:
        return Answer.NOT_POSSIBLE
    if position.torn:
        return Answer.DILEMMA
    if position.status is Status.PROHIBITED:
        return Answer.NO
    if position.status is Status.DISCOURAGED:
        return Answer.ADVISED_AGAINST
    if position.awaits:
        return Answer.NOT_YET
    return Answer.RULES_SAY_NOTHING if position.status is Status.UNREGULATED else Answer.YES


def must(position: ActionPosition) -> Answer:
    """The answer to "must I"."""
    if not position.available:
        return Answer.NOT_POSSIBLE
    if position.torn:
        return Answer.DILEMMA
    match position.status:
        case Status.REQUIRED:
            return Answer.NOT_YET if position.awaits else Answer.YES
        case Status.ADVISED:
            return Answer.ADVISED
        case Status.UNREGULATED:
            return Answer.RULES_SAY_NOTHING
        case Status.DILEMMA | Status.DISCOURAGED | Status.PERMITTED | Status.PROHIBITED:
            return Answer.NO


def of_act(position: ActionPosition, stated_not_done: frozenset[str]) -> Verdict:
    """The verdict on something done."""
    if position.status is Status.PROHIBITED:
        return Verdict.BREACH
    if stated_not_done.intersection(position.awaits):
        return Verdict.PREMATURE
    if position.status is Status.DISCOURAGED:
        return Verdict.DEPARTURE
    if not position.available or position.torn or position.awaits:
        return Verdict.NO_VERDICT
    return Verdict.NO_RULE if position.way and position.status is Status.UNREGULATED else Verdict.CONSISTENT


def of_omission(position: ActionPosition) -> Verdict:
    """The verdict on something omitted."""
    if not position.available or position.torn:
        return Verdict.NO_VERDICT
    if position.status is Status.REQUIRED:
        return Verdict.BREACH
    forgone = position.status is Status.ADVISED and not position.replaced
    return Verdict.DEPARTURE if forgone else Verdict.CONSISTENT


def counts(enactment: Enactment, query: PossibilityQuery, omitted: str) -> bool:
    """Whether an omission is judged: that of a manner step only if one of its ways was done, or no way was."""
    of = enactment.action[omitted].of
    ways = [act for act in query.all_done if enactment.action[act].is_way]
    return not of or not ways or not set(of).isdisjoint(ways)


def judges_acts_alone(query: PossibilityQuery) -> bool:
    """Whether acts are judged and no omission; *no rule* is then the verdict where no rule speaks of any of them."""
    return bool(query.did) and not query.omitted


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """The worst of several verdicts."""
    return min(verdicts, key=VERDICTS.index)


def definite(
    enactment: Enactment, evaluation: Evaluation, knowledge: Knowledge, query: PossibilityQuery
) -> Possibilities | None:
    """The one outcome that is possible, or None where the three-valued evaluation leaves anything open."""
    undecided = (
        any(len(possible) > 1 for possible in evaluation.statuses.values())
        or Truth.UNKNOWN in evaluation.awaits.values()
        or Truth.UNKNOWN in evaluation.forces.values()
        or Truth.UNKNOWN in evaluation.disposed.values()
        or Truth.UNKNOWN in evaluation.unmet.values()
        or Truth.UNKNOWN in evaluation.available.values()
        or (query.omitted and Truth.UNKNOWN in evaluation.instead.values())
    )
    if undecided or (query.question.ask is Ask.FIRST and not _order_is_known(enactment, evaluation, knowledge)):
        return None
    answer = _answer(enactment, evaluation, knowledge, query)
    force = next(force for force, truth in evaluation.forces.items() if truth is Truth.TRUE)
    return Possibilities(
        statuses=evaluation.statuses,
        forces=frozenset({force}),
        named={
            (named, way): frozenset({truth is Truth.TRUE})
            for (named, way), truth in evaluation.disposed.items()
            if named is force
        },
        unmet=_as_bools(evaluation.unmet),
        awaits={pair: frozenset({truth is Truth.TRUE}) for pair, truth in evaluation.awaits.items()},
        answers=frozenset() if answer is None else frozenset({answer}),
    )


def _order_is_known(enactment: Enactment, evaluation: Evaluation, knowledge: Knowledge) -> bool:
    """Whether it is known which duties are done, and which norms put one action before another."""
    return all(
        is_seen_to(step.id, knowledge) is not Truth.UNKNOWN
        for step in enactment.ruleset.steps
        if not evaluation.statuses[step.id].isdisjoint(DUTIES)
    ) and all(evaluation.effective[rule] is not Truth.UNKNOWN for rule in ordering_rules(enactment))


def _as_bools(truths: Mapping[str, Truth]) -> Mapping[str, frozenset[bool]]:
    return {name: frozenset({truth is Truth.TRUE}) for name, truth in truths.items()}


def _answer(
    enactment: Enactment, evaluation: Evaluation, knowledge: Knowledge, query: PossibilityQuery
) -> AnswerValue | None:
    statuses = {action: next(iter(possible)) for action, possible in evaluation.statuses.items()}

    def position(action: str) -> ActionPosition:
        return ActionPosition(
            status=statuses[action],
            available=evaluation.available[action] is Truth.TRUE,
            unmet=evaluation.unmet.get(action) is Truth.TRUE,
            awaits=awaited(action),
            way=enactment.action[action].is_way,
            replaced=any(evaluation.instead.get((act, action)) is Truth.TRUE for act in query.all_done),
        )

    def awaited(action: str) -> tuple[str, ...]:
        return tuple(
            step
            for waiting, step in evaluation.awaits
            if waiting == action and evaluation.awaits[waiting, step] is Truth.TRUE
        )

    action = query.question.action
    match query.question.ask:
        case Ask.MAY if action:
            return may(position(action))
        case Ask.MUST if action:
            return must(position(action))
        case Ask.FIRST:
            before = predecessors(enactment, evaluation)
            if action:
                steps = in_order(awaited(action), before, declared_rank(enactment))
            else:
                done = {step.id for step in enactment.ruleset.steps if is_seen_to(step.id, knowledge) is Truth.TRUE}
                named = evaluation.disposed.items()
                ways = [way for (force, way), truth in named if force in TAKEN and truth is Truth.TRUE]
                leading = [step for way in enactment.ways for step in awaited(way.id)]
                steps = plan(enactment, statuses, before, done=done, ways=ways, awaited=leading)
            return FirstStep(steps[0] if steps else None)
        case Ask.RIGHT:
            acts = [of_act(position(act), query.stated_not_done) for act in query.did]
            omitted = [act for act in query.omitted if counts(enactment, query, act)]
            verdict = worst([*acts, *(of_omission(position(act)) for act in omitted), Verdict.CONSISTENT])
            silent = judges_acts_alone(query) and all(statuses[act] is Status.UNREGULATED for act in query.did)
            return Verdict.NO_RULE if silent and verdict is Verdict.CONSISTENT else verdict
        case Ask.HOW | Ask.MAY | Ask.MUST | Ask.WHAT:
            return None
