"""Grades: read from a table, computed, and written; and what is said of numbers that say nothing."""

from __future__ import annotations

import csv
import io
import json
import random
import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import attrs
import pytest

from ethics_engine.errors import InputError
from ethics_engine.quiz.certainty_marking import Certainty
from ethics_engine.quiz.grading import GRADE_FORMATS, Grades, grade, read_responses, render_grades, template
from ethics_engine.quiz.grading.feedback_sheets import write_sheets
from ethics_engine.quiz.grading.grade_tables import TABLES
from ethics_engine.quiz.grading.item_warnings import flags, remarks
from ethics_engine.quiz.item import Item, ItemKind, Option
from ethics_engine.quiz.paper import Paper

HOSTILE = "<script>alert(1)</script> & =1+1 \u202e"
ANOTHER = "    check that this table belongs to this paper"
HEADER = "learner,item,answer,certainty\n"


def item(name: str, key: str = "b", kind: ItemKind = ItemKind.ANSWER, topic: str = "values") -> Item:
    return Item(
        id=name,
        kind=kind,
        topic=topic,
        cases=(name,),
        vignette="What happened.",
        question="What now?",
        options=tuple(Option(letter, f"=SUM({letter}) {HOSTILE}", "Why.") for letter in "abc"),
        key=tuple(key),
        explanation="Because.",
        rules=(f"{topic}.rule",),
        ordered=kind is ItemKind.OWN,
    )


ITEMS = (item("one"), item("two", "ac"), item("three", "cab", ItemKind.OWN, "romance"), item("four", "a"))
PAPER = Paper("A paper", 0, "rules", ITEMS)


def read(tmp_path: Path, text: str | bytes, **options: Any) -> Grades:
    file = tmp_path / "answers.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return grade(read_responses(file, ITEMS, **{"paper": True, **options}))


def refused(tmp_path: Path, text: str | bytes, **options: Any) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text, **options)
    return [str(finding).replace(f"{tmp_path}/", "") for finding in caught.value.findings]


def class_of(size: int) -> str:
    """A class in which everybody knows one question more than the one before, and then begins anew."""
    keys = {"one": "b", "two": "ac", "three": "cab", "four": "a"}
    wrong = {"one": "c", "two": "a", "three": "abc", "four": "b"}
    rows = [
        f"L{number:02},{name},{keys[name] if place < number % 5 else wrong[name]},{number % 3 + 1}"
        for number in range(size)
        for place, name in enumerate(keys)
    ]
    return HEADER + "\n".join(rows)


