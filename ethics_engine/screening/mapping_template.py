"""A mapping file to start from: every fact that the question needs, with its question and its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ethics_engine.model.enactment import Enactment
from ethics_engine.model.facts import Fact, FactType

_HEAD = """\
# How the columns of a table are read. Columns that are called as their fact need no line here.
# Replace each COLUMN by the name of your column, and remove the lines that you have no column for.
#   values: what your codes stand for. `unknown` states that it is not known; then nothing is assumed.
#   empty:  what an empty cell stands for. Without it, an empty cell states nothing, and what is usual is assumed.
columns:
"""


def mapping_template(law: Enactment, facts: Sequence[str]) -> str:
    """The text of a mapping file for these facts."""
    return _HEAD + "\n".join(line for name in facts for line in _lines(law.fact[name]))


def _lines(fact: Fact) -> Iterator[str]:
    yield f"  # {fact.ask}"
    match fact.type:
        case FactType.YES_NO | FactType.CHOICE:
            codes = ", ".join(f"{value}: {value}" for value in fact.value_ids)
            yield f"  COLUMN_{_word(fact.id)}:"
            yield f"    fact: {fact.id}"
            yield f"    values: {{{codes}, '?': unknown}}"
        case FactType.CHOICES:
            yield "  # One column of yes and no for each value, or one column that lists them: a;b"
            for option in fact.value_ids:
                yield f"  COLUMN_{_word(fact.id)}_{option}: {fact.id}.{option}"
        case FactType.COUNT:
            yield f"  COLUMN_{_word(fact.id)}: {fact.id}"
    yield ""


def _word(name: str) -> str:
    return name.replace(":", "_")
