"""How deep a text is nested is read off the text, and is what the events of a parser come to."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from ethics_engine.errors import CaseError
from ethics_engine.loading import read_case_text
from ethics_engine.loading.yaml_nesting import too_deep
from ethics_engine.model.ruleset import Ruleset

DEEP = "[" * 60
SHALLOW = {
    "in single quotes": f"- 'it''s {DEEP}'",
    "in double quotes": f'- "a \\" {DEEP}"',
    "in quotes over two lines": f"- '{DEEP}\n  {DEEP}'",
    "in quotes in a list": f"[a: 'b {DEEP}', \"c {DEEP}\"]",
    "after a quote inside a word": f"[it's, {{a: [x]}}, it's] # {DEEP}",
    "in a comment": f"# {DEEP}\n- a # {DEEP}\n# {DEEP}",
    "in a plain text": f"- a {DEEP}\n- b{DEEP}",
    "in a plain text over lines": f"a: b\n  {DEEP}\n  - - - -\nc: d",
    "in a block text": f"a: |\n  {DEEP}\n\n  {'- ' * 60}\nb: >-\n   {DEEP}\n",
    "in a block text that says how far it is indented": f"a: |2\n    {DEEP}\n  {DEEP}\n",
    "in a block text in a list": f"- |\n {DEEP}\n- b",
    "side by side": "a: [" + "[b], " * 60 + "]",
    "line by line": "- [a, {b: c}]\n" * 60,
}
TOO_DEEP = {
    "brackets": ("- [[[[[[", (1, 6)),
    "braces": ("- {a: {a: {a: {a: ", (1, 15)),
    "dashes": ("- - - - - -", (1, 9)),
    "question marks": ("? ? ? ? ? ?", (1, 9)),
    "lines": ("a:\n b:\n  c:\n   d:\n    e:\n     f:\n", (5, 5)),
    "lists at the column of their mapping": ("a:\n- b:\n  - c:\n    - d", (3, 5)),
    "pairs in lists": ("[a: [a: [a: ", (1, 9)),
    "after what only looks nested": ("a: |\n [\nb: '['\nc: d[\n# [\ne: [[[[[", (6, 7)),
}


@pytest.mark.parametrize("text", SHALLOW.values(), ids=SHALLOW)
def test_brackets_that_are_only_text_do_not_nest(text: str) -> None:
    assert _by_events(text, 4) is None
    assert too_deep(text, 4) is None


@pytest.mark.parametrize(("text", "place"), TOO_DEEP.values(), ids=TOO_DEEP)
def test_what_nests_is_refused_where_one_level_too_many_opens(text: str, place: tuple[int, int]) -> None:
    assert too_deep(text, 4) == place


_PIECES = [
    *["a", "b c", "k: ", "a{b", "it's", "'x'", "'", '"y ["', '"', "\\", "[", "]", "{", "}", ",", ", ", ":", ": ", "? "],
    *["[a: b]", "{a: [b]}", " ", "\t", "\n", "\r\n", "\n\n", "\n ", "\n  ", "\n    ", "\n   k: ", "\n- ", "\n  - "],
    *["- ", "-", "#", " # [", "|", "|\n", "> ", "|2\n", "---\n", "\u2028"],
]


@given(st.lists(st.sampled_from(_PIECES), max_size=25).map("".join), st.integers(0, 3))
def test_any_text_is_as_deep_as_its_events(text: str, most: int) -> None:
    found = too_deep(text, most)
    try:
        expected = _by_events(text, most)
    except yaml.YAMLError:
        assume(False)
    assert expected in (found, "not read")


_DATA = st.recursive(
    st.text("ab [{}]:#-'\n", max_size=8) | st.integers(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab: [#", max_size=3), inner, max_size=3),
)


@given(_DATA, st.sampled_from([None, True, False]), st.integers(2, 6), st.integers(0, 5))
def test_data_that_was_written_as_yaml_is_as_deep_as_its_events(
    data: object, flow: bool | None, indent: int, most: int
) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, indent=indent, width=20)

    assert _by_events(text, most) in (too_deep(text, most), "not read")


def test_fifty_levels_are_read_and_fifty_one_are_not(world: Ruleset) -> None:
    def said(levels: int) -> str:
        with pytest.raises(CaseError) as raised:
            read_case_text("id: a\nquestion: " + "[" * (levels - 1) + "]" * (levels - 1), "f", world)
        return str(raised.value)

    assert "nested" not in said(50)
    assert said(51) == "f:2:60: error: nested more than 50 deep\n    flatten it"


def _by_events(text: str, most: int) -> tuple[int, int] | str | None:
    """Where a level too many opens, by the events of a parser; `not read` where the package takes no such YAML."""
    found = None
    awaiting: list[str] = []  # of each level what may come next: an item, a key or a value
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
            return "not read"
        if isinstance(event, yaml.CollectionEndEvent):
            awaiting.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        opens = isinstance(event, yaml.CollectionStartEvent)
        if opens and awaiting and awaiting[-1] == "key":
            return "not read"
        if awaiting and awaiting[-1] != "item":
            awaiting[-1] = "value" if awaiting[-1] == "key" else "key"
        if opens:
            if len(awaiting) == most and found is None:
                found = (event.start_mark.line + 1, event.start_mark.column + 1)
            awaiting.append("key" if isinstance(event, yaml.MappingStartEvent) else "item")
    return found
