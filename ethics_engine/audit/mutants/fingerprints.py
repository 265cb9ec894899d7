"""Digests of what a verdict on a mutant rests on: while its digest is the same, a fresh run would find the same.

That a case fails under a mutant rests on the rules that what was held is worked out from, but only on those that may
apply in the case: one that surely does not apply gives no norm, overrides no rule and puts nothing first.

A proof that the same rules are effective in every case rests on these rules and what they are worked out from; any
other on what has to do with what depends on the fault. Where it takes the solver to see that the plan stays in its
order, the proof rests on the whole ruleset, and where the mutant changes which assumptions stand, on all cases too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path

import attrs
from attrs import field, frozen

from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.engines.bitset.case_set import one_case
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Held
from ethics_engine.model.conditions import ConceptTest, Condition, DoneTest, FactTest, StatusTest, tests_in
from ethics_engine.model.dependencies import WAYS, Dependency, DependencyKind, action_node, dependencies
from ethics_engine.model.enactment import EXCEPTION, done_fact, is_whole
from ethics_engine.model.facts import Concept, Constraint, Fact
from ethics_engine.model.rules import Norm, Rule
from ethics_engine.model.ruleset import Ruleset, canonical_json
from ethics_engine.version import __version__

from .corpus_columns import CONTRADICTION, CorpusColumns
from .mutant import DeclaredKind, Item, Mutant
from .plan_order import PlanOrder, duties

_Declared = Fact | Concept | Constraint | Action

_CODE = (
    "audit/mutants/*.py",
    "case_law/case_*.py",
    "case_law/conflicting_rules.py",
    "case_law/holdings.py",
    "case_law/rules_in_dilemma.py",
    "consultation/*.py",
    "engines/**/*.py",
    "engines/**/*.lp",
    "model/*.py",
)
"""The files of the package that a verdict rests on."""

_WORDING = frozenset(
    {"label", "ask", "says", "denies", "clause", "unit", "unpresumed", "within_reach", "because", "topic"}
    | {"sources", "also", "meaning", "base_rate", "weight", "ask_early_for", "judged", "sensitive"}
)
"""What says how a fact, concept, constraint or action is put, and where it is from; no outcome rests on it."""


RULES = "rules"
"""The basis of a proof that the same rules are effective in every case."""


@frozen(slots=False, eq=False)
class Fingerprints:
    """Digests of what verdicts on the mutants of a ruleset rest on.

    Attributes:
        groups: The decided cases that stand.
    """

    ruleset: Ruleset
    groups: tuple[CorpusColumns, ...]
    _behind_each: dict[Dependency, frozenset[Dependency]] = field(factory=dict, init=False)
    _behind_all: dict[frozenset[Dependency], tuple[frozenset[str], frozenset[str]]] = field(factory=dict, init=False)
    _facts_in: dict[int, tuple[Condition, frozenset[str]]] = field(factory=dict, init=False)
    _seen_rules: dict[frozenset[str], str] = field(factory=dict, init=False)
    _seen_actions: dict[frozenset[str], str] = field(factory=dict, init=False)

    # What a verdict rests on.

    def of_proof(self, mutant: Mutant, basis: str) -> str:
        """The digest of what it rests on that no case tells a mutant from the ruleset.

        Args:
            mutant: The mutant.

            basis: `RULES` if it is because the same rules are effective in every case.
        """
        common = _digest(self._always, _mutated(mutant))
        if not self._is_plain(mutant):
            return _digest(common, self._whole_vocabulary, self._of_rules(self._all_rules), *self._cases.values())
        start = set(self._read_by_mutant(mutant))
        if mutant.kind is DeclaredKind.RULE:
            start.add(Dependency(DependencyKind.RULE, mutant.item))
        if basis == RULES:
            new = mutant.new.overrides if isinstance(mutant.new, Rule) else ()
            others = {*self.ruleset.rule[mutant.item].overrides, *new}
            start |= {Dependency(DependencyKind.RULE, other.removesuffix(EXCEPTION)) for other in others}
        elif self._may_reorder(mutant):
            return _digest(common, self._whole_vocabulary, self._of_rules(self._all_rules))
        else:
            start |= self._with_means(self._stale(mutant))
        rules, actions = self._behind(start)
        if basis != RULES:
            norms = (*(norm for name in rules for norm in self.ruleset.rule[name].norms), *self._norms_of(mutant))
            actions |= {norm.action for norm in norms}
        return _digest(common, self._of_rules(rules), self._of_actions(actions), self._tying(rules, actions, mutant))

    def of_kill(self, mutant: Mutant, case: str, basis: str) -> str:
        """The digest of what it rests on that a case fails under a mutant; empty if it is to be held against it again.

        A rule that surely does not apply in the case is no part of it, unless the mutant may make it apply.

        Args:
            mutant: The mutant.

            case: The id of the case.

            basis: What was held of it and fails; `CONTRADICTION` if its facts are one, or no longer are.
        """
        group = next((group for group in self.groups if group.has(case)), None)
        if group is None or not self._is_whole:
            return ""
        parts = [self._always, _mutated(mutant), self._cases[case], basis]
        if basis == CONTRADICTION:
            return _digest(*parts, self._whole_vocabulary)
        index = group.index.get(case)
        if index is None or (read := group.read_by(index, basis)) is None:
            return ""
        moved = (action_node(norm.action, self.ruleset) for norm in self._norms_of(mutant))
        rules, actions = self._behind({*read, *self._read_by_mutant(mutant), *moved})
        rules &= group.may_apply[index] | _rules_in(self._stale(mutant))
        parts += [self._fallen(group, index), self._of_rules(rules), self._of_actions(actions)]
        if not basis or not self._is_plain(mutant):
            parts.append(self._whole_vocabulary)
        return _digest(*parts)

    # What of the ruleset that is.

    def _is_plain(self, mutant: Mutant) -> bool:
        """Whether the same assumptions fall in each case, and each day has the rules as they are written."""
        match mutant.kind:
            case DeclaredKind.RULE | DeclaredKind.ACTION:
                return self._is_whole
            case DeclaredKind.CONCEPT:
                return self._is_whole and mutant.item not in self._constrained
            case DeclaredKind.FACT:
                return self._is_whole and mutant.item not in self._tied
            case DeclaredKind.CONSTRAINT:
                return False

    def _behind(self, start: Iterable[Dependency]) -> tuple[frozenset[str], frozenset[str]]:
        """The rules and the actions among some things and all that they are worked out from."""
        start = frozenset(start)
        if start not in self._behind_all:
            nodes = frozenset[Dependency]().union(*map(self._behind_one, start))
            self._behind_all[start] = _rules_in(nodes), self._actions_in(nodes)
        return self._behind_all[start]

    def _behind_one(self, node: Dependency) -> frozenset[Dependency]:
        if node not in self._behind_each:
            found, left = {node}, [node]
            while left:
                fresh = set(self._graph.get(left.pop(), ())) - found
                found |= fresh
                left += fresh
            self._behind_each[node] = frozenset(found)
        return self._behind_each[node]

    def _stale(self, mutant: Mutant) -> frozenset[Dependency]:
        """All that depends on what a mutant changes.

        If another assumption may stand by it, those may fall with it that share a constraint with it, and so on.
        """
        stale = frozenset[Dependency]() if mutant.kind is DeclaredKind.FACT else self.groups[0].stale(mutant)
        if mutant.kind is DeclaredKind.FACT:
            changed = {mutant.item}
        elif mutant.kind is DeclaredKind.CONSTRAINT:
            conditions = (self.ruleset.constraint[mutant.item].never, *_conditions_of(mutant.new))
            changed = set[str]().union(*map(self._facts_of, conditions))
        elif mutant.kind is DeclaredKind.CONCEPT and mutant.item in self._constrained:
            conditions = (self.ruleset.concept[mutant.item].means, *_conditions_of(mutant.new))
            changed = set[str]().union(*map(self._facts_of, conditions))
        else:
            return stale
        tied = frozenset[str]().union(*(self._tied.get(fact, frozenset({fact})) for fact in changed))
        return stale | self.groups[0].depending_on_facts(tied)

    def _with_means(self, stale: frozenset[Dependency]) -> frozenset[Dependency]:
        """With the duties that one of some actions may be a means of, and all their means."""
        found = set(stale)
        for action in self.ruleset.actions:
            with_means = {action_node(name, self.ruleset) for name in (action.id, *action.met_by)}
            if action.met_by and not with_means.isdisjoint(stale):
                found |= with_means
        return frozenset(found)

    def _may_reorder(self, mutant: Mutant) -> bool:
        """Whether it takes more to see that the plan keeps its order."""
        stale = [self.ruleset.rule[name].norms for name in _rules_in(self._stale(mutant))]
        edges = {_edge(norm) for norms in (*stale, self._norms_of(mutant)) for norm in norms if norm.before}
        if not edges:
            return False
        before = frozenset(edges.union(_edge(norm) for norms in self._before.values() for _, norm in norms))
        listed = self._duties | duties(self._norms_of(mutant))
        return PlanOrder(self.ruleset.actions, before, frozenset(step for step, _ in before), listed).can_change(edges)

    def _fallen(self, group: CorpusColumns, index: int) -> str:
        """The assumptions that do not stand in a case, though nothing is stated."""
        if not one_case(index) & group.fallen:
            return ""
        return repr(
            [
                fact.id
                for fact in group.enactment.facts
                if fact.presumed is not None and fact.id not in group.known[index]
            ]
        )

    # The digests that these are made of.

    @cached_property
    def _always(self) -> str:
        """The digest of what every verdict rests on: the program, and which parts and documents are in force."""
        dates = canonical_json([[part.name, part.in_force] for part in self.ruleset.parts])
        days = [[sorted(each) for each in attrs.astuple(group.enactment.in_force)[1:]] for group in self.groups]
        return _digest(__version__, _code(), dates, repr(days))

    @cached_property
    def _whole_vocabulary(self) -> str:
        constraints = [self._constraint_digests[item.id] for item in self.ruleset.constraints]
        return _digest(self._of_actions(self._all_actions), *constraints)

    def _of_rules(self, names: frozenset[str]) -> str:
        if names not in self._seen_rules:
            self._seen_rules[names] = _digest(*(self._rule_digests[name] for name in sorted(names)))
        return self._seen_rules[names]

    def _of_actions(self, names: frozenset[str]) -> str:
        """The digest of some actions, in declared order."""
        if names not in self._seen_actions:
            found = (digest for name, digest in self._action_digests.items() if name in names)
            self._seen_actions[names] = _digest(*found)
        return self._seen_actions[names]

    def _tying(self, rules: frozenset[str], actions: frozenset[str], mutant: Mutant) -> str:
        """The digest of the constraints on what rules, actions and a mutant read.

        Constraints on nothing of that leave every case of the others possible, as each case that stands keeps them.
        """
        constraints = self.ruleset.constraints
        if any(group.entries for group in self.groups):
            facts = {done_fact(name) for name in actions}.union(*map(self._facts_of, _conditions_of(mutant.new)))
            items: list[Item] = [self.ruleset.rule[name] for name in rules]
            items += (self.ruleset.action[name] for name in actions)
            facts = facts.union(*(self._facts_of(each) for item in items for each in _conditions_of(item)))
            tied = facts.union(*(self._tied[fact] for fact in facts if fact in self._tied))
            constraints = tuple(item for item in constraints if not tied.isdisjoint(self._facts_of(item.never)))
        return _digest(*(self._constraint_digests[item.id] for item in constraints))

    @cached_property
    def _rule_digests(self) -> Mapping[str, str]:
        """For each rule the digest of what it says, when, and of the concepts and facts that it reads."""
        return {
            rule.id: _digest(
                rule.id,
                _meaning(rule),
                repr([rule.id in group.enactment.in_force.rules for group in self.groups]),
                *map(self._read_by, _conditions_of(rule)),
            )
            for rule in self.ruleset.rules
        }

    @cached_property
    def _action_digests(self) -> Mapping[str, str]:
        return {item.id: _digest(_declared(item), self._read_by(item.available)) for item in self.ruleset.actions}

    @cached_property
    def _constraint_digests(self) -> Mapping[str, str]:
        return {item.id: _digest(_declared(item), self._read_by(item.never)) for item in self.ruleset.constraints}

    def _read_by(self, condition: Condition) -> str:
        """The digest of the concepts and facts that a condition reads."""
        ruleset = self.ruleset
        concepts, facts, steps = self._names_in(condition)
        items: list[_Declared] = [*(ruleset.concept[name] for name in sorted(concepts))]
        items += (ruleset.fact[name] for name in sorted(facts))
        needing = [name for name in sorted(steps) if ruleset.action[name].needs_client]
        return _digest(*map(_declared, items), repr(needing))

    def _facts_of(self, condition: Condition) -> frozenset[str]:
        """The facts that a condition reads, those that steps are done among them."""
        found = self._facts_in.get(id(condition))
        if found is None or found[0] is not condition:
            _, facts, steps = self._names_in(condition)
            found = self._facts_in[id(condition)] = condition, frozenset(facts).union(map(done_fact, steps))
        return found[1]

    def _names_in(self, condition: Condition) -> tuple[set[str], set[str], set[str]]:
        """The concepts, facts and steps that a condition reads, directly or through concepts."""
        concepts, facts, steps = set[str](), set[str](), set[str]()
        left = [condition]
        while left:
            for test in tests_in(left.pop()):
                if isinstance(test, ConceptTest) and test.concept not in concepts:
                    concepts.add(test.concept)
                    left.append(self.ruleset.concept[test.concept].means)
                elif isinstance(test, FactTest) and test.fact in self.ruleset.fact:
                    facts.add(test.fact)
                elif isinstance(test, DoneTest):
                    steps.add(test.step)
        return concepts, facts, steps

    # What is looked up again and again.

    @cached_property
    def _graph(self) -> Mapping[Dependency, tuple[Dependency, ...]]:
        return dependencies(self.ruleset)

    @cached_property
    def _is_whole(self) -> bool:
        return all(is_whole(self.ruleset, group.enactment.in_force) for group in self.groups)

    @cached_property
    def _all_rules(self) -> frozenset[str]:
        return frozenset(rule.id for rule in self.ruleset.rules)

    @cached_property
    def _all_actions(self) -> frozenset[str]:
        return frozenset(action.id for action in self.ruleset.actions)

    def _actions_in(self, nodes: Iterable[Dependency]) -> frozenset[str]:
        steps = frozenset(node.id for node in nodes if node.kind is DependencyKind.STEP)
        return steps.union(way.id for way in self.ruleset.ways) if WAYS in nodes else steps

    @cached_property
    def _before(self) -> Mapping[str, list[tuple[str, Norm]]]:
        """For each action the norms by which another comes before it, with their rules."""
        found: dict[str, list[tuple[str, Norm]]] = {}
        for rule in self.ruleset.rules:
            for norm in rule.norms:
                if norm.before is not None:
                    found.setdefault(norm.before, []).append((rule.id, norm))
        return found

    @cached_property
    def _duties(self) -> frozenset[str]:
        return duties(norm for rule in self.ruleset.rules for norm in rule.norms)

    @cached_property
    def _constrained(self) -> frozenset[str]:
        """The concepts that constraints read."""
        return frozenset[str]().union(*(self._names_in(item.never)[0] for item in self.ruleset.constraints))

    @cached_property
    def _tied(self) -> Mapping[str, frozenset[str]]:
        """For each fact that a constraint reads those that constraints tie it to, through others too."""
        found: dict[str, frozenset[str]] = {}
        for constraint in self.ruleset.constraints:
            tied = self._facts_of(constraint.never)
            tied = tied.union(*(found[fact] for fact in tied if fact in found))
            found.update(dict.fromkeys(tied, tied))
        return found

    @cached_property
    def _cases(self) -> Mapping[str, str]:
        """The digest of each case."""
        entries = (entry for group in self.groups for entry in (*group.entries, *group.contradictions))
        return {entry.case.id: _case(entry) for entry in entries}

    def _norms_of(self, mutant: Mutant) -> tuple[Norm, ...]:
        """The norms of the rule that a mutant changes, as they were and as they are."""
        if mutant.kind is not DeclaredKind.RULE:
            return ()
        return (*self.ruleset.rule[mutant.item].norms, *(mutant.new.norms if isinstance(mutant.new, Rule) else ()))

    def _read_by_mutant(self, mutant: Mutant) -> Iterator[Dependency]:
        """What the item that a mutant changes reads, as it is."""
        for condition in _conditions_of(mutant.new):
            for test in tests_in(condition):
                if isinstance(test, ConceptTest):
                    yield Dependency(DependencyKind.CONCEPT, test.concept)
                elif isinstance(test, StatusTest):
                    yield action_node(test.action, self.ruleset)


def _conditions_of(item: Item | None) -> tuple[Condition, ...]:
    match item:
        case Rule(when=when, unless=unless):
            return (when,) if unless is None else (when, unless)
        case Concept(means=condition) | Constraint(never=condition) | Action(available=condition):
            return (condition,)
        case Fact() | None:
            return ()


def _edge(norm: Norm) -> tuple[str, str]:
    return norm.action, norm.before or ""


def _rules_in(nodes: Iterable[Dependency]) -> frozenset[str]:
    return frozenset(node.id for node in nodes if node.kind is DependencyKind.RULE)


def _mutated(mutant: Mutant) -> str:
    return canonical_json([mutant.id, mutant.new])


def _meaning(rule: Rule) -> str:
    restated = [[each.part, each.norms, each.in_force] for each in rule.restatements]
    return canonical_json([rule.when, rule.norms, rule.unless, rule.overrides, rule.in_force, restated])


def _declared(item: _Declared) -> str:
    """What is declared of an item, but for how it is put."""
    parts = {part.name: getattr(item, part.name) for part in attrs.fields(type(item)) if part.name not in _WORDING}
    if isinstance(item, Fact):
        parts["values"] = item.value_ids
        del parts["renamed"]
    return canonical_json([type(item).__name__, parts])


def _case(entry: ReportedCase) -> str:
    case = entry.case
    facts = {name: statement.known for name, statement in case.facts.items()}
    held = case.held or Held()
    parts = attrs.asdict(held, recurse=False)
    return _digest(canonical_json([facts, case.question, case.did, case.omitted, case.as_of, case.decided, parts]))


def _digest(*parts: str) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)}:".encode())
        digest.update(part.encode(errors="surrogatepass"))
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _code() -> str:
    package = Path(__file__).resolve().parent.parent.parent

    files = sorted({file for pattern in _CODE for file in package.glob(pattern)})
    return _digest(*(file.read_text(encoding="utf-8") for file in files))
