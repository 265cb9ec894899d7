"""What earlier runs found, kept for as long as nothing that it rests on has changed.

That a case kills a mutant rests on the case, on the mutant, on the vocabulary, and on the rules that can be applicable
in that case, or that depend on what the mutant changes: a change in any other rule leaves it as it was. A proof of
equivalence rests on the rules that have to do with what depends on the change; on the whole ruleset, if the order of
the plan is part of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import attrs
from attrs import define, field, frozen

from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.bitset.case_set import one_case
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Held
from ethics_engine.model.conditions import ConceptTest, Condition, FactTest, StatusTest, tests_in
from ethics_engine.model.dependencies import Dependency, DependencyKind, dependencies
from ethics_engine.model.enactment import EXCEPTION
from ethics_engine.model.facts import Concept, Constraint, Fact
from ethics_engine.model.rules import Rule
from ethics_engine.model.ruleset import Ruleset, canonical_json
from ethics_engine.version import __version__

from .corpus_columns import CorpusColumns
from .mutant import DeclaredKind, Mutant

_Item = Fact | Concept | Constraint | Action

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
    | {"by", "sources", "also", "meaning", "base_rate", "weight", "ask_early_for", "judged", "sensitive"}
)
"""What says how a fact, concept, constraint or action is put, and where it is from; no outcome rests on it."""


@define
class KeptVerdicts:
    """Verdicts by the id of their mutant: its fate, the case that kills it, and a digest of what that rests on.

    Attributes:
        file: Where they are kept; nowhere if there is none.
    """

    file: Path | None = None
    _verdicts: dict[str, tuple[str, str, str]] = field(factory=dict, init=False)

    @classmethod
    def read(cls, file: Path | None) -> KeptVerdicts:
        """Those in a file; none if it is missing or damaged."""
        kept = cls(file)
        try:
            content = json.loads("{}" if file is None else file.read_text(encoding="utf-8"))
            kept._verdicts = {name: (str(one), str(two), str(three)) for name, (one, two, three) in content.items()}
        except (OSError, ValueError, AttributeError, TypeError):
            return cls(file)
        return kept

    def get(self, mutant: str) -> tuple[str, str, str] | None:
        """What is kept of a mutant."""
        return self._verdicts.get(mutant)

    def put(self, mutant: str, fate: str, killer: str, digest: str) -> None:
        """Keep a verdict."""
        self._verdicts[mutant] = (fate, killer, digest)

    def save(self) -> None:
        """Write them down, whole or not at all; what cannot be written is worked out again next time."""
        if self.file is None:
            return
        from ethics_engine.errors import InputError
        from ethics_engine.rendering.atomic_write import write

        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write(self.file, json.dumps(self._verdicts).encode())
        except (InputError, OSError):
            return


@frozen(slots=False, eq=False)
class Fingerprints:
    """Digests of what verdicts on the mutants of a ruleset rest on."""

    ruleset: Ruleset
    groups: Sequence[CorpusColumns]

    def of_kill(self, mutant: Mutant, killer: str) -> str:
        """The digest of what it rests on that a case kills a mutant; of a case that is not there, of nothing kept."""
        if killer not in self._entries:
            return ""
        rules = [self._rules_of_case[killer]]
        if mutant.kind not in _LOCAL:
            rules.append(self._of_rules(_rules_in(self._stale(mutant))))
        return _digest(self._vocabulary, self._entries[killer], *rules, canonical_json([mutant.id, mutant.new]))

    def of_proof(self, mutant: Mutant) -> str:
        """The digest of what it rests on that no case tells a mutant from the ruleset."""
        days = repr([sorted(group.enactment.rule) for group in self.groups])
        around = self._rules_around(mutant)
        rules = self._all_rules if around is None else self._of_rules(around)
        return _digest(self._vocabulary, rules, days, canonical_json([mutant.id, mutant.new]))

    def _stale(self, mutant: Mutant) -> frozenset[Dependency]:
        """All that depends on what a mutant changes.

        If a fact is assumed otherwise, those may fall with it that share a constraint with it, and so on.
        """
        if mutant.kind is DeclaredKind.FACT:
            return self.groups[0].depending_on_facts(self._tied.get(mutant.item, frozenset({mutant.item})))
        return self.groups[0].stale(mutant)

    def _rules_around(self, mutant: Mutant) -> frozenset[str] | None:
        """The rules that have a say in what depends on what a mutant changes; None where it may be any rule."""
        if mutant.kind is DeclaredKind.CONSTRAINT:
            return None
        start = list(self._stale(mutant))
        ruleset = self.ruleset
        new = mutant.new.norms if isinstance(mutant.new, Rule) else ()
        stale = [ruleset.rule[node.id].norms for node in start if node.kind is DependencyKind.RULE]
        if any(norm.before is not None for norms in (*stale, new) for norm in norms):
            return None  # what comes before what may reach any plan
        found = set(start)
        while start:
            for node in self._graph.get(start.pop(), ()):
                if node not in found:
                    found.add(node)
                    start.append(node)
        return _rules_in(found)

    def _of_rules(self, names: frozenset[str]) -> str:
        return _digest(*(self._rule_digests[name] for name in sorted(names)))

    @cached_property
    def _graph(self) -> Mapping[Dependency, tuple[Dependency, ...]]:
        return dependencies(self.ruleset)

    @cached_property
    def _tied(self) -> Mapping[str, frozenset[str]]:
        """For each fact that a constraint reads those that constraints tie it to, through others too."""
        found: dict[str, frozenset[str]] = {}
        enactment = self.groups[0].enactment
        for constraint in enactment.constraints:
            tied = frozenset(facts_read(constraint.never, enactment))
            tied = tied.union(*(found[fact] for fact in tied if fact in found))
            found.update(dict.fromkeys(tied, tied))
        return found

    @cached_property
    def _vocabulary(self) -> str:
        """The digest of the constraints and actions, with what they read."""
        ruleset = self.ruleset
        dates = canonical_json([[part.name, part.in_force] for part in ruleset.parts])
        constraints = [_digest(_declared(item), self._read_by(item.never)) for item in ruleset.constraints]
        actions = [_digest(_declared(item), self._read_by(item.available)) for item in ruleset.actions]
        return _digest(__version__, _code(), dates, *constraints, *actions)

    @cached_property
    def _rule_digests(self) -> Mapping[str, str]:
        """For each rule the digest of what it says, and of the concepts and facts that it reads."""
        found: dict[str, str] = {}
        for rule in self.ruleset.rules:
            conditions = (rule.when, *([rule.unless] if rule.unless is not None else []))
            found[rule.id] = _digest(rule.id, _meaning(rule), *map(self._read_by, conditions))
        return found

    def _read_by(self, condition: Condition) -> str:
        """The digest of the concepts and facts that a condition reads."""
        ruleset, left = self.ruleset, [condition]
        concepts, facts = set[str](), set[str]()
        while left:
            for test in tests_in(left.pop()):
                if isinstance(test, ConceptTest) and test.concept not in concepts:
                    concepts.add(test.concept)
                    left.append(ruleset.concept[test.concept].means)
                elif isinstance(test, FactTest) and test.fact in ruleset.fact:
                    facts.add(test.fact)
        items: list[_Item] = [*(ruleset.concept[name] for name in sorted(concepts))]
        items += (ruleset.fact[name] for name in sorted(facts))
        return _digest(*map(_declared, items))

    @cached_property
    def _all_rules(self) -> str:
        return _digest(*self._rule_digests.values())

    @cached_property
    def _entries(self) -> Mapping[str, str]:
        """The digest of each case."""
        found: dict[str, str] = {}
        for group in self.groups:
            for entry in (*group.entries, *group.contradictions):
                found[entry.case.id] = _case(entry)
        return found

    @cached_property
    def _rules_of_case(self) -> Mapping[str, str]:
        """For each case the digest of the rules that can be applicable in it."""
        found: dict[str, str] = {}
        for group in self.groups:
            program, memory = group.batch.program, group.batch.memory
            fails = {name: memory.read(operand)[1] for name, operand in program.applicable.items()}
            asking = {rule.id for rule in self.ruleset.rules if _asks_status(rule)}
            for index, entry in enumerate(group.entries):
                bit = one_case(index)
                names = {name.removesuffix(EXCEPTION) for name, column in fails.items() if not column & bit} | asking
                found[entry.case.id] = _digest(*(self._rule_digests[name] for name in sorted(names)))
            for entry in group.contradictions:
                found[entry.case.id] = ""
        return found


_LOCAL = (DeclaredKind.RULE, DeclaredKind.CONSTRAINT)
"""The kinds of items whose mutants cannot make other rules applicable, but through statuses."""


def _rules_in(nodes: Iterable[Dependency]) -> frozenset[str]:
    return frozenset(node.id for node in nodes if node.kind is DependencyKind.RULE)


def _asks_status(rule: Rule) -> bool:
    conditions = (rule.when, *([rule.unless] if rule.unless is not None else []))
    return any(isinstance(test, StatusTest) for condition in conditions for test in tests_in(condition))


def _meaning(rule: Rule) -> str:
    restated = [[each.part, each.norms, each.in_force] for each in rule.restatements]
    return canonical_json([rule.when, rule.norms, rule.unless, rule.overrides, rule.in_force, restated])


def _declared(item: _Item) -> str:
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


def _code() -> str:
    package = Path(__file__).resolve().parent.parent.parent

    files = sorted({file for pattern in _CODE for file in package.glob(pattern)})
    return _digest(*(file.read_text(encoding="utf-8") for file in files))
