"""The durable-rules engine, held so that it is safe in a long-lived process with many threads.

The C engine is entered directly: `durable.engine.Host` would start timer threads that enter it beside us, swallow
exceptions, and spend four times as long on state that is of no use here. What is known of the C engine by measurement:

* it must never be entered by two threads at once, so whoever calls anything here holds `LOCK`;
* a ruleset with 1,025 live sessions is out of memory, so each session is ended when all has fired;
* ending a session in which nothing ever fired frees memory that was never set, and crashes the process now and then,
  so every sheet has a rule that fires on every fact;
* it frees a ruleset only when asked to;
* it fails when one fact matches more than 64 patterns of a ruleset at once, so `PATTERNS` bounds a ruleset.
"""

from __future__ import annotations

import importlib
import itertools
import json
import sys
import threading
from collections.abc import Mapping
from types import ModuleType
from typing import Any

from ethics_engine.errors import EngineUnavailableError

LOCK = threading.RLock()
"""Held by whoever enters the engine."""

PATTERNS = 60
"""How many patterns the facts asserted to one sheet may match."""

STATED = {"case": "stated"}
"""A pattern that every fact matches; for rules that rest on nothing."""

_ALWAYS = "always"
_FIRED = 0

_sessions = itertools.count()


def available() -> str | None:
    """Nothing where durable-rules can be imported; else a sentence that says why not, and what answers instead."""
    try:
        engine()
    except EngineUnavailableError as error:
        return str(error)
    return None


def engine() -> ModuleType:
    """The C engine.

    Raises:
        EngineUnavailableError: durable-rules is not installed here, or is and does not load, as when it was compiled
            for Python 3.13 without the name that it misses there.
    """
    try:
        return importlib.import_module("durable_rules_engine")
    except (ImportError, SystemError) as error:
        why = "is not installed" if isinstance(error, ModuleNotFoundError) else "is installed but does not load"
        how = "; on Python 3.13 or later, compile it as the README says" if sys.version_info >= (3, 13) else ""
        sentence = f"durable-rules {why}{how}; use `columns`, which gives the same result"
        raise EngineUnavailableError(sentence) from error


class Sheet:
    """Rules held by the engine, which is given one fact at a time.

    Raises:
        EngineUnavailableError: durable-rules cannot be imported here.
    """

    def __init__(self, name: str, rules: Mapping[str, Any]) -> None:
        self._engine = engine()
        definitions = {**rules, _ALWAYS: {"all": [{"m": STATED}]}}
        self._handle = self._engine.create_ruleset(name, json.dumps(definitions))

    def fire(self, attributes: Mapping[str, str]) -> set[str]:
        """The names of the rules that fire on a fact with these attributes."""
        session = str(next(_sessions))
        outcome, state = self._engine.assert_fact(
            self._handle, _json({"sid": session, "id": "fact", **STATED, **attributes})
        )
        if outcome != _FIRED:
            raise RuntimeError(f"durable-rules answered {outcome} to a fact")
        fired = set()
        _, match = self._engine.start_action_for_state(self._handle, state)
        while match:
            fired.add(match.split('"', 2)[1])  # {"name of the rule": {the fact it matched}}
            match = self._engine.complete_and_start_action(self._handle, state)
        self._engine.delete_state(self._handle, session)
        return fired - {_ALWAYS}

    def free(self) -> None:
        """Give the memory back; the sheet cannot be used any more."""
        self._engine.delete_ruleset(self._handle)


def _json(words: Mapping[str, str]) -> str:
    """An object of plain words, which need no escapes; `json.dumps` takes three times as long."""
    return "{" + ",".join([f'"{name}":"{word}"' for name, word in words.items()]) + "}"
