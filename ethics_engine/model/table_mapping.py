"""How the columns of somebody's own table are to be read: which fact each states, and what its codes stand for."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from ethics_engine.errors import Place

from .record import Record


@frozen(repr=False)
class MappedColumn(Record):
    """One column.

    Attributes:
        target: What it states: the id of a fact, `FACT.OPTION` for one option of a `choices` fact, or `done:STEP`.

        values: For codes of the table, the value of the fact that each stands for.

        empty: The value that an empty cell stands for; by default it states nothing.
    """

    target: str
    values: Mapping[str, str] = field(factory=dict)
    empty: str | None = None


@frozen(repr=False)
class TableMapping(Record):
    """The columns that are not simply called as what they state.

    Attributes:
        columns: By the name of the column in the table.

        places: Where each is written, for messages.
    """

    columns: Mapping[str, MappedColumn] = field(factory=dict)
    places: Mapping[str, Place] = field(factory=dict)