class TestReading:
    def test_right_is_what_the_key_says(self, tmp_path: Path) -> None:
        grades = read(tmp_path, f"{HEADER}Anna,one,B,3\nAnna,2,c a,\nAnna,three,CAB,2\nAnna,4,b,1\n")

        (score,) = grades.scores
        assert (score.learner, score.asked, score.answered, score.right) == ("Anna", 4, 4, 3)
        assert (score.marks, score.possible) == (3 + 2 + 0, 9)
        assert [analysis.right for analysis in grades.analyses] == [1, 1, 1, 0]

    def test_fewer_letters_than_are_right_are_a_wrong_answer(self, tmp_path: Path) -> None:
        grades = read(tmp_path, f"{HEADER}Anna,two,a,\n")

        assert grades.scores[0].right == 0

    def test_an_order_that_is_not_whole_is_a_mistake_and_not_a_wrong_answer(self, tmp_path: Path) -> None:
        (said,) = refused(tmp_path, f"{HEADER}Anna,two,a,\nAnna,3,c a,\n")

        assert said == (
            "answers.csv:3:8: error: `c a` does not put all options in order\n"
            "    question 3 (three) asks for all of a, b and c; leave it empty if the order is incomplete"
        )
        assert read(tmp_path, f"{HEADER}Anna,two,a,\nAnna,3,,\n").scores[0].answered == 1

    def test_what_is_not_there_was_left_out_of_a_paper(self, tmp_path: Path) -> None:
        grades = read(tmp_path, f"{HEADER}Anna,one,b,3\nAnna,two,,\n")

        (score,) = grades.scores
        assert (score.asked, score.answered, score.right, score.marks, score.possible) == (4, 1, 1, 3, 12)
        assert "Counted as left out, because not in the table: 2 answers." in remarks(grades)
        assert (grades.analyses[1].options[-1].answer, grades.analyses[1].options[-1].times) == ("", 1)

    def test_without_a_paper_it_was_not_asked(self, tmp_path: Path) -> None:
        grades = read(tmp_path, f"{HEADER}Anna,one,b,\nAnna,four,a,\nBen,four,b,\n", paper=False)

        assert [(score.learner, score.right, score.asked) for score in grades.scores] == [("Anna", 2, 2), ("Ben", 0, 1)]
        assert [analysis.item.id for analysis in grades.analyses] == ["one", "four"]
        assert grades.kr20 is None
        assert any("The learners were asked different questions" in remark for remark in remarks(grades))

    def test_who_answered_nothing_is_not_counted(self, tmp_path: Path) -> None:
        text = f"{HEADER}Ben,one,b,\nAnna,one,,\n"
        grades = read(tmp_path, text, learners=("Cleo", "Ben", "Anna"))

        assert [score.learner for score in grades.scores] == ["Ben"]
        assert "No answers, not counted: Cleo, Anna." in remarks(grades)

    @pytest.mark.parametrize(
        "text",
        [
            "\ufefflearner;item;answer\r\nAnna;one;b\r\n",
            "learner\titem\tanswer\nAnna\tone\tb\n",
            'answer,Learner,ITEM\n\n"b"," Anna ",one\n,,\n',
        ],
    )
    def test_it_may_be_written_as_spreadsheets_write_it(self, text: str, tmp_path: Path) -> None:
        assert [(score.learner, score.right) for score in read(tmp_path, text).scores] == [("Anna", 1)]

    def test_a_number_may_be_a_decimal_as_spreadsheets_make_it_of_a_column_with_gaps(self, tmp_path: Path) -> None:
        whole, decimal = (read(tmp_path, HEADER + row) for row in ("ann,1,b,3\n", "ann,1.0,b,3.0\n"))

        assert decimal == whole
        (said,) = refused(tmp_path, HEADER + "ann,1.0,b,3\n", paper=False)
        assert said.endswith("or its number together with --paper FILE")
        assert "1.5" in refused(tmp_path, HEADER + "ann,1.5,b,3\n")[0]

    def test_the_template_is_a_table_that_is_filled_in(self, tmp_path: Path) -> None:
        rows = list(csv.reader(io.StringIO(template(PAPER, ["Anna", "Ben"]))))

        assert rows[0] == ["learner", "item", "answer", "certainty", "paper"]
        assert rows[1:3] == [["Anna", "1", "", "", PAPER.mark], ["Anna", "2", "", "", PAPER.mark]]
        filled = template(PAPER, ["Anna"]).replace("1,,", "1,b,2")
        assert read(tmp_path, filled, mark=PAPER.mark).scores[0].right == 1
        assert template(PAPER).splitlines()[1] == f",1,,,{PAPER.mark}"

    def test_the_table_of_another_paper_is_known_by_its_mark(self, tmp_path: Path) -> None:
        other = Paper("Other", 0, "rules", ITEMS[::-1])
        filled = template(other, ["Anna", "Ben"]).replace("1,,", "1,b,2")

        assert refused(tmp_path, filled, mark=PAPER.mark) == [
            f"answers.csv:2:12: error: this row is for paper `{other.mark}`, but the paper is `{PAPER.mark}`\n{ANOTHER}"
        ]

    def test_the_table_of_another_paper_is_suspected_where_most_answers_are_no_options(self, tmp_path: Path) -> None:
        said = refused(tmp_path, f"{HEADER}Anna,1,d,\nAnna,2,e,\nAnna,3,ab,\nAnna,4,a,\n")

        assert said[0] == (f"answers.csv: error: 3 of 4 answers do not fit the questions of this paper\n{ANOTHER}")
        assert len(said) == 4


