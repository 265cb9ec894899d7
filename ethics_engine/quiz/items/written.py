"""Items whose options somebody wrote: made where the rules agree that the first option alone is right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ethics_engine.model.case import Answer, Ask, Verdict
from ethics_engine.model.outcome import UNDECIDED, Outcome, words_of
from ethics_engine.quiz.item import ItemKind
from ethics_engine.quiz.parse_questions import EITHER_STRENGTH, WrittenOption, WrittenQuestion
from ethics_engine.text.answers import question_in_words

from .citing import cited, known, named
from .context import ItemContext
from .deciding_rules import behind
from .draft import Draft, DraftOption
from .explained_outcomes import hanging, rules_of
from .option_texts import inline, key_reason, outcome_says
from .vignette import story

_AGAINST = "The answer is no."
_CALLED_FOR = "The answer is yes."
_PLAINLY: Mapping[Outcome, str] = {
    Answer.NO: _AGAINST,
    Answer.ADVISED_AGAINST: _AGAINST,
    Answer.ADVISED: _CALLED_FOR,
    Verdict.BREACH: "It was wrong.",
    Verdict.DEPARTURE: "It was wrong.",
}
"""Answers of which the strength is not asked."""
_IN_SHORT: Mapping[Outcome, str] = {
    Answer.ADVISED_AGAINST: "Advised against",
    Answer.ADVISED: "Yes",
    Answer.NOT_YET: "Not yet: something has to be done first",
}


def plainly(context: ItemContext, outcome: Outcome) -> str:
    """An outcome in a sentence, without its strength."""
    if context.ask is Ask.MUST and outcome in (Answer.YES, Answer.NO):
        return _CALLED_FOR if outcome is Answer.YES else outcome_says(context, outcome)
    return _PLAINLY.get(outcome) or outcome_says(context, outcome)


def in_short(context: ItemContext) -> str:
    """The outcome of a case in a word or two."""
    outcome = context.outcome or UNDECIDED
    return _IN_SHORT.get(outcome) or inline(outcome_says(context, outcome))


def written_drafts(context: ItemContext) -> Iterator[Draft]:
    """The item on a case that somebody wrote a question on, if the rules make its first option right and no other."""
    for question in context.questions:
        right = [option for option in question.options if is_right(context, option)]
        of_case = question.case == context.case.id and question.beside is None and not question.codes
        if of_case and right == [question.options[0]]:
            yield _draft(context, question, right[0])


def is_right(context: ItemContext, option: WrittenOption) -> bool:
    """Whether an option gives the answer that the rules give, names a step that is awaited and a rule that decides."""
    given = words_of(context.outcome or UNDECIDED) or ("open",)
    if not set(EITHER_STRENGTH.get(option.answer, (option.answer,))) & set(given):
        return False
    if option.step is not None and option.step not in _awaited(context):
        return False
    return option.rule is None or option.rule in _rules(context)


def _draft(context: ItemContext, question: WrittenQuestion, key: WrittenOption) -> Draft:
    rules = _rules(context)
    lead = _deciding(context, key, rules)
    source = named(context.ruleset, question.sources) or (cited(context.enactment, lead) if lead else "")
    return Draft(
        ItemKind.CONDUCT if context.ask is Ask.RIGHT else ItemKind.ANSWER,
        context,
        story(context),
        question.question or question_in_words(context.query, context.ruleset),
        _option(question, key, f"Right. {key.feedback} {source}".strip()),
        tuple(_option(question, option, option.feedback) for option in question.options if option is not key),
        question.why or " ".join(context.case.rationale.split()) or _in_general(context, rules),
        rules,
        sources=known(context.ruleset, question.sources),
    )


def _in_general(context: ItemContext, rules: tuple[str, ...]) -> str:
    """The answer and what the rules behind it say, of a case without reasons of its own."""
    answer = plainly(context, context.outcome) if context.outcome else ""
    return f"{answer} {key_reason(context, context.outcome, rules)}".strip()


def _option(question: WrittenQuestion, option: WrittenOption, feedback: str) -> DraftOption:
    return DraftOption(str(question.options.index(option)), option.text, feedback)


def _rules(context: ItemContext) -> tuple[str, ...]:
    """The rules behind the answer; of an open case, those behind the answers that it may have."""
    if context.is_open:
        return rules_of(reply.turn for _, given in hanging(context) for reply in given)
    return behind(context, context.outcome)


def _awaited(context: ItemContext) -> frozenset[str]:
    acts = [context.action.id] if context.action else context.query.did
    return frozenset(step for act in acts for step in context.awaited(act))


def _deciding(context: ItemContext, key: WrittenOption, rules: Sequence[str]) -> str | None:
    """The rule that the right option speaks of: that which it names, asks for its step, or was decisive."""
    if key.rule is not None:
        return key.rule
    acts = [context.action.id] if context.action else context.query.did
    asking = {rule.id for act in acts for rule, step in context.enactment.awaited_by[act] if step == key.step}
    held = context.case.held.ratio if context.case.held else ()
    return min(rules, key=lambda rule: (bool(asking) and rule not in asking, rule not in held), default=None)
