"""Contested cases: questions without a key, and scores that a panel decides."""

from __future__ import annotations

import csv
import io
import json
import re
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import ethics_engine as ee
from ethics_engine.case_law.corpus import ReportedCase, read_corpus
from ethics_engine.errors import InputError
from ethics_engine.loading.by_name import DEFAULT_RULESET
from ethics_engine.model.case import Dissent, Held
from ethics_engine.quiz.concordance import (
    SCALE,
    ConcordanceForm,
    ConcordanceQuestion,
    Concordances,
    form_of,
    is_contested,
    read_form,
    read_panel,
    score,
)
from ethics_engine.quiz.concordance.form import as_markdown, as_yaml
from ethics_engine.quiz.concordance.report import SCORE_FORMATS, remarks
from ethics_engine.quiz.concordance.scoring import credit_of, template

CASES = Path(__file__).parent.parent.parent / "cases"
PANEL = """\
panel: Made up for a test
date: 2026-11-22
form: bcdf
items:
  - {number: 1, id: one, situation: It rains., considered: Go., learnt: It stops., answers: [1, 1, 1, 2, 0, 1]}
  - {number: 3, id: two, situation: It rains., considered: Go., learnt: It pours., answers: [-2, -2, -1, -1, null, 2]}
  - {number: 2, id: out, situation: It rains., considered: Go., learnt: It is wet., answers: []}
"""


@pytest.fixture(scope="module")
def ruleset() -> ee.Ruleset:
    return ee.load_ruleset(DEFAULT_RULESET)


@pytest.fixture(scope="module")
def cases(ruleset: ee.Ruleset) -> tuple[ReportedCase, ...]:
    named = ("values/values-001", "values/values-002", "romance/romance-006", "school/school-005")
    found = read_corpus([CASES / f"{name}.case.yaml" for name in named], ruleset).cases
    return tuple(torn(entry) if entry.case.id == "romance-006" else entry for entry in found)


@pytest.fixture(scope="module")
def questions(ruleset: ee.Ruleset, cases: tuple[ReportedCase, ...]) -> tuple[ConcordanceQuestion, ...]:
    return form_of(ruleset, cases).questions


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    file = tmp_path / "panel.yaml"
    file.write_text(PANEL)
    return file


def scored(
    panel: Path, text: str, learners: tuple[str, ...] | None = None, header: str = "learner,item,answer\n"
) -> Concordances:
    file = panel.with_name("answers.csv")
    file.write_text(f"{header}{text}")
    return score(file, read_panel(panel), learners)


def torn(entry: ReportedCase) -> ReportedCase:
    """The case as if it had been held to be a dilemma between two ways."""
    held = attrs.evolve(entry.case.held or Held(), disposition=("dilemma", "refer", "complete"))
    return attrs.evolve(entry, case=attrs.evolve(entry.case, held=held))


def disputed(entry: ReportedCase) -> ReportedCase:
    """The case with a dissent, so that it is contested."""
    case = attrs.evolve(entry.case, dissent=Dissent("a member", "I see it otherwise."))
    return ReportedCase(case, entry.file, entry.topic, entry.places)


