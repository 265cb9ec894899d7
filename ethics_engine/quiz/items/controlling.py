"""Which rule decides: the one without which the answer would be another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ethics_engine.case_law.decisive_rules import Without
from ethics_engine.consultation.batch_answers import decided, outcomes
from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import listed

from .answer import explained, question
from .context import ItemContext
from .deciding_rules import behind
from .distractors import asks_for_outcome, is_passed_over, stable_hash
from .draft import Draft, DraftOption
from .option_texts import inline, outcome_says
from .vignette import vignette

_DISTRACTORS = 4


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case whose outcome depends on one of the rules behind it."""
    asked = [context for context in contexts if asks_for_outcome(context)]
    without = _outcomes_without(asked)
    for context in asked:
        changed = {rule: outcome for rule, outcome in without[context.number].items() if outcome != context.outcome}
        keys = [rule for rule in behind(context, context.outcome) if changed.get(rule)]
        if len(keys) == 1:
            yield _draft(context, keys[0], changed[keys[0]] or UNDECIDED, _idle(context, without[context.number]))


def _outcomes_without(contexts: Sequence[ItemContext]) -> Mapping[int, Mapping[str, Outcome | None]]:
    """For each case and each rule, the outcome without the rule; None where that is not sure."""
    found: dict[int, dict[str, Outcome | None]] = {context.number: {} for context in contexts}
    for enactment in dict.fromkeys(context.enactment for context in contexts):
        members = [context for context in contexts if context.enactment is enactment]
        without = Without.of(enactment, [context.evaluated for context in members])
        blocks = sum(1 << len(members) * block for block in range(len(without.rules) + 1))
        for place, context in enumerate(members):
            possible = outcomes(enactment, without.batch, context.query)
            sure = decided(possible, without.batch.memory.everyone) >> place & blocks
            here = {outcome: column >> place & sure for outcome, column in possible.items()}
            for block, rule in enumerate(without.rules, start=1):
                bit = len(members) * block
                found[context.number][rule] = next((o for o, column in here.items() if column >> bit & 1), None)
    return found


def _idle(context: ItemContext, without: Mapping[str, Outcome | None]) -> list[str]:
    """Rules without which the answer is the same: first those that are overridden or outweighed."""
    rules = [rule for rule, outcome in without.items() if outcome == context.outcome and not rule.endswith(EXCEPTION)]
    enactment = context.enactment
    defeated, against = (
        set(context.reasons.defeated),
        {r for a in context.salience.at_issue for r in context.reasons.outweighed(a)},
    )
    deciding = set(behind(context, context.outcome))

    def rank(rule: str) -> tuple[int, bool, bytes]:
        speaks = any(norm.action in context.salience.at_issue for norm in enactment.rule[rule].norms)
        near = speaks or enactment.rule[rule].topic in context.salience.topics
        near = near or rule in defeated or rule in against
        passed = is_passed_over(context, rule)
        first = 0 if not passed and (rule in defeated or rule in against) else 1 if near and not passed else 2
        return first, not near, stable_hash(context, rule)

    chosen = [
        rule
        for rule in rules
        if enactment.rule[rule].norms and enactment.rule[rule].when != ALWAYS and rule not in deciding
    ]
    return sorted(chosen, key=rank)[:_DISTRACTORS]


def _draft(context: ItemContext, key: str, then: Outcome, wrong: Sequence[str]) -> Draft:
    now, other_than = (outcome_says(context, outcome) for outcome in (context.outcome or UNDECIDED, then))
    choices = [
        DraftOption(
            key,
            context.reasons.because(key),
            f"Without this rule the answer would be “{inline(other_than)}”.",
            right=True,
        )
    ]
    texts = {context.reasons.because(key)}
    for rule in wrong:
        if context.reasons.because(rule) not in texts:
            texts.add(context.reasons.because(rule))
            choices.append(DraftOption(rule, context.reasons.because(rule), _why_not(context, rule)))
    rules = behind(context, context.outcome)
    return Draft(
        ItemKind.CONTROLLING,
        context,
        vignette(context, context.variations.assumed_behind(context.variations.readings, context.outcome)),
        f"{question(context)} The answer is “{inline(now)}”. Which of these rules decides the answer?",
        tuple(choices),
        f"Without this rule the answer would be “{inline(other_than)}”: {context.reasons.because(key)}\n\n"
        f"{explained(context, now, rules)}",
        (key, *rules),
    )


def _why_not(context: ItemContext, rule: str) -> str:
    enactment = context.enactment
    actions = [
        enactment.action[name].label for name in dict.fromkeys(norm.action for norm in enactment.rule[rule].norms)
    ]
    defeater = context.reasons.defeater(rule)
    if rule in context.reasons.defeated and defeater is not None:
        return f"It is overridden here: {context.reasons.because(defeater)}"
    if any(rule in context.reasons.outweighed(action) for action in context.salience.at_issue):
        return "It applies and says the opposite, but it is outweighed."
    if context.reasons.effective(rule):
        if any(norm.action in context.salience.at_issue for norm in enactment.rule[rule].norms):
            return "It applies too, but the answer would be the same without it."
        return f"It applies, but to something else: {listed(actions)}."
    when = condition_in_words(context.ruleset.rule[rule].when, context.ruleset)
    return f"It does not apply here. It would apply if {when}."
