"""What would come of a changed case, and by which rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import frozen

from ethics_engine.engines.bitset.evaluate import evaluate
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Selection
from ethics_engine.model.outcome import Outcome
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.text.lists import listed, sentence

from .context import ItemContext
from .deciding_rules import behind
from .fact_texts import matter
from .option_texts import inline, key_reason
from .several_changes import outcomes_of
from .variants import Variant
from .vignette import unknown_behind

Says = Callable[[Outcome], str]
"""Puts an outcome into words."""


@frozen(eq=False)
class ExplainedOutcome:
    """What comes of a changed case, or of it as it is.

    Attributes:
        rules: The rules that it rests on.

        reason: Why, in a sentence or a few.
    """

    outcome: Outcome
    rules: tuple[str, ...]
    reason: str


def turn(
    context: ItemContext, variant: Variant | None, outcome: Outcome, query: PossibilityQuery | None = None
) -> ExplainedOutcome:
    """What comes of a variant whose outcome is known; without a variant, of the case as it is."""
    if variant is None:
        return _turn(context, outcome, query)
    known = {**context.evaluated.known, variant.fact: variant.known}
    return _turn(context.with_knowledge(known, context.nearby.evaluation(variant)), outcome, query)


def _turn(context: ItemContext, outcome: Outcome, query: PossibilityQuery | None) -> ExplainedOutcome:
    rules = behind(context, outcome, query)
    return ExplainedOutcome(outcome, rules, key_reason(context, outcome, rules))


def rules_of(turns: Iterable[ExplainedOutcome | None]) -> tuple[str, ...]:
    """The rules behind any of these."""
    return tuple(dict.fromkeys(rule for each in turns if each for rule in each.rules))


# Replies to a question of fact.


@frozen(eq=False)
class CounterfactualReply:
    """One reply to a question of fact.

    Attributes:
        turn: What comes of it; None where that depends on something else as well.
    """

    label: str
    turn: ExplainedOutcome | None


def replies(context: ItemContext, name: str, query: PossibilityQuery | None = None) -> tuple[CounterfactualReply, ...]:
    """Every reply to the question that asks for a fact, everything else unchanged; of several options, each alone.

    A reply that contradicts what is stated is left out.
    """
    fact = context.enactment.fact[name]
    readings = context.nearby.outcomes(context.variations.with_steps(query)) if query else context.variations.readings
    variants = {v.value: v for v in readings.variants if v.fact == name}
    found: list[CounterfactualReply] = []
    for value in fact.value_ids:
        if fact.type is FactType.CHOICES:
            found += _alone(context, fact, value, query)
        elif value not in variants:
            outcome = context.outcome_of(query or context.query)
            found.append(
                CounterfactualReply(fact.label(value), turn(context, None, outcome, query) if outcome else None)
            )
        elif (outcome := readings.of(variants[value])) is not None:
            found.append(CounterfactualReply(fact.label(value), turn(context, variants[value], outcome, query)))
        elif not context.nearby.is_impossible(variants[value]):
            found.append(CounterfactualReply(fact.label(value), None))
    return tuple(found)


def _alone(
    context: ItemContext, fact: Fact, value: str, query: PossibilityQuery | None
) -> Iterator[CounterfactualReply]:
    only = frozenset({value})
    changed = {fact.id: Selection(only, frozenset(fact.value_ids) - only)}
    ((outcome,),) = outcomes_of([(context, [changed])], query)
    known = {**context.evaluated.known, **changed}
    evaluation = evaluate(context.enactment, known)
    if outcome is not None:
        yield CounterfactualReply(fact.label(value), _turn(context.with_knowledge(known, evaluation), outcome, query))
    elif not context.nearby.contradicts(evaluation, fact.id):
        yield CounterfactualReply(fact.label(value), None)


def replies_in_words(given: Sequence[CounterfactualReply], says: Says) -> str:
    """Which reply gives which answer, such as `“yes” gives “No, the rules forbid it”`; what is open comes last."""
    by_outcome: dict[Outcome | None, list[str]] = {}
    for reply in given:
        by_outcome.setdefault(reply.turn.outcome if reply.turn else None, []).append(f"“{reply.label}”")
    undecided = by_outcome.pop(None, [])
    clauses = [f"{listed(labels, 'or')} gives “{inline(says(o))}”" for o, labels in by_outcome.items() if o]
    if undecided:
        clauses.append(
            "after any other reply it depends on more" if clauses else "no reply to it gives the answer on its own"
        )
    return "; ".join(clauses)


def reasons(given: Iterable[ExplainedOutcome | None], says: Says) -> str:
    """Why each outcome that rests on rules is what it is, each once."""
    said = {each.outcome: each.reason for each in given if each and each.rules}
    return " ".join(f"Why “{inline(says(outcome))}”: {reason}" for outcome, reason in said.items())


# What an open case depends on.

Hanging = tuple[tuple[str, tuple[CounterfactualReply, ...]], ...]
"""The facts of which nothing is known and that an open case depends on, with the outcome of each reply."""


def hanging(context: ItemContext, query: PossibilityQuery | None = None) -> Hanging:
    """The facts that an open case depends on, with their replies."""
    return tuple((name, replies(context, name, query)) for name in unknown_behind(context))


def why_open(context: ItemContext, facts: Hanging, says: Says) -> str:
    """What is not known, which reply to it gives which answer, and why."""
    names = listed([matter(name, context.enactment) for name, _ in facts])
    parts = [f"The answer depends on what is not known: {names}."]
    for name, given in facts:
        asked = f"“{context.enactment.fact[name].ask}” " if len(facts) > 1 else ""
        said = replies_in_words(given, says)
        parts.append(asked + (f"The reply {said}." if said.startswith("“") else sentence(said)))
    parts.append(reasons([reply.turn for _, given in facts for reply in given], says))
    return " ".join(filter(None, parts))


def if_stated(context: ItemContext, facts: Hanging, outcome: Outcome) -> str:
    """When another answer than the open one would be right, with which reply to what is not known."""
    for name, given in facts:
        labels = [f"“{reply.label}”" for reply in given if reply.turn and reply.turn.outcome == outcome]
        if labels:
            return (
                f"Right only if the reply to a question that is still open is {listed(labels, 'or')}: "
                f"{context.enactment.fact[name].ask}"
            )
    return "No single reply to an open question would make this the answer."
