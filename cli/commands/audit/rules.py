"""`ethics audit rules`: what can be said of the rules over every possible case."""

from __future__ import annotations

import datetime

import click

from ethics_engine.audit.audit import STAGES, audit_rules
from ethics_engine.audit.report import FORMATS
from ethics_engine.case_law.corpus import Corpus
from ethics_engine.case_law.failure_report import broken_entry
from ethics_engine.loading.by_name import DEFAULT_RULESET

from ...corpus import corpus_of
from ...exit_codes import ExitCode
from ...options import as_of_option, format_option, paths_argument, rules_option
from ...output import complain, say
from ...progress_bar import progress
from ...rules_choice import RulesChoice


@click.command("rules")
@paths_argument
@rules_option
@format_option(FORMATS)
@click.option("--all", "full", is_flag=True, help="Also list the findings that the ruleset accepts.")
@as_of_option()
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    rules: RulesChoice,
    form: str,
    full: bool,
    as_of: datetime.date | None,
) -> None:
    """Find flaws in the rules, over every possible case.

    Finds possible dilemmas, rules that never apply, statuses that are never reached, rules and conditions that change
    nothing, gaps, and assumptions that decide. Each finding has a case that shows it, or a proof.

    The ruleset, or an overlay, can accept a finding under `accepted`, with a reason; it is then only counted.

    Exit codes: 0 every finding is accepted, 1 one is not, 2 wrong input.

    PATHS are case files, folders or ids of bundled cases, whose assumptions are checked; default: all bundled cases.
    """
    ruleset = rules.load()
    corpus = corpus_of(paths, ruleset) if paths or ruleset.base.name == DEFAULT_RULESET else Corpus((), ())
    if paths and corpus.broken:
        for file in corpus.broken:
            complain(broken_entry(file))
        ctx.exit(ExitCode.BAD_INPUT)
    cases = {
        entry.case.id: {fact: statement.known for fact, statement in entry.case.facts.items()} for entry in corpus.cases
    }
    with progress(len(STAGES)) as done:
        audit = audit_rules(ruleset, as_of=as_of, cases=cases, progress=done)
    say(FORMATS[form](audit, full=full), form)
    if audit.findings:
        ctx.exit(ExitCode.CHECK_FAILED)
