"""Decided cases held against mutants, all cases at once and only as far as a mutant differs from the ruleset."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

import attrs
from attrs import define, field, frozen

from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.case_law.case_tests import evaluate_case
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.case_law.holdings import OPEN, Holding, Point, Said, holdings, is_kept, said
from ethics_engine.consultation.default_assumptions import case_knowledge, surely_broken, surely_kept
from ethics_engine.engines.bitset import Batch, Columns, run
from ethics_engine.engines.bitset.batch import assumptions, finish
from ethics_engine.engines.bitset.case_set import NO_CASES, CaseSet, one_case
from ethics_engine.engines.bitset.compiler import recompiled
from ethics_engine.engines.bitset.machine import bits
from ethics_engine.errors import ContradictionError
from ethics_engine.model.case import Ask, Case, Held, Verdict
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.conditions import DoneTest, FactTest, tests_in
from ethics_engine.model.dependencies import WAYS, Dependency, DependencyKind, action_node, dependencies
from ethics_engine.model.enactment import EXCEPTION, Enactment, done_fact, reenact
from ethics_engine.model.facts import Fact, FactType
from ethics_engine.model.knowledge import Knowledge, Possible, Selection, Values
from ethics_engine.model.outcome import UNDECIDED
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.rules import Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.truth import Truth

from .mutant import DeclaredKind, Item, Mutant

_TRUTHS = ("effective", "available", "instead", "awaits", "forces", "disposed", "unmet")
"""The parts of an evaluation that are truths and that something held may depend on."""

_UNTOLD: Said = frozenset({(UNDECIDED.value,)})
_SOLVED = (Point.MUST_ASK, Point.NORMS)
"""What is held of an answer's reasons; it is looked at one case at a time."""

_OF_ACTIONS = (Ask.MAY, Ask.MUST, Ask.RIGHT)
"""The questions that are answered by how the rules bear on the actions that they name."""

_NARROWEST_FIRST = (
    *(Point.STATUS, Point.DENIED, Point.RATIO, Point.ANSWER, Point.VERDICT, Point.DISPOSITION, Point.FIRST),
    *_SOLVED,
)
"""In which order points are looked at: those first that are worked out from less, so that a verdict rests on less."""

CONTRADICTION = "constraint"
"""What fails of a case whose facts contradict each other by the ruleset or by a mutant, and not by the other."""

Key = tuple[str, object]
"""A value of an evaluation: the part, and what in it."""


@frozen(eq=False)
class MutantRun:
    """A mutant run on the cases of one enactment.

    Attributes:
        killed_by: The first case that fails, if one surely does.

        basis: What was held of that case and fails, as the keys of the case file; `CONTRADICTION` where its facts are
            one, or no longer are.

        unclear: The cases that may fail, which takes the solver to decide, each with what is known of it.
    """

    enactment: Enactment
    killed_by: str | None
    basis: str = ""
    unclear: tuple[tuple[ReportedCase, Knowledge], ...] = ()


