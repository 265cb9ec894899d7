"""`ethics quiz` as a student and a trainer meet it, on questions made by hand."""

from __future__ import annotations

import csv
import io
import json
import signal
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

import ethics_engine as ee
from ethics_engine.caselaw.corpus import ReportedCase, read_corpus
from ethics_engine.errors import InputError
from ethics_engine.training import items as training_items
from ethics_engine.training import scheduling
from ethics_engine.training.data_folder import VARIABLE
from ethics_engine.training.item import Item, Kind, Option
from ethics_engine.training.items.pairing import families
from ethics_engine.training.progress import Progress

Run = Callable[..., Result]
Quiz = Callable[..., Result]

OPTIONS = (
    Option("a", "Take an umbrella.", "FEEDBACK-A"),
    Option("b", "Stay at home.", "FEEDBACK-B"),
    Option("c", "Sing.", "FEEDBACK-C"),
)
CASE = "id: {id}\nquestion: {{ask: may, action: look}}\nfacts: {{asked: up}}\nheld: {{answer: yes}}\n"
KEYS = {Kind.ANSWER: ("b",), Kind.ORDER: ("c", "a", "b"), Kind.CHANGE: ("a", "c")}


def made(topic: str, number: int, kind: Kind, **changed: Any) -> Item:
    case = f"{topic}-{number}"
    told: dict[str, Any] = {
        "id": f"{case}.{kind.value}",
        "kind": kind,
        "topic": topic,
        "cases": (case,),
        "vignette": f"This is what happened in {case}.",
        "question": "What now?",
        "options": OPTIONS,
        "key": KEYS[kind],
        "explanation": f"EXPLANATION of {case}.",
        "rules": ("values.bracket",),
        "sources": ("S3-31",),
        "difficulty": number,
    }
    return Item(**{**told, **changed})


ITEMS = [made(topic, number, kind) for topic in ("rain", "wind") for number in (1, 2, 3) for kind in KEYS]


