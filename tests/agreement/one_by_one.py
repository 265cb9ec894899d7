"""Completions of a consulted case, tried out one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from hypothesis import assume
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.consultation import engine_input_of
from ethics_engine.consultation.answers import definite
from ethics_engine.consultation.default_assumptions import CaseKnowledge, case_knowledge
from ethics_engine.engines.bitset import evaluate_all
from ethics_engine.model.case import Ask, Case, Question, Statement
from ethics_engine.model.enactment import enact
from ethics_engine.model.knowledge import Knowledge, Possible
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.truth import Truth

from .strategies import DAY, completions, knowledge_of, rulesets

MOST = 300
"""How many completions of a case are tried out in pairs."""

_ASKS = (Ask.MAY, Ask.MUST, Ask.FIRST, Ask.RIGHT, Ask.WHAT)

Asked = tuple[CaseKnowledge, ee.Determination, PossibilityQuery]


@st.composite
def consulted(draw: st.DrawFn, *, openly: bool = False) -> Asked:
    """A consult on a random ruleset; `openly` if its answer is to be open where any is."""
    ruleset: Ruleset = draw(rulesets())
    enactment = enact(ruleset, DAY)
    stated: Knowledge = draw(knowledge_of(enactment))
    try:
        known = case_knowledge(enactment, stated, presume=True, places={})
    except ee.ContradictionError:
        assume(False)
    found = _asked(known, draw(st.sampled_from(_ASKS)), draw(st.sampled_from(sorted(enactment.action))))
    for ask, action in product(_ASKS, enactment.action) if openly else ():
        if found[1].answer.firmness is ee.Firmness.OPEN:
            break
        found = _asked(known, ask, action)
    return found


def _asked(known: CaseKnowledge, ask: Ask, action: str) -> Asked:
    question = Question(ask, None if ask in (Ask.WHAT, Ask.RIGHT) else action)
    case = case_of(PossibilityQuery(question, did=(action,) if ask is Ask.RIGHT else ()), known.stated)
    ruleset = known.enactment.ruleset
    return known, ee.consult(ruleset, case, as_of=DAY), engine_input_of(ruleset, case, as_of=DAY).query


def case_of(query: PossibilityQuery, stated: Knowledge) -> Case:
    """A case that states this."""
    facts = {fact: Statement(known) for fact, known in stated.items()}
    return Case("a-case", query.question, facts, did=query.did)


def unknown_of(known: CaseKnowledge) -> Mapping[str, Sequence[Possible]]:
    """The facts with more than one value left, and those values."""
    values = {fact.id: completions(fact, known.known.get(fact.id)) for fact in known.enactment.facts}
    return {fact: each for fact, each in values.items() if len(each) > 1}


def results_of(
    known: CaseKnowledge, stated: Sequence[Knowledge], query: PossibilityQuery
) -> Iterator[Mapping[str, object] | None]:
    """What comes of each completion, one by one; None where it breaks a constraint."""
    enactment = known.enactment
    full = [{**known.known, **one} for one in stated]
    for knowledge, evaluation in zip(full, evaluate_all(enactment, full), strict=True):
        if any(truth is not Truth.FALSE for truth in evaluation.constraints.values()):
            yield None
            continue
        result = definite(enactment, evaluation, knowledge, query)
        assert result is not None
        disposition = (result.forces, tuple(result.named.items()))
        yield {
            **result.statuses,
            "disposition": disposition,
            "answer": disposition if query.question.ask is Ask.WHAT else result.answers,
        }
