"""What a student is told: the narrative, and all that the key rests on beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ethics_engine.model.enactment import DONE
from ethics_engine.model.knowledge import NO, STEP_KEYS, TRIED, YES
from ethics_engine.text.lists import sentence

from .context import ItemContext
from .fact_texts import as_told, is_ordinary

FEW = 5
"""So many ordinary assumptions are told one by one; for more, the sentence at the end has to do."""

NOTHING_ELSE = (
    "Take it that nothing else out of the ordinary is the case, "
    "and that no step has been taken beyond those that are mentioned."
)
NOTHING_ELSE_OF_CONDUCT = (
    "Take it that nothing else out of the ordinary is the case. "
    "Whether a step was taken that is not mentioned here, nobody has said."
)


def vignette(
    subject: ItemContext,
    bearing: Iterable[str] = (),
    *,
    told: Collection[str] = (),
    unknown: Collection[str] = (),
    of_conduct: bool = False,
) -> str:
    """The case as a student reads it.

    No program can tell what a narrative says, so all that is stated in the case is told in the words of the
    vocabulary as well, and so is what is presumed where it bears on what is asked.

    Args:
        subject: The case.

        bearing: The presumed facts that bear on what is asked.

        told: The presumed facts that are told whatever they are.

        unknown: The presumed facts that are told as not known.

        of_conduct: Whether it counts that nobody said which steps were taken.
    """
    paragraphs = [
        " ".join(subject.case.narrative.split()),
        *_established(subject, unknown),
        *_presumed(subject, bearing, told),
    ]
    paragraphs.append(NOTHING_ELSE_OF_CONDUCT if of_conduct else NOTHING_ELSE)
    return "\n\n".join(filter(None, paragraphs))


def _established(subject: ItemContext, unknown: Collection[str]) -> Iterable[str]:
    facts, enactment = [], subject.enactment
    for name, statement in subject.case.facts.items():
        if not name.startswith(DONE):
            by = f" (as told by {statement.reported_by})" if statement.reported_by else ""
            facts.append(as_told(enactment.fact[name], statement.known) + by)
    hidden = {*_open(subject), *unknown}
    facts += [as_told(fact, fact.anything) for fact in enactment.facts if fact.id in hidden]
    if facts:
        yield f"For the record: {'; '.join(facts)}."
    unclear = {told for name, told in subject.stated.items() if name.startswith(DONE)}.difference(STEP_KEYS.values())
    leads = {YES: "Done so far", TRIED: "Offered, but the client prevented it", NO: "Not done"}
    for known, lead in (*leads.items(), *((told, "Not known whether it has been done") for told in unclear)):
        steps = [
            name.removeprefix(DONE) for name, told in subject.stated.items() if name.startswith(DONE) and told == known
        ]
        if steps:
            yield f"{lead}: {'; '.join(enactment.action[step].label for step in steps)}."


def _open(subject: ItemContext) -> list[str]:
    """What nobody said and nothing is presumed of, where the answer hangs on it."""
    if not subject.is_open:
        return []
    return [name for name in unknown_behind(subject) if name not in subject.stated and not name.startswith(DONE)]


def unknown_behind(subject: ItemContext) -> list[str]:
    """The facts of which nothing is known and that change the outcome of the case: told one way or another, it differs.

    The three-valued evaluation finds more than really matter, never fewer; which ones do is proved where it counts.
    """
    view, action = subject.view, subject.inquiry.question.action
    acts = [action] if action else list(subject.at_issue)
    reached: frozenset[str] = frozenset()
    for act in acts:
        reached |= view.unknown_behind_status(act) | view.unknown_behind_waiting(act)
        reached |= view.unknown_behind(subject.enactment.action[act].available)
    return [fact.id for fact in subject.enactment.facts if fact.id in reached]


def _presumed(subject: ItemContext, bearing: Iterable[str], told: Collection[str]) -> Iterable[str]:
    known, facts = subject.ruling.known, subject.enactment.fact
    chosen = [name for name in dict.fromkeys(bearing) if name not in told and subject.is_presumed(name)]
    ordinary = [name for name in chosen if is_ordinary(known[name])]
    shown = [name for name in chosen if name not in ordinary or len(ordinary) <= FEW]
    clauses = [as_told(facts[name], known[name]) for name in (*told, *shown)]
    if clauses:
        yield sentence(f"nobody says otherwise, so this may be taken for granted: {'; '.join(clauses)}")
