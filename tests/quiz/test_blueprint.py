"""Blueprints: read with all that is wrong, each with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethics_engine.errors import InputError
from ethics_engine.quiz.blueprint import Blueprint, Shares, read_blueprint

TOPICS = ("referral", "romance", "values")

WHOLE = """\
title: Mid-term
number: 10
seed: 7
topics: {values: 2, romance: 1}
kinds: [answer, code]
difficulty: [1, 2]
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "mid-term.yaml"


def wrong(file: Path, text: str) -> str:
    """The messages about a blueprint, without the folder."""
    file.write_text(text)
    with pytest.raises(InputError) as refused:
        read_blueprint(file, TOPICS)
    return str(refused.value).replace(f"{file.parent}/", "")


def test_everything_that_can_be_said_is_read(file: Path) -> None:
    file.write_text(WHOLE)

    assert read_blueprint(file, TOPICS) == Blueprint(
        file=str(file),
        title="Mid-term",
        number=10,
        seed=7,
        topics=Shares(("values", "romance"), (2, 1)),
        kinds=Shares(("answer", "code")),
        difficulty=(1, 2),
    )


def test_topics_may_be_left_out_and_are_all_allowed_then(file: Path) -> None:
    file.write_text("{title: T, number: 3}")

    assert read_blueprint(file, TOPICS).topics.allowed(TOPICS) == tuple(TOPICS)


def test_kinds_seed_and_difficulty_may_be_left_out(file: Path) -> None:
    file.write_text("{title: T, number: 3, topics: values}")

    read = read_blueprint(file, TOPICS)
    assert (read.seed, read.topics, read.kinds, read.difficulty) == (0, Shares(("values",)), Shares(), ())


def test_all_that_is_wrong_is_said_at_once_with_places_and_nearest_names(file: Path) -> None:
    said = wrong(file, "titel: T\nnumber: many\ntopics: {valeus: 1, romance: -1}\nkinds: [anser]\ndifficulty: 4\n")

    assert "mid-term.yaml:1:1: error: a blueprint has no key `titel`\n    did you mean `title`?" in said
    assert "mid-term.yaml:1:1: error: a blueprint needs `title`" in said
    assert "mid-term.yaml:2:9: error: `number` must be a whole number from 1 to 500, not `many`" in said
    assert "mid-term.yaml:3:10: error: no topic `valeus`\n    did you mean `values`?" in said
    assert "mid-term.yaml:3:30: error: the weight of `romance` must be a whole number from 0 to 1000, not `-1`" in said
    assert "mid-term.yaml:4:9: error: no kind `anser`\n    did you mean `answer`?" in said
    assert "mid-term.yaml:5:13: error: a difficulty must be a whole number from 1 to 3, not `4`" in said


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("topics: {values: 0}", "give at least one topic a weight of more than 0"),
        ("topics: []", "give at least one topic"),
        ("topics: [values, values]", "`values` is listed twice"),
        ("topics: values\nkinds: {answer: {}}", "the weight of `answer` must be a whole number from 0 to 1000"),
        ("topics: values\ndifficulty: {1: 2}", "`difficulty` is a number or a list of them, not a mapping"),
        ("topics: values\nseed: -1", "`seed` must be a whole number from 0"),
        ("topics: [values", "not valid YAML"),
    ],
)
def test_what_makes_no_sense_is_refused(file: Path, line: str, message: str) -> None:
    assert message in wrong(file, f"title: T\nnumber: 2\n{line}\n")


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="file not found"):
        read_blueprint(tmp_path / "none.yaml", TOPICS)


def test_a_list_allows_what_it_names_and_a_weight_of_nothing_keeps_off() -> None:
    assert Shares().allowed(TOPICS) == TOPICS
    assert Shares(("values",)).allowed(TOPICS) == ("values",)
    assert Shares(("values", "romance"), (1, 0)).allowed(TOPICS) == ("values",)
