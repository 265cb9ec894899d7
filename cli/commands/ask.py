"""`ethics ask`: ask for what is not known until the answer is clear."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import attrs
import click

import ethics_engine as ee
from ethics_engine.case_law.corpus import read_corpus
from ethics_engine.errors import CaseError, Finding, Place, RulesetError, UnclearReplyError
from ethics_engine.interview import Interview
from ethics_engine.interview.base_rates_from_cases import base_rates_of
from ethics_engine.interview.sentences import left_open_in_words
from ethics_engine.loading import bundled, facts_from_options, parse_question
from ethics_engine.loading.by_name import DEFAULT_RULESET
from ethics_engine.settings import read_settings
from ethics_engine.text.plural import counted

from ..case_from_options import new_case, stated
from ..case_writer import CaseWriter
from ..exit_codes import ExitCode
from ..interview_dialogue import Dialogue
from ..options import (
    as_of_option,
    did_option,
    done_option,
    format_option,
    not_done_option,
    omitted_option,
    rules_option,
    seed_option,
    tried_option,
)
from ..output import say
from ..prompt import StoppedError, at_terminal
from ..prompt import ask as prompt
from ..rules_choice import RulesChoice

_EXAMPLES = "`may refer`, `may terminate`, `what` or `first`"


@click.command("ask")
@click.argument("case", required=False)
@click.option(
    "--question", metavar="TEXT", help='Ask this, such as "may refer". Default: the case\'s, or you are asked.'
)
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="State a fact beforehand. Repeatable.")
@done_option
@tried_option
@not_done_option
@did_option
@omitted_option
@click.option("--story", metavar="TEXT", help="Say what happened, in a few words, for the saved case. Leave names out.")
@click.option("--thorough", is_flag=True, help="Go on until nothing that was not stated could change the answer.")
@click.option("--save", type=click.Path(path_type=Path), metavar="FILE", help="Write the case to a file at the end.")
@click.option("--force", is_flag=True, help="Replace the file if it exists.")
@rules_option
@as_of_option()
@seed_option
@format_option(["text", "json"], "Choose the format of the end; with json the questions go to standard error.")
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
    story: str | None,
    thorough: bool,
    save: Path | None,
    force: bool,
    rules: RulesChoice,
    as_of: datetime.date | None,
    seed: int,
    form: str,
    redact: bool,
) -> None:
    """Ask for what is not known, until the answer is clear.

    Danger comes first, then the question expected to tell most. Answer with yes, no, a number, an option, or "don't
    know". "why" explains a question, "back" takes the last answer back, "save FILE" writes the case, "quit" stops. At
    the end you check the assumptions and your answers. Answers may also come from standard input, one a line.

    CASE is a case file or the id of a bundled case, to go on from. Without it you start with nothing.

    Exit codes: 0 at the end or after "quit", 1 if the input ends before that, 130 after Ctrl-C.
    """
    if case == "-":
        raise click.UsageError("CASE cannot be standard input, which holds the answers; give a file")
    aside = form != "text"
    show = partial(say, err=aside)
    steps = stated(done=done, tried=tried, not_done=not_done, did=did, omitted=omitted)
    interview = file = None
    try:
        ruleset, opened = _opened(case, rules, show, aside=aside)
        file = CaseWriter(save, ruleset, force=force) if save else None
        if file:
            file.check()
        if opened is None:
            asked = question or (
                "right" if steps.keys() & {"did", "omitted"} else _what_is_asked(ruleset, show, aside=aside)
            )
            begun = new_case(ruleset, asked, **steps)
        else:
            begun = _with_more(opened, question, steps, ruleset)
        begun = attrs.evolve(begun, under=ruleset.overlays, as_of=as_of or begun.as_of)
        begun = _stating(begun, facts, ruleset)
        begun = _with_narrative(begun, story, show, aside=aside)
        experience = base_rates_of((entry.case for entry in read_corpus(None, ruleset).cases), ruleset)
        interview = Interview(ruleset, begun, rates=experience, seed=seed, assumptions=not thorough)
        Dialogue(interview, ruleset, show, force=force, aside=aside).run()
    except KeyboardInterrupt:
        show("\nStopped by Ctrl-C. Nothing was saved by --save.")
        ctx.exit(ExitCode.INTERRUPTED)
    except StoppedError as stopped:
        show("\nYou stopped before the end." if stopped.wanted else "\nThe input ended before the interview did.")
        if interview is not None and interview.answered and file:
            _save(interview, file, show, then=f"`ethics ask {file.path}` goes on from it")
        else:
            show("Nothing was saved." if not stopped.wanted else "Nothing more was saved.")
        ctx.exit(ExitCode.OK if stopped.wanted else ExitCode.CHECK_FAILED)
    _end(interview, ruleset, form, redact=redact)
    if file:
        _save(interview, file, show, then=f"`ethics consult {file.path} --full` tells more")
    else:
        show("To see more, keep the case with --save FILE; then `ethics consult FILE --full` tells more.")


def _save(interview: Interview, file: CaseWriter, show: Callable[[str], None], *, then: str) -> None:
    file.write(interview.case())
    show(f"Saved {counted(len(interview.answered), 'answer')} to {file.path}; {then}.")


def _opened(
    case: str | None, rules: RulesChoice, show: Callable[[str], None], *, aside: bool
) -> tuple[ee.Ruleset, ee.Case | None]:
    """The rules to answer by, and the case to go on from; asks which code binds, if nothing says so."""
    if case is not None:
        ruleset, opened, _ = rules.with_case(case)
        return ruleset, opened
    known = bundled.overlays() if rules.name == DEFAULT_RULESET and at_terminal() else {}
    if rules.under is not None or read_settings().under is not None or not known:
        return rules.for_answers(), None

    def understood(text: str) -> ee.Ruleset:
        try:
            return RulesChoice.of(rules.name, (text,)).load()
        except RulesetError as error:
            raise UnclearReplyError(str(error)) from None

    show("Which code binds you, and where do you work? Names with commas, or the folder of your agency's policy.")
    for name in known:
        show(f"  {name}: {ee.load_ruleset(rules.name, under=[name]).parts[-1].title}")
    show("Press Enter for none. `ethics settings under NAME` sets it once and for all.")
    return prompt("under", understood, err=aside), None


def _with_narrative(case: ee.Case, story: str | None, show: Callable[[str], None], *, aside: bool) -> ee.Case:
    """The case with the story given, or asked for if somebody is there to type it."""
    if story is None and not case.narrative and at_terminal():
        show("Tell the story in a few words, without names, or press Enter.")
        story = prompt("story", str, err=aside)
    return attrs.evolve(case, narrative=story) if story else case


def _what_is_asked(ruleset: ee.Ruleset, show: Callable[[str], None], *, aside: bool) -> str:
    def understood(text: str) -> str:
        try:
            parse_question(text, ruleset)
        except CaseError as error:
            raise UnclearReplyError(str(error)) from None
        return text

    show(f"What is your question? Write it like one of these: {_EXAMPLES}.")
    return prompt("question", understood, err=aside)


def _with_more(case: ee.Case, question: str | None, steps: Mapping[str, list[str]], ruleset: ee.Ruleset) -> ee.Case:
    """The case with another question, and more steps stated, where they are given."""
    more = new_case(ruleset, question or "what", **steps) if question or steps else None
    if more is None:
        return case
    twice = sorted(set(more.facts) & set(case.facts))
    if twice:
        raise _stated_twice(twice[0])
    changed = attrs.evolve(case, facts={**case.facts, **more.facts})
    return attrs.evolve(changed, question=more.question, did=more.did, omitted=more.omitted) if question else changed


def _stating(case: ee.Case, options: tuple[str, ...], ruleset: ee.Ruleset) -> ee.Case:
    facts = facts_from_options(options, ruleset)
    for fact in facts:
        if fact in case.facts:
            raise _stated_twice(fact)
    return attrs.evolve(case, facts={**case.facts, **facts})


def _stated_twice(fact: str) -> CaseError:
    hint = "remove one"
    return CaseError([Finding(Place("--fact"), f"`{fact}` is given in the case and on the command line", hint)])


def _end(interview: Interview, ruleset: ee.Ruleset, form: str, *, redact: bool) -> None:
    determination = interview.determination
    if redact:
        determination = ee.redacted(determination)
    if form == "json":
        value = {
            "format": 1,
            "settled": interview.settled,
            "share": round(interview.share, 4),
            "asked": [fact for fact in interview.answered if not (redact and _is_sensitive(fact, ruleset))],
            "page": ee.answer_page(determination).to_dict(),
            "determination": determination.to_dict(),
        }
        click.echo(json.dumps(value, indent=2))
        return
    say(f"\nAfter {counted(len(interview.answered), 'answer')}:\n\n{ee.render(determination, form)}")
    if interview.settled:
        if left_open := left_open_in_words(interview):
            say(left_open)
    else:
        say("No further question would help. The answer is open until what it depends on, as it says above, is known.")


def _is_sensitive(fact: str, ruleset: ee.Ruleset) -> bool:
    return fact in ruleset.fact and ruleset.fact[fact].sensitive
