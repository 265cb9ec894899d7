"""What a comparison and an outlook say, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from attrs import frozen

from ethics_engine.model.determination import Determination, FactReport, PlanStep, StatusReport
from ethics_engine.model.enactment import DONE, EXCEPTION
from ethics_engine.reports.outline import provenance_line
from ethics_engine.reports.sections import Item, Section
from ethics_engine.wording.answers import course_in_words
from ethics_engine.wording.lists import listed, sentence
from ethics_engine.wording.norms import PRACTITIONER, STATUS_IN_WORDS

from .alterations import Origin
from .comparison import Comparison, RuleDifference
from .outlook import Outlook
from .prospect import AlterationReport, ChangeReport, Prospect


@frozen
class Table:
    """Two columns side by side, each line with its name."""

    heading: str
    columns: tuple[str, str, str]
    lines: tuple[tuple[str, str, str], ...]


Page = tuple[Section | Table, ...]


def comparison_page(comparison: Comparison) -> Page:
    """What differs between a case as it is told and as it would be."""
    sections: tuple[Section | Table, ...] = (
        Section("What is told otherwise", items=tuple(Item(line) for line in _facts(comparison))),
        Section("Safety", tuple(_safety(comparison))),
        Section("Question and answer", tuple(_answers(comparison))),
        Table("What differs", ("", "as told", "then"), tuple(_lines(comparison))),
        Section("What is to be done then, and is not now", items=_steps(comparison.plan_after, comparison.after)),
        Section("What is to be done now, and is not then", items=_steps(comparison.plan_before, comparison.before)),
        Section("The rules that make the difference", *_rules(comparison)),
        Section("Where this comes from", (provenance_line(comparison.after),)),
    )
    return tuple(part for part in sections if (isinstance(part, Table) and part.lines) or _says(part))


def _says(part: Section | Table) -> bool:
    return isinstance(part, Section) and bool(part.paragraphs or part.items)


def _facts(comparison: Comparison) -> Iterator[str]:
    withheld = 0
    for difference in comparison.facts:
        if difference.after is None:
            withheld += 1
        else:
            fact, before = difference.after, difference.before
            says = fact.says.removeprefix(DONE).strip()
            yield f"{says}: {_value(fact)} (so far: {_so_far(before)})"
    if withheld:
        yield f"{withheld} sensitive, left out because of --redact"


def _value(fact: FactReport) -> str:
    return {"yes": "done", "no": "not done"}.get(fact.value, fact.value) if fact.fact.startswith(DONE) else fact.value


def _so_far(before: FactReport | None) -> str:
    if before is None:
        return "not known"
    return f"{_value(before)}, presumed" if before.presumed else _value(before)


def _safety(comparison: Comparison) -> Iterator[str]:
    for line in comparison.safety_after:
        yield f"Then: {line.sentence} {line.meanwhile}".rstrip()
    for line in comparison.safety_before:
        yield f"No longer said then: {line.sentence} {line.meanwhile}".rstrip()


def _answers(comparison: Comparison) -> Iterator[str]:
    yield comparison.question
    before, after = (_answer(determination) for determination in (comparison.before, comparison.after))
    if not comparison.differs:
        yield f"Nothing differs: {before}"
    elif comparison.answer is None:
        yield f"The answer is the same: {before}"
    else:
        yield f"As told: {before}"
        yield f"Then: {after}"


def _answer(determination: Determination) -> str:
    return f"{determination.answer.sentence.removesuffix('.')} ({determination.answer.settled.value})."


def _lines(comparison: Comparison) -> Iterator[tuple[str, str, str]]:
    if comparison.disposition:
        yield "way on", course_in_words(comparison.before), course_in_words(comparison.after)
    others = 0
    for difference in comparison.statuses:
        if difference.at_issue:
            yield difference.label, _status(difference.before), _status(difference.after)
        else:
            others += 1
    if others:
        yield "how one would take other ways", "", f"{others} more differ"


def _status(report: StatusReport) -> str:
    by = "" if report.by == PRACTITIONER else f" (of {report.by})"
    if report.available is False:
        return "not possible"
    if report.status is None:
        return f"open: {listed([STATUS_IN_WORDS[status] for status in report.possible], 'or')}{by}"
    return f"{STATUS_IN_WORDS[report.status]}{by}"


def _steps(steps: Iterable[PlanStep], determination: Determination) -> tuple[Item, ...]:
    return tuple(Item(f"{STATUS_IN_WORDS[step.status]}: {determination.label(step.action)}") for step in steps)


def _rules(comparison: Comparison) -> tuple[tuple[str, ...], tuple[Item, ...]]:
    if comparison.rules or not comparison.differs:
        return (), tuple(_rule(rule) for rule in comparison.rules)
    return ("The same rules hold as before; what differs is what is known, or which steps are done.",), ()


def _rule(rule: RuleDifference) -> Item:
    if rule.gives_way_to:
        way = f"gives way to {listed(map(_name, rule.gives_way_to))}"
        how = f"holds then; as told it {way}" if rule.holds else f"{way} then"
    else:
        how = "holds then" if rule.holds else "no longer holds then"
    sources = tuple(
        Item(f"sources: {', '.join(source.reference for source in rule.sources)}") for _ in rule.sources[:1]
    )
    return Item(f"{_name(rule.rule)} {how}: {rule.because}", sources)


def _name(rule: str) -> str:
    return f"the exception to {rule.removesuffix(EXCEPTION)}" if rule.endswith(EXCEPTION) else rule


def outlook_page(outlook: Outlook) -> Page:
    """What would change a case: what to do next, and then everything else."""
    changing = tuple(_prospect(each, each.changes) for each in outlook.prospects)
    able = [(each, change) for each in outlook.prospects for change in each.next]
    sections = (
        Section("The case as told", (outlook.question, outlook.answer)),
        Section(
            "What to do next: what the practitioner can bring about",
            items=tuple(_prospect(each, [change]) for each, change in able),
        ),
        Section(
            "What would change it: the smallest changes",
            (f"Each was tried, with everything else as it is told. {_givens(outlook)}".strip(),) if changing else (),
            changing,
        ),
        Section("What nothing so small would bring", (*_missed(outlook), *_left_alone(outlook))),
        Section("Where this comes from", (outlook.where,)),
    )
    return tuple(section for section in sections if section.items or section.paragraphs)


def _left_alone(outlook: Outlook) -> tuple[str, ...]:
    return (_givens(outlook),) if outlook.givens and not outlook.prospects else ()


def _givens(outlook: Outlook) -> str:
    if not outlook.givens:
        return ""
    told = "; ".join(f"{fact.says}: {fact.value}" for fact in outlook.told_givens)
    among = f" Of what is told these are givens: {told}." if told else ""
    return f"What is a given was left alone ({outlook.givens} facts; --even-givens lets them change too).{among}"


def _prospect(each: Prospect, changes: Iterable[ChangeReport]) -> Item:
    told = list(changes)
    details = [Item(_change(change)) for change in told]
    size = len(told[0].alterations)
    if size > 1 and each.proved >= size - 1:
        details.append(Item("no fewer will do"))
    if each.more and len(told) > 1:
        details.append(Item("and others of that size"))
    return Item(f"{sentence(each.goal).removesuffix('.')}, if", tuple(details))


def _change(change: ChangeReport) -> str:
    return "; and ".join(_alteration(alteration) for alteration in change.alterations)


def _alteration(report: AlterationReport) -> str:
    if not report.fact:
        return report.says
    name = report.fact.removeprefix(DONE)
    if report.clause is not None:
        return f"{report.clause} ({_OTHERWISE[report.origin]}) [{name}]"
    so_far = {Origin.STATED: report.before, Origin.PRESUMED: f"{report.before}, presumed", Origin.UNKNOWN: "not known"}
    return f"{report.says}: {report.value} (so far: {so_far[report.origin]}) [{name}]"


_OTHERWISE = {
    Origin.STATED: "so far told otherwise",
    Origin.PRESUMED: "so far presumed otherwise",
    Origin.UNKNOWN: "so far not known",
}
"""What is known of a yes-or-no fact of which the other answer would be so."""


def _missed(outlook: Outlook) -> Iterator[str]:
    by_proof: dict[int, list[str]] = {}
    for each in outlook.missed:
        by_proof.setdefault(each.proved, []).append(each.goal)
    if not outlook.missed and outlook.on_ways:
        by_proof[outlook.proved] = [
            "the way on would be any other" if outlook.prospects else "the way on would be another"
        ]
    for proved, goals in sorted(by_proof.items(), reverse=True):
        yield f"{_no_change(proved, outlook.most)}: {_goals(goals)}."


def _goals(goals: Sequence[str]) -> str:
    """The goals, with what they begin with but once."""
    lead, quote, _ = goals[0].partition('"')
    same = quote and all(goal.startswith(lead + quote) for goal in goals)
    return lead + listed([goal.removeprefix(lead) for goal in goals], "or") if same else listed(goals, "or")


def _no_change(proved: int, most: int) -> str:
    if proved == most:
        return f"No change of {_up_to(proved)} would do it"
    if proved:
        return f"No change of {_up_to(proved)} would do it, and of more none was found, though not all were tried"
    return f"No change of {_up_to(most)} was found, though not all were tried"


def _up_to(count: int) -> str:
    return "a single fact" if count == 1 else f"up to {count} facts"
