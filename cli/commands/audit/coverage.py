"""`ethics audit coverage`: what of the rules the decided cases test."""

from __future__ import annotations

import click

from ethics_engine.case_law.case_tests import contradictory
from ethics_engine.case_law.coverage import MCDC, coverage_of
from ethics_engine.case_law.coverage_formats import FORMATS
from ethics_engine.case_law.failure_report import broken_entry
from ethics_engine.case_law.minimal_pairs import tagged_pairs
from ethics_engine.case_law.suggested_cases import suggested_cases

from ...corpus import corpus_of
from ...exit_codes import ExitCode
from ...options import format_option, paths_argument, rules_option
from ...output import complain, say
from ...rules_choice import RulesChoice


@click.command("coverage")
@paths_argument
@rules_option
@format_option(FORMATS)
@click.option("--require", is_flag=True, help="Exit with 1 if something is not tested, and name the case to write.")
@click.option(
    "--mcdc",
    type=click.IntRange(0, 100),
    default=MCDC,
    show_default=True,
    metavar="PERCENT",
    help="Require this percentage of condition tests to be covered.",
)
@click.pass_context
def command(
    ctx: click.Context, *, paths: tuple[str, ...], rules: RulesChoice, form: str, require: bool, mcdc: int
) -> None:
    """Show which rules, values and conditions the decided cases test.

    A rule is decisive in a case if something held would change without it. A test of a condition is
    covered (masking MC/DC) when it decided the condition once by passing and once by failing.

    With --require every rule must be effective and decisive somewhere, every value of every fact seen, and every tag
    of a minimal pair true: the two cases differ in exactly one item. A case that pairs with another in more is tagged
    `compare ID`.

    Coverage does not say that a case would fail if a rule were wrong; `ethics audit mutants` does.

    Exit codes: 0 done, 1 something is not tested (with --require), 2 wrong input.

    PATHS are case files, folders or ids of bundled cases; default: all bundled cases.
    """
    ruleset = rules.load()
    corpus = corpus_of(paths, ruleset, tests=True)
    broken = [*corpus.broken, *contradictory(corpus.cases, ruleset)]
    covered = coverage_of(corpus.cases, ruleset)
    missing = suggested_cases(covered, mcdc) if require else ()
    if corpus.cases or not broken:  # of no case at all, the table would only hide what is wrong
        say(FORMATS[form](covered, missing), form)
    untrue = [pair.finding() for pair in tagged_pairs(corpus.cases, ruleset) if not pair.is_true]
    for finding in untrue:
        complain(finding)
    for file in broken:
        complain(broken_entry(file))
    if broken:
        ctx.exit(ExitCode.BAD_INPUT)
    if missing or (require and untrue):
        ctx.exit(ExitCode.CHECK_FAILED)
