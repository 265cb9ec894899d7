"""One case through the engine: what fires, stratum by stratum, until nothing new does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from ethics_engine.model.actions import Action
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.passing import truth_of_test
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth, conjunction

from .compile import WORDS, Program
from .host import LOCK, engine
from .loaded import Loaded, loaded
from .outcome import awaits, disposition, unmet
from .statuses import Counted, derived_norms, has_status, possible_statuses
from .trace import Firing, Kind, Literal, Notion, Resolved

_TRUTHS: dict[str | None, Truth] = {word: truth for truth, word in WORDS.items()} | {None: Truth.UNKNOWN}


@frozen
class Run:
    """One case, evaluated.

    Attributes:
        evaluation: The worth of every notion.

        trace: What fired on what, in order. What a firing rests on is known of a fact or fired before it.
    """

    evaluation: Evaluation
    trace: tuple[Firing, ...]


def run(enactment: Enactment, knowledge: Knowledge) -> Run:
    """The evaluation of a case, and how it came about.

    Raises:
        EngineUnavailableError: durable-rules cannot be imported here.
    """
    case = _chained(enactment, knowledge)
    return Run(case.evaluation(), tuple(case.trace()))


def evaluate(enactment: Enactment, knowledge: Knowledge) -> Evaluation:
    """The evaluation of a case.

    Raises:
        EngineUnavailableError: durable-rules cannot be imported here.
    """
    return _chained(enactment, knowledge).evaluation()


def _chained(enactment: Enactment, knowledge: Knowledge) -> _Case:
    engine()  # a program without rules to load would not miss it
    with LOCK:
        rules = loaded(enactment)
        case = _Case(enactment, knowledge, rules.program)
        case.chain(rules)
    return case


@define
class _Case:
    enactment: Enactment
    knowledge: Knowledge
    program: Program
    conditionally: Mapping[str, str] = field(init=False)
    found: dict[str, str] = field(factory=dict)
    base: dict[str, frozenset[Status]] = field(factory=dict)
    statuses: dict[str, frozenset[Status]] = field(factory=dict)
    fired: list[str | Resolved] = field(factory=list)

    @conditionally.default
    def _conditionally_available(self) -> Mapping[str, str]:
        """What the availability of actions is called, of those that are not always available."""
        return self.program.attributes[Kind.AVAILABLE]

    def chain(self, rules: Loaded) -> None:
        for attribute, test in self.program.fact_tests.items():
            fact = self.enactment.fact[test.fact]
            known = self.knowledge.get(test.fact)
            self._find(attribute, truth_of_test(test, fact, fact.anything if known is None else known))
        for stratum, sheets in zip(self.program.strata, rules.sheets, strict=True):
            for definitions, sheet in zip(stratum.sheets, sheets, strict=True):
                fired = sheet.fire({name: self.found[name] for name in definitions.reads if name in self.found})
                for rule in definitions.rules:
                    if rule in fired:
                        name, _, word = rule.partition(".")
                        self.found[name] = word
                        self.fired.append(rule)
            self._resolve(stratum.resolves)

    def truth(self, kind: Kind, name: str) -> Truth:
        return _TRUTHS[self.found.get(self.program.attributes[kind][name])]

    def available(self, action: str) -> Truth:
        attribute = self.conditionally.get(action)
        return Truth.TRUE if attribute is None else _TRUTHS[self.found.get(attribute)]

    def evaluation(self) -> Evaluation:
        enactment = self.enactment
        effective = {rule.id: self.truth(Kind.EFFECTIVE, rule.id) for rule in enactment.rules}
        available = {action.id: self.available(action.id) for action in enactment.actions}
        settled = disposition(self.statuses, available, tuple(way.id for way in enactment.ways))
        return Evaluation(
            concepts={one.id: self.truth(Kind.CONCEPT, one.id) for one in enactment.concepts},
            constraints={one.id: self.truth(Kind.CONSTRAINT, one.id) for one in enactment.constraints},
            applicable={rule.id: self.truth(self._applicability(rule.id), rule.id) for rule in enactment.rules},
            effective=effective,
            available=available,
            base=self.base,
            statuses=self.statuses,
            awaits=awaits(enactment, self.knowledge, effective, available),
            forces=settled.forces,
            disposed=settled.disposed,
            unmet=unmet(enactment, self.statuses, available),
        )

    def _applicability(self, rule: str) -> Kind:
        """What tells whether a rule is applicable: whether it is effective, where nothing overrides it."""
        return Kind.APPLICABLE if self.enactment.overridden_by[rule] else Kind.EFFECTIVE

    def trace(self) -> Iterator[Firing]:
        for fired in self.fired:
            if isinstance(fired, Resolved):
                yield Firing(fired, tuple(self._grounds_of_status(fired)))
            elif (literal := self.program.conclusions[fired].literal).notion.kind is not Kind.PART:
                yield Firing(literal, tuple(self._grounds(fired).values()))

    def _find(self, attribute: str, truth: Truth) -> None:
        if truth is not Truth.UNKNOWN:
            self.found[attribute] = WORDS[truth]

    def _resolve(self, actions: tuple[Action, ...]) -> None:
        """Every rule with a norm on these actions is settled: what is not found by now is unknown."""
        own = {action.id: self._own_norms(action.id) if self.program.norms[action.id] else () for action in actions}
        ways = [action.id for action in actions if action.is_way]
        for way in ways:
            self.base[way] = possible_statuses(own[way])
            self.fired.append(Resolved(way, self.base[way], base=True))
        for action, norms in own.items():
            rivals = [self.base[rival] for rival in self.enactment.rivals.get(action, ())]
            derived = derived_norms(self.available(action), rivals) if rivals else ()
            self.statuses[action] = possible_statuses((*norms, *derived))
            self.fired.append(Resolved(action, self.statuses[action]))
            for attribute, test in self.program.status_tests[action].items():
                self._find(attribute, has_status(self.statuses[action], *test.statuses))

    def _own_norms(self, action: str) -> tuple[Counted, ...]:
        available = self.available(action)
        return tuple(
            Counted(positive, strength, conjunction((_TRUTHS[self.found.get(attribute)], available)))
            for attribute, positive, strength in self.program.norms[action]
        )

    def _grounds(self, rule: str) -> Mapping[tuple[str, str], Literal]:
        """What was found of the grounds of a rule that fired; what its parts rest on, instead of the parts."""
        grounds: dict[tuple[str, str], Literal] = {}
        for finding, literal in self.program.conclusions[rule].grounds.items():
            attribute, word = finding
            if self.found.get(attribute) == word:
                grounds |= (
                    self._grounds(f"{attribute}.{word}") if literal.notion.kind is Kind.PART else {finding: literal}
                )
        return grounds

    def _grounds_of_status(self, resolved: Resolved) -> Iterator[Literal | Resolved]:
        """The rules with norms on the action and its availability, as far as known; the base statuses of its rivals."""
        action = resolved.action
        rules = dict.fromkeys(rule.id for rule, _ in self.enactment.norms_on[action])
        notions = [Notion(Kind.EFFECTIVE, rule) for rule in rules]
        if action in self.program.attributes[Kind.AVAILABLE]:
            notions.append(Notion(Kind.AVAILABLE, action))
        for notion in notions:
            if (truth := self.truth(notion.kind, notion.id)) is not Truth.UNKNOWN:
                yield Literal(notion, truth)
        if not resolved.base:
            for rival in self.enactment.rivals.get(action, ()):
                yield Resolved(rival, self.base[rival], base=True)