class TestBadInput:
    def test_everything_is_said_at_once_with_its_place(self, tmp_path: Path) -> None:
        said = refused(
            tmp_path,
            f"{HEADER}Anna,one,d,\n=Ben,five,a,\nAna,twoo,a,\nAnna,one,b,\nAnna,four,ab,5\nAnna,2,aa,\nAnna,three,,2\nx,1\n",
            learners=("Anna",),
        )

        assert said == [
            "answers.csv:2:10: error: `d` is not an option\n    the options of question 1 (one): a, b and c",
            "answers.csv:3:1: error: a name cannot start with `=`: a spreadsheet would take it for a formula",
            f"answers.csv:3:6: error: no item `five`\n    this paper has 4 questions; {ANOTHER.strip()}",
            "answers.csv:4:1: error: no learner `Ana`\n    did you mean `Anna`?",
            "answers.csv:4:5: error: no item `twoo`\n    did you mean `two`?",
            (
                "answers.csv:5:1: error: a second answer of `Anna` to question 1 (one); the first is on line 2\n"
                "    keep the one that counts"
            ),
            (
                "answers.csv:6:11: error: `ab` names more than one option\n"
                "    question 4 (four) has one right option; leave it empty if unclear"
            ),
            (
                "answers.csv:6:14: error: `5` is not a certainty\n"
                "    use 1 (not very sure), 2 (fairly) or 3 (very), or leave it empty"
            ),
            "answers.csv:7:8: error: `aa` names an option twice\n    name each once",
            "answers.csv:8:13: error: a certainty without an answer\n    leave both empty if the question was left out",
            (
                "answers.csv:9:1: error: 2 cells, but the header has 4\n"
                "    put an answer that contains the separator in quotes"
            ),
        ]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (b"", "answers.csv: error: the file is empty"),
            (b"\n \n", "answers.csv: error: the file is empty"),
            (HEADER.encode(), "answers.csv: error: no answers in this table"),
            (f"{HEADER}Anna,one,,\n".encode(), "answers.csv: error: no answers in this table"),
            (b"learner,answer\nAnna,a\n", "answers.csv:1:1: error: missing in the header: `item`"),
            (b"learner,item,item,answer\n", "answers.csv:1:14: error: the column `item` is given twice"),
            (b"learner,item,answer,certanty\n", "answers.csv:1:21: error: no column `certanty`"),
            (b"learner,item,answer\nJos\xe9,one,b\n", "answers.csv:2:4: error: not UTF-8"),
            (b"learner,item,answer\nAnna,o\x00ne,b\n", "answers.csv:2:7: error: a control character, U+0000"),
            (b'learner,item,answer\nAnna,one,"b\n', "answers.csv:2:1: error: the quotes in this row are not valid CSV"),
            (b"learner,item,answer\n,one,b\n", "answers.csv:2:1: error: a name cannot be empty"),
            (b"learner,item,answer\nAnna,,b\n", "answers.csv:2:6: error: no item in this row"),
            (b"learner,item,answer\nAnna,one,;\n", "answers.csv:2:10: error: `;` is not an answer"),
            (b"learner,item,answer\n" + b"x" * 33 * 1024 * 1024, "answers.csv: error: the file is larger than 32 MiB"),
            (b"learner,item,answer\n" + b"x" * 200_000, "answers.csv:2:1: error: the quotes in this row"),
        ],
    )
    def test_what_is_no_table_of_answers(self, text: bytes, message: str, tmp_path: Path) -> None:
        assert refused(tmp_path, text)[0].startswith(message)

    def test_a_place_is_right_behind_a_cell_with_breaks_and_separators_in_it(self, tmp_path: Path) -> None:
        said = refused(tmp_path, 'learner,item,answer\nAnna,one,"a\n,b"\nAnna,"f,o",a\nBen,"one",z\n')

        assert [line.split(" error")[0] for line in said] == [
            "answers.csv:2:10:",
            "answers.csv:4:6:",
            "answers.csv:5:11:",
        ]

    @pytest.mark.parametrize(("name", "message"), [("none.csv", "file not found"), (".", "a folder, not")])
    def test_a_file_of_answers_that_cannot_be_read_is_refused(self, name: str, message: str, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=message):
            read_responses(tmp_path / name, ITEMS, paper=True)


