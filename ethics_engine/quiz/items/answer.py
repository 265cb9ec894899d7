"""The answer to a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ethics_engine.model.case import Answer, Ask
from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.outcome import FirstStep, Outcome, WayOn
from ethics_engine.model.status import DUTIES, NEGATIVE, Force, Status
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.answers import question_in_words
from ethics_engine.text.lists import sentence

from .context import ItemContext, rules_in_words
from .counterfactuals import Hanging, hanging, if_stated, rules_of, turn, why_open
from .deciding_rules import asked_for, behind
from .distractors import stable_hash
from .draft import Draft, DraftOption
from .fact_texts import WITH_ONE_CHANGE, changed
from .option_texts import MAY_WANTS, MUST_WANTS, NOTHING_FIRST, OPEN, RIGHT, key_reason, outcome_id, outcome_says
from .vignette import vignette

_USUAL = {
    Ask.MAY: (
        Answer.NO,
        Answer.YES,
        Answer.NOT_YET,
        Answer.ADVISED_AGAINST,
        Answer.RULES_SAY_NOTHING,
        Answer.OPEN,
        Answer.DILEMMA,
    ),
    Ask.MUST: (
        Answer.YES,
        Answer.ADVISED,
        Answer.NO,
        Answer.RULES_SAY_NOTHING,
        Answer.OPEN,
        Answer.DILEMMA,
    ),
}
"""What is offered beside the near misses."""
_SELDOM: Mapping[Outcome, int] = {
    Answer.RULES_SAY_NOTHING: 2,
    Answer.OPEN: 3,
    Answer.NOT_POSSIBLE: 3,
    Answer.DILEMMA: 16,
}
"""What is seldom right is seldom offered: in one case of so many."""
_WANTS = {Ask.MAY: MAY_WANTS, Ask.MUST: MUST_WANTS}
_OPTIONS = 5
_NEAR = 2
"""So many near misses are offered at most, where there is a usual set of answers."""


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that asks for an answer; what asks whether conduct was right is a kind of its own."""
    for context in contexts:
        match context.ask:
            case Ask.MAY | Ask.MUST | Ask.WHAT:
                yield _of_outcome(context)
            case Ask.FIRST:
                yield from _of_first(context)
            case Ask.HOW:
                yield _of_manner(context)
            case Ask.RIGHT:
                pass


def question(context: ItemContext) -> str:
    """What is asked of a case, in words."""
    return question_in_words(context.query, context.ruleset)


def near_miss(context: ItemContext, outcome: Outcome) -> str:
    """What would make another outcome the right one, and why, or nothing where no single change would."""
    variant = context.variations.shift(context.variations.readings, outcome)
    if variant is None:
        return ""
    reason = turn(context, variant, outcome).reason
    return f"{WITH_ONE_CHANGE} {changed(variant, context.enactment)}. {reason}"


def explained(context: ItemContext, says: str, rules: tuple[str, ...], reason: str | None = None) -> str:
    """The reasoned answer: what it is, what the rules give as reasons, and what those who decided the case said."""
    lead = reason or key_reason(context, context.outcome, rules)
    return "\n\n".join(filter(None, [says, lead, " ".join(context.case.rationale.split())]))


def _of_outcome(context: ItemContext) -> Draft:
    def says(outcome: Outcome) -> str:
        return outcome_says(context, outcome)

    key = context.outcome or OPEN
    facts = hanging(context) if context.is_open else ()
    rules = behind(context, context.outcome) or rules_of(reply.turn for _, given in facts for reply in given)
    reason = why_open(context, facts, says) if facts else key_reason(context, key, rules)
    choices = [DraftOption(outcome_id(key), says(key), RIGHT, right=True)]
    for outcome in _wrong(context, key, facts):
        if facts:
            feedback = if_stated(context, facts, outcome)
        else:
            wants = _WANTS.get(context.ask)
            lead = wants[outcome] if wants and isinstance(outcome, Answer) else _unlike(context, outcome)
            feedback = " ".join(filter(None, [lead, near_miss(context, outcome)]))
        choices.append(DraftOption(outcome_id(outcome), says(outcome), feedback))
    return Draft(
        ItemKind.ANSWER,
        context,
        vignette(context, context.variations.assumed_behind(context.variations.readings, context.outcome)),
        question(context),
        tuple(choices),
        explained(context, says(key), rules, reason),
        rules,
    )


def _wrong(context: ItemContext, key: Outcome, facts: Hanging) -> list[Outcome]:
    """What is offered beside the key: what the case could become, then what is usual, another choice in every case."""
    near = list(context.variations.readings.other_than(context.outcome))
    if context.ask is Ask.WHAT:
        offered = [*_apart(key, near), *_apart(key, _other_ways(context))]
    else:
        replied = [reply.turn.outcome for _, given in facts for reply in given if reply.turn]
        near = [outcome for outcome in near if outcome not in replied]
        near.sort(key=lambda outcome: stable_hash(context, outcome_id(outcome)))
        usual = sorted(_USUAL[context.ask], key=lambda answer: stable_hash(context, answer.value))
        offered = [*replied, *near[:_NEAR], *usual]
        offered = [
            o for o in offered if o in replied or stable_hash(context, outcome_id(o))[0] % _SELDOM.get(o, 1) == 0
        ]
    return [outcome for outcome in dict.fromkeys(offered) if outcome != key][: _OPTIONS - 1]


