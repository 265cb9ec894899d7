"""Random rulesets, random cases, a random change of one rule: what is kept of a mutant is what is found anew."""

from __future__ import annotations

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from ethics_engine.audit.mutants import Mutant, mutants_of
from ethics_engine.audit.mutants.kept_verdicts import KeptVerdicts
from ethics_engine.audit.mutants.mutant import DeclaredKind
from ethics_engine.audit.mutants.mutation_run import Fate, judge_mutants
from ethics_engine.case_law.case_evaluation import CaseEvaluation
from ethics_engine.case_law.case_tests import evaluate_case
from ethics_engine.case_law.corpus import ReportedCase
from ethics_engine.case_law.holdings import Holding, Point, said
from ethics_engine.model.case import Ask, Case, Held, Question, Statement
from ethics_engine.model.enactment import EXCEPTION, enact
from ethics_engine.model.ruleset import Ruleset
from ethics_engine.model.status import Status
from tests.agreement.strategies import DAY, completions, knowledge_of, rulesets, stated_cases_of

CASES, MUTANTS = 5, 10


@given(st.data())
@settings(max_examples=settings().max_examples // 2)  # each draws a ruleset and judges all its mutants, twice
def test_after_a_change_of_one_rule_what_is_kept_is_what_is_found_anew(data: st.DataObject) -> None:
    ruleset = _with_assumptions(data, data.draw(rulesets().filter(_has_rules)))
    cases = [case for number in range(CASES) for case in _decided(data, ruleset, f"case-{number}")]
    mutants = list(mutants_of(ruleset))
    change = data.draw(st.sampled_from([each for each in mutants if each.kind is DeclaredKind.RULE]))
    changed = change.applied_to(ruleset)
    chosen = {each.id for each in data.draw(st.permutations(mutants))[:MUTANTS]}
    kept = KeptVerdicts()

    _fates([each for each in mutants if each.id in chosen], cases, ruleset, kept)
    after = [each for each in mutants_of(changed) if each.id in chosen]

    assert _fates(after, cases, changed, kept) == _fates(after, cases, changed, KeptVerdicts())


def _has_rules(ruleset: Ruleset) -> bool:
    """Whether there are rules to change, and each rule that is overridden is there."""
    overridden = {other.removesuffix(EXCEPTION) for rule in ruleset.rules for other in rule.overrides}
    return len(ruleset.rules) > 1 and overridden <= ruleset.rule.keys()


def _fates(mutants: list[Mutant], cases: list[ReportedCase], ruleset: Ruleset, kept: KeptVerdicts) -> dict[str, Fate]:
    return {result.mutant.id: result.fate for result in judge_mutants(mutants, cases, ruleset, kept=kept)}


def _with_assumptions(data: st.DataObject, ruleset: Ruleset) -> Ruleset:
    """A ruleset that assumes something of some facts."""
    chosen = [data.draw(st.none() | st.sampled_from(completions(fact))) for fact in ruleset.facts]
    facts = [attrs.evolve(fact, presumed=presumed) for fact, presumed in zip(ruleset.facts, chosen, strict=True)]
    return attrs.evolve(ruleset, facts=tuple(facts))


def _decided(data: st.DataObject, ruleset: Ruleset, name: str) -> list[ReportedCase]:
    """A random case in which everything is held that the rules make of it, or that it cannot be."""
    enactment = enact(ruleset, DAY)
    known = data.draw(knowledge_of(enactment) | stated_cases_of(enactment))
    some = data.draw(st.sets(st.sampled_from(sorted(known)), max_size=3)) if known else set()
    action = data.draw(st.sampled_from([each.id for each in ruleset.actions]))
    ask = data.draw(st.sampled_from([Ask.MAY, Ask.MUST, Ask.FIRST, Ask.WHAT]))
    question = Question(ask, None if ask is Ask.WHAT else action)
    case = Case(name, question, {fact: Statement(known[fact]) for fact in some}, as_of=DAY)
    (found,) = evaluate_case([ReportedCase(case, name, "", {})], ruleset)
    held = Held(constraint=found.broken[0]) if found.evaluated is None else _held(found.evaluated, ruleset)
    return [ReportedCase(attrs.evolve(case, held=held), name, "", {})]


def _held(evaluated: CaseEvaluation, ruleset: Ruleset) -> Held:
    statuses: dict[str, Status | None] = {}
    for action in ruleset.actions:
        possible = evaluated.statuses(action.id)
        statuses[action.id] = next(iter(possible)) if len(possible) == 1 else None
    answer = None
    if evaluated.query.question.ask is not Ask.WHAT:
        words = said(Holding(Point.ANSWER, ()), evaluated)
        answer = next(iter(words))[0] if len(words) == 1 else "open"
    return Held(statuses=statuses, answer=answer)
