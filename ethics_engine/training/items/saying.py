"""Outcomes and statuses as options: what they say, and why they are not right where they are not."""

from __future__ import annotations

from ethics_engine.consulting.outcomes import Outcome
from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.status import Force, Status
from ethics_engine.wording.answers import disposition_in_words
from ethics_engine.wording.conditions import condition_in_words
from ethics_engine.wording.deeds import deed
from ethics_engine.wording.lists import listed, sentence

from .subject import Subject

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
    Verdict.NO_VERDICT: "No verdict can be given on what is known.",
}
VERDICT_WOULD_SAY = {
    Verdict.BREACH: "It would be a breach of the rules.",
    Verdict.PREMATURE: "It would be premature: a step that has to come first has not been taken.",
    Verdict.DEPARTURE: "It would depart from what the rules advise, but be no breach.",
    Verdict.CONSISTENT: "It would be consistent with the rules.",
    Verdict.NO_VERDICT: "No verdict can be given on what is known.",
}

STATUS_WANTS = {
    Status.REQUIRED: "No rule that prevails here requires it.",
    Status.ADVISED: "That would take a rule that advises it, with none of more weight beside it.",
    Status.PERMITTED: "That would take a rule that allows it, with nothing stronger beside it.",
    Status.UNREGULATED: "The rules do speak of it in this case.",
    Status.DISCOURAGED: "That would take a rule that advises against it, with none of more weight beside it.",
    Status.PROHIBITED: "No rule that prevails here forbids it.",
    Status.DILEMMA: "There are no rules of equal weight on both sides here.",
}
MAY_WANTS = {
    Answer.YES: "More than silence is needed for that, and nothing that stands in the way.",
    Answer.NO: "No rule that prevails here forbids it.",
    Answer.NOT_YET: "That would take a step which has to come first and has not been taken.",
    Answer.ADVISED_AGAINST: "That would take a rule that advises against it, with none of more weight beside it.",
    Answer.RULES_SAY_NOTHING: "The rules do have an answer here.",
    Answer.DILEMMA: "There are no rules of equal weight on both sides here.",
    Answer.OPEN: "What is known is enough to decide it.",
    Answer.NOT_POSSIBLE: "It is possible here.",
}
MUST_WANTS = {
    **MAY_WANTS,
    Answer.YES: "No rule that prevails here requires it, with nothing that has to come first.",
    Answer.ADVISED: "That would take a rule that advises it, with none of more weight beside it.",
    Answer.NO: "That would take rules that allow it, or speak against it, and no more.",
    Answer.NOT_YET: "That would take a duty, and a step which has to come before it and has not been taken.",
}
VERDICT_WANTS = {
    Verdict.BREACH: "That would take a rule which forbids what is done, or requires what is left undone.",
    Verdict.PREMATURE: "That would take a step which has to come first and has not been taken.",
    Verdict.DEPARTURE: "That would take advice which is not followed, and no duty beside it.",
    Verdict.CONSISTENT: "That would take rules that do not object to it, and enough that is known.",
    Verdict.NO_VERDICT: "What is known is enough for a verdict.",
}


def outcome_says(subject: Subject, outcome: Outcome, *, ask: Ask | None = None, supposed: bool = False) -> str:
    """An outcome as an option; `supposed` of conduct that is only thought of."""
    asked = ask or subject.ask
    if asked is Ask.WHAT:
        if outcome == OPEN:
            return "It cannot be said yet: it hangs on something that is not known."
        force, *ways = outcome
        return disposition_in_words(Force(force), [subject.ruleset.action[way] for way in ways])
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


def inline(says: str) -> str:
    """A sentence as it stands within another, after a colon."""
    return says.rstrip(".")


def key_reason(subject: Subject, outcome: Outcome | None, rules: tuple[str, ...]) -> str:
    """Why an outcome is what it is, in a sentence or a few."""
    action = subject.action
    if outcome == (Answer.NOT_YET.value,) and action is not None:
        steps = listed([deed(subject.enactment.action[step]) for step in subject.awaited(action.id)], "and then")
        lead = f"What has to be done first: {steps}. " if steps else ""
    elif outcome == (Answer.NOT_POSSIBLE.value,) and action is not None:
        available = condition_in_words(subject.ruleset.action[action.id].available, subject.ruleset)
        lead = f"It is possible only when {available}. "
    else:
        lead = ""
    reasons = " ".join(dict.fromkeys(subject.because(rule) for rule in rules))
    if not lead and not reasons:
        return "No rule that applies here speaks of it."
    return f"{lead}{reasons}".strip()
