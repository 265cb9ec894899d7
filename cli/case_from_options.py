"""A case as it is stated on the command line."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import attrs
import click

import ethics_engine as ee
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading import conduct_statements, facts_from_options, parse_question
from ethics_engine.loading.by_name import load_case_and_places

from .output import complain
from .rules_choice import RulesChoice


def stated(**names: Collection[str]) -> Mapping[str, list[str]]:
    """Steps and acts as a case tells them: `done`, `not_done`, `did` and `omitted`, those of which there are any."""
    return {key: list(values) for key, values in names.items() if values}


def read_case(name: str, ruleset: ee.Ruleset) -> tuple[ee.Case, Mapping[str, Place]]:
    """A case, and where its facts were stated, by fact id; what was probably not meant in it goes to standard error.

    Raises:
        CaseError: It does not exist, or does not fit the ruleset.
    """
    case, places, warnings = load_case_and_places(name, ruleset)
    for warning in warnings:
        complain(warning)
    return case, places


def case_or_facts(
    rules: RulesChoice, case: str | None, question: str | None, facts: Collection[str], steps: Mapping[str, list[str]]
) -> tuple[ee.Ruleset, ee.Case, Mapping[str, Place]]:
    """The rules, the case that is named or else is stated by options, and where its facts were stated, by fact id.

    Raises:
        CaseError: It does not exist, or does not fit the ruleset.

        RulesetError: A part of the rules does not exist, or does not load.
    """
    if case is None:
        ruleset = rules.for_answers()
        return ruleset, stated_case(ruleset, question, facts, steps, name="from-options"), {}
    ruleset, loaded, places = rules.with_case(case)
    return ruleset, _asked(loaded, parse_question(question, ruleset), ruleset) if question else loaded, places


def _asked(case: ee.Case, question: ee.Question, ruleset: ee.Ruleset) -> ee.Case:
    """The case with another question; an act asked about is one that was done."""
    if question.ask is not ee.Ask.RIGHT:
        return attrs.evolve(case, question=question, did=(), omitted=())
    did = (question.action,) if question.action else case.did
    if not did and not case.omitted:
        raise click.UsageError('`right` needs an action; name one: --question "right refer"')
    omitted = () if question.action else case.omitted
    facts_and_conduct = {**case.facts, **conduct_statements(did, omitted, [step.id for step in ruleset.steps])}
    return attrs.evolve(case, question=ee.Question(ee.Ask.RIGHT), facts=facts_and_conduct, did=did, omitted=omitted)


def stated_case(
    ruleset: ee.Ruleset, question: str | None, facts: Collection[str], steps: Mapping[str, list[str]], *, name: str
) -> ee.Case:
    """The case of facts given as `NAME=VALUE`, and of steps and acts.

    Raises:
        CaseError: They do not fit the ruleset.
    """
    asked = question or ("right" if steps.keys() & {"did", "omitted"} else "what")
    case = new_case(ruleset, asked, id=name, **steps)
    return attrs.evolve(case, facts=together(facts_from_options(facts, ruleset), case.facts))


def new_case(ruleset: ee.Ruleset, question: str, **rest: object) -> ee.Case:
    """The case of a question, and of steps and acts, each given by an option.

    Raises:
        CaseError: They do not fit the ruleset; each is named by its option.
    """
    try:
        return ee.new_case(ruleset, question, None, **rest)
    except CaseError as error:
        findings = [attrs.evolve(finding, place=_option(finding.place)) for finding in error.findings]
        raise CaseError(findings) from None


def _option(place: Place) -> Place:
    """The option of a part of a case: `--not-done` of `case.not_done`."""
    part, _, key = place.file.partition(".")
    return Place(f"--{key.partition('.')[0].replace('_', '-')}") if part == "case" and key else place


def together(facts: Mapping[str, ee.Statement], steps: Mapping[str, ee.Statement]) -> Mapping[str, ee.Statement]:
    """Facts given by `--fact`, and steps given by an option of their own.

    Raises:
        CaseError: A step is given by both.
    """
    findings = [
        Finding(Place("--fact"), f"`{name}` is given by two options", "remove one")
        for name in facts.keys() & steps.keys()
    ]
    if findings:
        raise CaseError(findings)
    return {**facts, **steps}