class TestQuestions:
    def test_only_dilemmas_and_dissents_are_contested(self, cases: tuple[ReportedCase, ...]) -> None:
        assert {entry.case.id for entry in cases if is_contested(entry.case)} == {
            "values-002",
            "romance-006",
            "school-005",
        }

    def test_what_is_learnt_was_not_said_before_where_enough_is_left(
        self, cases: tuple[ReportedCase, ...], questions: tuple[ConcordanceQuestion, ...]
    ) -> None:
        (case,) = (entry.case for entry in cases if entry.case.id == "values-002")
        asked = [question for question in questions if question.id.startswith("values-002.")]

        assert {question.considered for question in asked} == {"Refer the client to someone else."}
        assert len(asked) == 5
        assert [question.number for question in questions] == list(range(1, len(questions) + 1))
        assert not {question.id.split(".")[2] for question in asked} & {*case.facts}

    def test_nothing_that_was_told_is_contradicted_unless_it_is_of_degree(self, ruleset: ee.Ruleset) -> None:
        """He threatened to break her fingers; and work that has not begun cannot be ended."""
        (entry,) = read_corpus([CASES / "needs/needs-012.case.yaml"], ruleset).cases

        learnt = [question.learnt for question in form_of(ruleset, [disputed(entry)]).questions]
        assert learnt
        assert not any("threatened" in said or "has not begun" in said for said in learnt)

    def test_of_a_dilemma_between_ways_each_way_is_considered(self, questions: tuple[ConcordanceQuestion, ...]) -> None:
        considered = {question.considered for question in questions if question.id.startswith("romance-006.")}

        assert considered == {"Refer the client to someone else.", "Bring the work to a planned end."}

    def test_of_conduct_what_was_done_is_considered(self, ruleset: ee.Ruleset) -> None:
        (entry,) = read_corpus([CASES / "alliance/alliance-010.case.yaml"], ruleset).cases

        asked = form_of(ruleset, [entry, disputed(entry)]).questions
        assert {question.id.split(".")[1] for question in asked} == {*entry.case.did, *entry.case.omitted}

    def test_ids_are_unique_and_the_same_every_time_and_nothing_gives_away_what_was_held(
        self, ruleset: ee.Ruleset, cases: tuple[ReportedCase, ...], questions: tuple[ConcordanceQuestion, ...]
    ) -> None:
        rationales = [" ".join(entry.case.rationale.split()) for entry in cases]

        assert len({question.id for question in questions}) == len(questions)
        assert form_of(ruleset, tuple(reversed(cases))).questions[0].situation == questions[-1].situation
        assert sorted(q.id for q in form_of(ruleset, tuple(reversed(cases))).questions) == sorted(
            q.id for q in questions
        )
        assert not any(rationale in question.situation for rationale in rationales for question in questions)


class TestForms:
    def test_the_form_is_empty_and_holds_what_the_panel_is_shown(
        self, questions: tuple[ConcordanceQuestion, ...]
    ) -> None:
        written = yaml.safe_load(as_yaml(ConcordanceForm("bcdf", questions)))

        assert (written["panel"], written["date"]) == (None, None)
        assert [item["answers"] for item in written["items"]] == [[]] * len(questions)
        for item, question in zip(written["items"], questions, strict=True):
            assert item["id"] == question.id
            assert item["situation"].split() == question.situation.split()
            assert (item["considered"], item["learnt"]) == (question.considered, question.learnt)

    def test_an_empty_form_is_no_panel(self, questions: tuple[ConcordanceQuestion, ...], tmp_path: Path) -> None:
        file = tmp_path / "panel.yaml"
        file.write_text(as_yaml(ConcordanceForm("bcdf", questions)))

        with pytest.raises(InputError, match="no answers of the panel in this form"):
            read_panel(file)

    def test_a_form_that_is_filled_in_is_a_panel(
        self, questions: tuple[ConcordanceQuestion, ...], tmp_path: Path
    ) -> None:
        file = tmp_path / "panel.yaml"
        filled = as_yaml(ConcordanceForm("bcdf", questions)).replace("answers: []", "answers: [1, -2, null]")
        file.write_text(filled.replace("panel:\ndate:", "panel: Made up\ndate: 2026-01-02"))

        panel = read_panel(file)
        assert (panel.name, panel.members, len(panel.questions)) == ("Made up", 3, len(questions))
        assert panel.answers[questions[0].id] == (1, -2, None)

    def test_the_form_to_print_has_every_question_with_its_scale(
        self, questions: tuple[ConcordanceQuestion, ...]
    ) -> None:
        printed = as_markdown(ConcordanceForm("bcdf", questions))

        assert printed.count("- [ ] ") == len(questions) * len(SCALE)
        assert printed.count("## Situation") == 3
        assert "You now learn: The student has just met with an acute stressor." in printed
        assert not any(question.id in printed.replace("\\", "") for question in questions)

    def test_what_stays_in_a_form_keeps_its_number_on_paper(
        self, questions: tuple[ConcordanceQuestion, ...], tmp_path: Path
    ) -> None:
        file = tmp_path / "panel.yaml"
        file.write_text(as_yaml(ConcordanceForm("bcdf", (questions[1], questions[4]))))
        assert re.findall(r"### Question (\d+)", as_markdown(read_form(file))) == ["2", "5"]
        assert read_form(file) == ConcordanceForm("bcdf", (questions[1], questions[4]))

        file.write_text(as_yaml(ConcordanceForm("bcdf", questions)).replace("answers: []", "answers: [1]", 2))
        assert re.findall(r"### Question (\d+)", as_markdown(read_form(file))) == ["1", "2"]

    def test_a_form_without_questions_is_refused(self, tmp_path: Path) -> None:
        file = tmp_path / "panel.yaml"
        file.write_text("panel:\ndate:\nform: bcdf\nitems: []\n")

        with pytest.raises(InputError, match="no questions in this form"):
            read_form(file)

    def test_nothing_in_what_is_shown_is_markup(self) -> None:
        hostile = ConcordanceForm("bcdf", (ConcordanceQuestion(1, "a.b", "<b>It</b> *rains*", "Go.", "[x](y)\u202e"),))

        assert "\\<b\\>It\\</b\\> \\*rains\\*" in as_markdown(hostile)
        assert yaml.safe_load(as_yaml(hostile))["items"][0]["situation"] == "<b>It</b> *rains*"
        assert "\u202e" not in as_yaml(hostile) + as_markdown(hostile)


