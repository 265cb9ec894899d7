"""Why a case comes out as it does."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping

import attrs

from ethics_engine.argument_types import checked
from ethics_engine.consultation import consult, engine_input_of
from ethics_engine.consultation.default_assumptions import case_knowledge
from ethics_engine.consultation.evaluation_view import EvaluationView
from ethics_engine.consultation.page_course import course_beside
from ethics_engine.consultation.reasons import Explainer, source_report
from ethics_engine.deadline import SECONDS, Deadline
from ethics_engine.engines.bitset.batch import assumptions as assumptions_of
from ethics_engine.errors import CaseError, Place
from ethics_engine.loading.unknown_names import unknown_action
from ethics_engine.model.actions import Action
from ethics_engine.model.case import Case
from ethics_engine.model.determination import Determination, Firmness, SourceReport, StatusReport
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Force, Status
from ethics_engine.text.answers import to_a_degree
from ethics_engine.text.lists import listed, sentence
from ethics_engine.text.norms import PRACTITIONER, STATUS_IN_WORDS

from .explained_results import ExplainedResult, ResultAspect, aspects_of, result_of, ways_of
from .minimal_reasons import NOTHING, smallest
from .necessary_assumptions import necessary_assumptions
from .proof_tree import Prover
from .result import Explanation
from .statement_subsets import StatementSubsets, world


@checked
def why(
    ruleset: Ruleset,
    case: Case,
    action: str | None = None,
    *,
    as_of: datetime.date | None = None,
    assumptions: bool = True,
    checked: bool = True,
    places: Mapping[str, Place] | None = None,
    seconds: float = SECONDS,
) -> Explanation:
    """Explain an answer: a smallest set of stated facts that is enough for it, and how it follows from them.

    Args:
        ruleset: The rules to answer by.

        case: What is known, and what is asked.

        action: The action whose status is explained; by default the answer and the course of action are.

        as_of: The day whose rules count, as in `consult`.

        assumptions: Whether what nobody stated is assumed, as in `consult`.

        checked: Whether each set of facts is consulted on once more, as a case of its own, before it is given. It has
            been decided exactly before that, so this only guards against a fault of ours, and takes its time.

        places: Where facts were stated, by fact id, for messages.

        seconds: How long the search for a smallest set goes on at most, about. After that a set may be larger than
            need be, and more may be assumed than need be: what is listed is enough all the same.

    Raises:
        CaseError: There is no such action, the case asks whether conduct was right, and names none, or `seconds` is not
            more than none.

        ContradictionError: The stated facts cannot all be true.
    """
    if action is not None:
        known_action(action, ruleset)
    deadline = Deadline.after(seconds)
    engine_input = engine_input_of(ruleset, case, as_of=as_of)
    made = consult(ruleset, case, as_of=engine_input.day, assumptions=assumptions, places=places)
    aspects = [aspect for aspect in aspects_of(case.question, action) if aspect is not _beside_the_point(made)]
    results = {aspect: result_of(made, aspect, action, engine_input.enactment) for aspect in aspects}
    decided = {aspect: result for aspect, result in results.items() if result is not None}
    ways = ways_of(made) if ResultAspect.DISPOSITION in decided else ()
    target = ExplainedResult(engine_input.enactment, action, decided, ways)
    statements = StatementSubsets(engine_input, target, assumptions_of(engine_input.enactment) if assumptions else {})
    found = smallest(statements, deadline) if decided else NOTHING
    for part in found.parts if checked else ():
        alone = consult(ruleset, with_only(case, part), as_of=engine_input.day, assumptions=assumptions)
        if not target.of_determination(alone):
            raise AssertionError("a set of facts that settles a result exactly settles it for `consult`")
    known = case_knowledge(engine_input.enactment, engine_input.stated, presume=assumptions, places={}).known
    view = EvaluationView(engine_input.enactment, known, world(engine_input.enactment, known).evaluation(0))
    explainer = Explainer(view, case.facts)
    first = found.parts[0] if found.parts else frozenset()
    prover = Prover(made, explainer, first)
    proof = tuple(prover.proof(aspect, action) for aspect in decided)
    presuming = Explainer(EvaluationView(engine_input.enactment, statements.knowledge(first), view.evaluation), {})
    leans_on = necessary_assumptions(statements, first, deadline) if found.parts else ()
    still_open = {aspect: action or aspect.value for aspect in aspects if aspect not in decided}
    return Explanation(
        provenance=made.provenance,
        case=case.id,
        title=case.title,
        action=action,
        question=made.question if action is None else f"What do the rules say about this: {made.label(action)}?",
        results=tuple(filter(None, (_sentence(made, aspect, action) for aspect in decided))),
        still_open=tuple(_sentence(made, aspect, action) for aspect in still_open),
        unknown=tuple(report for report in made.unknown if set(report.bears_on) & set(still_open.values())),
        smallest=tuple(tuple(explainer.fact(fact) for fact in case.facts if fact in part) for part in found.parts),
        more=found.more,
        proved=found.proved,
        stopped_after=seconds if deadline.passed else None,
        leans_on=tuple(
            (explainer if fact in case.facts and known[fact] == statements.assumptions[fact] else presuming).fact(fact)
            for fact in leans_on
        ),
        otherwise=tuple(explainer.fact(fact) for fact in leans_on if known[fact] != statements.assumptions[fact]),
        proof=proof,
        sources=passages((one for step in proof for below in step.walk() for one in below.sources), ruleset),
    )


def _beside_the_point(made: Determination) -> ResultAspect | None:
    """The course of action, where a step is asked about and no rule asks for a course."""
    asked = made.action is not None and not made.status(made.action).way
    idle = made.disposition.force in (Force.NONE, Force.PERMITTED) and made.answer.firmness is not Firmness.OPEN
    return ResultAspect.DISPOSITION if asked and idle else None


def known_action(name: str, ruleset: Ruleset) -> Action:
    """The action of this name; raises CaseError where there is none."""
    if name not in ruleset.action:
        raise CaseError([unknown_action(name, ruleset, Place(name or "(no action)"))])
    return ruleset.action[name]


def with_only(case: Case, facts: Collection[str]) -> Case:
    """The case as it would be if nothing but these facts had been stated of it."""
    return attrs.evolve(case, facts={fact: statement for fact, statement in case.facts.items() if fact in facts})


def _sentence(made: Determination, aspect: ResultAspect, action: str | None) -> str:
    match aspect:
        case ResultAspect.ANSWER:
            return to_a_degree(made.answer.sentence, made.answer.firmness)
        case ResultAspect.DISPOSITION:
            is_open = made.answer.firmness is Firmness.OPEN
            course = made.disposition.sentence if is_open else course_beside(made)
            return to_a_degree(course, made.disposition.firmness) if course else ""
        case ResultAspect.STATUS:
            status = made.status(action or "")
            return to_a_degree(status_sentence(status), status.firmness)


def status_sentence(report: StatusReport) -> str:
    """The status of an action as a sentence."""
    if report.status is None:
        possible = listed([STATUS_IN_WORDS[status] for status in report.possible], "or")
        return f"Open. To {report.label} could be: {possible}."
    by = "" if report.by == PRACTITIONER else f"for {report.by} "
    if report.available is False:
        return sentence(f"{by}it is not possible to {report.label}, on what is known")
    if report.status is Status.UNREGULATED:
        return sentence(f"no rule covers this: {report.label}")
    if report.status is Status.DILEMMA:
        return sentence(f"{by}it is a dilemma whether to {report.label}")
    if report.status is Status.DISCOURAGED:
        return sentence(f"{by}it is advised not to {report.label}")
    return sentence(f"{by}it is {STATUS_IN_WORDS[report.status]} to {report.label}")


def passages(references: Iterable[str], ruleset: Ruleset) -> tuple[SourceReport, ...]:
    """The passages that are cited, by reference, each once."""
    return tuple(source_report(reference, ruleset) for reference in sorted(set(references)))
