"""A case stated bit by bit."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import attrs

from ethics_engine.argument_types import checked
from ethics_engine.errors import CaseError, Finding, InputError, Place
from ethics_engine.loading import statement_of
from ethics_engine.loading.unknown_names import unknown_fact
from ethics_engine.model.case import Case, Statement
from ethics_engine.model.determination import Determination
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.json_values import from_plain
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.suggestions import nearest
from ethics_engine.version import __version__

from .consult import Engine, consult, day_of


class Session:
    """A case in which facts are stated, corrected and withdrawn one at a time, with the determination after each.

    A fact, or a step by the name `done:STEP`, that does not fit leaves the session as it was, and so does one that
    contradicts what was stated before. Sessions hold nothing but what was stated, so any number can be open; one
    session is for one thread at a time.
    """

    @checked
    def __init__(
        self,
        ruleset: Ruleset,
        case: Case,
        *,
        as_of: datetime.date | None = None,
        assumptions: bool = True,
        engine: Engine | str | None = None,
    ) -> None:
        """Begin with a case, which may have no facts yet; the other arguments are those of `consult`."""
        self._ruleset = ruleset
        self._case = case
        self._as_of = day_of(case, as_of)
        self._assumptions = assumptions
        self._engine = engine
        self._determination: Determination | None = None

    def __repr__(self) -> str:
        return f"<Session of {self._case.id}: {len(self._case.facts)} facts stated>"

    @property
    def case(self) -> Case:
        """The case as stated so far."""
        return self._case

    @property
    def determination(self) -> Determination:
        """The determination on what was stated so far."""
        if self._determination is None:
            self._determination = self._consult(self._case)
        return self._determination

    @checked
    def tell(self, fact: str, value: object) -> Determination:
        """State a fact that was not stated yet; values are those of `new_case`.

        Raises:
            CaseError: There is no such fact, it was stated before, or the value does not fit it.

            ContradictionError: It contradicts what was stated before.
        """
        if fact in self._case.facts:
            raise self._refusal(fact, f"`{fact}` was stated before", "use `correct` to change it")
        return self._with(fact, value)

    @checked
    def correct(self, fact: str, value: object) -> Determination:
        """State a fact anew. Raises what `tell` raises, except that it must have been stated before."""
        self._require_stated(fact)
        return self._with(fact, value)

    @checked
    def withdraw(self, fact: str) -> Determination:
        """Take back what was stated of a fact. Raises CaseError if nothing was stated of it."""
        self._require_stated(fact)
        return self._become({name: statement for name, statement in self._case.facts.items() if name != fact})

    def to_dict(self) -> dict[str, Any]:
        """Give the session as JSON knows values: the case so far, and how and under which rules it is answered."""
        return {
            "ruleset": self._ruleset.name,
            "content_hash": self._ruleset.content_hash,
            "as_of": self._as_of.isoformat(),
            "assumptions": self._assumptions,
            "engine": None if self._engine is None else Engine(self._engine).value,
            "package_version": __version__,
            "case": self._case.to_dict(),
        }

    @classmethod
    @checked
    def from_dict(cls, ruleset: Ruleset, content: Mapping[str, Any]) -> Session:
        """Go on with a session from what `to_dict` gave, under the same ruleset.

        Raises:
            InputError: It is no such content, or was made under a ruleset of other content.
        """
        missing = {"content_hash", "as_of", "assumptions", "engine", "case"} - content.keys()
        if missing:
            raise InputError(
                [Finding(Place("session"), f"`{name}` is missing", "pass what `to_dict` gave") for name in missing]
            )
        if content["content_hash"] != ruleset.content_hash:
            hint = "start a new one with its case: Session(ruleset, Case.from_dict(content['case']))"
            raise InputError([Finding(Place("session"), "this session was made under other rules", hint)])
        return cls(
            ruleset,
            from_plain(Case, content["case"], "session.case"),
            as_of=from_plain(datetime.date, content["as_of"], "session.as_of"),
            assumptions=content["assumptions"],
            engine=content["engine"],
        )

    def _with(self, fact: str, value: object) -> Determination:
        known = self._enactment.fact
        if fact not in known:
            raise CaseError([unknown_fact(fact, self._ruleset, Place(fact), known.values())])
        return self._become({**self._case.facts, fact: statement_of(known[fact], value, Place(fact))})

    def _become(self, facts: Mapping[str, Statement]) -> Determination:
        case = attrs.evolve(self._case, facts=facts)
        determination = self._consult(case)
        self._case, self._determination = case, determination
        return determination

    def _consult(self, case: Case) -> Determination:
        return consult(self._ruleset, case, as_of=self._as_of, assumptions=self._assumptions, engine=self._engine)

    @property
    def _enactment(self) -> Enactment:
        return enact(self._ruleset, self._as_of)

    def _require_stated(self, fact: str) -> None:
        if fact not in self._case.facts:
            hint = nearest(fact, self._case.facts) or "only a stated fact can be corrected or withdrawn"
            raise self._refusal(fact, f"`{fact}` was not stated", hint)

    def _refusal(self, fact: str, message: str, hint: str | None) -> CaseError:
        return CaseError([Finding(Place(fact), message, hint)])
