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


def drafts(subjects: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case whose outcome depends on one of the rules behind it."""
    asked = [subject for subject in subjects if asks_for_outcome(subject)]
    without = _outcomes_without(asked)
    for subject in asked:
        changed = {rule: outcome for rule, outcome in without[subject.number].items() if outcome != subject.outcome}
        keys = [rule for rule in behind(subject, subject.outcome) if changed.get(rule)]
        if len(keys) == 1:
            yield _draft(subject, keys[0], changed[keys[0]] or UNDECIDED, _idle(subject, without[subject.number]))


def _outcomes_without(subjects: Sequence[ItemContext]) -> Mapping[int, Mapping[str, Outcome | None]]:
    """For each case and each rule, the outcome without the rule; None where that is not sure."""
    found: dict[int, dict[str, Outcome | None]] = {subject.number: {} for subject in subjects}
    for enactment in dict.fromkeys(subject.enactment for subject in subjects):
        members = [subject for subject in subjects if subject.enactment is enactment]
        without = Without.of(enactment, [subject.ruling for subject in members])
        blocks = sum(1 << len(members) * block for block in range(len(without.rules) + 1))
        for place, subject in enumerate(members):
            possible = outcomes(enactment, without.batch, subject.query)
            sure = decided(possible, without.batch.memory.everyone) >> place & blocks
            here = {outcome: column >> place & sure for outcome, column in possible.items()}
            for block, rule in enumerate(without.rules, start=1):
                bit = len(members) * block
                found[subject.number][rule] = next((o for o, column in here.items() if column >> bit & 1), None)
    return found


def _idle(subject: ItemContext, without: Mapping[str, Outcome | None]) -> list[str]:
    """Rules without which the answer is the same: first those that are overridden or outweighed."""
    rules = [rule for rule, outcome in without.items() if outcome == subject.outcome and not rule.endswith(EXCEPTION)]
    enactment = subject.enactment
    defeated, against = (
        set(subject.reasons.defeated),
        {r for a in subject.salience.at_issue for r in subject.reasons.outweighed(a)},
    )
    deciding = set(behind(subject, subject.outcome))

    def rank(rule: str) -> tuple[int, bool, bytes]:
        speaks = any(norm.action in subject.salience.at_issue for norm in enactment.rule[rule].norms)
        near = speaks or enactment.rule[rule].topic in subject.salience.topics
        near = near or rule in defeated or rule in against
        passed = is_passed_over(subject, rule)
        first = 0 if not passed and (rule in defeated or rule in against) else 1 if near and not passed else 2
        return first, not near, stable_hash(subject, rule)

    chosen = [
        rule
        for rule in rules
        if enactment.rule[rule].norms and enactment.rule[rule].when != ALWAYS and rule not in deciding
    ]
    return sorted(chosen, key=rank)[:_DISTRACTORS]


def _draft(subject: ItemContext, key: str, then: Outcome, wrong: Sequence[str]) -> Draft:
    now, other_than = (outcome_says(subject, outcome) for outcome in (subject.outcome or UNDECIDED, then))
    choices = [
        DraftOption(
            key,
            subject.reasons.because(key),
            f"Without this rule the answer would be “{inline(other_than)}”.",
            right=True,
        )
    ]
    texts = {subject.reasons.because(key)}
    for rule in wrong:
        if subject.reasons.because(rule) not in texts:
            texts.add(subject.reasons.because(rule))
            choices.append(DraftOption(rule, subject.reasons.because(rule), _why_not(subject, rule)))
    rules = behind(subject, subject.outcome)
    return Draft(
        ItemKind.CONTROLLING,
        subject,
        vignette(subject, subject.variations.assumed_behind(subject.variations.readings, subject.outcome)),
        f"{question(subject)} The answer is “{inline(now)}”. Which of these rules decides the answer?",
        tuple(choices),
        f"Without this rule the answer would be “{inline(other_than)}”: {subject.reasons.because(key)}\n\n"
        f"{explained(subject, now, rules)}",
        (key, *rules),
    )


def _why_not(subject: ItemContext, rule: str) -> str:
    enactment = subject.enactment
    actions = [
        enactment.action[name].label for name in dict.fromkeys(norm.action for norm in enactment.rule[rule].norms)
    ]
    defeater = subject.reasons.defeater(rule)
    if rule in subject.reasons.defeated and defeater is not None:
        return f"It is overridden here: {subject.reasons.because(defeater)}"
    if any(rule in subject.reasons.outweighed(action) for action in subject.salience.at_issue):
        return "It applies and says the opposite, but it is outweighed."
    if subject.reasons.effective(rule):
        if any(norm.action in subject.salience.at_issue for norm in enactment.rule[rule].norms):
            return "It applies too, but the answer would be the same without it."
        return f"It applies, but to something else: {listed(actions)}."
    when = condition_in_words(subject.ruleset.rule[rule].when, subject.ruleset)
    return f"It does not apply here. It would apply if {when}."
