"""Moodle XML, read as docs.moodle.org has it, "Moodle XML format"."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from ethics_engine.quiz.item import ItemKind

from .made import ITEMS, exported, item, on_one_line, text_of


class TestMoodleXml:
    def questions(self) -> list[ET.Element]:
        quiz = ET.fromstring(exported("moodle"))
        assert quiz.tag == "quiz"
        category, *questions = quiz
        assert category.get("type") == "category"
        assert category.findtext("category/text") == "$course$/top/Ethics // <b>quiz<//b> & more/values"
        return questions

    def test_every_item_is_a_question_with_its_id(self) -> None:
        questions = self.questions()

        assert [question.findtext("idnumber") for question in questions] == [known.id for known in ITEMS]
        assert [question.findtext("name/text") for question in questions] == [known.id for known in ITEMS]
        types = ["multichoice", "multichoice", "ordering", "multichoice"]
        assert [question.get("type") for question in questions] == types

    def test_options_and_feedback_come_back_as_they_were(self) -> None:
        for question, known in zip(self.questions(), ITEMS, strict=True):
            order = known.key if known.ordered else known.option
            answers = question.findall("answer")
            assert [text_of(answer.findtext("text") or "") for answer in answers] == [
                known.option[id_].text for id_ in order
            ]
            assert [text_of(answer.findtext("feedback/text") or "") for answer in answers] == [
                known.option[id_].feedback for id_ in order
            ]

    def test_story_question_and_explanation_come_back(self) -> None:
        for question, known in zip(self.questions(), ITEMS, strict=True):
            asked = text_of(question.findtext("questiontext/text") or "")
            general = text_of(question.findtext("generalfeedback/text") or "")
            for paragraph in known.vignette.split("\n\n"):
                assert on_one_line(paragraph) in asked
            assert known.question in asked
            for said in (*known.explanation.split("\n\n"), *known.rules, *known.sources):
                assert said in general

    def test_nothing_in_a_text_is_markup(self) -> None:
        for question in self.questions():
            for text in question.iter("text"):
                assert "<script" not in (text.text or "")

    def test_right_fractions_make_a_hundred_and_all_options_together_earn_nothing(self) -> None:
        single, several, _, _ = self.questions()

        assert single.findtext("single") == "true"
        assert [answer.get("fraction") for answer in single.findall("answer")] == ["0", "100", "0", "0"]
        fractions = [answer.get("fraction") for answer in several.findall("answer")]
        assert several.findtext("single") == "false"
        assert fractions == ["33.33333", "-100", "33.33333", "33.33333"]

    def test_an_order_is_given_by_the_fractions(self) -> None:
        ordering = self.questions()[2]

        assert [answer.get("fraction") for answer in ordering.findall("answer")] == ["1", "2", "3", "4"]
        assert ordering.findtext("gradingtype") == "ALL_OR_NOTHING"

    def test_tags_name_topic_kind_difficulty_rules_and_sources(self) -> None:
        tags = [tag.text for tag in self.questions()[0].findall("tags/tag/text")]

        rules = ["rule:values.bracket", "rule:referral.steps"]
        assert tags == ["topic:values", "kind:answer", "difficulty:3", *rules, "source:ACA A.11.b", "source:S3-31"]

    @pytest.mark.parametrize("right", range(1, 11))
    def test_fractions_are_ones_that_moodle_knows(self, right: int) -> None:
        known = {f"{100 / count:.5f}".rstrip("0").rstrip(".") for count in range(1, 11)}
        letters = "abcdefghijkl"
        made = item("x", ItemKind.CONDUCT, tuple(letters[:right]), letters=letters)

        quiz = ET.fromstring(exported("moodle", [made]))
        fractions = [answer.get("fraction", "") for answer in quiz.iter("answer")]
        assert {fraction.lstrip("-") for fraction in fractions} <= known | {"0"}
        assert round(sum(float(fraction) for fraction in fractions if not fraction.startswith("-")), 2) == 100
