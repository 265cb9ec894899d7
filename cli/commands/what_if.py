"""`ethics what-if`: what differs with some facts changed, and which changes would bring something about."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

import attrs
import click

import ethics_engine as ee
from ethics_engine.counterfactual import FORMATS, CounterfactualFinder, compare, counterfactual_report, render
from ethics_engine.counterfactual import redacted as redacted_report
from ethics_engine.counterfactual.goal_parser import goal_from_words
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading import facts_from_options
from ethics_engine.model.case import Statement
from ethics_engine.model.enactment import DONE

from ..case_from_options import case_or_facts, new_case, stated, together
from ..options import (
    as_of_option,
    done_option,
    fact_option,
    format_option,
    no_assumptions_option,
    not_done_option,
    question_option,
    redact_option,
    rules_option,
    seconds_option,
    tried_option,
)
from ..output import say
from ..rules_choice import RulesChoice


@click.command("what-if")
@click.argument("case", required=False)
@click.argument("facts", nargs=-1, metavar="[FACT=VALUE]...")
@fact_option
@question_option
@done_option
@tried_option
@not_done_option
@click.option(
    "--to",
    "wanted",
    multiple=True,
    metavar="OUTCOME",
    help="Look only for changes to this: an answer such as `no`, a course such as `advised:refer`, or a status such "
    "as `refer=permitted`. Repeatable.",
)
@click.option("--even-givens", is_flag=True, help="Also change fixed facts: who somebody is, what has happened.")
@seconds_option
@rules_option
@format_option(FORMATS)
@no_assumptions_option
@as_of_option()
@redact_option
def command(
    *,
    case: str | None,
    facts: tuple[str, ...],
    stated_facts: tuple[str, ...],
    question: str | None,
    done: tuple[str, ...],
    tried: tuple[str, ...],
    not_done: tuple[str, ...],
    wanted: tuple[str, ...],
    even_givens: bool,
    rules: RulesChoice,
    form: str,
    no_assumptions: bool,
    as_of: datetime.date | None,
    redact: bool,
    seconds: float,
) -> None:
    """Show what would change a case.

    With facts or steps: the determination now beside the one with these changed, as far as they differ, and the rules
    that make the difference.

    Without: the smallest changes that would bring about each other answer, or course of action. What the practitioner
    can honestly do comes first. Whatever would be a pretext is left out.

    CASE is a case file, the id of a bundled case, or - for standard input. Without a case, state facts with --fact; a
    step of such a case is stated as --fact done:STEP=yes.
    """
    if case is not None and stated_facts:
        if "=" not in case:
            raise click.UsageError("CASE and --fact cannot be combined; write what you change as FACT=VALUE")
        facts, case = (case, *facts), None
    if case is None and not stated_facts and not question:
        raise click.UsageError("nothing to change; give a case or a fact: `ethics what-if romance-009`")
    ruleset, loaded, places = case_or_facts(rules, case, question, stated_facts, {})
    before = ee.consult(ruleset, loaded, as_of=as_of, assumptions=not no_assumptions, places=places)
    if facts or done or tried or not_done:
        if wanted or even_givens:
            raise click.UsageError("--to and --even-givens cannot be combined with facts or steps; remove one")
        changes = _changes(facts, stated(done=done, tried=tried, not_done=not_done), ruleset)
        _require_news(changes, loaded)
        changed = attrs.evolve(loaded, facts={**loaded.facts, **changes})
        where = {**places, **dict.fromkeys(changes, _PLACE)}
        after = ee.consult(ruleset, changed, as_of=as_of, assumptions=not no_assumptions, places=where)
        if redact:
            before, after = ee.redacted(before), ee.redacted(after)
        say(render(compare(before, after, changes), form), form)
        return
    goals = [goal_from_words(words, loaded.question, ruleset) for words in wanted]
    changing = CounterfactualFinder.of(
        ruleset, loaded, assumptions=not no_assumptions, as_of=as_of, frozen=() if even_givens else None
    )
    _require_wanting(wanted, [changing.reaches(goal) for goal in goals])
    result = counterfactual_report(changing, before, goals, seconds=seconds)
    say(render(redacted_report(result) if redact else result, form), form)


_PLACE = Place("the change")


def _changes(facts: Iterable[str], steps: Mapping[str, list[str]], ruleset: ee.Ruleset) -> Mapping[str, Statement]:
    """What is changed, by fact id."""
    findings: list[Finding] = []
    changes: Mapping[str, Statement] = {}
    try:
        changes = facts_from_options(facts, ruleset)
    except CaseError as error:
        findings += [attrs.evolve(finding, place=_PLACE) for finding in error.findings]
    try:
        changes = together(changes, new_case(ruleset, "what", **steps).facts)
    except CaseError as error:
        findings += [attrs.evolve(finding, place=_PLACE) for finding in error.findings]
    if findings:
        raise CaseError(findings)
    return changes


def _require_news(changes: Mapping[str, Statement], case: ee.Case) -> None:
    """Refuse a value that is stated already, for it would change nothing."""
    findings = [
        Finding(_PLACE, f"`{name.removeprefix(DONE)}` already has this value", "give a different value")
        for name, statement in changes.items()
        if name in case.facts and case.facts[name].known == statement.known
    ]
    if findings:
        raise CaseError(findings)


def _require_wanting(wanted: Iterable[str], reached: Iterable[bool]) -> None:
    """Refuse to look for what is so already."""
    findings = [
        Finding(Place("--to"), f"it is already `{words}`", "choose another outcome for --to")
        for words, so in zip(wanted, reached, strict=True)
        if so
    ]
    if findings:
        raise CaseError(findings)
