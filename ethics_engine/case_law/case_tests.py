"""Check the rules against decided cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import field, frozen

from ethics_engine.consultation import Engine, consult
from ethics_engine.consultation.consult import day_of
from ethics_engine.consultation.default_assumptions import case_knowledge
from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.consultation.reasons import Explainer
from ethics_engine.engines.bitset.batch import assumptions, run
from ethics_engine.errors import CaseError, ContradictionError, Finding, Place
from ethics_engine.loading import places_of_facts
from ethics_engine.model.case import Case, Held
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import NO, Knowledge
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.text.lists import listed

from .case_evaluation import CaseEvaluation
from .conflicting_rules import ConflictingRule, ConflictingRules
from .corpus import BrokenFile, ReportedCase, broken_file
from .holdings import Point, holdings, is_kept, said, shown
from .rules_in_dilemma import rules_in_dilemma

Places = Mapping[tuple[str, ...], Place]


@frozen
class Difference:
    """A point at which the rules make of a case something else than was held.

    Attributes:
        point: The key of what was held, such as `answer`.

        subject: The action, rule or fact it is about, where the key does not say.

        place: Where it was held.

        held: What was held, in the words of the case file.

        said: What the rules make of it.

        for_held: The rules that speak for what was held, or would.

        for_said: The rules that lead to what is said.
    """

    point: str
    subject: str
    place: Place
    held: str
    said: str
    for_held: tuple[ConflictingRule, ...] = ()
    for_said: tuple[ConflictingRule, ...] = ()


@frozen
class CaseTestResult:
    """A decided case held against the rules.

    Attributes:
        differences: Where the rules make something else of it; the case stands where there are none.
    """

    case: Case
    differences: tuple[Difference, ...] = ()

    @property
    def stands(self) -> bool:
        """Whether everything that was held is what the rules make of it."""
        return not self.differences


@frozen(eq=False)
class EvaluatedCase:
    """A case whose facts have been weighed: what the rules make of it, or the constraints that its facts break."""

    case: Case
    evaluated: CaseEvaluation | None
    broken: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = field(default=(), repr=False)


def check_case(
    case: Case, ruleset: Ruleset, engine: Engine = Engine.BITSET, places: Places | None = None
) -> CaseTestResult:
    """Hold one decided case against a ruleset as it stood on the day.

    Raises:
        CaseError: Nothing was held of it, or its facts contradict each other and nobody held that they do.

        EngineUnavailableError: The engine asked for cannot run here.
    """
    entry = ReportedCase(case, case.id, "", places or {})
    if case.held is None:
        raise CaseError([Finding(Place(case.id), "this case is not decided", "give it `held`, or use `consult`")])
    (judged,) = check_cases([entry], ruleset, engine)
    if isinstance(judged, BrokenFile):
        raise CaseError(judged.findings)
    return judged


def check_cases(
    entries: Sequence[ReportedCase], ruleset: Ruleset, engine: Engine = Engine.BITSET
) -> Iterator[CaseTestResult | BrokenFile]:
    """Hold decided cases against a ruleset, in their order; all go through the columns at once.

    A case whose facts contradict each other, where that was not held, is a broken file.

    Raises EngineUnavailableError where the engine asked for cannot run here.
    """
    for entry, tested in zip(entries, evaluate_case(entries, ruleset, engine), strict=True):
        held = entry.case.held or Held()
        if held.constraint is not None:
            yield _of_contradiction(tested, held.constraint, entry.places)
        elif tested.evaluated is None:
            yield broken_file(entry.file, tested.findings)
        else:
            yield CaseTestResult(entry.case, tuple(_differences(entry, tested.evaluated, ruleset)))


def _of_contradiction(tested: EvaluatedCase, held: str, places: Places) -> CaseTestResult:
    if held in tested.broken:
        return CaseTestResult(tested.case)
    said_ = f"contradictory: {listed(tested.broken)}" if tested.broken else "the facts do not contradict each other"
    place = places.get(("held", "constraint"), Place(tested.case.id))
    return CaseTestResult(tested.case, (Difference("constraint", "", place, held, said_),))


def _differences(entry: ReportedCase, evaluated: CaseEvaluation, ruleset: Ruleset) -> Iterator[Difference]:
    case = entry.case
    view = EvaluationView(evaluated.enactment, evaluated.known, evaluated.evaluation)
    explainer = Explainer(view, case.facts)
    held = case.held or Held()
    sides = ConflictingRules(view, explainer, evaluated.query, frozenset(held.ratio))
    if held.must_ask:
        asked = tuple(report.fact for report in consult(ruleset, case, engine=Engine.BITSET).unknown)
    if held.norms:
        collide = rules_in_dilemma(explainer)
    for holding in holdings(held):
        words: tuple[str, ...] = ()
        if holding.point is Point.MUST_ASK:
            kept, shown_ = holding.subject in asked, f"asks for {listed(asked)}" if asked else "asks for nothing"
        elif holding.point is Point.NORMS:
            kept = holding.subject in collide
            shown_ = f"in conflict: {listed(collide)}" if collide else "no conflict"
        else:
            possible = said(holding, evaluated)
            kept, shown_ = is_kept(holding, possible), shown(possible)
            words = tuple(word for option in sorted(possible) for word in option)
        if not kept:
            for_held, for_said = sides.held(holding), sides.said(holding, words)
            if holding.point is Point.RATIO:
                shown_ = for_held[0].standing if for_held else "is not in force on the day"
            place = entry.places.get(holding.path) or entry.places.get(holding.path[:2]) or Place(entry.file)
            yield Difference(
                holding.point.value, holding.subject, place, " and ".join(holding.words), shown_, for_held, for_said
            )


def contradictory(entries: Sequence[ReportedCase], ruleset: Ruleset) -> Iterator[BrokenFile]:
    """The cases whose facts contradict each other though nobody held that they do."""
    for entry, tested in zip(entries, evaluate_case(entries, ruleset), strict=True):
        if tested.evaluated is None and (entry.case.held is None or entry.case.held.constraint is None):
            yield broken_file(entry.file, tested.findings)


def evaluate_case(
    entries: Sequence[ReportedCase], ruleset: Ruleset, engine: Engine = Engine.BITSET
) -> Iterator[EvaluatedCase]:
    """What the rules make of cases, in their order; each by the rules of its day."""
    stated = [{fact: statement.known for fact, statement in entry.case.facts.items()} for entry in entries]
    days = [day_of(entry.case, None) for entry in entries]
    on_day = {day: enact(ruleset, day) for day in dict.fromkeys(days)}
    enactments = [on_day[day] for day in days]
    evaluations: dict[int, Evaluation] = {}
    for enactment in dict.fromkeys(enactments):
        members = [index for index, other in enumerate(enactments) if other is enactment]
        batch = run(enactment, [stated[index] for index in members], assumptions(enactment))
        lawful = batch.lawful()
        evaluations |= {index: batch.evaluation(bit) for bit, index in enumerate(members) if lawful >> bit & 1}
    for index, entry in enumerate(entries):
        yield _tested(entry, enactments[index], stated[index], evaluations.get(index), engine)


def _tested(
    entry: ReportedCase, enactment: Enactment, stated: Knowledge, evaluation: Evaluation | None, engine: Engine
) -> EvaluatedCase:
    """A case; `evaluation` is that of the columns, where every constraint is surely kept."""
    known: Knowledge = {**assumptions(enactment), **stated}
    if evaluation is None:
        try:
            known = case_knowledge(enactment, stated, presume=True, places=places_of_facts(entry.places)).known
        except ContradictionError as error:
            return EvaluatedCase(entry.case, None, error.constraints, error.findings)
    if evaluation is None or engine is not Engine.BITSET:
        evaluation = _evaluate(engine, enactment, known)
    step_of = enactment.step_of
    not_done = frozenset(step_of[fact] for fact, known in stated.items() if known == NO and fact in step_of)
    query = PossibilityQuery(entry.case.question, entry.case.did, entry.case.omitted, not_done)
    return EvaluatedCase(entry.case, CaseEvaluation(enactment, known, evaluation, query))


def _evaluate(engine: Engine, enactment: Enactment, known: Knowledge) -> Evaluation:
    match engine:
        case Engine.BITSET:
            return run(enactment, [known], {}).evaluation(0)
        case Engine.FORWARD_CHAINING:
            from ethics_engine.engines import forward_chaining

            return forward_chaining.evaluate(enactment, known)
        case Engine.ANSWER_SET:
            from ethics_engine.engines import answer_set

            return answer_set.evaluate(enactment, known)