def _unlike(context: ItemContext, outcome: Outcome) -> str:
    """Why a course of action is not the one that the rules name."""
    if not isinstance(outcome, WayOn):
        return "What is known is enough to decide."
    if outcome.force is Force.NONE:
        return "The rules do name a course of action here."
    statuses = {context.status(way) for way in outcome.ways}
    if statuses <= {*NEGATIVE}:
        return "The rules speak against this here."
    if statuses == {Status.UNREGULATED}:
        return "No rule speaks of this here."
    return "The rules do not say this here."


def _apart(key: Outcome, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """The outcomes that nobody could take for the key, because one names a part of what the other names."""
    for outcome in outcomes:
        if outcome == key or not _share_ways(outcome, key):
            yield outcome


def _share_ways(one: Outcome, other: Outcome) -> bool:
    if not isinstance(one, WayOn) or not isinstance(other, WayOn):
        return False
    return one.force is other.force and not set(one.ways).isdisjoint(other.ways)


def _other_ways(context: ItemContext) -> list[Outcome]:
    ways = [way.id for way in context.enactment.ways if context.is_available(way.id)]
    required = isinstance(context.outcome, WayOn) and context.outcome.force is Force.REQUIRED
    force = Force.REQUIRED if required else Force.ADVISED
    usual = [way for way in ("continue", "refer", "terminate", *ways) if way in ways]
    return [*(WayOn(force, (way,)) for way in dict.fromkeys(usual)), WayOn(Force.NONE), OPEN]


def _of_first(context: ItemContext) -> Iterator[Draft]:
    """What comes first: no distractor is a step that might as well be taken first."""
    if not isinstance(context.outcome, FirstStep):
        return
    first = context.outcome.value
    enactment, asked = context.enactment, context.action
    rules = behind(context, context.outcome)
    earlier = context.before[asked.id] if asked else frozenset(enactment.action)
    due = {name for name in earlier if asked_for(context, name)} | set(context.awaited(asked.id) if asked else ())

    def as_good(step: str) -> bool:
        return step in due and first not in context.before[step]

    reason = key_reason(context, None, rules) if rules else "No rule puts a step before it here."
    steps = [a for a in enactment.actions if not a.is_way and not a.by and a.id != first and not as_good(a.id)]
    if first not in enactment.action:
        steps = [a for a in steps if a.id not in due]
    steps = [a for a in steps if context.status(a.id) is not None and context.is_available(a.id)]
    rank = _rank_of_steps(context)
    steps.sort(key=lambda step: (step.id not in due, rank.get(step.id, len(rank))))
    says = outcome_says(context, context.outcome)
    choices = [DraftOption(first, says, RIGHT, right=True)]
    for step in steps[: _OPTIONS - 2]:
        if step.id in due and first in enactment.action:
            feedback = f"It comes too, but not first: “{enactment.action[first].label}” comes before it."
        else:
            feedback = "No rule puts this first here."
        choices.append(DraftOption(step.id, sentence(step.label), feedback))
    if first in enactment.action:
        choices.append(DraftOption("none", NOTHING_FIRST, f"One step does: {enactment.action[first].label}."))
    yield Draft(
        ItemKind.ANSWER,
        context,
        vignette(context),
        question(context),
        tuple(choices),
        explained(context, says, rules, reason),
        rules,
    )


def _rank_of_steps(context: ItemContext) -> dict[str, int]:
    """The steps that one might think of: those that some rule puts before what is asked about, then those of others."""
    asked, rules = context.query.question.action, context.enactment.rules
    putting = [norm for rule in rules for norm in rule.norms if norm.before]
    speaking = [norm for rule in rules if context.reasons.effective(rule.id) for norm in rule.norms]
    named = [*(n.action for n in putting if n.before == asked), *(n.action for n in speaking if n.modality.positive)]
    return {name: place for place, name in enumerate(dict.fromkeys([*named, *(n.action for n in putting)]))}


def _of_manner(context: ItemContext) -> Draft:
    """How something is done: which steps the rules ask for, among some for which they do not."""
    way = context.query.question.action or ""
    steps = [step for step in context.enactment.actions if way in step.of and context.is_available(step.id)]
    wanted = [step for step in steps if asked_for(context, step.id)]
    special = {rule.id for rule in context.enactment.rules if rule.when != ALWAYS}
    wanted.sort(key=lambda step: not special.intersection(context.reasons.deciding(step.id)))
    others = [step for step in steps if context.status(step.id) not in (None, *DUTIES)]
    others.sort(key=lambda step: context.status(step.id) is Status.UNREGULATED)
    shown = [*wanted[:3], *others[:2]]
    choices = tuple(
        DraftOption(step.id, sentence(step.label), _of_step(context, step.id), right=step in wanted) for step in shown
    )
    rules = tuple(dict.fromkeys(rule for step in shown for rule in context.reasons.deciding(step.id)))
    asked = f"{question(context)} Choose every step that is required or advised."
    says = "; ".join(step.label for step in shown if step in wanted)
    return Draft(
        ItemKind.ANSWER,
        context,
        vignette(context),
        asked,
        choices,
        explained(context, f"Required or advised: {says}.", rules),
        rules,
    )


def _of_step(context: ItemContext, step: str) -> str:
    status = context.status(step)
    verb = {
        Status.REQUIRED: "It is required.",
        Status.ADVISED: "It is advised.",
        Status.PROHIBITED: "It is forbidden.",
        Status.DISCOURAGED: "It is advised against.",
    }.get(status or Status.UNREGULATED, "No rule asks for it here.")
    return " ".join([verb, *rules_in_words(context, context.reasons.deciding(step))])
