"""Whether any case tells a mutant from the ruleset: a smallest one, or the proof that there is none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property

from attrs import field, frozen

from ethics_engine.consultation import Engine, consult
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.answer_set.pair_solver import Pair, PairedInput, RulesApart
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions, precedences
from ethics_engine.engines.bitset.column_program import compiled
from ethics_engine.errors import ContradictionError
from ethics_engine.model.case import Ask, Case, Question, Statement
from ethics_engine.model.condition_truth import truth_of_test
from ethics_engine.model.enactment import Enactment, done_fact, reenact
from ethics_engine.model.facts import Fact
from ethics_engine.model.knowledge import YES, Knowledge
from ethics_engine.model.truth import Truth

from .differences import differences, evaluated
from .mutant import Mutant
from .mutant_schema import SELECTOR, fits, mutant_schema
from .plan_order import PlanOrder, duties

MOST_PLANS = 60
"""In how many cases the plan is looked at, if the rules could order it otherwise."""

_MANY = 12
"""From how many facts on a case is one that a contradiction tells apart, in which everything is stated."""


_BESIDE_RULES = ("facts", "concepts", "constraints", "actions")


class NoCase(Enum):
    """What is found if no case is."""

    EQUIVALENT = "equivalent"
    UNDECIDED = "undecided"


@frozen
class TellingCase:
    """A case that tells a mutant from the ruleset.

    Attributes:
        stated: What is stated in it; all else is as assumed.

        way: The course of action to ask about, if only the plan differs and that matters for it.
    """

    stated: Knowledge
    way: str | None = None


@frozen(slots=False, eq=False)
class Comparison:
    """A ruleset beside a mutant of it, as they stand on a day."""

    old: Enactment
    new: Enactment
    day: datetime.date
    alike: SharedDefinitions = field(init=False)

    @alike.default
    def _sides(self) -> SharedDefinitions:
        return SharedDefinitions(self.old, self.new)

    @cached_property
    def pair(self) -> Pair:
        """The two in one solver program."""
        return Pair(self.alike)

    @cached_property
    def same_rules(self) -> bool:
        """Whether the two differ in when rules are effective alone, and the same ones are in every case."""
        old, new = self.alike.sides
        both = [name for name in old.rule if name in new.rule]
        apart = [side.rule[name] for side in (old, new) for name in side.rule if name not in both]
        if (
            not all(_same(getattr(old, part), getattr(new, part)) for part in _BESIDE_RULES)
            or any(old.rule[name].norms != new.rule[name].norms for name in both)
            or any(rule.norms for rule in apart)
        ):
            return False
        changed = [
            name
            for name in both
            if old.rule[name].when != new.rule[name].when or old.overridden_by[name] != new.overridden_by[name]
        ]
        return not RulesApart(self.alike, changed).somewhere()

    @cached_property
    def may_fall_apart(self) -> bool:
        """Whether an assumption may fall on one side that stands on the other; then a proof says nothing of the case.

        None does where no constraint reads what the two assume otherwise.
        """
        read = {fact for side in self.alike.sides for item in side.constraints for fact in facts_read(item.never, side)}
        return any(not self.alike.fact(name) for name in read)

    def can_fail(self, known: Knowledge) -> bool:
        """Whether the two may make something else of a case of which this is known."""
        return self.alike.loose or self.pair.can_differ({fact: (value, value) for fact, value in known.items()})

    def telling_case(self) -> TellingCase | NoCase:
        """A smallest case in which an outcome differs, or else the plan; or that there is none."""
        if self.alike.everything or self.same_rules:
            return NoCase.EQUIVALENT
        found = self.pair.nearest_case()
        if found is not None:
            return TellingCase(self._small(_stated(found)))
        if self.alike.order or (self.alike.placed and not (self.may_reorder() and self.pair.can_reorder())):
            return NoCase.EQUIVALENT
        return self._other_plan()

    def may_reorder(self) -> bool:
        """Whether it takes the solver to tell that the plan is the same, where all else is."""
        sides = self.alike.sides
        order = PlanOrder(
            self.old.actions,
            before=frozenset((first, later) for side in sides for _, first, later in precedences(side)),
            awaited=frozenset(step for side in sides for awaited in side.awaited_by.values() for _, step in awaited),
            listed=duties(norm for side in sides for rule in side.rules for norm in rule.norms),
        )
        return order.can_change((first, later) for edges in self.alike.edges for _, first, later in edges)

    def _other_plan(self) -> TellingCase | NoCase:
        result = NoCase.EQUIVALENT
        for found, way in Pair(self.alike, order=True).reordered(MOST_PLANS):
            stated = _stated(found)
            plans = [self._plan(side, stated, way) for side in (self.old, self.new)]
            if plans[0] != plans[1]:
                return TellingCase(stated, way)
            result = NoCase.UNDECIDED
        return result

    def _plan(self, side: Enactment, stated: Knowledge, way: str | None) -> tuple[str, ...] | None:
        question = Question(Ask.MAY, way) if way else Question(Ask.WHAT)
        case = Case("witness", question, {fact: Statement(known) for fact, known in stated.items()})
        try:
            found = consult(side.ruleset, case, as_of=self.day, engine=Engine.BITSET)
        except ContradictionError:
            return None
        return tuple(step.action for step in found.plan)

    def _small(self, stated: Knowledge) -> Knowledge:
        """The case with no more than it takes for something that may be held to differ.

        Of two contradictions apart, only what the constraints read that are not alike; an action that awaits several
        steps shows which only if the others are done.
        """
        if not any(differences(self.old, self.new, stated)):
            stated = {**stated, **self._other_steps_done(stated)}
        spared = list(stated)
        if len(stated) > _MANY:
            binding = [
                item.never
                for side in (self.old, self.new)
                for item in side.constraints
                if not self.alike.constraint(item.id)
            ]
            read = {fact for never in binding for fact in facts_read(never, self.old)}
            fewer = {fact: known for fact, known in stated.items() if fact in read}
            if any(differences(self.old, self.new, fewer)):
                return fewer
        for fact in spared:
            fewer = {name: known for name, known in stated.items() if name != fact}
            if any(differences(self.old, self.new, fewer)):
                stated = fewer
        return stated

    def _other_steps_done(self, stated: Knowledge) -> Knowledge:
        """The steps as done that an action awaits on both sides, where it awaits another on one side only."""
        known = frozenset(stated.items())
        sides = [evaluated(side, known)[0] for side in (self.old, self.new)]
        old, new = ({} if side is None else side.evaluation.awaits for side in sides)
        for action, step in dict.fromkeys((*old, *new)):
            if old.get((action, step), Truth.FALSE) is not new.get((action, step), Truth.FALSE):
                others = {other for pairs in (old, new) for waiting, other in pairs if waiting == action} - {step}
                done = {
                    done_fact(other): YES
                    for other in sorted(others)
                    if Truth.TRUE in (old.get((action, other)), new.get((action, other)))
                }
                if any(differences(self.old, self.new, {**stated, **done})):
                    return done
        return {}


def surely_equivalent(mutants: Iterable[Mutant], enactment: Enactment, day: datetime.date) -> frozenset[str]:
    """The ids of those of some mutants that no case tells from the ruleset, as many as can be proved in one program.

    Of a mutant that is not named there may be a proof all the same.
    """
    mutants = list(mutants)
    proved = {mutant.id for mutant in mutants if assumes_what_nothing_tells_apart(mutant, enactment)}
    fitting = [mutant for mutant in mutants if fits(mutant, enactment)]
    if not fitting:
        return frozenset(proved)
    pair = Pair(SharedDefinitions(enactment, mutant_schema(enactment, fitting)))
    differing, redirecting = pair.values_apart(SELECTOR)
    for number, mutant in enumerate(fitting):
        if str(number) in differing:
            continue
        if str(number) in redirecting:
            changed = reenact(enactment, mutant.applied_to(enactment.ruleset))
            if Comparison(enactment, changed, day).may_reorder():
                continue
        proved.add(mutant.id)
    return frozenset(proved)


def assumes_what_nothing_tells_apart(mutant: Mutant, enactment: Enactment) -> bool:
    """Whether a mutant assumes another value of a fact, and each test of the fact takes both alike."""
    new = mutant.new
    if not isinstance(new, Fact) or new.presumed is None:
        return False
    fact, presumed = enactment.fact[mutant.item], new.presumed
    return fact.presumed is not None and all(
        truth_of_test(test, fact, fact.presumed) is truth_of_test(test, fact, presumed)
        for test in compiled(enactment).literals
        if test.fact == fact.id
    )


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    return len(one) == len(other) and all(each is beside for each, beside in zip(one, other, strict=True))


def _stated(paired: PairedInput) -> Knowledge:
    """What is stated to either side; to both the same, where both know the fact."""
    known = {fact: old if old is not None else new for fact, (old, new) in paired.items()}
    return {fact: value for fact, value in known.items() if value is not None}