class TestAnalysis:
    def test_options_are_counted_by_thirds(self, tmp_path: Path) -> None:
        grades = read(tmp_path, class_of(15))

        assert (grades.upper, grades.lower) == (6, 6)
        chosen = {option.answer: (option.times, option.upper, option.lower) for option in grades.analyses[0].options}
        assert chosen == {"a": (0, 0, 0), "b": (12, 6, 3), "c": (3, 0, 3)}
        orders = {option.answer: (option.is_key, option.times) for option in grades.analyses[2].options}
        assert orders == {"c a b": (True, 6), "a b c": (False, 9)}

    def test_topics_and_rules_hold_all_answers_to_their_questions(self, tmp_path: Path) -> None:
        grades = read(tmp_path, class_of(10))

        assert [(group.name, group.items, group.answers, group.right) for group in grades.topics] == [
            ("romance", 1, 10, 4),
            ("values", 3, 30, 16),
        ]
        assert [group.name for group in grades.rules] == ["romance.rule", "values.rule"]
        assert {level: (group.answers, group.right) for level, group in grades.certainties} == {
            Certainty.LOW: (16, 8),
            Certainty.MIDDLE: (12, 7),
            Certainty.HIGH: (12, 5),
        }

    def test_what_too_few_learners_cannot_say_is_said_and_flags_nothing(self, tmp_path: Path) -> None:
        grades = read(tmp_path, class_of(9))

        assert remarks(grades)[0] == (
            "9 learners are too few for some numbers. Learners needed: difficulty (10); "
            "the choice of options by thirds (15); discrimination (30); "
            "KR-20 and the standard error (30)."
        )
        assert not any(flags(analysis, grades) for analysis in grades.analyses)
        assert grades.kr20 is not None

    def test_of_enough_learners_only_what_is_wrong_is_said(self, tmp_path: Path) -> None:
        grades = read(tmp_path, class_of(30))

        assert remarks(grades)[1:] == ("4 questions are too few for reliability: it needs 10.",)
        assert "Questions are flagged only for what is significant: at 5 %" in remarks(grades)[0]
        assert not any(flags(analysis, grades) for analysis in grades.analyses)

    def test_questions_that_mislead_are_flagged(self, tmp_path: Path) -> None:
        text = class_of(40)
        for number in range(40):
            strong = number % 5 in (3, 4)
            text = re.sub(rf"L{number:02},four,\w", f"L{number:02},four,{'c' if strong else 'a'}", text)
        grades = read(tmp_path, text)

        assert flags(grades.analyses[3], grades) == (
            "negative discrimination: strong learners get it wrong more often than weak ones",
            "c is wrong, and was chosen by 16 of 24 strong learners and 0 of 16 weak ones",
        )

    def test_a_question_that_hangs_together_with_nothing_discriminates_little(self, tmp_path: Path) -> None:
        text = class_of(90)
        for number in range(90):
            text = re.sub(rf"L{number:02},four,\w", f"L{number:02},four,{'a' if number % 2 else 'b'}", text)
        grades = read(tmp_path, text)

        assert grades.analyses[3].discrimination == pytest.approx(0, abs=0.05)
        assert flags(grades.analyses[3], grades) == ("low discrimination", "never chosen: c")

    def test_what_chance_brings_is_not_flagged(self, tmp_path: Path) -> None:
        """Who answers at random gives no reason to read a question again."""
        lot = random.Random(3)
        names = [f"L{number:02}" for number in range(40)]
        rows = [f"{name},{item},{lot.choice('abc')}," for name in names for item in ("one", "four")]
        grades = read(tmp_path, HEADER + "\n".join(rows))

        assert not [flag for one in grades.analyses for flag in flags(one, grades) if "was chosen by" in flag]

    @pytest.mark.parametrize(("letter", "flag"), [("a", "too easy"), ("b", "too hard")])
    def test_what_all_or_none_know_is_flagged_and_has_no_discrimination(
        self, letter: str, flag: str, tmp_path: Path
    ) -> None:
        grades = read(tmp_path, re.sub(r"four,\w", f"four,{letter}", class_of(30)))

        assert flags(grades.analyses[3], grades)[0] == flag
        assert grades.analyses[3].discrimination is None
        assert "No discrimination for a question that everybody got right, or everybody wrong." in remarks(grades)

    def test_equal_scores_have_no_reliability_and_that_is_said(self, tmp_path: Path) -> None:
        grades = read(tmp_path, f"{HEADER}Anna,one,b,\nBen,four,a,\nCleo,one,b,\n")

        assert (grades.kr20, grades.standard_error, grades.deviation) == (None, None, 0)
        assert "No reliability: all scores are equal." in remarks(grades)


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


