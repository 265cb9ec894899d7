"""The answer to a case, with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.case import Answer, Ask
from ethics_engine.model.outcome import FirstStep, Outcome, WayOn
from ethics_engine.model.status import DUTIES, NEGATIVE, Force
from ethics_engine.model.truth import Truth
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.answers import question_in_words
from ethics_engine.text.courses import disposition_in_words
from ethics_engine.text.lists import capital, sentence

from .citing import cited
from .context import ItemContext
from .deciding_rules import behind
from .distractors import stable_hash
from .draft import Draft, DraftOption
from .explained_outcomes import hanging, if_stated, rules_of, why_open
from .fact_texts import matter
from .option_texts import key_reason, outcome_says
from .positions import Frame, distractors, frame_of, key_position, positions, says, shortened
from .vignette import vignette
from .written import written_drafts

_AGAINST = (Answer.NO, Answer.ADVISED_AGAINST)


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that asks for an answer; what asks whether conduct was right is a kind of its own.

    No item asks for an answer that no rule gives: that no rule speaks of an act teaches nothing about it.
    """
    for context in contexts:
        match context.ask:
            case ask if context.is_written:
                yield from written_drafts(context) if ask is not Ask.RIGHT else ()
            case Ask.MAY | Ask.MUST if context.is_open:
                yield from _of_open(context)
            case Ask.MAY | Ask.MUST:
                yield from _of_answer(context)
            case Ask.WHAT:
                yield from _of_course(context)
            case Ask.FIRST:
                yield from _of_first(context)
            case Ask.HOW | Ask.RIGHT:
                pass


def question(context: ItemContext) -> str:
    """What is asked of a case, in words."""
    return question_in_words(context.query, context.ruleset)


def explained(context: ItemContext, lead: str, rules: tuple[str, ...], reason: str | None = None) -> str:
    """The reasoned answer: what it is, the reasons of the rules, what is advised instead, and what was said of it."""
    why = key_reason(context, context.outcome, rules) if reason is None else reason
    return "\n\n".join(filter(None, [lead, why, instead(context), " ".join(context.case.rationale.split())]))


def instead(context: ItemContext) -> str:
    """What the rules name in place of a course that they speak against; nothing where they name none."""
    action = context.action
    if context.outcome not in _AGAINST or action is None:
        return ""
    forces = context.evaluated.dispositions()
    if len(forces) != 1:
        return ""
    ((force, named),) = forces
    ways = [way for way in context.enactment.ways if way.id in named and way.id != action.id]
    if not ways or force in (Force.NONE, Force.DILEMMA):
        return ""
    return f"Instead: {disposition_in_words(force, ways)}"


def right_because(context: ItemContext, rule: str, rules: Sequence[str]) -> str:
    """Why an answer is right here: the reason in full, the others that point the same way, and the source."""
    reasons = dict.fromkeys(context.reasons.because(name) for name in (rule, *rules))
    return " ".join(["Right.", *reasons, cited(context.enactment, rule)])


def _of_answer(context: ItemContext) -> Iterator[Draft]:
    outcome, action = context.outcome, context.action
    if action is None or not isinstance(outcome, Answer):
        return
    rules = behind(context, outcome)
    shown = vignette(context, context.variations.assumed_behind(context.variations.readings, outcome))
    asked = f"{question(context)} Choose the answer with the reason that applies."
    if outcome is Answer.DILEMMA:
        text, name = "It is a dilemma: rules of equal weight conflict here, and they do not choose.", outcome.value
        wrong = _sides(context, action.id)
        lead = rules[0] if rules else None
    else:
        key = key_position(context, action.id, frame_of(context.ask), outcome, rules)
        if key is None:
            return
        text, name, lead = says(context, key), key.name, key.rule
        wrong = distractors(context, action.id, key, rules)
    if lead is None:
        return
    feedback = " ".join(filter(None, [right_because(context, lead, rules), instead(context)]))
    yield Draft(
        ItemKind.ANSWER,
        context,
        shown,
        asked,
        DraftOption(name, text, feedback, name.split(".")[0]),
        (*_with_open(context), *wrong),
        explained(context, outcome_says(context, outcome), rules),
        tuple(dict.fromkeys([lead, *rules])),
    )


_OPEN_IN = 6
"""One case in so many offers that the answer cannot be given yet."""


def _with_open(context: ItemContext) -> Iterator[DraftOption]:
    """Now and then, that the answer depends on something that is stated and makes no difference."""
    if stable_hash(context, "open")[0] % _OPEN_IN or context.outcome is None:
        return
    readings = context.variations.readings
    same = {variant.fact for variant in readings.where(context.outcome)}
    other = {variant.fact for variant in readings.variants if readings.of(variant) != context.outcome}
    for name in context.stated:
        about = matter(name, context.enactment)
        topic = context.enactment.fact[name].topic
        if name in same - other and topic in context.salience.topics and about.startswith("whether"):
            feedback = "This is stated, and whatever it were, the answer would be the same."
            yield DraftOption(f"open.{name}", f"It cannot be said yet: it depends on {about}.", feedback)
            return


def _sides(context: ItemContext, act: str) -> tuple[DraftOption, ...]:
    """Of a dilemma each side, as if it were the whole."""
    frame = frame_of(context.ask)
    found: dict[object, DraftOption] = {}
    for position in positions(context, act, frame):
        if context.reasons.effective(position.rule) and position.step is None:
            feedback = (
                f"This is one side only; a rule of equal weight speaks on the other. {_cite(context, position.rule)}"
            )
            found.setdefault(position.outcome, DraftOption(position.name, says(context, position), feedback))
    return tuple(found.values())


