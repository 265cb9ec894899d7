"""What an overlay sets: facts of the base that have one value wherever it is in force."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as Map

import attrs
from attrs import frozen

from ethics_engine.errors import Place
from ethics_engine.model.conditions import FactTest, NoneOf, Operator
from ethics_engine.model.facts import Constraint, Fact, FactType
from ethics_engine.model.knowledge import Values

from .declared_names import Known
from .diagnostics import Diagnostics
from .field_parsers import mapping, word
from .parse_statements import value_of
from .yaml_nodes import Node


@frozen
class Setting:
    """What an overlay sets: a fact of the base, with the one value that it then has."""

    part: str
    fact: str
    value: str
    place: Place


def read_settings(part: str, node: Node | None, known: Known, report: Diagnostics) -> Iterator[Setting]:
    """What the overlay `part` sets under `sets`."""
    for key, value_node in mapping(node, "`sets`", report):
        fact = known.fact(key, report)
        value = word(value_node, "a value", report)
        if fact is None or value is None:
            continue
        if fact.type is not FactType.CHOICE:
            report.error(key, f"`{part}` sets `{fact.id}`, which is no choice", "set a fact of type `choice`")
        elif (chosen := value_of(fact, value, report)) is not None:
            yield Setting(part, fact.id, chosen, key.place)


def check_settings(setting: Sequence[Setting], known: Known, report: Diagnostics) -> None:
    """Note overlays that set one fact to different values."""
    first: dict[str, Setting] = {}
    for each in setting:
        before = first.setdefault(each.fact, each)
        if before.value != each.value:
            here, there = (_in_words(one, known.facts[one.fact]) for one in (each, before))
            report.error(
                each.place,
                f"`{each.part}` is for {here}, and `{before.part}` for {there} ({before.place})",
                f"leave one out: `{each.fact}` has one value in a case; to see both, use "
                f"`ethics compare CASE --under {before.part} --under {each.part}`",
            )


def with_set_value(fact: Fact, values: Map[str, str]) -> Fact:
    """A fact, with the value that an overlay sets as the one that is assumed."""
    if fact.id not in values:
        return fact
    return attrs.evolve(fact, presumed=Values(frozenset({values[fact.id]})), unpresumed=None)


def constraint_of(setting: Setting, fact: Fact | None) -> Constraint:
    """No other value of a fact is possible than the one that an overlay sets."""
    return Constraint(
        id=constraint_id(setting),
        never=NoneOf((FactTest(setting.fact, Operator.IS, (setting.value,)),)),
        because=f"The overlay `{setting.part}` is for {_in_words(setting, fact)}.",
        topic=setting.part,
        sources=(),
    )


def constraint_id(setting: Setting) -> str:
    """The id of the constraint that a setting brings."""
    return f"{setting.part.replace('-', '_')}_sets_{setting.fact}"


def _in_words(setting: Setting, fact: Fact | None) -> str:
    return setting.value if fact is None else fact.label(setting.value)
