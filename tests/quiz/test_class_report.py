"""The chart of one learner, and the report on a class."""

from __future__ import annotations

import csv
import datetime
import io
import json

import attrs
import pytest

from ethics_engine.quiz.answer_log import LearnerAnswer
from ethics_engine.quiz.certainty_marking import Certainty
from ethics_engine.quiz.class_report import class_report, render_report
from ethics_engine.quiz.progress_chart import progress_in_words

START = datetime.datetime(2026, 11, 2, 12, tzinfo=datetime.UTC)


def given(
    learner: str,
    number: int,
    *,
    right: bool,
    topic: str = "rain",
    certainty: Certainty | None = Certainty.HIGH,
    day: int = 0,
) -> LearnerAnswer:
    return LearnerAnswer(
        learner=learner,
        at=START + datetime.timedelta(days=day, seconds=number),
        ruleset="small",
        item=f"{topic}-{number}.answer",
        fingerprint="f",
        kind="answer",
        topic=topic,
        cases=(f"{topic}-{number}",),
        chosen=("a",),
        right=right,
        certainty=certainty,
    )


STRONG = [given("anna", number, right=True) for number in range(4)]
WEAK = [given("anna", number, right=number == 0, topic="wind") for number in range(3)]


class TestProgress:
    """What one learner has reached."""

    def test_a_chart_with_the_words_before_the_bar(self) -> None:
        lines = progress_in_words("anna", [*STRONG, *WEAK], 80).splitlines()

        assert "  rain 4 of 4 ##########" in lines
        assert "  wind 1 of 3 ###-------" in lines

    def test_strengths_and_confident_mistakes_by_topic(self) -> None:
        text = progress_in_words("anna", [*STRONG, *WEAK], 80)

        assert "STRENGTHS\n  rain\n" in text
        assert "CONFIDENT MISTAKES, not corrected yet\n  wind: 2, on wind-1, wind-2\n" in text

    def test_a_mistake_that_was_mended_is_one_no_longer(self) -> None:
        text = progress_in_words("anna", [*WEAK, *(attrs.evolve(answer, right=True) for answer in WEAK)], 80)

        assert "not corrected yet\n  none\n" in text
        assert "  wind 3 of 3 ##########\n" in text
        assert "6 answers to 3 questions, 2026-11-02 to 2026-11-02. -" not in text

    def test_two_right_answers_are_no_strength_yet(self) -> None:
        assert "none yet" in progress_in_words("anna", STRONG[:2], 80)

    def test_how_sure_and_how_right(self) -> None:
        unsure = given("anna", 9, right=True, certainty=Certainty.LOW)

        assert "  not very 1 of 1 ##########\n  very     1 of 3 ###-------\n" in progress_in_words(
            "anna", [unsure, *WEAK], 80
        )

    def test_without_certainty_nothing_is_said_of_it(self) -> None:
        text = progress_in_words("anna", [given("anna", 1, right=True, certainty=None)], 80)

        assert "HOW SURE" not in text
        assert "marks" not in text

    def test_it_fits_forty_columns(self) -> None:
        answers = [given("anna", number, right=False, topic="practitioner") for number in range(150)]

        assert max(map(len, progress_in_words("anna", answers, 40).splitlines())) <= 40


class TestReport:
    """What a class has reached."""

    REPORT = class_report([*STRONG, *WEAK, given("Ben", 1, right=False)], ["Ben", "anna", "Carl"])

    def test_the_text_has_a_line_for_each_and_names_who_has_not_begun(self) -> None:
        text = render_report(self.REPORT, "text")

        assert "  Ben: 1 answer, 0 right (0 %), -6 of 3 marks for certainty, 1 confident mistake\n" in text
        assert text.index("Ben:") < text.index("anna: 7 answers, 5 right (71 %)")
        assert "NO ANSWERS YET\n  Carl\n" in text
        assert "  rain 4 of 5 ########--\n  wind 1 of 3 ###-------\n" in text
        assert "CONFIDENT MISTAKES, all answers\n  wind: 2\n  rain: 1\n" in text

    def test_the_csv_has_a_row_for_each_learner_and_topic(self) -> None:
        rows = list(csv.DictReader(io.StringIO(render_report(self.REPORT, "csv"))))

        assert [(row["learner"], row["topic"], row["answers"], row["right"], row["marks"]) for row in rows] == [
            ("Ben", "rain", "1", "0", "-6"),
            ("anna", "rain", "4", "4", "12"),
            ("anna", "wind", "3", "1", "-9"),
            ("Carl", "", "0", "0", "0"),
        ]

    def test_a_class_report_in_json_has_its_format_and_learners(self) -> None:
        value = json.loads(render_report(self.REPORT, "json"))

        assert value["format"] == 1
        assert [learner["learner"] for learner in value["learners"]] == ["Ben", "anna", "Carl"]
        assert value["learners"][1]["topics"]["wind"]["confident_mistakes"] == 2
        assert value["learners"][1]["first"] == "2026-11-02T12:00:00+00:00"
        assert (value["learners"][2]["answers"], value["learners"][2]["first"]) == (0, None)
        assert value["topics"]["rain"]["answers"] == 5

    def test_without_a_class_list_all_that_answered_in_alphabetical_order(self) -> None:
        assert list(class_report([given("ben", 1, right=True), *STRONG]).learners) == ["anna", "ben"]

    def test_who_is_not_in_the_class_list_is_named_apart(self) -> None:
        report = class_report([given("ben", 1, right=True), *STRONG], ["anna"])

        assert (list(report.learners), report.others) == (["anna"], ("ben",))

    def test_what_stands_in_two_files_counts_once_and_in_the_order_in_which_it_was_given(self) -> None:
        later = given("anna", 0, right=False, day=1)

        report = class_report([later, *STRONG, *STRONG])

        assert report.learners == {"anna": [*STRONG, later]}

    @pytest.mark.parametrize("form", ["text", "csv", "json"])
    def test_a_report_of_nobody_says_there_are_no_answers_yet(self, form: str) -> None:
        assert render_report(class_report([]), form).endswith("\n")
        assert "no answers yet" in render_report(class_report([]), "text")
