"""Was it right: of what was done or omitted, and of what might be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.case import Ask, Question, Verdict
from ethics_engine.model.possibilities import Inquiry
from ethics_engine.training.item import Kind
from ethics_engine.wording.answers import question_in_words
from ethics_engine.wording.deeds import deed
from ethics_engine.wording.lists import listed

from .draft import Choice, Draft
from .facts import changed
from .reasons import behind
from .saying import VERDICT_SAYS, VERDICT_WANTS, VERDICT_WOULD_SAY
from .subject import Subject, rules_in_words
from .vignette import vignette

_WHOLE = " Judge it by its worst part."
_HOW = "How would that stand to the rules?"


def drafts(subjects: Sequence[Subject]) -> Iterator[Draft]:
    """An item for each case that asks whether conduct was right, and one for others on what doing it would be."""
    for subject in subjects:
        action = subject.action
        if subject.ask is Ask.RIGHT:
            acts = len(subject.inquiry.did) + len(subject.inquiry.omitted)
            asked = question_in_words(subject.inquiry, subject.ruleset) + (_WHOLE if acts > 1 else "")
            yield _draft(subject, subject.inquiry, asked, supposed=False)
        elif subject.ask is Ask.MAY and action and not action.by:
            inquiry = subject.hypothetical(Inquiry(Question(Ask.RIGHT), did=(action.id,)))
            asked = f"Suppose that the practitioner does this now, as things stand: {deed(action)}. {_HOW}"
            yield _draft(subject, inquiry, asked, supposed=True)
        elif subject.ask is Ask.MUST and action and not action.by:
            inquiry = subject.hypothetical(Inquiry(Question(Ask.RIGHT), omitted=(action.id,)))
            asked = f"Suppose that the practitioner leaves this undone: {deed(action)}. {_HOW}"
            yield _draft(subject, inquiry, asked, supposed=True)


def _draft(subject: Subject, inquiry: Inquiry, asked: str, *, supposed: bool) -> Draft:
    outcome = subject.outcome_of(inquiry)
    key = Verdict(outcome[0]) if outcome else Verdict.NO_VERDICT
    says = VERDICT_WOULD_SAY if supposed else VERDICT_SAYS
    readings = subject.nearby.outcomes(subject.with_steps(inquiry))
    rules = behind(subject, outcome, inquiry)
    reason = _reason(subject, key, rules, inquiry)
    choices = [Choice(key.value, says[key], reason, right=True)]
    for verdict in Verdict:
        if verdict is not key:
            variant = subject.shift(readings, (verdict.value,))
            miss = (
                f"It would be so if one thing were different: {changed(variant, subject.enactment)}." if variant else ""
            )
            feedback = " ".join(filter(None, [VERDICT_WANTS[verdict], miss, f"As it is: {reason}"]))
            choices.append(Choice(verdict.value, says[verdict], feedback))
    rationale = "" if supposed else " ".join(subject.case.rationale.split())
    return Draft(
        Kind.CONDUCT,
        subject,
        vignette(subject, subject.presumed_behind(readings, outcome), of_conduct=not supposed),
        asked,
        tuple(choices),
        "\n\n".join(filter(None, [says[key], reason, rationale])),
        rules,
    )


def _reason(subject: Subject, key: Verdict, rules: tuple[str, ...], inquiry: Inquiry) -> str:
    reasons = " ".join(rules_in_words(subject, rules))
    if key is Verdict.CONSISTENT:
        return f"The rules do not object to it. {reasons}".strip()
    if key is Verdict.NO_VERDICT:
        return f"The rules do not settle it on what is known. {reasons}".strip()
    if key is Verdict.PREMATURE:
        steps = [step for act in inquiry.did for step in subject.awaited(act) if step in inquiry.stated_not_done]
        return f"What had to come first: {listed([subject.enactment.action[s].label for s in steps])}. {reasons}"
    return reasons
