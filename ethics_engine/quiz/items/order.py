"""Put the steps of the plan in order; only steps whose order the rules force, each after the one before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ethics_engine.consultation.plan import TAKEN, plan
from ethics_engine.model.conditions import ALWAYS
from ethics_engine.model.enactment import is_seen_to
from ethics_engine.model.truth import Truth
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import sentence

from .context import ItemContext
from .distractors import stable_hash
from .draft import FEWEST, MOST, Draft, DraftOption
from .vignette import vignette


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each case whose plan holds enough steps in one line, some of them for what is special to the case."""
    for context in contexts:
        steps = _line(context)
        if len(steps) >= FEWEST and any(_is_special(context, step) for step in steps):
            yield _draft(context, steps)


def _line(context: ItemContext) -> tuple[str, ...]:
    """The steps of the plan, each of which has to come after the one before; as many of this case's own as can be."""
    duties, before = _plan(context), context.before
    worth = _worth(context, duties)
    best: dict[str, tuple[str, ...]] = {}
    for duty in duties:  # a plan never lists a step before one that precedes it
        longest = max((best[other] for other in best if other in before[duty]), key=worth, default=())
        best[duty] = (*longest, duty)
    line = max(best.values(), key=worth, default=())
    while len(line) > MOST:  # a part of a line is a line
        common = [step for step in line if not _is_special(context, step)]
        dropped = min(common or line, key=lambda step: stable_hash(context, step))
        line = tuple(step for step in line if step != dropped)
    return line


def _worth(context: ItemContext, duties: Iterable[str]) -> Callable[[tuple[str, ...]], tuple[int, int]]:
    special = {step for step in duties if _is_special(context, step)}
    return lambda steps: (len(special.intersection(steps)), len(steps))


def _is_special(context: ItemContext, step: str) -> bool:
    """Whether it is a duty because of this case, and not in every case."""
    return any(context.enactment.rule[rule].when != ALWAYS for rule in context.reasons.deciding(step))


def _plan(context: ItemContext) -> tuple[str, ...]:
    statuses = {action.id: status for action in context.enactment.actions if (status := context.status(action.id))}
    outcome = context.evaluated.dispositions()
    force, named = next(iter(outcome)) if len(outcome) == 1 else (None, frozenset[str]())
    ways = named if force in TAKEN else ()
    asked = [act for act in (context.query.question.action, *context.query.did) if act]
    known = context.evaluated.known
    done = {step.id for step in context.ruleset.steps if is_seen_to(step.id, known) is Truth.TRUE}
    awaited = [step for way in context.enactment.ways for step in context.awaited(way.id)]
    return plan(context.enactment, statuses, context.before, done=done, ways=[*ways, *asked], awaited=awaited)


def _draft(context: ItemContext, steps: tuple[str, ...]) -> Draft:
    actions = context.enactment.action
    choices = []
    for place, step in enumerate(steps):
        later = actions[steps[place + 1]].label if place + 1 < len(steps) else None
        choices.append(DraftOption(step, sentence(actions[step].label), _why_here(context, step, later), right=True))
    rules = tuple(dict.fromkeys(rule for step in steps for rule in context.reasons.deciding(step)))
    listed = " Then: ".join(sentence(actions[step].label) for step in steps)
    return Draft(
        ItemKind.ORDER,
        context,
        vignette(context),
        "In what order do the rules want these done here? Put the first one first.",
        tuple(choices),
        f"First: {listed}",
        rules,
    )


def _why_here(context: ItemContext, step: str, later: str | None) -> str:
    reasons = [context.reasons.because(rule) for rule in context.reasons.deciding(step)[:1]]
    if later is None:
        return " ".join(["It comes last.", *reasons])
    return " ".join([f"It comes before “{later}”.", *reasons])
