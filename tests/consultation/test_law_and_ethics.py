"""Where the law says one thing of an action, and ethics another: both are said, and what follows."""

from __future__ import annotations

import json

import pytest
import yaml

import ethics_engine as ee
from ethics_engine.consultation.law_and_ethics import LawAndEthics, where_law_and_ethics_differ
from ethics_engine.consultation.report import render
from ethics_engine.model.rules import Modality
from tests.small_ruleset import DEFAULTS, write_ruleset

SOURCES = [
    {"id": "CODE", "title": "A code", "authority": "code", "passages": {"1": "So it is written."}},
    {"id": "LAW", "title": "A statute", "authority": "law", "passages": {"1": "So it is enacted."}},
]
PARTS = """
facts:
  - {id: clash, presumed: no}
  - {id: kin, presumed: no}
  - {id: threat, presumed: no}
  - {id: moved, presumed: no}
  - {id: stay, presumed: no}
actions: [{id: refer, way: yes}, {id: finish, way: yes}, {id: go_on, way: yes}, {id: tell}, {id: write}]
rules:
  - {id: values.ban, when: {clash: yes}, then: [{must not: refer}], sources: [CODE 1]}
  - {id: law.leave, when: {clash: yes}, then: [{may: [refer, write]}], sources: [LAW 1]}
  - {id: law.moved, when: {moved: yes}, then: [{may: [finish, write]}], sources: [LAW 1]}
  - {id: stay.go-on, when: {stay: yes}, then: [{should: go_on}], sources: [CODE 1]}
  - {id: kin.may, when: {kin: yes}, then: [{should: go_on}], sources: [CODE 1]}
  - {id: law.kin, when: {kin: yes}, then: [{must not: go_on}], sources: [LAW 1]}
  - {id: secret.keep, when: {threat: yes}, then: [{must not: tell}], sources: [CODE 1]}
  - {id: law.warn, when: {threat: yes}, then: [{must: tell}], sources: [LAW 1]}
  - {id: both.end, when: {threat: yes}, then: [{may: finish}], sources: [CODE 1, LAW 1]}
  - {id: law.no-end, when: {threat: yes}, then: [{should not: finish}], sources: [LAW 1]}
"""


@pytest.fixture(scope="module")
def ruleset(tmp_path_factory: pytest.TempPathFactory) -> ee.Ruleset:
    parts = yaml.safe_load(PARTS)
    for section, items in parts.items():
        for item in items:
            for key, default in DEFAULTS[section].items():
                item.setdefault(key, default.format(id=item["id"]) if isinstance(default, str) else default)
    folder = tmp_path_factory.mktemp("law") / "rules"
    return ee.load_ruleset(write_ruleset(folder, json.dumps({**parts, "sources": SOURCES}), language=2))


def made(ruleset: ee.Ruleset, question: str, *facts: str) -> ee.Determination:
    return ee.consult(ruleset, ee.new_case(ruleset, question, dict.fromkeys(facts, True)))


def differing(ruleset: ee.Ruleset, question: str, *facts: str) -> dict[str, LawAndEthics]:
    return {each.action: each for each in where_law_and_ethics_differ(made(ruleset, question, *facts))}


def test_a_permission_of_law_lifts_no_prohibition_of_ethics_and_is_said_beside_it(ruleset: ee.Ruleset) -> None:
    answer = made(ruleset, "may refer", "clash")
    found = differing(ruleset, "may refer", "clash")["refer"]

    assert answer.answer.value == "no"
    assert (found.law_rules, found.ethics_rules) == (("law.leave",), ("values.ban",))
    assert "does not lift what ethics forbids" in found.follows


def test_what_ethics_advises_and_the_law_forbids_stays_forbidden(ruleset: ee.Ruleset) -> None:
    found = differing(ruleset, "may go_on", "kin")["go_on"]

    assert made(ruleset, "may go_on", "kin").answer.value == "no"
    assert found.follows == "That ethics advises it does not make it lawful: the law forbids it here."


def test_a_duty_of_law_against_a_duty_of_ethics_is_a_dilemma_and_goes_to_a_lawyer(ruleset: ee.Ruleset) -> None:
    found = differing(ruleset, "may tell", "threat")["tell"]

    assert made(ruleset, "may tell", "threat").answer.value == "dilemma"
    assert "take it to a lawyer and a supervisor" in found.follows


def test_a_course_that_the_law_permits_while_ethics_is_silent_is_named_if_it_is_asked_about(
    ruleset: ee.Ruleset,
) -> None:
    found = differing(ruleset, "may finish", "moved")["finish"]

    assert made(ruleset, "may finish", "moved").answer.value == "yes"
    assert found.ethics is None
    assert found.follows == "This says what the law is, and not that ethics agrees."
    assert not differing(ruleset, "may go_on", "moved")
    assert not differing(ruleset, "may write", "moved")


def test_ethics_that_asks_for_another_course_speaks_against_the_one_that_the_law_permits(ruleset: ee.Ruleset) -> None:
    found = differing(ruleset, "may finish", "moved", "stay")["finish"]

    assert (found.ethics, found.ethics_rules) == (Modality.SHOULD_NOT, ("stay.go-on",))


def test_a_rule_that_rests_on_a_code_and_on_law_is_one_of_ethics(ruleset: ee.Ruleset) -> None:
    found = differing(ruleset, "may finish", "threat")["finish"]

    assert (found.law_rules, found.ethics_rules) == (("law.no-end",), ("both.end",))


def test_the_page_and_the_whole_report_say_both(ruleset: ee.Ruleset) -> None:
    answer = made(ruleset, "may refer", "clash")
    page = ee.answer_page(answer)

    text, whole = (render(answer, "text", full=full) for full in (False, True))

    assert [each.action for each in page.law_and_ethics] == ["refer"]
    assert "values.ban" not in {reason.rule for reason in page.reasons}
    assert "LAW AND ETHICS Do refer: law permits it." in " ".join(text.split())
    assert 'The law permits "do refer"; ethics forbids it.' in " ".join(whole.split())


def test_nothing_is_said_where_they_agree(ruleset: ee.Ruleset) -> None:
    assert not ee.answer_page(made(ruleset, "may refer")).law_and_ethics


def test_an_overlay_of_law_is_known_as_one_so_that_the_page_says_that_it_is_no_legal_advice() -> None:
    under_law = ee.load_ruleset(under=["tennessee"])
    without = ee.load_ruleset(under=["aca-2014"])

    assert (under_law.has_law, without.has_law, ee.load_ruleset().has_law) == (True, False, False)
