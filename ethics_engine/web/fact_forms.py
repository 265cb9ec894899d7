"""What a form says of a fact, and what a form shows of what was stated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Numbers, Possible, Selection, Values

UNKNOWN = "unknown"
NONE_OF_THESE = "none"
Form = Mapping[str, Sequence[str]]
"""The fields of a form, each with its values in order."""


class FormError(Exception):
    """A field of a form is missing or wrong; `name` is the field, the message says what to do."""

    def __init__(self, name: str, message: str) -> None:
        """Say what is wrong with which field."""
        super().__init__(message)
        self.name = name


class UnreadableFormError(FormError):
    """A form cannot be taken as a whole: it is none of ours, or has too many fields."""


def value_in(form: Form, fact: Fact) -> object:
    """The value that a form gives a fact, as `Interview.tell` takes it.

    Raises:
        FormError: There is none, or it does not fit.
    """
    values = [value for value in form.get("value", ()) if value]
    if values == [UNKNOWN]:
        return UNKNOWN
    match fact.type:
        case FactType.YES_NO | FactType.CHOICE:
            if len(values) == 1 and values[0] in fact.value_ids:
                return values[0]
            raise FormError("value", "Choose an answer, or “Don’t know”.")
        case FactType.CHOICES:
            if values == [NONE_OF_THESE]:
                return []
            if values and set(values) <= set(fact.value_ids):
                return values
            raise FormError(
                "value", "Choose all that are true, or “None of these”, or “Don’t know”; not two of these at once."
            )
        case FactType.COUNT:
            number = "".join(form.get("number", ())).strip()
            if number.isascii() and number.isdecimal() and len(number) < 10:
                return int(number)
            raise FormError("number", "Write a whole number from 0, such as 3, or choose “Don’t know”.")


def ticked(fact: Fact, known: Possible | None) -> tuple[frozenset[str], str]:
    """The values that a form shows as chosen, and the number that it shows; nothing for what is not stated."""
    if known is None:
        return frozenset(), ""
    if known == fact.anything:
        return frozenset({UNKNOWN}), ""
    match known:
        case Values(possible):
            return (possible, "") if len(possible) == 1 else (frozenset(), "")
        case Selection(included):
            return included or frozenset({NONE_OF_THESE}), ""
        case Numbers(ranges):
            low, high = ranges[0]
            return frozenset(), str(low) if len(ranges) == 1 and low == high else ""
