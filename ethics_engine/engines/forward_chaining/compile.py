"""An enactment as rules for the engine: definitions as data, stratum by stratum.

Every notion has two rules, one that finds it true and one that finds it false. A stratum holds the notions that rest
on earlier strata only; after its rules have fired, the actions that wait for nothing more are resolved. What was found
so far is asserted to each sheet of rules as one fact, so that nothing fires twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from attrs import define, field, frozen

from ethics_engine.model.actions import Action
from ethics_engine.model.conditions import ALWAYS, ConceptTest, Condition, DoneTest, FactTest, StatusTest, Test
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.record import frozen_record
from ethics_engine.model.rules import Rule
from ethics_engine.model.truth import Truth, negation

from .durable_host import PATTERNS, STATED
from .negation_normal_form import Formula, formula
from .status_resolution import Leaning
from .trace import Literal, Notion, NotionKind

WORDS = {Truth.TRUE: "yes", Truth.FALSE: "no"}
"""What is asserted to the engine of each notion found; nothing is asserted of what is unknown."""

_WIDEST = PATTERNS // 2


@frozen(eq=False, repr=False)
class Definitions:
    """The rules of one sheet.

    Attributes:
        rules: The rules as durable-rules reads them.

        finds: What each rule finds: the attribute, and the word; its name is made of both.

        reads: The attributes that the rules test.
    """

    rules: Mapping[str, Any]
    finds: Mapping[str, tuple[str, str]]
    reads: tuple[str, ...]


@frozen
class Grounds:
    """Findings that all, or of which any, must be made."""

    all_of: bool
    literals: tuple[Literal, ...]

    def negated(self) -> Grounds:
        """What must be found for the opposite."""
        return Grounds(not self.all_of, tuple(literal.negated() for literal in self.literals))


@frozen(eq=False, repr=False)
class Conclusion:
    """What a rule finds, and on what.

    Attributes:
        literal: What it finds.

        grounds: What it rests on, each by the attribute and the word that is asserted of it.
    """

    literal: Literal
    grounds: Mapping[tuple[str, str], Literal]


@frozen(eq=False, repr=False)
class Stratum:
    """Rules that rest on earlier strata only, and the actions that are resolved when they have fired."""

    sheets: tuple[Definitions, ...]
    resolves: tuple[Action, ...]


@frozen_record
class RuleProgram:
    """An enactment, compiled.

    Attributes:
        grounds: What every notion that is not stated rests on.

        called: How every notion is called in the engine.

        attributes: By kind and id, how the notions that ask for nothing more are called in the engine.

        fact_tests: What the conditions ask of each fact, by attribute.

        status_tests: What they ask of the status of each action, by attribute.

        norms: For each action on which there are norms, the attribute of the rule of each and how it leans.

        strata: The rules, in the order in which they are asserted.
    """

    grounds: Mapping[Notion, Grounds]
    called: Mapping[Notion, str]
    attributes: Mapping[NotionKind, Mapping[str, str]]
    fact_tests: Mapping[str, Mapping[str, FactTest]]
    status_tests: Mapping[str, Mapping[str, StatusTest]]
    norms: Mapping[str, tuple[tuple[str, ...], tuple[Leaning, ...]]]
    strata: tuple[Stratum, ...]

    @cached_property
    def conclusions(self) -> Mapping[str, Conclusion]:
        """What each rule stands for, by its name in the engine."""
        return {
            f"{self.called[literal.notion]}.{WORDS[literal.truth]}": Conclusion(
                literal, {(self.called[one.notion], WORDS[one.truth]): one for one in grounds.literals}
            )
            for notion, whole in self.grounds.items()
            for literal, grounds in (
                (Literal(notion, Truth.TRUE), whole),
                (Literal(notion, Truth.FALSE), whole.negated()),
            )
        }


def compiled(enactment: Enactment) -> RuleProgram:
    """The program of an enactment."""
    return _StratumCompiler(enactment).program()


def notion_of(test: Test) -> Notion:
    """The notion that a test asks for."""
    match test:
        case ConceptTest(concept):
            return Notion(NotionKind.CONCEPT, concept)
        case FactTest(fact):
            return Notion(NotionKind.FACT, fact, test)
        case StatusTest(action):
            return Notion(NotionKind.STATUS, action, test)
        case DoneTest():
            raise TypeError("an enactment tests done steps as facts")


def applicability(rule: Rule, enactment: Enactment) -> Notion:
    """Whether a rule is applicable: whether it is effective, where nothing overrides it."""
    return Notion(NotionKind.APPLICABLE if enactment.overridden_by[rule.id] else NotionKind.EFFECTIVE, rule.id)


@define(eq=False, repr=False)
class _StratumCompiler:
    enactment: Enactment
    grounds: dict[Notion, Grounds] = field(factory=dict)
    depth: dict[Notion, int] = field(factory=dict)
    parts: dict[Formula, Notion] = field(factory=dict)

    def program(self) -> RuleProgram:
        self._conclude_all()
        attributes = {notion: f"n{number}" for number, notion in enumerate(self.depth)}
        tests = {attribute: notion.test for notion, attribute in attributes.items()}
        return RuleProgram(
            grounds=self.grounds,
            called=attributes,
            attributes={
                kind: {notion.id: name for notion, name in attributes.items() if notion.kind is kind}
                for kind in NotionKind
                if kind not in (NotionKind.FACT, NotionKind.STATUS)
            },
            fact_tests=self._fact_tests(tests),
            status_tests=self._status_tests(tests),
            norms={
                action: (
                    tuple(attributes[Notion(NotionKind.EFFECTIVE, rule.id)] for rule, _ in norms),
                    tuple((norm.modality.positive, norm.modality.strength) for _, norm in norms),
                )
                for action, norms in self.enactment.norms_on.items()
                if norms
            },
            strata=tuple(self._strata(attributes)),
        )

    def _fact_tests(self, tests: Mapping[str, Test | None]) -> Mapping[str, Mapping[str, FactTest]]:
        of_fact: dict[str, dict[str, FactTest]] = {}
        for name, test in tests.items():
            if isinstance(test, FactTest):
                of_fact.setdefault(test.fact, {})[name] = test
        return of_fact

    def _status_tests(self, tests: Mapping[str, Test | None]) -> Mapping[str, Mapping[str, StatusTest]]:
        of_action: dict[str, dict[str, StatusTest]] = {action.id: {} for action in self.enactment.actions}
        for name, test in tests.items():
            if isinstance(test, StatusTest):
                of_action[test.action][name] = test
        return of_action

    def _conclude_all(self) -> None:
        for concept in self.enactment.concepts:
            self._conclude(Notion(NotionKind.CONCEPT, concept.id), self._formula(concept.means))
        for constraint in self.enactment.constraints:
            self._conclude(Notion(NotionKind.CONSTRAINT, constraint.id), self._formula(constraint.never))
        for action in self.enactment.actions:
            if action.available != ALWAYS:
                self._conclude(Notion(NotionKind.AVAILABLE, action.id), self._formula(action.available))
        for rule in self.enactment.rules:
            applicable = applicability(rule, self.enactment)
            self._conclude(applicable, self._formula(rule.when))
            if overriding := self.enactment.overridden_by[rule.id]:
                undefeated = (Literal(Notion(NotionKind.EFFECTIVE, other), Truth.FALSE) for other in overriding)
                effective = Formula(all_of=True, parts=(Literal(applicable, Truth.TRUE), *undefeated))
                self._conclude(Notion(NotionKind.EFFECTIVE, rule.id), effective)

    def _formula(self, condition: Condition) -> Formula:
        return formula(condition, self._notion)

    def _notion(self, test: Test) -> Notion:
        notion = notion_of(test)
        if isinstance(test, FactTest):
            self.depth.setdefault(notion, 0)
        elif isinstance(test, StatusTest):
            self.depth.setdefault(notion, self._resolved_at(self.enactment.action[test.action]))
        return notion

    def _conclude(self, notion: Notion, whole: Formula) -> None:
        found = [part if isinstance(part, Literal) else self._part(part) for part in whole.parts]
        while len(found) > _WIDEST:
            batches = (tuple(found[start : start + _WIDEST]) for start in range(0, len(found), _WIDEST))
            found = [self._part(Formula(whole.all_of, batch)) for batch in batches]
        self.grounds[notion] = Grounds(whole.all_of, tuple(found))
        self.depth[notion] = 1 + max((self.depth[literal.notion] for literal in found), default=0)

    def _part(self, nested: Formula) -> Literal:
        if nested not in self.parts:
            notion = Notion(NotionKind.PART, str(len(self.parts)))
            self.parts[nested] = notion
            self._conclude(notion, nested)
        return Literal(self.parts[nested], Truth.TRUE)

    def _resolved_at(self, action: Action) -> int:
        together = self.enactment.ways if action.is_way else (action,)
        reads = [Notion(NotionKind.AVAILABLE, one.id) for one in together if one.available != ALWAYS]
        reads += [
            Notion(NotionKind.EFFECTIVE, rule.id) for one in together for rule, _ in self.enactment.norms_on[one.id]
        ]
        return max((self.depth[notion] for notion in reads), default=0)

    def _strata(self, attributes: Mapping[Notion, str]) -> Iterator[Stratum]:
        resolved_at = [(self._resolved_at(action), action) for action in self.enactment.actions]
        by_depth: list[dict[Notion, Grounds]] = [{} for _ in range(1 + max((0, *self.depth.values())))]
        for notion, whole in self.grounds.items():
            by_depth[self.depth[notion]][notion] = whole
        for depth, grounds in enumerate(by_depth):
            yield Stratum(
                sheets=tuple(_definitions(sheet, attributes) for sheet in _sheets(grounds)),
                resolves=tuple(action for at, action in resolved_at if at == depth),
            )


def _sheets(grounds: Mapping[Notion, Grounds]) -> Iterator[Mapping[Notion, Grounds]]:
    """Few enough notions at a time that no fact can match more patterns than the engine bears."""
    sheet: dict[Notion, Grounds] = {}
    patterns = 0
    for notion, whole in grounds.items():
        if patterns + len(whole.literals) > PATTERNS:
            yield sheet
            sheet, patterns = {}, 0
        sheet[notion] = whole
        patterns += len(whole.literals)
    if sheet:
        yield sheet


def _definitions(grounds: Mapping[Notion, Grounds], attributes: Mapping[Notion, str]) -> Definitions:
    rules: dict[str, Any] = {}
    finds: dict[str, tuple[str, str]] = {}
    reads: dict[str, None] = {}
    for notion, whole in grounds.items():
        findings = [(attributes[literal.notion], literal.truth) for literal in whole.literals]
        opposites = [(name, negation(truth)) for name, truth in findings]
        for truth, all_of, tests in (
            (Truth.TRUE, whole.all_of, findings),
            (Truth.FALSE, not whole.all_of, opposites),
        ):
            if pattern := _pattern(tests, all_of=all_of):
                found = attributes[notion], WORDS[truth]
                finds[".".join(found)] = found
                rules[".".join(found)] = {"all": [{"m": pattern}]}
        reads |= dict.fromkeys(name for name, _ in findings)
    return Definitions(rules, finds, tuple(reads))


def _pattern(findings: Iterable[tuple[str, Truth]], *, all_of: bool) -> Mapping[str, Any] | None:
    """What a fact must look like for all, or for any, of these to be found; nothing, where it never can."""
    tests = [{name: WORDS[truth]} for name, truth in findings]
    if not tests:
        return STATED if all_of else None
    return tests[0] if len(tests) == 1 else {"$and" if all_of else "$or": tests}
