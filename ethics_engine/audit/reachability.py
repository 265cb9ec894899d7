"""What can never come about in any possible case, and what can but should not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ethics_engine.engines.answer_set import queries
from ethics_engine.engines.answer_set.queries import Impossible, Undecided
from ethics_engine.engines.bitset import Batch
from ethics_engine.engines.bitset.case_set import CaseSet
from ethics_engine.model.enactment import EXCEPTION, Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.rules import Rule
from ethics_engine.model.status import Force, Status
from ethics_engine.text.actions import named
from ethics_engine.text.lists import listed
from ethics_engine.text.norms import STATUS_IN_WORDS

from .findings import FindingKind, RuleFinding
from .witness_search import Column, WitnessSearch

_FORCE = {Status.REQUIRED: Force.REQUIRED, Status.ADVISED: Force.ADVISED, Status.PERMITTED: Force.PERMITTED}


def status_is(action: str, status: Status) -> Column:
    """The cases in which an action surely has a status."""
    return lambda batch: batch.has(action, (status,))[0]


def is_effective(rule: str) -> Column:
    """The cases in which a rule is surely effective."""
    return lambda batch: batch.memory.read(batch.program.effective[rule])[0]


def is_applicable(rule: str) -> Column:
    """The cases in which a rule is surely applicable."""
    return lambda batch: batch.memory.read(batch.program.applicable[rule])[0]


def _both(one: Column, other: Column) -> Column:
    return lambda batch: one(batch) & other(batch)


def rule_named(rule: str) -> str:
    """A rule, or the exception to one, as it is called in a sentence."""
    if rule.endswith(EXCEPTION):
        return f"the exception to the rule `{rule.removesuffix(EXCEPTION)}`"
    return f"the rule `{rule}`"


@frozen
class Reachability:
    """Looks for what can, and what cannot, come about."""

    search: WitnessSearch

    @property
    def _enactment(self) -> Enactment:
        return self.search.enactment

    def findings(self) -> Iterator[RuleFinding]:
        """Everything found, kind by kind."""
        yield from self._dilemmas()
        yield from self._unmet()
        yield from self._no_way()
        live = [rule for rule in self._enactment.rules if self.search.is_seen(is_effective(rule.id))]
        for rule in self._enactment.rules:
            if rule not in live:
                found = self._never_effective(rule)
                if found is None:
                    live.append(rule)
                else:
                    yield found
        yield from self._unreachable_statuses({rule.id for rule in live})
        yield from self._idle_constraints()

    def _dilemmas(self) -> Iterator[RuleFinding]:
        for action in self._enactment.actions:
            so = status_is(action.id, Status.DILEMMA)
            found = self.search.find(so, {queries.has_status(action.id, Status.DILEMMA): True})
            if isinstance(found, Mapping):
                rules = self._speaking(found, [action.id])
                yield RuleFinding(
                    FindingKind.DILEMMA,
                    action.id,
                    f"A dilemma is possible over {named(action)}: rules of equal weight conflict",
                    found,
                    rules,
                )
            elif found is Undecided.UNDECIDED:
                yield _undecided(FindingKind.DILEMMA, action.id, f"a dilemma is possible over {named(action)}")

    def _unmet(self) -> Iterator[RuleFinding]:
        for duty in (action for action in self._enactment.actions if action.met_by):
            found = self.search.find(_truth_of_unmet(duty.id), {queries.unmet(duty.id): True})
            what = f"{named(duty)} can be required while every way to meet it is closed"
            if isinstance(found, Mapping):
                rules = self._speaking(found, [duty.id, *duty.met_by])
                yield RuleFinding(FindingKind.UNMET, duty.id, what, found, rules)
            elif found is Undecided.UNDECIDED:
                yield _undecided(FindingKind.UNMET, duty.id, what)

    def _no_way(self) -> Iterator[RuleFinding]:
        ways = [way.id for way in self._enactment.ways]

        def so(batch: Batch) -> CaseSet:
            column = batch.memory.read(batch.program.forces[Force.DILEMMA])[0]
            for way in ways:
                column &= ~batch.statuses(way)[Status.DILEMMA]
            return column

        claims = {queries.disposed(Force.DILEMMA): True}
        found = self.search.find(so, {**claims, **{queries.has_status(way, Status.DILEMMA): False for way in ways}})
        what = "every course of action that is possible can be forbidden at once"
        if isinstance(found, Mapping):
            yield RuleFinding(FindingKind.NO_WAY, "", what, found, self._speaking(found, ways))
        elif found is Undecided.UNDECIDED:
            yield _undecided(FindingKind.NO_WAY, "", what)

    def _never_effective(self, rule: Rule) -> RuleFinding | None:
        found = self.search.find(is_effective(rule.id), {queries.effective(rule.id): True})
        if isinstance(found, Mapping):
            return None
        if found is Undecided.UNDECIDED:
            return _undecided(FindingKind.DEFEATED_RULE, rule.id, f"{rule_named(rule.id)} is never effective")
        applicable = self.search.find(is_applicable(rule.id), {queries.applicable(rule.id): True})
        if applicable is Undecided.UNDECIDED:
            return _undecided(FindingKind.DEAD_RULE, rule.id, f"{rule_named(rule.id)} is never applicable")
        if isinstance(applicable, Impossible):
            why = because_of(applicable, "its condition contradicts itself")
            what = f"{rule_named(rule.id)} never applies: no possible case meets its condition"
            return RuleFinding(FindingKind.DEAD_RULE, rule.id, what, None, applicable.constraints, why)
        defeaters = self._defeaters(rule.id)
        return RuleFinding(
            FindingKind.DEFEATED_RULE,
            rule.id,
            f"{rule_named(rule.id)} is overridden wherever it applies",
            applicable,
            defeaters,
            f"one of these always applies, too: {listed(f'`{other}`' for other in defeaters)}",
        )

    def _defeaters(self, rule: str) -> tuple[str, ...]:
        """The rules that defeat it in one of the samples; all that override it where none of those shows one."""
        others = self._enactment.overridden_by[rule]
        applies, found = is_applicable(rule), []
        for other in others:
            if self.search.is_seen(_both(applies, is_effective(other))):
                found.append(other)
        return tuple(found or others)

    def _unreachable_statuses(self, live: set[str]) -> Iterator[RuleFinding]:
        for action in self._enactment.actions:
            aims: dict[Status, list[str]] = {}
            for rule, norm in self._enactment.norms_on[action.id]:
                if rule.id in live:
                    aims.setdefault(norm.modality.status, []).append(rule.id)
            for status, rules in aims.items():
                if self.search.is_seen(status_is(action.id, status)):
                    yield from self._unreachable_disposition(action.id, status, rules)
                    continue
                found = self.search.find(status_is(action.id, status), {queries.has_status(action.id, status): True})
                name = f"{action.id}={status.value}"
                what = f"{named(action)} is never {STATUS_IN_WORDS[status]}, though a rule says so"
                if isinstance(found, Impossible):
                    witness = self.search.find(is_effective(rules[0]), {queries.effective(rules[0]): True})
                    yield self._outweighed(FindingKind.UNREACHABLE_STATUS, name, what, witness, rules, [action.id])
                elif found is Undecided.UNDECIDED:
                    yield _undecided(FindingKind.UNREACHABLE_STATUS, name, what)
                else:
                    yield from self._unreachable_disposition(action.id, status, rules)

    def _unreachable_disposition(self, way: str, status: Status, rules: Sequence[str]) -> Iterator[RuleFinding]:
        action, force = self._enactment.action[way], _FORCE.get(status)
        if not action.is_way or force is None:
            return

        def so(batch: Batch) -> CaseSet:
            return batch.memory.read(batch.program.disposed[force, way])[0]

        found = self.search.find(so, {queries.disposed(force, way): True})
        name, what = f"{way}={force.value}", f"{named(action)} is never the course that is {force.value}"
        if isinstance(found, Impossible):
            witness = self.search.find(status_is(way, status), {queries.has_status(way, status): True})
            ways = [other.id for other in self._enactment.ways]
            yield self._outweighed(FindingKind.UNREACHABLE_DISPOSITION, name, what, witness, rules, ways)
        elif found is Undecided.UNDECIDED:
            yield _undecided(FindingKind.UNREACHABLE_DISPOSITION, name, what)

    def _outweighed(
        self,
        kind: FindingKind,
        name: str,
        what: str,
        witness: Knowledge | Impossible | Undecided,
        rules: Sequence[str],
        actions: Sequence[str],
    ) -> RuleFinding:
        case = witness if isinstance(witness, Mapping) else None
        others = () if case is None else tuple(r for r in self._speaking(case, actions) if r not in rules)
        would = f"{listed(f'`{rule}`' for rule in rules)} state it"
        against = f"; in this case these apply, too: {listed(f'`{rule}`' for rule in others)}" if others else ""
        return RuleFinding(kind, name, what, case, (*rules, *others), would + against)

    def _idle_constraints(self) -> Iterator[RuleFinding]:
        """Constraints that no case breaks that keeps all others."""
        for constraint in self._enactment.constraints:
            others = [other.id for other in self._enactment.constraints if other.id != constraint.id]
            found = self.search.possible_cases.case({queries.broken(constraint.id): True}, keeping=others)
            what = f"the constraint `{constraint.id}` forbids nothing that is possible without it"
            if isinstance(found, Impossible):
                why = because_of(found, "what it forbids contradicts itself")
                yield RuleFinding(FindingKind.IDLE_CONSTRAINT, constraint.id, what, None, found.constraints, why)
            elif found is Undecided.UNDECIDED:
                yield _undecided(FindingKind.IDLE_CONSTRAINT, constraint.id, what)

    def _speaking(self, case: Knowledge, actions: Sequence[str]) -> tuple[str, ...]:
        return speaking(self.search, case, actions)


def speaking(search: WitnessSearch, case: Knowledge, actions: Sequence[str]) -> tuple[str, ...]:
    """The rules that surely speak of actions in a case, and where one is a way, of its rivals in its favour."""
    enactment, batch = search.enactment, search.evaluated(case)
    found: dict[str, None] = {}
    for action in actions:
        for rule, _ in enactment.norms_on[action]:
            if is_effective(rule.id)(batch) & 1:
                found[rule.id] = None
        for rival in enactment.rivals.get(action, ()):
            for rule, norm in enactment.norms_on[rival]:
                if norm.modality.positive and norm.modality.strength and is_effective(rule.id)(batch) & 1:
                    found[rule.id] = None
    return tuple(found)


def because_of(impossible: Impossible, default: str) -> str:
    """Why something is impossible."""
    if not impossible.constraints:
        return default
    rule_out = "rules that out" if len(impossible.constraints) == 1 else "together rule that out"
    return f"{listed(f'`{name}`' for name in impossible.constraints)} {rule_out}"


def _undecided(kind: FindingKind, name: str, what: str) -> RuleFinding:
    return RuleFinding(kind, name, f"not decided in time: {what}", undecided=True)


def _truth_of_unmet(duty: str) -> Column:
    return lambda batch: batch.memory.read(batch.program.unmet[duty])[0]
