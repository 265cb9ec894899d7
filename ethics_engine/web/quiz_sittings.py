"""Quizzes that somebody is taking on the page: kept in memory, with each answer saved as `ethics quiz` saves it."""

from __future__ import annotations

import datetime
import secrets
import threading
from collections.abc import Sequence
from pathlib import Path

import attrs
from attrs import frozen

from ethics_engine.case_law.corpus import Corpus
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.quiz.answer_log import LearnerAnswer, answer_to
from ethics_engine.quiz.certainty_marking import Certainty
from ethics_engine.quiz.disputes import dispute_of, disputes_file, forget_disputes, keep_dispute
from ethics_engine.quiz.item import Item
from ethics_engine.quiz.item_bank import bank_of
from ethics_engine.quiz.progress import Progress
from ethics_engine.quiz.session import AskedItem, number_due, sitting
from ethics_engine.quiz.storage import progress_file

from .gone import GoneError
from .opaque_names import new_id

LEARNER = "me"
"""Whose answers they are on a page for one person: whoever sits at this machine."""

_MOST_SITTINGS = 20


@frozen
class QuizSitting:
    """What is asked in one sitting, and what was answered so far, by the number of the question.

    Attributes:
        wanted: How many questions were wished for; of few topics there may be fewer.
    """

    id: str
    asked: tuple[AskedItem, ...]
    answers: tuple[LearnerAnswer | None, ...]
    wanted: int

    @property
    def next_number(self) -> int | None:
        """The number, from 1, of the first question without an answer; None if there is none."""
        return next((number for number, answer in enumerate(self.answers, start=1) if answer is None), None)


class QuizSittings:
    """The sittings of this process."""

    def __init__(self, saved_in: Path | None = None) -> None:
        """Save answers in a file, by default where `ethics quiz` does."""
        self._saved_in = saved_in
        self._kept: dict[str, QuizSitting] = {}
        self._items: dict[str, tuple[Item, ...]] = {}
        self._lock = threading.Lock()

    def prepare(self, ruleset: Ruleset, corpus: Corpus) -> tuple[Item, ...]:
        """All questions; the first time this takes seconds, and whoever asks meanwhile waits for the same ones."""
        with self._lock:
            if ruleset.content_hash not in self._items:
                self._items = {ruleset.content_hash: bank_of(ruleset, corpus).items}
            return self._items[ruleset.content_hash]

    @property
    def saved_in(self) -> Path:
        """The file of saved answers."""
        return self._saved_in or progress_file()

    def begin(
        self, ruleset: Ruleset, corpus: Corpus, topics: Sequence[str], number: int, learner: str = LEARNER
    ) -> QuizSitting | None:
        """A new sitting on some topics, or on all; None if there is no question.

        Raises:
            StorageError: The file of saved answers cannot be read.
        """
        held = sitting(
            [item for item in self.prepare(ruleset, corpus) if not topics or item.topic in topics],
            [answer for answer in self.answers(learner) if answer.ruleset == ruleset.name],
            now=datetime.datetime.now().astimezone(),
            number=number,
            seed=secrets.randbits(32),
        )
        if not held.asked:
            return None
        begun = QuizSitting(new_id(), held.asked, (None,) * len(held.asked), number)
        self._kept[begun.id] = begun
        while len(self._kept) > _MOST_SITTINGS:
            del self._kept[next(iter(self._kept))]
        return begun

    def get(self, sitting_id: str) -> QuizSitting:
        """A sitting by its id; raises GoneError if it is gone."""
        if (found := self._kept.get(sitting_id)) is None:
            raise GoneError
        return found

    def answer(
        self,
        sitting_id: str,
        number: int,
        chosen: tuple[str, ...],
        certainty: Certainty,
        ruleset: Ruleset,
        learner: str = LEARNER,
    ) -> QuizSitting:
        """Save an answer, once; a second answer to the same question changes nothing.

        Raises:
            StorageError: It cannot be saved.
        """
        held = self.get(sitting_id)
        if held.answers[number - 1] is not None:
            return held
        item: Item = held.asked[number - 1].item
        now = datetime.datetime.now(datetime.UTC)
        given = answer_to(item, chosen, certainty, learner=learner, at=now, ruleset=ruleset.name)
        with Progress(self.saved_in) as progress:
            progress.add(given)
        answers = (*held.answers[: number - 1], given, *held.answers[number:])
        self._kept[sitting_id] = attrs.evolve(held, answers=answers)
        return self._kept[sitting_id]

    def answers(self, learner: str = LEARNER) -> tuple[LearnerAnswer, ...]:
        """All saved answers of a learner; raises StorageError if the file cannot be read."""
        if not self.saved_in.exists():
            return ()
        with Progress(self.saved_in) as progress:
            return progress.answers(learner)

    def number_due(self, learner: str = LEARNER) -> int:
        """How many questions a learner is to be asked again today; raises StorageError if the file cannot be read."""
        return number_due(self.answers(learner), now=datetime.datetime.now().astimezone())

    def dispute(self, item: Item, answer: LearnerAnswer, remark: str) -> None:
        """Keep a learner's view that a key is wrong, as `ethics quiz` does; raises StorageError if it cannot."""
        kept = dispute_of(item, answer, remark, datetime.datetime.now(datetime.UTC))
        keep_dispute(disputes_file(self.saved_in), kept)

    def forget(self, learner: str = LEARNER) -> int:
        """Delete all saved answers of a learner; the number of answers that were deleted."""
        if not self.saved_in.exists():
            return 0
        with Progress(self.saved_in) as progress:
            removed = progress.forget(learner) if learner in progress.learners() else 0
        forget_disputes(disputes_file(self.saved_in), learner)
        return removed
