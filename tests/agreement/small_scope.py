"""Every ruleset of a small scope, and every case of it.

A scope is two yes-or-no facts `p` and `q`, two ways `v` and `w`, a step `s`, and so many rules whose conditions,
exceptions and norms come from closed lists. Of rulesets that differ only in the order of their rules or in the names
of facts or ways, one is kept: nothing that an engine does may rest on those.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from ethics_engine.model.actions import Action, ActionKind
from ethics_engine.model.conditions import (
    ALWAYS,
    AllOf,
    AnyOf,
    Condition,
    DoneTest,
    FactTest,
    NoneOf,
    Operator,
    StatusTest,
    tests_in,
)
from ethics_engine.model.dependencies import cycle_in, dependencies
from ethics_engine.model.enactment import EXCEPTION, Enactment, done_fact, enact
from ethics_engine.model.facts import YES_NO_VALUES, Fact, FactType
from ethics_engine.model.knowledge import NO, TRIED, YES, Knowledge, Values
from ethics_engine.model.rules import Modality, Norm, Rule
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status

from .strategies import DAY

_P, _Q = (FactTest(name, Operator.IS, ("yes",)) for name in "pq")
CONDITIONS: Mapping[str, Condition] = {
    "always": ALWAYS,
    "p": _P,
    "q": _Q,
    "not p": NoneOf((_P,)),
    "not q": NoneOf((_Q,)),
    "p and q": AllOf((_P, _Q)),
    "p or q": AnyOf((_P, _Q)),
    "done s": DoneTest("s"),
    "tried s": DoneTest("s", tried=True),
    "s required": StatusTest("s", (Status.REQUIRED,)),
    "s unregulated": StatusTest("s", (Status.UNREGULATED,)),
    "v prohibited": StatusTest("v", (Status.PROHIBITED,)),
    "w prohibited": StatusTest("w", (Status.PROHIBITED,)),
}
"""What a rule can ask, by name; a renaming of facts or ways leads from one to another."""

_RENAMINGS = [
    str.maketrans({}),
    str.maketrans("pq", "qp"),
    str.maketrans("vw", "wv"),
    str.maketrans("pqvw", "qpwv"),
]


@frozen(order=True)
class _Body:
    """A rule but for what it overrides; plain text, so that it can be renamed and compared."""

    when: str
    norm: str
    """Empty, or a modality, an action and perhaps an action that this one comes before, or is taken instead of."""
    unless: str


@frozen
class Scope:
    """What the rulesets of a scope are made of.

    Attributes:
        rules: How many rules there are.

        conditions: What a rule may ask.

        exceptions: What may except a rule; empty for no exception.

        available: When way `v` may be possible.

        compatible: Whether the ways can be taken together.

        before: Whether the step may come before a way.

        instead: Whether a way may be taken instead of the other.
    """

    rules: int
    conditions: Sequence[str]
    exceptions: Sequence[str] = ("",)
    available: Sequence[str] = ("always",)
    compatible: Sequence[bool] = (False, True)
    before: bool = False
    instead: bool = False

    def enactments(self) -> Iterator[Enactment]:
        """Every ruleset of this scope, in an order that is the same on every run."""
        for bodies in itertools.combinations_with_replacement(self._bodies(), self.rules):
            for overrides in _overrides(bodies):
                for available, compatible in itertools.product(self.available, self.compatible):
                    if _is_first_of_its_kind(bodies, overrides, available):
                        ruleset = _ruleset(bodies, overrides, available, compatible=compatible)
                        if not cycle_in(dependencies(ruleset)):
                            yield enact(ruleset, DAY)

    def _bodies(self) -> Sequence[_Body]:
        norms = ["", *(f"{modality.value},{action}" for modality in Modality for action in "svw")]
        if self.before:
            norms += [f"{modality},s,{way}" for modality in ("must", "should") for way in "vw"]
        if self.instead:
            norms += ["may,v,w", "may,w,v"]
        return sorted(
            _Body(when, norm, unless) for when in self.conditions for norm in norms for unless in self.exceptions
        )


SCOPES: Mapping[str, Scope] = {
    "one rule": Scope(1, tuple(CONDITIONS), ("", "p", "q"), ("always", "p"), before=True),
    "two rules": Scope(2, ("p", "q", "s required"), compatible=(False,), instead=True),
    "two rules, perhaps with exceptions": Scope(2, ("p",), ("", "q"), compatible=(False,), instead=True),
}
"""The scopes that every run of the tests goes through."""

LARGER_SCOPES: Mapping[str, Scope] = {
    "two rules, most conditions": Scope(
        2, tuple(CONDITIONS)[:-2], ("", "p", "q"), ("always", "p"), before=True, instead=True
    ),
    "three rules": Scope(3, ("p", "q", "s required"), ("", "q"), compatible=(False,), instead=True),
}
"""Scopes for a run of hours."""


_STEP = done_fact("s")
_ALL = (YES, NO, None, TRIED, Values(frozenset({"tried", "yes"})))
"""What may be known of a fact; the last two of the step only."""


def cases_of(enactment: Enactment) -> Sequence[Knowledge]:
    """Every case: of each fact that can make a difference it is known that, that not, or nothing; of a step, tried."""
    conditions = [rule.when for rule in enactment.rules] + [action.available for action in enactment.actions]
    read = {test.fact for condition in conditions for test in tests_in(condition) if isinstance(test, FactTest)}
    read |= {done_fact(step) for awaited in enactment.awaited_by.values() for _, step in awaited}
    names = sorted(read)
    return [
        {name: known for name, known in zip(names, worths, strict=True) if known is not None}
        for worths in itertools.product(*(_ALL if name == _STEP else _ALL[:3] for name in names))
    ]


def _overrides(bodies: Sequence[_Body]) -> Iterator[frozenset[tuple[int, int, str]]]:
    """Every way in which some rules can override others, or their exceptions; one without norms overrides some."""
    pairs = [
        [(one, other, kind) for kind in ("", EXCEPTION)[: 2 if bodies[other].unless else 1]]
        for one, other in itertools.permutations(range(len(bodies)), 2)
    ]
    for chosen in itertools.product(*([None, *pair] for pair in pairs)):
        overrides = frozenset(pair for pair in chosen if pair is not None)
        overriding = {one for one, _, _ in overrides}
        if all(body.norm or number in overriding for number, body in enumerate(bodies)):
            yield overrides


def _is_first_of_its_kind(bodies: Sequence[_Body], overrides: frozenset[tuple[int, int, str]], available: str) -> bool:
    """Whether no renaming and reordering gives the same ruleset in a form that sorts before this one."""
    # availability is a matter of `v` alone, so ways are interchangeable only where it says nothing
    renamings = _RENAMINGS if available == "always" else _RENAMINGS[:2]
    this = (bodies, sorted(overrides), available)
    for renaming in renamings:
        renamed = [
            _Body(_renamed(body.when, renaming), body.norm.translate(renaming), _renamed(body.unless, renaming))
            for body in bodies
        ]
        for order in itertools.permutations(range(len(bodies))):
            reordered = tuple(renamed[number] for number in order)
            place = {number: index for index, number in enumerate(order)}
            moved = sorted((place[one], place[other], kind) for one, other, kind in overrides)
            if (reordered, moved, _renamed(available, renaming)) < this:
                return False
    return True


def _renamed(condition: str, renaming: Mapping[int, int]) -> str:
    """The name of a condition after a renaming; only words of one letter are names, and pairs are unordered."""
    words = [word.translate(renaming) if len(word) == 1 else word for word in condition.split()]
    return " ".join(
        [words[2], words[1], words[0]] if words[1:2] in (["and"], ["or"]) and words[0] > words[2] else words
    )


def _ruleset(
    bodies: Sequence[_Body], overrides: frozenset[tuple[int, int, str]], available: str, *, compatible: bool
) -> Ruleset:
    rules = [
        Rule(
            f"r{number}",
            "topic",
            "it is so",
            (),
            when=CONDITIONS[body.when],
            norms=(_norm(body.norm),) if body.norm else (),
            unless=CONDITIONS[body.unless] if body.unless else None,
            overrides=tuple(sorted(f"r{other}{kind}" for one, other, kind in overrides if one == number)),
        )
        for number, body in enumerate(bodies)
    ]
    return Ruleset(
        name="small",
        version="1",
        title="A small ruleset",
        facts=[Fact(name, "is it so?", "it is so", FactType.YES_NO, "topic", YES_NO_VALUES) for name in "pq"],
        concepts=(),
        constraints=(),
        actions=(
            Action("v", "v", ActionKind.WAY, available=CONDITIONS[available], compatible=("w",) if compatible else ()),
            Action("w", "w", ActionKind.WAY),
            Action("s", "s", ActionKind.STEP, met_by=("v", "w"), needs_client=True),
        ),
        rules=rules,
        documents=(),
    )


def _norm(text: str) -> Norm:
    modality, action, *other = text.split(",")
    return (
        Norm(Modality(modality), action, None, *other) if action in "vw" else Norm(Modality(modality), action, *other)
    )
