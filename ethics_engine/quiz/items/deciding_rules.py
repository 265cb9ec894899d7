"""The rules behind an outcome."""

from __future__ import annotations

from ethics_engine.consultation.answers import counts
from ethics_engine.consultation.batch_answers import Outcome
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.status import DUTIES, Force, Status

from .context import ItemContext


def behind(subject: ItemContext, outcome: Outcome | None, inquiry: PossibilityQuery | None = None) -> tuple[str, ...]:
    """The rules that an outcome rests on, the most direct ones first; none where it is open or nothing speaks."""
    asked = inquiry or subject.inquiry
    if outcome is None and asked.question.ask is not Ask.HOW:
        return ()
    return tuple(dict.fromkeys(_behind(subject, outcome or (), asked)))


def _behind(subject: ItemContext, outcome: Outcome, asked: PossibilityQuery) -> tuple[str, ...]:
    action = asked.question.action
    match asked.question.ask:
        case Ask.MAY | Ask.MUST if action:
            if outcome == (Answer.NOT_YET.value,):
                return subject.putting_first(action, subject.awaited(action))
            return _weighed(subject, action, outcome)
        case Ask.WHAT:
            return _of_ways(subject, outcome)
        case Ask.RIGHT:
            return tuple(rule for act in (*asked.did, *asked.omitted) for rule in _of_act(subject, act, outcome, asked))
        case Ask.HOW:
            steps = [step.id for step in subject.enactment.actions if action in step.of]
            return tuple(rule for step in steps for rule in subject.deciding(step))
        case Ask.FIRST | Ask.MAY | Ask.MUST:
            (step,) = outcome
            if step not in subject.ruleset.action:
                return ()
            return subject.putting_first(action, (step,)) if action else subject.deciding(step)


def _weighed(subject: ItemContext, action: str, outcome: Outcome) -> tuple[str, ...]:
    unmet = outcome == (Answer.DILEMMA.value,) and subject.status(action) is Status.REQUIRED
    means = subject.enactment.action[action].met_by if unmet else ()
    return (*subject.deciding(action), *(rule for step in means for rule in subject.deciding(step)))


def _of_ways(subject: ItemContext, outcome: Outcome) -> tuple[str, ...]:
    force, *named = outcome
    if force == Force.NONE.value:
        return ()
    apart = force == Force.LEFT.value
    ways = [way.id for way in subject.enactment.ways if (way.id in named) != apart and subject.is_available(way.id)]
    if force == Force.DILEMMA.value and not named:
        ways = [way.id for way in subject.enactment.ways if subject.is_available(way.id)]
    return tuple(rule for way in ways for rule in subject.deciding(way))


def _of_act(subject: ItemContext, act: str, outcome: Outcome, asked: PossibilityQuery) -> tuple[str, ...]:
    """The rules on an act, where it is one that makes the verdict what it is."""
    status = subject.status(act)
    omitted = act in asked.omitted
    if omitted and not counts(subject.enactment, asked, act):
        return ()
    match Verdict(outcome[0]):
        case Verdict.BREACH:
            telling = status is Status.REQUIRED if omitted else status is Status.PROHIBITED
        case Verdict.DEPARTURE:
            telling = status is Status.ADVISED if omitted else status is Status.DISCOURAGED
        case Verdict.PREMATURE | Verdict.NO_VERDICT:
            return subject.putting_first(act, subject.awaited(act)) or subject.deciding(act)
        case Verdict.CONSISTENT:
            telling = True
        case Verdict.NO_RULE:
            telling = False
    return subject.deciding(act) if telling else ()


def asked_for(subject: ItemContext, action: str) -> bool:
    """Whether the rules require or advise an action."""
    return subject.status(action) in DUTIES
