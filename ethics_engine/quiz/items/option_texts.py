"""Outcomes and statuses as options: what they say, and why they are not right where they are not."""

from __future__ import annotations

from ethics_engine.consultation.batch_answers import Outcome
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.status import Force, Status
from ethics_engine.text.actions import action_phrase
from ethics_engine.text.answers import disposition_in_words
from ethics_engine.text.conditions import condition_in_words
from ethics_engine.text.lists import listed, sentence

from .context import ItemContext

OPEN: Outcome = (Answer.OPEN.value,)
"""Stands, among options, for an outcome that is open."""

STATUS_SAYS = {
    Status.REQUIRED: "The rules require it.",
    Status.ADVISED: "The rules advise it, but do not require it.",
    Status.PERMITTED: "The rules allow it, but do not ask for it.",
    Status.UNREGULATED: "The rules say nothing about it.",
    Status.DISCOURAGED: "The rules advise against it, but do not forbid it.",
    Status.PROHIBITED: "The rules forbid it.",
    Status.DILEMMA: "It is a dilemma: rules of equal weight collide over it.",
}

MAY_SAYS = {
    Answer.YES: "Yes, the rules allow it.",
    Answer.NO: "No, the rules forbid it.",
    Answer.NOT_YET: "Not yet: something else has to be done first.",
    Answer.ADVISED_AGAINST: "Better not: the rules advise against it, but do not forbid it.",
    Answer.RULES_SAY_NOTHING: "The rules say nothing about it, neither yes nor no.",
    Answer.DILEMMA: "It is a dilemma: rules of equal weight collide.",
    Answer.OPEN: "It cannot be said yet: it hangs on something that is not known.",
    Answer.NOT_POSSIBLE: "The question does not arise: it is not possible here.",
}
MUST_SAYS = {
    Answer.YES: "Yes, the rules require it.",
    Answer.ADVISED: "The rules advise it, but do not require it.",
    Answer.NO: "No: the rules speak of it, but ask for nothing of the kind.",
    Answer.NOT_YET: "Yes, but not yet: something else has to be done first.",
    Answer.RULES_SAY_NOTHING: MAY_SAYS[Answer.RULES_SAY_NOTHING],
    Answer.DILEMMA: MAY_SAYS[Answer.DILEMMA],
    Answer.OPEN: MAY_SAYS[Answer.OPEN],
    Answer.NOT_POSSIBLE: MAY_SAYS[Answer.NOT_POSSIBLE],
}
VERDICT_SAYS = {
    Verdict.BREACH: "It was a breach of the rules.",
    Verdict.PREMATURE: "It was premature: a step that had to come first had not been taken.",
    Verdict.DEPARTURE: "It departed from what the rules advise, but was no breach.",
    Verdict.CONSISTENT: "It was consistent with the rules.",
    Verdict.NO_RULE: "No rule speaks of it, which is not a yes.",
    Verdict.NO_VERDICT: "No verdict can be given on what is known.",
}
VERDICT_WOULD_SAY = {
    Verdict.BREACH: "It would be a breach of the rules.",
    Verdict.PREMATURE: "It would be premature: a step that has to come first has not been taken.",
    Verdict.DEPARTURE: "It would depart from what the rules advise, but be no breach.",
    Verdict.CONSISTENT: "It would be consistent with the rules.",
    Verdict.NO_RULE: "No rule would speak of it, which is not a yes.",
    Verdict.NO_VERDICT: "No verdict can be given on what is known.",
}

