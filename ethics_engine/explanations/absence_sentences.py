"""Why a status is not there, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.status import Status
from ethics_engine.reports.sections import Item, Section
from ethics_engine.wording.lists import listed
from ethics_engine.wording.norms import STATUS_IN_WORDS

from .absence import Absence, Missing, Obstacle, Opponent, Remedy
from .sentences import provenance_in_words

NEAREST = 5
"""How many rules are told of, unless all are asked for."""


def report(absence: Absence, *, full: bool) -> tuple[Section, ...]:
    """Everything; unless it is to be full, only the rules that are nearest to the status."""
    shown = absence.obstacles if full else absence.obstacles[:NEAREST]
    rest = absence.obstacles[len(shown) :]
    more = f"And {len(rest)} more, further away (--full tells of each): {', '.join(one.rule for one in rest)}."
    deciding = () if absence.met else (Item(_opponent(one)) for one in absence.decided_by)
    sections = [
        Section("Question and answer", (absence.question, *_answer(absence))),
        Section("What keeps it from being possible at all", items=_missing(absence.unavailable)),
        Section("What decides it as it is", items=tuple(deciding)),
        Section("The smallest changes that would bring it about", items=tuple(map(_remedy, absence.changes))),
        Section("The rules that could have brought it", items=tuple(map(_obstacle, shown))),
        Section("Rules further away", (more,) if rest else ()),
        Section("Ways that would rule it out", items=tuple(map(Item, absence.rivals))),
        Section("Where this comes from", (provenance_in_words(absence.provenance, redacted=absence.redacted),)),
    ]
    return tuple(section for section in sections if section.paragraphs or section.items)


def _answer(absence: Absence) -> Iterator[str]:
    if absence.met:
        yield f"It is so already. {absence.sentence} `ethics why` tells why."
        return
    yield absence.sentence
    if absence.awaits and absence.status not in (Status.PROHIBITED, Status.DISCOURAGED):
        yield f"Something has to come first: {listed(absence.awaits, 'and then')}."
    if not (absence.obstacles or absence.rivals or absence.awaits):
        yield "No rule in force brings that status to it."


def _missing(missing: Sequence[Missing] | None) -> tuple[Item, ...]:
    if missing is None:
        return (Item("no few facts by themselves would change that"),)
    return tuple(Item(_needed(one)) for one in missing)


def _needed(missing: Missing) -> str:
    if missing.fact is None:
        return missing.needed
    origin = " (presumed)" if missing.fact.presumed else ""
    so_far = "so far it is otherwise" if missing.fact.value in ("yes", "no") else f"it is so far: {missing.fact.value}"
    return f"{missing.needed}; {so_far}{origin}"


def _remedy(remedy: Remedy) -> Item:
    lead = "what the practitioner can do" if remedy.within_reach else "if the case were otherwise"
    if len(remedy.facts) == 1:
        return Item(f"{lead}: {_needed(remedy.facts[0])}")
    return Item(f"{lead}, all of these:", tuple(Item(_needed(one)) for one in remedy.facts))


def _obstacle(obstacle: Obstacle) -> Item:
    details = [Item(f"it gives way to {one.rule}: {one.says}") for one in obstacle.defeated_by]
    details += [Item(f"it is outdone by {_opponent(one)}") for one in obstacle.outdone_by]
    missing = _missing(obstacle.missing)
    if missing:
        then = listed([STATUS_IN_WORDS[status] for status in obstacle.then], "or")
        details.insert(
            0, Item(f"this would have to be so (all else as it is, the action would then be {then}):", missing)
        )
    cited = f" [{', '.join(obstacle.sources)}]" if obstacle.sources else ""
    return Item(f"{obstacle.rule}, {obstacle.norm}: {obstacle.because}{cited}", tuple(details))


def _opponent(opponent: Opponent) -> str:
    return f"{opponent.rule}, {opponent.says}" if opponent.rule else opponent.says