class TestFormats:
    @pytest.mark.parametrize("form", GRADE_FORMATS)
    def test_the_same_answers_give_the_same_bytes_in_any_order(self, form: str, tmp_path: Path) -> None:
        header, *rows = class_of(12).splitlines()
        turned = "\n".join([header, *reversed(rows)])

        written = render_grades(read(tmp_path, class_of(12)), form)
        assert written == render_grades(read(tmp_path, turned), form)
        assert written.endswith("\n")

    def test_text_fits_forty_columns(self, tmp_path: Path) -> None:
        text = render_grades(read(tmp_path, class_of(12), title="Mid-term"), "text", columns=40)

        assert max(map(len, text.splitlines())) <= 40
        assert text.startswith("Mid-term: 12 learners, 4 questions.\n12 learners are too few")
        assert "L04: 4 of 4 right (100 %)" in text.replace("\n    ", " ")

    def test_json_has_all_of_it(self, tmp_path: Path) -> None:
        written = json.loads(render_grades(read(tmp_path, class_of(30)), "json"))

        assert written["learners"][4]["right"] == 4
        assert written["paper"]["kr20"] == pytest.approx(0.8, abs=0.2)
        assert written["items"][0]["options"][1] == {
            "answer": "b",
            "right": True,
            "chosen": 24,
            "upper_third": 12,
            "lower_third": 6,
        }
        assert written["enough"]["discrimination"] == {"learners_wanted": 30, "enough": True}

    @pytest.mark.parametrize("table", TABLES)
    def test_every_table_is_a_csv_without_formulas(self, table: str, tmp_path: Path) -> None:
        grades = read(tmp_path, class_of(12).replace("L01", '"Łucja, PhD"'))
        rows = list(csv.reader(io.StringIO(render_grades(grades, "csv", table=table))))

        assert len({len(row) for row in rows}) == 1
        assert len(rows) > 1
        assert not any(cell.startswith(("=", "@", "\t")) for row in rows for cell in row)

    def test_the_page_needs_nothing_and_runs_nothing(self, tmp_path: Path) -> None:
        page = render_grades(read(tmp_path, class_of(30), title=HOSTILE), "html")
        parsed = Page(page)

        assert not {"script", "link", "img", "iframe"} & set(parsed.tags)
        assert not any(name in ("src", "href") or name.startswith("on") for name, _ in parsed.attributes)
        assert "url(" not in page
        assert "<script" not in page
        assert "\u202e" not in page

    def test_every_picture_has_a_title_and_says_what_it_shows_and_is_well_formed(self, tmp_path: Path) -> None:
        page = render_grades(read(tmp_path, class_of(30)), "html")
        pictures = [ET.fromstring(found) for found in re.findall(r"<svg.*?</svg>", page, re.DOTALL)]

        assert len(pictures) == 3
        for picture in pictures:
            labels = (picture.get("aria-labelledby") or "").split()
            assert labels == [picture.find("title").get("id"), picture.find("desc").get("id")]
        assert "0 right: 6 learners; 1 right: 6 learners" in str(pictures[0].findtext("desc"))
        assert page.count("<caption>") == 7

    def test_no_label_of_a_point_lies_over_another(self, tmp_path: Path) -> None:
        page = render_grades(read(tmp_path, class_of(30)), "html")
        picture = ET.fromstring(re.findall(r"<svg.*?</svg>", page, re.DOTALL)[1])
        labels = [label for label in picture.iter("text") if re.fullmatch(r"[\d, ]+", label.text or "")]
        places = [(float(label.get("x", 0)), float(label.get("y", 0))) for label in labels]

        assert places
        for number, (left, top) in enumerate(places):
            assert not [1 for x, y in places[number + 1 :] if abs(x - left) < 7 and abs(y - top) < 10]

    def test_without_certainty_nothing_is_said_of_it(self, tmp_path: Path) -> None:
        grades = read(tmp_path, f"{HEADER}Anna,one,b,\nBen,one,a,\n")

        assert "marks" not in render_grades(grades, "csv")
        assert "HOW SURE" not in render_grades(grades, "text")
        assert render_grades(grades, "html").count("<svg") == 2

    def test_many_scores_share_the_bars_of_a_picture(self, tmp_path: Path) -> None:
        many = tuple(item(f"i{number}") for number in range(60))
        file = tmp_path / "answers.csv"
        file.write_text(HEADER + "".join(f"L{n},i{place},b,\n" for n in range(1, 60) for place in range(n)))

        page = render_grades(grade(read_responses(file, many, paper=True)), "html")
        assert "0–3 right: 3 learners; 4–7 right: 4 learners" in page


