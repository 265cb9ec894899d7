"""A consult that somebody is working on, and where those that were begun are kept: in memory, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import attrs
from attrs import field, frozen

from ethics_engine.errors import Place
from ethics_engine.loading import statement_of
from ethics_engine.model.case import Case, Statement
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import STEP_KEYS, Possible

from .gone import GoneError
from .opaque_names import new_id

MOST_CONSULTS = 200
"""How many consults are kept at once; the one not touched for longest gives way."""


class StaleError(Exception):
    """The consult was changed in another window since this form was shown."""


@frozen
class FactOnPage:
    """What was stated of a fact on the page.

    Attributes:
        value: The value, as `Interview.tell` takes it.

        reported_by: Who said so, if it was not the practitioner.
    """

    fact: str
    value: object
    reported_by: str = ""

    @property
    def as_stated(self) -> object:
        """The value, with who reported it."""
        return {"value": self.value, "reported_by": self.reported_by} if self.reported_by else self.value


@frozen
class OngoingConsult:
    """A consult with all that was stated so far.

    Attributes:
        version: Rises by one with every change.

        base: The case as it was begun: its question, the story, and the facts of a file that was opened.

        stated: What was stated on the page, in order.

        pending: Facts that are to be asked about next, before any that the interview chooses, but after the dangers.

        confirmed: The assumptions that the list of dangers or the last check found to be right, in words.

        unread: The facts of those that it only folded away, and that nobody looked at; they stay assumptions.

        denied: What was thereby said not to be so.

        ruled_out: For the facts with several values in such a list, though not all, those values.

        name: What somebody calls it, in lists.

        begun_by: The name of who began it; empty on a page for one person.

        let_in: The names of those who may open it besides.

        recused: The names of those who may not, whatever their role.

        by_facts: Whether somebody states what matters themselves, so that no interview asks about danger first.

        danger_checked: Whether they went through the dangers.
    """

    id: str
    version: int
    base: Case
    stated: tuple[FactOnPage, ...] = ()
    pending: tuple[str, ...] = ()
    confirmed: frozenset[str] = frozenset()
    unread: frozenset[str] = frozenset()
    denied: tuple[FactOnPage, ...] = ()
    ruled_out: Mapping[str, tuple[Possible, ...]] = field(factory=dict)
    name: str = ""
    begun_by: str = ""
    let_in: frozenset[str] = frozenset()
    recused: frozenset[str] = frozenset()
    by_facts: bool = False
    danger_checked: bool = False

    @property
    def answer_address(self) -> str:
        """Where the answer is shown; before it, whoever states facts goes through the dangers once."""
        return f"/c/{self.id}/danger" if self.by_facts and not self.danger_checked else f"/c/{self.id}"

    def case(self, enactment: Enactment) -> Case:
        """The case as it stands."""
        statements = {
            each.fact: statement_of(enactment.fact[each.fact], each.as_stated, Place(each.fact))
            for each in (*self.stated, *self.denied)
        }
        kept = {name: each for name, each in statements.items() if not _is_open_step(name, each)}
        return attrs.evolve(self.base, facts={**self.base.facts, **kept})

    @property
    def next_question(self) -> str:
        """The address of its next question: each has one of its own, so that the browser's Back leads to the last."""
        return f"/c/{self.id}/ask/{len(self.stated) + 1}"

    def statement(self, fact: Fact) -> Statement | None:
        """What was stated of a fact on the page, be it that nobody knows; None if nothing was."""
        stated = next((each for each in self.stated if each.fact == fact.id), None)
        return None if stated is None else statement_of(fact, stated.as_stated, Place(fact.id))

    def with_fact(self, fact: FactOnPage) -> OngoingConsult:
        """The consult with a fact stated, or stated anew in its place."""
        before = {each.fact: each for each in self.stated}
        stated = tuple({**before, fact.fact: fact}.values())
        pending = tuple(name for name in self.pending if name != fact.fact)
        return attrs.evolve(self._undenied(fact.fact), stated=stated, pending=pending)

    def without_fact(self, fact: str) -> OngoingConsult:
        """The consult without what was stated of a fact."""
        stated = tuple(each for each in self.stated if each.fact != fact)
        return attrs.evolve(self._undenied(fact), stated=stated)

    def _undenied(self, fact: str) -> OngoingConsult:
        """The consult without what a file or the last check said of a fact."""
        denied = tuple(each for each in self.denied if each.fact != fact)
        ruled_out = {name: values for name, values in self.ruled_out.items() if name != fact}
        return attrs.evolve(self, base=_without(self.base, fact), denied=denied, ruled_out=ruled_out)

    @property
    def known(self) -> frozenset[str]:
        """The facts that were stated."""
        return frozenset(self.base.facts) | {each.fact for each in (*self.stated, *self.denied)}


def _without(case: Case, fact: str) -> Case:
    return attrs.evolve(case, facts={name: each for name, each in case.facts.items() if name != fact})


def _is_open_step(fact: str, statement: Statement) -> bool:
    """Whether it says of a step that nobody knows, for which a case has no word."""
    return fact.startswith(DONE) and statement.known not in STEP_KEYS.values()


class ConsultStore:
    """The consults of this process. A change names the version it was made on, so that no window overwrites another."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: dict[str, OngoingConsult] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def __iter__(self) -> Iterator[OngoingConsult]:
        """The consults, the one touched last first."""
        return iter(tuple(self._kept.values())[::-1])

    def begin(self, base: Case, begun_by: str = "", *, name: str = "", by_facts: bool = False) -> OngoingConsult:
        """Keep a new consult."""
        consult = OngoingConsult(new_id(), 1, base, name=name, begun_by=begun_by, by_facts=by_facts)
        with self._lock:
            self._kept[consult.id] = consult
            while len(self._kept) > MOST_CONSULTS:
                del self._kept[next(iter(self._kept))]
        return consult

    def get(self, consult_id: str) -> OngoingConsult:
        """A consult by its id; raises GoneError if it is gone."""
        if (found := self._kept.get(consult_id)) is None:
            raise GoneError
        return found

    def change(self, changed: OngoingConsult, version: int) -> OngoingConsult:
        """Keep a change that was made on `version`.

        Raises:
            GoneError: The consult is gone.

            StaleError: It was changed since.
        """
        with self._lock:
            if self.get(changed.id).version != version:
                raise StaleError
            kept = attrs.evolve(changed, version=version + 1)
            del self._kept[changed.id]
            self._kept[changed.id] = kept
        return kept

    def forget(self, consult_id: str) -> None:
        """Remove a consult with all that was stated in it."""
        with self._lock:
            self._kept.pop(consult_id, None)
