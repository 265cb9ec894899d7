"""What was answered comes back, as it is due, and honestly where it has changed."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest
from click.testing import Result

from ethics_engine.quiz import spaced_repetition
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.progress import Progress

from .questions import cases_of, made

Quiz = Callable[..., Result]


class TestComingBack:
    @pytest.fixture
    def later(self, data: Path) -> Callable[[int], None]:
        """Lets so many days go by, by making what was answered that much older."""

        def go_by(days: int) -> None:
            with Progress(data) as progress:
                answers = progress.answers()
            data.unlink()
            with Progress(data) as progress:
                for answer in answers:
                    progress.add(attrs.evolve(answer, at=answer.at - datetime.timedelta(days=days)))

        return go_by

    def test_what_was_wrong_is_asked_first_when_it_is_due(self, quiz: Quiz, later: Callable[[int], None]) -> None:
        (wrong,) = cases_of(quiz("--kind", "answer", "--number", "1", "--no-certainty", answers="a").stdout)
        later(3)

        out = quiz("--kind", "answer", "--seed", "5", "--no-certainty", answers="b").stdout

        assert "Quiz for me: 6 questions, 1 of them due again." in out
        assert cases_of(out)[0] == wrong
        assert "Due again; last answered on " in out

    def test_a_changed_key_starts_anew_and_says_so(
        self, quiz: Quiz, items: list[Item], later: Callable[[int], None]
    ) -> None:
        out = quiz("--kind", "answer", "--topic", "rain", "--no-certainty", answers="b/b/b").stdout
        later(1)
        items[:] = [made("rain", 2, ItemKind.ANSWER, key=("a",)), made("rain", 1, ItemKind.ANSWER)]

        again = quiz("--kind", "answer", "--topic", "rain", "--no-certainty", answers="a").stdout

        assert "3 answers saved, 3 right." in out
        assert cases_of(again)[0] == "rain-2"
        assert "Changed since you answered it on " in again
        assert "1 answer saved, 1 right." in again

    def test_a_question_that_is_no_more_is_told_of(self, quiz: Quiz, items: list[Item]) -> None:
        quiz("--kind", "answer", "--topic", "rain", "--no-certainty", answers="b/b/b")
        items.remove(made("rain", 1, ItemKind.ANSWER))

        found = "1 question that you answered before is not asked"
        assert found in " ".join(quiz("--kind", "answer").stdout.split())
        assert found not in " ".join(quiz("--kind", "own").stdout.split())
        assert found not in " ".join(quiz("--topic", "wind").stdout.split())

    def test_a_name_that_differs_in_capitals_alone_is_asked_about(self, quiz: Quiz) -> None:
        quiz("--learner", "Anna", "--number", "1", "--kind", "answer", answers="b/3")

        said = quiz("--learner", "anna", "--number", "1").stderr
        assert said == "`Anna` has answered before; if that is you, quit and use --learner Anna\n"
        assert quiz("--learner", "Anna", "--number", "1").stderr == ""
        assert quiz("--learner", "ben", "--number", "1").stderr == ""

    def test_another_learner_starts_afresh(self, quiz: Quiz) -> None:
        quiz("--kind", "answer", "--no-certainty", answers="b")

        assert "No answers saved for this learner yet" in quiz("--learner", "ben").stdout
        assert "Nothing is kept" not in quiz().stdout

    def test_without_the_package_it_says_so_and_asks_all_the_same(
        self, quiz: Quiz, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(spaced_repetition, "find_spec", lambda _: None)

        result = quiz("--kind", "answer", "--number", "1", answers="b/3")

        assert (result.exit_code, "1 answer saved, 1 right." in result.stdout) == (0, True)
        assert "pip install fsrs" in result.stderr
        assert "is due" not in result.stdout