@define(eq=False)
class CorpusColumns:
    """The decided cases that are judged by one enactment, evaluated once.

    Attributes:
        entries: The cases that pass, but for those whose facts contradict each other.

        contradictions: The cases of which it was held that they cannot be.

        open: The numbers of the cases of which something held is decided by the solver.

        fallen: The numbers of the cases in which some assumption does not stand though nothing is stated.
    """

    enactment: Enactment
    entries: Sequence[ReportedCase]
    known: Sequence[Knowledge]
    queries: Sequence[PossibilityQuery]
    contradictions: Sequence[ReportedCase]
    batch: Batch = field(init=False)
    open: CaseSet = field(init=False, default=NO_CASES)
    _held: list[tuple[Holding, ...]] = field(init=False, factory=list)
    fallen: CaseSet = field(init=False, default=NO_CASES)
    _all_parts: CaseSet = field(init=False, default=NO_CASES)
    _interest: dict[Key, CaseSet] = field(init=False, factory=dict)
    _dependents: Mapping[Dependency, Sequence[Dependency]] = field(init=False)
    _literals: dict[FactTest, tuple[CaseSet, CaseSet]] = field(init=False, factory=dict)
    _known_of: dict[str, Mapping[Possible, CaseSet]] = field(init=False, factory=dict)

    def __attrs_post_init__(self) -> None:
        presumed = assumptions(self.enactment)
        stated = [
            _stated(entry.case, known, self.enactment) for entry, known in zip(self.entries, self.known, strict=True)
        ]
        self.batch = run(self.enactment, stated, presumed)
        for index, (entry, known) in enumerate(zip(self.entries, self.known, strict=True)):
            case, bit = entry.case, one_case(index)
            ruling = self._ruling(self.enactment, self.batch, index)
            held = sorted(holdings(case.held or Held()), key=lambda each: _NARROWEST_FIRST.index(each.point))
            self._held.append(tuple(holding for holding in held if holding.point not in _SOLVED))
            for holding in held:
                if holding.point in _SOLVED or not is_definite(said(holding, ruling)):
                    self.open |= bit
                for key in self._concerns(case, holding):
                    self._interest[key] = self._interest.get(key, NO_CASES) | bit
            if _asks_first(case):
                self._all_parts |= bit
            if not presumed.keys() <= known.keys():
                self.fallen |= bit
        dependents: dict[Dependency, list[Dependency]] = {}
        for node, read in dependencies(self.enactment.ruleset).items():
            for other in read:
                dependents.setdefault(other, []).append(node)
        self._dependents = dependents

    @cached_property
    def index(self) -> Mapping[str, int]:
        """The number of each case."""
        return {entry.case.id: index for index, entry in enumerate(self.entries)}

    def has(self, case: str) -> bool:
        """Whether a case is among these, be it a contradiction."""
        return case in self.index or any(entry.case.id == case for entry in self.contradictions)

    def holding(self, index: int, name: str) -> Holding | None:
        """What is held of a case, by the name of the point; None if it is not held, or takes the solver."""
        return next((holding for holding in self._held[index] if holding.name == name), None)

    def read_by(self, index: int, basis: str) -> frozenset[Dependency] | None:
        """What a thing held of a case is read from, by the name of the point; for no name, what all things held are.

        None if it is not held, or rests on more than what the rules make of the case.
        """
        ruleset, query = self.enactment.ruleset, self.queries[index]
        holding = self.holding(index, basis)
        if holding is None:
            held = () if basis else holdings(self.entries[index].case.held or Held())
            return None if basis or any(each.point in _SOLVED for each in held) else self._everything
        match holding.point:
            case Point.STATUS | Point.DENIED:
                return frozenset({action_node(holding.subject, ruleset)})
            case Point.RATIO:
                return frozenset({Dependency(DependencyKind.RULE, holding.subject.removesuffix(EXCEPTION))})
            case Point.DISPOSITION:
                return frozenset({WAYS})
            case Point.ANSWER | Point.VERDICT if query.named and query.question.ask in _OF_ACTIONS:
                return self._bearing_on((*query.named, *query.beside))
            case Point.ANSWER | Point.VERDICT | Point.FIRST | Point.NORMS | Point.MUST_ASK:
                return self._everything

    def _bearing_on(self, actions: Sequence[str]) -> frozenset[Dependency]:
        """What it is read from how the rules bear on some actions: they, their means, and what may come before them."""
        ruleset = self.enactment.ruleset
        before = (norm.action for rule in ruleset.rules for norm in rule.norms if norm.before in actions)
        means = (name for action in actions for name in ruleset.action[action].met_by)
        return frozenset(action_node(name, ruleset) for name in (*actions, *means, *before))

    @cached_property
    def _everything(self) -> frozenset[Dependency]:
        return frozenset(dependencies(self.enactment.ruleset))

    @cached_property
    def may_apply(self) -> Sequence[frozenset[str]]:
        """For each case the rules that do not surely fail to apply, or whose exception does not."""
        found: list[set[str]] = [set() for _ in self.entries]
        for name, operand in self.batch.program.applicable.items():
            _, never = self.batch.memory.read(operand)
            for index in bits(self.batch.memory.everyone & ~never):
                found[index].add(name.removesuffix(EXCEPTION))
        return [*map(frozenset, found)]

    def holds_ratio_on(self, mutant: Mutant) -> bool:
        """Whether a case is held to be decided by a rule that a mutant may make effective elsewhere."""
        ratios = {str(name).removesuffix(EXCEPTION) for part, name in self._interest if part == "effective"}
        return any(node.kind is DependencyKind.RULE and node.id in ratios for node in self.stale(mutant))

    def cases_by(self, test: FactTest) -> tuple[CaseSet, CaseSet]:
        """The cases that surely pass a test of a fact, and those that surely do not."""
        register = self.batch.registers.get(test)
        if register is not None:
            return self.batch.memory.true[register], self.batch.memory.false[register]
        return self._literal(test, self.enactment)

    # What a mutant changes.

    def run(self, mutant: Mutant, only: str | None = None) -> MutantRun:
        """Hold the cases, or only one of them, against a mutant, until one surely fails."""
        ruleset = mutant.applied_to(self.enactment.ruleset)
        enactment = reenact(self.enactment, ruleset)
        chosen = self.batch.memory.everyone
        if only is not None:
            chosen = one_case(self.index[only]) if only in self.index else NO_CASES
        if mutant.kind in (DeclaredKind.CONSTRAINT, DeclaredKind.FACT, DeclaredKind.CONCEPT):
            for entry in self.contradictions:
                if only in (None, entry.case.id) and not _is_contradiction(entry.case, enactment):
                    return MutantRun(enactment, entry.case.id, CONTRADICTION)
        if mutant.kind is DeclaredKind.FACT:
            if (killer := self._left_open(mutant, chosen)) is not None:
                return MutantRun(enactment, *killer)
            known, batch = self._with_other_assumption(mutant.item, enactment.fact[mutant.item].presumed)
        else:
            known, batch = self.known, self._continued(mutant, enactment)
        suspects = self._suspects(mutant, batch) & chosen
        unclear: list[int] = []
        unlawful = self._unlawful(mutant, batch) & chosen
        for index in bits(suspects & ~unlawful):
            ruling = self._ruling(enactment, batch, index, known=known[index])
            failing, clear = self._failing(ruling, index)
            if failing is not None:
                return MutantRun(enactment, self.entries[index].case.id, failing.name)
            if not clear:
                unclear.append(index)
        bare = attrs.evolve(enactment, rules=(), overridden_by={})  # what is known of a case rests on no rule
        same_rules = mutant.kind in (DeclaredKind.CONSTRAINT, DeclaredKind.FACT)
        for index in bits(unlawful):
            case = self.entries[index].case
            try:
                stated = {fact: statement.known for fact, statement in case.facts.items()}
                anew = case_knowledge(bare, stated, presume=True, places={}).known
            except ContradictionError:
                return MutantRun(enactment, case.id, CONTRADICTION)
            batch = run(self.enactment if same_rules else enactment, [anew])
            ruling = self._ruling(enactment, batch, 0, of=index, known=anew)
            failing, clear = self._failing(ruling, index)
            if failing is not None:
                return MutantRun(enactment, case.id, failing.name)
            if not clear or one_case(index) & self.open:
                unclear.append(index)
        left = dict.fromkeys([*unclear, *bits(self.open)])
        unclear_cases = tuple((self.entries[index], self.known[index]) for index in left)
        return MutantRun(enactment, None, unclear=unclear_cases)

    def _failing(self, ruling: CaseEvaluation, index: int) -> tuple[Holding | None, bool]:
        """What was held of a case and surely fails, and whether it is clear of all the rest that it does not."""
        clear = True
        for holding in self._held[index]:
            found = said(holding, ruling)
            if is_definite(found):
                if not is_kept(holding, found):
                    return holding, clear
            elif holding.point is not Point.DENIED or not is_kept(holding, found):
                clear = False
        return None, clear

    def _ruling(
        self, enactment: Enactment, batch: Batch, bit: int, *, of: int | None = None, known: Knowledge | None = None
    ) -> CaseEvaluation:
        index = bit if of is None else of
        knowledge = self.known[index] if known is None else known
        return CaseEvaluation(enactment, knowledge, batch.evaluation(bit), self.queries[index], ask_solver=False)

    def _continued(self, mutant: Mutant, enactment: Enactment) -> Batch:
        """The batch of a mutant: what it does not change is taken over."""
        program = recompiled(self.enactment, enactment, self.stale(mutant))
        before = self.batch.memory
        memory = Columns(before.everyone, list(before.true), list(before.false), list(before.slots))
        for test in program.literals:
            true, false = self._literal(test, enactment)
            memory.true.append(true)
            memory.false.append(false)
        return finish(program, memory)

    def _literal(self, test: FactTest, enactment: Enactment) -> tuple[CaseSet, CaseSet]:
        if test not in self._literals:
            self._literals[test] = _columns_of(test, enactment, self._by_knowledge(enactment.fact[test.fact]))
        return self._literals[test]

    def _by_knowledge(self, fact: Fact) -> Mapping[Possible, CaseSet]:
        """The cases by what is known of a fact."""
        if fact.id not in self._known_of:
            self._known_of[fact.id] = _by_knowledge(fact, self.known)
        return self._known_of[fact.id]

    def _left_open(self, mutant: Mutant, chosen: CaseSet) -> tuple[str, str] | None:
        """The first case that fails if a fact is no longer assumed, as some value of it gives another outcome.

        With what was held of it.
        """
        fact = self.enactment.fact[mutant.item]
        if not isinstance(mutant.new, Fact) or mutant.new.presumed is not None:
            return None
        for value in single_values(fact):
            known, batch = self._with_other_assumption(fact.id, value)
            for index in bits(self._suspects(mutant, batch) & batch.lawful() & chosen & ~self.fallen):
                case = self.entries[index].case
                ruling = self._ruling(self.enactment, batch, index, known=known[index])
                for holding in self._held[index]:
                    if not {OPEN, Verdict.NO_VERDICT.value} & set(holding.words):
                        found = said(holding, ruling)
                        if is_definite(found) and not is_kept(holding, found):
                            return case.id, holding.name
        return None

    def _with_other_assumption(self, name: str, presumed: Possible | None) -> tuple[Sequence[Knowledge], Batch]:
        """What is known if a fact is assumed otherwise, or not at all, with the batch."""
        known: list[Knowledge] = []
        for entry, before in zip(self.entries, self.known, strict=True):
            if name in entry.case.facts or name not in before:
                known.append(before)
            elif presumed is None:
                known.append({fact: value for fact, value in before.items() if fact != name})
            else:
                known.append({**before, name: presumed})
        by_knowledge = _by_knowledge(self.enactment.fact[name], known)
        program, memory = self.batch.program, Columns(self.batch.memory.everyone, [], [])
        for register, test in enumerate(program.literals):
            pair = self.batch.memory.true[register], self.batch.memory.false[register]
            true, false = _columns_of(test, self.enactment, by_knowledge) if test.fact == name else pair
            memory.true.append(true)
            memory.false.append(false)
        return known, finish(program, memory)

    def stale(self, mutant: Mutant) -> frozenset[Dependency]:
        """All that depends on what a mutant changes, of constraints and assumptions nothing."""
        ruleset, start = self.enactment.ruleset, list[Dependency]()
        match mutant.kind:
            case DeclaredKind.RULE:
                start += self._changed_by_rule(ruleset.rule[mutant.item], mutant.new)
            case DeclaredKind.CONCEPT:
                start.append(Dependency(DependencyKind.CONCEPT, mutant.item))
            case DeclaredKind.ACTION:
                start.append(action_node(mutant.item, ruleset))
            case DeclaredKind.CONSTRAINT | DeclaredKind.FACT:
                pass
        return self._with_dependents(start)

    def _changed_by_rule(self, old: Rule, new: Item | None) -> Iterator[Dependency]:
        """What is no more as it was where a rule is another, or is gone: if only its norms are, what they are on."""
        ruleset, norms = self.enactment.ruleset, frozenset(old.norms)
        if isinstance(new, Rule) and (old.when, old.unless, old.overrides) == (new.when, new.unless, new.overrides):
            norms ^= frozenset(new.norms)
        else:
            yield Dependency(DependencyKind.RULE, old.id)
            added = new if isinstance(new, Rule) else None
            norms |= frozenset(added.norms if added else ())
            for other in (*old.overrides, *(added.overrides if added else ())):
                yield Dependency(DependencyKind.RULE, other.removesuffix(EXCEPTION))
        yield from (action_node(norm.action, ruleset) for norm in norms)

    def depending_on_facts(self, facts: Collection[str]) -> frozenset[Dependency]:
        """All that depends on one of some facts."""
        return self._with_dependents([node for fact in facts for node in self._readers.get(fact, ())])

    @cached_property
    def _readers(self) -> Mapping[str, Sequence[Dependency]]:
        """For each fact the rules, concepts and actions with a test of it."""
        ruleset, found = self.enactment.ruleset, dict[str, list[Dependency]]()
        conditions = [
            *((Dependency(DependencyKind.RULE, rule.id), rule.when) for rule in ruleset.rules),
            *((Dependency(DependencyKind.RULE, rule.id), rule.unless) for rule in ruleset.rules if rule.unless),
            *((Dependency(DependencyKind.CONCEPT, concept.id), concept.means) for concept in ruleset.concepts),
            *((action_node(action.id, ruleset), action.available) for action in ruleset.actions),
        ]
        for node, condition in conditions:
            for test in tests_in(condition):
                if isinstance(test, FactTest):
                    found.setdefault(test.fact, []).append(node)
                elif isinstance(test, DoneTest):
                    found.setdefault(done_fact(test.step), []).append(node)
        return found

    def _with_dependents(self, start: list[Dependency]) -> frozenset[Dependency]:
        found = set(start)
        while start:
            for node in self._dependents.get(start.pop(), ()):
                if node not in found:
                    found.add(node)
                    start.append(node)
        return frozenset(found)

    # Which cases that may touch.

    def _concerns(self, case: Case, holding: Holding) -> Iterator[Key]:
        """The values that something held depends on."""
        match holding.point:
            case Point.STATUS | Point.DENIED:
                yield "statuses", holding.subject
            case Point.RATIO:
                yield "effective", holding.subject
            case Point.DISPOSITION:
                yield from (("forces", force) for force in self.batch.program.forces)
                yield from (("disposed", key) for key in self.batch.program.disposed)
            case Point.ANSWER | Point.VERDICT:
                asked = (case.question.action,) if case.question.action else ()
                for action in (*asked, *case.did, *case.omitted):
                    yield "statuses", action
                    yield "available", action
                    yield "unmet", action
                    yield "awaits", action
                    if case.question.ask is Ask.RIGHT:
                        yield "instead", action
            case Point.FIRST | Point.NORMS | Point.MUST_ASK:
                pass

    def _suspects(self, mutant: Mutant, batch: Batch) -> CaseSet:
        """The cases in which something that was held may now be otherwise, as far as columns tell."""
        suspects = any_part = NO_CASES
        for key, changed in self._changes(batch):
            any_part |= changed
            suspects |= changed & self._interest.get(key, NO_CASES)
        suspects |= any_part & self._all_parts
        if mutant.kind is DeclaredKind.RULE and (befores := self._precedence_changed(mutant)):
            for program, memory in ((self.batch.program, self.batch.memory), (batch.program, batch.memory)):
                for rule in befores:
                    if rule in program.effective:
                        suspects |= self._all_parts & ~memory.read(program.effective[rule])[1]
        return suspects

    def _precedence_changed(self, mutant: Mutant) -> tuple[str, ...]:
        old = self.enactment.ruleset.rule[mutant.item]
        new = mutant.new.norms if isinstance(mutant.new, Rule) else ()

        def edges(norms: Sequence[Norm]) -> frozenset[tuple[str, str]]:
            return frozenset((norm.action, norm.before) for norm in norms if norm.before and norm.modality.positive)

        return () if edges(old.norms) == edges(new) else (mutant.item,)

    def _changes(self, batch: Batch) -> Iterator[tuple[Key, CaseSet]]:
        """Each value that is not what it was, with the cases in which it is not."""
        old, new, before, after = self.batch.program, batch.program, self.batch.memory, batch.memory
        anew = new is old  # the same program on other facts
        for action, slot in new.statuses.items():
            if anew or slot != old.statuses[action]:
                changed = NO_CASES
                for one, other in zip(before.statuses(old.statuses[action]), after.statuses(slot), strict=True):
                    changed |= one ^ other
                if changed:
                    yield ("statuses", action), changed
        for part in _TRUTHS:
            now, was = getattr(new, part), getattr(old, part)
            for key, operand in now.items():
                earlier = was.get(key)
                if earlier is None:
                    changed = after.everyone & ~after.read(operand)[1]
                elif anew or earlier != operand:
                    (true, false), (also, not_) = before.read(earlier), after.read(operand)
                    changed = (true ^ also) | (false ^ not_)
                else:
                    continue
                if changed:
                    yield (part, key[1 if part == "instead" else 0] if part in _OF_PAIRS else key), changed
            for key in was.keys() - now.keys():
                changed = before.everyone & ~before.read(was[key])[1]
                if changed:
                    yield (part, key[1 if part == "instead" else 0] if part in _OF_PAIRS else key), changed

    def _unlawful(self, mutant: Mutant, batch: Batch) -> CaseSet:
        """The cases of which other assumptions may fall, or that may be contradictions now."""
        if mutant.kind not in (DeclaredKind.CONSTRAINT, DeclaredKind.FACT, DeclaredKind.CONCEPT):
            return NO_CASES
        kept = batch.lawful()
        if isinstance(mutant.new, Fact) and mutant.new.presumed is None:
            kept |= self.batch.lawful()  # assumptions that stood together still stand if one of them is not made
        if mutant.kind is DeclaredKind.CONCEPT and batch.program.constraints == self.batch.program.constraints:
            return NO_CASES
        return (batch.memory.everyone & ~kept) | self.fallen


