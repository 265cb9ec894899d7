"""The parts of a report that say what to do, and how what was done stands to the rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ethics_engine.model.determination import (
    Collision,
    ConductReport,
    ContributingNorm,
    Determination,
    Firmness,
    PlanStep,
    StatusReport,
)
from ethics_engine.model.enactment import DONE
from ethics_engine.model.facts import TRIED_VALUES
from ethics_engine.model.status import NEGATIVE, Status
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.answers import VERDICT_IN_WORDS
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import PRACTITIONER

MARK = " *"
"""What follows an action whose status is settled only on assumptions."""

_SPOKEN = tuple(status for status in Status if status is not Status.UNREGULATED)
_SHALL: Mapping[Status | None, str] = {Status.REQUIRED: "must", Status.ADVISED: "should"}
_HEADINGS = {
    Status.PERMITTED: "What may be done",
    Status.PROHIBITED: "What must not be done",
    Status.DISCOURAGED: "What should not be done",
}
_SEEN_TO = ("yes", *(value.label for value in TRIED_VALUES if value.id != "no"))
_FOLLOWS = {1: "is advised", 2: "is required"}


def to_do(determination: Determination) -> Iterator[ReportSection]:
    """What must, should, may and must not be done, and what collides."""
    at_issue = [report for report in determination.statuses if is_at_issue(report, determination)]
    chosen = [step for step in determination.plan if not step.if_]
    conditional = [step for step in determination.plan if step.if_]
    anyway = [step for step in conditional if _goes_ahead_anyway(step, determination)]
    apart = [step for step in conditional if step not in anyway]
    done = {fact.fact.removeprefix(DONE) for fact in determination.stated if fact.value in _SEEN_TO}
    others = (
        ReportItem(f"{_SHALL[report.status]}: {_marked(report)}", _because(report, determination))
        for report in at_issue
        if report.by != PRACTITIONER and report.status in _SHALL and report.action not in done
    )
    dilemmas = tuple(_dilemma(collision, determination) for collision in determination.dilemmas)
    yield ReportSection("Dilemmas, which these rules do not resolve", items=dilemmas)
    marked = any(report.firmness is Firmness.PROVISIONAL and report.status in _SPOKEN for report in at_issue)
    nothing = () if chosen else ("On what is known, the rules ask nothing of the practitioner.",)
    condition = (f"Whatever is marked{MARK} holds as long as what is presumed below is so.",) if marked else ()
    yield ReportSection("What to do, in order", (*nothing, *condition), _steps(chosen, determination), numbered=True)
    yield ReportSection("For others to do", items=tuple(others))
    for status, heading in _HEADINGS.items():
        alike = [report for report in at_issue if report.status is status]
        yield ReportSection(heading, items=_grouped(alike, determination))
    for ways, steps in _by_condition([*apart, *determination.if_chosen]):
        heading = f"If you {listed(map(determination.label, ways), 'or')}"
        yield ReportSection(heading, items=_steps(steps, determination), numbered=True)
    if determination.action and anyway:
        heading = f"If you go ahead anyway and {determination.label(determination.action)}"
        warning = "That does not make it right. The client is owed this all the same."
        yield ReportSection(heading, (warning,), _steps(anyway, determination), numbered=True)


def _by_condition(steps: Iterable[PlanStep]) -> Iterator[tuple[tuple[str, ...], list[PlanStep]]]:
    """The steps that are owed on the same ways together."""
    together: dict[tuple[str, ...], list[PlanStep]] = {}
    for step in steps:
        together.setdefault(step.if_, []).append(step)
    yield from together.items()


def _steps(steps: Iterable[PlanStep], determination: Determination) -> tuple[ReportItem, ...]:
    return tuple(
        ReportItem(
            f"{_SHALL[step.status]}: {_marked(determination.status(step.action))}{_before(step.before, determination)}",
            _because(determination.status(step.action), determination),
        )
        for step in steps
    )


def _goes_ahead_anyway(step: PlanStep, determination: Determination) -> bool:
    """Whether it is owed only on a way that was asked about, and that the rules speak against."""
    asked = determination.action
    return step.if_ == (asked,) and determination.status(step.if_[0]).status in NEGATIVE


def is_at_issue(report: StatusReport, determination: Determination) -> bool:
    """Whether an action is more than the manner of a way that is neither asked about nor the way on."""
    chosen = {determination.action, *determination.disposition.ways, *(act.action for act in determination.conduct)}
    return not report.of or not chosen.isdisjoint({*report.of, report.action})


def conduct(determination: Determination) -> ReportSection:
    """How each act and omission stands to the rules."""
    judged = (
        ReportItem(
            f"{'left out: ' if report.omitted else ''}{report.label}: {VERDICT_IN_WORDS[report.verdict]}"
            f"{', as far as stated' if report.unstated else ''}",
            (ReportItem(report.why), *_unstated(report, determination)),
        )
        for report in determination.conduct
    )
    return ReportSection("What was done, judged by the rules", items=tuple(judged))


def _unstated(report: ConductReport, determination: Determination) -> tuple[ReportItem, ...]:
    steps = listed(map(determination.label, report.unstated))
    return (ReportItem(f"required, and not stated: {steps}"),) if steps else ()


def _grouped(reports: Iterable[StatusReport], determination: Determination) -> tuple[ReportItem, ...]:
    """One line for each reason, however many actions it speaks to."""
    by_reason: dict[tuple[ReportItem, ...], list[str]] = {}
    for report in reports:
        by_reason.setdefault(_because(report, determination), []).append(_marked(report))
    return tuple(ReportItem("; ".join(labels), details) for details, labels in by_reason.items())


def _marked(report: StatusReport) -> str:
    who = "" if report.by == PRACTITIONER else f"{report.by}: "
    return f"{who}{report.label}{MARK if report.firmness is Firmness.PROVISIONAL else ''}"


def _before(waiting: Sequence[str], determination: Determination) -> str:
    if len(waiting) > 2 and all(determination.status(action).way for action in waiting):
        return " (before any such way on)"
    words = listed([determination.label(action) for action in waiting], "or")
    return f" (before it is right to {words})" if waiting else ""


def _because(report: StatusReport, determination: Determination) -> tuple[ReportItem, ...]:
    details = [_voices(report.decided_by, determination)] if report.decided_by else []
    if report.outweighed:
        details.append(f"this outweighs what speaks the other way: {_voices(report.outweighed, determination)}")
    if report.met_by:
        details.append(f"it can be met by any of these: {listed(map(determination.label, report.met_by), 'or')}")
    return (ReportItem("; ".join(details)),) if details else ()


def _voices(voices: Sequence[ContributingNorm], determination: Determination) -> str:
    """Who speaks: rules by name, and the ways that, being required or advised, speak against their rivals."""
    rules = dict.fromkeys(voice.rule for voice in voices if voice.rule)
    rivals = {
        voice.derived_from: f'"{determination.label(voice.derived_from)}" {_FOLLOWS[voice.modality.strength]}'
        for voice in voices
        if voice.derived_from
    }
    clauses = [f"by {listed(rules)}"] if rules else []
    if rivals:
        clauses.append(f"because {listed(rivals.values(), 'and')} instead")
    return ", and ".join(clauses)


def _dilemma(collision: Collision, determination: Determination) -> ReportItem:
    if collision.unmet_means:
        means = listed([determination.label(action) for action in collision.unmet_means], "or")
        return ReportItem(f"{collision.label}: a duty, but every means to it is closed ({means})")
    sides = (
        ReportItem(f"it is asked for {_voices(collision.positive, determination)}"),
        ReportItem(f"it is spoken against {_voices(collision.negative, determination)}"),
    )
    return ReportItem(collision.label, sides)
