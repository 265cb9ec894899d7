"""Outcomes and statuses as options: what they say, and what it would take for them to be right."""

from __future__ import annotations

from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.outcome import UNDECIDED, FirstStep, Manner, Outcome, Undetermined, WayOn, words_of
from ethics_engine.model.status import Force, Status
from ethics_engine.text.actions import action_phrase
from ethics_engine.text.answers import disposition_in_words
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import listed, sentence

from .context import ItemContext

OPEN = Answer.OPEN
"""Stands, among options, for an outcome that is open."""

STATUS_SAYS = {
    Status.REQUIRED: "It is required.",
    Status.ADVISED: "It is advised, but not required.",
    Status.PERMITTED: "It is permitted, but no rule asks for it.",
    Status.UNREGULATED: "No rule speaks of it. That is not a yes.",
    Status.DISCOURAGED: "It is advised against, but not forbidden.",
    Status.PROHIBITED: "It is forbidden.",
    Status.DILEMMA: "It is a dilemma: rules of equal weight conflict.",
}

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
VERDICT_WOULD_SAY = {
    **VERDICT_SAYS,
    Verdict.BREACH: "A breach: a must or must not would be broken.",
    Verdict.PREMATURE: "Too soon: a step that has to come first has not been taken.",
    Verdict.DEPARTURE: "A departure from advice: a should or should not would not be followed.",
}

STATUS_WANTS = {
    Status.REQUIRED: "Right only if a rule required it, and no weightier rule spoke against it.",
    Status.ADVISED: "Right only if a rule advised it, and no rule of equal or greater weight pointed elsewhere.",
    Status.PERMITTED: "Right only if a rule permitted it, and none asked for it or spoke against it.",
    Status.UNREGULATED: "Right only if no rule that applies here spoke of it.",
    Status.DISCOURAGED: (
        "Right only if a rule advised against it, or another course was advised instead, "
        "and no rule of equal weight spoke for it."
    ),
    Status.PROHIBITED: (
        "Right only if a rule forbade it, or another course was required instead, and no weightier rule spoke for it."
    ),
    Status.DILEMMA: "Right only if rules of equal weight stood on both sides.",
}
MAY_WANTS = {
    Answer.YES: "Right only if a rule permitted, advised or required it, and no step had to come first.",
    Answer.NO: STATUS_WANTS[Status.PROHIBITED],
    Answer.NOT_YET: "Right only if a required step had been missing.",
    Answer.ADVISED_AGAINST: (
        "Right only if a rule advised against it, or another course was advised instead, and none forbade it."
    ),
    Answer.RULES_SAY_NOTHING: STATUS_WANTS[Status.UNREGULATED],
    Answer.DILEMMA: STATUS_WANTS[Status.DILEMMA],
    Answer.OPEN: "Right only if something that the answer depends on were not known.",
    Answer.NOT_POSSIBLE: "Right only if there were no way to do it here.",
}
MUST_WANTS = {
    **MAY_WANTS,
    Answer.YES: "Right only if a rule required it, and no step had to come first.",
    Answer.ADVISED: "Right only if a rule advised it, and none required it or spoke against it.",
    Answer.NO: "Right only if the rules that speak of it merely permitted it, or spoke against it.",
    Answer.NOT_YET: "Right only if a rule required it, and a step had to come first.",
}
VERDICT_WANTS = {
    Verdict.BREACH: "Right only if a rule forbade what was done, or required what was not done.",
    Verdict.PREMATURE: "Right only if a required step had been missing.",
    Verdict.DEPARTURE: "Right only if a should or should not was not followed, and no must or must not was broken.",
    Verdict.CONSISTENT: "Right only if no rule spoke against it, and enough were known to judge it.",
    Verdict.NO_RULE: STATUS_WANTS[Status.UNREGULATED],
    Verdict.NO_VERDICT: "Right only if something that the verdict depends on were not known.",
}
RIGHT = "The rules say this here."
"""The feedback of a right option whose reason the explanation gives."""


def outcome_says(context: ItemContext, outcome: Outcome, *, ask: Ask | None = None, supposed: bool = False) -> str:
    """An outcome as an option; `supposed` of conduct that is only thought of."""
    asked = ask or context.ask
    match outcome:
        case WayOn(force, ways):
            permitted = [way for way in ways if force is Force.ADVISED and context.status(way) is Status.PERMITTED]
            named, instead = (
                [context.ruleset.action[way] for way in ways if (way in permitted) is also] for also in (False, True)
            )
            return disposition_in_words(force, named or instead, instead if named else ())
        case Answer():
            return (MUST_SAYS if asked is Ask.MUST else MAY_SAYS)[outcome]
        case Verdict():
            return (VERDICT_WOULD_SAY if supposed else VERDICT_SAYS)[outcome]
        case FirstStep(step):
            return NOTHING_FIRST if step is None else sentence(context.ruleset.action[step].label)
        case Manner() | Undetermined():
            raise AssertionError(outcome)


def outcome_id(outcome: Outcome) -> str:
    """Tells an outcome apart from the others of its question."""
    return "-".join(words_of(outcome))


NOTHING_FIRST = "No step has to come first."

_NO_REASON: dict[Outcome, str] = {
    Verdict.CONSISTENT: "No rule that applies here speaks against it.",
    OPEN: "It depends on something that is not known.",
}

_SHORT = {
    says: says.partition(":")[0].removesuffix(".")
    for table in (MAY_SAYS, MUST_SAYS, VERDICT_SAYS, VERDICT_WOULD_SAY)
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
