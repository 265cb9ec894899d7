"""A table of items for a spreadsheet, a row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain

from ethics_engine.quiz.citations import Citations
from ethics_engine.quiz.item import Item
from ethics_engine.rendering.html import readable

from .text import tags

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def as_csv(items: Sequence[Item], _title: str, _citations: Citations) -> bytes:
    """All items with a header; the mark at the start tells spreadsheets that it is UTF-8. Rules go by their names."""
    most = max((len(item.options) for item in items), default=0)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    numbers = range(1, most + 1)
    options = chain.from_iterable((f"option_{number}", f"text_{number}", f"feedback_{number}") for number in numbers)
    writer.writerow([*_COLUMNS, *options])
    for item in items:
        values = [cell(value) for value in _values(item)]
        writer.writerow([*values, *[""] * (len(_COLUMNS) + 3 * most - len(values))])
    return buffer.getvalue().encode("utf-8-sig")


_COLUMNS = (
    *("id", "fingerprint", "kind", "topic", "difficulty", "cases", "family"),
    *("vignette", "question", "key", "explanation", "rules", "sources", "tags"),
)


def _values(item: Item) -> Iterator[str]:
    yield from (item.id, item.fingerprint, item.kind.value, item.topic, str(item.difficulty))
    yield from (" ".join(item.cases), item.family, item.vignette, item.question, " ".join(item.key), item.explanation)
    yield from ("; ".join(item.rules), "; ".join(item.sources), "; ".join(tags(item)))
    for option in item.options:
        yield from (option.id, option.text, option.feedback)


def cell(text: str) -> str:
    """What no spreadsheet takes for a formula: an apostrophe before it makes it a text.

    Source: OWASP, CSV Injection.
    """
    safe = readable(text)
    return f"'{safe}" if safe.lstrip(" \n").startswith(_FORMULA) else safe
