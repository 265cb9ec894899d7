"""Lines that fit: what they hold, and where they break."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from ethics_engine.rendering.width import in_lines, width

INDENTS = st.sampled_from(["", "  ", "- ", "    "])


@given(st.lists(st.sampled_from(["a", "of", "client", "well-being", " ", "\n", "\t", "x" * 100])), INDENTS, INDENTS)
def test_lines_break_as_those_of_textwrap(words: list[str], first: str, rest: str) -> None:
    text = " ".join(words)

    expected = textwrap.wrap(
        text, width(), initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )

    assert in_lines(text, first, rest) == expected
