"""Pages of the local page from `templates/`, with what every template may use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ethics_engine.rendering.html import environment_for
from ethics_engine.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

    from ethics_engine.rendering.sections import ReportItem

_FOLDER = Path(__file__).parent / "templates"
TEMPLATES = frozenset(path.name for path in _FOLDER.glob("*.html")) - {"base.html", "parts.html"}
"""The templates that are pages of their own."""


def page_from(template: str, **values: Any) -> str:
    """A page from a template and what it shows; every text is escaped."""
    return _environment().get_template(template).render(template=template, **values)


def page_of_error(heading: str, text: str) -> str:
    """A page that says what is wrong and what to do, for who is not signed in too."""
    return page_from("error.html", heading=heading, texts=(text,), back=None, menu=False)


_OF_THE_COMMAND = (
    " (--even-givens changes them too)",
    "; --seconds gives it more time",
    " --seconds gives it more time.",
)
"""What tells of options that only the command has."""

_NEXT_STEP = re.compile(r" When the first step is done: --done \w+\.")
"""How the command is told that a step is done, for which the page has a button."""

_AS_ON_THE_PAGE = (
    ("`ethics compare`", "Codes"),
    ("--full lists", "Everything lists"),
    ("--full", "under Everything"),
)
"""What is called otherwise on the page."""


def for_page(text: str) -> str:
    """The text with what only the command has put as the page has it."""
    text = _NEXT_STEP.sub("", text)
    for words in _OF_THE_COMMAND:
        text = text.replace(words, "")
    for words, shown in _AS_ON_THE_PAGE:
        text = text.replace(words, shown)
    return text


def for_file(text: str) -> str:
    """The same, for a file that has everything at its end."""
    shown = for_page(text).replace(" (see Codes)", "").replace("Everything lists it", "it is listed at the end")
    return shown.replace("under Everything", "at the end")


def capital_lead(lead: str) -> str:
    """What stands before a line, with a capital after its number, if it has one."""
    before, stop, word = lead.rpartition(". ")
    return f"{before}{stop}{word[:1].upper()}{word[1:]}"


def answer_parts(answer: str) -> tuple[str, str]:
    """An answer that stands in a sentence: its word, and what is said of it."""
    text = answer[:1].lower() + answer[1:]
    word = next((mark for mark in (", first ", ", and ", ", until ") if mark in text), "")
    head, _, rest = text.partition(word) if word else (text, "", "")
    return head, f"{word.removeprefix(', ')}{rest}".removesuffix(".") if word else ""


def set_aside(items: Iterable[ReportItem]) -> list[ReportItem]:
    """Those items of a proof that say of a rule only that it does not apply."""
    return [item for item in items if item.text.endswith("which would override it, does not apply")]


@cache
def _environment() -> Environment:
    made = environment_for(_FOLDER)
    made.globals["version"] = __version__
    made.globals["in_words"] = str  # a page of rules passes its own, which knows them
    made.filters["for_page"] = for_page
    made.filters["for_file"] = for_file
    made.filters["capital_lead"] = capital_lead
    made.filters["answer_parts"] = answer_parts
    made.filters["set_aside"] = set_aside
    return made