@pytest.fixture
def items(monkeypatch: pytest.MonkeyPatch) -> list[Item]:
    """The questions that there are; a test may change them."""
    there = list(ITEMS)

    def items_of(
        _ruleset: object, cases: Iterable[ReportedCase], *, kinds: Iterable[Kind] | None = None
    ) -> tuple[Item, ...]:
        ids = {entry.case.id for entry in cases}
        return tuple(item for item in there if item.cases[0] in ids and (kinds is None or item.kind in kinds))

    monkeypatch.setattr(training_items, "items_of", items_of)
    return there


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where answers are kept; no file yet."""
    path = tmp_path / "data" / "quiz.sqlite3"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


@pytest.fixture
def quiz(small: Path, tmp_path: Path, run: Run, data: Path, items: list[Item]) -> Quiz:  # noqa: ARG001 - they are set up
    """Takes a quiz on the small ruleset; the answers are the lines of a script."""
    folder = tmp_path / "cases"
    for topic in ("rain", "wind"):
        (folder / topic).mkdir(parents=True)
        for number in (1, 2, 3):
            (folder / topic / f"{topic}-{number}.case.yaml").write_text(CASE.format(id=f"{topic}-{number}"))

    def call(*arguments: str, answers: str | io.BytesIO = "") -> Result:
        script = "".join(f"{line}\n" for line in answers.split("/") if answers) if isinstance(answers, str) else answers
        return run("quiz", "--rules", small, "--cases", folder, "--seed", "1", *arguments, stdin=script)

    return call


def cases_of(out: str) -> list[str]:
    """The cases that were asked about, in order."""
    return [line.split()[-1].rstrip(".") for line in out.splitlines() if line.startswith("This is what")]


class TestTakingAQuiz:
    """Question, answer, how sure, reasons."""

    def test_the_key_comes_after_the_answer_and_never_before(self, quiz: Quiz) -> None:
        out = quiz("--kind", "answer", "--number", "2", answers="b/3/a/1").stdout

        first, second, third = out.split("What now?")
        asked, _, reasons = second.partition("Sure?")
        assert all(option.text in asked for option in OPTIONS)
        assert not any(word in first + asked for word in ("FEEDBACK", "EXPLANATION", "ight."))
        assert all(word in reasons for word in ("Right.", "EXPLANATION", "FEEDBACK-A", "values.bracket", "S3-31"))
        assert "Not right. You answered a. The right answer is b." in third
        assert "Being not very sure, you get 0 marks." in " ".join(third.split())

    def test_every_prompt_shows_what_a_script_answered(self, quiz: Quiz) -> None:
        lines = quiz("--kind", "answer", "--number", "1", answers="B/2").stdout.splitlines()

        assert "One letter: B" in lines
        assert "Sure? 1 not very, 2 fairly, 3 very: 2" in lines

    def test_an_order_and_several_letters(self, quiz: Quiz) -> None:
        order = quiz("--kind", "order", "--number", "1", "--no-certainty", answers="c a b").stdout
        several = quiz("--kind", "change", "--number", "1", "--no-certainty", answers="ca").stdout

        assert "All letters in the right order: c a b\n\nRight." in order
        assert "The letters of all that are right: ca\n\nRight." in several

    def test_it_ends_with_what_it_came_to(self, quiz: Quiz) -> None:
        out = quiz("--kind", "answer", "--number", "3", answers="b/2/b/3/a/3").stdout

        assert "3 answers kept, 2 right. -1 marks for certainty of 9 at best." in out
        assert "You were very sure and wrong on " in out
        assert "The next question falls due on 20" in out

    def test_without_certainty_nothing_is_asked_or_said_of_it(self, quiz: Quiz) -> None:
        out = quiz("--kind", "answer", "--number", "2", "--no-certainty", answers="b/a").stdout

        assert "2 answers kept, 1 right." in out
        assert "sure" not in out.lower()
        assert "mark" not in out

    def test_a_bad_answer_is_asked_again_with_a_sentence(self, quiz: Quiz) -> None:
        out = quiz("--kind", "answer", "--number", "1", answers="//z/a b/b/7/very").stdout

        assert out.count("Please answer with a, b or c.") == 3
        assert "Please choose only one." in out
        assert "Please answer with 1, 2 or 3." in out
        assert "1 answer kept, 1 right." in out

    @pytest.mark.parametrize("columns", ["40", "20", "200"])
    def test_every_line_fits_the_terminal(self, columns: str, quiz: Quiz, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", columns)

        out = quiz(answers="x/b/3/c a b/1/a c/2/b/a/b/c").stdout

        assert max(map(len, out.splitlines())) <= max(40, min(int(columns), 88))

    def test_only_plain_characters(self, quiz: Quiz) -> None:
        assert quiz(answers="b/3/c a b/1/a c/2").stdout.replace("\n", "").isprintable()

    def test_what_is_typed_cannot_steer_a_terminal(self, quiz: Quiz) -> None:
        assert "\x1b" not in quiz("--kind", "answer", answers="\x1b[31m").stdout

    def test_what_is_typed_need_not_be_text(self, quiz: Quiz) -> None:
        result = quiz(answers=io.BytesIO(b"\xff\xfe\nquit\n"))

        assert (result.exit_code, "Please answer" in result.stdout) == (0, True)


class TestChoosing:
    """Topic, kind, difficulty, number, seed."""

    def test_the_topic(self, quiz: Quiz) -> None:
        out = quiz("--topic", "wind", "--no-certainty", answers="quit").stdout

        assert "of 3. Topic wind" in out

    def test_the_kind_and_the_difficulty(self, quiz: Quiz) -> None:
        out = quiz("--kind", "order", "--difficulty", "2", "--no-certainty", answers="a b c/a b c").stdout

        assert sorted(cases_of(out)) == ["rain-2", "wind-2"]

    def test_the_number(self, quiz: Quiz) -> None:
        assert "Question 1 of 4." in quiz("--number", "4").stdout

    def test_the_same_seed_asks_the_same(self, quiz: Quiz, data: Path) -> None:
        arguments = ["--number", "3", "--kind", "answer", "--no-certainty"]
        first = quiz(*arguments, answers="a/b/c").stdout
        data.unlink()

        assert quiz(*arguments, answers="a/b/c").stdout == first
        data.unlink()
        assert quiz(*arguments, "--seed", "2", answers="a/b/c").stdout != first

    def test_no_case_is_asked_about_twice_and_it_says_so(self, quiz: Quiz) -> None:
        out = quiz("--number", "10", "--no-certainty", answers="/".join(["a", "a b", "a b c"] * 12)).stdout

        assert len(set(cases_of(out))) == len(cases_of(out)) == 6
        assert "of one case" in " ".join(out.split())

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["--topic", "snow"], "no case has the topic `snow`"),
            (["--kind", "riddle"], "'riddle' is not one of"),
            (["--difficulty", "4"], "4 is not in the range"),
            (["--number", "0"], "0 is not in the range"),
            (["--seed", "x"], "'x' is not a valid integer"),
            (["--kind", "status"], "there is no question like that"),
            (["--learner", ""], "a name cannot be empty"),
            (["--learner", "a\x1b[31m"], "a name has no control characters"),
            (["--learner", "=1+1"], "spreadsheet"),
            (["--cases", "-"], "standard input is for the answers"),
            (["proggress"], "did you mean `progress`?"),
            (["--learner", "anna", "progress"], "--learner, --rules and --cases before `progress` would be lost"),
        ],
    )
    def test_what_makes_no_sense(self, arguments: list[str], said: str, quiz: Quiz) -> None:
        result = quiz(*arguments)

        assert (result.exit_code, result.stdout) == (2, "")
        assert said in result.stderr
        assert "\x1b" not in result.stderr

    def test_a_broken_case_is_named_and_the_rest_asked(self, quiz: Quiz, tmp_path: Path) -> None:
        (tmp_path / "cases" / "rain" / "bad.case.yaml").write_text("id: [")

        result = quiz("--number", "1", "--kind", "answer", "--no-certainty", answers="b")

        assert (result.exit_code, "1 answer kept" in result.stdout) == (0, True)
        assert "bad.case.yaml" in result.stderr


class TestOnDecidedCases:
    """The questions that are really made."""

    @pytest.mark.usefixtures("data")
    def test_ten_questions_from_end_to_end(self, run: Run) -> None:
        out = run("quiz", "--kind", "answer", "--seed", "3", stdin="a\n1\n" * 10).stdout

        assert [line.split(".")[0] for line in out.splitlines() if line.startswith("Question ")] == [
            f"Question {number} of 10" for number in range(1, 11)
        ]
        assert "\n10 answers kept, " in out
        assert max(map(len, out.splitlines())) <= 88

    def test_what_is_made_of_a_case_does_not_hang_on_cases_outside_its_family(self) -> None:
        """Else it would count as changed, only because it was made together with others."""
        ruleset = ee.load_ruleset()
        cases = [entry for entry in read_corpus(None, ruleset).cases if entry.topic == "romance"]
        family = families([entry.case for entry in cases])
        together = training_items.items_of(ruleset, cases)

        for name in list(dict.fromkeys(family.values()))[::3]:
            alone = training_items.items_of(ruleset, [entry for entry in cases if family[entry.case.id] == name])
            assert alone == tuple(item for item in together if family[item.cases[0]] == name)


class TestComingBack:
    """What was answered comes back, as it is due, and honestly where it has changed."""

    @pytest.fixture
    def later(self, data: Path) -> Callable[[int], None]:
        """Lets so many days go by, by making what was answered that much older."""

        def go_by(days: int) -> None:
            connection = sqlite3.connect(data)
            with connection:
                connection.execute("UPDATE answer SET at = at - ?", (days * 86_400,))
            connection.close()

        return go_by

    def test_what_was_wrong_is_asked_first_when_it_is_due(self, quiz: Quiz, later: Callable[[int], None]) -> None:
        (wrong,) = cases_of(quiz("--kind", "answer", "--number", "1", "--no-certainty", answers="a").stdout)
        later(3)

        out = quiz("--kind", "answer", "--seed", "5", "--no-certainty", answers="b").stdout

        assert "Quiz for me: 6 questions, 1 of them due again." in out
        assert cases_of(out)[0] == wrong
        assert "It is due again; you last answered it on " in out

    def test_a_changed_key_starts_anew_and_says_so(
        self, quiz: Quiz, items: list[Item], later: Callable[[int], None]
    ) -> None:
        out = quiz("--kind", "answer", "--topic", "rain", "--no-certainty", answers="b/b/b").stdout
        later(1)
        items[:] = [made("rain", 2, Kind.ANSWER, key=("a",)), made("rain", 1, Kind.ANSWER)]

        again = quiz("--kind", "answer", "--topic", "rain", "--no-certainty", answers="a").stdout

        assert "3 answers kept, 3 right." in out
        assert cases_of(again)[0] == "rain-2"
        assert "It has changed since you answered it on " in again
        assert "1 answer kept, 1 right." in again

    def test_a_question_that_is_no_more_is_told_of(self, quiz: Quiz, items: list[Item]) -> None:
        quiz("--kind", "answer", "--topic", "rain", "--no-certainty", answers="b/b/b")
        items.remove(made("rain", 1, Kind.ANSWER))

        told = "1 question that you answered before is not asked"
        assert told in " ".join(quiz("--kind", "answer").stdout.split())
        assert told not in " ".join(quiz("--kind", "order").stdout.split())
        assert told not in " ".join(quiz("--topic", "wind").stdout.split())

    def test_a_name_that_differs_in_capitals_alone_is_asked_about(self, quiz: Quiz) -> None:
        quiz("--learner", "Anna", "--number", "1", "--kind", "answer", answers="b/3")

        said = quiz("--learner", "anna", "--number", "1").stderr
        assert said == "`Anna` has answered before; if that is you, stop and use --learner Anna\n"
        assert quiz("--learner", "Anna", "--number", "1").stderr == ""
        assert quiz("--learner", "ben", "--number", "1").stderr == ""

    def test_another_learner_starts_afresh(self, quiz: Quiz) -> None:
        quiz("--kind", "answer", "--no-certainty", answers="b")

        assert "Nothing is kept of this learner yet" in quiz("--learner", "ben").stdout
        assert "Nothing is kept" not in quiz().stdout

    def test_without_the_package_it_says_so_and_asks_all_the_same(
        self, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(scheduling, "find_spec", lambda _: None)

        result = quiz("--kind", "answer", "--number", "1", answers="b/3")

        assert (result.exit_code, "1 answer kept, 1 right." in result.stdout) == (0, True)
        assert "pip install fsrs" in result.stderr
        assert "falls due" not in result.stdout


class TestEndingEarly:
    """What was answered is kept, whatever ends the quiz."""

    @pytest.mark.parametrize("rest", ["", "/quit", "/b", "/b/QUIT", "/zzz"])
    def test_the_end_of_the_script_or_the_wish_to_end(self, rest: str, quiz: Quiz, data: Path) -> None:
        result = quiz("--kind", "answer", answers=f"b/3{rest}")

        assert (result.exit_code, result.stderr) == (0, "")
        assert "The quiz ends here.\n\n1 answer kept, 1 right." in result.stdout
        assert len(kept(data)) == 1

    @pytest.mark.parametrize(("typed", "answered"), [(b"", 0), (b"b\n", 0), (b"b\n3\n", 1), (b"b\n3\na\n", 1)])
    def test_ctrl_c_in_the_middle(self, typed: bytes, answered: int, quiz: Quiz, data: Path) -> None:
        """It comes where the next line would."""
        result = quiz("--kind", "answer", answers=Interrupted(typed))

        assert result.exit_code == 128 + signal.SIGINT
        assert "You stopped the quiz" in result.stdout
        assert f"{answered} answer{'' if answered == 1 else 's'} kept" in result.stdout
        assert "Traceback" not in result.output
        assert len(kept(data)) == answered

    @pytest.mark.usefixtures("full_disk")
    def test_a_full_disk_ends_a_script_with_a_clear_message(self, quiz: Quiz, data: Path) -> None:
        quiz("--kind", "answer", "--number", "1", answers="b/3")
        with Progress(data) as progress, suppress(InputError):
            while True:
                progress.add(progress.answers()[0])

        result = quiz("--kind", "answer", "--number", "1", answers="b/3")

        assert result.exit_code == 2
        assert "the disk is full" in result.stderr
        assert "EXPLANATION" not in result.stdout
        assert len(kept(data)) > 1

    def test_at_a_terminal_one_can_make_room_and_try_again(
        self, quiz: Quiz, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        add, tries = Progress.add, []

        def fails_once(self: Progress, answer: Any) -> None:
            tries.append(answer)
            if len(tries) == 1:
                other = sqlite3.connect(data, isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                try:
                    add(self, answer)
                finally:
                    other.close()
            add(self, answer)

        monkeypatch.setattr("ethics_engine.training.progress._PATIENCE", 0.01)
        monkeypatch.setattr(Progress, "add", fails_once)
        result = quiz("--kind", "answer", answers=Terminal(b"b\n3\n\nquit\n"))

        assert "another program is writing to it" in result.stderr
        assert "This answer is not kept yet." in result.stdout
        assert "1 answer kept, 1 right." in result.stdout
        assert len(kept(data)) == 1

    @pytest.fixture
    def full_disk(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Gives the file no room for more than four pages; SQLite then fails as it does on a full disk."""
        connect = sqlite3.connect

        def confined(*args: Any, **options: Any) -> sqlite3.Connection:
            connection = connect(*args, **options)
            connection.execute("PRAGMA max_page_count = 4")
            return connection

        monkeypatch.setattr(sqlite3, "connect", confined)


