"""What an overlay may do to its base, and what it must not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ethics_engine.errors import Place
from ethics_engine.loading.declared_names import EXCEPTION
from ethics_engine.loading.diagnostics import Diagnostics, listed
from ethics_engine.loading.field_parsers import mapping, words
from ethics_engine.loading.parse_overlay import Composition, OverlayFiles
from ethics_engine.loading.yaml_nodes import Mapping, Scalar, Sequence
from ethics_engine.model.conditions import (
    AllOf,
    AnyOf,
    ConceptTest,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    StatusTest,
    tests_in,
)
from ethics_engine.model.rules import Modality, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.sources import Authority

ACCEPTED = "extension:"
"""What the name of an accepted reading of an extended concept begins with."""

LEFT_OUT = "left-out:"
"""What the name of an accepted silence of a restatement on an action begins with."""


def check_overlays(composed: Composition, report: Diagnostics) -> None:
    """Note everything that an overlay must not do."""
    for files in composed.overlays:
        _ways(files, composed, report)
        _overrides(files, composed, report)
        _unpresumed(files, composed, report)
        _own_facts_only(files, composed, report)
    _negated(composed, report)


def advise_overlays(composed: Composition, report: Diagnostics) -> None:
    """Note what in an overlay looks like an oversight."""
    for files in composed.overlays:
        for rule in files.items["rule"]:
            _beside_the_base(rule, composed, report)
            _waits_in_danger(composed.ruleset.rule[rule], composed.places["rule", rule], composed, report)
        for rule_id in [rule for part, rule in composed.restatements if part == files.name]:
            _left_out(rule_id, files, composed, report)
            place = composed.restatements[files.name, rule_id]
            _waits_in_danger(composed.ruleset.rule[rule_id], place, composed, report)
        _law_in_place_of_ethics(files, composed, report)
        _stale(files, composed, report)


def _ways(files: OverlayFiles, composed: Composition, report: Diagnostics) -> None:
    for action in files.items["action"].values():
        if composed.ruleset.action[action.id].is_way:
            way = composed.base.ruleset.ways[0].id if composed.base.ruleset.ways else ""
            report.error(
                action.place,
                f"overlay `{files.name}` declares the course of action `{action.id}`",
                f"only a base declares courses, as at {composed.places['action', way]}; make it a step: "
                "remove `way`, and name its courses under `of`",
            )


def _overrides(files: OverlayFiles, composed: Composition, report: Diagnostics) -> None:
    for item in files.items["rule"].values():
        _, node = item.node.entries.get("overrides", (None, None))
        for name in words(node, "a rule", Diagnostics()):
            overridden = composed.ruleset.rule.get(name.text)
            if name.text.endswith(EXCEPTION) or name.text in files.items["rule"] or overridden is None:
                continue
            norms = (*overridden.norms, *(overridden.in_base.norms if overridden.in_base else ()))
            if not norms or any(norm.modality is not Modality.MAY for norm in norms):
                report.error(
                    name,
                    f"rule `{item.id}` of an overlay overrides `{name.text}` ({composed.places['rule', name.text]}), "
                    "which does more than permit",
                    "an overlay overrides permissions, and exceptions (`RULE#unless`); for another strength write the "
                    f"rule under `restates`: {{{name.text}: {{then: [..]}}}}",
                )


def _unpresumed(files: OverlayFiles, composed: Composition, report: Diagnostics) -> None:
    """Note a fact that nothing is assumed of, and that may leave open what its overlay does not name."""
    for item in files.items["fact"].values():
        fact = composed.ruleset.fact.get(item.id)
        if fact is None or fact.presumed is not None:
            continue
        for action, rule in _reached(fact.id, composed.ruleset).items():
            if action not in fact.leaves_open:
                report.error(
                    item.place,
                    f"nothing is assumed of `{fact.id}`, so rule `{rule}` ({composed.places['rule', rule]}) may leave "
                    f"`{action}` open in every case",
                    f"give the ordinary value under `presumed`, or accept it: `leaves_open: [{action}]`",
                )


def _reached(fact: str, ruleset: Ruleset) -> dict[str, str]:
    """The actions whose status a fact can change through rules, each with such a rule; derived norms are left out."""
    concepts = _concepts_reading(fact, ruleset)
    overrides = {rule.id: rule.overrides for rule in ruleset.rules}
    actions: dict[str, str] = {}
    rules: set[str] = set()
    before = -1
    while before < len(rules):
        before = len(rules)
        for rule in ruleset.rules:
            if rule.id in rules:
                continue
            tests = [test for each in (rule.when, rule.unless) if each is not None for test in tests_in(each)]
            overriding = any(rule.id == each.removesuffix(EXCEPTION) for other in rules for each in overrides[other])
            if overriding or any(
                (isinstance(test, FactTest) and test.fact == fact)
                or (isinstance(test, ConceptTest) and test.concept in concepts)
                or (isinstance(test, StatusTest) and test.action in actions)
                for test in tests
            ):
                rules.add(rule.id)
                for norm in rule.norms:
                    actions.setdefault(norm.action, rule.id)
    return actions


def _concepts_reading(fact: str, ruleset: Ruleset) -> set[str]:
    found: set[str] = set()
    before = -1
    while before < len(found):
        before = len(found)
        for concept in ruleset.concepts:
            for test in tests_in(concept.means):
                if (isinstance(test, FactTest) and test.fact == fact) or (
                    isinstance(test, ConceptTest) and test.concept in found
                ):
                    found.add(concept.id)
    return found


def _own_facts_only(files: OverlayFiles, composed: Composition, report: Diagnostics) -> None:
    """Note words on danger about facts of the base, and impossible combinations of nothing but these."""
    ruleset, base = composed.ruleset, composed.base.ruleset
    written = {line.id for line in base.safety}
    for line in ruleset.safety:
        if (place := _safety_place(files, line.id)) is None:
            continue
        if line.id in written:
            report.error(
                place,
                f"safety line `{line.id}` is one of `{base.name}`",
                "an overlay cannot change it; choose another id",
            )
        for kind, name in _read(line.when):
            if name in getattr(base, kind):
                report.error(
                    place,
                    f"safety line `{line.id}` of an overlay reads `{name}` ({composed.places[kind, name]}), which "
                    f"is of `{base.name}`",
                    "only a base speaks of danger in its own facts; test a fact of the overlay",
                )
    for item in files.items["constraint"].values():
        read = list(_read(ruleset.constraint[item.id].never))
        if read and all(name in getattr(base, kind) for kind, name in read):
            report.error(
                item.place,
                f"constraint `{item.id}` of an overlay reads nothing but what `{base.name}` declares "
                f"({composed.places[read[0]]})",
                "an overlay makes no case of its base impossible; test a fact of the overlay, too",
            )


def _read(condition: Condition) -> Iterator[tuple[str, str]]:
    for test in tests_in(condition):
        match test:
            case FactTest():
                yield "fact", test.fact
            case ConceptTest():
                yield "concept", test.concept
            case DoneTest():
                yield "action", test.step
            case StatusTest():
                yield "action", test.action


def _safety_place(files: OverlayFiles, line: str) -> Place | None:
    node = files.fields.get("safety")
    for item in node.items if isinstance(node, Sequence) else ():
        entry = item.entries.get("id") if isinstance(item, Mapping) else None
        if entry is not None and isinstance(entry[1], Scalar) and entry[1].text == line:
            return entry[1].place
    return None


def _negated(composed: Composition, report: Diagnostics) -> None:
    """Note each rule of another part that applies less because a concept is wider, unless its overlay accepts it."""
    accepted = {each.id for each in composed.ruleset.accepted}
    for (part, concept), place in composed.extensions.items():
        files = next(each for each in composed.overlays if each.name == part)
        lost = [(kind, name) for kind, name in narrowed(concept, composed.ruleset) if name not in files.items["rule"]]
        for kind, name in lost:
            if f"{ACCEPTED}{concept}:{name}" not in accepted:
                report.error(
                    place,
                    f"`{part}` extends `{concept}`, and so {kind} `{name}` ({composed.places[kind, name]}) "
                    f"{_NARROWED[kind]}",
                    "extend a term that nothing reads the other way; or, where that is right, write under `accepted`: "
                    f'"{ACCEPTED}{concept}:{name}": THE REASON',
                )


_NARROWED = {"rule": "applies less often", "constraint": "rules out more cases", "action": "is less often possible"}
"""What becomes of a reader of a concept, by its kind, if the concept is wider."""


def narrowed(concept: str, ruleset: Ruleset) -> Iterator[tuple[str, str]]:
    """The rules that apply less often if a concept is wider, and the constraints and actions that it bears on.

    A rule applies less often if its condition reads the concept under a negation, or if its exception, or the condition
    of a rule that overrides it, reads it under none, directly or through other concepts.
    """
    for rule in ruleset.rules:
        overriding = (other for other in ruleset.rules if rule.id in other.overrides)
        less = (
            False in _readings(rule.when, concept, ruleset)
            or (rule.unless is not None and True in _readings(rule.unless, concept, ruleset))
            or any(True in _readings(other.when, concept, ruleset) for other in overriding)
        )
        if less and (rule.norms or rule.overrides):
            yield "rule", rule.id
    yield from (("constraint", each.id) for each in ruleset.constraints if _readings(each.never, concept, ruleset))
    for action in ruleset.actions:
        if False in _readings(action.available, concept, ruleset):
            yield "action", action.id


def _readings(condition: Condition, concept: str, ruleset: Ruleset) -> frozenset[bool]:
    """How a condition reads a concept: True where it is wider with it, False where it is narrower."""
    match condition:
        case AllOf(parts) | AnyOf(parts):
            return frozenset().union(*(_readings(part, concept, ruleset) for part in parts))
        case NoneOf(parts):
            return frozenset(not each for part in parts for each in _readings(part, concept, ruleset))
        case ConceptTest(name):
            return frozenset({True}) if name == concept else _readings(ruleset.concept[name].means, concept, ruleset)
        case FactTest() | DoneTest() | StatusTest():
            return frozenset()


def _law_in_place_of_ethics(files: OverlayFiles, composed: Composition, report: Diagnostics) -> None:
    """Note law that takes the place of what ethics says, so that an answer would no longer say both."""
    ruleset = composed.ruleset
    for rule_id in [rule for part, rule in composed.restatements if part == files.name]:
        here = next(each for each in ruleset.rule[rule_id].restatements if each.part == files.name)
        if _is_law(here.sources, ruleset):
            report.warning(
                composed.restatements[files.name, rule_id],
                f"`{files.name}` has `{rule_id}` say what the law says, so that what ethics says is lost",
                f"write a rule of your own, `{files.name}.WHAT-IT-SAYS`: an answer then says both",
            )
    for item in files.items["rule"].values():
        rule = ruleset.rule[item.id]
        others = [each for each in rule.overrides if each.removesuffix(EXCEPTION) not in files.items["rule"]]
        if others and _is_law(rule.sources, ruleset):
            report.warning(
                item.place,
                f"rule `{item.id}` rests on law alone and overrides {listed(sorted(others))}",
                "leave `overrides` out: what the law forbids is forbidden all the same, and an answer says both",
            )


def _waits_in_danger(rule: Rule, place: Place, composed: Composition, report: Diagnostics) -> None:
    """Note a course of action that waits for a step of an overlay also where somebody is in danger."""
    ruleset = composed.ruleset
    of_base = {(norm.action, norm.before) for norm in (rule.in_base.norms if rule.in_base else ())}
    waiting = [
        norm.before
        for norm in rule.norms
        if norm.before is not None
        and norm.modality is Modality.MUST
        and ruleset.action[norm.before].is_way
        and (norm.action, norm.before) not in of_base
    ]
    danger = dict.fromkeys(fact for line in ruleset.safety for fact in _facts_below(line.when, ruleset))
    conditions = [condition for condition in (rule.when, rule.unless) if condition is not None]
    asks_status = any(isinstance(test, StatusTest) for each in conditions for test in tests_in(each))
    if (
        waiting
        and danger
        and not asks_status
        and not any({*danger} & _facts_below(each, ruleset) for each in conditions)
    ):
        report.warning(
            place,
            f"rule `{rule.id}` makes {listed(sorted({*waiting}))} wait, also for somebody who is in danger",
            f"say when nobody waits, by a fact or term of danger: `unless: {{{next(iter(danger))}: ..}}`",
        )


def _facts_below(condition: Condition, ruleset: Ruleset) -> set[str]:
    """The facts that a condition reads, directly or through terms."""
    found: set[str] = set()
    for test in tests_in(condition):
        if isinstance(test, FactTest):
            found.add(test.fact)
        elif isinstance(test, ConceptTest):
            found |= _facts_below(ruleset.concept[test.concept].means, ruleset)
    return found


def _is_law(sources: tuple[str, ...], ruleset: Ruleset) -> bool:
    return bool(sources) and all(ruleset.passage[source].authority is Authority.LAW for source in sources)


def _beside_the_base(rule_id: str, composed: Composition, report: Diagnostics) -> None:
    """Note a rule of an overlay on a matter of the base: what defeats the base rule does not defeat it."""
    rule = composed.ruleset.rule[rule_id]
    if _is_law(rule.sources, composed.ruleset):
        return  # law stands beside what ethics says, and does not take its place
    held = frozenset(_conjuncts(rule.when))
    for other in composed.base.ruleset.rules:
        shared = {norm.action for norm in rule.norms} & {norm.action for norm in other.norms}
        if shared and other.norms and frozenset(_conjuncts(other.when)) == held:
            report.warning(
                composed.places["rule", rule_id],
                f"rule `{rule_id}` has the condition of `{other.id}` ({composed.places['rule', other.id]}), and speaks "
                f"of {listed(sorted(shared))} as it does",
                "what overrides that rule does not override this one, and a weaker norm changes nothing beside a "
                f"stronger: write it under `restates: {{{other.id}: ..}}`",
            )


def _conjuncts(condition: Condition) -> Iterable[Condition]:
    if isinstance(condition, AllOf):
        return [conjunct for part in condition.parts for conjunct in _conjuncts(part)]
    return [condition]


def _left_out(rule_id: str, files: OverlayFiles, composed: Composition, report: Diagnostics) -> None:
    """Note what a restatement does not repeat of its rule, unless its overlay accepts that."""
    accepted = {each.id for each in composed.ruleset.accepted}
    gone = [action for action in _gone(rule_id, files, composed) if _silence(rule_id, action) not in accepted]
    if gone:
        report.warning(
            composed.restatements[files.name, rule_id],
            f"`{rule_id}` speaks of {listed(gone)} in the base ({composed.places['rule', rule_id]}), and its "
            "restatement does not",
            "repeat those norms, if the base is to hold there; or, where the overlay asks for nothing, write under "
            f'`accepted`: "{_silence(rule_id, gone[0])}": THE REASON',
        )


def _gone(rule_id: str, files: OverlayFiles, composed: Composition) -> list[str]:
    """The actions that a rule of the base speaks of, and its restatement does not."""
    here = next(each for each in composed.ruleset.rule[rule_id].restatements if each.part == files.name)
    repeated = {norm.action for norm in here.norms}
    return sorted({norm.action for norm in composed.base.ruleset.rule[rule_id].norms} - repeated)


def _silence(rule_id: str, action: str) -> str:
    return f"{LEFT_OUT}{rule_id}:{action}"


def _stale(files: OverlayFiles, composed: Composition, report: Diagnostics) -> None:
    """Note what an overlay accepts and no extension or restatement brings any more."""
    needed = {
        f"{ACCEPTED}{concept}:{name}"
        for _, concept in composed.extensions
        for _, name in narrowed(concept, composed.ruleset)
    } | {
        _silence(rule, action)
        for part, rule in composed.restatements
        if part == files.name
        for action in _gone(rule, files, composed)
    }
    for key, _ in mapping(files.fields.get("accepted"), "`accepted`", Diagnostics()):
        if key.text.startswith((ACCEPTED, LEFT_OUT)) and key.text not in needed:
            report.warning(key, f"`{key.text}` accepts what is no longer so", "remove it")
