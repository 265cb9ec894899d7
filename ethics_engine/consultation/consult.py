"""The one way in for a single case: facts in, a determination out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from enum import Enum

from ethics_engine.argument_types import checked
from ethics_engine.errors import CaseError, EngineUnavailableError, Finding, Place
from ethics_engine.loading.ruleset_cache import keep_enactment
from ethics_engine.loading.unknown_names import unknown_action, unknown_fact
from ethics_engine.model.case import Ask, Case
from ethics_engine.model.determination import Determination, Provenance, ProvenancePart
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.evaluation import Evaluation
from ethics_engine.model.knowledge import NO, Knowledge
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.record import frozen_record
from ethics_engine.model.ruleset import Ruleset

from .default_assumptions import CaseKnowledge, case_knowledge
from .determinacy import DeterminacySolver
from .determination_builder import DeterminationBuilder


class Engine(Enum):
    """The engines that can evaluate a case, named as their packages in `engines/`; they agree on every one.

    The values are what the command line and JSON call them.
    """

    FORWARD_CHAINING = "chaining"
    BITSET = "columns"
    ANSWER_SET = "reasoning"


@frozen_record
class EngineInput:
    """What a case puts before the engines.

    Attributes:
        enactment: The ruleset as it stands on the day.

        stated: What was said of the facts.

        query: What is asked.

        day: The day whose rules count.
    """

    enactment: Enactment
    stated: Knowledge
    query: PossibilityQuery
    day: datetime.date


def engine_input_of(ruleset: Ruleset, case: Case, *, as_of: datetime.date | None = None) -> EngineInput:
    """What a case puts before the engines, by the rules of a day; see `day_of`.

    Raises CaseError where it asks whether conduct was right, and names none.
    """
    if case.question.ask is Ask.RIGHT and not (case.did or case.omitted):
        raise CaseError(
            [Finding(Place(case.id), "`right` needs an action", "name one: `right refer`, or give `did` or `omitted`")]
        )
    day = day_of(case, as_of)
    enactment = enact(ruleset, day)
    if findings := list(_strange(case, enactment)):
        raise CaseError(findings)
    stated = {fact: statement.known for fact, statement in case.facts.items()}
    query = PossibilityQuery(
        question=case.question,
        did=case.did,
        omitted=case.omitted,
        stated_not_done=frozenset(step for fact, step in enactment.step_of.items() if stated.get(fact) == NO),
    )
    return EngineInput(enactment, stated, query, day)


def _strange(case: Case, enactment: Enactment) -> Iterator[Finding]:
    """What a case tells of that the rules do not know, as when it was made for others."""
    asked = (case.question.action,) if case.question.action is not None else ()
    for action in (*asked, *case.did, *case.omitted):
        if action not in enactment.action:
            yield unknown_action(action, enactment.ruleset, Place(case.id))
    for name, statement in case.facts.items():
        fact = enactment.fact.get(name)
        if fact is None:
            yield unknown_fact(name, enactment.ruleset, Place(case.id), enactment.fact.values())
        elif not fact.allows(statement.known):
            yield Finding(Place(case.id), f"the value of `{name}` does not fit it", "make the case with `new_case`")


@checked
def consult(
    ruleset: Ruleset,
    case: Case,
    *,
    as_of: datetime.date | None = None,
    assumptions: bool = True,
    engine: Engine | str | None = None,
    trace: bool = False,
    places: Mapping[str, Place] | None = None,
) -> Determination:
    """Answer the question of a case, with reasons.

    Args:
        ruleset: The rules to answer by.

        case: What is known, and what is asked.

        as_of: The day whose rules count; by default that of the case, else the day it was decided, else today.

        assumptions: Whether what nobody stated is assumed as the vocabulary says.

        engine: What evaluates the case; by default forward chaining where this machine has it, else columns.

        trace: Whether to tell what fired on what; only forward chaining can.

        places: Where facts were stated, by fact id, for messages.

    Raises:
        CaseError: It asks whether conduct was right, and names none.

        ContradictionError: The stated facts cannot all be true.

        EngineUnavailableError: The engine asked for cannot run here.
    """
    return _determination(
        ruleset, case, as_of=as_of, assumptions=assumptions, engine=engine, trace=trace, places=places or {}
    )


def suppose(ruleset: Ruleset, case: Case, *, as_of: datetime.date, assumptions: bool) -> Determination:
    """What comes of a case that is only supposed, as `consult` finds it, in a third of the time.

    The assumptions are not doubted, nor listed: whatever holds with them is said to be firm.
    """
    return _determination(
        ruleset,
        case,
        as_of=as_of,
        assumptions=assumptions,
        engine=Engine.BITSET,
        trace=False,
        places={},
        supposing=True,
    )


def _determination(
    ruleset: Ruleset,
    case: Case,
    *,
    as_of: datetime.date | None,
    assumptions: bool,
    engine: Engine | str | None,
    trace: bool,
    places: Mapping[str, Place],
    supposing: bool = False,
) -> Determination:
    engine_input = engine_input_of(ruleset, case, as_of=as_of)
    enactment, query = engine_input.enactment, engine_input.query
    known = case_knowledge(enactment, engine_input.stated, presume=assumptions, places=places)
    chosen = default_engine() if engine is None else _engine(engine)
    evaluation, firings = _evaluate(chosen, known, trace=trace)
    provenance = Provenance(
        ruleset=ruleset.name,
        version=ruleset.version,
        content_hash=ruleset.content_hash,
        as_of=engine_input.day,
        engine=chosen.value,
        assumptions=assumptions,
        parts=tuple(
            ProvenancePart(part.name, part.version, part.content_hash, part.in_force.includes(engine_input.day))
            for part in ruleset.made_of
        ),
    )
    determination = DeterminationBuilder(
        case, query, known, evaluation, DeterminacySolver(known, evaluation, supposing), provenance, firings
    ).determination()
    if not supposing:
        keep_enactment(enactment)
    return determination


def day_of(case: Case, as_of: datetime.date | None) -> datetime.date:
    """The day whose rules count: the one asked for, else that of the case, else the day it was decided, else today."""
    return as_of or case.as_of or (case.decided.date if case.decided else None) or datetime.date.today()


def _engine(name: Engine | str) -> Engine:
    try:
        return Engine(name)
    except ValueError as error:
        known = ", ".join(engine.value for engine in Engine)
        raise EngineUnavailableError(f"no engine `{name}`; use {known}") from error


def default_engine() -> Engine:
    """Forward chaining where this machine has it, else columns."""
    from ethics_engine.engines.forward_chaining import available

    return Engine.FORWARD_CHAINING if available() is None else Engine.BITSET


def _evaluate(engine: Engine, situation: CaseKnowledge, *, trace: bool) -> tuple[Evaluation, tuple[str, ...]]:
    """The evaluation by an engine, and what fired on what if that is asked for and the engine records it."""
    enactment, knowledge = situation.enactment, situation.known
    match engine:
        case Engine.BITSET:
            return situation.evaluation, ()
        case Engine.ANSWER_SET:
            from ethics_engine.engines import answer_set

            return answer_set.evaluate(enactment, knowledge), ()
        case Engine.FORWARD_CHAINING:
            from ethics_engine.engines import forward_chaining

            if not trace:
                return forward_chaining.evaluate(enactment, knowledge), ()
            run = forward_chaining.run(enactment, knowledge)
            return run.evaluation, tuple(map(str, run.trace))
