"""`ethics test`: check the rules against the decided cases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import click

import ethics_engine as ee
from ethics_engine.case_law.case_tests import CaseTestResult, check_cases
from ethics_engine.case_law.corpus import BrokenFile, Corpus, ReportedCase
from ethics_engine.case_law.failure_report import broken_entry, failure_entry, topic_line
from ethics_engine.case_law.last_failures import failed_last, remember
from ethics_engine.case_law.run_results import RunResults, as_json, as_junit
from ethics_engine.case_law.select_cases import choosing
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.text.lists import listed
from ethics_engine.text.plural import numbered
from ethics_engine.text.provenance import edition_in_words

from ..corpus import check_topics, every_case
from ..exit_codes import ExitCode
from ..options import format_option, paths_argument, rules_option, topics_option
from ..output import complain, say
from ..progress_bar import progress
from ..rules_choice import RulesChoice

_Tested = tuple[ReportedCase, CaseTestResult]


@click.command("test")
@paths_argument
@click.option(
    "-k",
    "expression",
    metavar="EXPR",
    help="Take only cases whose id, title or tags match, such as `culture and not 001`.",
)
@topics_option("cases of this topic")
@click.option("--failed", is_flag=True, help="Take only the cases that failed last time.")
@rules_option
@click.option(
    "--engine",
    type=click.Choice([engine.value for engine in ee.Engine]),
    default=ee.Engine.BITSET.value,
    show_default=True,
    help="Choose the engine.",
)
@format_option(["text", "json", "junit"], "Choose the format of the results.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    expression: str | None,
    topics: tuple[str, ...],
    failed: bool,
    rules: RulesChoice,
    engine: str,
    form: str,
) -> None:
    """Check the rules against the decided cases: one line a topic, and each failure in full.

    PATHS are case files, folders or ids of bundled cases; default: all bundled cases.

    Exit codes: 0 all cases pass, 1 a case fails, 2 a file cannot be read.
    """
    ruleset = rules.load()
    chooses = choosing(expression) if expression else None
    corpus = every_case(paths, ruleset, tests=True)
    check_topics(topics, corpus)
    last = failed_last() if failed else None
    corpus = _chosen(corpus, chooses, topics, last)
    if not corpus.cases and not corpus.broken:
        if last is None or chooses or topics:
            raise CaseError([Finding(Place("ethics test"), "no case matches", "list cases: `ethics cases list`")])
        say("No case failed last time.")
        return
    for entry in corpus.cases:
        for warning in entry.warnings:
            complain(warning)
    width = max(map(len, corpus.topics), default=0)
    judged: list[_Tested] = []
    broken = list(corpus.broken)
    with progress(len(corpus.cases)) as done:
        results = []
        for result in check_cases(corpus.cases, ruleset, ee.Engine(engine)):
            done("")
            results.append(result)
    tested = list(zip(corpus.cases, results, strict=True))
    for topic in corpus.topics:
        of_topic = [(entry, result) for entry, result in tested if entry.topic == topic]
        sound = [(entry, result) for entry, result in of_topic if isinstance(result, CaseTestResult)]
        broken += [result for _, result in of_topic if isinstance(result, BrokenFile)]
        judged += sound
        if form == "text":
            fallen = [entry.case.id for entry, result in sound if not result.stands and not entry.inherited]
            wrong = sum(file.topic == topic for file in broken)
            say(topic_line(topic, width, len(sound) - len(fallen), fallen, wrong))
    run = RunResults(ruleset, engine, tuple(judged), tuple(broken))
    # A file that cannot be read goes by its name; a case that contradicts itself was read, and goes by its id.
    unread = [file.name for file in corpus.broken]
    contradictory = [entry.case.id for entry, result in tested if isinstance(result, BrokenFile)]
    fallen = [judgment.case.id for judgment in run.fallen]
    remember([*(entry.case.id for entry in corpus.cases), *unread], [*fallen, *contradictory, *unread])
    _finish(ctx, run, form)


def _finish(ctx: click.Context, results: RunResults, form: str) -> None:
    if form == "text":
        _show(results)
    else:
        say({"json": as_json, "junit": as_junit}[form](results), form)
    if results.broken:
        ctx.exit(ExitCode.BAD_INPUT)
    if results.fallen:
        ctx.exit(ExitCode.CHECK_FAILED)


def _show(results: RunResults) -> None:
    for judgment in results.fallen:
        say(f"\nFAILED {failure_entry(judgment)}")
    for file in results.broken:
        say(f"\nBROKEN {broken_entry(file)}", "as it is")
    stand = numbered(results.passed, "case passes", "cases pass")
    parts = [stand, numbered(len(results.fallen), "fails", "fail")]
    if results.changed:
        named = ", ".join(judgment.case.id for judgment in results.changed)
        under = listed(results.ruleset.overlays) or "the base alone"
        say(f"\nDifferent under {under}, and not decided there, so none of these fails; look at each: {named}")
        parts.append(f"{len(results.changed)} different under {under}")
    if results.broken:
        parts.append(numbered(len(results.broken), "file cannot be read", "files cannot be read"))
    ruleset = results.ruleset
    say(f"\n{', '.join(parts)}  ({edition_in_words(ruleset)}, {results.engine})")
    for version, number in results.not_looked_at_since.items():
        say(f"last decided under {version}: {numbered(number, 'case', 'cases')}")


def _chosen(
    corpus: Corpus, chooses: Callable[[str], bool] | None, topics: Collection[str], ids: Collection[str] | None
) -> Corpus:
    """The cases that are asked for; a broken file goes by its name."""

    def wanted(name: str, topic: str, words: Iterable[str]) -> bool:
        return (
            (not topics or topic in topics)
            and (ids is None or name in ids)
            and (chooses is None or chooses("\n".join([name, *words])))
        )

    return Corpus(
        tuple(e for e in corpus.cases if wanted(e.case.id, e.topic, [e.case.title, *e.case.tags])),
        tuple(file for file in corpus.broken if wanted(file.name, file.topic, ())),
    )
