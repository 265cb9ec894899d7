"""What a page says if something goes wrong: a heading for each kind of trouble, what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from attrs import frozen

from ethics_engine.errors import (
    CaseError,
    ContradictionError,
    EngineUnavailableError,
    EthicsError,
    InputError,
    RulesetError,
    StorageError,
)
from ethics_engine.text.lists import capital

from .fact_forms import FormError, UnreadableFormError
from .gone import GoneError
from .jobs import BusyError, JobStoppedError
from .ongoing_consult import StaleError
from .openings import NotLoggedError
from .rights import RefusedError
from .words import findings_in_words, findings_with_places

_NOTHING_LOST = "Nothing was changed, and what you stated is still there."


@frozen
class Problem:
    """Something that went wrong.

    Attributes:
        status: The status of the answer, as HTTP numbers them.

        heading: What kind of trouble it is.

        texts: What is wrong, and what to do.

        again: Whether the same request may work in a moment.
    """

    status: int
    heading: str
    texts: Sequence[str]
    again: bool = False


BUSY = Problem(503, "Busy", ("Too much is going on at once. Try again in a moment.",), again=True)
GONE = Problem(
    404,
    "Not here",
    (
        "There is no such page, or the consult was removed, or “ethics serve” was started again since.",
        "Consults are not kept on the disk.",
    ),
)
FAULT = Problem(
    500,
    "A fault of the program",
    ("This should not happen. What you stated is still there: go back and try again.",),
)
NO_SUCH_REQUEST = Problem(400, "Refused", ("This page does not take such a request.",))

EXPECTED = (
    GoneError,
    RefusedError,
    NotLoggedError,
    FormError,
    StaleError,
    BusyError,
    JobStoppedError,
    EthicsError,
    OSError,
    MemoryError,
)
"""What a handler may raise; all else is a fault of the program."""


def problem_of(error: Exception, *, sent: bool) -> Problem:
    """What a page says of an error; `sent` says whether a form was sent, or a page only opened."""
    match error:
        case GoneError():
            return GONE
        case RefusedError():
            return Problem(403, "Not open to you", (str(error),))
        case NotLoggedError():
            wrong = "Each opening of a consult is logged, and the log cannot be written."
            return Problem(503, "Not logged", (wrong, "Tell whoever runs the page."))
        case UnreadableFormError():
            return Problem(422, "This form could not be read", (str(error),))
        case FormError():
            return Problem(422, "Something is missing", (str(error),))
        case StaleError():
            stale = "This consult was changed in another window, so what you have just sent was not written."
            return Problem(
                409, "Changed in another window", (stale, "Load the page again: it shows what is stated now.")
            )
        case BusyError():
            busy = "Other work is under way, and one piece is done at a time. Try again in a moment."
            return Problem(503, "Other work is under way", (busy,), again=True)
        case JobStoppedError():
            return Problem(503, error.heading, (str(error), _NOTHING_LOST))
        case EthicsError():
            return _of_the_library(error, sent=sent)
        case OSError():
            wrong = f"The machine says: {error.strerror or 'no reason'}."
            return Problem(503, "This machine could not do it", (wrong, _NOTHING_LOST, "Try again in a moment."))
        case MemoryError():
            return Problem(503, "Not enough memory", ("Close other programs, and try again.", _NOTHING_LOST))
        case _:
            return FAULT


def _of_the_library(error: EthicsError, *, sent: bool) -> Problem:
    match error:
        case StorageError():
            heading = "This could not be saved" if sent else "What was saved cannot be read"
            return Problem(503, heading, stored_in_words(error))
        case RulesetError():
            again = "Put this right, and start “ethics serve” again. Your consults are there until then."
            return Problem(503, "The rules cannot be read", (*findings_with_places(error), again))
        case ContradictionError():
            review = "Go back to the review, and change one of these facts."
            return Problem(422, "What was stated contradicts itself", (*findings_in_words(error), review))
        case CaseError():
            return Problem(422, "What was stated does not fit the rules", (*findings_in_words(error), _NOTHING_LOST))
        case InputError():
            return Problem(422, "What was given cannot be used", (*findings_with_places(error), _NOTHING_LOST))
        case EngineUnavailableError():
            return Problem(503, "This cannot be worked out here", (f"{capital(str(error))}.", _NOTHING_LOST))
        case _:
            return Problem(500, "This cannot be worked out", (f"{capital(str(error))}.", _NOTHING_LOST))


def stored_in_words(error: StorageError) -> tuple[str, ...]:
    """What is wrong with a file of ours, which file it is, and what to do."""
    files = dict.fromkeys(f"The file is {finding.place.file}." for finding in error.findings)
    return (*findings_in_words(error), *files)
