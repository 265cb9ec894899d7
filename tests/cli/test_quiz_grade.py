"""`ethics quiz grade` and `ethics quiz panel`: from answers in a table to grades, and to concordance with a panel."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]
Refused = Callable[..., str]

CASES = Path(__file__).parent.parent.parent / "cases"
BLUEPRINT = "{title: A short paper, number: 3, seed: 7, topics: [alliance]}"


@pytest.fixture
def few(tmp_path: Path) -> tuple[str, ...]:
    """A handful of cases, so that making questions of them is quick."""
    for name in (
        "alliance/alliance-001",
        "alliance/alliance-003",
        "alliance/alliance-004",
        "values/values-001",
        "values/values-002",
    ):
        file = tmp_path / "cases" / f"{name}.case.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((CASES / f"{name}.case.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    for topic in ("alliance", "values"):
        shutil.copy(CASES / topic / f"{topic}.quiz.yaml", tmp_path / "cases" / topic)
    return ("--cases", str(tmp_path / "cases"))


@pytest.fixture
def paper(tmp_path: Path, few: tuple[str, ...], run: Run) -> Path:
    """A paper as JSON."""
    file = tmp_path / "paper.json"
    assert (
        run("quiz", "build", "--blueprint", "-", "--format", "json", "--output", file, *few, stdin=BLUEPRINT).exit_code
        == 0
    )
    return file


@pytest.fixture
def answers(tmp_path: Path, paper: Path) -> Path:
    """What a class answered: Anna everything right, Ben the first only."""
    keys = [(key["id"], " ".join(key["key"])) for key in json.loads(paper.read_text(encoding="utf-8"))["key"]]
    rows = [f"Anna,{name},{key},3" for name, key in keys] + [f"Ben,1,{keys[0][1]},1"]
    file = tmp_path / "answers.csv"
    file.write_text("\n".join(["learner,item,answer,certainty", *rows]))
    return file


class TestGrade:
    def test_a_paper_is_graded_by_its_own_key(self, paper: Path, answers: Path, run: Run) -> None:
        result = run("quiz", "grade", answers, "--paper", paper)

        assert result.exit_code == 0
        assert result.stdout.startswith("A short paper: 2 learners, 3 questions.\n2 learners are too few")
        assert "  Anna: 3 of 3 right (100 %), 9 of 9 marks for certainty\n" in result.stdout
        assert "  Ben: 1 of 3 right (33 %), 2 left out, 1 of 9 marks for certainty\n" in result.stdout

    @pytest.mark.parametrize("form", ["text", "csv", "json", "html"])
    def test_the_same_answers_are_the_same_bytes(
        self, form: str, tmp_path: Path, paper: Path, answers: Path, run: Run
    ) -> None:
        files = [tmp_path / "one", tmp_path / "two"]
        for file in files:
            result = run("quiz", "grade", answers, "--paper", paper, "--format", form, "--output", file)
            assert (result.exit_code, result.stdout) == (0, "")

        assert files[0].read_bytes() == files[1].read_bytes()

    def test_without_a_paper_the_questions_are_those_of_the_cases(
        self, paper: Path, answers: Path, few: tuple[str, ...], run: Run
    ) -> None:
        ids = answers.read_text().replace("Ben,1,", f"Ben,{json.loads(paper.read_text())['key'][0]['id']},")

        result = run("quiz", "grade", "-", "--format", "csv", *few, stdin=ids)
        assert result.stdout.splitlines()[1:] == ["Anna,3,3,3,100,9,9,0", "Ben,1,1,1,100,1,3,0"]
        assert "The learners were asked different questions" in result.stderr

    def test_the_template_is_for_the_class(self, tmp_path: Path, paper: Path, run: Run) -> None:
        (tmp_path / "class.txt").write_text("Cleo\nBen\n")

        result = run("quiz", "grade", "--paper", paper, "--template", "--class", tmp_path / "class.txt")
        mark = json.loads(paper.read_text(encoding="utf-8"))["mark"]
        assert result.stdout.splitlines()[:2] == ["learner,item,answer,certainty,paper", f"Cleo,1,,,{mark}"]
        assert len(result.stdout.splitlines()) == 1 + 2 * 3

    def test_what_is_wrong_is_said_with_its_place_and_nothing_is_written(
        self, tmp_path: Path, paper: Path, answers: Path, refused: Refused
    ) -> None:
        answers.write_text("learner,item,answer\nAnna,1,z\nAnna,99,a\n")
        output = tmp_path / "grades.html"
        output.write_text("as it was")

        said = refused("quiz", "grade", answers, "--paper", paper, "--format", "html", "--output", output)
        assert f"{answers}:2:8: error: `z` is not an option" in said
        assert f"{answers}:3:6: error: no item `99`" in said
        assert output.read_text() == "as it was"

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            ((), "give the table of answers"),
            (("--template",), "--template needs a paper"),
            (("x.csv", "--table", "items"), "--table needs --format csv"),
            (("x.csv", "--paper", "p", "--rules", "r"), "cannot be combined with --rules or --cases"),
            (("x.csv", "--paper", "p", "--template"), "leave out RESPONSES"),
            (("--paper", "nowhere.json", "--template"), "nowhere.json: error: file not found"),
        ],
    )
    def test_wrong_use_is_said(self, arguments: tuple[str, ...], message: str, refused: Refused) -> None:
        assert message in refused("quiz", "grade", *arguments)


class TestPanel:
    def test_from_an_empty_form_to_scores(self, tmp_path: Path, few: tuple[str, ...], run: Run) -> None:
        form = tmp_path / "panel.yaml"
        assert run("quiz", "panel", "new", "--output", form, *few).exit_code == 0
        filled = form.read_text(encoding="utf-8").replace("answers: []", "answers: [1, 1, 0]")
        form.write_text(filled.replace("panel:\ndate:", "panel: Made up\ndate: 2026-01-02"), encoding="utf-8")
        empty = run("quiz", "panel", "score", "--panel", form, "--template").stdout
        head, *rows = empty.splitlines()
        table = "\n".join([head, *(f"Anna{row.replace(',,', ',0,')}" for row in rows)])

        result = run("quiz", "panel", "score", "--panel", form, "-", stdin=table)
        assert result.stdout.startswith("Panel: Made up, 2026-01-02, 3 members. 1 learner, ")
        assert "The panel has 3 members; at least 10 are advised." in result.stdout
        assert "  Anna: 50\n" in result.stdout

    def test_what_is_left_of_a_form_is_printed_with_its_numbers(
        self, tmp_path: Path, few: tuple[str, ...], run: Run
    ) -> None:
        form = tmp_path / "panel.yaml"
        run("quiz", "panel", "new", "--output", form, *few)
        written = form.read_text(encoding="utf-8")
        second = written.index("  - number: 2")
        form.write_text(written[: written.index("  - number: 1")] + written[second:], encoding="utf-8")

        run("quiz", "panel", "print", "--panel", form, "--output", tmp_path / "sheet.md")
        printed = (tmp_path / "sheet.md").read_text(encoding="utf-8")
        assert "### Question 1\n" not in printed
        assert "### Question 2\n" in printed
        assert printed == run("quiz", "panel", "print", "--panel", form).stdout

    def test_the_form_to_print_is_the_same_every_time(self, few: tuple[str, ...], run: Run) -> None:
        printed = [run("quiz", "panel", "new", "--format", "markdown", *few).stdout for _ in range(2)]

        assert printed[0] == printed[1]
        assert printed[0].startswith("# Contested cases\n")

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("new", "--topic", "alliance"), "no case is contested"),
            (("new", "--topic", "valeus"), "did you mean `values`?"),
        ],
    )
    def test_what_is_not_there_is_said(
        self, arguments: tuple[str, ...], message: str, few: tuple[str, ...], refused: Refused
    ) -> None:
        assert message in refused("quiz", "panel", *arguments, *few)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("--panel", "nowhere.yaml", "x.csv"), "nowhere.yaml: error: file not found"),
            (("--panel", "nowhere.yaml"), "give the table of answers"),
            (("--panel", "nowhere.yaml", "x.csv", "--template"), "leave out RESPONSES"),
        ],
    )
    def test_wrong_use_is_said(self, arguments: tuple[str, ...], message: str, refused: Refused) -> None:
        assert message in refused("quiz", "panel", "score", *arguments)
