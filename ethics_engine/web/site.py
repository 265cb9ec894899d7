"""What all pages share: the rules, the decided cases, the consults, and what was computed of them lately."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeAlias, TypeVar

import attrs
from attrs import frozen

from ethics_engine.case_law.corpus import Corpus, read_corpus
from ethics_engine.case_law.decided_stories import DecidedStories
from ethics_engine.consultation import consult
from ethics_engine.consultation.answer_page import listed_assumptions, page_and_turning_points
from ethics_engine.consultation.consult import Engine, day_of
from ethics_engine.consultation.page_subject import subject_of
from ethics_engine.consultation.page_turning import TurningPoint
from ethics_engine.errors import EthicsError
from ethics_engine.interview import Interview
from ethics_engine.interview.base_rates import BaseRates
from ethics_engine.interview.base_rates_from_cases import base_rates_of
from ethics_engine.loading import bundled, overlay_title
from ethics_engine.loading.by_name import DEFAULT_RULESET, load_ruleset
from ethics_engine.model.answer_page import AnswerPage, PageAssumption
from ethics_engine.model.determination import Determination, Firmness
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.ruleset import Ruleset

from . import work
from .fact_forms import Form
from .jobs import SECONDS, JobRunner
from .members import Member
from .ongoing_consult import MOST_CONSULTS, ConsultStore, FactOnPage, OngoingConsult
from .openings import Openings
from .quiz_sittings import QuizSittings
from .work import RulesOrigin

_WARM_INTERVIEWS = 16
_WARM_DETERMINATIONS = 64
_WARM_COMPOSITIONS = 8
_WARM_SEARCHES = 200
_WARM_WORK = 32
_DRAFTS = 20
"""How many forms of consults are kept that could not be begun yet, one for each member."""

_Value = TypeVar("_Value")
_NOTHING: Any = object()
_Page: TypeAlias = tuple[AnswerPage, tuple[TurningPoint, ...], tuple[str, ...]]


class RecentValues(Generic[_Value]):
    """The values used last, up to a number, each made when it is first asked for; for any number of threads."""

    def __init__(self, most: int) -> None:
        """Keep up to `most` values."""
        self._most = most
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Hashable) -> bool:
        return key in self._kept

    def get(self, key: Hashable, make: Callable[[], _Value]) -> _Value:
        """The value kept under a key, or made now; if making it fails, nothing is kept."""
        with self._lock:
            found = self._kept.get(key, _NOTHING)
        value: _Value = make() if found is _NOTHING else found
        self.put(key, value)
        return value

    def peek(self, key: Hashable) -> _Value | None:
        """The value kept under a key; None if there is none."""
        with self._lock:
            found: _Value | None = self._kept.get(key)
        return found

    def put(self, key: Hashable, value: _Value) -> None:
        """Keep a value as the one used last."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def forget(self, consult_id: str) -> None:
        """Remove every value that was made of a consult."""
        with self._lock:
            for key in list(self._kept):
                if key == consult_id or (isinstance(key, tuple) and key[:1] == (consult_id,)):
                    del self._kept[key]

    def drop(self, key: Hashable) -> _Value | None:
        """Remove the value under a key."""
        with self._lock:
            value: _Value | None = self._kept.pop(key, None)
        return value


@frozen
class OfferedOverlay:
    """A code, a law or a policy that may be laid over the base.

    Attributes:
        origin: Where it is read from: its name if it is bundled, else the path of its folder.
    """

    name: str
    title: str
    origin: str


