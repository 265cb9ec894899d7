"""Rules: conditions and the norms they bring."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from ethics_engine.model.rules import Modality, Norm, Period, Rule

from .declared_items import DeclaredItem
from .declared_names import EXCEPTION, Known
from .diagnostics import Report, listed
from .field_parsers import day, flag, kind_of, record, text, words
from .parse_conditions import Conditions
from .parse_facts import read_sources
from .yaml_nodes import Mapping, Node, Scalar, Sequence

_OPTIONAL = (
    *("when", "always", "then", "unless", "unless_because", "overrides", "in_force", "topic"),
    *("strength_from", "strength_because"),
)
_MODALITIES = {modality.value: modality for modality in Modality}


def read_rule(item: DeclaredItem, known: Known, report: Report) -> Rule:
    """A rule."""
    fields = record(item.node, "a rule", ("id", "because", "sources"), _OPTIONAL, report)
    conditions = Conditions("a rule", ("done", "status"), known, report)
    rule = Rule(
        id=item.id,
        topic=text(fields.get("topic"), report) or item.topic or item.id.partition(".")[0],
        because=text(fields.get("because"), report),
        sources=read_sources(fields.get("sources"), known, report),
        when=conditions.read(fields.get("when")),
        norms=tuple(_norms(fields.get("then"), known, report)),
        unless=conditions.read(fields["unless"]) if "unless" in fields else None,
        unless_because=text(fields.get("unless_because"), report) or None,
        overrides=tuple(_overrides(item.id, fields.get("overrides"), known, report)),
        in_force=_period(fields.get("in_force"), report),
        strength_because=text(fields.get("strength_because"), report) or None,
    )
    rule = attrs.evolve(rule, strength_from=tuple(_strength_from(rule, fields.get("strength_from"), known, report)))
    if isinstance(sources := fields.get("sources"), Sequence) and not sources.items:
        report.error(sources, f"rule `{item.id}` has no source")
    if "unless_because" in fields and "unless" not in fields:
        report.error(fields["unless_because"], "this gives the reason of an exception, and there is no `unless`")
    _check_always(item, fields, report)
    if "then" not in fields and "overrides" not in fields:
        report.error(item.place, f"rule `{item.id}` says nothing", "it needs `then`, or a rule that it `overrides`")
    return rule


def _strength_from(rule: Rule, node: Node | None, known: Known, report: Report) -> Iterator[str]:
    if isinstance(node, Sequence) and not node.items:
        report.error(node, "`strength_from` names no source")
    for name in words(node, "a source", report):
        reference = known.passage(name, report)
        if reference is not None and reference not in rule.sources:
            report.error(name, f"rule `{rule.id}` does not cite `{reference}`", "add it to `sources`, or take it away")
        elif reference is not None:
            yield reference
    if node is not None and rule.strength_because:
        report.error(
            node, "a rule gives `strength_from` or `strength_because`, not both", "keep the one that carries it"
        )


def _check_always(item: DeclaredItem, fields: dict[str, Node], report: Report) -> None:
    """Note a rule that does not make clear whether it is always applicable: a `when` that got lost makes it so."""
    always = flag(fields.get("always"), report)
    if "when" in fields and "always" in fields:
        report.error(fields["always"], "a rule has a `when`, or it is `always` applicable", "leave one of the two out")
    elif "when" not in fields and not always:
        message = f"rule `{item.id}` is always applicable, for it has no `when`"
        report.warning(item.place, message, "write `always: yes` in its place if that is meant")


def _norms(node: Node | None, known: Known, report: Report) -> Iterator[Norm]:
    if node is None:
        return
    if not isinstance(node, Sequence):
        report.error(node, f"`then` takes a list of norms, not {kind_of(node)}", "write [{must: ACTION}]")
        return
    if not node.items:
        report.error(node, "`then` lists no norm")
    for item in node.items:
        yield from _norm(item, known, report)


def _norm(node: Node, known: Known, report: Report) -> Iterator[Norm]:
    fields = record(node, "a norm", (), (*_MODALITIES, "before", "instead_of"), report)
    modal = [name for name in fields if name in _MODALITIES]
    if len(modal) != 1:
        if isinstance(node, Mapping) and len(fields) == len(node.entries):
            report.error(node, f"a norm has exactly one of {listed(_MODALITIES)}")
        return
    modality, named = _MODALITIES[modal[0]], fields[modal[0]]
    before = _before(modality, fields["before"], known, report) if "before" in fields else None
    instead_of = _instead_of(modality, fields["instead_of"], known, report) if "instead_of" in fields else None
    if isinstance(named, Sequence) and not named.items:
        report.error(named, f"`{modality.value}` names no action")
    for name in words(named, "an action", report):
        action = known.action(name, report)
        if action is None:
            continue
        if before is not None and known.actions[action]:
            report.error(name, f"`{action}` is a way, and only a step can come `before` something")
        elif instead_of is None or _excludes(action, instead_of, name, known, report):
            yield Norm(modality, action, before, instead_of)


def _before(modality: Modality, node: Node, known: Known, report: Report) -> str | None:
    if not modality.positive:
        report.error(node, f"`{modality.value}` has no `before`", "what is not to be done comes before nothing")
        return None
    name = next(words(node, "an action", report), None)
    if isinstance(node, Sequence):
        report.error(node, "`before` names one action, not a list", "write a norm for each")
        return None
    return None if name is None else known.action(name, report)


def _instead_of(modality: Modality, node: Node, known: Known, report: Report) -> str | None:
    if modality is not Modality.MAY:
        report.error(
            node,
            f"`{modality.value}` has no `instead_of`",
            "only a permission is given instead of something: write {may: WAY, instead_of: OTHER_WAY}",
        )
        return None
    name = next(words(node, "an action", report), None)
    if isinstance(node, Sequence):
        report.error(node, "`instead_of` names one way, not a list", "write a norm for each")
        return None
    return None if name is None else known.action(name, report)


def _excludes(action: str, instead_of: str, place: Scalar, known: Known, report: Report) -> bool:
    """Whether both are ways, of which only one can be taken; else there is nothing to take instead."""
    for step in (action, instead_of):
        if not known.actions[step]:
            report.error(
                place,
                f"`{step}` is a step, and only a way is taken `instead_of` another",
                "name two ways that cannot be taken together, or leave out `instead_of`",
            )
            return False
    if action == instead_of:
        report.error(place, f"`{action}` cannot be taken `instead_of` itself", "name another way")
        return False
    if frozenset({action, instead_of}) in known.compatible:
        report.error(
            place,
            f"`{action}` and `{instead_of}` can be taken together, so neither is taken `instead_of` the other",
            "leave out `instead_of`, or what declares them `compatible`",
        )
        return False
    return True


def _overrides(rule: str, node: Node | None, known: Known, report: Report) -> Iterator[str]:
    if isinstance(node, Sequence) and not node.items:
        report.error(node, "`overrides` names no rule")
    for name in words(node, "a rule", report):
        overridden = known.rule(name, report)
        if overridden is None:
            continue
        if overridden.removesuffix(EXCEPTION) == rule:
            report.error(name, f"rule `{rule}` overrides itself")
        else:
            yield overridden


def _period(node: Node | None, report: Report) -> Period:
    if node is None:
        return Period()
    fields = record(node, "`in_force`", (), ("from", "until"), report)
    period = Period(day(fields.get("from"), report), day(fields.get("until"), report))
    if period.since and period.until and period.since > period.until:
        report.error(node, "this ends before it starts")
    return period