class TestProgress:
    """`ethics quiz progress`."""

    def test_the_chart_of_a_learner(self, quiz: Quiz, run: Run) -> None:
        quiz("--learner", "anna", "--kind", "answer", "--topic", "rain", answers="b/3/b/3/a/3")

        result = run("quiz", "progress", "--learner", "  anna ")

        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.startswith("PROGRESS OF anna\n3 answers to 3 questions, ")
        assert "  rain 2 of 3 #######---\n" in result.stdout

    def test_of_somebody_unknown(self, quiz: Quiz, refused: Callable[..., str]) -> None:
        quiz("--learner", "anna", "--kind", "answer", answers="b/3")

        assert "did you mean `anna`?" in refused("quiz", "progress", "--learner", "ana")

    def test_before_anything_was_answered(self, data: Path, refused: Callable[..., str]) -> None:
        assert "nothing is kept here yet" in refused("quiz", "progress")
        assert not data.exists()

    @pytest.mark.usefixtures("items")
    @pytest.mark.parametrize("command", [["progress"], ["report"], ["forget", "me", "--yes"], ["--number", "1"]])
    def test_a_broken_file_is_left_alone(self, command: list[str], data: Path, refused: Callable[..., str]) -> None:
        data.parent.mkdir()
        data.write_bytes(b"dear diary" * 100)

        said = refused("quiz", *command)

        assert "it is left as it is; move it away, or name another file with --data" in said
        assert data.read_bytes() == b"dear diary" * 100


