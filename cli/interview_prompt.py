"""An interview by keyboard, or by a script that gives one answer a line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from attrs import frozen

from ethics_engine.errors import CaseError, ContradictionError, InputError
from ethics_engine.interview import Interview, Query
from ethics_engine.interview.parse_reply import (
    NONE,
    UnclearReplyError,
    choices_in_words,
    commands_in_words,
    read_numbers,
    read_reply,
)
from ethics_engine.interview.sentences import possible_in_words, relied_in_words, why_in_words
from ethics_engine.model.facts import FactType
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.rendering.terminal_escape import terminal_escape
from ethics_engine.text.answers import question_in_words

from .case_writer import CaseWriter
from .keyboard import at_terminal, typed_line
from .output import complain

_MOST_SHOWN = 200


class StoppedError(Exception):
    """The input ended before the interview; `wanted` where somebody said so."""

    def __init__(self, *, wanted: bool) -> None:
        super().__init__()
        self.wanted = wanted


def read_line(prompt: str, show: Callable[[str], None]) -> str:
    """One line of input; that of a script is shown as if it were typed.

    Raises:
        StoppedError: There is none.
    """
    if at_terminal():
        show(f"{prompt}:")
    line = typed_line()
    if not line:
        raise StoppedError(wanted=False)
    if not at_terminal():
        show(terminal_escape(f"{prompt}: {line.strip()[:_MOST_SHOWN]}"))
    return line.strip()


@frozen
class Dialogue:
    """Puts the questions of an interview, one after the other.

    Attributes:
        show: Prints a text.

        force: Whether saving may put a file in the place of another.
    """

    interview: Interview
    ruleset: Ruleset
    show: Callable[[str], None]
    force: bool

    def run(self) -> None:
        """Ask until the interview is over, and then whether what it rests on is so.

        Raises:
            StoppedError: The input ended, or somebody quit.
        """
        self.show(question_in_words(self.interview.inquiry, self.ruleset))
        if self.interview.over:
            self.show("What is known already settles this, or nothing more could; there is nothing to ask.")
            for item in self.interview.rests_on():
                self.show(
                    f"  It rests on this not being so: {relied_in_words(item, self.interview.inquiry, self.ruleset)}"
                )
            return
        self.show(commands_in_words())
        while True:
            query = self.interview.next()
            if query is not None:
                self._ask(query)
            elif self._closed():
                return

    def _ask(self, query: Query) -> None:
        self._put(query)
        while not self._answered(query):
            pass

    def _closed(self) -> bool:
        """Ask whether anything that was not asked about is otherwise than presumed; whether nothing is."""
        relied = self.interview.rests_on()
        if not relied:
            return True
        self.show("\nLast question. All this is taken not to be so. Is any of it so after all?")
        for index, item in enumerate(relied, start=1):
            self.show(f"  {index}. {relied_in_words(item, self.interview.inquiry, self.ruleset)}")
        while True:
            line = read_line(f"Answer (numbers parted by commas, or {NONE})", self.show)
            if self._obeyed(line, None):
                if line.lower() == "back":
                    return False
                continue
            try:
                numbers = read_numbers(line, len(relied))
            except UnclearReplyError as unclear:
                self.show(str(unclear))
                continue
            for number in numbers:
                self._ask(self.interview.ask_about(relied[number - 1].fact.id))
            return not numbers

    def _put(self, query: Query) -> None:
        fact = query.fact
        number = len(self.interview.told) + 1
        self.show(f"\nQuestion {number}. {possible_in_words(self.interview.possible_outcomes)}")
        self.show(f"{fact.ask} [{fact.id}]")
        if fact.type in (FactType.CHOICE, FactType.CHOICES):
            for index, value in enumerate(fact.values, start=1):
                self.show(f"  {index}. {value.label}")

    def _answered(self, query: Query) -> bool:
        """Read a line and do what it says; whether another question is due."""
        line = read_line(f"Answer ({choices_in_words(query.fact)})", self.show)
        before = self.interview.told
        return self.interview.told != before if self._obeyed(line, query) else self._told(line, query)

    def _obeyed(self, line: str, query: Query | None) -> bool:
        """Whether a line was a command; if so it was done. Raises StoppedError where it was to quit."""
        word, _, rest = line.partition(" ")
        match word.lower():
            case "quit":
                raise StoppedError(wanted=True)
            case "why":
                self._say_why(query)
            case "back":
                self._take_back()
            case "save":
                self._save(rest.strip())
            case _:
                return False
        return True

    def _say_why(self, query: Query | None) -> None:
        if query is None:
            self.show("By itself, each of these would make the answer another, if it were so.")
            return
        for text in why_in_words(query, self.interview.inquiry, self.ruleset):
            self.show(text)

    def _told(self, line: str, query: Query) -> bool:
        try:
            self.interview.tell(query.fact.id, read_reply(line, query.fact))
        except UnclearReplyError as unclear:
            self.show(f"{unclear} {commands_in_words()}")
            return False
        except ContradictionError as error:
            complain(error)
            self.show("Answer otherwise, or go back to change an answer.")
            return False
        return True

    def _take_back(self) -> None:
        try:
            fact = self.interview.back()
        except CaseError:
            self.show("No answer was given yet that could be taken back.")
        else:
            self.show(f"Taken back: {fact}.")

    def _save(self, name: str) -> None:
        if not name:
            self.show("Name the file, such as: save my.case.yaml")
            return
        file = CaseWriter(Path(name), self.ruleset, force=self.force)
        try:
            file.check()
            file.write(self.interview.case())
        except InputError as error:
            complain(error)
        else:
            self.show(f"Saved to {file.path}. The interview goes on.")
