"""`ethics cases`: list, show, begin or migrate cases."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.case_law.case_template import template
from ethics_engine.case_law.case_text import case_text
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.case_law.failure_report import broken_entry
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading.bundled import CASE_SUFFIX, TESTS_SUFFIX
from ethics_engine.loading.diagnostics import Diagnostics
from ethics_engine.loading.folders import paths_below
from ethics_engine.loading.source_text import reason_of
from ethics_engine.loading.unknown_names import unknown_name
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Held
from ethics_engine.model.enactment import EXCEPTION, done_fact
from ethics_engine.model.facts import Fact
from ethics_engine.model.renaming import RenamedKind
from ethics_engine.suggestions import FIND_ACTIONS, FIND_FACTS, FIND_RULES
from ethics_engine.text.plural import counted

from ..case_from_options import stated, stated_case
from ..corpus import check_topics, corpus_of
from ..exit_codes import ExitCode
from ..help import Group
from ..options import (
    did_option,
    done_option,
    format_option,
    not_done_option,
    omitted_option,
    output_option,
    paths_argument,
    rules_option,
    topics_option,
    tried_option,
)
from ..output import complain, give, say
from ..rules_choice import RulesChoice


@click.group("cases", cls=Group)
def command() -> None:
    """List, show, start or migrate cases."""


@command.command("list")
@paths_argument
@topics_option("cases of this topic")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Take only cases with this tag. Repeatable.")
@click.option(
    "--disposition", metavar="WAY", help="Take only cases that hold this course of action, or dilemma, none or open."
)
@click.option("--rule", metavar="RULE", help="Take only cases decided on this rule.")
@click.option("--fact", metavar="FACT", help="Take only cases that state this fact or step.")
@format_option(["text", "json"])
@rules_option
@click.pass_context
def list_(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    topics: tuple[str, ...],
    tags: tuple[str, ...],
    disposition: str | None,
    rule: str | None,
    fact: str | None,
    form: str,
    rules: RulesChoice,
) -> None:
    """List decided cases by topic.

    PATHS are case files, folders or ids of bundled cases; default: all bundled cases.
    """
    ruleset = rules.load()
    _check(disposition, rule, fact, ruleset)
    corpus = corpus_of(paths, ruleset)
    check_topics(topics, corpus.topics)

    def wanted(entry: ReportedCase) -> bool:
        held = entry.case.held or Held()
        return (
            (not topics or entry.topic in topics)
            and set(tags) <= set(entry.case.tags)
            and (disposition is None or disposition in held.disposition)
            and (rule is None or rule in (*held.ratio, *held.norms))
            and (fact is None or fact in entry.case.facts or done_fact(fact) in entry.case.facts)
        )

    chosen = [entry for entry in corpus.cases if wanted(entry)]
    if form == "json":
        say(json.dumps([_listed(entry) for entry in chosen], indent=2, ensure_ascii=False), "json")
    else:
        for topic, entries in groupby(chosen, key=lambda entry: entry.topic):
            say(topic.upper())
            for entry in entries:
                say(f"  {entry.case.id}{f'  {entry.case.title}' if entry.case.title else ''}")
        if not chosen:
            say("no decided case is like that")
    for file in corpus.broken:
        complain(broken_entry(file))
    if corpus.broken:
        ctx.exit(ExitCode.BAD_INPUT)


def _listed(entry: ReportedCase) -> dict[str, object]:
    question = entry.case.question
    return {
        "id": entry.case.id,
        "topic": entry.topic,
        "title": entry.case.title,
        "tags": list(entry.case.tags),
        "question": " ".join(filter(None, (question.ask.value, question.action))),
    }


def _check(disposition: str | None, rule: str | None, fact: str | None, ruleset: ee.Ruleset) -> None:
    """Refuse filters that no case could pass, for the ruleset does not know what they name."""
    exceptions = [item.id + EXCEPTION for item in ruleset.rules if item.unless is not None]
    steps = tuple(done_fact(step.id) for step in ruleset.steps)
    vocabulary: tuple[Fact | Action, ...] = (*ruleset.facts, *ruleset.steps)
    none: tuple[Fact | Action, ...] = ()
    courses = ("dilemma", "none", "open")
    findings = [
        unknown_name(kind, name, ruleset, Place(option), items, find, others, called)
        for option, kind, called, name, items, others, find in (
            ("--disposition", RenamedKind.ACTION, "course of action", disposition, ruleset.ways, courses, FIND_ACTIONS),
            ("--rule", RenamedKind.RULE, "rule", rule, none, (*ruleset.rule, *exceptions), FIND_RULES),
            ("--fact", RenamedKind.FACT, "fact", fact, vocabulary, steps, FIND_FACTS),
        )
        if name is not None and name not in (*(item.id for item in items), *others)
    ]
    if findings:
        raise CaseError(findings)


@command.command("show")
@click.argument("case", metavar="ID")
@rules_option
def show(case: str, rules: RulesChoice) -> None:
    """Show a case: the story, the question, what was held and why.

    ID is the id of a bundled case, a case file, or - for standard input.
    """
    ruleset, shown, _ = rules.with_case(case)
    say(case_text(shown, ruleset))


@command.command("new")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="State a fact. Repeatable.")
@done_option
@tried_option
@not_done_option
@did_option
@omitted_option
@click.option("--question", metavar="TEXT", help='Ask this, such as "may refer". Default: "what", or "right".')
@click.option("--id", "id_", default="unnamed", show_default=True, metavar="ID", help="Give the case this id.")
@output_option
@rules_option
def new(
    *,
    facts: tuple[str, ...],
    done: tuple[str, ...],
    tried: tuple[str, ...],
    not_done: tuple[str, ...],
    did: tuple[str, ...],
    omitted: tuple[str, ...],
    question: str | None,
    id_: str,
    output: Path | None,
    rules: RulesChoice,
) -> None:
    """Start a case file from facts, with `held` left blank.

    A comment at its end says what the rules say now, for comparison once the case is decided.
    """
    ruleset = rules.load()
    steps = stated(done=done, tried=tried, not_done=not_done, did=did, omitted=omitted)
    case = stated_case(ruleset, question, facts, steps, name=id_)
    text = template(case, ruleset, ee.consult(ruleset, case))
    if output is not None and output.exists():
        hint = "choose another name, or delete the file first"
        raise CaseError([Finding(Place(str(output)), "file already exists", hint)])
    give(text, output)


@command.command("migrate")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=click.Path(exists=True, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write the files into this folder.",
)
@rules_option
@click.pass_context
def migrate_(ctx: click.Context, *, paths: tuple[Path, ...], output: Path, rules: RulesChoice) -> None:
    """Bring case files across to the names of this version of the rules.

    PATH is a case file, a file of tests, or a folder of them. Former names become the new ones; comments and layout
    stay. What a person must decide is listed, and left as it is. The files themselves are not changed.
    """
    from ethics_engine.loading.migrate import migrate
    from ethics_engine.rendering.atomic_write import write

    changed = written = 0
    undecided: list[Finding] = []
    unreadable: list[Finding] = []
    for target, path in _targets(paths, output).items():
        try:
            migrated = migrate(path, rules.for_file(path), target)
        except CaseError as error:
            unreadable += error.findings
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"cannot make this folder: {reason_of(error)}"
            raise CaseError([Finding(Place(str(target.parent)), message, "choose another folder")]) from None
        write(target, migrated.text)
        written += 1
        changed += migrated.replaced > 0
        undecided += migrated.undecided
        if migrated.replaced:
            say(f"{target}: {counted(migrated.replaced, 'name')} replaced")
    say(f"{counted(written, 'file')} written to {output}, {changed} of them changed")
    if undecided:
        say(f"\n{counted(len(undecided), 'place')} to decide or put right by hand:\n")
    for finding in undecided:
        say(f"{finding.place}: {finding.message}" + (f"\n    {finding.hint}" if finding.hint else ""))
    for finding in unreadable:
        complain(finding)
    if unreadable or undecided:
        ctx.exit(ExitCode.BAD_INPUT if unreadable else ExitCode.CHECK_FAILED)


def _targets(paths: tuple[Path, ...], output: Path) -> dict[Path, Path]:
    """The files to bring across, by where they go; raises CaseError if one would take the place of another."""
    targets: dict[Path, Path] = {}
    report = Diagnostics()
    for path in paths:
        below = [each for each in paths_below(path, report) if each.is_file()] if path.is_dir() else [path]
        cases = [each for each in below if each == path or each.name.endswith((CASE_SUFFIX, TESTS_SUFFIX))]
        if not cases and not report.findings:
            report.error(Place(str(path)), "no case file in this folder", f"case files end in `{CASE_SUFFIX}`")
        for file in cases:
            target = output / (file.name if file == path else file.relative_to(path))
            if target.exists():
                report.error(Place(str(target)), "file already exists", "choose another folder, or delete it first")
            elif target in targets:
                message = f"`{targets[target]}` and `{file}` would both be written here"
                report.error(Place(str(target)), message, "migrate them into different folders")
            targets[target] = file
    if report.findings:
        raise CaseError(report.findings)
    return targets
