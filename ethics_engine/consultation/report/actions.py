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
from ethics_engine.model.rules import DERIVED, MODALITY_OF, TO_DO
from ethics_engine.model.status import NEGATIVE, Status
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.answers import VERDICT_IN_WORDS
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import PRACTITIONER, STATUS_IN_WORDS

MARK = " *"
"""What follows an action whose status is provisional."""

_SPOKEN = tuple(status for status in Status if status is not Status.UNREGULATED)
_SHALL: Mapping[Status | None, str] = {each.status: each.value for each in TO_DO if MODALITY_OF[each.status] is each}
_HEADINGS = {
    Status.PERMITTED: "What may be done",
    Status.PROHIBITED: "What must not be done",
    Status.DISCOURAGED: "What should not be done",
}
_SEEN_TO = ("yes", *(value.label for value in TRIED_VALUES if value.id != "no"))


def to_do(determination: Determination) -> Iterator[ReportSection]:
    """What must, should, may and must not be done, and what is a dilemma."""
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
    dilemmas = tuple(_dilemma(each, determination) for each in determination.dilemmas if not each.unmet_means)
    unmet = tuple(_unmet(collision, determination) for collision in determination.dilemmas if collision.unmet_means)
    yield ReportSection("The two sides", items=dilemmas)
    yield ReportSection("Duties that cannot be met", items=unmet)
    marked = any(report.firmness is Firmness.PROVISIONAL and report.status in _SPOKEN for report in at_issue)
    nothing = () if chosen else ("Nothing is required or advised on what is known.",)
    condition = ("* provisional",) if marked else ()
    yield ReportSection("What to do now", (*nothing, *condition), _steps(chosen, determination), numbered=True)
    yield ReportSection("What others must or should do", items=tuple(others))
    for status, heading in _HEADINGS.items():
        alike = [report for report in at_issue if report.status is status]
        yield ReportSection(heading, items=_grouped(alike, determination))
    for ways, steps in _by_condition([*apart, *determination.if_chosen]):
        heading = f"If the practitioner decides to {listed(map(determination.label, ways), 'or')}"
        yield ReportSection(heading, items=_steps(steps, determination), numbered=True)
    if determination.action and anyway:
        heading = f"If the practitioner decides to {determination.label(determination.action)} anyway"
        warning = "These duties to the client still apply. They do not make it acceptable."
        yield ReportSection(heading, (warning,), _steps(anyway, determination), numbered=True)


def _by_condition(steps: Iterable[PlanStep]) -> Iterator[tuple[tuple[str, ...], list[PlanStep]]]:
    """The steps that are owed on the same courses together."""
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
    """Whether it is owed only on a course that was asked about, and that the rules speak against."""
    asked = determination.action
    return step.if_ == (asked,) and determination.status(step.if_[0]).status in NEGATIVE


def is_at_issue(report: StatusReport, determination: Determination) -> bool:
    """Whether an action is more than a step of a course that is neither asked about nor named."""
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
        return " (before any course of action)"
    words = listed([determination.label(action) for action in waiting], "or")
    return f" (before: {words})" if waiting else ""


def _because(report: StatusReport, determination: Determination) -> tuple[ReportItem, ...]:
    details = [_norms_named(report.decided_by, determination, "by ")] if report.decided_by else []
    if report.outweighed:
        details.append(f"this outweighs: {_norms_named(report.outweighed, determination)}")
    if report.met_by:
        details.append(f"any of these will do: {listed(map(determination.label, report.met_by), 'or')}")
    return (ReportItem("; ".join(details)),) if details else ()


def _norms_named(norms: Sequence[ContributingNorm], determination: Determination, by: str = "") -> str:
    """What speaks: rules by name, and the courses that, being required or advised, speak against their rivals."""
    rules = dict.fromkeys(voice.rule for voice in norms if voice.rule)
    rivals: dict[str, dict[str, None]] = {}
    for voice in norms:
        if voice.derived_from:
            alike = rivals.setdefault(STATUS_IN_WORDS[DERIVED[voice.modality]], {})
            alike[f'"{determination.label(voice.derived_from)}"'] = None
    instead = [
        f"{listed(labels)} {'is' if len(labels) == 1 else 'are'} {follows} instead"
        for follows, labels in rivals.items()
    ]
    return ", and ".join([*([f"{by}{listed(rules)}"] if rules else []), *instead])


def _unmet(collision: Collision, determination: Determination) -> ReportItem:
    means = listed([determination.label(action) for action in collision.unmet_means], "or")
    return ReportItem(f"{collision.label}: none of the ways to do it is allowed ({means})")


def _dilemma(collision: Collision, determination: Determination) -> ReportItem:
    sides = (
        ReportItem(f"for: {_norms_named(collision.positive, determination)}"),
        ReportItem(f"against: {_norms_named(collision.negative, determination)}"),
    )
    return ReportItem(collision.label, sides)