class Site:
    """Everything that a page may need. What is computed of a consult is kept by its id and version."""

    def __init__(
        self,
        ruleset: Ruleset,
        *,
        read_from: RulesOrigin = (DEFAULT_RULESET, ()),
        progress_file: Path | None = None,
        members: Iterable[Member] = (),
        openings: Openings | None = None,
    ) -> None:
        """Serve pages under one base.

        Args:
            ruleset: The rules to answer by, unless a consult names other codes and laws.

            read_from: The base and its overlays, each by name or path, for work in other processes.

            progress_file: Where the answers of learners are saved.

            members: Who uses the page, in an agency; nobody on a page for one person.

            openings: Where it is noted who opened which consult; nowhere on a page for one person.
        """
        self.ruleset = ruleset
        self.read_from = read_from
        self.members = tuple(members)
        self.openings = openings
        self.consults = ConsultStore()
        self.jobs = JobRunner()
        self.quizzes = QuizSittings(progress_file)
        self._compositions: RecentValues[Ruleset] = RecentValues(_WARM_COMPOSITIONS)
        self._interviews: RecentValues[Interview] = RecentValues(_WARM_INTERVIEWS)
        self._determinations: RecentValues[Determination] = RecentValues(_WARM_DETERMINATIONS)
        self.searches: RecentValues[str] = RecentValues(_WARM_SEARCHES)
        self.drafts: RecentValues[Form] = RecentValues(_DRAFTS)
        self.codes_of: dict[str, tuple[str, ...]] = {}
        self._answers: RecentValues[_Page] = RecentValues(_WARM_DETERMINATIONS)
        self._before: RecentValues[tuple[AnswerPage, tuple[str, ...]]] = RecentValues(_WARM_DETERMINATIONS)
        self._assumptions: RecentValues[tuple[PageAssumption, ...]] = RecentValues(_WARM_DETERMINATIONS)
        self._worked_out: RecentValues[Any] = RecentValues(_WARM_WORK)
        self._locks: RecentValues[threading.RLock] = RecentValues(MOST_CONSULTS)
        self._reading, self._counting = threading.Lock(), threading.Lock()

    @cached_property
    def corpus(self) -> Corpus:
        """The decided cases; none for a ruleset that is not the bundled one."""
        return read_corpus(None, self.ruleset) if self.ruleset.base.name == DEFAULT_RULESET else Corpus((), ())

    @cached_property
    def decided_stories(self) -> DecidedStories:
        """The stories of the decided cases, to tell what another may be about."""
        return DecidedStories((entry.case for entry in self.corpus.cases), self.ruleset.facts)

    @property
    def rates(self) -> BaseRates:
        """How often each value occurs in the decided cases; whoever asks while they are counted waits for them."""
        with self._counting:
            return self._rates

    @cached_property
    def _rates(self) -> BaseRates:
        return base_rates_of((entry.case for entry in self.corpus.cases), self.ruleset)

    def warm(self) -> None:
        """Prepare what the first pages need, so that nobody waits for it."""
        _ = self.rates
        _ = self.decided_stories

    def warm_quiz(self) -> None:
        """Put the questions of quizzes together while somebody chooses topics."""

        def prepared() -> None:
            with suppress(EthicsError, OSError):  # whoever begins a quiz is told
                self.quizzes.prepare(self.ruleset, self.corpus)

        threading.Thread(target=prepared, daemon=True).start()

    @cached_property
    def overlays(self) -> Mapping[str, OfferedOverlay]:
        """What may be laid over the base, by name: what is bundled, and what the page was started with."""
        found = bundled.overlays() if self.ruleset.base.name == DEFAULT_RULESET else {}
        offered = [OfferedOverlay(name, overlay_title(folder), name) for name, folder in found.items()]
        own = [part for part in self.ruleset.parts[1:] if part.name not in found]
        offered += [OfferedOverlay(part.name, part.title, str(part.folder)) for part in own]
        return {each.name: each for each in offered}

    @property
    def sides_compared(self) -> tuple[tuple[str, ...], ...]:
        """The overlays of each side that the codes are compared by: none, and each bundled code."""
        return ((), *((name,) for name in bundled.codes() if name in self.overlays))

    def warm_codes(self) -> None:
        """Read what pages work with in a process of its own: the rules, and each code laid over the base."""
        base, own = self.read_from
        sides = dict.fromkeys((own, *self.sides_compared))
        self.jobs.prepare([(work.read_rules, (base, side)) for side in sides])

    def composition(self, overlays: Iterable[str]) -> Ruleset:
        """The base with overlays laid over it, by name.

        Raises:
            RulesetError: One of them does not exist or does not load, or they do not go together.
        """
        names = tuple(sorted(overlays))
        if names == self.ruleset.overlays:
            return self.ruleset
        base, under = self._origin(names)
        with self._reading:
            return self._compositions.get(names, lambda: load_ruleset(base, under=under))

    def rules(self, consult: OngoingConsult) -> Ruleset:
        """The rules that a consult is answered by."""
        return self.composition(consult.base.under)

    def origin(self, consult: OngoingConsult) -> RulesOrigin:
        """Where these rules are read from, for work in other processes."""
        return self._origin(consult.base.under)

    def _origin(self, names: Iterable[str]) -> RulesOrigin:
        return self.read_from[0], tuple(self.overlays[name].origin if name in self.overlays else name for name in names)

    def enactment(self, consult: OngoingConsult) -> Enactment:
        """The rules in force on the day of the consult."""
        return enact(self.rules(consult), day_of(consult.base, None))

    def determination(self, consult: OngoingConsult) -> Determination:
        """What the rules say of the case as it stands."""
        with self._lock_of(consult.id):
            return self._determinations.get(
                (consult.id, consult.version),
                lambda: _consulted(self.rules(consult), consult, self.enactment(consult)),
            )

    def answer(self, consult: OngoingConsult) -> AnswerPage:
        """The answer page of the case as it stands."""
        return self._page(consult)[0]

    def turning_points(self, consult: OngoingConsult) -> tuple[TurningPoint, ...]:
        """What alone would turn the answer of the case as it stands."""
        return self._page(consult)[1]

    def holds_back(self, consult: OngoingConsult) -> bool:
        """Whether what might turn the answer is left out of its page, lest a reason be found to fit it."""
        return subject_of(self.determination(consult)).known.guards_pretexts

    def _lock_of(self, consult_id: str) -> threading.RLock:
        """Keeps other threads from working on the same consult: an interview is for one at a time."""
        with self._reading:
            return self._locks.get(consult_id, threading.RLock)

    def kinds_that_turn(self, consult: OngoingConsult) -> tuple[str, ...]:
        """The topics of what nobody stated, and what would turn the answer."""
        return self._page(consult)[2]

    def note_change(self, before: OngoingConsult, kept: OngoingConsult, facts: Iterable[str]) -> None:
        """Keep the answer that was shown last beside the consult as it stands now, with the facts stated since."""
        if (shown := self._answers.peek((before.id, before.version))) is not None:
            self._before.put((kept.id, kept.version), (shown[0], tuple(facts)))

    def before(self, consult: OngoingConsult) -> tuple[AnswerPage, tuple[str, ...]] | None:
        """The answer before the last thing that was stated, if it was shown, and the facts that were stated since."""
        return self._before.peek((consult.id, consult.version))

    def _page(self, consult: OngoingConsult) -> _Page:
        with self._lock_of(consult.id):
            key = (consult.id, consult.version)
            return self._answers.get(key, lambda: page_and_turning_points(self.determination(consult)))

    def assumptions(self, consult: OngoingConsult) -> tuple[PageAssumption, ...]:
        """The assumptions that the answer page lists, without working out the rest of that page."""
        key = (consult.id, consult.version)
        with self._lock_of(consult.id):
            if key in self._answers:
                return self.answer(consult).assumptions
            return self._assumptions.get(key, lambda: listed_assumptions(self.determination(consult)))

    def worked_out(
        self, consult: OngoingConsult, work: Callable[..., _Value], *arguments: object, seconds: float = SECONDS
    ) -> _Value:
        """What long work makes of the case as it stands, once; raises what `JobRunner.run` does."""
        key = (consult.id, consult.version, work.__name__)
        result: _Value = self._worked_out.get(key, lambda: self.jobs.run(work, *arguments, seconds=seconds))
        return result

    def interview(self, consult: OngoingConsult) -> Interview:
        """The interview as far as it has come."""
        with self._lock_of(consult.id):
            return self._interviews.get((consult.id, consult.version), lambda: self.replayed(consult))

    def asks_more(self, consult: OngoingConsult, firmness: Firmness) -> bool:
        """Whether to ask on: where an interview goes on, if it has another question; else if the answer is open."""
        if consult.pending:
            return True
        with self._lock_of(consult.id):
            begun = (consult.id, consult.version) in self._interviews
        return not self.interview(consult).over if begun else firmness is Firmness.OPEN

    def state(self, consult: OngoingConsult, fact: FactOnPage, version: int) -> OngoingConsult:
        """Keep a fact that was stated, or stated anew.

        Raises:
            CaseError: The value does not fit, or contradicts what is stated already; nothing is changed then.

            StaleError: The consult was changed since `version`.
        """
        with self._lock_of(consult.id):
            changed = consult.with_fact(fact)
            if fact.fact in consult.known or consult.version != version:
                _check(self.rules(consult), changed, self.enactment(consult))
                return self.consults.change(changed, version)
            interview = self.interview(consult)
            for contradicted in interview.tell(fact.fact, fact.as_stated):
                changed = changed.without_fact(contradicted)
            kept = self.consults.change(changed, version)
            self._interviews.drop((consult.id, version))
            self._interviews.put((kept.id, kept.version), interview)
            return kept

    def state_done(self, consult: OngoingConsult, facts: Iterable[str], version: int) -> OngoingConsult:
        """Keep that some steps are done, all of them or none; raises what `state` does."""
        with self._lock_of(consult.id):
            changed = consult
            for fact in facts:
                changed = changed.with_fact(FactOnPage(fact, "yes"))
            _check(self.rules(consult), changed, self.enactment(consult))
            return self.consults.change(changed, version)

    def answer_under(self, consult: OngoingConsult, rules: Ruleset, lost: Iterable[str], version: int) -> None:
        """Answer a consult by other rules from now on, without the facts that do not fit them.

        Raises:
            CaseError: A fact does not fit, or contradicts another under these rules; nothing is changed then.

            StaleError: The consult was changed since `version`.
        """
        with self._lock_of(consult.id):
            changed = consult
            for fact in lost:
                changed = changed.without_fact(fact)
            changed = attrs.evolve(changed, base=attrs.evolve(changed.base, under=rules.overlays))
            enactment = self.enactment(changed)
            pending = tuple(name for name in changed.pending if name in enactment.fact)
            changed = attrs.evolve(changed, pending=pending)
            _check(rules, changed, enactment)
            self.consults.change(changed, version)

    def retract(self, consult: OngoingConsult, fact: str, version: int) -> OngoingConsult:
        """Take back what was stated of a fact; raises StaleError if the consult was changed since `version`."""
        return self.consults.change(consult.without_fact(fact), version)

    def forget(self, consult_id: str) -> None:
        """Remove a consult with all that was stated in it and made of it."""
        with self._lock_of(consult_id):
            self.consults.forget(consult_id)
            of_consults = (self._interviews, self._determinations, self._answers, self._assumptions, self._worked_out)
            for kept in (*of_consults, self._before, self.searches, self._locks):
                kept.forget(consult_id)

    def replayed(self, consult: OngoingConsult) -> Interview:
        """An interview in which all that was stated of a consult is stated anew."""
        begun = attrs.evolve(consult, stated=(), denied=()).case(self.enactment(consult))
        interview = Interview(self.rules(consult), begun, rates=self.rates)
        for denied in consult.denied:
            interview.deny_with(denied.fact, denied.as_stated)
        for fact, values in consult.ruled_out.items():
            interview.rule_out(fact, values)
        for stated in consult.stated:
            interview.tell(stated.fact, stated.as_stated)
        return interview


def _consulted(ruleset: Ruleset, ongoing: OngoingConsult, enactment: Enactment) -> Determination:
    made = consult(ruleset, ongoing.case(enactment), engine=Engine.BITSET)  # forward chaining is for one thread
    return attrs.evolve(made, basis=made.basis and attrs.evolve(made.basis, ruled_out=ongoing.ruled_out))


def _check(ruleset: Ruleset, ongoing: OngoingConsult, enactment: Enactment) -> None:
    """Raises ContradictionError if what is stated contradicts itself, and CaseError if it does not fit."""
    case = ongoing.case(enactment)
    Interview(ruleset, attrs.evolve(case, narrative=""))