class TestScoring:
    def test_an_answer_earns_its_share_of_the_answer_given_most(self) -> None:
        assert credit_of([1, 1, 1, 2, 0, 1]) == {
            -2: 0,
            -1: 0,
            0: Fraction(1, 4),
            1: 1,
            2: Fraction(1, 4),
        }

    @given(st.lists(st.sampled_from(sorted(SCALE)), min_size=1))
    def test_the_answer_given_most_earns_all_and_what_nobody_gave_nothing(self, answers: list[int]) -> None:
        earned = credit_of(answers)

        assert max(earned.values()) == 1
        assert {answer for answer, credit in earned.items() if credit} == set(answers)

    def test_a_learner_gets_the_mean_of_all_questions(self, panel: Path) -> None:
        found = scored(panel, "Anna,one,1\nAnna,3,\N{MINUS SIGN}1\nBen,one,+2\nCleo,two,0\n")

        assert [(one.learner, one.answered, one.credit) for one in found.learners] == [
            ("Anna", 2, 1.0),
            ("Ben", 1, 0.125),
            ("Cleo", 1, 0.0),
        ]
        assert [question.mean_credit for question in found.questions] == pytest.approx([1.25 / 3, 1 / 3])

    def test_members_are_held_against_the_others(self, panel: Path) -> None:
        """One: an answer of 1 meets three others, the rest nobody. Two: -2 meets one where -1 has two, and so on."""
        found = scored(panel, "Anna,one,1\n")

        assert found.members == pytest.approx((4 * 1 + 0 + 0 + 4 * 0.5 + 0) / 11)

    def test_who_answered_nothing_is_not_counted(self, panel: Path) -> None:
        found = scored(panel, "Ben,one,1\nAnna,one,\n", ("Cleo", "Anna", "Ben"))

        assert [one.learner for one in found.learners] == ["Ben"]
        assert found.absent == ("Cleo", "Anna")

    def test_a_small_panel_and_questions_that_are_not_contested_or_unclear_are_said(self, panel: Path) -> None:
        panel.write_text(PANEL.replace("[1, 1, 1, 2, 0, 1]", "[1, 1, 1, 1, 1, 1]"))

        assert remarks(scored(panel, "Anna,one,1\n")) == (
            "The panel has 6 members; at least 10 are advised.",
            "With fewer, scores depend much on who was asked.",
            "The whole panel gave the same answer to question 1: nothing is contested there.",
            "The panel gave opposite answers to question 3: check that the question is clear.",
        )

    def test_of_ten_members_nothing_is_said(self, panel: Path) -> None:
        panel.write_text(re.sub(r"answers: \[.*?\d\]", "answers: [1, 1, 1, 1, 1, 1, 1, 1, 0, 0]", PANEL))

        assert remarks(scored(panel, "Anna,one,1\n")) == ()

    def test_the_template_is_a_table_that_is_filled_in(self, panel: Path) -> None:
        empty = template(read_panel(panel), ["Anna"])

        assert empty == "learner,item,answer,form\nAnna,1,,bcdf\nAnna,3,,bcdf\n"
        assert scored(panel, empty.replace(",,", ",1,"), header="").learners[0].answered == 2

    def test_every_format_says_the_same(self, panel: Path) -> None:
        found = scored(panel, "Anna,one,1\nBen,one,2\n")

        assert "Anna: 50, 1 left out\n  Ben: 12, 1 left out\n" in SCORE_FORMATS["text"](found, 88)
        assert max(map(len, SCORE_FORMATS["text"](found, 40).splitlines())) <= 40
        rows = list(csv.DictReader(io.StringIO(SCORE_FORMATS["csv"](found, 88))))
        assert [(row["learner"], row["concordance"]) for row in rows] == [("Anna", "0.5"), ("Ben", "0.125")]
        written = json.loads(SCORE_FORMATS["json"](found, 88))
        assert [one["concordance"] for one in written["learners"]] == [0.5, 0.125]
        assert written["items"][1]["panel"] == [2, 2, 0, 0, 1]


