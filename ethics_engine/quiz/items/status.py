"""The status of an action: of those that were held, for these are what the case is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.actions import Action
from ethics_engine.model.case import Held
from ethics_engine.model.status import Status
from ethics_engine.quiz.item import ItemKind
from ethics_engine.text.lists import listed

from .context import ItemContext
from .draft import Draft, DraftOption
from .fact_texts import WITH_ONE_CHANGE, changed
from .option_texts import RIGHT, STATUS_SAYS, STATUS_WANTS, key_reason
from .vignette import vignette

_OPTIONS = 4
_TEMPTING = {
    Status.REQUIRED: (Status.ADVISED, Status.PERMITTED, Status.UNREGULATED),
    Status.ADVISED: (Status.REQUIRED, Status.PERMITTED, Status.UNREGULATED),
    Status.PERMITTED: (Status.ADVISED, Status.UNREGULATED, Status.DISCOURAGED),
    Status.UNREGULATED: (Status.PERMITTED, Status.ADVISED, Status.DISCOURAGED),
    Status.DISCOURAGED: (Status.PROHIBITED, Status.PERMITTED, Status.UNREGULATED),
    Status.PROHIBITED: (Status.DISCOURAGED, Status.PERMITTED, Status.UNREGULATED),
    Status.DILEMMA: (Status.PROHIBITED, Status.REQUIRED, Status.UNREGULATED),
}
"""For each status those that it is most easily mistaken for."""


def drafts(contexts: Sequence[ItemContext]) -> Iterator[Draft]:
    """An item for each status that was held and is settled, of an action that is possible."""
    for context in contexts:
        for name in (context.case.held or Held()).statuses:
            status = context.status(name)
            if status is not None and context.is_available(name):
                yield _draft(context, context.enactment.action[name], status)


def _draft(context: ItemContext, action: Action, status: Status) -> Draft:
    readings = context.nearby.statuses(action.id)
    rules = context.reasons.deciding(action.id)
    reason = key_reason(context, None, rules)
    near = list(readings.other_than(status))[:2]
    wrong = [other for other in dict.fromkeys((*near, *_TEMPTING[status])) if other is not status]
    choices = [DraftOption(status.value, STATUS_SAYS[status], RIGHT, right=True)]
    for other in wrong[: _OPTIONS - 1]:
        found = [variant for variant in readings.where(other) if context.variations.offers(variant)]
        found.sort(key=lambda variant: (variant.fact not in context.stated, variant.index))
        miss = f"{WITH_ONE_CHANGE} {changed(found[0], context.enactment)}." if found else ""
        feedback = " ".join(filter(None, [STATUS_WANTS[other], miss]))
        choices.append(DraftOption(other.value, STATUS_SAYS[other], feedback))
    against = context.reasons.outweighed(action.id)
    weighed = [f"Outweighed: {text}" for text in dict.fromkeys(context.reasons.because(rule) for rule in against)]
    return Draft(
        ItemKind.STATUS,
        context,
        vignette(context, context.variations.assumed_behind(readings, status)),
        _question(context, action),
        tuple(choices),
        "\n\n".join([STATUS_SAYS[status], reason, *weighed]),
        rules,
        about=action.id,
    )


def _question(context: ItemContext, action: Action) -> str:
    ways = [context.enactment.action[way].label for way in action.of]
    within = f" It is a step of: {listed(ways, 'or')}." if ways else ""
    who = f", by {action.by}" if action.by else ""
    return f"What do the rules say about this: {action.label}{who}?{within}"
