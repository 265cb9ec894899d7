"""An answer with its reason, as an option: the right one, and those that the same rules would give another case."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum

from attrs import frozen

from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.conditions import AllOf, Condition
from ethics_engine.model.enactment import EXCEPTION, is_seen_to
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.rules import Norm
from ethics_engine.model.status import DUTIES
from ethics_engine.model.truth import Truth
from ethics_engine.text.actions import action_phrase
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import listed

from .citing import cited
from .context import ItemContext
from .distractors import stable_hash
from .draft import DraftOption
from .giveaway_check import stems
from .salience import facts_by_rule


class Frame(Enum):
    """What is asked of an act, and so which words answer it."""

    MAY = "may"
    MUST = "must"
    DONE = "done"
    LEFT = "left"


_FROM_NORM: Mapping[Frame, Mapping[tuple[bool, int], Answer | Verdict]] = {
    Frame.MAY: {
        (True, 2): Answer.YES,
        (True, 1): Answer.YES,
        (True, 0): Answer.YES,
        (False, 1): Answer.ADVISED_AGAINST,
        (False, 2): Answer.NO,
    },
    Frame.MUST: {
        (True, 2): Answer.YES,
        (True, 1): Answer.ADVISED,
        (True, 0): Answer.NO,
        (False, 1): Answer.NO,
        (False, 2): Answer.NO,
    },
    Frame.DONE: {
        (True, 2): Verdict.CONSISTENT,
        (True, 1): Verdict.CONSISTENT,
        (True, 0): Verdict.CONSISTENT,
        (False, 1): Verdict.DEPARTURE,
        (False, 2): Verdict.BREACH,
    },
    Frame.LEFT: {
        (True, 2): Verdict.BREACH,
        (True, 1): Verdict.DEPARTURE,
        (True, 0): Verdict.CONSISTENT,
        (False, 1): Verdict.CONSISTENT,
        (False, 2): Verdict.CONSISTENT,
    },
}
"""What a norm on the act answers by itself, by its side and strength."""
_WAITING: Mapping[Frame, Answer | Verdict] = {
    Frame.MAY: Answer.NOT_YET,
    Frame.MUST: Answer.NOT_YET,
    Frame.DONE: Verdict.PREMATURE,
}

_LEADS: Mapping[Frame, Mapping[Answer | Verdict, str]] = {
    Frame.MAY: {
        Answer.YES: "Yes.",
        Answer.NO: "No.",
        Answer.ADVISED_AGAINST: "Better not.",
        Answer.NOT_YET: "Not yet: first {step}.",
    },
    Frame.MUST: {
        Answer.YES: "Yes.",
        Answer.ADVISED: "It is advised.",
        Answer.NO: "No.",
        Answer.NOT_YET: "Yes, but first {step}.",
    },
    Frame.DONE: {
        Verdict.CONSISTENT: "Yes.",
        Verdict.BREACH: "No: it was forbidden.",
        Verdict.DEPARTURE: "No: it was advised against.",
        Verdict.PREMATURE: "It was too soon: first {step}.",
    },
    Frame.LEFT: {
        Verdict.CONSISTENT: "Yes.",
        Verdict.BREACH: "No: it was required.",
        Verdict.DEPARTURE: "No: it was advised.",
    },
}
_SAME_SIDE = (
    frozenset({Answer.NO, Answer.ADVISED_AGAINST}),
    frozenset({Answer.YES, Answer.ADVISED}),
    frozenset({Verdict.BREACH, Verdict.DEPARTURE}),
)
"""Answers that differ in strength alone: never offered beside each other, for a story does not tell them apart."""
_POOL = 9
_CLOSE = 2
"""Rules on the topics of the story, or closer."""
_ENOUGH = 4
"""With more close ones than this, no others are looked at."""
_LONG = 170


_FREE = (Answer.YES, Verdict.CONSISTENT)


@frozen
class AnswerOfRule:
    """An answer that one rule gives.

    Attributes:
        step: What has to come first, where the answer is that something has.
    """

    frame: Frame
    outcome: Answer | Verdict
    rule: str
    step: str | None = None

    @property
    def name(self) -> str:
        """Tells it apart from the other options."""
        return f"{self.outcome.value}.{self.rule}.{self.step or ''}"

    @property
    def group(self) -> str:
        """What it has in common with every option that gives the same answer."""
        return str(self.outcome.value)

    def opposes(self, other: Answer | Verdict) -> bool:
        """Whether it differs from an answer in more than strength."""
        return self.outcome is not other and not any({self.outcome, other} <= side for side in _SAME_SIDE)


def frame_of(ask: Ask, *, omitted: bool = False) -> Frame:
    """What is asked of an act by a question of a kind."""
    if ask is Ask.RIGHT:
        return Frame.LEFT if omitted else Frame.DONE
    return Frame.MUST if ask is Ask.MUST else Frame.MAY


def says(context: ItemContext, position: AnswerOfRule) -> str:
    """A position as an option: the answer, and the first sentence of the reason."""
    step = action_phrase(context.enactment.action[position.step]) if position.step else ""
    lead = _LEADS[position.frame][position.outcome].format(step=step)
    return f"{lead} {shortened(context.reasons.because(position.rule))}"


def shortened(text: str) -> str:
    """A reason as an option gives it: of a long one the first sentence; what follows belongs in the feedback."""
    whole = " ".join(text.split())
    return whole if len(whole) <= _LONG else re.split(r"(?<=[.!?])\s", whole, maxsplit=1)[0]


def positions(context: ItemContext, act: str, frame: Frame) -> Iterator[AnswerOfRule]:
    """Every answer that some rule would give on an act, whether or not it applies to the case."""
    enactment = context.enactment

    def answer(norm: Norm) -> Answer | Verdict:
        return _FROM_NORM[frame][norm.modality.positive, norm.modality.strength]

    for rule, norm in enactment.norms_on[act]:
        yield AnswerOfRule(frame, answer(norm), rule.id)
    waiting = _WAITING.get(frame)
    if waiting is not None:
        for rule, step in enactment.awaited_by[act]:
            yield AnswerOfRule(frame, waiting, rule.id, step)


def key_position(
    context: ItemContext, act: str, frame: Frame, outcome: Answer | Verdict, rules: tuple[str, ...]
) -> AnswerOfRule | None:
    """The right answer with the reason that those who decided the case gave, or the first; None without a rule.

    A step that comes first is named only if the case awaits it.
    """
    if outcome not in _LEADS[frame]:
        return None
    held = context.case.held.ratio if context.case.held else ()
    ranked = sorted(rules, key=lambda rule: rule not in held)
    if _WAITING.get(frame) is not outcome:
        return AnswerOfRule(frame, outcome, ranked[0]) if ranked else None
    awaited = context.awaited(act)
    pairs = [(rule.id, step) for rule, step in context.enactment.awaited_by[act] if step in awaited]
    found = [(rule, step) for rule in ranked for name, step in pairs if name == rule]
    found.sort(key=lambda pair: (pair[0] not in held, awaited.index(pair[1])))
    return AnswerOfRule(frame, outcome, *found[0]) if found else None


def distractors(context: ItemContext, act: str, key: AnswerOfRule, deciding: Sequence[str]) -> tuple[DraftOption, ...]:
    """Near misses: rules that apply and do not decide, then those that read what the story states, then its topics'."""
    found: dict[str, tuple[tuple[int, bytes], AnswerOfRule]] = {}
    for position in positions(context, act, key.frame):
        if position.rule in deciding or not _is_wrong(context, position, key):
            continue
        text = says(context, position)
        rank = (_distance(context, position), stable_hash(context, position.rule))
        if text not in found or rank < found[text][0]:
            found[text] = (rank, position)
    ranked = sorted(found.values(), key=lambda pair: pair[0])
    close = [position for (distance, _), position in ranked if distance <= _CLOSE]
    near = close if len(close) > _ENOUGH else [position for _, position in ranked]
    return tuple(
        DraftOption(position.name, says(context, position), why_not(context, act, position, key), position.group)
        for position in near[:_POOL]
    )