_OF_PAIRS = ("awaits", "instead")


def corpora(entries: Sequence[ReportedCase], ruleset: Ruleset) -> Iterator[CorpusColumns]:
    """The decided cases, grouped by the rules in force on their day; those that fail already are left out."""
    groups: dict[Enactment, list[tuple[ReportedCase, CaseEvaluation]]] = {}
    apart: list[ReportedCase] = []
    for entry, heard in zip(entries, evaluate_case(entries, ruleset), strict=True):
        if entry.case.held is not None and entry.case.held.constraint is not None:
            if entry.case.held.constraint in heard.broken:
                apart.append(entry)
        elif heard.evaluated is not None and _passes(entry.case, heard.evaluated):
            groups.setdefault(heard.evaluated.enactment, []).append((entry, heard.evaluated))
    for number, (enactment, pairs) in enumerate(groups.items()):
        cases, rulings = zip(*pairs, strict=True)
        known = [ruling.known for ruling in rulings]
        queries = [ruling.query for ruling in rulings]
        yield CorpusColumns(enactment, cases, known, queries, apart if number == 0 else ())


def _passes(case: Case, ruling: CaseEvaluation) -> bool:
    quick = attrs.evolve(ruling, ask_solver=False)
    for holding in holdings(case.held or Held()):
        if holding.point not in _SOLVED:
            found = said(holding, quick)
            if is_definite(found) and not is_kept(holding, found):
                return False
    return True


