"""Which fact decides: the one without which the answer would be another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.enactment import DONE
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .answer import explained, question
from .context import ItemContext
from .counterfactuals import reasons, rules_of, turn
from .deciding_rules import behind
from .distractors import FactOption, asks_for_outcome, likely, stable_hash, statements, temptation
from .draft import Draft, DraftOption
from .fact_texts import fact_or_step
from .option_texts import inline, outcome_says
from .vignette import vignette

_DISTRACTORS = 3


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case in which a stated fact decides, among others that do not."""
    for context in filter(asks_for_outcome, contexts):
        stated = list(statements(context))
        keys = [item for item in stated if item.fact in context.stated and item.decides]
        if keys:
            key = min(keys, key=lambda item: likely(context, item.fact))
            yield _draft(context, key, _idle(context, stated))


def _idle(context: ItemContext, stated: Sequence[FactOption]) -> list[FactOption]:
    """What does not decide: stated facts before assumed ones, and of these what the rules at issue read."""
    found = [item for item in stated if item.decides is False and not _is_assumed_step(context, item)]
    found.sort(
        key=lambda item: (_is_aside(context, item), *temptation(context, item.fact)),
    )
    return found[:_DISTRACTORS]


def _is_aside(context: ItemContext, item: FactOption) -> bool:
    """Whether it stands behind what was stated; of that, a part is treated likewise, so that no fact always comes."""
    return item.fact not in context.stated or not stable_hash(context, item.name)[0] % 3


def _is_assumed_step(context: ItemContext, item: FactOption) -> bool:
    return item.fact.startswith(DONE) and item.fact not in context.stated


def _draft(context: ItemContext, key: FactOption, wrong: Sequence[FactOption]) -> Draft:
    now = outcome_says(context, context.outcome or UNDECIDED)
    turns = [turn(context, v, outcome) for v in key.variants if (outcome := context.variations.readings.of(v))]

    def says(outcome: Outcome) -> str:
        return outcome_says(context, outcome)

    then = " or ".join(dict.fromkeys(f"“{inline(says(each.outcome))}”" for each in turns))
    feedback = f"If this were different, the answer would be {then}."
    choices = [DraftOption(key.name, _says(context, key), feedback, right=True)]
    choices += [
        DraftOption(item.name, _says(context, item), "Changing this would not change the answer.") for item in wrong
    ]
    rules = behind(context, context.outcome)
    assumed = [item.fact for item in wrong if item.fact not in context.stated]
    asked = (
        f"{question(context)} The answer is “{inline(now)}”. "
        "Only one of these facts, if changed on its own, would change it. Which?"
    )
    decisive = f"It depends on this: {inline(_says(context, key))}. {feedback} {reasons(turns, says)}".strip()
    return Draft(
        ItemKind.DECIDING_FACT,
        context,
        vignette(
            context, context.variations.assumed_behind(context.variations.readings, context.outcome), shown=assumed
        ),
        asked,
        tuple(choices),
        f"{decisive}\n\n{explained(context, now, rules)}",
        (*rules, *rules_of(turns)),
    )


def _says(context: ItemContext, item: FactOption) -> str:
    fact = context.enactment.fact[item.fact]
    if item.option is not None:
        return sentence(f"{fact.says}: “{fact.label(item.option)}” among them")
    return sentence(fact_or_step(item.fact, context.evaluated.known[item.fact], context.enactment))