class TestReport:
    """`ethics quiz report`."""

    @pytest.fixture
    def answered(self, quiz: Quiz, data: Path) -> Path:
        """A file with the answers of two learners."""
        for learner in ("ben", "anna"):
            quiz("--learner", learner, "--kind", "answer", "--number", "2", answers="b/3/a/3")
        return data

    def test_of_the_file_that_is_named_and_not_of_the_usual_one(self, answered: Path, run: Run, tmp_path: Path) -> None:
        moved = answered.rename(tmp_path / "moved.sqlite3")

        assert run("quiz", "report", "--data", moved).stdout == run("quiz", "report", moved).stdout
        assert "LEARNERS" in run("quiz", "report", "--data", moved).stdout

    @pytest.mark.usefixtures("answered")
    def test_of_all(self, run: Run) -> None:
        out = run("quiz", "report").stdout

        assert (
            "  anna: 2 answers, 1 right (50 %), -3 marks for certainty of 6 at best, 1\n    confident mistake\n" in out
        )
        assert out.index("anna") < out.index("ben")

    @pytest.mark.usefixtures("answered")
    def test_of_a_class_list_as_csv_into_a_file(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "class.txt").write_text("carl\nben\n")
        file = tmp_path / "report.csv"

        result = run("quiz", "report", "--class", tmp_path / "class.txt", "--format", "csv", "--output", file)

        assert (result.stdout, result.stderr) == ("", "not in the class list: anna\n")
        assert {row["learner"] for row in csv.DictReader(io.StringIO(file.read_text()))} == {"carl", "ben"}

    def test_over_several_files_of_which_two_are_copies(self, answered: Path, run: Run, tmp_path: Path) -> None:
        copy = tmp_path / "copy.sqlite3"
        copy.write_bytes(answered.read_bytes())

        value = json.loads(run("quiz", "report", answered, copy, "--format", "json").stdout)

        assert [(one["learner"], one["answers"]) for one in value["learners"]] == [("anna", 2), ("ben", 2)]

    @pytest.mark.usefixtures("answered")
    def test_a_class_list_with_the_same_name_twice(self, refused: Callable[..., str], tmp_path: Path) -> None:
        (tmp_path / "class.txt").write_text("ben\nben\n")

        assert ":2:1: error: `ben` stands twice" in refused("quiz", "report", "--class", tmp_path / "class.txt")


