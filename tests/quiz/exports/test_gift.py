"""GIFT, read as Moodle's importer does, step by step (question/format/gift/format.php)."""

from __future__ import annotations

import re

from ethics_engine.quiz.exports import export

from .made import DAY, ITEMS, TITLE, exported, on_one_line, text_of


class Gift:
    """One question as Moodle would import it."""

    def __init__(self, block: str) -> None:
        lines = block.split("\n")
        comments = "\n".join(line.strip() for line in lines if line.strip().startswith("//"))
        (found,) = re.findall(r"\[id:((?:\\]|[^]\x00-\x1f])+)]", comments)
        self.id = found.replace("\\]", "]")
        self.tags = [tag.replace("\\]", "]") for tag in re.findall(r"\[tag:((?:\\]|[^]<>`\x00-\x1f])+)]", comments)]
        text = self._pre("\n".join(" " if line.strip().startswith("//") else line for line in lines).strip())
        assert text.startswith("::")
        name, text = text[2:].split("::", 1)
        self.name = self._post(name)
        assert (text.count("{"), text.count("}"), text[-1]) == (1, 1, "}")
        question, answers = text[:-1].split("{")
        self.question = self._read(question)
        answers, _, general = answers.rpartition("####")
        self.general = self._read(general)
        answers = answers.strip()
        self.kind = "multichoice" if "~" in answers else "match"
        self.single = "=" in answers
        split = answers.replace("=", "~=").split("~")[1:] if self.kind == "multichoice" else answers.split("=")[1:]
        self.answers = [self._answer(answer.strip()) for answer in split]

    @staticmethod
    def _pre(text: str) -> str:
        text = text.replace("\\\\", "&&092;")
        for char in ":#={}~":
            text = text.replace(f"\\{char}", f"&&{ord(char):03};")
        return text.replace("\\n", "&&010").replace("&&092;", "\\")

    @staticmethod
    def _post(text: str) -> str:
        for char in ":#={}~":
            text = text.replace(f"&&{ord(char):03};", char)
        return text.replace("&&010", "\n")

    def _read(self, text: str) -> str:
        text = text.strip()
        assert text.startswith("[html]")
        return text_of(self._post(text.removeprefix("[html]"))).strip()

    def _answer(self, answer: str) -> tuple[float | str, str, str]:
        if self.kind == "match":
            step, place = answer.split("->", 1)
            return place.strip(), self._read(step), ""
        earned = 100.0 if answer.startswith("=") else 0.0
        answer = answer.removeprefix("=")
        if weight := re.match(r"%(-*[0-9]{1,2}\.?[0-9]*)%", answer):
            earned, answer = float(weight[1]), answer[weight.end() :]
        text, feedback = answer.split("#", 1)
        return earned, self._read(text), self._read(feedback)


class TestGift:
    def questions(self) -> list[Gift]:
        category, *blocks = exported("gift").decode().strip().split("\n\n")
        assert category == "$CATEGORY: $course$/top/Ethics // <b>quiz<//b> & more/values"
        return [Gift(block) for block in blocks]

    def test_ids_and_tags_stand_in_the_comment(self) -> None:
        questions = self.questions()

        assert [question.id for question in questions] == [known.id for known in ITEMS]
        assert [question.name for question in questions] == [known.id for known in ITEMS]
        assert questions[0].tags[:3] == ["topic:values", "kind:answer", "difficulty:3"]
        assert "source:ACA A.11.b" in questions[0].tags

    def test_options_and_feedback_come_back_as_they_were(self) -> None:
        for question, known in zip(self.questions(), ITEMS, strict=True):
            if not known.ordered:
                assert [(text, feedback) for _, text, feedback in question.answers] == [
                    (option.text, option.feedback) for option in known.options
                ]

    def test_what_each_option_earns_comes_back(self) -> None:
        single, several, _, _ = self.questions()

        assert (single.single, [earned for earned, _, _ in single.answers]) == (True, [0, 100, 0, 0])
        assert several.single is False
        assert [earned for earned, _, _ in several.answers] == [33.33333, -100, 33.33333, 33.33333]

    def test_an_order_is_a_matching_question_with_the_feedback_at_the_end(self) -> None:
        order, known = self.questions()[2], ITEMS[2]

        assert order.kind == "match"
        assert [(text, place) for place, text, _ in order.answers] == [
            (known.option[id_].text, str(number)) for number, id_ in enumerate(known.key, start=1)
        ]
        for option in known.options:
            assert option.feedback in order.general

    def test_story_question_and_explanation_come_back(self) -> None:
        for question, known in zip(self.questions(), ITEMS, strict=True):
            assert known.question in question.question
            assert on_one_line(known.vignette.split("\n\n")[0]) in question.question
            for said in (*known.explanation.split("\n\n"), *known.rules, *known.sources):
                assert said in question.general

    def test_it_is_said_that_orders_became_matching_questions(self) -> None:
        remarks = export(ITEMS, "gift", title=TITLE, dated=DAY).remarks

        assert remarks == ("GIFT has no ordering questions: 1 became matching questions, each step with its place",)
        assert export(ITEMS[:1], "gift", title=TITLE, dated=DAY).remarks == ()
