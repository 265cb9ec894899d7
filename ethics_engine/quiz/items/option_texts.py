"""Outcomes and statuses as options: what they say, and what it would take for them to be right."""

from __future__ import annotations

from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.outcome import UNDECIDED, FirstStep, Manner, Outcome, Undetermined, WayOn
from ethics_engine.model.status import Force, Status
from ethics_engine.text.actions import action_phrase
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.courses import disposition_in_words
from ethics_engine.text.lists import listed, sentence

from .context import ItemContext

OPEN = Answer.OPEN
"""Stands, among options, for an outcome that is open."""

MAY_SAYS = {
    Answer.YES: "Yes: it may be done.",
    Answer.NO: "No: it must not be done.",
    Answer.NOT_YET: "Not yet: a step has to come first.",
    Answer.ADVISED_AGAINST: "Advised against: it should not be done, but it is not forbidden.",
    Answer.RULES_SAY_NOTHING: "No rule covers it.",
    Answer.DILEMMA: "A dilemma: rules of equal weight conflict.",
    Answer.OPEN: "Open: it depends on something that is not known.",
    Answer.NOT_POSSIBLE: "Not possible here: it cannot be done at all.",
}
MUST_SAYS = {
    Answer.YES: "Yes: it must be done.",
    Answer.ADVISED: "Advised: it should be done, but it is not required.",
    Answer.NO: "No: rules speak of it, but none requires or advises it.",
    Answer.NOT_YET: "Yes, but not yet: a step has to come first.",
    Answer.RULES_SAY_NOTHING: MAY_SAYS[Answer.RULES_SAY_NOTHING],
    Answer.DILEMMA: MAY_SAYS[Answer.DILEMMA],
    Answer.OPEN: MAY_SAYS[Answer.OPEN],
    Answer.NOT_POSSIBLE: MAY_SAYS[Answer.NOT_POSSIBLE],
}
VERDICT_SAYS = {
    Verdict.BREACH: "A breach: a must or must not was broken.",
    Verdict.PREMATURE: "Too soon: a step that had to come first had not been taken.",
    Verdict.DEPARTURE: "A departure from advice: a should or should not was not followed.",
    Verdict.CONSISTENT: "Consistent with the rules.",
    Verdict.NO_RULE: "No rule speaks of it: that is not a yes.",
    Verdict.NO_VERDICT: "No verdict: it cannot be judged on what is known.",
}


def outcome_says(context: ItemContext, outcome: Outcome) -> str:
    """An outcome in a sentence."""
    match outcome:
        case WayOn(force, ways):
            permitted = [way for way in ways if force is Force.ADVISED and context.status(way) is Status.PERMITTED]
            named, instead = (
                [context.ruleset.action[way] for way in ways if (way in permitted) is also] for also in (False, True)
            )
            return disposition_in_words(force, named or instead, instead if named else ())
        case Answer():
            return (MUST_SAYS if context.ask is Ask.MUST else MAY_SAYS)[outcome]
        case Verdict():
            return VERDICT_SAYS[outcome]
        case FirstStep(step):
            return NOTHING_FIRST if step is None else sentence(context.ruleset.action[step].label)
        case Manner() | Undetermined():
            raise AssertionError(outcome)


NOTHING_FIRST = "No rule puts a step before it."

_NO_REASON: dict[Outcome, str] = {
    Verdict.CONSISTENT: "No rule that applies here speaks against it.",
    OPEN: "It depends on something that is not known.",
}

_SHORT = {
    says: says.partition(":")[0].removesuffix(".")
    for table in (MAY_SAYS, MUST_SAYS, VERDICT_SAYS)
    for says in table.values()
}


def inline(says: str) -> str:
    """An answer in quotation marks within a sentence, such as `Not yet`; any other sentence without its full stop."""
    return _SHORT.get(says, says.removesuffix("."))


def key_reason(context: ItemContext, outcome: Outcome | None, rules: tuple[str, ...]) -> str:
    """Why an outcome is what it is, in a sentence or a few."""
    action = context.action
    if outcome is Answer.NOT_YET and action is not None:
        steps = listed(
            [action_phrase(context.enactment.action[step]) for step in context.awaited(action.id)], "and then"
        )
        lead = f"First: {steps}. " if steps else ""
    elif outcome is Answer.NOT_POSSIBLE and action is not None:
        available = condition_in_words(context.ruleset.action[action.id].available, context.ruleset)
        lead = f"It is possible only if {available}. "
    elif outcome is Verdict.NO_VERDICT:
        lead = "The rules cannot judge it on what is known. "
    else:
        lead = ""
    reasons = " ".join(dict.fromkeys(context.reasons.because(rule) for rule in rules))
    if not lead and not reasons:
        return _NO_REASON.get(outcome or UNDECIDED, "No rule that applies here speaks of it.")
    return f"{lead}{reasons}".strip()
