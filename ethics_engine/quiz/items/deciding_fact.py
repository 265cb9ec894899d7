"""Which fact decides: of what the story states, that without which the answer would be another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import NO
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .answer import explained, question
from .citing import cited
from .context import ItemContext
from .deciding_rules import behind
from .distractors import FREE, SILENT, FactOption, asks_for_outcome, is_decided, stable_hash, statements
from .draft import Draft, DraftOption
from .explained_outcomes import reasons, rules_of, turn
from .fact_texts import fact_or_step, is_ordinary
from .option_texts import inline, outcome_says
from .salience import facts_tested_by_rule
from .vignette import vignette

_FEWEST = 2


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case in which one stated fact decides, among stated facts that do not."""
    for context in filter(asks_for_outcome, contexts):
        if not is_decided(context):
            continue
        stated = list(statements(context))
        wrong = [item for item in stated if item.decides is False and not _is_unfair(context, item)]
        rules = behind(context, context.outcome)
        keys = [item for item in stated if item.decides and _is_read(context, item, rules) and _tells(context, item)]
        if keys:
            key = min(keys, key=lambda item: stable_hash(context, f"key {item.name}"))
            others = {item.fact: item for item in wrong if item.fact != key.fact}
            if len(others) >= _FEWEST:
                yield _draft(context, key, list(others.values()), rules)


def _is_unfair(context: ItemContext, item: FactOption) -> bool:
    """Whether somebody might take it for the key with good reason.

    That may be a ground that is only named, a step taken where nothing stands in the way, or, of several steps that
    have to come first, one that is missing.
    """
    step = item.fact.startswith(DONE)
    missing = step and context.evaluated.known[item.fact] == NO
    return (step and context.outcome in FREE) or missing or context.enactment.fact[item.fact].pretext


def _is_read(context: ItemContext, item: FactOption, rules: Sequence[str]) -> bool:
    """Whether a rule behind the answer reads it; not a denial, which nobody would name, and no pretext."""
    fact, known = context.enactment.fact[item.fact], context.evaluated.known[item.fact]
    read = facts_tested_by_rule(context.enactment)
    ordinary = is_ordinary(known) and not item.fact.startswith(DONE)
    return not fact.pretext and not ordinary and any(item.fact in read[rule] for rule in rules if rule in read)


def _tells(context: ItemContext, item: FactOption) -> bool:
    """Whether a change of it would bring about an answer: that the rules fall silent teaches nothing."""
    readings = context.variations.readings
    return any(outcome not in SILENT for variant in item.variants if (outcome := readings.of(variant)))


def _draft(context: ItemContext, key: FactOption, wrong: Sequence[FactOption], rules: tuple[str, ...]) -> Draft:
    now = outcome_says(context, context.outcome or UNDECIDED)
    turns = [turn(context, v, outcome) for v in key.variants if (outcome := context.variations.readings.of(v))]

    def says(outcome: Outcome) -> str:
        return outcome_says(context, outcome)

    then = " or ".join(dict.fromkeys(f"“{inline(says(each.outcome))}”" for each in turns))
    because, source = context.reasons.because(rules[0]), cited(context.enactment, rules[0])
    changed = f"If this were different, the answer would be {then}. {reasons(turns, says)}".strip()
    still = f"If this alone were different, the answer would still be “{inline(now)}”: {because} {source}"
    shown = vignette(context, context.variations.assumed_behind(context.variations.readings, context.outcome))
    asked = (
        f"{question(context)} The answer is “{inline(now)}”. "
        "Only one of these facts, if changed on its own, would change it. Which?"
    )
    return Draft(
        ItemKind.DECIDING_FACT,
        context,
        shown,
        asked,
        DraftOption(key.name, _says(context, key), f"{changed} As it is: {because} {source}"),
        tuple(DraftOption(item.name, _says(context, item), still) for item in wrong),
        f"It depends on this: {inline(_says(context, key))}. {changed}\n\n{explained(context, now, rules)}",
        (*rules, *rules_of(turns)),
    )


def _says(context: ItemContext, item: FactOption) -> str:
    fact = context.enactment.fact[item.fact]
    if item.option is not None:
        return sentence(f"{fact.says}: “{fact.label(item.option)}” among them")
    return sentence(fact_or_step(item.fact, context.evaluated.known[item.fact], context.enactment))
