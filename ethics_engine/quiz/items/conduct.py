"""Was it right, and why: of what was done or left undone in a case that asks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.case import Ask, Verdict
from ethics_engine.model.status import Status
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.answers import question_in_words

from .answer import right_because
from .context import ItemContext
from .deciding_rules import behind
from .draft import Draft, DraftOption
from .option_texts import outcome_says
from .positions import Frame, distractors, frame_of, key_position, positions, says
from .vignette import vignette
from .written import written_drafts

_CONFLICT = "The rules conflict here: one asks for it, and one of equal weight speaks against it."


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case that asks whether conduct was right, where a rule says so or rules conflict."""
    for context in contexts:
        if context.ask is Ask.RIGHT and context.is_written:
            yield from written_drafts(context)
        elif context.ask is Ask.RIGHT and isinstance(context.outcome, Verdict):
            yield from _draft(context, context.outcome)


def _draft(context: ItemContext, verdict: Verdict) -> Iterator[Draft]:
    act, frame, rules = _decisive(context, verdict)
    shown = vignette(context, context.variations.assumed_behind(context.variations.readings, verdict), of_conduct=True)
    asked = f"{question_in_words(context.query, context.ruleset)} Choose the verdict with the reason that applies."
    if context.status(act) is Status.DILEMMA:
        text, name, lead = _CONFLICT, verdict.value, rules[0]
        wrong = tuple(
            DraftOption(p.name, says(context, p), "This is one side only; a rule of equal weight speaks on the other.")
            for p in positions(context, act, frame)
            if context.reasons.effective(p.rule) and p.step is None
        )
    else:
        key = key_position(context, act, frame, verdict, rules)
        if key is None:
            return
        text, name, lead = says(context, key), key.name, key.rule
        wrong = distractors(context, act, key, rules)
    yield Draft(
        ItemKind.CONDUCT,
        context,
        shown,
        asked,
        DraftOption(name, text, right_because(context, lead, rules), verdict.value),
        wrong,
        "\n\n".join(
            filter(
                None,
                [outcome_says(context, verdict), *_reasons(context, rules), " ".join(context.case.rationale.split())],
            )
        ),
        rules,
    )


def _decisive(context: ItemContext, verdict: Verdict) -> tuple[str, Frame, tuple[str, ...]]:
    """The act that makes the verdict what it is: the first that the rules behind the verdict speak of."""
    rules = behind(context, verdict)
    acts = [*((act, False) for act in context.query.did), *((act, True) for act in context.query.omitted)]
    for act, omitted in acts:
        frame = frame_of(Ask.RIGHT, omitted=omitted)
        found = {p.rule for p in positions(context, act, frame) if p.outcome is verdict} & {*rules}
        if found or context.status(act) is Status.DILEMMA:
            return act, frame, tuple(rule for rule in rules if rule in found) or context.reasons.deciding(act)
    act, omitted = acts[0]
    return act, frame_of(Ask.RIGHT, omitted=omitted), rules


def _reasons(context: ItemContext, rules: Sequence[str]) -> list[str]:
    return [" ".join(dict.fromkeys(context.reasons.because(rule) for rule in rules))]
