"""`ethics rules`: read and check the rules."""

from __future__ import annotations

import datetime
import re
from itertools import groupby
from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.case_law.corpus import bundled_files, case_files_below
from ethics_engine.composition.new_overlay import new_overlay
from ethics_engine.errors import CaseError, Finding, Place, Severity
from ethics_engine.handbook.book import BOOK_FORMATS, book
from ethics_engine.handbook.citing_cases import cases_resting_on, resting_in_words
from ethics_engine.handbook.graph import Graph, GraphNode, graph_of
from ethics_engine.handbook.graph_dot import dot
from ethics_engine.handbook.graph_svg import svg
from ethics_engine.handbook.graph_text import tree
from ethics_engine.handbook.trace import trace
from ethics_engine.handbook.trace_formats import TRACE_FORMATS, render_trace
from ethics_engine.loading import bundled, check_composition, check_ruleset, read_case
from ethics_engine.loading.by_name import DEFAULT_RULESET, find_overlay, find_ruleset, is_overlay
from ethics_engine.loading.diagnostics import Diagnostics
from ethics_engine.model.sources import Passage
from ethics_engine.rendering.atomic_write import write
from ethics_engine.suggestions import FIND_RULES, nearest
from ethics_engine.text.entries import actions_in_brief, entry, facts_in_brief, names, norms_in_brief, terms_in_brief
from ethics_engine.text.plural import counted
from ethics_engine.text.provenance import edition_in_words
from ethics_engine.text.sources import authority_and_strength, bibliography_line

from ..exit_codes import ExitCode
from ..help import Group
from ..options import format_option, output_option, rules_option
from ..output import give, say
from ..rules_choice import NONE, RulesChoice


@click.group("rules", cls=Group)
def command() -> None:
    """List, explain, check, trace, print or draw the rules."""


@command.command("list")
@click.option("--facts", is_flag=True, help="List the facts instead, with questions, values and labels.")
@click.option("--actions", is_flag=True, help="List the actions instead.")
@click.option("--terms", is_flag=True, help="List the defined terms instead, which conditions can test.")
@rules_option
def list_(rules: RulesChoice, *, facts: bool, actions: bool, terms: bool) -> None:
    """List the rules by topic, or the facts, the actions or the defined terms."""
    ruleset = rules.load()
    say(f"{ruleset.title} ({edition_in_words(ruleset)})")
    listings = ((facts, facts_in_brief), (actions, actions_in_brief), (terms, terms_in_brief))
    if chosen := [line for wanted, lines in listings if wanted for line in lines(ruleset)]:
        say("\n".join(chosen))
        return
    for topic, of_topic in groupby(
        sorted(ruleset.rules, key=lambda rule: (rule.topic, rule.id)), lambda rule: rule.topic
    ):
        say(f"\n{topic.upper()}")
        for rule in of_topic:
            say(f"  {rule.id}\n      {norms_in_brief(rule)}")
    say("\n`ethics rules show NAME` explains a rule, action, fact or term.")


@command.command("show")
@click.argument("id_", metavar="NAME")
@rules_option
def show(id_: str, rules: RulesChoice) -> None:
    """Explain a rule, action, fact, term, constraint or source, by its name."""
    ruleset = rules.load()
    if id_ not in names(ruleset):
        hint = nearest(id_, names(ruleset)) or FIND_RULES
        raise CaseError([Finding(Place(id_), f"no rule, action, fact, term or source `{id_[:80]}`", hint)])
    say(entry(id_, ruleset))


@command.command("check")
@click.argument("path", required=False, default=DEFAULT_RULESET)
@click.option("--strict", is_flag=True, help="Fail on warnings, too.")
@rules_option
@click.pass_context
def check(ctx: click.Context, path: str, *, strict: bool, rules: RulesChoice) -> None:
    """Check a ruleset, or an overlay, for errors and probable oversights.

    PATH is the folder of a ruleset or an overlay, or the name of a bundled one. An overlay is checked on its base.
    """
    findings = _found_in(path, rules)
    for finding in findings:
        say(str(finding), "as it is")
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    say(f"{path}: {counted(errors, 'error')}, {counted(warnings, 'warning')}")
    if errors:
        ctx.exit(ExitCode.BAD_INPUT)
    if warnings and strict:
        ctx.exit(ExitCode.CHECK_FAILED)


def _found_in(path: str, rules: RulesChoice) -> tuple[Finding, ...]:
    if path not in bundled.overlays() and not is_overlay(path):
        return check_ruleset(Path(find_ruleset(path)))
    folders = [find_overlay(each) for each in (path, *(rules.under or ()))]
    return check_composition(ee.load_ruleset(rules.name), find_ruleset(rules.name), folders)


