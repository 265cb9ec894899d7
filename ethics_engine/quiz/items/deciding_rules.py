"""The rules behind an outcome."""

from __future__ import annotations

from ethics_engine.consultation.answers import counts
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.outcome import UNDECIDED, FirstStep, Manner, Outcome, Undetermined, WayOn
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.status import Force, Status

from .context import ItemContext


def behind(context: ItemContext, outcome: Outcome | None, query: PossibilityQuery | None = None) -> tuple[str, ...]:
    """The rules that an outcome rests on, the most direct ones first; none where it is open or nothing speaks."""
    asked = query or context.query
    if outcome is None and asked.question.ask is not Ask.HOW:
        return ()
    return tuple(dict.fromkeys(_behind(context, outcome or UNDECIDED, asked)))


def _behind(context: ItemContext, outcome: Outcome, asked: PossibilityQuery) -> tuple[str, ...]:
    action = asked.question.action
    match asked.question.ask:
        case Ask.MAY | Ask.MUST if action:
            if outcome is Answer.NOT_YET:
                return context.reasons.putting_first(action, context.awaited(action))
            return _weighed(context, action, outcome)
        case Ask.WHAT:
            return _of_ways(context, outcome)
        case Ask.RIGHT:
            return tuple(rule for act in (*asked.did, *asked.omitted) for rule in _of_act(context, act, outcome, asked))
        case Ask.HOW:
            steps = [step.id for step in context.enactment.actions if action in step.of]
            return tuple(rule for step in steps for rule in context.reasons.deciding(step))
        case Ask.FIRST | Ask.MAY | Ask.MUST:
            if not isinstance(outcome, FirstStep) or outcome.step is None:
                return ()
            return (
                context.reasons.putting_first(action, (outcome.step,))
                if action
                else context.reasons.deciding(outcome.step)
            )


def _weighed(context: ItemContext, action: str, outcome: Outcome) -> tuple[str, ...]:
    unmet = outcome is Answer.DILEMMA and context.status(action) is Status.REQUIRED
    means = context.enactment.action[action].met_by if unmet else ()
    return (*context.reasons.deciding(action), *(rule for step in means for rule in context.reasons.deciding(step)))


def _of_ways(context: ItemContext, outcome: Outcome) -> tuple[str, ...]:
    if not isinstance(outcome, WayOn) or outcome.force is Force.NONE:
        return ()
    apart = outcome.force is Force.LEFT
    available = [way.id for way in context.enactment.ways if context.is_available(way.id)]
    ways = [way for way in available if (way in outcome.ways) != apart]
    if outcome.force is Force.DILEMMA and not outcome.ways:
        ways = available
    return tuple(rule for way in ways for rule in context.reasons.deciding(way))


def _of_act(context: ItemContext, act: str, outcome: Outcome, asked: PossibilityQuery) -> tuple[str, ...]:
    """The rules on an act, where it is one that makes the verdict what it is."""
    status = context.status(act)
    omitted = act in asked.omitted
    if omitted and not counts(context.enactment, asked, act):
        return ()
    match outcome:
        case Verdict.BREACH:
            decides = status is Status.REQUIRED if omitted else status is Status.PROHIBITED
        case Verdict.DEPARTURE:
            decides = status is Status.ADVISED if omitted else status is Status.DISCOURAGED
        case Verdict.PREMATURE | Verdict.NO_VERDICT:
            return context.reasons.putting_first(act, context.awaited(act)) or context.reasons.deciding(act)
        case Verdict.CONSISTENT:
            decides = True
        case Verdict.NO_RULE:
            decides = False
        case Answer() | FirstStep() | WayOn() | Manner() | Undetermined():
            raise AssertionError(outcome)
    return context.reasons.deciding(act) if decides else ()
