"""A quiz as it goes: each question, its answer, how sure, and only then the reasons."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from attrs import field, frozen

from ethics_engine.errors import InputError, UnclearReplyError
from ethics_engine.quiz.answer_log import LearnerAnswer, answer_to
from ethics_engine.quiz.certainty_marking import CERTAINTY_IN_WORDS, Certainty, mark
from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.disputes import dispute_of, keep_dispute
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.parse_answer import read_answer, read_certainty, what_to_type
from ethics_engine.quiz.progress import Progress
from ethics_engine.quiz.progress_chart import marks_in_words, titled
from ethics_engine.quiz.session import ItemStanding, Sitting, next_due
from ethics_engine.quiz.tally import tally
from ethics_engine.quiz.terminal_text import question, reasons, wrapped
from ethics_engine.rendering.width import width
from ethics_engine.text.lists import listed
from ethics_engine.text.plural import numbered, plural

from ...exit_codes import ExitCode
from ...output import complain, say
from ...prompt import QUIT, StoppedError, ask, at_terminal

_WHY, _DISPUTE = "why", "dispute"
_MORE = f"Type `{_WHY}` for the proof, or `{_DISPUTE}` if you disagree with the key; else go on."
_REASON = "Your reason, in a sentence (Enter for none)"
_NOTHING_YET = "Answer a question first."

_Reply = TypeVar("_Reply")


@frozen
class Quiz:
    """What is to be asked of whom, and what was answered so far.

    Attributes:
        rules: What a command needs to find the ruleset, where it is not the usual one.

        citations: What answers rest on, in words.

        titles: The titles of cases by id.

        disputes: Where disputed keys are kept; nowhere, if there is no such file.

        proof: Gives the proof behind an item.
    """

    progress: Progress
    learner: str
    ruleset: str
    sitting: Sitting
    number: int
    certainty: bool
    rules: str = ""
    citations: Citations = field(factory=Citations)
    titles: Mapping[str, str] = field(factory=dict)
    disputes: Path | None = None
    proof: Callable[[Item], str] = lambda _: ""
    answered: list[LearnerAnswer] = field(factory=list)
    last: list[tuple[Item, LearnerAnswer]] = field(factory=list)

    def hold(self) -> int:
        """Ask one after another, until there are no more or the learner has had enough; gives the exit code."""
        columns, asked, code, last = width(), self.sitting.asked, int(ExitCode.OK), self.last
        self._welcome(columns)
        try:
            for number, one in enumerate(asked, start=1):
                say(f"\n{question(one, number, len(asked), columns)}\n")
                answer = self._answer(one.item)
                self._keep(answer)
                self.answered.append(answer)
                say(f"\n{reasons(one.item, answer, columns, self.citations, self.rules)}")
                right = sum(each.right for each in self.answered)
                say("\n" + wrapped(f"So far {right} of {len(self.answered)} right. {_MORE}", columns))
                last.append((one.item, answer))
            if asked and at_terminal():
                with suppress(StoppedError):
                    self._ask("Press Enter to end", str)
        except StoppedError:
            say("\nQuiz ended.")
        except KeyboardInterrupt:
            code = int(ExitCode.INTERRUPTED)
            say("\n\nQuiz stopped. The question without an answer does not count.")
        self._farewell(columns)
        return code

    def _answer(self, item: Item) -> LearnerAnswer:
        chosen = self._ask(what_to_type(item), partial(read_answer, item=item))
        levels = ", ".join(f"{level.value} {words}" for level, words in CERTAINTY_IN_WORDS.items())
        certainty = self._ask(f"Sure? {levels}", read_certainty) if self.certainty else None
        now = datetime.datetime.now(datetime.UTC)
        return answer_to(item, chosen, certainty, learner=self.learner, at=now, ruleset=self.ruleset)

    def _ask(self, prompt: str, understand: Callable[[str], _Reply]) -> _Reply:
        """Ask; whoever types `why` or `dispute` instead hears more of the last question, and is asked again."""

        def heard(reply: str) -> _Reply:
            word, _, rest = reply.partition(" ")
            if word.lower() == _WHY:
                raise UnclearReplyError(self._explained())
            if word.lower() == _DISPUTE:
                raise UnclearReplyError(self._disputed(rest))
            return understand(reply)

        return ask(prompt, heard)

    def _explained(self) -> str:
        return self.proof(self.last[-1][0]).rstrip() if self.last else _NOTHING_YET

    def _disputed(self, remark: str) -> str:
        if not self.last or self.disputes is None:
            return _NOTHING_YET
        item, answer = self.last[-1]
        reason = remark.strip() or ask(_REASON, str)
        keep_dispute(self.disputes, dispute_of(item, answer, reason, datetime.datetime.now(datetime.UTC)))
        return "Saved for your trainer (`ethics quiz disputes`). Your answer still counts as it was marked."

    def _keep(self, answer: LearnerAnswer) -> None:
        """Keep an answer before anything more is shown; whoever sits there can make room on the disk and go on."""
        while True:
            try:
                self.progress.add(answer)
            except InputError as error:
                if not at_terminal():
                    raise
                complain(error)
                ask(f"This answer is not saved yet. Press Enter to try again, or type `{QUIT}` to give it up", str)
            else:
                return

    def _welcome(self, columns: int) -> None:
        asked = self.sitting.asked
        due = sum(one.standing is ItemStanding.DUE for one in asked)
        again = f", {due} of them due again" if due else ""
        keeping = f"Type `{QUIT}` to stop. Each answer is saved at once."
        lines = [f"Quiz for {self.learner}: {numbered(len(asked), 'question')}{again}. {keeping}"]
        if self.learner not in self.progress.learners():
            lines.append("No answers saved for this learner yet: all questions are new.")
        if len(asked) < self.number:
            lines.append("There are no more: a quiz asks only one question on a case, or on cases made to be compared.")
        if gone := len(self.sitting.gone):
            lines.append(
                f"{numbered(gone, 'question')} that you answered before {plural(gone, 'is', 'are')} not asked: the "
                "rules or the cases have changed."
            )
        if self.certainty:
            right, wrong = ([mark(level, right=is_right) for level in Certainty] for is_right in (True, False))
            lines.append(
                f"You say how sure you are. A right answer gets {listed(map(str, right), 'or')} marks, "
                f"a wrong one {listed(map(str, wrong), 'or')}: the surer you are, the more is at stake."
            )
        say("\n".join(wrapped(line, columns) for line in lines))

    def _farewell(self, columns: int) -> None:
        count = tally(self.answered)
        lines = [f"{numbered(count.answers, 'answer')} saved, {count.right} right. {marks_in_words(count)}".strip()]
        if mistakes := [answer for answer in self.answered if answer.confidently_wrong]:
            cases = sorted({case for answer in mistakes for case in answer.cases})
            lines.append(f"You were very sure and wrong on {listed(titled(case, self.titles) for case in cases)}.")
            lines.append(f"To read {'it' if len(cases) == 1 else 'the first'} again: `ethics cases show {cases[0]}`")
        answers = [answer for answer in self.progress.answers(self.learner) if answer.ruleset == self.ruleset]
        if due := next_due(answers, now=datetime.datetime.now().astimezone()):
            lines.append(f"The next question is due on {due.astimezone():%Y-%m-%d}.")
        say("\n" + "\n".join(wrapped(line, columns) for line in lines))