def single_values(fact: Fact) -> Iterator[Possible]:
    """Each value of a fact; of a choice of any number each option alone, and none."""
    if fact.type is FactType.CHOICES:
        for chosen in (frozenset[str](), *(frozenset({value}) for value in fact.value_ids)):
            yield Selection(chosen, frozenset(fact.value_ids) - chosen)
    elif fact.type is not FactType.COUNT:
        yield from (Values(frozenset({value})) for value in fact.value_ids)


def is_definite(found: Said) -> bool:
    """Whether one possibility is left at a point, and there is a word for it."""
    return len(found) == 1 and found != _UNTOLD


def _stated(case: Case, known: Knowledge, enactment: Enactment) -> Knowledge:
    """What is stated of a case, and of each assumption that does not stand in it, that it may be anything."""
    fallen = assumptions(enactment).keys() - known.keys()
    return {name: enactment.fact[name].anything for name in fallen} | {name: known[name] for name in case.facts}


def _asks_first(case: Case) -> bool:
    return case.question.ask is Ask.FIRST or (case.held is not None and case.held.first is not None)


def _is_contradiction(case: Case, enactment: Enactment) -> bool:
    """Whether a case is the contradiction that was held."""
    stated = {fact: statement.known for fact, statement in case.facts.items()}
    if broken := surely_broken(enactment, stated):
        return case.held is not None and case.held.constraint == broken[0]
    if surely_kept(enactment, {**assumptions(enactment), **stated}):
        return False
    try:
        case_knowledge(enactment, stated, presume=True, places={})
    except ContradictionError as error:
        return case.held is not None and case.held.constraint in error.constraints
    return False


def _by_knowledge(fact: Fact, known: Sequence[Knowledge]) -> Mapping[Possible, CaseSet]:
    """The cases by what is known of a fact in them."""
    found: dict[Possible, CaseSet] = {}
    for index, knowledge in enumerate(known):
        possible = knowledge.get(fact.id) or fact.anything
        found[possible] = found.get(possible, NO_CASES) | one_case(index)
    return found


def _columns_of(
    test: FactTest, enactment: Enactment, by_knowledge: Mapping[Possible, CaseSet]
) -> tuple[CaseSet, CaseSet]:
    """The cases that surely pass a test, and those that surely do not."""
    fact, true, false = enactment.fact[test.fact], NO_CASES, NO_CASES
    for possible, cases in by_knowledge.items():
        truth = truth_of_test(test, fact, possible)
        if truth is Truth.TRUE:
            true |= cases
        elif truth is Truth.FALSE:
            false |= cases
    return true, false
