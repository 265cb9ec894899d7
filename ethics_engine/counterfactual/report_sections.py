"""What a comparison and a what-if report say, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ethics_engine.model.case import Answer
from ethics_engine.model.determination import Determination, FactReport, PlanStep, StatusReport
from ethics_engine.model.enactment import DONE, EXCEPTION
from ethics_engine.model.status import Status
from ethics_engine.rendering.sections import ReportItem, ReportSection
from ethics_engine.text.answers import ANSWER_IN_WORDS, to_a_degree
from ethics_engine.text.courses import course_in_words
from ethics_engine.text.lists import listed, quoted, sentence
from ethics_engine.text.norms import PRACTITIONER, STATUS_IN_WORDS
from ethics_engine.text.plural import counted
from ethics_engine.text.provenance import edition_in_brief
from ethics_engine.text.values import fact_clause

from .edits import Origin
from .goal_report import EditReport, EditSetReport, GoalReport
from .report import CounterfactualReport
from .side_by_side import RuleDifference, SideBySide, StatusDifference


@frozen
class SideBySideTable:
    """Two columns side by side, each line with its name."""

    heading: str
    columns: tuple[str, str, str]
    lines: tuple[tuple[str, str, str], ...]


Page = tuple[ReportSection | SideBySideTable, ...]


def side_by_side_page(comparison: SideBySide) -> Page:
    """What differs between a case as it stands and with some facts changed."""
    changed = ReportSection("Changed facts", items=tuple(ReportItem(line) for line in _facts(comparison)))
    safety = ReportSection("Safety", tuple(_safety(comparison)))
    sections: tuple[ReportSection | SideBySideTable, ...] = (
        *((safety, changed) if _in_danger(comparison) else (changed, safety)),
        ReportSection("Question and answer", tuple(_answers(comparison))),
        SideBySideTable("What differs", ("", "now", "changed"), tuple(_lines(comparison))),
        ReportSection("New duties", items=_new_duties(comparison)),
        ReportSection("Duties that fall away", items=_steps(comparison.plan_before, comparison.before)),
        ReportSection("Why it differs", *_rules(comparison)),
        ReportSection(
            "Rules and version", (edition_in_brief(comparison.after.provenance, redacted=comparison.after.redacted),)
        ),
    )
    return tuple(part for part in sections if (isinstance(part, SideBySideTable) and part.lines) or _says(part))


def _says(part: ReportSection | SideBySideTable) -> bool:
    return isinstance(part, ReportSection) and bool(part.paragraphs or part.items)


def _facts(comparison: SideBySide) -> Iterator[str]:
    withheld = 0
    for difference in comparison.facts:
        if difference.after is None:
            withheld += 1
        else:
            fact, before = difference.after, difference.before
            yield f"{fact_clause(fact)} ({_before(before)})"
    if withheld:
        yield f"{withheld} sensitive, left out because of --redact"


def _value(fact: FactReport) -> str:
    return {"yes": "done", "no": "not done"}.get(fact.value, fact.value) if fact.fact.startswith(DONE) else fact.value


def _before(before: FactReport | None) -> str:
    if before is None:
        return "not known"
    return f"{'assumed' if before.assumed else 'stated'}: {_value(before)}"


def _safety(comparison: SideBySide) -> Iterator[str]:
    for line in comparison.safety_after:
        yield f"Changed: {line.sentence} {line.meanwhile}".rstrip()
    for line in comparison.safety_before:
        yield f"No longer applies: {line.sentence} {line.meanwhile}".rstrip()


def _answers(comparison: SideBySide) -> Iterator[str]:
    yield comparison.question
    before, after = (_answer(determination) for determination in (comparison.before, comparison.after))
    if not comparison.differs:
        yield f"Same answer, nothing differs: {before}"
    elif comparison.answer is None:
        yield f"Same answer: {before}"
    else:
        yield f"Now: {before}"
        yield f"Changed: {after}"


def _answer(determination: Determination) -> str:
    return to_a_degree(determination.answer.sentence, determination.answer.firmness)


def _lines(comparison: SideBySide) -> Iterator[tuple[str, str, str]]:
    if comparison.disposition:
        yield "course of action", course_in_words(comparison.before), course_in_words(comparison.after)
    others = 0
    for difference in comparison.statuses:
        if _is_shown(difference, comparison):
            yield difference.label, _status(difference.before), _status(difference.after)
        else:
            others += 1
    if others:
        yield "other actions" if _in_danger(comparison) else "other courses of action", "", f"{others} more differ"


def _in_danger(comparison: SideBySide) -> bool:
    """Whether a danger is stated after the change; then the page is short, and safety leads it."""
    return any(line.stated for line in comparison.after.safety)


def _is_shown(difference: StatusDifference, comparison: SideBySide) -> bool:
    """Whether an action has a line of its own; in danger a course, what is asked about, or what is then forbidden."""
    if not _in_danger(comparison):
        return difference.at_issue
    asked = difference.action == comparison.after.action
    return difference.at_issue and (difference.after.way or asked or difference.after.status is Status.PROHIBITED)


def _new_duties(comparison: SideBySide) -> tuple[ReportItem, ...]:
    """What is to be done after the change and not before; in danger the steps of a course are only counted."""
    if not _in_danger(comparison):
        return _steps(comparison.plan_after, comparison.after)
    now = [step for step in comparison.plan_after if not step.if_ and not comparison.after.status(step.action).way]
    of_course = sum(1 for step in comparison.plan_after if step.if_)
    more = f"and {counted(of_course, 'step')} of a course of action (ethics consult)"
    return (*_steps(now, comparison.after), *(ReportItem(more) for _ in range(min(of_course, 1))))


def _status(report: StatusReport) -> str:
    by = "" if report.by == PRACTITIONER else f" (of {report.by})"
    if report.available is False:
        return "not possible"
    if report.status is None:
        return f"open: {listed([STATUS_IN_WORDS[status] for status in report.possible], 'or')}{by}"
    return f"{STATUS_IN_WORDS[report.status]}{by}"


def _steps(steps: Iterable[PlanStep], determination: Determination) -> tuple[ReportItem, ...]:
    return tuple(ReportItem(f"{STATUS_IN_WORDS[step.status]}: {determination.label(step.action)}") for step in steps)


def _rules(comparison: SideBySide) -> tuple[tuple[str, ...], tuple[ReportItem, ...]]:
    if comparison.rules or not comparison.differs:
        shown = [rule for rule in comparison.rules if not _in_danger(comparison) or rule.rule in _leading(comparison)]
        more = len(comparison.rules) - len(shown)
        counted_alone = (ReportItem(f"and {more} more (--format json)"),) if more else ()
        return (), (*map(_rule, shown), *counted_alone)
    return ("The same rules apply. Only what is known or done differs.",), ()


def _leading(comparison: SideBySide) -> frozenset[str]:
    """The rules behind what is asked about, the course, and what is then to be done whatever the course."""
    after = comparison.after
    duties = [step.action for step in comparison.plan_after if not step.if_]
    actions = [action for action in (after.action, *after.disposition.ways, *duties) if action]
    return frozenset(norm.rule for action in actions for norm in after.status(action).decided_by if norm.rule)


def _rule(rule: RuleDifference) -> ReportItem:
    if rule.gives_way_to:
        others = listed(map(_name, rule.gives_way_to))
        how = (
            f"applies only after the change; now overridden by {others}"
            if rule.holds
            else f"applies now; after the change overridden by {others}"
        )
    else:
        how = "applies only after the change" if rule.holds else "no longer applies"
    sources = tuple(
        ReportItem(f"sources: {', '.join(source.reference for source in rule.sources)}") for _ in rule.sources[:1]
    )
    return ReportItem(f"{_name(rule.rule)} {how}: {rule.because}", sources)


def _name(rule: str) -> str:
    return f"the exception to {rule.removesuffix(EXCEPTION)}" if rule.endswith(EXCEPTION) else rule


_CHECKED = "Each was checked, with everything else unchanged. Find out whether one is so; do not bring it about."


_NOT_LISTED = (
    "What would change the answer is not listed while somebody is in danger. See to the danger first, state what came "
    "of it, and ask again. `--to` looks for one outcome."
)


def report_page(report: CounterfactualReport) -> Page:
    """What would change a case: what the practitioner can do, and then what the case would have to be."""
    listed_alone = len(report.prospects) == 1
    changing = tuple(
        item
        for each in report.prospects
        if listed_alone or not _is_far_fetched(each.goal, each.changes)
        for item in _if_it_were(each)
    )
    others = (
        ReportSection(
            f"What would change the {'course of action' if report.on_ways else 'answer'}",
            (_CHECKED,) if changing else (),
            changing,
        ),
        ReportSection("Not reached", tuple(_missed(report))),
        ReportSection("Left alone", tuple(_left_alone(report))),
    )
    sections = (
        ReportSection("Safety", report.safety),
        ReportSection("Now", (report.question, report.answer)),
        ReportSection("What the practitioner can do", items=tuple(_able(report))),
        *((ReportSection("Not listed", (_NOT_LISTED,)),) if report.safety_alone else others),
        ReportSection("Rules and version", (edition_in_brief(report.provenance, redacted=report.redacted),)),
    )
    return tuple(section for section in sections if section.items or section.paragraphs)


def _left_alone(report: CounterfactualReport) -> Iterator[str]:
    if report.givens:
        stated = "; ".join(fact_clause(fact) for fact in report.told_givens)
        among = f" Stated among them: {stated}." if stated else ""
        facts = counted(report.givens, "fact was", "facts were")
        yield f"{facts} left alone: who somebody is, or what has happened (--even-givens changes these too).{among}"
    yield "Never offered: what would be a pretext, such as another reason, another motive or a full diary."


def _able(report: CounterfactualReport) -> Iterator[ReportItem]:
    """What the practitioner can do, and last what is due anyway; that alone where somebody is in danger.

    There no step is shown as a road to another answer: what comes of it may change the answer, and not that it is done.
    """
    steps = report.due
    if report.safety_alone:
        steps = tuple(sorted(steps, key=lambda step: step.status is not Status.REQUIRED))
    due = tuple(ReportItem(f"{STATUS_IN_WORDS[step.status]}: {step.label}") for step in steps)
    if report.safety_alone:
        if due:
            yield ReportItem(_DUE, due)
        return
    able = [each for each in report.prospects if each.next and not _is_far_fetched(each.goal, each.next)]
    for each in able:
        if len(each.next) == 1:
            yield ReportItem(f"{_deeds(each.next[0])}. {_once(each.next[0], f'{each.goal}{_silent(each.goal)}')}")
        else:
            items = tuple(ReportItem(_deeds(change)) for change in each.next)
            yield ReportItem(f"any one of these; then {each.goal}{_silent(each.goal)}:", items)
    asked = (*due, *(ReportItem(report.course) for _ in range(bool(report.course))))
    if able or report.stopped_after is not None:
        if due:
            yield ReportItem(_DUE, due)
    elif report.prospects or (report.missed and asked):
        stays = _NO_STEP if report.prospects else _STAYS
        asks = f"{stays} {_ASKED}" if asked else stays
        yield ReportItem(_JUDGED_ANEW if report.judged_anew else asks, asked)


_DUE = "due now, whatever the answer becomes:"
_STAYS = "Nothing you can honestly do changes this answer."
_NO_STEP = "No step of yours changes this by itself."
_ASKED = "What it asks for now:"
_JUDGED_ANEW = "What comes of these decides, and not that they are done. Then judge anew, state it, and ask again:"


def _silent(goal: str) -> str:
    """What it means if no rule speaks of what is asked."""
    return " (the rules then neither forbid nor allow it)" if _is_silence(goal) else ""


def _is_silence(goal: str) -> bool:
    return goal.endswith(quoted(ANSWER_IN_WORDS[Answer.RULES_SAY_NOTHING]))


def _is_far_fetched(goal: str, changes: Sequence[EditSetReport]) -> bool:
    """Whether several facts at once would only make the rules fall silent: nothing for which anybody looks."""
    return _is_silence(goal) and bool(changes) and len(changes[0].edits) > 1


def _deeds(change: EditSetReport) -> str:
    return "; and ".join(each.deed or each.says for each in change.edits)


def _once(change: EditSetReport, goal: str) -> str:
    """When a goal is reached by what the practitioner does: a step does it at once, a fact only when it is so."""
    clauses = [each.says for each in change.edits if not each.step]
    return sentence(f"once {listed(clauses)}, {goal}" if clauses else goal)


def _if_it_were(each: GoalReport) -> Iterator[ReportItem]:
    if not each.changes:
        return
    size = len(each.changes[0].edits)
    details = [ReportItem(_change(change)) for change in each.changes]
    if size > 1 and each.proved >= size - 1:
        details.append(ReportItem("fewer are not enough"))
    if each.more:
        details.append(ReportItem("and others"))
    which = "" if len(each.changes) == 1 else " any one of these is true"
    yield ReportItem(f"{sentence(each.goal).removesuffix('.')}, if{which}:", tuple(details))


def _change(change: EditSetReport) -> str:
    return "; and ".join(_edit(edit) for edit in change.edits)


def _edit(report: EditReport) -> str:
    if not report.fact:
        return report.says
    before = {
        Origin.STATED: f"stated: {report.before}",
        Origin.PRESUMED: f"assumed: {report.before}",
        Origin.UNKNOWN: "not known",
    }
    judged = "; a judgement" if report.judged else ""
    return f"{report.says} ({before[report.origin]}{judged}) [{report.fact.removeprefix(DONE)}]"


def _missed(report: CounterfactualReport) -> Iterator[str]:
    by_proof: dict[int, list[str]] = {}
    for each in report.missed:
        by_proof.setdefault(each.proved, []).append(each.goal)
    if not report.missed and report.on_ways:
        by_proof[report.proved] = ["any other course" if report.prospects else "another course"]
    if (
        len(report.missed) > 1
        and not (report.prospects or report.on_ways or report.safety_alone)
        and len(by_proof) == 1
    ):
        by_proof = {proved: ["any other answer"] for proved in by_proof}
    for proved, goals in sorted(by_proof.items(), reverse=True):
        yield f"{_goals(goals)}. {_no_change(proved, report.most)}"
    if report.stopped_after is not None:
        unit = "second" if report.stopped_after == 1 else "seconds"
        yield (
            f"The search was stopped after {report.stopped_after:g} {unit}. What it found until then is shown; "
            "--seconds gives it more time."
        )


def _goals(goals: Sequence[str]) -> str:
    """The goals; of answers only the words."""
    lead, quote, _ = goals[0].partition('"')
    same = quote and all(goal.startswith(lead + quote) for goal in goals)
    return listed([goal.removeprefix(lead) for goal in goals]) if same else sentence(listed(goals)).removesuffix(".")


def _no_change(proved: int, most: int) -> str:
    if proved == most:
        return f"No change that is offered, of {_up_to(proved)}, leads there."
    if proved:
        return (
            f"No change that is offered, of {_up_to(proved)}, leads there; a partial search of larger ones found none."
        )
    return f"A partial search of the changes that are offered, of {_up_to(most)}, found none."


def _up_to(count: int) -> str:
    return "one fact" if count == 1 else "one or two facts" if count == 2 else f"up to {count} facts"
