"""What changed in effect: a smallest case for each way in which two rulesets differ, or the proof of none."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence

from ethics_engine.consultation import Engine, consult
from ethics_engine.consultation.default_assumptions import facts_read
from ethics_engine.engines.answer_set.pair_solver import Difference, Pair, PairedInput
from ethics_engine.engines.answer_set.shared_definitions import SharedDefinitions
from ethics_engine.errors import ContradictionError
from ethics_engine.model.case import Ask, Case, Question, Statement
from ethics_engine.model.determination import Determination
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.values import as_clause, value_in_words

from .differing_cases import OPEN, known_to, look, look_at
from .minimize import minimize
from .neighbours import nearby
from .outcome_diff import effect_of, plan_effect
from .result import InEffect, Order, Scope, StatedFact, Witness
from .ruleset_pair import alike, pair_of

_MOST_PLANS = 12
"""In how many cases the plan is looked at, where the rules could order it otherwise."""


def in_effect(old: Ruleset, new: Ruleset, day: datetime.date) -> InEffect:
    """Compare two rulesets in every possible case.

    Compared is how each action stands (its status, whether it is possible, whether the duty can be met), what it
    awaits, the disposition, which cases contradict themselves, and, where all that is the same, the plan.
    """
    return _Comparer(alike(enact(old, day), enact(new, day)), day).in_effect()


class _Comparer:
    def __init__(self, alike: SharedDefinitions, day: datetime.date) -> None:
        self._alike, self._day = alike, day
        self._undecided: list[Difference] = []

    def in_effect(self) -> InEffect:
        scope = _scope(self._alike, self._day)
        if self._alike.everything:
            return InEffect(scope, untouched=True)
        pair = pair_of(self._alike)
        found = minimize(self._alike, self._found(pair))
        witnesses = list(self._witnesses(found))
        order, reordered = self._order(pair)
        beyond = bool(scope.only_old_facts or scope.only_new_facts)
        return InEffect(
            scope,
            witnesses=(*witnesses, *reordered),
            order=order,
            only_beyond=bool(witnesses) and beyond and not pair.differ_within_reach_of_both(),
            undecided=tuple(" ".join(filter(None, what)) for what in self._undecided),
        )

    def _found(self, pair: Pair) -> Mapping[Difference, PairedInput]:
        """For each difference a case: one near to the change where that shows it, else one from the solver."""
        inputs = nearby(self._alike)
        seen = look(self._alike, inputs)
        found: dict[Difference, PairedInput] = {}
        for what, column in seen.differences.items():
            lawful = column & seen.lawful
            if lawful and (OPEN not in what or self._alike.loose):
                found[what] = inputs[(lawful & -lawful).bit_length() - 1]
        for what in sorted(pair.differences() - found.keys()):
            paired = self._case_of(what, pair)
            shown = _likest(what, look_at(self._alike, [paired])[0])
            if shown is None:
                self._undecided.append(what)
            else:
                found.setdefault(shown, paired)
        return found

    def _case_of(self, what: Difference, pair: Pair) -> PairedInput:
        """A case from the solver; of a contradiction only what the constraints read that are not alike."""
        paired = pair.case_of(what)
        if what[0] != "lawful":
            return paired
        side = self._alike.new if what[3] == "new" else self._alike.old
        binding = [item.never for item in side.constraints if not self._alike.constraint(item.id)]
        read = {fact for never in binding for fact in facts_read(never, side)}
        return {fact: values for fact, values in paired.items() if fact in read}

    # Cases that show what they should, on both sides, when they are put to a consult.

    def _witnesses(self, found: Mapping[Difference, PairedInput]) -> Iterator[Witness]:
        groups: dict[frozenset[object], list[Difference]] = {}
        inputs: dict[frozenset[object], PairedInput] = {}
        for what, paired in found.items():
            key = frozenset[object](paired.items())
            inputs[key] = paired
            groups.setdefault(key, []).append(what)
        for key in sorted(groups, key=lambda key: (len(key), -len(groups[key]))):
            paired = inputs[key]
            said = [self._consult(index, paired, None) for index in (0, 1)]
            effects = []
            for what in sorted(groups[key], key=self._rank):
                effect = effect_of(what, said, self._alike)
                if effect is None:
                    if OPEN not in what:
                        self._undecided.append(what)
                else:
                    effects.append(effect)
            if effects:
                yield Witness(tuple(self._stated_facts(paired)), tuple(effects))

    def _consult(self, index: int, paired: PairedInput, way: str | None) -> Determination | None:
        """What one side makes of a case; None where it is a contradiction."""
        question = Question(Ask.MAY, way) if way else Question(Ask.WHAT)
        facts = {fact: Statement(known) for fact, known in known_to(index, paired).items()}
        case = Case("a case in which they differ", question, facts)
        try:
            return consult(self._alike.sides[index].ruleset, case, as_of=self._day, engine=Engine.BITSET)
        except ContradictionError:
            return None

    def _stated_facts(self, paired: PairedInput) -> Iterator[StatedFact]:
        for fact, values in paired.items():
            for index, (side, known) in enumerate(zip(self._alike.sides, values, strict=True)):
                if known is not None and (index == 0 or values[0] is None):
                    to = "both" if None not in values else ("old", "new")[index]
                    known_as = side.fact[fact]
                    value, clause = value_in_words(known_as, known), as_clause(known_as, known)
                    yield StatedFact(fact, known_as.says, value, to, clause)

    def _rank(self, what: Difference) -> tuple[int, int]:
        """The disposition first, then actions in declared order."""
        kinds = ("lawful", "disposition", "status", "awaits")
        names = list(dict.fromkeys((*self._alike.new.action, *self._alike.old.action)))
        return kinds.index(what[0]), names.index(what[1]) if what[1] else 0

    # The plan, where all else is the same.

    def _order(self, pair: Pair) -> tuple[Order, Sequence[Witness]]:
        if self._alike.order or (self._alike.placed and not pair.can_reorder()):
            return Order.SAME, ()
        order = Order.SAME
        for paired, way in Pair(self._alike, order=True).reordered(_MOST_PLANS):
            said = [self._consult(index, paired, way) for index in (0, 1)]
            effect = plan_effect(said, self._alike)
            if effect is not None:
                return Order.DIFFERS, [Witness(tuple(self._stated_facts(paired)), (effect,), way)]
            order = Order.UNDECIDED
        return order, ()


def _likest(what: Difference, shown: frozenset[Difference]) -> Difference | None:
    """The difference itself, where a case shows it, else one in which it is left open on one side."""
    if what in shown:
        return what
    kind, action, old, new = what
    variants = ((kind, action, old, OPEN), (kind, action, OPEN, new))
    return next((variant for variant in variants if variant in shown), None)


def _all_facts(both: SharedDefinitions) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*both.old.fact, *both.new.fact)))


def _scope(both: SharedDefinitions, day: datetime.date) -> Scope:
    old, new = both.sides
    days = {
        when
        for side in both.sides
        for rule in side.ruleset.rules
        for when in (rule.in_force.since, rule.in_force.until and rule.in_force.until + datetime.timedelta(days=1))
        if when is not None
    }
    facts = _all_facts(both)
    shared = [fact for fact in facts if fact in old.fact and fact in new.fact]
    return Scope(
        as_of=day,
        other_days=tuple(sorted(days)),
        facts=len(shared),
        actions=len(old.action.keys() & new.action.keys()),
        only_old_facts=_missing(old.fact, new),
        only_new_facts=_missing(new.fact, old),
        other_values=tuple(
            fact
            for fact in shared
            if (old.fact[fact].type, set(old.fact[fact].value_ids))
            != (new.fact[fact].type, set(new.fact[fact].value_ids))
        ),
        only_old_actions=tuple(action for action in old.action if action not in new.action),
        only_new_actions=tuple(action for action in new.action if action not in old.action),
    )


def _missing(facts: Mapping[str, object], side: Enactment) -> tuple[str, ...]:
    return tuple(fact for fact in facts if fact not in side.fact)
