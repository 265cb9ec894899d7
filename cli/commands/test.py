"""`ethics test`: check the rules against the decided cases."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

import click

import ethics_engine as ee
from ethics_engine.case_law.case_tests import CaseTestResult, check_cases
from ethics_engine.case_law.corpus import BrokenFile, Corpus, ReportedCase, read_corpora
from ethics_engine.case_law.failure_report import broken_entry, failure_entry, topic_line
from ethics_engine.case_law.last_failures import failed_last, remember
from ethics_engine.case_law.run_results import RunResults, as_json, as_junit
from ethics_engine.case_law.select_cases import choosing
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.loading.by_name import DEFAULT_RULESET
from ethics_engine.text.lists import listed
from ethics_engine.text.plural import numbered
from ethics_engine.text.provenance import edition_in_words

from ..corpus import check_topics, every_case
from ..exit_codes import ExitCode
from ..options import format_option, paths_argument, rules_option, topics_option
from ..output import complain, say
from ..progress_bar import progress
from ..rules_choice import RulesChoice, case_overlays

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

    Without --under each case is checked under the overlays that it names, and again under those of its `held_under`.

    Exit codes: 0 all cases pass, 1 a case fails, 2 a file cannot be read.
    """
    groups = _groups(paths, rules)
    chooses = choosing(expression) if expression else None
    check_topics(topics, _together(groups).topics)
    last = failed_last() if failed else None
    groups = [(ruleset, _chosen(corpus, chooses, topics, last)) for ruleset, corpus in groups]
    corpus = _together(groups)
    if not corpus.cases and not corpus.broken:
        if last is None or chooses or topics:
            raise CaseError([Finding(Place("ethics test"), "no case matches", "list cases: `ethics cases list`")])
        say("No case failed last time.")
        return
    for warning in dict.fromkeys(warning for entry in corpus.cases for warning in entry.warnings):
        complain(warning)
    width = max(map(len, corpus.topics), default=0)
    judged: list[_Tested] = []
    broken = list(corpus.broken)
    tested: list[tuple[ReportedCase, CaseTestResult | BrokenFile]] = []
    with progress(len(corpus.cases)) as done:
        for ruleset, of_group in groups:
            for entry, result in zip(
                of_group.cases, check_cases(of_group.cases, ruleset, ee.Engine(engine)), strict=True
            ):
                done("")
                tested.append((entry, result))
    for topic in corpus.topics:
        of_topic = [(entry, result) for entry, result in tested if entry.topic == topic]
        sound = [(entry, result) for entry, result in of_topic if isinstance(result, CaseTestResult)]
        broken += [result for _, result in of_topic if isinstance(result, BrokenFile)]
        judged += sound
        if form == "text":
            fallen = [entry.name for entry, result in sound if not result.stands and not entry.inherited]
            wrong = sum(file.topic == topic for file in broken)
            say(topic_line(topic, width, len(sound) - len(fallen), fallen, wrong))
    run = RunResults(groups[0][0], engine, tuple(judged), tuple(broken))
    # A file that cannot be read goes by its name; a case that contradicts itself was read, and goes by its id.
    unread = [file.name for file in corpus.broken]
    contradictory = [entry.case.id for entry, result in tested if isinstance(result, BrokenFile)]
    fallen = [entry.case.id for entry, _ in run.fallen]
    remember([*(entry.case.id for entry in corpus.cases), *unread], [*fallen, *contradictory, *unread])
    _finish(ctx, run, form)


def _groups(paths: tuple[str, ...], rules: RulesChoice) -> list[tuple[ee.Ruleset, Corpus]]:
    """What to check, by the ruleset to check it against; the base comes first."""
    if rules.under is not None:
        ruleset = rules.load()
        return [(ruleset, every_case(paths, ruleset, tests=True))]
    if not paths and rules.name != DEFAULT_RULESET:
        rules.load()
        raise click.UsageError(f"name the case files; the bundled cases are for {DEFAULT_RULESET}")
    found = list(
        read_corpora(paths or None, case_overlays, lambda overlays: ee.load_ruleset(rules.name, under=overlays))
    )
    return found or [(rules.load(), Corpus((), ()))]


def _together(groups: Iterable[tuple[ee.Ruleset, Corpus]]) -> Corpus:
    """All cases, by topic, and all files that are broken."""
    corpora = [corpus for _, corpus in groups]
    cases = sorted((entry for corpus in corpora for entry in corpus.cases), key=lambda entry: entry.topic)
    return Corpus(tuple(cases), tuple(file for corpus in corpora for file in corpus.broken))


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
    for entry, judgment in results.fallen:
        say(f"\nFAILED {failure_entry(judgment, entry.name)}")
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
    for overlays, number in results.under.items():
        if overlays and overlays != ruleset.overlays:
            say(f"  of these under {listed(overlays)}, as they name it: {numbered(number, 'case', 'cases')}")


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
