"""The formats a report comes in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from ethics_engine.argument_types import checked
from ethics_engine.consultation.answer_page import answer_page
from ethics_engine.errors import ArgumentError
from ethics_engine.model.answer_page import AnswerPage
from ethics_engine.model.determination import Determination
from ethics_engine.model.json_values import plain

from .page import page_as_markdown, page_as_text

PAGES: Mapping[str, Callable[[AnswerPage], str]] = {"text": page_as_text, "markdown": page_as_markdown}
"""What writes a page, by format."""

FORMATS = (*PAGES, "json")

BRIEF = 8192
"""How many bytes a page in brief has at most."""


@checked
def render(determination: Determination, form: str, *, full: bool = False, brief: bool = False) -> str:
    """Write a determination in one of `FORMATS`, ending in a line break.

    Text and Markdown are the answer on one page (see `answer_page`), or the whole report, which runs to several pages,
    if they are to be `full`. JSON is the whole determination with the page under `page`, or if it is to be `brief` the
    page alone; of a determination that was read back from JSON, `page` is null.

    Raises:
        ArgumentError: There is no such format.

        EthicsError: The page is asked for of a determination that was read back from JSON.
    """
    if form not in FORMATS:
        raise ArgumentError(f"render: no format `{form}`; use {', '.join(FORMATS)}")
    if form != "json":
        return _whole(determination, form) if full else PAGES[form](answer_page(determination))
    if brief:
        return page_in_brief(answer_page(determination))
    import json  # here, since text needs none

    page = None if determination.basis is None else plain(answer_page(determination))
    return json.dumps({**determination.to_dict(), "page": page}, ensure_ascii=True, indent=2) + "\n"


def _whole(determination: Determination, form: str) -> str:
    from ethics_engine.rendering.section_layout import as_markdown, as_text

    from .outline import outline  # here, since the page needs nothing of it

    return (as_text if form == "text" else as_markdown)(outline(determination))


def page_in_brief(page: AnswerPage) -> str:
    """A page as JSON, with as many of its questions and assumptions as fit into `BRIEF`; the others are counted."""
    import json

    text = json.dumps(page.to_dict(), ensure_ascii=True, separators=(",", ":")) + "\n"
    if len(text) < BRIEF:
        return text
    if page.questions:
        return page_in_brief(attrs.evolve(page, questions=page.questions[:-1], more_questions=page.more_questions + 1))
    if page.assumptions:
        fewer, more = page.assumptions[:-1], page.more_assumptions + 1
        return page_in_brief(attrs.evolve(page, assumptions=fewer, more_assumptions=more))
    return text
