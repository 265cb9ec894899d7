"""What a student reads: the narrative, and all that the key depends on beside it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import NO, STEP_KEYS, TRIED, YES
from ethics_engine.text.lists import sentence

from .context import ItemContext
from .fact_texts import fact_clause, is_ordinary, matter

FEW = 5
"""So many ordinary assumptions are listed one by one; for more, the sentence at the end has to do."""

NOTHING_ELSE = "Assume nothing else unusual, and that no other step was taken."
NOTHING_ELSE_OF_CONDUCT = "Assume nothing else unusual. Whether any other step was taken is not stated."


_ASKED_LAST = re.compile(r"(?<=[.!?]) [^.!?\"]+\?$")
"""The last sentence, if it is a question and not the first."""
NOTHING_ELSE_HAPPENED = "Assume nothing else unusual, and that no other step was taken than the story tells."


def story(context: ItemContext) -> str:
    """The case as a student reads it where the narrative says all that the answer depends on."""
    return f"{_narrative(context)}\n\n{NOTHING_ELSE_HAPPENED}"


def two_stories(one: ItemContext, other: ItemContext) -> str:
    """Two cases that are compared, as a student reads them."""
    first, second = _narrative(one), _narrative(other)
    return f"The first case.\n\n{first}\n\nThe second case.\n\n{second}\n\n{NOTHING_ELSE_HAPPENED}"


def _narrative(context: ItemContext) -> str:
    """What happened, without a question at its end, for it is asked below."""
    return _ASKED_LAST.sub("", " ".join(context.case.narrative.split()))


def vignette(
    context: ItemContext,
    deciding: Iterable[str] = (),
    *,
    shown: Collection[str] = (),
    unknown: Collection[str] = (),
    of_conduct: bool = False,
) -> str:
    """The case as a student reads it.

    No program can tell what a narrative says, so all that is stated in the case is given in the words of the
    vocabulary as well, and so are the assumptions on which the answer depends.

    Args:
        context: The case.

        deciding: The assumed facts on which the answer depends.

        shown: The assumed facts that are shown whatever they are.

        unknown: The assumed facts that are shown as not known.

        of_conduct: Whether it counts that it was not stated which steps were taken.
    """
    paragraphs = [
        " ".join(context.case.narrative.split()),
        *_stated(context),
        *_not_known(context, unknown),
        *_steps(context),
        *_assumed(context, deciding, shown),
    ]
    paragraphs.append(NOTHING_ELSE_OF_CONDUCT if of_conduct else NOTHING_ELSE)
    return "\n\n".join(filter(None, paragraphs))


def _stated(context: ItemContext) -> Iterable[str]:
    facts, clauses = context.enactment.fact, []
    for name, statement in context.case.facts.items():
        if not name.startswith(DONE) and statement.known != facts[name].anything:
            by = f" (according to {statement.reported_by})" if statement.reported_by else ""
            clauses.append(fact_clause(facts[name], statement.known) + by)
    if clauses:
        yield f"Stated: {'; '.join(clauses)}."


def _not_known(context: ItemContext, unknown: Collection[str]) -> Iterable[str]:
    facts = context.enactment.facts
    hidden = {fact.id for fact in facts if context.stated.get(fact.id) == fact.anything} | {*_open(context), *unknown}
    matters = [
        matter(fact.id, context.enactment) for fact in facts if fact.id in hidden and not fact.id.startswith(DONE)
    ]
    if matters:
        yield f"Not known: {'; '.join(matters)}."


def _steps(context: ItemContext) -> Iterable[str]:
    steps = {name.removeprefix(DONE): known for name, known in context.stated.items() if name.startswith(DONE)}
    unclear = set(steps.values()).difference(STEP_KEYS.values())
    leads = {YES: "Done", TRIED: "Offered, but the client would not", NO: "Not done"}
    for known, lead in (*leads.items(), *((known, "Not known whether done") for known in unclear)):
        labels = [context.enactment.action[step].label for step, is_so in steps.items() if is_so == known]
        if labels:
            yield f"{lead}: {'; '.join(labels)}."


def _open(context: ItemContext) -> list[str]:
    """What is neither stated nor assumed, where the answer depends on it."""
    if not context.is_open:
        return []
    return [name for name in unknown_behind(context) if name not in context.stated]


def unknown_behind(context: ItemContext) -> list[str]:
    """The facts of which nothing is known and on which the outcome of the case depends.

    The three-valued evaluation finds more than really matter, never fewer; which ones do is proved where it counts.
    """
    view, action = context.reasons.view, context.query.question.action
    acts = [action] if action else list(context.salience.at_issue)
    reached: frozenset[str] = frozenset()
    for act in acts:
        reached |= view.unknown_behind_status(act) | view.unknown_behind_waiting(act)
        reached |= view.unknown_behind(context.enactment.action[act].available)
    return [fact.id for fact in context.enactment.facts if fact.id in reached]


def _assumed(context: ItemContext, deciding: Iterable[str], shown: Collection[str]) -> Iterable[str]:
    known, facts = context.evaluated.known, context.enactment.fact
    chosen = [name for name in dict.fromkeys(deciding) if name not in shown and context.variations.is_assumed(name)]
    ordinary = [name for name in chosen if is_ordinary(known[name])]
    listed = [name for name in chosen if name not in ordinary or len(ordinary) <= FEW]
    clauses = [fact_clause(facts[name], known[name]) for name in (*shown, *listed)]
    if clauses:
        yield sentence(f"assumed: {'; '.join(clauses)}")
