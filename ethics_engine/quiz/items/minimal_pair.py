"""What changed the answer: two decided cases that were made to be compared, or a case and a variant of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import Knowledge, Possible
from ethics_engine.model.outcome import UNDECIDED, Outcome
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .answer import question
from .context import ItemContext
from .counterfactuals import turn
from .deciding_rules import behind
from .distractors import asks_for_outcome, idle, is_commonplace, is_related, pivotal, stable_hash
from .draft import Draft, DraftOption
from .fact_texts import changed, fact_or_step, matter
from .families import pairs_of
from .option_texts import inline, key_reason, outcome_id, outcome_says
from .single_changes import Variant
from .variant_batch import outcomes_of, stated_differently
from .vignette import vignette

_DISTRACTORS = 3


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """Items on the pairs of the corpus, and on each case with a variant in which several things are otherwise."""
    asked = [context for context in contexts if asks_for_outcome(context)]
    yield from _of_pairs(asked)
    yield from _of_variants(asked)


# Two decided cases.


def _of_pairs(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    pairs = [pair for pair in pairs_of(contexts) if _comparable(*pair)]
    plans = []
    for one, other in pairs:
        facts = _differing(one, other)
        plans.append((one, _scenarios(facts, other.evaluated.known)))
        plans.append((other, _scenarios(facts, one.evaluated.known)))
    results = outcomes_of(plans)
    for number, (one, other) in enumerate(pairs):
        facts = _differing(one, other)
        there = dict(zip(facts, results[2 * number], strict=False))
        back = dict(zip(facts, results[2 * number + 1], strict=False))
        rest = dict(zip(facts, results[2 * number][len(facts) :], strict=True))
        turning = [f for f in facts if there[f] == other.outcome and back[f] == one.outcome and rest[f] == one.outcome]
        if len(turning) == 1:
            wrong = [f for f in facts if there[f] == one.outcome and back[f] == other.outcome]
            yield _pair_draft(one, other, turning[0], wrong)


def _comparable(one: ItemContext, other: ItemContext) -> bool:
    same = one.query.question == other.query.question and one.enactment is other.enactment
    acts = (one.query.did, one.query.omitted) == (other.query.did, other.query.omitted)
    return same and acts and one.outcome != other.outcome


def _differing(one: ItemContext, other: ItemContext) -> list[str]:
    known, there = one.evaluated.known, other.evaluated.known
    return [
        fact.id
        for fact in one.enactment.facts
        if fact.id in known and fact.id in there and known[fact.id] != there[fact.id]
    ]


def _scenarios(facts: Sequence[str], known: Knowledge) -> tuple[Knowledge, ...]:
    """Each fact alone stated as in the other case, and then all but that one."""
    alone = [{name: known[name]} for name in facts]
    return (*alone, *({name: known[name] for name in facts if name != left} for left in facts))


def _pair_draft(one: ItemContext, other: ItemContext, key: str, wrong: Sequence[str]) -> Draft:
    enactment = one.enactment
    alike = [name for name in one.stated if other.evaluated.known.get(name) == one.stated[name]]
    alike.sort(key=lambda name: (name not in other.stated, name not in one.salience.speaking))
    first, second = outcome_says(one, one.outcome or UNDECIDED), outcome_says(other, other.outcome or UNDECIDED)
    choices = [
        DraftOption(
            key,
            sentence(matter(key, enactment)),
            f"This made the difference. {_both(one, other, key)} Changing it alone turns each answer into the other.",
            right=True,
        )
    ]
    for name in [*wrong, *alike][:_DISTRACTORS]:
        if name in alike:
            feedback = f"The two cases do not differ in this. {_both(one, other, name)}"
        else:
            differs = "The cases differ in this, but changing it would not change either answer."
            feedback = f"{differs} {_both(one, other, name)}"
        choices.append(DraftOption(name, sentence(matter(name, enactment)), feedback))
    rules = tuple(dict.fromkeys([*behind(one, one.outcome), *behind(other, other.outcome)]))
    asked = (
        f"{question(one)} In the first case the answer is “{inline(first)}”. "
        f"In the second it is “{inline(second)}”. What made the difference?"
    )
    explanation = (
        f"{_both(one, other, key)}\n\n"
        f"In the first case: {first} {key_reason(one, one.outcome, behind(one, one.outcome))}\n\n"
        f"In the second case: {second} {key_reason(other, other.outcome, behind(other, other.outcome))}"
    )
    shown = f"The first case.\n\n{vignette(one)}\n\nThe second case.\n\n{vignette(other)}"
    return Draft(ItemKind.MINIMAL_PAIR, one, shown, asked, tuple(choices), explanation, rules, partner=other, harder=1)


def _both(one: ItemContext, other: ItemContext, name: str) -> str:
    here, there = (fact_or_step(name, s.evaluated.known[name], s.enactment) for s in (one, other))
    return f"In both cases: {here}." if here == there else f"In the first case: {here}. In the second: {there}."


# A case, and a variant of it.


def _of_variants(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    planned = [(context, *plan) for context in contexts for plan in _planned(context)]
    results = outcomes_of([(context, stated_differently(_replaced(key, wrong))) for context, _, key, wrong in planned])
    made: set[int] = set()
    for (context, goal, key, wrong), found in zip(planned, results, strict=True):
        scenarios = stated_differently(_replaced(key, wrong))
        proved = all(
            outcome == (goal if key.fact in scenario else context.outcome)
            for scenario, outcome in zip(scenarios, found, strict=True)
        )
        if proved and context.number not in made:
            made.add(context.number)
            yield _variant_draft(context, goal, key, wrong)


def _replaced(key: Variant, wrong: Sequence[Variant]) -> Mapping[str, Possible]:
    return {variant.fact: variant.known for variant in (key, *wrong)}


_Plan = tuple[Outcome, Variant, tuple[Variant, ...]]
"""A goal, the variant that leads to it, and others that change nothing."""


def _planned(context: ItemContext) -> Iterator[_Plan]:
    """The first plan that varies no pretext, then the first of all, for want of a better one."""
    plans = [next(_plans(context, offered=offered), None) for offered in (True, False)]
    yield from dict.fromkeys(plan for plan in plans if plan)


def _plans(context: ItemContext, *, offered: bool) -> Iterator[_Plan]:
    """Plans of facts that were not stated; `offered` leaves out, of what leads to a goal, what is a pretext."""
    idle_ones = [v for v in idle(context, steps=False) if v.fact not in context.stated and context.variations.offers(v)]
    goals = sorted(
        context.variations.readings.other_than(context.outcome), key=lambda goal: stable_hash(context, outcome_id(goal))
    )
    for goal in goals:
        for key in pivotal(context, goal):
            if key.fact in context.stated or (offered and not context.variations.offers(key)):
                continue
            if key.fact.startswith(DONE) or not is_related(context, key, goal) or is_commonplace(context, key.fact):
                continue
            wrong = tuple(variant for variant in idle_ones if variant.fact != key.fact)[:_DISTRACTORS]
            if len(wrong) == _DISTRACTORS:
                yield goal, key, wrong


def _variant_draft(context: ItemContext, goal: Outcome, key: Variant, wrong: Sequence[Variant]) -> Draft:
    now, then = outcome_says(context, context.outcome or UNDECIDED), outcome_says(context, goal)
    turned = turn(context, key, goal)
    becomes = f"This change alone makes the answer “{inline(then)}”. {turned.reason}"
    choices = [DraftOption(key.fact, _says(context, key), becomes, right=True)]
    choices += [
        DraftOption(
            variant.fact,
            _says(context, variant),
            "Changing this would not change the answer, alone or together with the other two that leave it as it is.",
        )
        for variant in wrong
    ]
    rules = behind(context, context.outcome)
    asked = (
        f"{question(context)} The answer is “{inline(now)}”. In a second case all four of the following are also "
        f"true, and the answer is “{inline(then)}”. Which one of them changes the answer?"
    )
    return Draft(
        ItemKind.MINIMAL_PAIR,
        context,
        vignette(context),
        asked,
        tuple(choices),
        f"In the case above: {now} {key_reason(context, context.outcome, rules)}\n\n"
        f"What changes it: {inline(_says(context, key))}. The answer becomes “{inline(then)}”, with or "
        f"without the other three. {turned.reason}",
        (*rules, *turned.rules),
        harder=1,
    )


def _says(context: ItemContext, variant: Variant) -> str:
    return sentence(changed(variant, context.enactment))
