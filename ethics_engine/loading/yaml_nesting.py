"""How deep a text is nested, read off its brackets and indentation before any parser sees it.

A parser reads ahead: it has met a thousand brackets by the time it hands over the first, and how many it bears
depends on its version. So the limit holds here, on the text, in the same way for every parser.
"""

from __future__ import annotations

_BEFORE_A_NODE = "\ufeff-?: \t"
"""What a line may begin with before the node that stands on it."""


def too_deep(text: str, most: int) -> tuple[int, int] | None:
    """Line and column of the first list or mapping that is inside `most` others; nothing where none is.

    Exact in what is YAML as this package reads it; in any other text it stops somewhere, and the parser tells.
    """
    brackets = text.count("[") + text.count("{")
    columns = max((len(line) - len(line.lstrip(_BEFORE_A_NODE)) for line in text.splitlines()), default=0)
    if 2 * (brackets + columns + 2) <= most:  # at most two levels begin at a bracket, and two at a column
        return None
    from .yaml_levels import first_too_deep  # few texts need it, and its patterns take long to compile

    return first_too_deep(text, most)
