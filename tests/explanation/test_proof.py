"""The proof: from facts to terms, rules, statuses and the result."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest

import ethics_engine as ee
from ethics_engine.explanation import FORMATS, Explanation, redacted, render, why
from ethics_engine.explanation.result import Step, StepKind, StepRole

World = Callable[[str], ee.Ruleset]


def steps(explanation: Explanation) -> list[Step]:
    return [below for step in explanation.proof for below in step.walk()]


def found(explanation: Explanation, name: str) -> Step:
    return next(step for step in steps(explanation) if step.id == name)


@pytest.fixture
def small(world: World) -> ee.Ruleset:
    return world("""
    facts:
      - {id: a, presumed: no}
      - {id: b, presumed: no}
      - {id: c, presumed: no, sensitive: yes}
      - {id: d, presumed: no}
    concepts: [{id: hard, means: {any: [{a: yes}, {c: yes}]}}]
    actions:
      - {id: go, way: yes}
      - {id: stay, way: yes}
      - {id: fly, way: yes, available: {d: yes}}
      - {id: look}
      - {id: ask}
    rules:
      - {id: one, when: {hard: yes}, then: [{must: go}], unless: {d: yes}}
      - {id: two, then: [{should not: go}]}
      - {id: three, when: {b: yes}, then: [{must: look, before: go}]}
      - {id: four, when: {b: yes}, overrides: [five]}
      - {id: five, then: [{may: ask}]}
      - {id: six, when: {all: [{status: {go: [required]}}, {d: no}]}, then: [{must: ask}]}
    """)


def explained(ruleset: ee.Ruleset, question: str, action: str | None = None, **facts: object) -> Explanation:
    reported = {
        name: {"value": value, "reported_by": "MARKER-WHO", "note": "MARKER-NOTE"} for name, value in facts.items()
    }
    return why(ruleset, ee.new_case(ruleset, question, reported, title="MARKER-TITLE"), action)


def test_a_result_follows_from_a_status_that_from_a_rule_that_from_a_term_and_that_from_a_fact(
    small: ee.Ruleset,
) -> None:
    answer, way_on = explained(small, "must go", a=True).proof

    (status,) = answer.parts
    rule = status.parts[0]
    term, exception = rule.parts
    (fact,) = term.parts
    kinds = [step.kind for step in (answer, status, rule, term, fact)]
    assert kinds == [StepKind.RESULT, StepKind.STATUS, StepKind.RULE, StepKind.CONCEPT, StepKind.FACT]
    assert [step.id for step in (status, rule, term, fact)] == ["go", "one", "hard", "a"]
    assert rule.sources == ("B-1",)
    assert (fact.deciding, fact.says) == (True, "it is so: a (reported by MARKER-WHO)")
    assert (exception.bearing, exception.parts[0].says) == (
        StepRole.SPARED,
        "it is not true that it is so: d (assumed)",
    )
    assert [(part.id, part.above) for part in way_on.parts] == [("go", True)]


def test_of_two_grounds_that_suffice_the_deciding_one_is_told(small: ee.Ruleset) -> None:
    explanation = explained(small, "must go", "go", c=True, a=True)

    deciding = {fact.fact for fact in explanation.smallest[0]}
    assert {step.id for step in found(explanation, "hard").parts} == deciding


def test_what_is_outweighed_is_told_as_such(small: ee.Ruleset) -> None:
    assert found(explained(small, "must go", a=True), "two").bearing is StepRole.OUTWEIGHED


def test_a_rule_that_gives_way_is_told_with_what_it_gives_way_to(small: ee.Ruleset) -> None:
    explanation = explained(small, "may ask", b=True)

    five, four = found(explanation, "five"), found(explanation, "four")
    assert (five.bearing, five.parts, four.bearing) == (StepRole.DEFEATED, (four,), StepRole.DEFEATS)
    assert [part.id for part in four.parts] == ["b"]


def test_a_derived_norm_leads_to_the_rules_of_the_rival(small: ee.Ruleset) -> None:
    explanation = explained(small, "may stay", a=True)

    derived = found(explanation, "stay").parts[0]
    assert derived.says == 'must not: "do go" is required instead'
    assert [part.id for part in derived.parts] == ["one"]


def test_a_rule_on_a_status_leads_to_that_status(small: ee.Ruleset) -> None:
    assert [part.id for part in found(explained(small, "must ask", a=True), "six").parts] == ["go", "d"]


def test_not_yet_rests_on_the_rule_that_puts_the_step_first(small: ee.Ruleset) -> None:
    answer, _ = explained(small, "may go", a=True, b=True).proof

    assert [part.id for part in answer.parts] == ["go", "three"]
    assert answer.parts[1].says.startswith("first do look:")


def test_what_is_not_possible_rests_on_what_it_would_take(small: ee.Ruleset) -> None:
    (step,) = explained(small, "may fly", "fly", a=True).proof

    (unavailable,) = step.parts
    assert [part.id for part in unavailable.parts] == ["d"]


def test_what_no_rule_speaks_of_says_so(small: ee.Ruleset) -> None:
    (step,) = explained(small, "may stay", "stay").proof

    assert [part.says for part in step.parts] == ["no rule speaks of it here"]


def test_of_conduct_what_was_worst_is_told(small: ee.Ruleset) -> None:
    case = ee.new_case(small, "right", {"a": True}, did=["go", "stay"])

    answer, _ = why(small, case).proof
    assert [part.says for part in answer.parts] == ["do stay: a breach of the rules"]


def test_sources_are_those_of_the_rules_in_the_proof(small: ee.Ruleset) -> None:
    assert [source.reference for source in explained(small, "must go", a=True).sources] == ["B-1"]


def test_what_is_open_has_no_set_and_no_proof_but_questions(rules: ee.Ruleset) -> None:
    explanation = why(rules, ee.load_case("dual-006", rules))

    assert (explanation.results, explanation.smallest, explanation.proof) == ((), (), ())
    assert all(sentence.startswith(("Open.", "The course is open.")) for sentence in explanation.still_open)
    assert explanation.unknown
    assert "The stated facts leave this open." in render(explanation, "markdown")


def test_what_is_decided_is_explained_though_the_rest_is_open(rules: ee.Ruleset) -> None:
    explanation = why(rules, ee.load_case("courts-simmons", rules))

    assert (len(explanation.results), len(explanation.still_open)) == (1, 1)
    assert explanation.smallest


class TestHowItIsWritten:
    @pytest.mark.parametrize("length", ["line", "paragraph", "tree"])
    @pytest.mark.parametrize("form", FORMATS)
    def test_every_format_ends_in_a_line_break(self, form: str, length: str, small: ee.Ruleset) -> None:
        assert render(explained(small, "must go", a=True), form, length).endswith("\n")

    def test_a_line_is_one_line(self, small: ee.Ruleset) -> None:
        text = render(explained(small, "must go", a=True), "text", "line")

        assert text.count("\n") == 1
        assert "Because: it is so: a (" in text

    def test_a_paragraph_says_what_settles_it_and_by_which_rules(self, small: ee.Ruleset) -> None:
        text = " ".join(render(explained(small, "must go", a=True), "text", "paragraph").split())

        assert "Enough on its own: it is so: a (" in text
        assert "Rule one, must: it is right to say one." in text

    def test_the_tree_has_a_line_for_each_step_and_fits_a_terminal(self, rules: ee.Ruleset) -> None:
        text = render(why(rules, ee.load_case("values-001", rules)), "text", "tree")

        assert max(map(len, text.splitlines())) <= 88
        assert "values.no-referral-for-values, must not:" in text

    def test_json_holds_everything_whatever_the_length(self, small: ee.Ruleset) -> None:
        whole = json.loads(render(explained(small, "must go", a=True), "json", "line"))

        assert whole["format"] == 2
        assert [fact["fact"] for facts in whole["smallest"] for fact in facts] == ["a"]
        assert whole["proof"][0]["parts"][0]["parts"][0]["id"] == "one"

    def test_the_picture_is_sound_xml_with_a_title_a_description_and_text(self, small: ee.Ruleset) -> None:
        explanation = explained(small, "must go", a=True)
        picture = render(explanation, "svg")

        root = ElementTree.fromstring(picture)
        name = "{http://www.w3.org/2000/svg}"
        assert root.attrib["role"] == "img"
        assert root.find(f"{name}title") is not None
        described = root.find(f"{name}desc")
        assert described is not None
        assert "follows from" in (described.text or "")
        words = " ".join(text.text or "" for text in root.iter(f"{name}text"))
        assert "it is so: a" in words

    def test_no_two_boxes_of_the_picture_overlap(self, rules: ee.Ruleset) -> None:
        picture = render(why(rules, ee.load_case("values-001", rules)), "svg")

        found = re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', picture)
        boxes = [tuple(map(int, box)) for box in found]
        assert len(boxes) > 10
        for index, (x, y, _, height) in enumerate(boxes):
            column = [other for other in boxes[index + 1 :] if other[0] == x]
            assert all(other[1] >= y + height or other[1] + other[3] <= y for other in column)


@pytest.mark.parametrize("length", ["line", "paragraph", "tree"])
@pytest.mark.parametrize("form", FORMATS)
def test_redaction_takes_out_title_notes_reporters_and_what_is_sensitive(
    form: str, length: str, small: ee.Ruleset
) -> None:
    explanation = explained(small, "must go", c=True)
    whole, text = render(explanation, "json"), render(redacted(explanation), form, length)

    assert "MARKER-WHO" in whole
    for word in ("MARKER", "it is so: c", "one can say hard"):
        assert word not in text
    assert "something sensitive" in text
