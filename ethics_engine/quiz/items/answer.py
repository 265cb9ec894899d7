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


def drafts(subjects: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that asks for an answer; what asks whether conduct was right is a kind of its own."""
    for subject in subjects:
        match subject.ask:
            case Ask.MAY | Ask.MUST | Ask.WHAT:
                yield _of_outcome(subject)
            case Ask.FIRST:
                yield from _of_first(subject)
            case Ask.HOW:
                yield _of_manner(subject)
            case Ask.RIGHT:
                pass


def question(subject: ItemContext) -> str:
    """What is asked of a case, in words."""
    return question_in_words(subject.query, subject.ruleset)


def near_miss(subject: ItemContext, outcome: Outcome) -> str:
    """What would make another outcome the right one, and why, or nothing where no single change would."""
    variant = subject.variations.shift(subject.variations.readings, outcome)
    if variant is None:
        return ""
    reason = turn(subject, variant, outcome).reason
    return f"{WITH_ONE_CHANGE} {changed(variant, subject.enactment)}. {reason}"


def explained(subject: ItemContext, says: str, rules: tuple[str, ...], reason: str | None = None) -> str:
    """The reasoned answer: what it is, what the rules give as reasons, and what those who decided the case said."""
    lead = reason or key_reason(subject, subject.outcome, rules)
    return "\n\n".join(filter(None, [says, lead, " ".join(subject.case.rationale.split())]))


def _of_outcome(subject: ItemContext) -> Draft:
    def says(outcome: Outcome) -> str:
        return outcome_says(subject, outcome)

    key = subject.outcome or OPEN
    facts = hanging(subject) if subject.is_open else ()
    rules = behind(subject, subject.outcome) or rules_of(reply.turn for _, given in facts for reply in given)
    reason = why_open(subject, facts, says) if facts else key_reason(subject, key, rules)
    choices = [DraftOption(outcome_id(key), says(key), RIGHT, right=True)]
    for outcome in _wrong(subject, key, facts):
        if facts:
            feedback = if_stated(subject, facts, outcome)
        else:
            wants = _WANTS.get(subject.ask)
            lead = wants[outcome] if wants and isinstance(outcome, Answer) else _unlike(subject, outcome)
            feedback = " ".join(filter(None, [lead, near_miss(subject, outcome)]))
        choices.append(DraftOption(outcome_id(outcome), says(outcome), feedback))
    return Draft(
        ItemKind.ANSWER,
        subject,
        vignette(subject, subject.variations.assumed_behind(subject.variations.readings, subject.outcome)),
        question(subject),
        tuple(choices),
        explained(subject, says(key), rules, reason),
        rules,
    )


def _wrong(subject: ItemContext, key: Outcome, facts: Hanging) -> list[Outcome]:
    """What is offered beside the key: what the case could become, then what is usual, another choice in every case."""
    near = list(subject.variations.readings.other_than(subject.outcome))
    if subject.ask is Ask.WHAT:
        offered = [*_apart(key, near), *_apart(key, _other_ways(subject))]
    else:
        replied = [reply.turn.outcome for _, given in facts for reply in given if reply.turn]
        near = [outcome for outcome in near if outcome not in replied]
        near.sort(key=lambda outcome: stable_hash(subject, outcome_id(outcome)))
        usual = sorted(_USUAL[subject.ask], key=lambda answer: stable_hash(subject, answer.value))
        offered = [*replied, *near[:_NEAR], *usual]
        offered = [
            o for o in offered if o in replied or stable_hash(subject, outcome_id(o))[0] % _SELDOM.get(o, 1) == 0
        ]
    return [outcome for outcome in dict.fromkeys(offered) if outcome != key][: _OPTIONS - 1]


def _unlike(subject: ItemContext, outcome: Outcome) -> str:
    """Why a course of action is not the one that the rules name."""
    if not isinstance(outcome, WayOn):
        return "What is known is enough to decide."
    if outcome.force is Force.NONE:
        return "The rules do name a course of action here."
    statuses = {subject.status(way) for way in outcome.ways}
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


def _other_ways(subject: ItemContext) -> list[Outcome]:
    ways = [way.id for way in subject.enactment.ways if subject.is_available(way.id)]
    required = isinstance(subject.outcome, WayOn) and subject.outcome.force is Force.REQUIRED
    force = Force.REQUIRED if required else Force.ADVISED
    usual = [way for way in ("continue", "refer", "terminate", *ways) if way in ways]
    return [*(WayOn(force, (way,)) for way in dict.fromkeys(usual)), WayOn(Force.NONE), OPEN]


def _of_first(subject: ItemContext) -> Iterator[Draft]:
    """What comes first: no distractor is a step that might as well be taken first."""
    if not isinstance(subject.outcome, FirstStep):
        return
    first = subject.outcome.value
    enactment, asked = subject.enactment, subject.action
    rules = behind(subject, subject.outcome)
    earlier = subject.before[asked.id] if asked else frozenset(enactment.action)
    due = {name for name in earlier if asked_for(subject, name)} | set(subject.awaited(asked.id) if asked else ())

    def as_good(step: str) -> bool:
        return step in due and first not in subject.before[step]

    reason = key_reason(subject, None, rules) if rules else "No rule puts a step before it here."
    steps = [a for a in enactment.actions if not a.is_way and not a.by and a.id != first and not as_good(a.id)]
    if first not in enactment.action:
        steps = [a for a in steps if a.id not in due]
    steps = [a for a in steps if subject.status(a.id) is not None and subject.is_available(a.id)]
    rank = _rank_of_steps(subject)
    steps.sort(key=lambda step: (step.id not in due, rank.get(step.id, len(rank))))
    says = outcome_says(subject, subject.outcome)
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
        subject,
        vignette(subject),
        question(subject),
        tuple(choices),
        explained(subject, says, rules, reason),
        rules,
    )


def _rank_of_steps(subject: ItemContext) -> dict[str, int]:
    """The steps that one might think of: those that some rule puts before what is asked about, then those of others."""
    asked, rules = subject.query.question.action, subject.enactment.rules
    putting = [norm for rule in rules for norm in rule.norms if norm.before]
    speaking = [norm for rule in rules if subject.reasons.effective(rule.id) for norm in rule.norms]
    named = [*(n.action for n in putting if n.before == asked), *(n.action for n in speaking if n.modality.positive)]
    return {name: place for place, name in enumerate(dict.fromkeys([*named, *(n.action for n in putting)]))}


def _of_manner(subject: ItemContext) -> Draft:
    """How something is done: which steps the rules ask for, among some for which they do not."""
    way = subject.query.question.action or ""
    steps = [step for step in subject.enactment.actions if way in step.of and subject.is_available(step.id)]
    wanted = [step for step in steps if asked_for(subject, step.id)]
    special = {rule.id for rule in subject.enactment.rules if rule.when != ALWAYS}
    wanted.sort(key=lambda step: not special.intersection(subject.reasons.deciding(step.id)))
    others = [step for step in steps if subject.status(step.id) not in (None, *DUTIES)]
    others.sort(key=lambda step: subject.status(step.id) is Status.UNREGULATED)
    shown = [*wanted[:3], *others[:2]]
    choices = tuple(
        DraftOption(step.id, sentence(step.label), _of_step(subject, step.id), right=step in wanted) for step in shown
    )
    rules = tuple(dict.fromkeys(rule for step in shown for rule in subject.reasons.deciding(step.id)))
    asked = f"{question(subject)} Choose every step that is required or advised."
    says = "; ".join(step.label for step in shown if step in wanted)
    return Draft(
        ItemKind.ANSWER,
        subject,
        vignette(subject),
        asked,
        choices,
        explained(subject, f"Required or advised: {says}.", rules),
        rules,
    )


def _of_step(subject: ItemContext, step: str) -> str:
    status = subject.status(step)
    verb = {
        Status.REQUIRED: "It is required.",
        Status.ADVISED: "It is advised.",
        Status.PROHIBITED: "It is forbidden.",
        Status.DISCOURAGED: "It is advised against.",
    }.get(status or Status.UNREGULATED, "No rule asks for it here.")
    return " ".join([verb, *rules_in_words(subject, subject.reasons.deciding(step))])
