"""Why a status is not there, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.enactment import DONE
from ethics_engine.model.rules import MODALITY_OF
from ethics_engine.model.status import NEGATIVE
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS
from ethics_engine.text.provenance import provenance_in_words

from .why_not_result import Absence, Missing, Obstacle, Opponent, Remedy

_FIND_OUT = "Find out whether one is so; do not bring it about for the sake of the answer."
"""What is said of what would bring the status, and is not for the practitioner to arrange."""

NEAREST = 5
"""How many of the rules that are near are shown, unless all are asked for."""


def report(absence: Absence, *, full: bool) -> tuple[ReportSection, ...]:
    """What stands in the way, then what would lift it; unless it is to be full, only the rules that are near."""
    shown = absence.obstacles if full else tuple(filter(_is_near, absence.obstacles))[:NEAREST]
    rest = len(absence.obstacles) - len(shown)
    more = [ReportItem(f"{rest}{' more' if shown else ''}, in other cases than this one (--full)")] if rest else []
    deciding = () if absence.met else (ReportItem(_in_the_way(one)) for one in absence.decided_by)
    wanted = _wanted(absence)
    possible = tuple(ReportItem(_together(change)) for change in absence.changes if not change.within_reach)
    sections = [
        ReportSection("Question and answer", (absence.question, *_answer(absence, wanted))),
        ReportSection("What makes it impossible", items=_missing(absence.unavailable)),
        ReportSection("What stands in the way", items=tuple(deciding)),
        ReportSection("What the practitioner can do", items=tuple(_able(absence, wanted))),
        ReportSection(
            "What would lift it",
            (f"Any one of these, if true, makes it {_then(absence, wanted)}. {_FIND_OUT}",) if possible else (),
            possible,
        ),
        ReportSection(
            f"Rules that would make it {wanted}",
            items=(*map(_obstacle, shown), *more),
        ),
        ReportSection("Courses that would exclude it", items=tuple(map(ReportItem, absence.rivals))),
        ReportSection("Not offered", tuple(_not_offered(absence))),
        ReportSection("Rules and version", (provenance_in_words(absence.provenance, redacted=absence.redacted),)),
    ]
    return tuple(section for section in sections if section.paragraphs or section.items)


def _wanted(absence: Absence) -> str:
    return listed([STATUS_IN_WORDS[status] for status in absence.wanted], "or")


def _answer(absence: Absence, wanted: str) -> Iterator[str]:
    yield absence.sentence
    if absence.met:
        yield f"It already is. See `ethics why {absence.case} {absence.action}`."
        return
    if absence.awaits and absence.status not in NEGATIVE:
        yield f"A step has to come first: {listed(absence.awaits, 'and then')}."
    if not (absence.obstacles or absence.rivals or absence.awaits or absence.pretexts):
        yield f"No rule can make it {wanted}."


def _able(absence: Absence, wanted: str) -> Iterator[ReportItem]:
    named = set()
    for change in absence.changes:
        if change.within_reach:
            deeds = [one.deed or one.needed for one in change.facts]
            named |= set(deeds)
            yield ReportItem(f"{'; and '.join(deeds)} (then it is {_then(absence, wanted)})")
    due = tuple(
        ReportItem(f"{MODALITY_OF[step.status].value} {step.label}") for step in absence.due if step.label not in named
    )
    if due:
        yield ReportItem("in any case:", due)


def _then(absence: Absence, wanted: str) -> str:
    """What it is after a change: the one status asked for, or, where it only waits for a step, free to be done."""
    return "free to be done" if absence.status in absence.wanted else wanted


def _not_offered(absence: Absence) -> Iterator[str]:
    if absence.pretexts:
        rules = "1 more rule applies" if absence.pretexts == 1 else f"{absence.pretexts} more rules apply"
        yield f"{rules} only with another reason or a full diary. Naming one for the sake of the answer is a pretext."
    if absence.stopped_after is not None:
        yield (
            f"The search for changes was stopped after {absence.stopped_after:g} seconds. What it found until then is "
            "shown; --seconds gives it more time."
        )


def _missing(missing: Sequence[Missing] | None) -> tuple[ReportItem, ...]:
    if missing is None:
        return (ReportItem("no small set of facts changes that"),)
    return tuple(ReportItem(_needed(one)) for one in missing)


def _needed(missing: Missing) -> str:
    fact = missing.fact
    if fact is None:
        return missing.needed
    if fact.value == "not known":
        return f"{missing.needed} (not known)"
    value = _DONE.get(fact.value, fact.value) if fact.fact.startswith(DONE) else fact.value
    return f"{missing.needed} ({'assumed' if fact.assumed else 'stated'}: {value})"


_DONE = {"yes": "done", "no": "not done"}


def _together(remedy: Remedy) -> str:
    return "; and ".join(map(_needed, remedy.facts))


def _obstacle(obstacle: Obstacle) -> ReportItem:
    details = [ReportItem(f"overridden by {one.rule}: {one.says}") for one in obstacle.defeated_by]
    details += [ReportItem(f"outweighed by {_opponent(one)}") for one in obstacle.outdone_by]
    missing = _missing(obstacle.missing)
    if missing:
        then = listed([STATUS_IN_WORDS[status] for status in obstacle.then], "or")
        details.insert(0, ReportItem(f"applies if{f' (then {then})' if then else ''}:", missing))
    cited = f" [{', '.join(obstacle.sources)}]" if obstacle.sources else ""
    return ReportItem(f"{obstacle.rule}, {obstacle.norm}: {obstacle.because}{cited}", tuple(details))


def _in_the_way(opponent: Opponent) -> str:
    """What stands in the way, its reason first."""
    modality, _, because = opponent.says.partition(": ")
    return f"{because} ({opponent.rule}: {modality})" if opponent.rule else because


def _is_near(obstacle: Obstacle) -> bool:
    """Whether a rule needs nothing that was not spoken of in this case."""
    return not any(one.fact is not None and one.fact.assumed for one in obstacle.missing or ())


def _opponent(opponent: Opponent) -> str:
    return f"{opponent.rule}, {opponent.says}" if opponent.rule else opponent.says
