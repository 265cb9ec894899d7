"""`ethics rules`: read and check the rules."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.errors import CaseError, Finding, Place, Severity, nearest
from ethics_engine.loading import DEFAULT_RULESET, find_ruleset
from ethics_engine.reading import check_ruleset
from ethics_engine.wording.entries import entry, names, norms_in_brief

from .exit_codes import ExitCode
from .printing import say

_rules_option = click.option(
    "--rules", "name", default=DEFAULT_RULESET, show_default=True, metavar="NAME|PATH", help="The ruleset."
)


@click.group("rules")
def command() -> None:
    """List, show or check the rules."""


@command.command("list")
@_rules_option
def list_(name: str) -> None:
    """List the rules by topic, each with what it says."""
    ruleset = ee.load_ruleset(name)
    say(f"{ruleset.title} ({ruleset.name} {ruleset.version}, {ruleset.content_hash[:12]})")
    for topic, rules in groupby(sorted(ruleset.rules, key=lambda rule: (rule.topic, rule.id)), lambda rule: rule.topic):
        say(f"\n{topic.upper()}")
        for rule in rules:
            say(f"  {rule.id}\n      {norms_in_brief(rule)}")
    say("\n`ethics rules show NAME` explains a rule, an action, a fact or a concept.")


@command.command("show")
@click.argument("id_", metavar="NAME")
@_rules_option
def show(id_: str, name: str) -> None:
    """Explain a rule, an action, a fact, a concept, a constraint or a source, by its name."""
    ruleset = ee.load_ruleset(name)
    if id_ not in names(ruleset):
        hint = nearest(id_, names(ruleset)) or "`ethics rules list` lists the rules"
        raise CaseError([Finding(Place(id_), f"nothing in {ruleset.name} has this name", hint)])
    say(entry(id_, ruleset))


@command.command("check")
@click.argument("path", required=False, default=DEFAULT_RULESET)
@click.option("--strict", is_flag=True, help="Let warnings fail the check too.")
@click.pass_context
def check(ctx: click.Context, path: str, *, strict: bool) -> None:
    """Check a ruleset: everything found wrong, each with its place, and what was probably not meant.

    PATH is the folder of a ruleset, or the name of a bundled one.
    """
    folder = Path(find_ruleset(path))
    findings = check_ruleset(folder)
    for finding in findings:
        say(str(finding))
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    say(f"{path}: {errors} errors, {warnings} warnings")
    if errors:
        ctx.exit(ExitCode.BAD_INPUT)
    if warnings and strict:
        ctx.exit(ExitCode.CHECK_FAILED)