class TestWideTables:
    """A row for each learner and a column for each question."""

    @pytest.mark.parametrize(
        ("header", "rows"),
        [
            ("learner,Q1,Q2,Q4", "Anna,b,a c,a"),
            ("Timestamp,Name,1. What now?,2. What now?,4. What now?", "today,Anna,B.,a;c,A"),
            ("Last name,First name,State,Response 1,Right answer 1,Response 2,Response 4", ",Anna,Finished,b,x,a c,a"),
            ("name,one,two,four", "Anna,b,a c,a"),
        ],
    )
    def test_forms_and_platforms_name_columns_in_many_ways(self, header: str, rows: str, tmp_path: Path) -> None:
        found = read(tmp_path, f"{header}\n{rows}\n", paper=True)

        assert [(score.learner, score.right, score.answered) for score in found.scores] == [("Anna", 3, 3)]

    def test_an_answer_may_be_the_words_of_an_option(self, tmp_path: Path) -> None:
        words = item("words")
        texts = ("Go home.", "Stay, and talk.", "Ask.")
        told = attrs.evolve(
            words, options=tuple(Option(o.id, t, "") for o, t in zip(words.options, texts, strict=True))
        )
        file = tmp_path / "wide.csv"
        file.write_text('name,words\nAnna,"Stay, and talk"\nBen,b) Stay\nCleo,Ask.\n')
        responses = read_responses(file, [told], paper=False)

        assert [responses.given[name, "words"].right for name in ("Anna", "Ben", "Cleo")] == [True, True, False]

    def test_certainty_has_columns_of_its_own(self, tmp_path: Path) -> None:
        found = read(tmp_path, "learner,Q1,Certainty 1\nAnna,b,3\n", paper=True)

        assert found.scores[0].marks == 3

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("learner,Q1,Q9\nAnna,b,a\n", "wide.csv:1:12: error: no question 9: this paper has 4 questions"),
            ("learner,Q1,answer.wet-001\nAnna,b,a\n", "wide.csv:1:12: error: no question `answer.wet-001`"),
            ("learner,Q1,1\nAnna,b,a\n", "wide.csv:1:12: error: a second column for `one`"),
            ("who,Q1\nAnna,b\n", "wide.csv:1:1: error: no column for the learners"),
            ("learner,colour\nAnna,b\n", "wide.csv:1:1: error: no column for an answer"),
        ],
    )
    def test_what_is_wrong_with_the_columns_is_named(self, text: str, message: str, tmp_path: Path) -> None:
        file = tmp_path / "wide.csv"
        file.write_text(text)
        with pytest.raises(InputError) as refused_:
            read_responses(file, ITEMS, paper=True)

        assert message in str(refused_.value)


class TestPassing:
    """Percentages, a pass mark, and a sheet for each learner."""

    def test_the_pass_mark_is_a_share_of_the_questions_asked(self, tmp_path: Path) -> None:
        file = tmp_path / "answers.csv"
        file.write_text(f"{HEADER}Anna,1,b,\nAnna,2,a c,\nBen,1,b,\n")
        grades = grade(read_responses(file, ITEMS, paper=True), pass_mark=50)

        assert [grades.passed(score) for score in grades.scores] == [True, False]
        assert "Anna,2,4,2,50,yes" in render_grades(grades, "csv")
        assert "passed, with 50 % or more: 1 of 2" in render_grades(grades, "text")

    def test_each_learner_has_a_sheet_with_what_is_right_and_why(self, tmp_path: Path) -> None:
        file = tmp_path / "answers.csv"
        file.write_text(f"{HEADER}Anna <b>,1,c,\nBen,1,b,\n")
        grades = grade(read_responses(file, ITEMS, paper=True))
        sheets = write_sheets(grades, tmp_path / "sheets")

        assert [sheet.name for sheet in sheets] == ["1-Anna-b.html", "2-Ben.html"]
        anna = sheets[0].read_text(encoding="utf-8")
        assert "Anna &lt;b&gt;: 0 of 4 right (0 %), 3 left out" in anna
        assert "Question 1: wrong" in anna
        assert "Why it is not right" in anna
        assert "<script>" not in anna
        assert "Question 1: right" in sheets[1].read_text(encoding="utf-8")
