"""What is wrong in itself is wrong before it is done: whoever asks beforehand hears what they would hear afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import ethics_engine as ee
from ethics_engine.loading import bundled
from ethics_engine.model.conditions import ConceptTest, Condition, DoneTest
from ethics_engine.model.conditions import tests_in as all_tests_in


def _steps_read(condition: Condition, ruleset: ee.Ruleset) -> Iterator[str]:
    for test in all_tests_in(condition):
        if isinstance(test, DoneTest):
            yield test.step
        elif isinstance(test, ConceptTest):
            yield from _steps_read(ruleset.concept[test.concept].means, ruleset)


LAWS = [[name] for name in bundled.overlays() if name not in bundled.codes()]


@pytest.mark.parametrize("under", [[*bundled.codes()], *(pytest.param(law, marks=pytest.mark.slow) for law in LAWS)])
def test_no_rule_forbids_an_act_only_once_it_is_done(under: list[str]) -> None:
    ruleset = ee.load_ruleset(under=under)

    late = [
        (rule.id, norm.action)
        for rule in ruleset.rules
        for norm in rule.norms
        if not norm.modality.positive and norm.action in _steps_read(rule.when, ruleset)
    ]

    assert not late, "let what forbids an act hold always, and give what follows from doing it a rule of its own"


@pytest.mark.parametrize("act", ["give_untrue_reason", "demean_client", "seek_contact", "silence_client"])
def test_a_question_about_a_wrong_gets_the_answer_that_its_deed_gets(act: str) -> None:
    ruleset = ee.load_ruleset()

    before = ee.consult(ruleset, ee.new_case(ruleset, f"may {act}"))
    afterwards = ee.consult(ruleset, ee.new_case(ruleset, "right", did=[act]))

    assert before.answer.value == "no"
    assert afterwards.answer.value == "breach"
