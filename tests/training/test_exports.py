"""Exports, each read back by a reader written from the format's own documentation, and with hostile texts."""

from __future__ import annotations

import csv
import datetime
import html
import io
import json
import re
import sqlite3
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import attrs
import pytest

from ethics_engine.errors import EngineUnavailableError, InputError
from ethics_engine.handbook.writing import write
from ethics_engine.training.citing import Citations
from ethics_engine.training.exports import FORMATS, export
from ethics_engine.training.item import Item, Kind, Option

HOSTILE = "a~b=c#d{e}f:g\\h->i //j %50%k [html]l ]]>m <script>n</script>&amp;o \"p\" 'q' ::r:: \\n {{c1::s}} ####t é ✓"
DAY = datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC)
TITLE = "Ethics / <b>quiz</b> & more"


def option(letter: str, text: str) -> Option:
    return Option(letter, f"{text} ({letter})", f"Because of {text}, {letter}.")


def item(id_: str, kind: Kind, key: tuple[str, ...], text: str = "an option", letters: str = "abcd") -> Item:
    return Item(
        id=id_,
        kind=kind,
        topic="values",
        cases=("values-001",),
        vignette=f"A first paragraph: {text}.\n\n=A second\nparagraph.",
        question=f"What of {text}?",
        options=tuple(option(letter, text) for letter in letters),
        key=key,
        explanation=f"Explained by {text}.\n\nAnd again.",
        rules=("values.bracket", "referral.steps"),
        sources=("ACA A.11.b", "S3-31"),
        difficulty=3,
        family="values-001",
    )


ITEMS = (
    item("values-001:answer", Kind.ANSWER, ("b",)),
    item("values-001:unknown", Kind.UNKNOWN, ("a", "c", "d"), HOSTILE),
    item("values-001:order", Kind.ORDER, ("c", "a", "d", "b"), HOSTILE),
    item("hostile ] id", Kind.STATUS, ("a",), HOSTILE, "ab"),
)


def exported(form: str, items: Sequence[Item] = ITEMS) -> bytes:
    return export(items, form, title=TITLE, dated=DAY).content


def text_of(markup: str) -> str:
    """What a reader of HTML sees."""
    return html.unescape(re.sub(r"<[^>]*>", "\n", markup))


def on_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_items_give_the_same_bytes(form: str) -> None:
    assert exported(form) == exported(form)


@pytest.mark.parametrize("form", FORMATS)
def test_other_feedback_gives_other_bytes(form: str) -> None:
    first, *others = ITEMS
    changed = attrs.evolve(first, options=(attrs.evolve(first.options[0], feedback="Otherwise."), *first.options[1:]))

    assert exported(form, [changed, *others]) != exported(form)


def test_an_unknown_format_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        exported("pdf")


# Moodle XML: docs.moodle.org, "Moodle XML format".


class TestMoodleXml:
    def questions(self) -> list[ET.Element]:
        quiz = ET.fromstring(exported("moodle"))
        assert quiz.tag == "quiz"
        category, *questions = quiz
        assert category.get("type") == "category"
        assert category.findtext("category/text") == "$course$/top/Ethics // <b>quiz<//b> & more"
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
        made = item("x", Kind.UNKNOWN, tuple(letters[:right]), letters=letters)

        quiz = ET.fromstring(exported("moodle", [made]))
        fractions = [answer.get("fraction", "") for answer in quiz.iter("answer")]
        assert {fraction.lstrip("-") for fraction in fractions} <= known | {"0"}
        assert round(sum(float(fraction) for fraction in fractions if not fraction.startswith("-")), 2) == 100


# GIFT: what Moodle's importer does, step by step (question/format/gift/format.php).


class Gift:
    """One question as Moodle would import it."""

    def __init__(self, block: str) -> None:
        lines = block.split("\n")
        comments = "\n".join(line.strip() for line in lines if line.strip().startswith("//"))
        self.id = re.search(r"\[id:((?:\\]|[^]\x00-\x1f])+)]", comments)[1].replace("\\]", "]")  # type: ignore[index]
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
        assert category == "$CATEGORY: $course$/top/Ethics // <b>quiz<//b> & more"
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


# QTI 3.0: the order of elements in the XML binding of the ASI model.

