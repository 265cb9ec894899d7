"""Items that a trainer writes, and items that are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from ethics_engine.errors import Finding, InputError, Place
from ethics_engine.quiz.item import Item, ItemKind
from ethics_engine.quiz.own_items import BY_HAND, BY_RULES, read_excluded, read_own_items

HAND = """
items:
  - id: own.notes
    topic: referral
    story: A colleague asks for the notes.
    question: What comes first?
    explanation: The notes are hers.
    options:
      - {text: Ask the client., feedback: It is hers to say., right: yes}
      - {text: Send them., feedback: Not without her word.}
"""
RULES = """
items:
  - id: own.rain
    topic: rain
    question: May she go out?
    case: wet-001
    options:
      - {text: Not before the rain stops., feedback: So., answer: not_yet}
      - {text: Never., feedback: No rule says so., answer: no}
"""
ORDER = """
items:
  - id: own.order
    topic: ending
    question: In what order?
    order: yes
    options: [{text: First., feedback: One.}, {text: Second., feedback: Two.}, {text: Third., feedback: Three.}]
"""


def answer_of(case: str) -> str | None:
    if case == "wet-001":
        return "not_yet"
    raise InputError([Finding(Place(case), "file not found", "check the path")])


def read(tmp_path: Path, text: str) -> tuple[Item, ...]:
    file = tmp_path / "own.yaml"
    file.write_text(text)
    return read_own_items(file, answer_of)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    return str(caught.value).replace(f"{tmp_path}/", "")


def right(item: Item) -> list[str]:
    return [item.option[letter].text for letter in item.key]


def test_a_key_may_be_set_by_hand_and_that_is_said(tmp_path: Path) -> None:
    (item,) = read(tmp_path, HAND)

    assert (item.id, item.kind, item.topic) == ("own.notes", ItemKind.OWN, "referral")
    assert right(item) == ["Ask the client."]
    assert item.explanation == f"The notes are hers.\n\n{BY_HAND}"


def test_a_key_may_be_what_the_rules_say_of_a_case(tmp_path: Path) -> None:
    (item,) = read(tmp_path, RULES)

    assert right(item) == ["Not before the rain stops."]
    assert item.cases == ("wet-001",)
    assert item.explanation == BY_RULES


def test_options_may_be_in_their_right_order_and_are_not_shown_in_it(tmp_path: Path) -> None:
    (item,) = read(tmp_path, ORDER)

    assert item.ordered
    assert right(item) == ["First.", "Second.", "Third."]
    assert [option.id for option in item.options] != list(item.key)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("items:\n", "own.yaml:1:7: error: `items` must be a list"),
        (HAND.replace("topic: referral", "topics: referral"), "an own item needs `topic`"),
        (HAND.replace(", right: yes", ""), "own.yaml:3:5: error: no option is right"),
        (HAND.replace("word.}", "word., right: yes}"), "every option is right"),
        (HAND.replace("feedback: It is hers to say., ", ""), "an option needs `feedback`"),
        (HAND.replace("own.notes", "Own notes"), "`Own notes` cannot be an id"),
        (HAND + HAND.partition("items:")[2], "two items have the id `own.notes`"),
        (RULES.replace("wet-001", "dry-001"), "file not found"),
        (
            RULES.replace("answer: not_yet", "answer: yes"),
            "no option has the `answer` that the rules give",
        ),
        (RULES.replace("answer: not_yet", "right: yes"), "an option has no key `right`"),
        (HAND.partition("      - {text: Send")[0], "1 options"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(text: str, message: str, tmp_path: Path) -> None:
    said = refused(tmp_path, text)

    assert message in said
    assert said.startswith("own.yaml:")


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    said = refused(tmp_path, HAND.replace(", right: yes", "") + ORDER.partition("items:")[2].replace("order: yes", ""))

    assert said.count("no option is right") == 2


def test_ids_to_leave_out_stand_one_a_line_with_remarks(tmp_path: Path) -> None:
    file = tmp_path / "exclude.txt"
    file.write_text("# disputed\nanswer.wet-001   # by Anna\n\n")

    assert read_excluded(file, ["answer.wet-001", "answer.dry-001"]) == {"answer.wet-001"}


def test_unknown_ids_are_all_named_with_the_nearest(tmp_path: Path) -> None:
    file = tmp_path / "exclude.txt"
    file.write_text("answer.wet-01\nnothing.of.this\n")
    with pytest.raises(InputError) as caught:
        read_excluded(file, ["answer.wet-001"])

    said = str(caught.value)
    assert "exclude.txt:1:1: error: no question `answer.wet-01`" in said
    assert "did you mean `answer.wet-001`?" in said
    assert "exclude.txt:2:1: error: no question `nothing.of.this`" in said
