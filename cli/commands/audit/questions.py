"""`ethics audit questions`: how many questions it takes to settle decided cases."""

from __future__ import annotations

import json

import attrs
import click

from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.case_law.failure_report import broken_entry
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.interview.replay import INTERVIEW, ORDERS, Replay, ReplayTally, replay_all, tally

from ...corpus import corpus_of
from ...exit_codes import ExitCode
from ...options import format_option, paths_argument, rules_option, seed_option
from ...output import complain, say
from ...rules_choice import RulesChoice


@click.command("questions")
@paths_argument
@rules_option
@seed_option
@format_option(["text", "json"])
@click.pass_context
def command(ctx: click.Context, *, paths: tuple[str, ...], rules: RulesChoice, seed: int, form: str) -> None:
    """Count the questions that the interview asks on decided cases.

    Compares the interview of `ethics ask` with depth-first backward chaining, the order of the vocabulary, and
    the fewest questions possible in hindsight. All stop by the same rule. A fact that a case does not state is answered
    with its assumption, or else by "don't know". No case is used to choose its own questions.

    PATHS are case files, folders or ids of bundled cases; default: all bundled cases.
    """
    ruleset = rules.load()
    corpus = corpus_of(paths, ruleset)
    known = [entry.case for entry in (read_corpus(None, ruleset) if paths else corpus).cases]
    replays = list(replay_all([entry.case for entry in corpus.cases], ruleset, known, seed=seed))
    if not replays:
        raise CaseError([Finding(Place("ethics audit questions"), "no case to ask", "list cases: `ethics cases list`")])
    tallies = [tally(replays, ruleset, order) for order in ORDERS]
    if form == "json":
        click.echo(json.dumps(_as_json(replays, tallies), indent=2))
    else:
        say("\n".join(_as_text(replays, tallies)))
    for file in corpus.broken:
        complain(broken_entry(file))
    if corpus.broken:
        ctx.exit(ExitCode.BAD_INPUT)


def _as_text(replays: list[Replay], tallies: list[ReplayTally]) -> list[str]:
    head = f"{'':<19}{'mean':>7}{'median':>8}{'p90':>6}{'most':>6}{'sensitive':>11}{'same answer':>16}"
    lines = [f"QUESTIONS UNTIL IT IS FIRM, {len(replays)} cases", head]
    for row in tallies:
        same = f"{row.agreeing} of {len(replays)}"
        lines.append(
            f"{row.order:<19}{row.mean:>7.1f}{row.median:>8g}{row.p90:>6}{row.maximum:>6}{row.sensitive:>11}{same:>16}"
        )
    wrong = [replay for replay in replays if not replay.asked[INTERVIEW].agrees]
    if wrong:
        lines += ["", "The interview ends with another answer than the whole case has:"]
        lines += [f"  {replay.case.id} (after {replay.asked[INTERVIEW].questions} questions)" for replay in wrong]
    return lines


def _as_json(replays: list[Replay], tallies: list[ReplayTally]) -> dict[str, object]:
    return {
        "format": 1,
        "orders": [attrs.asdict(row) for row in tallies],
        "cases": [
            {
                "id": replay.case.id,
                **{
                    order: {"questions": asked.questions, "over": asked.over, "agrees": asked.agrees}
                    for order, asked in replay.asked.items()
                },
                "asked": list(replay.asked[INTERVIEW].facts),
            }
            for replay in replays
        ],
    }