def _of_open(context: ItemContext) -> Iterator[Draft]:
    """What is not known decides: the answers to each reply stand beside that."""
    facts, action = hanging(context), context.action
    if not facts or action is None or context.outcome is not None:
        return

    def outcome_in_words(outcome: Outcome) -> str:
        return outcome_says(context, outcome)

    text = f"It cannot be said yet: it depends on {matter(facts[0][0], context.enactment)}."
    frame = frame_of(context.ask)
    rules = rules_of(reply.turn for _, given in facts for reply in given)
    wrong: dict[str, DraftOption] = {}
    for position in positions(context, action.id, frame):
        if position.rule in rules:
            feedback = f"{if_stated(context, facts, position.outcome)} {_cite(context, position.rule)}"
            wrong.setdefault(position.outcome.value, DraftOption(position.name, says(context, position), feedback))
    reason = why_open(context, facts, outcome_in_words)
    yield Draft(
        ItemKind.ANSWER,
        context,
        vignette(context),
        f"{question(context)} Choose the answer with the reason that applies.",
        DraftOption("open", text, f"Right. {reason}"),
        tuple(wrong.values()),
        explained(context, text, rules, reason),
        rules,
    )


def _cite(context: ItemContext, rule: str) -> str:
    return cited(context.enactment, rule)


def _of_course(context: ItemContext) -> Iterator[Draft]:
    """Which course the rules name, where they name one: the others with the reasons that rules would have for them."""
    outcome = context.outcome
    if not isinstance(outcome, WayOn) or len(outcome.ways) != 1 or outcome.force in (Force.DILEMMA, Force.NONE):
        return
    way = outcome.ways[0]
    rules = context.reasons.deciding(way)
    key = key_position(context, way, Frame.MAY, Answer.YES, rules)
    if key is None:
        return
    shown = vignette(context, context.variations.assumed_behind(context.variations.readings, outcome))
    asked = "What should the practitioner do? Choose the course with the reason that applies."
    text = _course(context, way, key.rule)
    pool: list[DraftOption] = []
    applicable = context.evaluated.evaluation.applicable
    for other in context.enactment.ways:
        if other.id == way or not context.is_available(other.id) or context.status(other.id) in DUTIES:
            continue
        speaking = [
            position
            for position in positions(context, other.id, Frame.MAY)
            if position.outcome is Answer.YES and applicable[position.rule] is Truth.FALSE
        ]
        speaking.sort(key=lambda position: stable_hash(context, position.rule))
        if context.status(other.id) in NEGATIVE:
            pool += [
                DraftOption(
                    other.id, _course(context, other.id, position.rule), _why_other(context, other.id, position.rule)
                )
                for position in speaking[:1]
            ]
    yield Draft(
        ItemKind.ANSWER,
        context,
        shown,
        asked,
        DraftOption(way, text, right_because(context, key.rule, rules)),
        tuple(pool),
        explained(context, outcome_says(context, outcome), rules),
        rules,
    )


def _course(context: ItemContext, way: str, rule: str) -> str:
    return f"{capital(context.enactment.action[way].label)}. {shortened(context.reasons.because(rule))}"


def _why_other(context: ItemContext, way: str, rule: str) -> str:
    against = context.reasons.deciding(way)
    reasons = " ".join(dict.fromkeys(context.reasons.because(name) for name in against))
    lead = "The reason given does not apply here, and the rules speak against this course:"
    return f"{lead} {reasons} {_cite(context, rule)}"


def _of_first(context: ItemContext) -> Iterator[Draft]:
    """What comes first, beside steps that come later and steps that the rules speak against."""
    if not isinstance(context.outcome, FirstStep) or context.outcome.step is None:
        return
    first, enactment, asked = context.outcome.step, context.enactment, context.action
    rules = behind(context, context.outcome) or context.reasons.deciding(first)
    if not rules:
        return
    due = [
        action.id
        for action in enactment.actions
        if not action.by and (context.status(action.id) in DUTIES or (asked and action.id in context.awaited(asked.id)))
    ]
    later = [step for step in due if first in context.before[step]]
    against = [a.id for a in enactment.actions if not a.by and context.status(a.id) in NEGATIVE and a.id != first]
    against = [step for step in against if context.reasons.deciding(step)]
    against.sort(key=lambda step: stable_hash(context, step))
    pool = [
        DraftOption(
            step,
            sentence(enactment.action[step].label),
            f"It comes too, but “{enactment.action[first].label}” comes before it.",
        )
        for step in later
    ]
    pool += [
        DraftOption(
            step,
            sentence(enactment.action[step].label),
            f"The rules speak against it here: {context.reasons.because(context.reasons.deciding(step)[0])} "
            f"{_cite(context, context.reasons.deciding(step)[0])}",
        )
        for step in against
    ]
    shown, text = vignette(context), sentence(enactment.action[first].label)
    reason = " ".join(dict.fromkeys(context.reasons.because(rule) for rule in rules))
    yield Draft(
        ItemKind.ANSWER,
        context,
        shown,
        question(context),
        DraftOption(first, text, right_because(context, rules[0], rules)),
        tuple(pool),
        explained(context, f"First: {text}", rules, reason),
        rules,
    )
