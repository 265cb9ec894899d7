"""What a comparison says to its reader, in which order; how it looks is the business of each format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.lists import listed

from .result import (
    Edition,
    Effect,
    EffectAspect,
    Flip,
    How,
    InCases,
    InEffect,
    Order,
    OutcomeChange,
    RulesetComparison,
    RulesetPart,
    Scope,
    StatedFact,
    TextChange,
    Witness,
)

_WHERE = {
    "both": "",
    "old": " (only the old ruleset knows this fact)",
    "new": " (only the new ruleset knows this fact)",
}
_TURNS = {
    OutcomeChange.FALLS: "Decided cases that passed and now fail",
    OutcomeChange.STANDS: "Decided cases that failed and now pass",
    OutcomeChange.UNNOTICED: "Decided cases that differ on a point on which nothing was held",
    OutcomeChange.UNREADABLE: "Decided cases that the new ruleset cannot read",
    OutcomeChange.READABLE: "Decided cases that only the new ruleset can read",
}


def outline(comparison: RulesetComparison) -> tuple[ReportSection, ...]:
    """The sections of a comparison; one with nothing to say is left out."""
    sections = [_head(comparison)]
    if not comparison.same:
        if comparison.changes is not None:
            sections.append(_text(comparison.changes))
        if comparison.effect is not None:
            sections += _effect(comparison.effect)
        if comparison.cases is not None:
            sections += _cases(comparison.cases)
    return tuple(section for section in sections if section.paragraphs or section.items)


def _head(comparison: RulesetComparison) -> ReportSection:
    old, new = comparison.old, comparison.new
    if comparison.same:
        return ReportSection("Comparison", (f"The same ruleset: {_edition(new)}.",))
    return ReportSection("Comparison", (f"From {_edition(old)} to {_edition(new)}.",))


def _edition(edition: Edition) -> str:
    named = f"{edition.name} {edition.version} ({edition.content_hash[:12]})"
    return named if edition.where == edition.name else f"{edition.where}: {named}"


# The text.


def _text(changes: Iterable[TextChange]) -> ReportSection:
    items = tuple(map(_change, changes))
    heading = "What changed in the text"
    return ReportSection(heading, items=items) if items else ReportSection(heading, ("Nothing.",))


def _change(change: TextChange) -> ReportItem:
    twin = ""
    if change.twin is not None:
        other = "added" if change.how is How.REMOVED else "removed"
        twin = f", and {change.twin} {other} with the same content"
    lead = f"{change.kind.value} {change.id}: {change.how.value}{twin}"
    if change.how is How.CHANGED:
        return ReportItem(lead, tuple(_part(part) for part in change.parts))
    return ReportItem(lead, () if change.twin and change.how is How.ADDED else (ReportItem(change.words),))


def _part(part: RulesetPart) -> ReportItem:
    return ReportItem(
        f"{part.name}:", (ReportItem(f"old: {part.old or '(nothing)'}"), ReportItem(f"new: {part.new or '(nothing)'}"))
    )


# The effect.


def _effect(effect: InEffect) -> Iterator[ReportSection]:
    yield ReportSection("What changed in effect", tuple(_verdict(effect)))
    for number, witness in enumerate(effect.witnesses, start=1):
        yield ReportSection(f"Where they differ, case {number}", (_case(witness),), tuple(map(_point, witness.effects)))
    yield ReportSection("What was compared", tuple(_scope(effect.scope)))


def _verdict(effect: InEffect) -> Iterator[str]:
    if effect.untouched:
        yield "Nothing: no outcome depends on what changed in the text."
    elif effect.equivalent:
        yield "Nothing: both are proved to give the same outcome in every possible case."
    elif effect.witnesses:
        number = sum(len(witness.effects) for witness in effect.witnesses)
        yield (
            f"The rulesets differ in {number} {'way' if number == 1 else 'ways'}. Each is shown in the smallest case "
            "found. Both assume what is not stated in it."
        )
    if effect.only_beyond:
        yield (
            "They differ only if a fact is stated that one of the two does not know. In every case stated in facts "
            "that both know, they are proved to give the same outcome."
        )
    if effect.undecided:
        yield f"Not decided: no single case was found that shows a difference in {listed(effect.undecided)}."
    if effect.order is Order.UNDECIDED:
        yield "Not decided: the rules may put the steps of a plan in another order, but no plan was found to differ."


def _case(witness: Witness) -> str:
    if not witness.told:
        text = "With nothing stated:"
    else:
        text = f"Stated: {'; '.join(f'{_clause(fact)}{_WHERE[fact.told_to]}' for fact in witness.told)}."
    return f"{text} Asked about {witness.asked}." if witness.asked else text


def _clause(fact: StatedFact) -> str:
    return fact.clause or f"{fact.says}: {fact.value}"


def _point(effect: Effect) -> ReportItem:
    match effect.aspect:
        case EffectAspect.POSSIBLE:
            subject = "the case"
        case EffectAspect.DISPOSITION:
            subject = "the course of action"
        case EffectAspect.PLAN:
            subject = "the plan"
        case EffectAspect.AWAITS | EffectAspect.STATUS:
            subject = f"{effect.label} [{effect.action}]"
    return ReportItem(f"{subject}: {effect.old_words} -> {effect.new_words}")


def _scope(scope: Scope) -> Iterator[str]:
    yield (
        f"Every case of the {scope.facts} facts that both know, and of each fact that only one knows, by the rules in "
        f"force on {scope.as_of}: the status of each of the {scope.actions} actions that both know, whether it is "
        "possible, whether a duty can be met, what it waits for, the course of action, and which cases contradict "
        "themselves. If all that is the same: what the plan lists, and in which order."
    )
    for words, names in (
        ("Facts that only the old ruleset knows", scope.only_old_facts),
        ("Facts that only the new ruleset knows", scope.only_new_facts),
        ("Facts with different values in the two, compared on the values that both know", scope.other_values),
        ("Actions that only the old ruleset has, a difference if a rule speaks of them", scope.only_old_actions),
        ("Actions that only the new ruleset has, a difference if a rule speaks of them", scope.only_new_actions),
    ):
        if names:
            yield f"{words}: {listed(names)}."
    if scope.other_days:
        yield f"Other rules are in force from {listed(map(str, scope.other_days))}; --as-of compares another day."


# The decided cases.


def _cases(cases: InCases) -> Iterator[ReportSection]:
    if not cases.flips:
        yield ReportSection("Decided cases", (f"Each of {cases.cases} decided cases has the same outcome as before.",))
    for turn, heading in _TURNS.items():
        of_turn = [flip for flip in cases.flips if flip.turn is turn]
        if of_turn:
            yield ReportSection(f"{heading} ({len(of_turn)} of {cases.cases})", items=tuple(map(_flip, of_turn)))
    if cases.broken:
        yield ReportSection("Files that neither can read as a decided case", items=tuple(map(ReportItem, cases.broken)))


def _flip(flip: Flip) -> ReportItem:
    return ReportItem(f"{flip.case}{f': {flip.title}' if flip.title else ''}", tuple(map(ReportItem, flip.details)))
