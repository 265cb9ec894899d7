"""Which unknown facts matter is what trying out every pair of completions, one by one, finds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, product
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.columns import evaluate_all
from ethics_engine.consulting import relevance
from ethics_engine.consulting.outcome import definite
from ethics_engine.consulting.situation import Situation, situation
from ethics_engine.model.case import Ask, Case, Question, Statement
from ethics_engine.model.enactment import enact
from ethics_engine.model.knowledge import Knowledge, Possible
from ethics_engine.model.possibilities import Inquiry
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.truth import Truth

from .strategies import DAY, completions, knowledge_of, rulesets

MOST = 300
"""How many completions of a case are tried out in pairs."""

Asked = tuple[Situation, ee.Determination, Inquiry]


@st.composite
def consulted(draw: st.DrawFn) -> Asked:
    """A consult on a random ruleset that leaves little unknown."""
    ruleset: Ruleset = draw(rulesets())
    enactment = enact(ruleset, DAY)
    stated: Knowledge = draw(knowledge_of(enactment))
    ask = draw(st.sampled_from((Ask.MAY, Ask.MUST, Ask.FIRST, Ask.WHAT)))
    action = None if ask is Ask.WHAT else draw(st.sampled_from(sorted(enactment.action)))
    case = _case(Question(ask, action), stated)
    try:
        known = situation(enactment, stated, presume=True, places={})
    except ee.ContradictionError:
        assume(False)
    return known, ee.consult(ruleset, case, as_of=DAY), Inquiry(case.question)


@given(consulted())
def test_exactly_what_matters_is_named_and_an_open_answer_names_something(asked: Asked) -> None:
    known, determination, inquiry = asked
    values = _unknown(known)
    assume(prod(len(each) for each in values.values()) <= MOST)

    told = _mattering(known, values, inquiry)
    named: dict[str, set[str]] = {}
    for report in determination.unknown:
        assert not report.possibly
        for target in report.bears_on:
            named.setdefault(target, set()).add(report.fact)

    assert named == {target: facts for target, facts in told.items() if facts}
    if determination.answer.settled is ee.Settledness.OPEN and inquiry.question.ask is not Ask.HOW:
        assert named["answer"]


@given(consulted())
def test_beyond_the_bound_all_that_matters_is_named_and_the_doubtful_is_marked(asked: Asked) -> None:
    known, _, inquiry = asked
    values = _unknown(known)
    assume(prod(len(each) for each in values.values()) <= MOST)
    told = _mattering(known, values, inquiry)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relevance, "completed", lambda *_: None)
        determination = ee.consult(known.enactment.ruleset, _case(inquiry.question, known.stated), as_of=DAY)

    for report in determination.unknown:
        for target in set(report.bears_on) - set(report.possibly):
            assert report.fact in told[target]
    for target, mattering in told.items():
        assert mattering <= {report.fact for report in determination.unknown if target in report.bears_on}


def _case(question: Question, stated: Knowledge) -> Case:
    return Case("a-case", question, {fact: Statement(known) for fact, known in stated.items()})


def _unknown(known: Situation) -> Mapping[str, Sequence[Possible]]:
    """The facts with more than one value left, and those values."""
    values = {fact.id: completions(fact, known.known.get(fact.id)) for fact in known.enactment.facts}
    return {fact: each for fact, each in values.items() if len(each) > 1}


def _mattering(known: Situation, values: Mapping[str, Sequence[Possible]], inquiry: Inquiry) -> Mapping[str, set[str]]:
    """For each result that differs, the facts in a smallest set in which completions that differ in it differ."""
    told = [dict(zip(values, each, strict=True)) for each in product(*values.values())]
    found = [
        (one, results) for one, results in zip(told, _results(known, told, inquiry), strict=True) if results is not None
    ]
    apart: dict[str, set[frozenset[str]]] = {}
    for (one, ones), (other, others) in combinations(found, 2):
        differing = frozenset(fact for fact in values if one[fact] != other[fact])
        for target, result in ones.items():
            if result != others[target]:
                apart.setdefault(target, set()).add(differing)
    return {
        target: {fact for facts in sets if not any(less < facts for less in sets) for fact in facts}
        for target, sets in apart.items()
    }


def _results(known: Situation, told: Sequence[Knowledge], inquiry: Inquiry) -> Iterator[Mapping[str, object] | None]:
    """What comes of each completion, one by one; None where it breaks a constraint."""
    enactment = known.enactment
    full = [{**known.known, **one} for one in told]
    for knowledge, evaluation in zip(full, evaluate_all(enactment, full), strict=True):
        if any(truth is not Truth.FALSE for truth in evaluation.constraints.values()):
            yield None
            continue
        result = definite(enactment, evaluation, knowledge, inquiry)
        assert result is not None
        disposition = (result.forces, tuple(result.named.items()))
        yield {
            **result.statuses,
            "disposition": disposition,
            "answer": disposition if inquiry.question.ask is Ask.WHAT else result.answers,
        }
