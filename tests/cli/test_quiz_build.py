"""`ethics quiz build` and `ethics quiz export`: from cases and a blueprint to a paper, and to other systems."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

Run = Callable[..., Result]
Refused = Callable[..., str]

CASES = Path(__file__).parent.parent.parent / "cases"
BLUEPRINT = """\
title: A short paper
number: 4
seed: 7
topics: {alliance: 3, fatigue: 1}
kinds: [answer, conduct]
"""


@pytest.fixture
def few(tmp_path: Path) -> tuple[str, ...]:
    """A handful of cases, so that making questions of them is quick."""
    chosen = [f"alliance/alliance-00{number}" for number in range(1, 6)] + [
        "fatigue/fatigue-001",
        "fatigue/fatigue-002",
    ]
    chosen += ["alliance/alliance-006"]
    for name in chosen:
        file = tmp_path / "cases" / f"{name}.case.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((CASES / f"{name}.case.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    for topic in ("alliance", "fatigue"):
        shutil.copy(CASES / topic / f"{topic}.quiz.yaml", tmp_path / "cases" / topic)
    return ("--cases", str(tmp_path / "cases"))


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    file = tmp_path / "blueprint.yaml"
    file.write_text(BLUEPRINT)
    return file


@pytest.fixture
def paper(tmp_path: Path, blueprint: Path, few: tuple[str, ...], run: Run) -> Path:
    """A paper as JSON."""
    file = tmp_path / "paper.json"
    result = run("quiz", "build", "--blueprint", blueprint, "--format", "json", "--output", file, *few)
    assert (result.exit_code, result.output) == (0, "")
    return file


class TestBuild:
    def test_a_paper_keeps_to_its_blueprint(self, paper: Path) -> None:
        written = json.loads(paper.read_text(encoding="utf-8"))

        assert written["title"] == "A short paper"
        assert Counter(question["topic"] for question in written["questions"]) == {"alliance": 3, "fatigue": 1}
        assert {question["kind"] for question in written["questions"]} <= {"answer", "conduct"}
        assert len({key["family"] for key in written["key"]}) == 4

    @pytest.mark.parametrize("form", ["markdown", "html", "json"])
    def test_the_same_blueprint_makes_the_same_bytes(
        self, form: str, tmp_path: Path, blueprint: Path, few: tuple[str, ...], run: Run
    ) -> None:
        files = [tmp_path / "one", tmp_path / "two"]
        for file in files:
            run("quiz", "build", "--blueprint", blueprint, "--format", form, "--output", file, *few)

        assert files[0].read_bytes() == files[1].read_bytes()

    def test_a_blueprint_may_come_from_standard_input(self, few: tuple[str, ...], run: Run) -> None:
        result = run("quiz", "build", "--blueprint", "-", *few, stdin=BLUEPRINT)

        assert result.exit_code == 0
        assert result.stdout.startswith("# A short paper\n")
        assert "# Key to A short paper" in result.stdout

    def test_what_is_wrong_with_a_blueprint_is_said_with_its_place(
        self, blueprint: Path, few: tuple[str, ...], refused: Refused
    ) -> None:
        blueprint.write_text(BLUEPRINT.replace("fatigue", "fatige"))

        said = refused("quiz", "build", "--blueprint", blueprint, *few)
        assert "blueprint.yaml:4:23: error: no topic `fatige`\n    did you mean `fatigue`?" in said

    def test_a_blueprint_that_cannot_be_met_says_which_cell_and_by_how_much_and_writes_nothing(
        self, tmp_path: Path, blueprint: Path, few: tuple[str, ...], refused: Refused
    ) -> None:
        blueprint.write_text(BLUEPRINT.replace("number: 4", "number: 40"))
        output = tmp_path / "paper.md"

        said = refused("quiz", "build", "--blueprint", blueprint, "--output", output, *few)
        assert "error: not enough questions: topic `alliance`: 30 wanted, " in said
        assert "error: not enough questions: topic `fatigue`: 10 wanted, " in said
        assert not output.exists()

    def test_a_broken_case_is_said_rather_than_left_out(
        self, tmp_path: Path, blueprint: Path, few: tuple[str, ...], refused: Refused
    ) -> None:
        broken = tmp_path / "cases" / "alliance" / "alliance-099.case.yaml"
        broken.write_text("id: alliance-099\nfactes: {}\n")

        assert "alliance-099.case.yaml:2:1: error" in refused("quiz", "build", "--blueprint", blueprint, *few)


class TestExport:
    def test_a_paper_is_exported_as_it_is(self, tmp_path: Path, paper: Path, run: Run) -> None:
        output = tmp_path / "paper.xml"

        result = run("quiz", "export", "--format", "moodle", "--paper", paper, "--output", output)

        assert result.stdout.split() == [f"{output}:", "4", "questions"]
        quiz = ET.fromstring(output.read_bytes())
        written = json.loads(paper.read_text(encoding="utf-8"))
        assert [number.text for number in quiz.iter("idnumber")] == [q["id"] for q in written["questions"]]
        assert quiz.findtext("question/category/text").startswith("$course$/top/A short paper/")

    @pytest.mark.parametrize("option", [("--topic", "alliance"), ("--number", "2"), ("--rules", "x"), ("--seed", "0")])
    def test_nothing_is_chosen_from_a_paper(
        self, option: tuple[str, str], tmp_path: Path, paper: Path, refused: Refused
    ) -> None:
        said = refused("quiz", "export", "--format", "csv", "--paper", paper, "--output", tmp_path / "x", *option)

        assert f"--paper and {option[0]}" in said

    def test_a_selection_is_of_what_was_asked_for(self, tmp_path: Path, few: tuple[str, ...], run: Run) -> None:
        output = tmp_path / "some.csv"
        chosen = ("--topic", "alliance", "--kind", "conduct", "--kind", "answer", "--number", "3", "--seed", "5")

        run("quiz", "export", "--format", "csv", "--output", output, *chosen, *few)
        first = output.read_bytes()
        rows = list(csv.DictReader(io.StringIO(first.decode("utf-8-sig"), newline="")))
        run("quiz", "export", "--format", "csv", "--output", output, *chosen, *few)

        assert len({row["family"] for row in rows}) == len(rows) == 3
        assert {row["topic"] for row in rows} == {"alliance"}
        assert {row["kind"] for row in rows} <= {"conduct", "answer"}
        assert output.read_bytes() == first

    def test_all_questions_are_exported_where_no_number_is_given(
        self, tmp_path: Path, few: tuple[str, ...], run: Run
    ) -> None:
        output = tmp_path / "all.zip"

        result = run("quiz", "export", "--format", "qti", "--output", output, *few)

        with zipfile.ZipFile(output) as packed:
            items = [name for name in packed.namelist() if name.startswith("items/")]
        assert result.stdout.split() == [f"{output}:", str(len(items)), "questions"]
        assert len(items) > 5

    def test_a_dated_deck_is_the_same_bytes(self, tmp_path: Path, paper: Path, run: Run) -> None:
        files = [tmp_path / "one.apkg", tmp_path / "two.apkg"]
        for file in files:
            dated = ("--dated", "2026-01-02")
            assert run("quiz", "export", "--format", "anki", "--paper", paper, "--output", file, *dated).exit_code == 0

        assert files[0].read_bytes() == files[1].read_bytes()

    def test_what_no_question_is_like_is_said(self, tmp_path: Path, few: tuple[str, ...], refused: Refused) -> None:
        wanted = ("--topic", "fatigue", "--kind", "own", "--difficulty", "3")

        said = refused("quiz", "export", "--format", "csv", "--output", tmp_path / "x", *wanted, *few)
        assert "no question matches" in said
        assert not (tmp_path / "x").exists()

    def test_an_unknown_topic_gives_the_nearest(self, tmp_path: Path, few: tuple[str, ...], refused: Refused) -> None:
        said = refused("quiz", "export", "--format", "csv", "--output", tmp_path / "x", "--topic", "fatige", *few)

        assert "did you mean `fatigue`?" in said

    def test_what_cannot_be_written_is_said(self, tmp_path: Path, paper: Path, refused: Refused) -> None:
        said = refused("quiz", "export", "--format", "csv", "--paper", paper, "--output", tmp_path)

        assert "cannot write it: this is a folder" in said


class TestTopics:
    def test_each_topic_says_how_many_questions_a_paper_can_have(self, few: tuple[str, ...], run: Run) -> None:
        lines = run("quiz", "topics", *few).stdout.splitlines()

        (alliance,) = [line for line in lines if line.startswith("alliance ")]
        number = int(alliance.split(":")[0].removeprefix("alliance "))
        blueprint = f"{{title: All, number: {number}, topics: [alliance]}}"
        assert run("quiz", "build", "--blueprint", "-", *few, stdin=blueprint).exit_code == 0
        blueprint = blueprint.replace(f"number: {number}", f"number: {number + 1}")
        said = run("quiz", "build", "--blueprint", "-", *few, stdin=blueprint).stderr
        assert f"{number + 1} wanted, {number} found, 1 too few" in said
        assert lines[-1].startswith("all topics: ")

    def test_a_topic_and_a_difficulty_can_be_asked_for(self, few: tuple[str, ...], run: Run) -> None:
        out = run("quiz", "topics", "--topic", "fatigue", *few).stdout

        assert "fatigue 2: " in out
        assert "alliance" not in out
        assert run("quiz", "topics", "--topic", "fatigue", "--difficulty", "3", *few).stdout != out


class TestTheTrainersChoice:
    """Questions that a trainer leaves out, and such as a trainer has written."""

    OWN = """
