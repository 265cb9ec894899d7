"""What was probably not meant in a ruleset that loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ethics_engine.loading.declared_names import EXCEPTION
from ethics_engine.loading.diagnostics import Diagnostics
from ethics_engine.loading.parse_ruleset import LoadedRuleset
from ethics_engine.model.citations import citations
from ethics_engine.model.conditions import AllOf, ConceptTest, Condition, DoneTest, FactTest, StatusTest, tests_in
from ethics_engine.model.facts import Fact
from ethics_engine.model.rules import Modality, Rule
from ethics_engine.model.ruleset import Ruleset

from .strength import check_strength


def advise(loaded: LoadedRuleset, report: Diagnostics) -> None:
    """Note everything in a sound ruleset that looks like an oversight."""
    _unused(loaded, report)
    _unpresumed(loaded, report)
    _always_forbidden(loaded, report)
    _binding_ways(loaded, report)
    _uncited(loaded, report)
    check_strength(loaded, report)


def _unused(loaded: LoadedRuleset, report: Diagnostics) -> None:
    ruleset = loaded.ruleset
    tests = [test for condition in _conditions(ruleset) for test in tests_in(condition)]
    used = {
        *(("fact", test.fact) for test in tests if isinstance(test, FactTest)),
        *(("concept", test.concept) for test in tests if isinstance(test, ConceptTest)),
        *(("concept", fact.pretext_if) for fact in ruleset.facts if fact.pretext_if),
        *(("action", test.step) for test in tests if isinstance(test, DoneTest)),
        *(("action", test.action) for test in tests if isinstance(test, StatusTest)),
        *(("action", norm.action) for rule in ruleset.rules for norm in rule.norms),
        *(("action", means) for action in ruleset.actions for means in action.met_by),
    }
    for (kind, name), place in loaded.places.items():
        if kind == "fact" and ruleset.fact[name].for_overlays and not ruleset.parts:
            if ("fact", name) in used:
                report.warning(place, f"a condition tests fact `{name}`", "remove `for_overlays`")
        elif kind in {"fact", "concept"} and (kind, name) not in used:
            report.warning(place, f"no condition tests {kind} `{name}`", "use it in a condition, or remove it")
        elif kind == "action" and (kind, name) not in used:
            report.warning(place, f"no rule mentions action `{name}`", "write a rule on it, or remove it")


def _conditions(ruleset: Ruleset) -> Iterator[Condition]:
    yield from (concept.means for concept in ruleset.concepts)
    yield from (constraint.never for constraint in ruleset.constraints)
    yield from (action.available for action in ruleset.actions)
    yield from (line.when for line in ruleset.safety)
    for rule in ruleset.rules:
        yield rule.when
        if rule.unless is not None:
            yield rule.unless


def _unpresumed(loaded: LoadedRuleset, report: Diagnostics) -> None:
    ruleset = loaded.ruleset
    noted: set[str] = set()
    for rule in ruleset.rules:
        for condition, role in _roles(rule):
            for fact in _facts(condition, ruleset):
                if fact.presumed is None and fact.unpresumed is None and fact.id not in noted:
                    noted.add(fact.id)
                    report.warning(
                        loaded.places["fact", fact.id],
                        f"{role} reads `{fact.id}`, which has no assumption and no reason for having none",
                        "give the ordinary value under `presumed`, or the reason for having none under `unpresumed`",
                    )


def _roles(rule: Rule) -> Iterator[tuple[Condition, str]]:
    if rule.unless is not None:
        yield rule.unless, f"the exception of rule `{rule.id}`"
    yield rule.when, f"rule `{rule.id}`" if rule.norms else f"rule `{rule.id}`, an exception,"


def _facts(condition: Condition, ruleset: Ruleset) -> Iterator[Fact]:
    waiting, met = [condition], set[str]()
    while waiting:
        for test in tests_in(waiting.pop()):
            if isinstance(test, FactTest):
                yield ruleset.fact[test.fact]
            elif isinstance(test, ConceptTest) and test.concept not in met:
                met.add(test.concept)
                waiting.append(ruleset.concept[test.concept].means)


def _always_forbidden(loaded: LoadedRuleset, report: Diagnostics) -> None:
    ruleset = loaded.ruleset
    defeasible = {overridden.removesuffix(EXCEPTION) for rule in ruleset.rules for overridden in rule.overrides}
    forbidding: dict[str, list[tuple[frozenset[Condition], Rule]]] = {}
    for rule in ruleset.rules:
        if rule.unless is None and rule.id not in defeasible:
            for norm in rule.norms:
                if not norm.modality.positive:
                    forbidding.setdefault(norm.action, []).append((frozenset(_conjuncts(rule.when)), rule))
    for rule in ruleset.rules:
        held = frozenset(_conjuncts(rule.when))
        for norm in rule.norms:
            if norm.modality is Modality.MAY:
                for needed, other in forbidding.get(norm.action, ()):
                    if needed <= held and other.in_force == rule.in_force:
                        report.warning(
                            loaded.places["rule", rule.id],
                            f"rule `{rule.id}` permits `{norm.action}`, but rule `{other.id}` always forbids it then",
                            f"`{other.id}` is at {loaded.places['rule', other.id]}, and outweighs a `may`: remove one",
                        )


def _conjuncts(condition: Condition) -> Iterable[Condition]:
    if isinstance(condition, AllOf):
        return [conjunct for part in condition.parts for conjunct in _conjuncts(part)]
    return [condition]


def _binding_ways(loaded: LoadedRuleset, report: Diagnostics) -> None:
    for rule in loaded.ruleset.rules:
        for norm in rule.norms:
            if norm.modality is Modality.MUST and loaded.ruleset.action[norm.action].is_way:
                report.warning(
                    loaded.places["rule", rule.id],
                    f"rule `{rule.id}` makes a course of action a duty: `{norm.action}`",
                    "`must` forbids every other course; write `should` to leave room for judgement",
                )


def _uncited(loaded: LoadedRuleset, report: Diagnostics) -> None:
    for reference, resting in citations(loaded.ruleset).items():
        if not resting and loaded.ruleset.passage[reference].not_encoded is None:
            report.warning(
                loaded.places["passage", reference],
                f"nothing cites `{reference}`",
                "cite it, or give the reason under `not_encoded`",
            )
