"""Rules: conditions and the norms they bring."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from collections.abc import Mapping as Map

from ethics_engine.model.rules import Modality, Norm, Rule

from .declared_items import DeclaredItem
from .declared_names import EXCEPTION, Known
from .diagnostics import Diagnostics, listed
from .field_parsers import flag, kind_of, period, record, text, words
from .parse_conditions import Conditions
from .parse_facts import read_sources
from .yaml_nodes import Mapping, Node, Scalar, Sequence

_OPTIONAL = (
    *("when", "always", "then", "unless", "unless_because", "overrides", "in_force", "topic"),
    *("only_until", "strength_from", "strength_because"),
)
_MODALITIES = {modality.value: modality for modality in Modality}


def read_rule(item: DeclaredItem, known: Known, report: Diagnostics) -> Rule:
    """A rule."""
    fields = record(item.node, "a rule", ("id", "because", "sources"), _OPTIONAL, report)
    conditions = Conditions("a rule", ("done", "status"), known, report)
    sources = read_sources(fields.get("sources"), known, report)
    rule = Rule(
        id=item.id,
        topic=text(fields.get("topic"), report) or item.topic or item.id.partition(".")[0],
        because=text(fields.get("because"), report),
        sources=sources,
        when=conditions.read(fields.get("when")),
        norms=tuple(read_norms(fields.get("then"), known, report)),
        unless=conditions.read(fields["unless"]) if "unless" in fields else None,
        unless_because=text(fields.get("unless_because"), report) or None,
        overrides=tuple(_overrides(item.id, fields.get("overrides"), known, report)),
        only_until=text(fields.get("only_until"), report) or None,
        in_force=period(fields.get("in_force"), report),
        strength_from=tuple(read_strength_from(item.id, sources, fields.get("strength_from"), known, report)),
        strength_because=text(fields.get("strength_because"), report) or None,
    )
    check_sources(item.id, fields, report)
    if "unless_because" in fields and "unless" not in fields:
        report.error(
            fields["unless_because"], "`unless_because` needs an `unless`", "add the exception, or remove its reason"
        )
    _check_always(item, fields, report)
    if "then" not in fields and "overrides" not in fields:
        report.error(item.place, f"rule `{item.id}` says nothing", "add `then`, or a rule that it `overrides`")
    return rule


def check_sources(rule: str, fields: Map[str, Node], report: Diagnostics) -> None:
    """Note a rule that has no source, or explains its strength in two ways."""
    if isinstance(sources := fields.get("sources"), Sequence) and not sources.items:
        report.error(sources, f"rule `{rule}` has no source", "name at least one passage")
    if "strength_from" in fields and "strength_because" in fields:
        report.error(fields["strength_from"], "`strength_from` and `strength_because` cannot be combined", "remove one")


def read_strength_from(
    rule: str, sources: Collection[str], node: Node | None, known: Known, report: Diagnostics
) -> Iterator[str]:
    """The passages, of those that a rule cites, that its strength comes from."""
    if isinstance(node, Sequence) and not node.items:
        report.error(node, "`strength_from` is empty", "name a passage, or remove it")
    for name in words(node, "a source", report):
        reference = known.passage(name, report)
        if reference is not None and reference not in sources:
            report.error(name, f"rule `{rule}` does not cite `{reference}`", "add it to `sources`, or remove it here")
        elif reference is not None:
            yield reference


def _check_always(item: DeclaredItem, fields: dict[str, Node], report: Diagnostics) -> None:
    """Note a rule that does not make clear whether it is always applicable: a `when` that got lost makes it so."""
    always = flag(fields.get("always"), report)
    if "when" in fields and "always" in fields:
        report.error(fields["always"], "`when` and `always` cannot be combined", "remove one")
    elif "when" not in fields and not always:
        message = f"rule `{item.id}` has no `when`, so it always applies"
        report.warning(item.place, message, "add `when`, or write `always: yes` if it is meant to")


def read_norms(node: Node | None, known: Known, report: Diagnostics) -> Iterator[Norm]:
    """The norms of a rule."""
    if node is None:
        return
    if not isinstance(node, Sequence):
        report.error(node, f"`then` must be a list of norms, not {kind_of(node)}", "write [{must: ACTION}]")
        return
    if not node.items:
        report.error(node, "`then` is empty", "write [{must: ACTION}]")
    for item in node.items:
        yield from _norm(item, known, report)


def _norm(node: Node, known: Known, report: Diagnostics) -> Iterator[Norm]:
    fields = record(node, "a norm", (), (*_MODALITIES, "before", "instead_of"), report)
    modal = [name for name in fields if name in _MODALITIES]
    if len(modal) != 1:
        if isinstance(node, Mapping) and len(fields) == len(node.entries):
            report.error(node, f"a norm needs exactly one of {listed(_MODALITIES)}", "write a norm for each")
        return
    modality, named = _MODALITIES[modal[0]], fields[modal[0]]
    before = _before(modality, fields["before"], known, report) if "before" in fields else None
    instead_of = _instead_of(modality, fields["instead_of"], known, report) if "instead_of" in fields else None
    if isinstance(named, Sequence) and not named.items:
        report.error(named, f"`{modality.value}` needs an action")
    for name in words(named, "an action", report):
        action = known.action(name, report)
        if action is None:
            continue
        if before is not None and known.actions[action]:
            report.error(name, f"`before` needs a step, and `{action}` is a course of action", "remove `before`")
        elif instead_of is None or _excludes(action, instead_of, name, known, report):
            yield Norm(modality, action, before, instead_of)


def _before(modality: Modality, node: Node, known: Known, report: Diagnostics) -> str | None:
    if not modality.positive:
        report.error(node, f"`before` does not go with `{modality.value}`", "remove `before`")
        return None
    name = next(words(node, "an action", report), None)
    if isinstance(node, Sequence):
        report.error(node, "`before` takes one action, not a list", "write a norm for each")
        return None
    return None if name is None else known.action(name, report)


def _instead_of(modality: Modality, node: Node, known: Known, report: Diagnostics) -> str | None:
    if modality is not Modality.MAY:
        report.error(
            node,
            f"`instead_of` does not go with `{modality.value}`",
            "write {may: WAY, instead_of: OTHER_WAY}",
        )
        return None
    name = next(words(node, "an action", report), None)
    if isinstance(node, Sequence):
        report.error(node, "`instead_of` takes one course of action, not a list", "write a norm for each")
        return None
    return None if name is None else known.action(name, report)


def _excludes(action: str, instead_of: str, place: Scalar, known: Known, report: Diagnostics) -> bool:
    """Whether both are ways, of which only one can be taken; else there is nothing to take instead."""
    for step in (action, instead_of):
        if not known.actions[step]:
            report.error(
                place,
                f"`instead_of` needs courses of action, and `{step}` is a step",
                "name two courses that exclude each other, or remove `instead_of`",
            )
            return False
    if action == instead_of:
        report.error(place, f"`{action}` cannot be `instead_of` itself", "name another course of action")
        return False
    if frozenset({action, instead_of}) in known.compatible:
        report.error(
            place,
            f"`{action}` and `{instead_of}` can be taken together, so `instead_of` does not fit",
            "remove `instead_of`, or what makes them `compatible`",
        )
        return False
    return True


def _overrides(rule: str, node: Node | None, known: Known, report: Diagnostics) -> Iterator[str]:
    if isinstance(node, Sequence) and not node.items:
        report.error(node, "`overrides` is empty", "name a rule, or remove it")
    for name in words(node, "a rule", report):
        overridden = known.rule(name, report)
        if overridden is None:
            continue
        if overridden.removesuffix(EXCEPTION) == rule:
            report.error(name, f"rule `{rule}` overrides itself", "name another rule")
        else:
            yield overridden