class TestForgetting:
    """`ethics quiz forget`."""

    @pytest.fixture(autouse=True)
    def answered(self, quiz: Quiz) -> None:
        for learner in ("ben", "anna"):
            quiz("--learner", learner, "--kind", "answer", "--number", "2", answers="b/3/a/3")

    def test_it_asks_and_says_what_was_removed(self, data: Path, run: Run) -> None:
        result = run("quiz", "forget", "anna", stdin="y\n")

        assert f"Remove 2 answers of anna from {data} for good? [y/N]: y\nRemoved 2 answers" in result.stdout
        assert b"anna" not in data.read_bytes()
        assert {answer.learner for answer in kept(data)} == {"ben"}

    @pytest.mark.parametrize(("typed", "code"), [("n\n", 0), ("\n", 0), ("", 1)])
    def test_without_a_yes_nothing_is_removed(self, typed: str, code: int, data: Path, run: Run) -> None:
        assert run("quiz", "forget", "anna", stdin=typed).exit_code == code
        assert len(kept(data)) == 4

    def test_yes_does_not_ask(self, data: Path, run: Run) -> None:
        assert run("quiz", "forget", "anna", "--yes").stdout.startswith("Removed 2 answers and the name of anna")
        assert len(kept(data)) == 2

    def test_somebody_unknown(self, refused: Callable[..., str]) -> None:
        assert "did you mean `anna`?" in refused("quiz", "forget", "annna", "--yes")


class Interrupted(io.BytesIO):
    """What is typed, and then Ctrl-C."""

    def read1(self, size: int | None = -1) -> bytes:
        if chunk := super().read1(size):
            return chunk
        raise KeyboardInterrupt


class Terminal(io.BytesIO):
    """What is typed at a terminal."""

    def isatty(self) -> bool:
        return True


def kept(data: Path) -> tuple[Any, ...]:
    """All answers that are kept."""
    with Progress(data) as progress:
        return progress.answers()
