"""Lead somebody through an interview: questions, a last check of the assumptions, a review of the answers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from attrs import field, frozen

from ethics_engine.errors import CaseError, ContradictionError, InputError, UnclearReplyError
from ethics_engine.interview import Interview, Query, Reliance
from ethics_engine.interview.parse_reply import NONE, NOT_KNOWN, read_numbers, read_reply, what_to_type
from ethics_engine.interview.sentences import (
    facts_named,
    most_telling,
    query_in_words,
    relied_in_brief,
    relied_in_words,
    stated_in_words,
    why_in_words,
)
from ethics_engine.model.enactment import DONE, done_fact
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.answers import question_in_words

from .case_writer import CaseWriter
from .output import complain
from .prompt import QUIT, StoppedError, ask, at_terminal

_ALL_RIGHT = ("", "yes", "y", "ok", "right", "all right")
"""What says, of the answers listed, that none is to be changed."""

_PLAIN_REPLIES = ("yes", "no", "y", "n", NONE)
"""What answers other questions, and speaks of no fact."""

_HELP = f"Answer each question, or type: don't know, why, back, save FILE, {QUIT}."
_DANGER = "Danger:"
_OTHER = "What else would change the answer, or add a step:"
"""What stands in the last check above the dangers, and above the other assumptions."""

_MORE = "more"
_SKIP = "skip"
"""What may be typed at the last check in the place of numbers."""

_WHAT_NONE_SAYS = (
    f"Type the numbers of any that are true, or that you doubt. `{NONE}` or `no` states that none of them is true."
)
_WHAT_MORE_SHOWS = f"`{_MORE}` lists rarer ones; if you do not read them, they stay assumed to be false."
_DANGER_FIRST = "Is any of these so?"
_WHY_DANGER_FIRST = (
    "This is about danger, so it comes first. You are asked about each number that you type. "
    f"`{_SKIP}` states nothing: you are then asked, one by one, about those that matter most."
)
_WHY_CHECKED = "Any one of these, if true, is a danger to see to first, adds a step, or would change the answer."

_WHICH = f"numbers, or {NONE}"
_Reply = TypeVar("_Reply")
_COMMANDS = {"why": "why", "?": "help", "help": "help", "back": "back", "save": "save"}


@frozen
class _Command:
    """A command typed in the place of an answer, with what follows it."""

    name: str
    rest: str = ""


@frozen
class Dialogue:
    """Puts the questions of an interview, one after the other.

    Attributes:
        show: Prints a text.

        force: Whether saving may replace a file.

        aside: Whether prompts go to standard error.
    """

    interview: Interview
    ruleset: Ruleset
    show: Callable[[str], None]
    force: bool
    aside: bool
    _put: set[str] = field(factory=set, init=False)
    """The facts of the dangers that were gone through in one question."""
    _untrue: set[str] = field(factory=set, init=False)
    """The assumptions that the last check has found to hold, in words."""
    _listed: dict[str, str] = field(factory=dict, init=False)
    """What it listed of each fact, in words."""
    _left: set[str] = field(factory=set, init=False)
    """Those that it left out, or that were skipped, in words; they stay assumed."""

    def run(self) -> None:
        """Ask until the interview is over, its assumptions are checked, and its answers reviewed.

        Raises:
            StoppedError: The person quit, or the input ended too early.
        """
        self.show(question_in_words(self.interview.query, self.ruleset))
        if self.interview.over:
            self.show("No question is needed: no likely reply would change the answer.")
            if not self.interview.rests_on():
                return
            self.show("Check what the answer assumes.")
        else:
            self.show(_HELP)
            self._go_through_dangers()
        while True:
            if (query := self.interview.next()) is not None:
                self._ask(query)
            elif self._assumptions_hold() and self._answers_are_right():
                return

    def _go_through_dangers(self) -> None:
        """Ask of all dangers at once which are so; of these each is asked about, and the others are denied."""
        items = self.interview.dangers()
        numbers: tuple[int, ...] | str | None = None if items else ()
        while numbers is None:
            self.show(f"\nQuestion 1, about safety. {_DANGER_FIRST}")
            for number, item in enumerate(items, start=1):
                self._list_one(number, item)
            self.show(_WHAT_NONE_SAYS)
            self._put.update(item.fact.id for item in items)
            understood = partial(_true_ones, most=len(items), words=(_SKIP,))
            numbers = self._numbers(_WHICH, understood, _WHY_DANGER_FIRST)
        if numbers == _SKIP:
            return
        true = [items[int(number) - 1].fact.id for number in numbers]
        for fact in true:
            if fact not in self.interview.case().facts:
                self._ask(self.interview.ask_about(fact))
        for item in self.interview.dangers():
            if item.fact.id in self._put and item.fact.id not in true:
                self.interview.deny(item)

    def _list_one(self, number: int, item: Reliance) -> None:
        self._listed[item.fact.id] = relied_in_brief(item)
        self.show(f"  {number}. {relied_in_brief(item)}")

    def _ask(self, query: Query) -> None:
        """Put a question until it is answered, or an earlier answer is taken back."""
        number = len(self.interview.answered) + 1 + bool(self._put)
        self.show(f"\n{query_in_words(query, number)}")
        asked = {query.fact.id.removeprefix(DONE)}
        while True:
            understood = partial(self._understood, partial(read_reply, fact=query.fact), asked)
            reply = self._reply(what_to_type(query.fact), understood)
            if isinstance(reply, _Command):
                if self._taken_back(reply, partial(self._explain, query)):
                    return
                continue
            given = self.interview.case().facts
            try:
                taken_back = self.interview.tell(query.fact.id, reply)
            except ContradictionError as error:
                complain(error)
                self.show("Give another answer, or type `back` to change an earlier one.")
            else:
                for fact in taken_back:
                    said = stated_in_words(self.ruleset.fact[fact], given[fact].known)
                    self.show(f"Taken back, because this answer contradicts it: {said}")
                return

    def _understood(self, read: Callable[[str], _Reply], asked: Collection[str], line: str) -> _Reply | _Command:
        """What a line means as a reply, or the fact or step that it names in the place of one."""
        try:
            return read(line)
        except UnclearReplyError as unclear:
            name = line.removeprefix(DONE)
            if name not in asked and name in self.ruleset.fact:
                return _Command("about", name)
            if name not in asked and name in self.ruleset.action and not self.ruleset.action[name].is_way:
                return _Command("about", done_fact(name))
            named = "" if line.lower() in _PLAIN_REPLIES else facts_named(line, self.ruleset, asked)
            raise UnclearReplyError(f"{unclear} {named}" if named else str(unclear)) from None

    def _assumptions_hold(self) -> bool:
        """Ask of each assumption once whether it is wrong; false if there is more to ask after it."""
        items = [item for item in self.interview.rests_on() if relied_in_words(item) not in self._untrue | self._left]
        if not items:
            return self._denials_are_stated()
        named, rest = most_telling(items)
        try:
            reply = self._checked(named, more=bool(rest))
            if reply == _MORE:
                named, rest = items, []
                reply = self._checked(named, more=False)
        except StoppedError as stopped:
            if stopped.wanted or at_terminal() or self.interview.answered or self.interview.denied:
                raise
            return True  # a script that answers nothing
        if reply is None:
            return False
        numbers = reply if isinstance(reply, tuple) else ()
        kept = rest if isinstance(reply, tuple) else items
        self._left.update(map(relied_in_words, kept))
        untrue = [item for number, item in enumerate(named, start=1) if item not in kept and number not in numbers]
        self._untrue.update(map(relied_in_words, untrue))
        for number in numbers:
            self._ask(self.interview.ask_about(named[number - 1].fact.id))
        return not numbers and self._denials_are_stated()

    def _checked(self, items: Sequence[Reliance], *, more: bool) -> tuple[int, ...] | str | None:
        """List assumptions and take the numbers of the wrong ones, or a word; None if an answer was taken back."""
        self.show("\nLast check. The answer assumes that none of these is true:")
        for number, item in enumerate(items, start=1):
            if number == 1 or item.danger != items[number - 2].danger:
                self.show(_DANGER if item.danger else _OTHER)
            self._list_one(number, item)
        self.show(f"{_WHAT_NONE_SAYS} {_WHAT_MORE_SHOWS if more else ''}".rstrip())
        understood = partial(_true_ones, most=len(items), words=(_SKIP, _MORE) if more else (_SKIP,))
        return self._numbers(_WHICH, understood, _WHY_CHECKED)

    def _denials_are_stated(self) -> bool:
        """State of all that the last check denied that it is not so, once nothing is left to ask."""
        for item in self.interview.rests_on():
            if relied_in_words(item) in self._untrue:
                self.interview.deny(item)
        return True

    def _answers_are_right(self) -> bool:
        """List the answers and ask which to change; the end of a script's input changes none."""
        given = self.interview.answers
        if not given and not self.interview.denied:
            return True
        self.show("\nYour answers:")
        for number, (fact, known) in enumerate(given, start=1):
            self.show(f"  {number}. {stated_in_words(fact, known)}")
        denied, again = self.interview.denied, len(given) + 1
        if denied:
            self.show(f"  {again}. None of these:")
            for each in denied:
                self.show(f"      - {self._listed[each]}")
        self.show("Type the numbers of any to change, or press Enter if all are right.")
        try:
            numbers = self._numbers(
                "numbers, or Enter",
                partial(_to_change, most=again if denied else len(given)),
                "This is the last chance to correct a slip; you are asked again about each number that you type.",
            )
        except StoppedError as stopped:
            if stopped.wanted or at_terminal():
                raise
            return True
        if numbers is None:
            return False
        if again in numbers:
            self.interview.take_denials_back()
            self._untrue.clear()
            self._left.clear()
        for wrong in [given[number - 1][0].id for number in numbers if number != again]:
            if wrong in self.interview.answered:
                self.interview.retract(wrong)
            self._ask(self.interview.ask_about(wrong))
        return not numbers

    def _numbers(self, prompt: str, understand: Callable[[str], _Reply], why: str) -> _Reply | None:
        """The numbers typed, or a word in their place; None if an answer was taken back instead."""
        while True:
            reply = self._reply(prompt, partial(self._understood, understand, ()))
            if not isinstance(reply, _Command):
                return reply
            if self._taken_back(reply, lambda: self.show(why)):
                return None

    def _reply(self, prompt: str, understand: Callable[[str], _Reply]) -> _Reply | _Command:
        def understood(line: str) -> _Reply | _Command:
            word, _, rest = line.partition(" ")
            name = _COMMANDS.get(word.lower())
            return _Command(name, rest.strip()) if name and (name == "save" or not rest) else understand(line)

        return ask(prompt, understood, err=self.aside)

    def _taken_back(self, command: _Command, explain: Callable[[], None]) -> bool:
        """Carry out a command; whether it took an answer back, or put another question."""
        match command.name:
            case "about":
                return self._ask_first(command.rest)
            case "back":
                return self._take_back()
            case "save":
                self._save(command.rest)
            case "help":
                explain()
                self.show(_HELP)
            case _:
                explain()
        return False

    def _ask_first(self, fact: str) -> bool:
        """Put the question on a fact that the person named, unless it is answered; whether it was put."""
        if fact in self.interview.case().facts and fact not in self.interview.denied:
            self.show(f"`{fact}` is answered already. Type `back` to take back the last answer.")
            return False
        self._ask(self.interview.ask_about(fact))
        return True

    def _explain(self, query: Query) -> None:
        for text in why_in_words(query, self.interview.query, self.ruleset):
            self.show(text)

    def _take_back(self) -> bool:
        given = self.interview.answers
        try:
            self.interview.back()
        except CaseError:
            self.show("There is no answer to take back.")
            return False
        self.show(f"Taken back: {stated_in_words(*given[-1])}")
        return True

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


def _to_change(line: str, most: int) -> tuple[int, ...]:
    if line.lower() in NOT_KNOWN:
        raise UnclearReplyError("Type the numbers of those that you are not sure of; you are asked about each again.")
    return read_numbers(NONE if line.lower() in _ALL_RIGHT else line, most)


def _true_ones(line: str, most: int, words: Collection[str]) -> tuple[int, ...] | str:
    if line.lower() in NOT_KNOWN:
        raise UnclearReplyError(
            "Type the numbers of those that you are not sure of; you are then asked about each. "
            f"Or type `{_SKIP}`: then nothing is stated about any of them."
        )
    return line.lower() if line.lower() in words else read_numbers(line, most)