class TestBadInput:
    def test_everything_wrong_with_a_panel_is_said_at_once(self, panel: Path) -> None:
        panel.write_text(
            "panel: ''\ndate: 2026-13-01\nmembers: 3\nform: bcdf\nitems:\n"
            "  - {number: 1, id: one, answers: [1, 3]}\n  - {number: 1, id: one, answers: [1, x, 2]}\n"
            "  - {number: 0, id: two, answers: 1}\n  - {number: 4, answers: []}\n"
        )

        with pytest.raises(InputError) as caught:
            read_panel(panel)
        said = [str(finding).split("panel.yaml:")[1].split("\n")[0] for finding in caught.value.findings]
        assert said == [
            "1:8: error: the text is empty",
            "2:7: error: no such day: `2026-13-01`",
            "3:1: error: a panel has no key `members`",
            "6:39: error: `3` is not an answer",
            "7:14: error: the number `1` is used twice",
            "7:21: error: the id `one` is used twice",
            "7:35: error: 3 answers, but the first answered item has 2",
            "7:39: error: `x` is not an answer",
            "8:14: error: `number` must be a whole number from 1 to 10000, not `0`",
            "8:35: error: this needs a list, not a number",
            "9:5: error: an item needs `id`",
        ]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "error: the file is empty"),
            ("panel: x\ndate: 2026-01-01\nform: bcdf\nitems: []\n", "error: no answers of the panel in this form"),
            ("- one\n", "error: a panel must be a mapping, not a list"),
        ],
    )
    def test_a_file_that_is_no_panel_is_refused(self, text: str, message: str, panel: Path) -> None:
        panel.write_text(text)

        with pytest.raises(InputError, match=message):
            read_panel(panel)

    def test_everything_wrong_with_a_table_is_said_at_once(self, panel: Path) -> None:
        with pytest.raises(InputError) as caught:
            scored(panel, "Anna,one,3\nAnna,one,1\nBen,oen,1\n=x,one,1\nAna,2,\n", ("Anna", "Ben"))

        said = [str(finding).split("answers.csv:")[1] for finding in caught.value.findings]
        assert said == [
            "2:10: error: `3` is not an answer\n    use -2, -1, 0, 1 or 2, or leave it empty",
            (
                "3:1: error: a second answer of `Anna` to question 1; the first is on line 2\n"
                "    keep the one that counts"
            ),
            "4:5: error: no item `oen`\n    did you mean `one`?",
            "5:1: error: a name cannot start with `=`: a spreadsheet would take it for a formula",
            "6:1: error: no learner `Ana`\n    did you mean `Anna`?",
            "6:5: error: no item `2`\n    list the questions that the panel answered: `ethics quiz panel print`",
        ]

    def test_the_table_of_another_form_is_refused(self, panel: Path) -> None:
        with pytest.raises(InputError, match="this row is for form `kxqm`, but the panel had form `bcdf`") as caught:
            scored(panel, "Anna,1,1,kxqm\nAnna,3,1,kxqm\n", header="learner,item,answer,form\n")
        assert len(caught.value.findings) == 1

    def test_a_table_without_an_answer_is_refused(self, panel: Path) -> None:
        with pytest.raises(InputError, match="no answers in this table"):
            scored(panel, "Anna,one,\n")
