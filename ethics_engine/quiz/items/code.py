"""Under which code: a case of which somebody wrote a question that compares two codes.

Only of the cases and rules that come with the package, for only these have codes laid over them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import attrs

from ethics_engine.case_law.case_tests import evaluate_case
from ethics_engine.loading import bundled
from ethics_engine.loading.by_name import DEFAULT_RULESET, load_ruleset
from ethics_engine.model.case import Answer
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.quiz.item import ItemKind
from ethics_engine.quiz.parse_questions import WrittenQuestion

from .citing import cited, known, named
from .context import ItemContext
from .deciding_rules import behind
from .draft import Draft, DraftOption
from .option_texts import inline, outcome_says
from .vignette import story

_PERMITTING = (Answer.YES, Answer.ADVISED)


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each question that compares two codes, if its first option says which of them permits."""
    for context in contexts:
        for question in context.questions:
            if question.codes and context.ruleset.name == DEFAULT_RULESET and not context.ruleset.overlays:
                yield from _drafts(context, question)


def _drafts(context: ItemContext, question: WrittenQuestion) -> Iterator[Draft]:
    sides = [_under(context, _laid_over(code)) for code in question.codes if code in bundled.codes()]
    if len(sides) != len(question.codes) or not all(isinstance(side.outcome, Answer) for side in sides):
        return
    first, second = (side.outcome in _PERMITTING for side in sides)
    key = {(True, True): "both", (True, False): "first", (False, True): "second"}.get((first, second), "neither")
    right = [option for option in question.options if option.answer == key]
    if right != [question.options[0]]:
        return
    leads = [(side, behind(side, side.outcome)) for side in sides]
    sources = [named(context.ruleset, question.sources)] if question.sources else _sources(leads)
    yield Draft(
        ItemKind.CODE,
        context,
        story(context),
        question.question,
        DraftOption(key, right[0].text, " ".join(["Right.", right[0].feedback, *sources])),
        tuple(DraftOption(each.answer, each.text, each.feedback) for each in question.options if each is not right[0]),
        question.why or "\n\n".join(map(_why, sides)),
        behind(context, context.outcome),
        known(context.ruleset, question.sources),
        harder=1,
    )


@lru_cache(maxsize=16)
def _laid_over(code: str) -> Ruleset:
    return load_ruleset(under=[code])


def _under(context: ItemContext, ruleset: Ruleset) -> ItemContext:
    """The case as it stands under a code; of it only what the rules make of it, and why, may be asked."""
    (tested,) = evaluate_case([context.entry], ruleset)
    return attrs.evolve(context, evaluated=tested.evaluated) if tested.evaluated else context


def _sources(leads: Sequence[tuple[ItemContext, Sequence[str]]]) -> list[str]:
    """The source of the first rule behind each answer, once."""
    return list(dict.fromkeys(cited(side.enactment, rules[0]) for side, rules in leads if rules))


def _why(side: ItemContext) -> str:
    """The answer under a code, with the reasons and sources of the rules behind it."""
    title = side.ruleset.parts[-1].title.partition(":")[0]
    says = inline(outcome_says(side, side.outcome)) if side.outcome else ""
    reasons = [f"{side.reasons.because(rule)} {cited(side.enactment, rule)}" for rule in behind(side, side.outcome)]
    return " ".join([f"{title}: “{says}”.", *reasons])
