"""What is done, in the words that fit after "must" as well as after "must not"."""

from __future__ import annotations

from ethics_engine.model.actions import Action

_NOT = "not "

_NEVER = " (never "
"""What begins a note on what a step must never be."""


def action_phrase(action: Action) -> str:
    """The label of an action; one that begins with "not" is turned, so that nothing must "not not" be done."""
    return f"refuse to {action.label.removeprefix(_NOT)}" if action.label.startswith(_NOT) else action.label


def named(action: Action) -> str:
    """The action as a name, such as `the step "consult a supervisor"`."""
    return f'the {"course" if action.is_way else "step"} "{action.label}"'


def briefly(action: Action) -> str:
    """The label of an action without its details."""
    return without_details(action.label)


def with_a_note(label: str, note: str) -> str:
    """What is done, with a note in brackets, which joins those that the label ends in."""
    return f"{label[:-1]}; {note})" if label.endswith(")") else f"{label} ({note})"


def without_details(label: str) -> str:
    """What is done, without what follows a colon, or stands in brackets."""
    return label.partition(":")[0].partition(" (")[0]


def where_forbidden(label: str) -> str:
    """What is not to be done, without a note on how it must never be done."""
    before, note, rest = label.partition(_NEVER)
    return f"{before}{rest.partition(')')[2]}" if note else label