QTI = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"
CP = "{http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1}"
LOM = "{http://ltsc.ieee.org/xsd/LOM}"
ORDER: Mapping[str, tuple[str, ...]] = {
    "qti-assessment-item": (
        *("qti-context-declaration", "qti-response-declaration", "qti-outcome-declaration"),
        *("qti-template-declaration", "qti-template-processing", "qti-assessment-stimulus-ref"),
        *("qti-companion-materials-info", "qti-stylesheet", "qti-item-body", "qti-catalog-info"),
        *("qti-response-processing", "qti-modal-feedback"),
    ),
    "qti-response-declaration": ("qti-default-value", "qti-correct-response", "qti-mapping", "qti-area-mapping"),
    "qti-outcome-declaration": ("qti-default-value", "qti-match-table", "qti-interpolation-table"),
    "qti-choice-interaction": ("qti-prompt", "qti-simple-choice"),
    "qti-order-interaction": ("qti-prompt", "qti-simple-choice"),
    "qti-response-condition": ("qti-response-if", "qti-response-else-if", "qti-response-else"),
    "qti-modal-feedback": ("qti-stylesheet", "qti-content-body", "qti-catalog-info"),
}
REQUIRED = {
    "qti-assessment-item": {"identifier", "title", "time-dependent"},
    "qti-response-declaration": {"identifier", "cardinality", "base-type"},
    "qti-outcome-declaration": {"identifier", "cardinality", "base-type"},
    "qti-choice-interaction": {"response-identifier", "max-choices", "shuffle"},
    "qti-order-interaction": {"response-identifier", "shuffle"},
    "qti-simple-choice": {"identifier"},
    "qti-modal-feedback": {"identifier", "outcome-identifier", "show-hide"},
    "qti-set-outcome-value": {"identifier"},
    "qti-base-value": {"base-type"},
    "qti-variable": {"identifier"},
    "qti-correct": {"identifier"},
}


class TestQti:
    def files(self) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(exported("qti"))) as packed:
            assert packed.testzip() is None
            return {name: packed.read(name) for name in packed.namelist()}

    def items(self) -> list[ET.Element]:
        return [ET.fromstring(content) for name, content in self.files().items() if name.startswith("items/")]

    def test_the_manifest_names_every_file_once(self) -> None:
        files = self.files()
        manifest = ET.fromstring(files["imsmanifest.xml"])

        assert manifest.tag == f"{CP}manifest"
        assert [child.tag for child in manifest] == [f"{CP}metadata", f"{CP}organizations", f"{CP}resources"]
        assert manifest.findtext(f"{CP}metadata/{CP}schema") == "QTI Package"
        assert manifest.findtext(f"{CP}metadata/{CP}schemaversion") == "3.0.0"
        resources = manifest.findall(f"{CP}resources/{CP}resource")
        assert {resource.get("type") for resource in resources} == {"imsqti_item_xmlv3p0"}
        hrefs = [resource.get("href") for resource in resources]
        assert sorted(map(str, hrefs)) == sorted(set(files) - {"imsmanifest.xml"})
        assert [resource.find(f"{CP}file").get("href") for resource in resources] == hrefs  # type: ignore[union-attr]
        by_href = {resource.get("href"): resource.get("identifier") for resource in resources}
        assert all(ET.fromstring(files[str(href)]).get("identifier") == name for href, name in by_href.items())

    def test_the_manifest_keeps_ids_and_tags(self) -> None:
        resources = ET.fromstring(self.files()["imsmanifest.xml"]).iter(f"{CP}resource")

        entries = [resource.findtext(f".//{LOM}entry") for resource in resources]
        assert entries == [known.id for known in ITEMS]
        first = next(ET.fromstring(self.files()["imsmanifest.xml"]).iter(f"{CP}resource"))
        keywords = [keyword.text for keyword in first.findall(f".//{LOM}keyword/{LOM}string")]
        assert keywords[:3] == ["topic:values", "kind:answer", "difficulty:3"]

    def test_elements_stand_in_the_order_of_the_schema_with_what_they_need(self) -> None:
        for root in self.items():
            for element in root.iter():
                assert element.tag.startswith(QTI)
                name = element.tag.removeprefix(QTI)
                children = [child.tag.removeprefix(QTI) for child in element]
                if name in ORDER:
                    places = [ORDER[name].index(child) for child in children]
                    assert places == sorted(places), name
                assert REQUIRED.get(name, set()) <= set(element.attrib), name

    def test_identifiers_are_names_and_refer_to_each_other(self) -> None:
        for root in self.items():
            for element in root.iter():
                assert re.fullmatch(r"[A-Za-z_][\w.-]*", element.get("identifier", "x"))
            outcomes = {found.get("identifier") for found in root.findall(f"{QTI}qti-outcome-declaration")}
            assert {found.get("outcome-identifier") for found in root.findall(f"{QTI}qti-modal-feedback")} <= outcomes
            assert {found.get("identifier") for found in root.iter(f"{QTI}qti-set-outcome-value")} <= outcomes

    def test_key_options_and_feedback_come_back_as_they_were(self) -> None:
        for root, known in zip(self.items(), ITEMS, strict=True):
            response = root.find(f"{QTI}qti-response-declaration")
            assert response is not None
            key = [value.text for value in response.iter(f"{QTI}qti-value")]
            assert tuple(key) == known.key
            cardinality = "ordered" if known.ordered else "multiple" if known.several else "single"
            assert response.get("cardinality") == cardinality
            choices = {choice.get("identifier"): choice.text for choice in root.iter(f"{QTI}qti-simple-choice")}
            assert choices == {option.id: option.text for option in known.options}
            said = {
                feedback.get("identifier"): "\n".join(feedback.itertext()).strip()
                for feedback in root.findall(f"{QTI}qti-modal-feedback")
            }
            assert {option.id: said[option.id] for option in known.options} == {
                option.id: option.feedback for option in known.options
            }
            for part in (*known.explanation.split("\n\n"), *known.rules, *known.sources):
                assert part in said["explanation"]

    def test_the_interaction_suits_the_item(self) -> None:
        single, several, order, _ = self.items()

        assert single.find(f".//{QTI}qti-choice-interaction").get("max-choices") == "1"  # type: ignore[union-attr]
        assert several.find(f".//{QTI}qti-choice-interaction").get("max-choices") == "0"  # type: ignore[union-attr]
        assert order.find(f".//{QTI}qti-order-interaction") is not None


