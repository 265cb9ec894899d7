"""What stating a single fact does: gaps, where it does nothing, and assumptions that decide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.bitset import Batch
from ethics_engine.model.enactment import DONE, Enactment
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.status import NEGATIVE, POSITIVE, Status
from ethics_engine.model.variables import Assignment, Value, Variable, known_by
from ethics_engine.text.actions import named
from ethics_engine.text.plural import numbered
from ethics_engine.text.values import as_clause

from .findings import FindingKind, RuleFinding
from .perturbed_cases import PerturbedCases, whole_bytes
from .witness_search import WitnessSearch

_AGAINST = (*NEGATIVE, Status.DILEMMA)


@frozen
class SingleFactEffects:
    """Looks at what single facts do.

    Attributes:
        cases: What was stated of decided cases, by id.
    """

    search: WitnessSearch
    cases: Mapping[str, Knowledge]

    def findings(self) -> Iterator[RuleFinding]:
        """Gaps, and then assumptions."""
        yield from self._gaps()
        yield from self._assumptions()

    @property
    def _enactment(self) -> Enactment:
        return self.search.enactment

    def _gaps(self) -> Iterator[RuleFinding]:
        """Values on which the ways bear elsewhere, and which, stated alone, bring nothing about."""
        relevant = _read_for_ways(self._enactment)
        alone: list[tuple[Variable, Value, Assignment]] = []
        for change in self.search.changes[1:]:
            variable, value = next(iter(change.items()))
            if variable.fact in relevant and not variable.fact.startswith(DONE):
                alone.append((variable, value, change))
        batch = PerturbedCases(self._enactment, [{}], [{}, *(change for _, _, change in alone)]).run()
        spoken = _unlike_the_first(batch)
        silent = [each for at, each in enumerate(alone, start=1) if not spoken >> at & 1]
        for variable, value, change in silent:
            name = f"{variable.fact}={variable.option or _short(value)}"
            yield RuleFinding(
                FindingKind.GAP,
                f"{name}:no" if variable.option and value == "no" else name,
                f"stated alone, this brings nothing about: {self._said(variable, value)}",
                self.search.knowledge_of(change),
            )

    def _assumptions(self) -> Iterator[RuleFinding]:
        """Assumptions without which, alone, a way would be spoken against instead of for, or the other way round."""
        usual = self.search.cubes.usual
        changes = [
            (variable, value)
            for change in self.search.changes[1:]
            for variable, value in list(change.items())[:1]
            if variable in usual and not variable.fact.startswith(DONE)
        ]
        bases: list[Knowledge] = [{}, *self.cases.values()]
        batch = PerturbedCases(self._enactment, bases, [{}, *({variable: value} for variable, value in changes)]).run()
        turned: dict[str, list[tuple[int, str, Variable, Value]]] = {}
        stride, lawful = whole_bytes(len(changes) + 1), batch.lawful()
        for way in self._enactment.ways:
            spoken_for, against = (batch.has(way.id, side)[0] & lawful for side in (POSITIVE, _AGAINST))
            for number, base in enumerate(bases):
                pro, contra = spoken_for >> stride * number, against >> stride * number
                other = contra if pro & 1 else pro if contra & 1 else 0
                for at, (variable, value) in enumerate(changes, start=1):
                    if other >> at & 1 and variable.fact not in base:
                        turned.setdefault(variable.fact, []).append((number, way.id, variable, value))
        for fact, turns in sorted(turned.items()):
            yield self._assumption(fact, turns, bases)

    def _assumption(
        self, fact: str, turns: Sequence[tuple[int, str, Variable, Value]], bases: Sequence[Knowledge]
    ) -> RuleFinding:
        number, way, variable, value = min(turns, key=lambda turn: (len(bases[turn[0]]), turn[0]))
        about = self._enactment.fact[fact]
        resting = {(number, way) for number, way, _, _ in turns}
        cases = len({number for number, _ in resting if number})
        assumed = as_clause(about, about.presumed or about.anything)
        where = f", in {numbered(cases, 'decided case')}" if cases else ""
        case = list(self.cases)[number - 1] if number else None
        here = f"in the case `{case}`" if case else "with nothing stated"
        return RuleFinding(
            FindingKind.ASSUMPTION,
            fact,
            f'the assumption "{assumed}" decides on its own: '
            f"{numbered(len(resting), 'status', 'statuses')} of courses of action would be reversed{where}",
            witness=None if case else {},
            case=case,
            explained=f"{here}, this would reverse {named(self._enactment.action[way])}: {self._said(variable, value)}",
        )

    def _said(self, variable: Variable, value: Value) -> str:
        fact = self._enactment.fact[variable.fact]
        if variable.option is not None:
            return f"{fact.says}: {'' if value == 'yes' else 'not '}{fact.label(variable.option)}"
        return as_clause(fact, known_by({variable: value})[fact.id])


def _unlike_the_first(batch: Batch) -> int:
    """The cases in which more, or less, is said than in the first: another status, or another rule that speaks."""
    program, memory, everyone = batch.program, batch.memory, batch.memory.everyone
    columns = [column for slot in program.statuses.values() for column in memory.statuses(slot)]
    for operand in (*program.effective.values(), *program.awaits.values()):
        columns += memory.read(operand)
    unlike = 0
    for column in columns:
        unlike |= column ^ (everyone if column & 1 else 0)
    return unlike


def _read_for_ways(enactment: Enactment) -> frozenset[str]:
    """The facts that rules with a norm on a way ask for, or the rules that defeat those."""
    rules = {rule.id for way in enactment.ways for rule, _ in enactment.norms_on[way.id]}
    waiting = list(rules)
    while waiting:
        for other in enactment.overridden_by[waiting.pop()]:
            if other not in rules:
                rules.add(other)
                waiting.append(other)
    return frozenset(fact for rule in rules for fact in facts_read(enactment.rule[rule].when, enactment))


def _short(value: Value) -> str:
    return (
        value
        if isinstance(value, str)
        else f"{value[0]}{'' if value[1] == value[0] else '+' if value[1] is None else f'-{value[1]}'}"
    )
