"""What a page says if something goes wrong: each kind of trouble under a heading of its own, and nothing lost."""

from __future__ import annotations

import errno
import html
import sqlite3
from collections.abc import Callable

import pytest

from ethics_engine.errors import (
    CaseError,
    ContradictionError,
    EngineUnavailableError,
    EthicsError,
    Finding,
    InputError,
    Place,
    RulesetError,
    StorageError,
)
from ethics_engine.quiz.progress import Progress
from ethics_engine.web.fact_forms import FormError, UnreadableFormError
from ethics_engine.web.gone import GoneError
from ethics_engine.web.jobs import BusyError, JobStoppedError, TookTooLongError, WorkFailedError
from ethics_engine.web.ongoing_consult import StaleError
from ethics_engine.web.openings import NotLoggedError
from ethics_engine.web.problems import problem_of
from ethics_engine.web.rights import RefusedError
from tests.web.conftest import Browser

_FOUND = [Finding(Place("some/file", 3, 1), "what is wrong", "what to do")]
_KINDS: tuple[Exception, ...] = (
    GoneError(),
    RefusedError("Not yours."),
    NotLoggedError(),
    UnreadableFormError("form", "Send it again."),
    FormError("value", "Choose one."),
    StaleError(),
    BusyError(),
    JobStoppedError("It died."),
    TookTooLongError("It took long."),
    WorkFailedError("It failed."),
    StorageError(_FOUND),
    RulesetError(_FOUND),
    ContradictionError(_FOUND, ["one"]),
    CaseError(_FOUND),
    InputError(_FOUND),
    EngineUnavailableError("none here"),
    EthicsError("not this"),
    OSError(errno.ENOSPC, "No space left on device"),
    MemoryError(),
)


def test_each_kind_of_trouble_has_a_heading_of_its_own_and_says_what_to_do() -> None:
    problems = [problem_of(error, sent=True) for error in _KINDS]
    faults = {"A fault of the program"}
    headings = [each.heading for each in problems if each.heading not in faults]
    assert len(headings) == len(set(headings))
    assert all(each.texts and all(text.endswith(".") for text in each.texts) for each in problems)


def test_a_fault_of_the_program_is_not_called_a_missing_page(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    consult = browser.begin("may refer")

    def fail(*_: object) -> None:
        raise KeyError("client_romance")

    monkeypatch.setattr(browser.site, "answer", fail)
    with pytest.raises(KeyError):
        browser.get(consult)


def test_what_was_saved_and_cannot_be_read_is_told_with_its_file(browser: Browser) -> None:
    browser.site.quizzes.saved_in.write_bytes(b"This is no file of answers.")
    response = browser.post("/quiz", number="5")
    assert response.status_code == 503
    assert "<h1>This could not be saved</h1>" in response.text
    assert str(browser.site.quizzes.saved_in) in response.text
    assert "<h1>What was saved cannot be read</h1>" in browser.get("/quiz/progress").text


def test_an_answer_that_a_full_disk_refuses_stays_in_the_form(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = browser.post("/quiz", number="5").headers["location"]
    item = browser.site.quizzes.get(address.split("/")[2]).asked[0].item
    places = {f"place-{letter}": str(place) for place, letter in enumerate(item.key, 1)} if item.ordered else {}
    monkeypatch.setattr(Progress, "_migrate", _raise(_full()))
    refused = browser.post(address, option=list(item.key), certainty="2", **places)
    assert refused.status_code == 503
    text = html.unescape(refused.text)
    assert "This answer was not saved. The disk is full. Free some space" in text
    assert "selected" in text if item.ordered else text.count("checked") == len(item.key) + 1
    monkeypatch.undo()
    assert browser.post(address, option=list(item.key), certainty="2", **places).status_code == 303
    assert len(browser.site.quizzes.answers()) == 1


def _raise(error: Exception) -> Callable[..., None]:
    def raised(*_: object) -> None:
        raise error

    return raised


def _full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error