# CSV: RFC 4180.


class TestCsv:
    def rows(self, items: Sequence[Item] = ITEMS) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(exported("csv", items).decode("utf-8-sig"), newline=""), strict=True))

    def test_every_item_is_a_row_that_comes_back_as_it_was(self) -> None:
        for row, known in zip(self.rows(), ITEMS, strict=True):
            assert (row["id"], row["fingerprint"], row["kind"]) == (known.id, known.fingerprint, known.kind.value)
            assert (row["vignette"], row["question"]) == (known.vignette, known.question)
            assert row["key"].split() == list(known.key)
            for number, option in enumerate(known.options, start=1):
                read = (row[f"option_{number}"], row[f"text_{number}"], row[f"feedback_{number}"])
                assert read == (option.id, option.text, option.feedback)
            assert row["sources"].split("; ") == list(known.sources)

    @pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "＝1"])  # noqa: RUF001
    def test_no_cell_is_a_formula(self, start: str) -> None:
        cells = self.rows([attrs.evolve(ITEMS[0], question=start, topic=start, explanation=start)])[0]

        for name in ("question", "topic", "explanation"):
            assert cells[name] == f"'{start}"


# Anki: the tables of a collection; the heavy tests import it with Anki itself.


class TestAnki:
    def notes(self, items: Sequence[Item] = ITEMS) -> list[dict[str, str]]:
        with zipfile.ZipFile(io.BytesIO(exported("anki", items))) as packed:
            assert packed.read("media") == b"{}"
            database = sqlite3.connect(":memory:")
            database.deserialize(packed.read("collection.anki2"))
        ((models,),) = database.execute("select models from col")
        names = [field["name"] for field in next(iter(json.loads(models).values()))["flds"]]
        rows = database.execute("select guid, tags, mod, flds from notes order by id").fetchall()
        database.close()
        return [
            {"guid": guid, "tags": tags, "mod": mod, **dict(zip(names, fields.split("\x1f"), strict=True))}
            for guid, tags, mod, fields in rows
        ]

    def test_every_item_is_a_note_with_all_its_texts(self) -> None:
        for note, known in zip(self.notes(), ITEMS, strict=True):
            assert text_of(note["Id"]) == known.id
            assert known.question in text_of(note["Question"])
            for option in known.options:
                assert option.text in text_of(note["Options"])
                assert option.feedback in text_of(note["Feedback"])
            for id_ in known.key:
                assert known.option[id_].text in text_of(note["Answer"])
            for said in (*known.explanation.split("\n\n"), *known.rules, *known.sources):
                assert said in text_of(note["Explanation"])

    def test_a_corrected_item_keeps_its_guid(self) -> None:
        changed = attrs.evolve(ITEMS[0], key=("a",), explanation="Corrected.")

        before, after = self.notes()[0], self.notes([changed])[0]
        assert before["guid"] == after["guid"]
        assert before["Answer"] != after["Answer"]

    def test_tags_have_no_spaces_and_are_levels_deep(self) -> None:
        tags = self.notes()[0]["tags"].split()

        rules = ["rule::values.bracket", "rule::referral.steps"]
        assert tags == ["topic::values", "kind::answer", "difficulty::3", *rules, "source::ACA_A.11.b", "source::S3-31"]

    def test_no_text_is_taken_for_a_sound_or_latex(self) -> None:
        (note,) = self.notes([attrs.evolve(ITEMS[0], question="[sound:x.mp3] [latex]x[/latex] [$]y[/$]")])

        assert "[" not in note["Question"]

    def test_without_genanki_it_is_said_how_to_get_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "genanki", None)

        with pytest.raises(EngineUnavailableError, match=r"pip install genanki"):
            exported("anki")


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "deck.apkg"
    file.write_bytes(b"old")

    write(file, b"\x00\xff\r\n")

    assert file.read_bytes() == b"\x00\xff\r\n"
    assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_written_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="this is a folder"):
        write(tmp_path, b"x")
    with pytest.raises(InputError, match="cannot be written"):
        write(tmp_path / "no" / "file", b"x")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ["moodle", "gift", "anki", "qti"])
def test_rules_and_sources_are_told_in_words(form: str) -> None:
    cited = Citations({"values.bracket": "Values are set aside."}, {"S3-31": "A book of values"})
    content = export(ITEMS[:1], form, title=TITLE, dated=DAY, citations=cited).content

    said = content.decode("latin-1").replace("\\", "")
    assert "Rules: Values are set aside. referral.steps" in said
    assert "Sources: ACA A.11.b; A book of values (S3-31)" in said