def _is_wrong(context: ItemContext, position: AnswerOfRule, key: AnswerOfRule) -> bool:
    """Whether nobody could take it for right.

    The rule surely does not decide. The answer is another, or the same for a reason that does not apply; but not one
    that differs in strength alone. No step is named that is due, or that somebody might want before what is wrong.
    """
    applicable = context.evaluated.evaluation.applicable[position.rule]
    if position.rule.endswith(EXCEPTION) or applicable is Truth.UNKNOWN:
        return False
    if position.outcome is key.outcome:
        return applicable is Truth.FALSE and position.step is None and not _are_alike(context, position.rule, key.rule)
    if not position.opposes(key.outcome):
        return False
    if position.step is None or _is_taken(context, position.step):
        return True
    return key.outcome in _FREE and context.status(position.step) not in DUTIES


def _are_alike(context: ItemContext, one: str, other: str) -> bool:
    """Whether two rules give nearly the same reason."""
    first, second = stems(context.reasons.because(one)), stems(context.reasons.because(other))
    rules = context.enactment.rule
    shared = set(rules[one].sources) & set(rules[other].sources)
    return bool(shared) or 3 * len(first & second) > min(len(first), len(second))


def _is_taken(context: ItemContext, step: str) -> bool:
    return is_seen_to(step, context.stated) is Truth.TRUE


