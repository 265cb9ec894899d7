"""`ethics ask`: ask for what is not known until the question is settled."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import click

import ethics_engine as ee
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.errors import CaseError, Finding, Place
from ethics_engine.interview import Interview
from ethics_engine.interview.base_rates_from_cases import base_rates_of
from ethics_engine.interview.sentences import share_in_words
from ethics_engine.loading import facts_from_options, parse_question

from ..case_from_options import read_case, stated
from ..case_writer import CaseWriter
from ..exit_codes import ExitCode
from ..interview_prompt import Dialogue, StoppedError, read_line
from ..options import (
    did_option,
    done_option,
    format_option,
    not_done_option,
    omitted_option,
    rules_option,
    seed_option,
    tried_option,
)
from ..output import complain, say

_EXAMPLES = "such as `may refer`, `may terminate`, `what` or `first`"


@click.command("ask")
@click.argument("case", required=False)
@click.option(
    "--question", metavar="TEXT", help='What is asked, such as "may refer". Default: the case\'s, or you are asked.'
)
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="State a fact beforehand. Repeatable.")
@done_option
@tried_option
@not_done_option
@did_option
@omitted_option
@click.option("--thorough", is_flag=True, help="Go on until nothing that was not said could change the answer.")
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE", help="Write the case to a file at the end.")
@click.option("--force", is_flag=True, help="Write the file even where there is one already.")
@rules_option
@seed_option
@format_option(["text", "json"], "How the end is written; with json the questions go to standard error.")
@click.option("--redact", is_flag=True, help="Leave out narrative, notes, reporters and sensitive facts at the end.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    case: str | None,
    question: str | None,
    facts: tuple[str, ...],
    done: tuple[str, ...],
    tried: tuple[str, ...],
    not_done: tuple[str, ...],
    did: tuple[str, ...],
    omitted: tuple[str, ...],
    thorough: bool,
    save: Path | None,
    force: bool,
    rules: str,
    seed: int,
    form: str,
    redact: bool,
) -> None:
    """Ask for what is not known, until the question is settled.

    The question expected to settle most comes first, and danger before all else. Answer by yes, no, a number, a choice,
    or "don't know"; "why" says why something is asked, "back" takes the last answer back, "save FILE" writes the case,
    "quit" stops. Answers may also come from standard input, one a line.

    CASE is a case file or the id of a bundled case, to go on from; without one you begin with nothing.

    Exit codes: 0 at the end or after "quit", 1 if the input ends before that, 130 after Ctrl-C.
    """
    if case == "-":
        raise click.UsageError("answers come from standard input, so a case cannot: give a file")
    show: Callable[[str], None] = say if form == "text" else _aside
    ruleset = ee.load_ruleset(rules)
    told = stated(done=done, tried=tried, not_done=not_done, did=did, omitted=omitted)
    file = CaseWriter(save, ruleset, force=force) if save else None
    if file:
        file.check()
    try:
        if case is None:
            asked = question or ("right" if told.keys() & {"did", "omitted"} else _what_is_asked(ruleset, show))
            begun = ee.new_case(ruleset, asked, None, **told)
        else:
            begun = _with_more(read_case(case, ruleset)[0], question, told, ruleset)
        begun = _stating(begun, facts, ruleset)
        experience = base_rates_of((entry.case for entry in read_corpus(None, ruleset).cases), ruleset)
        interview = Interview(ruleset, begun, rates=experience, seed=seed, assumptions=not thorough)
        Dialogue(interview, ruleset, show, force=force).run()
    except (StoppedError, KeyboardInterrupt) as stopped:
        wanted = isinstance(stopped, StoppedError) and stopped.wanted
        why = "You stopped" if wanted else "Broken off" if isinstance(stopped, KeyboardInterrupt) else "The input ended"
        show(f"\n{why} before the end; nothing was saved{' that you did not save yourself' if wanted else ''}.")
        broken_off = isinstance(stopped, KeyboardInterrupt)
        ctx.exit(ExitCode.OK if wanted else ExitCode.INTERRUPTED if broken_off else ExitCode.CHECK_FAILED)
    _end(interview, ruleset, form, redact=redact)
    if file:
        file.write(interview.case())
        show(f"Saved to {file.path}; `ethics consult {file.path}` gives the whole answer.")


def _aside(text: str) -> None:
    click.echo(text, err=True)


def _what_is_asked(ruleset: ee.Ruleset, show: Callable[[str], None]) -> str:
    show(f"What is asked? Write it {_EXAMPLES}.")
    while True:
        text = read_line("question", show)
        try:
            parse_question(text, ruleset)
        except CaseError as error:
            complain(error)
        else:
            return text


def _with_more(case: ee.Case, question: str | None, told: Mapping[str, list[str]], ruleset: ee.Ruleset) -> ee.Case:
    """The case with another question, and more steps told, where they are given."""
    more = ee.new_case(ruleset, question or "what", None, **told) if question or told else None
    if more is None:
        return case
    twice = sorted(set(more.facts) & set(case.facts))
    if twice:
        raise _told_twice(twice[0])
    changed = attrs.evolve(case, facts={**case.facts, **more.facts})
    return attrs.evolve(changed, question=more.question, did=more.did, omitted=more.omitted) if question else changed


def _stating(case: ee.Case, options: tuple[str, ...], ruleset: ee.Ruleset) -> ee.Case:
    facts = facts_from_options(options, ruleset)
    for fact in facts:
        if fact in case.facts:
            raise _told_twice(fact)
    return attrs.evolve(case, facts={**case.facts, **facts})


def _told_twice(fact: str) -> CaseError:
    hint = "leave one of the two out"
    return CaseError([Finding(Place("--fact"), f"`{fact}` is stated in the case and on the command line", hint)])


def _end(interview: Interview, ruleset: ee.Ruleset, form: str, *, redact: bool) -> None:
    determination = interview.determination
    if redact:
        determination = ee.redacted(determination)
    if form == "json":
        value = {
            "format": 1,
            "settled": interview.settled,
            "share": round(interview.share, 4),
            "asked": [fact for fact in interview.told if not (redact and _is_sensitive(fact, ruleset))],
            "determination": determination.to_dict(),
        }
        click.echo(json.dumps(value, indent=2))
        return
    say(f"\nAfter {len(interview.told)} {'answer' if len(interview.told) == 1 else 'answers'}:\n")
    for report in determination.safety:
        say(f"{report.sentence} {report.meanwhile}".rstrip())
    say(f"{determination.question}\n{determination.answer.sentence}\n{determination.answer.standing}")
    if determination.ask is not ee.Ask.WHAT:
        say(f"Way on: {determination.disposition.sentence}")
    if not interview.settled:
        for unknown in determination.unknown:
            if "answer" in unknown.bears_on:
                say(f"  - {unknown.ask}")
        say("Nothing else that could be asked would settle it.")
    if interview.settled:
        say(share_in_words(interview))


def _is_sensitive(fact: str, ruleset: ee.Ruleset) -> bool:
    return fact in ruleset.fact and ruleset.fact[fact].sensitive
