"""What tables of cases are answered with is what each case is answered with alone, on any ruleset."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.consultation.default_assumptions import case_knowledge
from ethics_engine.consultation.determinacy import DeterminacySolver
from ethics_engine.engines.bitset import Batch, evaluate, run_possible
from ethics_engine.engines.bitset.case_set import CaseSet, all_cases
from ethics_engine.engines.bitset.kernel import kernel_of
from ethics_engine.model.case import Ask, Question
from ethics_engine.model.enactment import Enactment, enact
from ethics_engine.model.knowledge import NO, Knowledge
from ethics_engine.model.possibilities import PossibilityQuery
from ethics_engine.model.variables import Variable, variables_of
from ethics_engine.screening.bulk_results import (
    STATUS,
    BitPlane,
    BulkEvaluation,
    BulkPart,
    BulkQuery,
    CompletionBasis,
    bulk_kernel,
    bulk_results,
    settled_results,
)
from ethics_engine.screening.completion_kernel import completion_kernel
from ethics_engine.screening.given_columns import given_columns, stated_of

from .strategies import DAY, enactments, knowledge_of, rulesets

CASES = 6


@st.composite
def enactments_with_assumptions(draw: st.DrawFn) -> Enactment:
    """A random ruleset of which some facts have an assumption."""
    ruleset = draw(rulesets())
    assumed = draw(knowledge_of(enact(ruleset, DAY)))
    facts = [attrs.evolve(fact, presumed=assumed.get(fact.id)) for fact in ruleset.facts]
    return enact(attrs.evolve(ruleset, facts=facts), DAY)


def everything(batch: Batch) -> dict[object, CaseSet]:
    """Every column that the machine leaves behind."""
    memory = batch.memory
    return {
        **{("true", place): column for place, column in enumerate(memory.true)},
        **{("false", place): column for place, column in enumerate(memory.false)},
        **{
            ("slot", (slot, place)): column
            for slot in range(len(memory.slots))
            for place, column in enumerate(memory.statuses(slot))
        },
    }


@pytest.mark.parametrize("arrays", [False, True], ids=["whole numbers", "arrays of numpy"])
@given(data=st.data())
def test_a_kernel_gives_the_bits_of_the_machine(*, arrays: bool, data: st.DataObject) -> None:
    enactment = data.draw(enactments())
    cases = [data.draw(knowledge_of(enactment)) for _ in range(CASES)]
    variables = variables_of(enactment)
    possible = {
        variable: tuple(
            CaseSet(sum(variable.allows(value, stated) << index for index, stated in enumerate(cases)))
            for value in variable.values
        )
        for variable in variables
    }
    inputs = {(variable, place): column for variable in variables for place, column in enumerate(possible[variable])}

    def work(recorded: Mapping[tuple[Variable, int], CaseSet], everyone: CaseSet) -> Mapping[object, CaseSet]:
        columns = {each: tuple(recorded[each, place] for place in range(len(each.values))) for each in variables}
        return everything(run_possible(enactment, columns, everyone))

    kernel = kernel_of(inputs, work)
    expected = everything(run_possible(enactment, possible, all_cases(CASES)))
    needed = [inputs[name] for name in kernel.inputs]
    if arrays:
        numpy = pytest.importorskip("numpy", reason="arrays need the extra `batch`")
        found = kernel.run([numpy.array([column], numpy.uint64) for column in needed], numpy.array([63], numpy.uint64))
        assert {name: int(column[0]) for name, column in found.items()} == expected
    else:
        assert kernel.run(needed, all_cases(CASES)) == expected


@given(st.data())
def test_what_is_decided_in_bulk_is_what_a_consult_says(data: st.DataObject) -> None:
    enactment = data.draw(enactments_with_assumptions())
    action = data.draw(st.sampled_from(sorted(enactment.action)))
    ask = data.draw(st.sampled_from([Ask.MAY, Ask.MUST, Ask.WHAT, Ask.FIRST, Ask.RIGHT]))
    query = PossibilityQuery(
        Question(ask, action if ask in (Ask.MAY, Ask.MUST) else None), did=(action,) if ask is Ask.RIGHT else ()
    )
    cases = [data.draw(knowledge_of(enactment)) for _ in range(CASES)]
    parts = frozenset({BulkPart.FIRMNESS, BulkPart.FORCE, BulkPart.COURSE, BulkPart.RULES})
    asked = BulkQuery(enactment, query, data.draw(st.booleans()), parts, tuple(enactment.action))

    everyone = all_cases(CASES)
    evaluation = BulkEvaluation.of(enactment, given_columns(enactment, cases), everyone, assumptions=asked.assumptions)
    results = settled_results(asked, evaluation, everyone)

    for index, stated in enumerate(cases):
        row = {
            name: {value for value, column in values.items() if column >> index & 1} for name, values in results.items()
        }
        _assert_as_alone(asked, stated, row)


def _assert_as_alone(asked: BulkQuery, stated: Knowledge, row: Mapping[str, set[str]]) -> None:
    law = asked.enactment
    try:
        known = case_knowledge(law, stated, presume=asked.assumptions, places={})
    except ee.ContradictionError:
        assert row["in_bulk"] <= {"contradictory", "undecided"}
        assert not row["answer"]
        return
    assert row["in_bulk"] <= {"decided", "undecided"}
    evaluation = evaluate(law, known.known)
    not_done = frozenset(step for fact, step in law.step_of.items() if stated.get(fact) == NO)
    settled = DeterminacySolver(known, evaluation).settled(attrs.evolve(asked.query, stated_not_done=not_done))
    if row["answer"]:
        asks_what = asked.query.question.ask is Ask.WHAT
        degree = settled.disposition()[0] if asks_what else settled.answer()[0]
        (firmness,) = row["firmness"]
        likely = ("firm", "provisional") if firmness == "firm_or_provisional" else (firmness,)
        assert degree.value in likely
        if not asks_what:
            answers = settled.answer()[1]
            assert row["answer"] == ({"open"} if firmness == "open" else {answer.value for answer in answers})
    if row["force"]:
        degree, possible = settled.disposition()
        assert degree is not ee.Firmness.OPEN
        assert {force.value for force in possible.forces} == row["force"]
        assert {way for (_, way), truths in possible.named.items() if truths == {True}} == row["course"]
    for name in law.action:
        if row[STATUS + name]:
            assert {status.value for status in settled.presuming.statuses[name]} == row[STATUS + name]


@given(st.data())
def test_a_query_compiled_gives_what_it_gives_at_once(data: st.DataObject) -> None:
    enactment = data.draw(enactments_with_assumptions())
    action = data.draw(st.sampled_from(sorted(enactment.action)))
    asked = BulkQuery(
        enactment, PossibilityQuery(Question(Ask.MAY, action)), parts=frozenset(BulkPart), statuses=(action,)
    )
    given = given_columns(enactment, [data.draw(knowledge_of(enactment)) for _ in range(CASES)])
    compiled = bulk_kernel(asked)

    planes = compiled.kernel.run(
        [given[variable][place] for variable, place in compiled.kernel.inputs], all_cases(CASES)
    )

    for result, columns in bulk_results(asked, given, all_cases(CASES)).items():
        for value, column in columns.items():
            assert _column(compiled.values[result], planes, result, value) == column


@given(st.data())
def test_completions_compiled_show_what_they_show_at_once(data: st.DataObject) -> None:
    enactment = data.draw(enactments_with_assumptions())
    action = data.draw(st.sampled_from(sorted(enactment.action)))
    ask = data.draw(st.sampled_from([Ask.MAY, Ask.FIRST, Ask.RIGHT]))
    query = PossibilityQuery(Question(ask, action if ask is Ask.MAY else None), did=(action,))
    asked = BulkQuery(enactment, query, parts=frozenset({BulkPart.FIRMNESS}))
    given = given_columns(enactment, [data.draw(knowledge_of(enactment)) for _ in range(CASES)])
    everyone = all_cases(CASES)
    evaluation = BulkEvaluation.of(enactment, given, everyone)
    before, after = bulk_results(asked, given, everyone), settled_results(asked, evaluation, everyone)
    among = {
        CompletionBasis.KNOWN: before["in_bulk"]["undecided"],
        CompletionBasis.STATED: before["firmness"]["firm_or_provisional"],
    }

    stated = {(variable, place): column for variable, of in given.items() for place, column in enumerate(of)}
    found = completion_kernel(asked).differing(stated, among)

    assert found == {
        CompletionBasis.KNOWN: after["firmness"]["open"],
        CompletionBasis.STATED: after["firmness"]["provisional"],
    }


def _column(values: tuple[str, ...], planes: Mapping[BitPlane, int], result: str, value: str) -> int:
    """The column of a value, put together from the planes of a kernel."""
    if value not in values:
        return 0
    if BitPlane(result, value) in planes:
        return planes[BitPlane(result, value)]
    column, number = all_cases(CASES), values.index(value) + 1
    for plane, bits in planes.items():
        if plane.result == result:
            column &= bits if number >> plane.digit & 1 else ~bits
    return column


@given(st.data())
def test_what_was_stated_can_be_read_back(data: st.DataObject) -> None:
    enactment = data.draw(enactments())
    stated = data.draw(knowledge_of(enactment))
    columns = given_columns(enactment, [stated])
    read = stated_of(
        enactment, [(each, place) for each, of in columns.items() for place, here in enumerate(of) if here]
    )

    assert given_columns(enactment, [read]) == columns