def _distance(context: ItemContext, position: AnswerOfRule) -> int:
    evaluation: Evaluation = context.evaluated.evaluation
    if evaluation.applicable[position.rule] is Truth.TRUE:
        return 0
    if not facts_by_rule(context.enactment)[position.rule].isdisjoint(context.stated):
        return 1
    return 2 if context.enactment.rule[position.rule].topic in context.salience.topics else 3


def _missing(context: ItemContext, rule: str) -> Condition:
    """The part of the condition of a rule that fails, as it is written; all of it where no one part is enough."""
    written, lowered = context.ruleset.rule[rule].when, context.enactment.rule[rule].when
    while isinstance(written, AllOf) and isinstance(lowered, AllOf) and len(written.parts) == len(lowered.parts):
        truths = [context.reasons.view.truth(part) for part in lowered.parts]
        if Truth.FALSE not in truths:
            break
        place = truths.index(Truth.FALSE)
        written, lowered = written.parts[place], lowered.parts[place]
    return written


def why_not(context: ItemContext, act: str, position: AnswerOfRule, key: AnswerOfRule) -> str:
    """Why an answer is not the right one here: its rule does not apply, gives way, weighs less, or has to wait."""
    evaluation, reasons = context.evaluated.evaluation, context.reasons
    source = cited(context.enactment, position.rule)
    if evaluation.applicable[position.rule] is Truth.FALSE:
        missing = condition_in_words(_missing(context, position.rule), context.ruleset)
        return f"This rule does not apply here. It applies only if {missing}. {source}"
    defeater = reasons.defeater(position.rule)
    if not reasons.effective(position.rule) and defeater is not None:
        return f"This rule gives way here to another: {reasons.because(defeater)} {source}"
    if position.step is not None and _is_taken(context, position.step):
        label = context.enactment.action[position.step].label
        return f"This rule applies, but what it asks for has been seen to: {label}. {source}"
    if key.step is not None:
        awaited = listed([action_phrase(context.enactment.action[step]) for step in context.awaited(act)], "and then")
        return f"This rule applies, but it does not spare the practitioner what comes first: {awaited}. {source}"
    return f"This rule applies, but another weighs more here: {reasons.because(key.rule)} {source}"
