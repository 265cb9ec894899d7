"""What the command's exit code says; scripts may rely on every number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING

from ethics_engine.model.case import Answer, Ask
from ethics_engine.model.status import Force

if TYPE_CHECKING:  # every command imports this module, and few a determination
    from ethics_engine.model.determination import Determination


class ExitCode(IntEnum):
    """The exit codes; `MEANING` says what each one means."""

    OK = 0
    CHECK_FAILED = 1
    BAD_INPUT = 2

    YES = 10
    NO = 11
    NOT_YET = 12
    ADVISED_AGAINST = 13
    ADVISED = 14
    RULES_SAY_NOTHING = 15
    NOT_POSSIBLE = 16
    DILEMMA = 17
    OPEN = 18
    NAMED = 19
    BREACH = 20
    PREMATURE = 21
    DEPARTURE = 22
    NO_VERDICT = 23
    CONSISTENT = 24
    NO_RULE = 25

    INTERRUPTED = 130
    UNREAD = 141


MEANING: Mapping[ExitCode, str] = {
    ExitCode.OK: "done",
    ExitCode.CHECK_FAILED: "a check failed",
    ExitCode.BAD_INPUT: "wrong input",
    ExitCode.YES: "yes",
    ExitCode.NO: "no",
    ExitCode.NOT_YET: "not yet",
    ExitCode.ADVISED_AGAINST: "advised against",
    ExitCode.ADVISED: "advised",
    ExitCode.RULES_SAY_NOTHING: "no rule",
    ExitCode.NOT_POSSIBLE: "not possible here",
    ExitCode.DILEMMA: "a dilemma",
    ExitCode.OPEN: "open",
    ExitCode.NAMED: "a course or step is named (what, first, how)",
    ExitCode.BREACH: "a breach (right)",
    ExitCode.PREMATURE: "too soon (right)",
    ExitCode.DEPARTURE: "a departure from advice (right)",
    ExitCode.NO_VERDICT: "no verdict (right)",
    ExitCode.CONSISTENT: "consistent with the rules (right)",
    ExitCode.NO_RULE: "no rule on it (right)",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C",
    ExitCode.UNREAD: "output not read to its end",
}
"""Those from 10 to 25 are given only where `--exit-code` asks for the outcome.

The last two are 128 and the number of the signal, as a shell gives them of any program that a signal ends.
"""


ENDS = (ExitCode.OK, ExitCode.CHECK_FAILED, ExitCode.BAD_INPUT, ExitCode.INTERRUPTED, ExitCode.UNREAD)
"""How any command can end."""


def in_words(codes: Iterable[ExitCode]) -> str:
    """Exit codes with what each one means."""
    return ", ".join(f"{code.value} {MEANING[code]}" for code in codes)


def outcome(determination: Determination) -> ExitCode:
    """The exit code of an answer."""
    value = determination.answer.value
    if determination.ask in (Ask.MAY, Ask.MUST, Ask.RIGHT) or value == Answer.OPEN.value:
        return ExitCode[value.upper()]
    if determination.ask is Ask.WHAT and value == Force.DILEMMA.value:
        return ExitCode.DILEMMA
    return ExitCode.RULES_SAY_NOTHING if value == Force.NONE.value else ExitCode.NAMED
