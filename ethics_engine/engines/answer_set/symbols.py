"""What the answer-set page calls variables and their values."""

from __future__ import annotations

from collections.abc import Iterator

from clingo import Function, Number, String, Symbol

from ethics_engine.model.variables import Value, Variable


def symbol_of(variable: Variable) -> Symbol:
    """What the page calls a variable."""
    if variable.option is None:
        return String(variable.fact)
    return Function("option", [String(variable.fact), String(variable.option)])


def named_values(variable: Variable) -> Iterator[tuple[Value, Symbol]]:
    """The values of a variable with what the page calls them: the index where the fact is a count, else the name."""
    for index, value in enumerate(variable.values):
        yield value, String(value) if isinstance(value, str) else Number(index)
