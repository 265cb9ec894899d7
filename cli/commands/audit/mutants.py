"""`ethics audit mutants`: what the decided cases would not notice if it were wrong in the rules."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection
from pathlib import Path

import click

import ethics_engine as ee
from ethics_engine.audit.mutants import Mutant, MutationOperator, mutants_of
from ethics_engine.audit.mutants.drafts import drafts
from ethics_engine.audit.mutants.kept_verdicts import KeptVerdicts
from ethics_engine.audit.mutants.mutation_report import FORMATS, OPEN_FATES, MutationReport
from ethics_engine.audit.mutants.mutation_run import MutantResult, judge_mutants
from ethics_engine.case_law.corpus import Corpus
from ethics_engine.case_law.failure_report import broken_entry
from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.loading import bundled, find_places
from ethics_engine.loading.by_name import DEFAULT_RULESET, find_ruleset
from ethics_engine.model.enactment import enact
from ethics_engine.rendering.atomic_write import write
from ethics_engine.suggestions import FIND_RULES, nearest

from ...corpus import corpus_of
from ...exit_codes import ExitCode
from ...options import format_option, paths_argument, rules_option
from ...output import complain, say
from ...progress_bar import progress
from ...rules_choice import RulesChoice
from ...signals import interruptible


@click.command("mutants")
@paths_argument
@rules_option
@click.option(
    "--rule", "items", multiple=True, metavar="ID", help="Take only mutants of this rule or item. Repeatable."
)
@click.option(
    "--operator",
    "operators",
    multiple=True,
    type=click.Choice([operator.value for operator in MutationOperator]),
    metavar="OPERATOR",
    help="Take only mutants that this operator makes. Repeatable.",
)
@click.option("--sample", type=click.IntRange(1), metavar="N", help="Take one mutant in N, the same ones each time.")
@click.option("--fresh", is_flag=True, help="Judge anew what an earlier run has found.")
@click.option(
    "--draft",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write each case that is missing as a file in DIR; narrative and holding are left to you.",
)
@format_option(FORMATS)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    rules: RulesChoice,
    items: tuple[str, ...],
    operators: tuple[str, ...],
    sample: int | None,
    fresh: bool,
    draft: Path | None,
    form: str,
) -> None:
    """Find what the decided cases would not notice if it were wrong in the rules.

    Makes one deliberate fault at a time in the rules, in memory, and runs the cases. A mutant is killed if a case
    fails, and equivalent if the solver proves that no case can tell it from the rules. Of each that survives you see
    the smallest case that is missing.

    What was found is kept until something changes that it rests on; Ctrl-C keeps what was done.

    Exit codes: 0 no mutant survives, 1 one does or is undecided, 2 wrong input, 130 stopped.

    PATHS are files of cases or tests, folders or ids of bundled cases; default: all bundled cases and tests.
    """
    ruleset = rules.load()
    corpus = corpus_of(paths, ruleset, tests=True) if paths or ruleset.base.name == DEFAULT_RULESET else Corpus((), ())
    for file in corpus.broken:
        complain(broken_entry(file))
    if corpus.broken:
        ctx.exit(ExitCode.BAD_INPUT)
    every = list(mutants_of(ruleset))
    chosen = [mutant for mutant in every if _is_wanted(mutant, items, operators, sample)]
    _check_items(items, every)
    kept = KeptVerdicts(_file(ruleset.name)) if fresh else KeptVerdicts.read(_file(ruleset.name))
    results: list[MutantResult] = []
    stopped = False
    with interruptible():
        try:
            with progress(len(chosen), "mutants") as done:
                for result in judge_mutants(chosen, corpus.cases, ruleset, kept=kept, progress=lambda _: done("")):
                    results.append(result)
        except KeyboardInterrupt:
            stopped = True
        finally:
            kept.save()
    place = {mutant.id: number for number, mutant in enumerate(chosen)}
    results.sort(key=lambda result: place[result.mutant.id])
    open_ = [result.mutant for result in results if result.fate in OPEN_FATES]
    parts = {mutant.id: (mutant.kind.value, mutant.item, mutant.keys) for mutant in open_}
    places = _places(rules, ruleset, parts.values()) if parts else {}
    found = {name: places[part] for name, part in parts.items() if part in places}
    enactment = enact(ruleset, datetime.date.today())
    report = MutationReport(enactment, results, len(every), found, complete=not stopped)
    if draft is not None:
        draft.mkdir(parents=True, exist_ok=True)
        for name, text in drafts(results, enactment):
            write(draft / f"{name}{bundled.CASE_SUFFIX}", text.encode())
    say(FORMATS[form](report), form)
    if stopped:
        ctx.exit(_STOPPED)
    if report.open:
        ctx.exit(ExitCode.CHECK_FAILED)


_STOPPED = 130
"""The exit code of a command that Ctrl-C stopped, as shells have it."""


def _is_wanted(mutant: Mutant, items: tuple[str, ...], operators: tuple[str, ...], sample: int | None) -> bool:
    if (items and mutant.item not in items) or (operators and mutant.operator.value not in operators):
        return False
    return sample is None or int(hashlib.sha256(mutant.id.encode()).hexdigest(), 16) % sample == 0


def _places(
    rules: RulesChoice, ruleset: ee.Ruleset, parts: Collection[tuple[str, str, tuple[str, ...]]]
) -> dict[tuple[str, str, tuple[str, ...]], Place]:
    """Where parts stand, in the files of the base and of the overlays."""
    folders = [find_ruleset(rules.name), *(part.folder for part in ruleset.parts if part.folder is not None)]
    return {part: place for folder in folders for part, place in find_places(folder, parts).items()}


def _check_items(items: tuple[str, ...], every: list[Mutant]) -> None:
    known = {mutant.item for mutant in every}
    wrong = [
        Finding(
            Place("--rule"),
            f"no mutant of `{item[:80]}`",
            nearest(item[:80], known) or FIND_RULES,
        )
        for item in items
        if item not in known
    ]
    if wrong:
        raise InputError(wrong)


def _file(ruleset: str) -> Path | None:
    """Where verdicts are kept: in the user's folder for caches."""
    from platformdirs import user_cache_path

    try:
        return user_cache_path("ethics-engine", appauthor=False) / f"mutants-{ruleset}.json"
    except RuntimeError:
        return None