@command.command("new")
@click.argument("name")
@click.option(
    "--over", "base", default=DEFAULT_RULESET, show_default=True, metavar="NAME|PATH", help="Lay it over this."
)
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR", help="Make this folder. Default: NAME.")
def new(name: str, base: str, output: Path | None) -> None:
    """Start an overlay: a code, a law or an agency's policy that is laid over a base.

    It makes a folder with comments, a first rule, its source and a case, which load as they are.
    """
    folder = output or Path(name)
    if not re.fullmatch(r"[a-z][a-z0-9._-]*", name) or name == NONE or name in bundled.overlays():
        hint = "start with a small letter, use small letters, digits, `-` and `_`, and no name of a bundled overlay"
        raise CaseError([Finding(Place(name[:80]), "this cannot be the name of an overlay", hint)])
    if folder.exists():
        raise CaseError([Finding(Place(str(folder)), "folder already exists", "choose another name, or --output")])
    for path, text in new_overlay(name, ee.load_ruleset(base), datetime.date.today()).items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        write(file, text)
    say(f"Made {folder}. Next:\n  ethics rules check {folder}\n  ethics test {folder / 'cases'} --under {folder}")


@command.command("trace")
@click.argument("documents", nargs=-1, metavar="[DOCUMENT]...")
@rules_option
@format_option(TRACE_FORMATS)
@click.pass_context
def trace_(ctx: click.Context, *, documents: tuple[str, ...], rules: RulesChoice, form: str) -> None:
    """Show which rules, terms and facts use each source passage, with totals.

    DOCUMENT is the id of a source document, such as S3; default: all documents.

    Exit codes: 0 done, 1 a passage of a complete document is not used, 2 wrong input.
    """
    ruleset = rules.load(complete=False)
    if unknown := [each for each in documents if each not in ruleset.document]:
        hints = [nearest(each, ruleset.document) or "list documents: `ethics rules trace`" for each in unknown]
        raise CaseError(
            Finding(Place(each[:80]), f"no document `{each[:80]}`", hint)
            for each, hint in zip(unknown, hints, strict=True)
        )
    traced = trace(ruleset, documents)
    say(render_trace(traced, form), form)
    if traced.lost:
        ctx.exit(ExitCode.CHECK_FAILED)


@command.command("source")
@click.argument("reference", metavar="REF")
@rules_option
@click.option("--cases", type=click.Path(path_type=Path), metavar="PATH", help="Use your own case, or folder of cases.")
def source(reference: str, rules: RulesChoice, cases: Path | None) -> None:
    """Show a source passage and everything that uses it.

    REF is a passage, such as S3-20, or a document, such as S3, whose passages are then listed.
    """
    ruleset = rules.load()
    for document in ruleset.documents:
        if document.id == reference:
            say("\n".join([bibliography_line(document), "", *map(_passage_line, document.passages)]))
            return
    if reference not in ruleset.passage:
        known = [*ruleset.passage, *(document.id for document in ruleset.documents)]
        hint = nearest(reference, known) or "list sources: `ethics rules trace`"
        raise CaseError([Finding(Place(reference), f"no source `{reference[:80]}`", hint)])
    loaded = [read_case(file, ruleset) for file in _case_files(cases, ruleset)]
    resting = cases_resting_on(reference, ruleset, loaded)
    say(entry(reference, ruleset))
    say("  Decided cases that depend on it:" if resting else "  No decided case depends on it.")
    for case in resting:
        say(f"      {resting_in_words(case)}")


def _passage_line(passage: Passage) -> str:
    left_out = f" (not encoded: {passage.not_encoded})" if passage.not_encoded else ""
    standing = authority_and_strength(passage.authority, passage.said)
    return f"  {passage.reference}{f' ({standing})' if standing else ''}  {passage.says}{left_out}"


@command.command("book")
@rules_option
@format_option(BOOK_FORMATS)
@output_option
def book_(rules: RulesChoice, form: str, output: Path | None) -> None:
    """Print the whole ruleset as one handbook."""
    give(book(rules.load(), form), output)


@command.command("graph")
@click.argument("id_", metavar="[NAME]", required=False)
@rules_option
@format_option(["tree", "dot", "svg"])
@output_option
def graph(id_: str | None, rules: RulesChoice, form: str, output: Path | None) -> None:
    """Draw how facts, terms, rules and actions are connected.

    NAME is a rule, action, fact or term; default: the whole ruleset.
    """
    ruleset = rules.load()
    whole = graph_of(ruleset)
    node = None if id_ is None else _node(id_, whole)
    title = ruleset.title if node is None else f"{node.id}: what it depends on, and what depends on it"
    if form == "tree":
        give(tree(whole, node), output)
    else:
        draw = {"dot": dot, "svg": svg}[form]
        give(draw(whole if node is None else whole.around(node), title), output)


def _node(name: str, whole: Graph) -> GraphNode:
    node = whole.find(name)
    if node is None:
        hint = nearest(name, [known.id for known in whole.nodes]) or FIND_RULES
        message = f"no rule, action, fact or term `{name[:80]}`"
        raise CaseError([Finding(Place(name), message, hint)])
    return node


def _case_files(path: Path | None, ruleset: ee.Ruleset) -> list[Path]:
    """The cases that are asked for, else those that come with the bundled ruleset, and those beside the overlays."""
    if path is None:
        return list(bundled_files(ruleset))
    if not path.is_dir():
        return [path]
    report = Diagnostics()
    files = case_files_below(path, report)
    if report.findings:
        raise CaseError(report.findings)
    return files
