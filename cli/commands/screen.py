"""`ethics screen`: answer one question for every row of a table."""

from __future__ import annotations

import datetime
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import click

from ethics_engine.loading.parse_table_mapping import read_table_mapping
from ethics_engine.screening.bulk_results import BulkPart
from ethics_engine.screening.exact_results import ExactSolver
from ethics_engine.screening.mapping_template import mapping_template
from ethics_engine.screening.result_values import values_of_result
from ethics_engine.screening.screen import EXACT_MOST, Screen
from ethics_engine.screening.screen_file import ScreenJob
from ethics_engine.screening.summary import ScreenSummary
from ethics_engine.screening.tables import STANDARD, TableFormat, TableSource, format_of, opened_table, wanted_filter

from ..options import as_of_option, did_option, no_assumptions_option, omitted_option, rules_option
from ..output import complain, say
from ..rules_choice import RulesChoice
from ..signals import interruptible

_FORMATS = click.Choice([form.value for form in TableFormat])


@click.command("screen")
@click.argument("table", required=False)
@click.option("-o", "--output", metavar="FILE", help="Write the results to FILE, or - for standard output.")
@click.option("--question", default="what", show_default=True, metavar="TEXT", help='Ask this, such as "may refer".')
@did_option
@omitted_option
@click.option("--ask", "statuses", multiple=True, metavar="ACTION", help="Add the status of this action. Repeatable.")
@click.option(
    "--columns",
    metavar="NAMES",
    help=f"Add only these results, with commas: {', '.join(part.value for part in BulkPart)}. Default: all but to_ask.",
)
@click.option("--keep", multiple=True, metavar="COLUMN", help="Pass this column on. Default: id, case. Repeatable.")
@click.option(
    "--only", multiple=True, metavar="NAME=VALUES", help="Take only rows with such a result: answer=no. Repeatable."
)
@click.option("--mapping", type=click.Path(path_type=Path), metavar="FILE", help="Read columns as FILE says.")
@click.option("--template", is_flag=True, help="Print a mapping file to fill in.")
@click.option("--summary", is_flag=True, help="Print counts by answer, course, status and rule.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="Choose the format of the summary."
)
@click.option("--exact", is_flag=True, help="Answer exactly what columns leave undecided, each different row once.")
@click.option(
    "--exact-limit",
    type=click.IntRange(1),
    default=EXACT_MOST,
    show_default=True,
    metavar="N",
    help="Answer at most N different rows exactly.",
)
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Use N processes for --exact. Default: one a core.")
@click.option("--strict", is_flag=True, help="Stop at a row that cannot be read, or a column that states no fact.")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="List rows that cannot be read in FILE. Default: OUTPUT.rejects.csv.",
)
@click.option("--input-format", type=_FORMATS, help="Choose the format of the table. Default: by its ending.")
@click.option("--output-format", type=_FORMATS, help="Choose the format of the output. Default: by its ending.")
@rules_option
@no_assumptions_option
@as_of_option()
def command(
    *,
    table: str | None,
    output: str | None,
    question: str,
    did: tuple[str, ...],
    omitted: tuple[str, ...],
    statuses: tuple[str, ...],
    columns: str | None,
    keep: tuple[str, ...],
    only: tuple[str, ...],
    mapping: Path | None,
    template: bool,
    summary: bool,
    form: str,
    exact: bool,
    exact_limit: int,
    jobs: int | None,
    strict: bool,
    rejects: Path | None,
    input_format: str | None,
    output_format: str | None,
    rules: RulesChoice,
    no_assumptions: bool,
    as_of: datetime.date | None,
) -> None:
    """Answer one question for every row of a table.

    TABLE is a file of CSV, JSON Lines, Parquet or Arrow, or - for standard input: one row a case, one column a fact.
    A column is called as the fact that it states, FACT.OPTION for one option of several, or done:STEP.
    An empty cell states nothing, so that what is usual is assumed.
    """
    screen = Screen(
        rules.for_answers(),
        question,
        did=did,
        omitted=omitted,
        statuses=statuses,
        columns=None if columns is None else [name.strip() for name in columns.split(",") if name.strip()],
        mapping=None if mapping is None else read_table_mapping(mapping),
        as_of=as_of,
        assumptions=not no_assumptions,
    )
    if template:
        say(mapping_template(screen.law, screen.facts), "yaml")
        return
    if table is None:
        raise click.UsageError("give a table, such as cases.csv, or --template for a mapping file")
    if output is None and not summary:
        raise click.UsageError("nothing to write; give -o FILE, --summary or both")
    target = None if output is None else (output, format_of(output, output_format, "--output-format", "<stdout>"))
    if rejects is None and output not in (None, STANDARD):
        rejects = Path(f"{output}.rejects.csv")
    wanted = wanted_filter(only, screen.results, partial(values_of_result, screen.asked))
    processes = jobs or os.cpu_count() or 1
    solver = ExactSolver(screen.asked, exact_limit, processes) if exact else None
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")  # the pool that pyarrow prefers gives little back
    began = time.perf_counter()
    with ExitStack() as stack:
        stack.enter_context(interruptible())
        source = stack.enter_context(opened_table(table, format_of(table, input_format, "--input-format")))
        if solver is not None:
            stack.enter_context(solver)
        advance = stack.enter_context(_bar(source))
        found = ScreenJob(
            screen, source, table, target, rejects, wanted, keep or None, strict, summary, solver, complain, advance
        ).run()
    _report(found, solver, rejects, time.perf_counter() - began)
    if summary:
        text = json.dumps(found.to_dict(), indent=2) if form == "json" else "\n".join(found.lines())
        say(text, "json", err=output == STANDARD)


def _report(found: ScreenSummary, solver: ExactSolver | None, rejects: Path | None, seconds: float) -> None:
    """What is to be said at the end, on standard error."""
    if found.rejected:
        where = f"; {rejects} says why" if rejects is not None else "; give --rejects FILE to see why"
        complain(f"{found.rejected:,} rows cannot be read and are left out{where}")
    if solver is not None and solver.left_out:
        complain(f"more than {solver.most:,} different rows are undecided; for the others give a greater --exact-limit")
    if sys.stderr.isatty():
        complain(f"{found.rows:,} rows in {seconds:.1f} s, {found.rows / max(seconds, 1e-9):,.0f} a second")


@contextmanager
def _bar(source: TableSource) -> Iterator[Callable[[int], None]]:
    """A bar with rate and time left on a terminal, where it is known how large the table is."""
    with click.progressbar(
        length=source.size or 1,
        label="screening",
        file=sys.stderr,
        hidden=source.size is None or not sys.stderr.isatty(),
    ) as bar:
        yield lambda done: bar.update(done - bar.pos)