items:
  - id: own.first
    topic: alliance
    question: What may the practitioner do?
    case: alliance-003
    options:
      - {text: So be it., feedback: The rules say it., answer: yes}
      - {text: No., feedback: No rule forbids it., answer: no}
      - {text: Not now., feedback: Nothing is missing., answer: not_yet}
      - {text: Better not., feedback: It is not advised against., answer: advised_against}
"""

    def ids(self, output: Path) -> list[str]:
        return [row["id"] for row in csv.DictReader(io.StringIO(output.read_text(encoding="utf-8-sig")))]

    def test_questions_can_be_left_out_and_added(self, tmp_path: Path, few: tuple[str, ...], run: Run) -> None:
        exclude, own, output = tmp_path / "exclude.txt", tmp_path / "own.yaml", tmp_path / "all.csv"
        run("quiz", "export", "--format", "csv", "--output", output, *few)
        first, *rest = self.ids(output)
        exclude.write_text(f"{first}\n")
        own.write_text(self.OWN)

        run("quiz", "export", "--format", "csv", "--output", output, "--exclude", exclude, "--own", own, *few)
        assert self.ids(output) == [*rest, "own.first"]

    def test_an_unknown_id_is_refused_and_nothing_is_written(
        self, tmp_path: Path, few: tuple[str, ...], refused: Refused
    ) -> None:
        exclude, output = tmp_path / "exclude.txt", tmp_path / "all.csv"
        exclude.write_text("answer.nowhere\n")

        said = refused("quiz", "export", "--format", "csv", "--output", output, "--exclude", exclude, *few)
        assert "exclude.txt:1:1: error: no question `answer.nowhere`" in said
        assert not output.exists()

    def test_the_key_can_be_a_file_of_its_own(self, tmp_path: Path, few: tuple[str, ...], run: Run) -> None:
        blueprint = "{title: T, number: 2, topics: [alliance]}"
        key = tmp_path / "key.html"
        arguments = ("--blueprint", "-", "--format", "html", "--key", key, *few)
        paper = run("quiz", "build", *arguments, stdin=blueprint).stdout

        assert "Key to T" not in paper
        assert "Question 2" in paper
        assert "Key to T" in key.read_text(encoding="utf-8")
        assert "Question 2" not in key.read_text(encoding="utf-8")
