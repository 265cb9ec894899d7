"""Pages from templates: nothing that is shown is markup, and nothing that a template asks for is missing."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError

from ethics_engine.rendering.document import DocumentSection, Page, Paragraph
from ethics_engine.rendering.document_html import as_html
from ethics_engine.rendering.html import html_page


def test_a_text_is_never_markup_and_never_steers_a_reader() -> None:
    hostile = "<b> & \" ' \u202e \x1b[31m \ud800"
    section = DocumentSection(hostile, "here", (Paragraph((hostile,)),))

    page = as_html(Page(hostile, (section,)))

    assert page.count("&lt;b&gt; &amp; &#34; &#39; \\u202e \\u001b[31m \ufffd") == 5
    assert "<b>" not in page


def test_a_value_that_a_template_needs_is_not_left_out() -> None:
    with pytest.raises(UndefinedError):
        html_page("document.html")
