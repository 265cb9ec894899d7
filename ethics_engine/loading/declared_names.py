"""The names that conditions, rules and cases may use."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from attrs import Factory

from ethics_engine.model.actions import Action
from ethics_engine.model.facts import Fact
from ethics_engine.model.record import frozen_record
from ethics_engine.model.renaming import RenamedKind, Renaming
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.suggestions import FIND_ACTIONS, FIND_FACTS, nearest_as_a_whole

from .diagnostics import Diagnostics, listed, quoted
from .yaml_nodes import Scalar

EXCEPTION = "#unless"


@frozen_record
class Known:
    """What is declared, in this or any other file.

    Attributes:
        facts: The facts by id; None for one that was declared but not well.

        concepts: The ids of concepts.

        constraints: The ids of constraints.

        actions: The ids of actions, with whether each is a way.

        described: The actions themselves, where they are known by more than their ids.

        tryable: The ids of steps that need the client, so that they can be tried.

        compatible: The pairs of ways that can be taken together.

        rules: The ids of rules, with whether each has an exception.

        passages: The references of passages.

        documents: The ids of documents.

        overlays: The names of the overlays, where it is a composition.

        renamed: What former ids are now, by kind and id.

        loaded: Whether it is all of a ruleset that loads, so that it can be listed.
    """

    facts: dict[str, Fact | None] = Factory(dict)
    concepts: frozenset[str] = frozenset()
    constraints: frozenset[str] = frozenset()
    actions: dict[str, bool] = Factory(dict)
    described: tuple[Action, ...] = ()
    tryable: frozenset[str] = frozenset()
    compatible: frozenset[frozenset[str]] = frozenset()
    rules: dict[str, bool] = Factory(dict)
    passages: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    overlays: tuple[str, ...] = ()
    renamed: dict[tuple[RenamedKind, str], Renaming] = Factory(dict)
    loaded: bool = False

    @classmethod
    @lru_cache(maxsize=32)
    def in_ruleset(cls, ruleset: Ruleset) -> Known:
        """Everything that a ruleset declares."""
        return cls(
            facts={fact.id: fact for fact in ruleset.facts},
            concepts=frozenset(ruleset.concept),
            constraints=frozenset(ruleset.constraint),
            actions={action.id: action.is_way for action in ruleset.actions},
            described=ruleset.actions,
            tryable=frozenset(step.id for step in ruleset.steps if step.needs_client),
            compatible=frozenset(frozenset({way.id, other}) for way in ruleset.ways for other in way.compatible),
            rules={rule.id: rule.unless is not None for rule in ruleset.rules},
            passages=frozenset(ruleset.passage),
            documents=frozenset(document.id for document in ruleset.documents),
            overlays=ruleset.overlays,
            renamed={(renaming.kind, renaming.old): renaming for renaming in ruleset.renamed},
            loaded=True,
        )

    def renaming(self, kind: RenamedKind, name: Scalar, report: Diagnostics) -> Renaming | None:
        """What a former id is now, which is then noted; nothing if it is none."""
        found = self.renamed.get((kind, name.text))
        if found is not None:
            report.renamed(name, found)
        return found

    def fact(self, name: Scalar, report: Diagnostics) -> Fact | None:
        """A fact to tell, by its id."""
        if name.text not in self.facts:
            if name.text in self.concepts:
                report.error(name, f"`{name.text}` is a defined term, not a fact", "state the facts that it is made of")
            elif name.text in self.actions:
                kind, hint = _AS_A_FACT[self.actions[name.text]]
                report.error(name, f"`{name.text}` is a {kind}, not a fact", hint.format(name.text))
            elif (renaming := self.renaming(RenamedKind.FACT, name, report)) is not None:
                return None if renaming.decide else self.facts.get(renaming.now or "")
            else:
                # a step is easily taken for a fact, and is recognised once it is named
                hint = self._meant(name, report, facts=True, way=False) or FIND_FACTS
                report.error(name, f"no fact {quoted(name.text)}", hint)
        return self.facts.get(name.text)

    def _meant(self, name: Scalar, report: Diagnostics, *, facts: bool, way: bool | None) -> str | None:
        """A hint naming what a name may stand for, among the actions, or those of a kind, and perhaps the facts."""
        if report.hints_enough(name):
            return None
        from ethics_engine.vocabulary_search import meant

        known = [fact for fact in self.facts.values() if fact is not None] if facts else []
        actions = [action for action in self.described if way in {None, action.is_way}]
        ids = [action for action, is_way in self.actions.items() if way in {None, is_way}]
        return meant(name.text, (*known, *actions), [*(self.facts if facts else ()), *ids])

    def in_a_condition(self, name: Scalar, report: Diagnostics) -> str | None:
        """A hint naming the fact or the concept that an unknown name in a condition may stand for."""
        if report.hints_enough(name):
            return None
        from ethics_engine.vocabulary_search import meant

        return meant(name.text, [fact for fact in self.facts.values() if fact], [*self.facts, *self.concepts])

    def action(self, name: Scalar, report: Diagnostics, *, way: bool | None = None) -> str | None:
        """The id of an action, of a way or of a step, as `way` says."""
        if name.text not in self.actions and (renaming := self.renaming(RenamedKind.ACTION, name, report)) is not None:
            now = None if renaming.decide else renaming.now
            return None if now is None else self.action(name.called(now), report, way=way)
        if name.text not in self.actions:
            hint = self._meant(name, report, facts=False, way=way) or (FIND_ACTIONS if self.loaded else None)
            report.undeclared(name, {None: "action", True: "course of action", False: "step"}[way], (), hint)
            return None
        if way is not None and self.actions[name.text] is not way:
            is_a, wanted_a = ("a step", "a course of action") if way else ("a course of action", "a step")
            hint = None if way or not self.loaded else "list steps only; use `did` for what was done"
            report.error(name, f"`{name.text}` is {is_a}, not {wanted_a}", hint)
            return None
        return name.text

    def tried(self, name: Scalar, report: Diagnostics) -> str | None:
        """The id of a step that can be tried."""
        step = self.action(name, report, way=False)
        if step is not None and step not in self.tryable:
            report.error(
                name,
                f"`{step}` cannot be tried, only done or not done",
                f"write {{done: {step}}}, or add `needs: client` to the step"
                if not self.loaded
                else f"list it under `done` or `not_done`{self._tryable}",
            )
            return None
        return step

    @property
    def _tryable(self) -> str:
        return f"; steps that can be tried: {listed(sorted(self.tryable))}" if self.tryable else ""

    def rule(self, name: Scalar, report: Diagnostics) -> str | None:
        """The id of a rule, or of its exception."""
        rule, mark, _ = name.text.partition(EXCEPTION)
        former = None if rule in self.rules else self.renaming(RenamedKind.RULE, name.called(rule), report)
        if former is not None:
            now = None if former.decide else former.now
            return None if now is None else self.rule(name.called(now + mark), report)
        if rule not in self.rules or name.text not in {rule, rule + EXCEPTION}:
            hint = None if report.hints_enough(name) else nearest_as_a_whole(name.text, self.rules)
            report.undeclared(name, "rule", (), hint)
            return None
        if mark and not self.rules[rule]:
            report.error(name, f"rule `{rule}` has no exception", f"write `{rule}` for the rule itself")
            return None
        return name.text

    def passage(self, name: Scalar, report: Diagnostics) -> str | None:
        """The reference of a passage."""
        if name.text in self.passages:
            return name.text
        document = max((known for known in self.documents if _starts_with(name.text, known)), key=len, default=None)
        report.undeclared(name, f"passage of `{document}` called" if document else "source", self.passages)
        return None


_AS_A_FACT = {
    True: ("course of action", "ask about it, as in `may {0}`; or use `ethics why-not CASE {0}`"),
    False: ("step", "list it under `done`, `tried` or `not_done`"),
}
"""By whether an action is a way, what it is called, and what to do where it was given as a fact."""


def _starts_with(reference: str, document: str) -> bool:
    return reference.startswith(document) and not reference[len(document) :][:1].isalnum()


def one_of(name: Scalar, kind: str, known: Collection[str], report: Diagnostics, hint: str | None = None) -> str | None:
    """A word that must be one of several; the hint is for where none of them is like it."""
    if name.text in known:
        return name.text
    report.unknown(name, kind, known, hint)
    return None
