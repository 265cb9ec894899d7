"""One case through the engine: what fires, stratum by stratum, until nothing new does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import define, field, frozen

from ethics_engine.model.actions import Action
from ethics_engine.model.enactment import Enactment
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import Knowledge
from ethics_engine.model.status import Status
from ethics_engine.model.truth import Truth, conjunction, disjunction

from .compile import WORDS, RuleProgram
from .dispositions import awaits, disposition, unmet
from .durable_host import LOCK, engine
from .program_cache import LoadedProgram, loaded
from .status_resolution import DERIVED_LEANINGS, Leaning, derived_counting, has_status, possible_statuses
from .trace import Firing, Literal, Notion, NotionKind, Resolved

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


@define(eq=False, repr=False)
class _Case:
    """One case as it goes through the strata.

    Attributes:
        found: What was found of each notion that is not unknown, by attribute.

        fired: What was found, in order: the rules that fired, and the actions resolved; first, of ways, by their norms
            alone.
    """

    enactment: Enactment
    knowledge: Knowledge
    program: RuleProgram
    found: dict[str, str] = field(factory=dict)
    base: dict[str, frozenset[Status]] = field(factory=dict)
    statuses: dict[str, frozenset[Status]] = field(factory=dict)
    fired: list[str | tuple[str, bool]] = field(factory=list)

    def chain(self, rules: LoadedProgram) -> None:
        for name in self.program.fact_tests:
            fact = self.enactment.fact[name]
            known = self.knowledge.get(name)
            self.found.update(rules.passed(fact, fact.anything if known is None else known))
        for stratum, sheets in zip(self.program.strata, rules.sheets, strict=True):
            for definitions, sheet in zip(stratum.sheets, sheets, strict=True):
                fired = sheet.fire({name: self.found[name] for name in definitions.reads if name in self.found})
                finds = {rule: found for rule, found in definitions.finds.items() if rule in fired}
                self.found.update(finds.values())
                self.fired.extend(finds)
            self._resolve(stratum.resolves)

    def truth(self, kind: NotionKind, name: str) -> Truth:
        return _TRUTHS[self.found.get(self.program.attributes[kind][name])]

    def available(self, action: str) -> Truth:
        conditionally = self.program.attributes[NotionKind.AVAILABLE]
        return self.truth(NotionKind.AVAILABLE, action) if action in conditionally else Truth.TRUE

    def evaluation(self) -> Evaluation:
        enactment = self.enactment
        effective = self._truths(NotionKind.EFFECTIVE)
        available = dict.fromkeys(enactment.action, Truth.TRUE) | self._truths(NotionKind.AVAILABLE)
        instead = {pair: self._instead(*pair) for pair in enactment.instead}
        settled = disposition(self.statuses, available, instead, tuple(way.id for way in enactment.ways))
        return Evaluation(
            concepts=self._truths(NotionKind.CONCEPT),
            constraints=self._truths(NotionKind.CONSTRAINT),
            applicable=effective | self._truths(NotionKind.APPLICABLE),
            effective=effective,
            available=available,
            base=self.base,
            instead=instead,
            statuses=self.statuses,
            awaits=awaits(enactment, self.knowledge, effective, available),
            forces=settled.forces,
            disposed=settled.disposed,
            unmet=unmet(enactment, self.statuses, available),
        )

    def _truths(self, kind: NotionKind) -> dict[str, Truth]:
        """The truth of all notions of a kind."""
        return {name: _TRUTHS[self.found.get(attribute)] for name, attribute in self.program.attributes[kind].items()}

    def trace(self) -> Iterator[Firing]:
        for fired in self.fired:
            if isinstance(fired, tuple):
                resolved = self._resolved(fired[0], base=fired[1])
                yield Firing(resolved, tuple(self._grounds_of_status(resolved)))
            elif (literal := self.program.conclusions[fired].literal).notion.kind is not NotionKind.PART:
                yield Firing(literal, tuple(self._grounds(fired).values()))

    def _resolved(self, action: str, *, base: bool) -> Resolved:
        return Resolved(action, (self.base if base else self.statuses)[action], base)

    def _resolve(self, actions: tuple[Action, ...]) -> None:
        """Every rule with a norm on these actions is settled: what is not found by now is unknown."""
        own = {action.id: self._own_norms(action.id) for action in actions}
        for way in (action.id for action in actions if action.is_way):
            self.base[way] = possible_statuses(*own[way])
            self.fired.append((way, True))
        for action, (norms, counting) in own.items():
            if rivals := self.enactment.rivals.get(action):
                pressing = [(self.base[rival], self._instead(action, rival)) for rival in rivals]
                derived = derived_counting(self.available(action), pressing)
                self.statuses[action] = possible_statuses(norms + DERIVED_LEANINGS, counting + derived)
            else:
                self.statuses[action] = possible_statuses(norms, counting)
            self.fired.append((action, False))
            for attribute, test in self.program.status_tests[action].items():
                truth = has_status(self.statuses[action], *test.statuses)
                if truth is not Truth.UNKNOWN:
                    self.found[attribute] = WORDS[truth]

    def _instead(self, way: str, rival: str) -> Truth:
        """Whether a norm that counts permits the way instead of its rival."""
        permitting = self.enactment.instead.get((way, rival), ())
        effective = disjunction(self.truth(NotionKind.EFFECTIVE, rule.id) for rule in permitting)
        return conjunction((effective, self.available(way)))

    def _own_norms(self, action: str) -> tuple[tuple[Leaning, ...], tuple[Truth, ...]]:
        """How the norms on an action lean, and whether each counts; none where none does, and no derived norms."""
        if action not in self.program.norms:
            return (), ()
        attributes, norms = self.program.norms[action]
        found = [_TRUTHS[self.found.get(attribute)] for attribute in attributes]
        if all(truth is Truth.FALSE for truth in found):
            return (), ()
        available = self.available(action)
        if available is not Truth.TRUE:
            found = [conjunction((truth, available)) for truth in found]
        return norms, tuple(found)

    def _grounds(self, rule: str) -> Mapping[tuple[str, str], Literal]:
        """What was found of the grounds of a rule that fired; what its parts rest on, instead of the parts."""
        grounds: dict[tuple[str, str], Literal] = {}
        for finding, literal in self.program.conclusions[rule].grounds.items():
            attribute, word = finding
            if self.found.get(attribute) == word:
                grounds |= (
                    self._grounds(f"{attribute}.{word}")
                    if literal.notion.kind is NotionKind.PART
                    else {finding: literal}
                )
        return grounds

    def _grounds_of_status(self, resolved: Resolved) -> Iterator[Literal | Resolved]:
        """The rules with norms on the action and its availability, as far as known; the base statuses of its rivals."""
        action = resolved.action
        rules = dict.fromkeys(rule.id for rule, _ in self.enactment.norms_on[action])
        notions = [Notion(NotionKind.EFFECTIVE, rule) for rule in rules]
        if action in self.program.attributes[NotionKind.AVAILABLE]:
            notions.append(Notion(NotionKind.AVAILABLE, action))
        for notion in notions:
            if (truth := self.truth(notion.kind, notion.id)) is not Truth.UNKNOWN:
                yield Literal(notion, truth)
        if not resolved.base:
            for rival in self.enactment.rivals.get(action, ()):
                yield self._resolved(rival, base=True)