STATUS_WANTS = {
    Status.REQUIRED: "This would be right only if a rule required it, and none of more weight spoke against it.",
    Status.ADVISED: "This would be right only if a rule advised it, and none of as much weight spoke otherwise.",
    Status.PERMITTED: "This would be right only if a rule allowed it, and none asked for it or spoke against it.",
    Status.UNREGULATED: "This would be right only if no rule that applies here spoke of it.",
    Status.DISCOURAGED: "This would be right only if a rule advised against it, and none as weighty spoke for it.",
    Status.PROHIBITED: "This would be right only if a rule forbade it, and none of more weight spoke for it.",
    Status.DILEMMA: "This would be right only if rules of equal weight stood on both sides.",
}
MAY_WANTS = {
    Answer.YES: "This would be right only if a rule allowed it, and nothing stood in the way.",
    Answer.NO: "This would be right only if a rule forbade it, and none of more weight spoke for it.",
    Answer.NOT_YET: "This would be right only if another step had to come first and had not been taken.",
    Answer.ADVISED_AGAINST: (
        "This would be right only if a rule advised against it, none forbade it and nothing had to come first."
    ),
    Answer.RULES_SAY_NOTHING: "This would be right only if no rule that applies here spoke of it.",
    Answer.DILEMMA: "This would be right only if rules of equal weight stood on both sides.",
    Answer.OPEN: "This would be right only if something that the answer hangs on were not known.",
    Answer.NOT_POSSIBLE: "This would be right only if there were no way to do it here.",
}
MUST_WANTS = {
    **MAY_WANTS,
    Answer.YES: "This would be right only if a rule required it, and nothing had to come first.",
    Answer.ADVISED: "This would be right only if a rule advised it, and none required it or spoke against it.",
    Answer.NO: "This would be right only if the rules that speak of it merely allowed it, or spoke against it.",
    Answer.NOT_YET: "This would be right only if a rule required it, and another step had to come first.",
}
VERDICT_WANTS = {
    Verdict.BREACH: "This would be right only if a rule forbade what is done, or required what is left undone.",
    Verdict.PREMATURE: "This would be right only if another step had to come first and had not been taken.",
    Verdict.DEPARTURE: "This would be right only if a rule advised otherwise and none required it.",
    Verdict.CONSISTENT: "This would be right only if no rule objected to it, and enough were known to say so.",
    Verdict.NO_RULE: "This would be right only if no rule that applies here spoke of it.",
    Verdict.NO_VERDICT: "This would be right only if something that the verdict hangs on were not known.",
}
RIGHT = "That is what the rules come to here."
"""The feedback of a right option whose reason the explanation gives."""


def outcome_says(subject: ItemContext, outcome: Outcome, *, ask: Ask | None = None, supposed: bool = False) -> str:
    """An outcome as an option; `supposed` of conduct that is only thought of."""
    asked = ask or subject.ask
    if asked is Ask.WHAT:
        if outcome == OPEN:
            return "It cannot be said yet: it hangs on something that is not known."
        force, *ways = outcome
        permitted = [way for way in ways if Force(force) is Force.ADVISED and subject.status(way) is Status.PERMITTED]
        named, instead = (
            [subject.ruleset.action[way] for way in ways if (way in permitted) is also] for also in (False, True)
        )
        return disposition_in_words(Force(force), named or instead, instead if named else ())
    (word,) = outcome
    match asked:
        case Ask.MAY:
            return MAY_SAYS[Answer(word)]
        case Ask.MUST:
            return MUST_SAYS[Answer(word)]
        case Ask.RIGHT:
            return (VERDICT_WOULD_SAY if supposed else VERDICT_SAYS)[Verdict(word)]
        case _:
            if word in subject.ruleset.action:
                return sentence(subject.ruleset.action[word].label)
            return "Nothing has to come first."


_NO_REASON: dict[Outcome, str] = {
    (Verdict.CONSISTENT.value,): "No rule that applies here objects to it.",
    OPEN: "It hangs on something that is not known.",
}


def inline(says: str) -> str:
    """A sentence as it stands within another, after a colon."""
    return says.rstrip(".")


def key_reason(subject: ItemContext, outcome: Outcome | None, rules: tuple[str, ...]) -> str:
    """Why an outcome is what it is, in a sentence or a few."""
    action = subject.action
    if outcome == (Answer.NOT_YET.value,) and action is not None:
        steps = listed(
            [action_phrase(subject.enactment.action[step]) for step in subject.awaited(action.id)], "and then"
        )
        lead = f"What has to be done first: {steps}. " if steps else ""
    elif outcome == (Answer.NOT_POSSIBLE.value,) and action is not None:
        available = condition_in_words(subject.ruleset.action[action.id].available, subject.ruleset)
        lead = f"It is possible only when {available}. "
    elif outcome == (Verdict.NO_VERDICT.value,):
        lead = "The rules do not settle it on what is known. "
    else:
        lead = ""
    reasons = " ".join(dict.fromkeys(subject.because(rule) for rule in rules))
    if not lead and not reasons:
        return _NO_REASON.get(outcome or (), "No rule that applies here speaks of it.")
    return f"{lead}{reasons}".strip()
